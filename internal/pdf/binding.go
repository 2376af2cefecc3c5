package pdf

import (
	"slices"
	"strings"
	"unicode"
)

// Words that stay on the line of what they count or name, by what must follow them.
var (
	beforeNumbers = []string{"№", "№№", "§", "ст.", "статья", "статьи", "п.", "пп.", "подп.", "ч.", "абз.", "гл.", "разд.", "стр.", "вх.", "исх.", "д.", "кв.", "каб.", "тел."}
	beforeNames   = []string{"г.", "гор.", "пгт.", "пос.", "с.", "ул.", "пл.", "пер.", "просп.", "им.", "гр."}
	shortWords    = []string{"в", "к", "о", "с", "у", "и", "а", "я", "не", "ни"}
	months        = []string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}
)

// bond is how firmly a word holds what follows it.
type bond int

const (
	free   bond = iota
	weak        // parted where the line would be bad otherwise: a short word and the next
	strong      // never parted: a number and its sign, an initial and the surname
)

// bondOf returns how firmly a word holds what follows it.
func bondOf(word, next []rune) bond {
	word = []rune(strings.TrimLeft(string(word), "(«„\"["))
	if len(word) == 0 || len(next) == 0 {
		return free
	}
	text := string(word)
	first := next[0]
	var holds bool
	switch {
	case slices.Contains(beforeNumbers, text):
		holds = unicode.IsDigit(first) || first == '№' || first == '«'
	case slices.Contains(beforeNames, text), initials(word): // М. П. Соколова
		holds = unicode.IsUpper(first)
	case digits(word) == len(word):
		holds = counted(len(word), next)
	case text == "т.": // т. е., т. д.
		holds = len(next) > 1 && unicode.IsLower(first) && next[1] == '.'
	case initial(next) && name(word), slices.Contains(shortWords, strings.ToLower(text)): // Соколова М. П.
		return weak
	}
	if holds {
		return strong
	}
	return free
}

// initial reports whether text begins with an initial.
func initial(text []rune) bool {
	return len(text) > 1 && unicode.IsUpper(text[0]) && text[1] == '.'
}

// initials reports whether a word is an initial, or several of them together.
func initials(word []rune) bool {
	for ; initial(word); word = word[2:] {
		if len(word) == 2 {
			return true
		}
	}
	return false
}

// name reports whether a word may be a surname.
func name(word []rune) bool {
	return len(word) > 1 && unicode.IsUpper(word[0]) && !slices.ContainsFunc(word[1:], func(r rune) bool { return !unicode.IsLower(r) && r != '-' })
}

// counted reports whether a number of so many digits stays with what follows: the year
// with its «г.», the day with its month, thousands with what is below them.
func counted(length int, next []rune) bool {
	follows := string(next[:min(len(next), 12)])
	switch {
	case length == 4:
		return strings.HasPrefix(follows, "г.") || strings.HasPrefix(follows, "гг.")
	case length <= 3 && digits(next) == 3:
		return true
	}
	return length <= 2 && slices.ContainsFunc(months, func(m string) bool { return strings.HasPrefix(follows, m) })
}

// digits returns with how many digits text begins.
func digits(text []rune) int {
	n := slices.IndexFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
	if n < 0 {
		return len(text)
	}
	return n
}
