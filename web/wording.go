package web

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// wording is a sentence of a catalogue in its plural forms. A page of a list fills
// some hundred of them, so they are taken apart once, when the program starts.
type wording struct {
	one, few, many, other blanks
}

// wordingOf reads a message. It refuses a brace that opens anything but a name.
func wordingOf(m *i18n.Message) (w wording, err error) {
	for _, form := range []struct {
		text string
		into *blanks
	}{{m.One, &w.one}, {m.Few, &w.few}, {m.Many, &w.many}, {m.Other, &w.other}} {
		if *form.into, err = blanksOf(glued(form.text)); err != nil {
			return wording{}, fmt.Errorf("%s: %w", m.ID, err)
		}
	}
	return w, nil
}

// form returns the sentence that goes with a number in a language.
func (w wording) form(tag language.Tag, n int) blanks {
	chosen := w.other
	switch plural.Cardinal.MatchPlural(tag, max(n, -n), 0, 0, 0, 0) {
	case plural.One:
		chosen = w.one
	case plural.Few:
		chosen = w.few
	case plural.Many:
		chosen = w.many
	case plural.Other, plural.Zero, plural.Two:
	}
	if chosen.texts == nil {
		return w.other
	}
	return chosen
}

// blanks is a text with names to fill in, "до {{.Day}}": a text stands before each name
// and after the last one.
type blanks struct {
	texts []string
	names []string
}

// blanksOf takes a text apart; an empty one has no texts at all.
func blanksOf(text string) (blanks, error) {
	var b blanks
	for whole := text; whole != ""; {
		before, rest, found := strings.Cut(text, "{{")
		b.texts = append(b.texts, before)
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}}")
		name, dotted := strings.CutPrefix(name, ".")
		if !closed || !dotted || name == "" {
			return blanks{}, fmt.Errorf("%q holds something else than names like {{.Day}}", whole)
		}
		b.names = append(b.names, name)
		text = after
	}
	return b, nil
}

// fill puts values in, given as name and value. A name without a value is seen on the
// page and by the tests. A value that ends with a full stop, as initials do, ends the
// sentence: there is no second one.
func (b blanks) fill(values []any) string {
	if len(b.names) == 0 {
		return strings.Join(b.texts, "")
	}
	var s strings.Builder
	stopped := false
	write := func(text string) {
		if stopped && strings.HasPrefix(text, ".") && !strings.HasPrefix(text, "..") {
			text = text[1:]
		}
		s.WriteString(text)
	}
	for i, name := range b.names {
		write(b.texts[i])
		stopped = false
		switch value := valueOf(values, name).(type) {
		case nil:
			s.WriteString("<no value>")
		case string:
			s.WriteString(value)
			stopped = strings.HasSuffix(value, ".")
		case int:
			s.WriteString(strconv.Itoa(value))
		default:
			fmt.Fprint(&s, value)
		}
	}
	write(b.texts[len(b.names)])
	return s.String()
}

// valueOf returns the value that follows its name.
func valueOf(values []any, name string) any {
	for i := 0; i+1 < len(values); i += 2 {
		if values[i] == name {
			return values[i+1]
		}
	}
	return nil
}
