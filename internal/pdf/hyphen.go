package pdf

import (
	"slices"
	"strings"
	"unicode"
)

// Letters that a hyphen leaves on a line, at least. One letter is never torn off, and
// two do not begin a line.
const (
	lettersBefore = 2
	lettersAfter  = 3
)

const (
	vowels = "аеёиоуыэюя"
	signs  = "ьъ"
)

// Consonants that begin a syllable together: they go over to the next line as one.
var onsets = []string{
	"ств", "стр", "скр", "спр", "взр",
	"бр", "вр", "гр", "др", "кр", "пр", "тр", "фр", "хр", "бл", "вл", "гл", "кл", "пл", "фл", "хл", "сл", "шл",
	"ст", "ск", "сп", "св", "дв", "зв", "кв", "тв",
}

// hyphens returns the places in letters where a Russian word may be divided. Names,
// abbreviations, numbers and words with a hyphen of their own are never divided, and
// so is any word with a capital letter.
func hyphens(word []rune) []int {
	if len(word) < lettersBefore+lettersAfter {
		return nil
	}
	var found []int
	last := -1 // the vowel before
	for i, r := range word {
		if (r < 'а' || r > 'я') && r != 'ё' {
			return nil
		}
		if !strings.ContainsRune(vowels, r) {
			continue
		}
		if last >= 0 {
			at := last + 1 + split(word[last+1:i], last == 0 && word[0] == 'э')
			if at >= lettersBefore && len(word)-at >= lettersAfter {
				found = append(found, at)
			}
		}
		last = i
	}
	return found
}

// split returns where the consonants between two vowels are divided: how many of them
// stay with the first. Borrowed says the word begins with «э», perhaps with «экс».
func split(between []rune, borrowed bool) int {
	n := len(between)
	for i := n - 1; i >= 0; i-- {
		switch {
		case !strings.ContainsRune(signs, between[i]):
		case i < n-1 || between[i] == 'ъ': // боль-шинство, объ-ект
			return i + 1
		default: // ста-тья: the soft sign goes over with its consonant
			return max(i-1, 0)
		}
	}
	switch {
	case n == 0: // за-явление
		return 0
	case between[0] == 'й': // дей-ствие, рай-она
		return 1
	case n == 1: // ко-миссия
		return 0
	case n == 2 || between[0] == between[1]: // граж-дане, рас-смотрение
		return 1
	case borrowed && between[0] == 'к' && between[1] == 'с': // экс-перт
		return 2
	}
	for _, onset := range onsets {
		if at := n - len([]rune(onset)); (at > 0 || onset == "ств") && at >= 0 && string(between[at:]) == onset {
			return at // пред-ставить, суще-ство
		}
	}
	return n - 1 // участ-ковый
}

// hyphenated returns the items with a place for a hyphen wherever a word may be divided.
// Words in bold are found at a glance and stay whole.
func (s *setter) hyphenated(items []item) []item {
	out := make([]item, 0, 2*len(items))
	for i, it := range items {
		if it.kind == box && it.style.face&bold == 0 && alone(items, i) {
			out = s.divided(out, it)
		} else {
			out = append(out, it)
		}
	}
	return out
}

// alone reports whether the box at i is a whole word, and not a part of one that goes
// on in another type or has breaks of its own.
func alone(items []item, i int) bool {
	apart := func(n int) bool { return n < 0 || n == len(items) || items[n].kind == glue || items[n].kind == stop }
	return apart(i-1) && apart(i+1)
}

// divided appends a word with its places for a hyphen. Quotation marks and points
// around the word are no part of it.
func (s *setter) divided(out []item, it item) []item {
	text := []rune(it.text)
	from := slices.IndexFunc(text, unicode.IsLetter)
	if from < 0 {
		return append(out, it)
	}
	to := len(text)
	for !unicode.IsLetter(text[to-1]) {
		to--
	}
	done := 0
	for _, at := range hyphens(text[from:to]) {
		piece := it
		piece.text = string(text[done : from+at])
		piece.width = s.width(piece.text, it.style)
		out = append(out, piece, item{kind: penalty, text: "\u00ad", style: it.style, width: s.width("\u00ad", it.style), cost: hyphenCost})
		done = from + at
	}
	rest := it
	rest.text = string(text[done:])
	rest.width = s.width(rest.text, it.style)
	return append(out, rest)
}
