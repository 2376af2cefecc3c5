// Package grammar puts the names of people, offices and commissions into the case a
// paper needs, and writes dates and numbers in words.
//
// Russian has rules for names and no end of exceptions: families differ over the same
// surname, and a foreign one follows the stress nobody writes. So every answer says
// whether it is sure. What is not sure must not be printed in an oblique case: the
// paper then says the name in the nominative, which is never wrong.
package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Case is one of the six cases of Russian.
type Case int

// The cases in the order of the schoolbook.
const (
	Nominative Case = iota
	Genitive
	Dative
	Accusative
	Instrumental
	Prepositional
)

// Cases lists the cases in their order.
var Cases = []Case{Nominative, Genitive, Dative, Accusative, Instrumental, Prepositional}

var caseNames = [...]string{"nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"}

// String returns the name of the case in English, as programs read it.
func (c Case) String() string { return caseNames[c] }

// Gender is the grammatical gender of a name or a noun; empty where it is not known.
type Gender string

// The genders.
const (
	Masculine Gender = "masculine"
	Feminine  Gender = "feminine"
	Neuter    Gender = "neuter"
)

// Forms are the six forms of a word or a phrase, in the order of Cases.
type Forms [6]string

// In returns the form for the case.
func (f Forms) In(c Case) string { return f[c] }

// same are the forms of what does not decline.
func same(word string) Forms { return Forms{word, word, word, word, word, word} }

// with are the forms of a word whose stem takes the five endings of the oblique cases,
// with strokes between.
func with(word, stem, endings string) Forms {
	forms := same(word)
	for i, ending := range strings.Split(endings, "/") {
		forms[i+1] = stem + ending
	}
	return forms
}

// each joins the forms of words case by case.
func each(all []Forms, between string) Forms {
	var out Forms
	for c := range out {
		words := make([]string, len(all))
		for i, forms := range all {
			words[i] = forms[c]
		}
		out[c] = strings.Join(words, between)
	}
	return out
}

// dressed gives forms in small letters the capitals the word was written with: those of
// its letters, and all of them where the whole word is in capitals.
func dressed(word string, forms Forms) Forms {
	letters := []rune(word)
	shout := len(letters) > 1 && strings.ToUpper(word) == word
	for c, form := range forms {
		out := []rune(form)
		for i, r := range out {
			if shout || i < len(letters) && unicode.IsUpper(letters[i]) {
				out[i] = unicode.ToUpper(r)
			}
		}
		forms[c] = string(out)
	}
	forms[Nominative] = word
	return forms
}

// cut takes n letters off the end of a word.
func cut(word string, n int) string {
	letters := []rune(word)
	return string(letters[:max(0, len(letters)-n)])
}

// ends reports whether the word has one of the endings, and something before it.
func ends(word string, endings ...string) bool {
	for _, ending := range endings {
		if len(word) > len(ending) && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// lastOf is the last letter of a word.
func lastOf(word string) rune {
	r, _ := utf8.DecodeLastRuneInString(word)
	return r
}

const (
	vowels  = "аеёиоуыэюя"
	hissing = "жшчщ"
	velar   = "гкх"
)

// syllables counts the vowels of a word.
func syllables(word string) int {
	n := 0
	for _, r := range word {
		if strings.ContainsRune(vowels, r) {
			n++
		}
	}
	return n
}

// unaccented writes ё as е, as most people do: lists are kept so.
func unaccented(word string) string { return strings.ReplaceAll(word, "ё", "е") }

// russian reports whether a word is of Russian letters alone, with a hyphen or an apostrophe.
func russian(word string) bool {
	for _, r := range word {
		if r != '-' && r != '’' && r != '\'' && (r < 'А' || r > 'я') && r != 'ё' && r != 'Ё' {
			return false
		}
	}
	return word != ""
}

// set is a list of words to look up.
func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(words) {
		all[word] = true
	}
	return all
}
