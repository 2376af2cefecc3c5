package document

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
)

// issuer returns the head of a paper: the commission's name in capitals, whose it is
// on a line of its own.
func issuer(c commission.Commission) []string {
	const noun = "КОМИССИЯ"
	name := strings.ToUpper(c.Name)
	if before, after, ok := strings.Cut(name, noun+" "); ok {
		return []string{before + noun, after}
	}
	return []string{name}
}

// headAddress returns the reference data below the head.
func headAddress(c commission.Commission) string {
	if c.Phone == "" {
		return c.Address
	}
	return strings.TrimLeft(c.Address+", тел.\u00a0"+strings.ReplaceAll(c.Phone, " ", "\u00a0"), ", ")
}

// digits writes a date as the head of a paper does, "08.08.2022".
func digits(d calendar.Date) string {
	return fmt.Sprintf("%02d.%02d.%04d", d.Day(), int(d.Month()), d.Year())
}

// initialsFirst writes a name as a signature line does, "Р. Е. Реестрова".
func initialsFirst(n identity.Name) string {
	return strings.TrimSpace(strings.TrimPrefix(n.Short(), n.Surname) + "\u00a0" + n.Surname)
}

// inSentence begins an office with a small letter. The name of a commission knows
// by itself how it stands in a sentence.
func inSentence(name string) string {
	for i, r := range name {
		if i == 0 {
			return strings.ToLower(string(r)) + name[len(string(r)):]
		}
	}
	return name
}

// title writes РЕШЕНИЕ as Решение.
func title(word string) string {
	letters := []rune(strings.ToLower(word))
	if len(letters) == 0 {
		return ""
	}
	return strings.ToUpper(string(letters[0])) + string(letters[1:])
}

// stop ends a text with one full stop: initials and shortened words have theirs.
func stop(text string) string {
	text = strings.TrimSpace(text)
	if last, _ := utf8.DecodeLastRuneInString(text); text == "" || strings.ContainsRune(".!?…", last) {
		return text
	}
	return text + "."
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// paragraphs makes one paragraph of each line of text.
func paragraphs(text string) Body {
	var body Body
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			body = append(body, P(Text(glue(line))))
		}
	}
	return body
}

var (
	afterSign = regexp.MustCompile(`(№|(?:^|[^\p{L}])(?:ст|пп?|ч|г|вх)\.) +`)
	initials  = regexp.MustCompile(`(\p{Lu}\.) +(\p{Lu}\.|\p{Lu}\p{Ll})`)
	afterName = regexp.MustCompile(`(\p{Lu}\p{Ll}+) +(\p{Lu}\.)`)
	articles  = regexp.MustCompile(`((?:[Сс]тать|[Пп]ункт|[Чч]аст)\p{L}*) +(\d)`)
	oneLetter = regexp.MustCompile(`( |\x{00a0}|^)([АаВвИиКкОоСсУу]) +`)
	dashes    = regexp.MustCompile(` ([–—]) `)
)

// glue puts no-break spaces where Russian typography wants them: after № and before
// the number of an article, between initials and surname, after one-letter words,
// before a dash.
func glue(text string) string {
	for _, rule := range []struct {
		find *regexp.Regexp
		put  string
	}{
		{afterSign, "$1\u00a0"}, {articles, "$1\u00a0$2"}, {initials, "$1\u00a0$2"}, {afterName, "$1\u00a0$2"},
		{oneLetter, "$1$2\u00a0"}, {dashes, "\u00a0$1 "},
	} {
		for before := ""; before != text; { // a match may end where the next one begins
			before, text = text, rule.find.ReplaceAllString(text, rule.put)
		}
	}
	return text
}
