package publication

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a stretch of a paper's text in the spelling in which it is searched: spaces,
// hyphens and ё made alike, marks that only say where a line may break left out.
type line struct {
	text string // as it stands on the paper
	said string // as it is searched
	low  string // said in small letters, byte for byte as long
	from []int  // where in text each byte of said begins; one more than said has
}

func newLine(text string) line {
	l := line{text: text}
	var said, low strings.Builder
	for i, r := range text {
		switch {
		case unicode.IsSpace(r), r == '\u202f':
			if strings.HasSuffix(said.String(), " ") {
				continue
			}
			r = ' '
		case unicode.In(r, unicode.Cf): // soft hyphens, joiners, marks of direction
			continue
		case unicode.In(r, unicode.Pd), r == '−':
			r = '-'
		case r == 'ё':
			r = 'е'
		case r == 'Ё':
			r = 'Е'
		}
		small := unicode.ToLower(r)
		if utf8.RuneLen(small) != utf8.RuneLen(r) {
			small = r
		}
		said.WriteRune(r)
		low.WriteRune(small)
		for range utf8.RuneLen(r) {
			l.from = append(l.from, i)
		}
	}
	l.said, l.low, l.from = said.String(), low.String(), append(l.from, len(text))
	return l
}

// folded is a phrase in the spelling in which it is searched.
func folded(phrase string) string { return strings.TrimSpace(newLine(phrase).low) }

// span is a part of a line that is found, in bytes of said.
type span struct {
	from, to int
	ground   Ground
}

// inside reports whether the span lies in one of the others.
func (s span) inside(others []span) bool {
	for _, o := range others {
		if s.from >= o.from && s.to <= o.to {
			return true
		}
	}
	return false
}

// least is how many letters a phrase needs to be looked for inside words: with it the
// whole word goes. A shorter one is looked for as a word of its own only, else "Ли"
// would take "лица" with it.
const least = 4

// occurrences are the places where a phrase stands, whatever its case, to the edges of
// the words it stands in: of what is removed no word is left that holds it.
func (l line) occurrences(phrase string, ground Ground) []span {
	needle := folded(phrase)
	if needle == "" {
		return nil
	}
	long := count(needle) >= least
	var all []span
	for at := 0; ; {
		i := strings.Index(l.low[at:], needle)
		if i < 0 {
			return all
		}
		s := span{at + i, at + i + len(needle), ground}
		at = s.to
		whole := l.widen(s, needle)
		if long || whole == s {
			all = append(all, whole)
			at = max(at, whole.to)
		}
	}
}

// widen takes in the rest of the words at both ends of a span.
func (l line) widen(s span, needle string) span {
	if first, _ := utf8.DecodeRuneInString(needle); wordly(first) {
		for s.from > 0 {
			r, n := utf8.DecodeLastRuneInString(l.low[:s.from])
			if !wordly(r) {
				break
			}
			s.from -= n
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(needle); wordly(last) {
		for s.to < len(l.low) {
			r, n := utf8.DecodeRuneInString(l.low[s.to:])
			if !wordly(r) {
				break
			}
			s.to += n
		}
	}
	return s
}

// wordly is true of what words and numbers are made of.
func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// count is how many letters and digits a text has.
func count(text string) int {
	n := 0
	for _, r := range text {
		if wordly(r) {
			n++
		}
	}
	return n
}

// shielded are the places where an official name or address stands: the commission's
// own is nobody's personal data.
func (l line) shielded(official []string) []span {
	var all []span
	for _, name := range official {
		if count(name) >= least {
			all = append(all, l.occurrences(name, "")...)
		}
	}
	return all
}

// phrase is what a span says, as a person writes it.
func (l line) phrase(s span) string {
	text := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf) {
			return -1
		}
		return r
	}, l.text[l.from[s.from]:l.end(s.to)])
	return strings.Trim(strings.Join(strings.Fields(text), " "), " ,;:")
}

// around is what stands about a span, to show where it is.
func (l line) around(s span) string {
	const letters = 40
	before, after := []rune(l.said[:s.from]), []rune(l.said[s.to:])
	head, tail := "", ""
	if len(before) > letters {
		before, head = before[len(before)-letters:], "…"
	}
	if len(after) > letters {
		after, tail = after[:letters], "…"
	}
	return head + strings.TrimSpace(string(before)+l.said[s.from:s.to]+string(after)) + tail
}
