package web

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Lang is a language of the pages.
type Lang string

// The languages. Russian is the language of the procedure and comes first.
const (
	Russian Lang = "ru"
	English Lang = "en"
)

// parseLang returns the language of that name, Russian for anything else.
func parseLang(name string) Lang {
	if Lang(name) == English {
		return English
	}
	return Russian
}

// langOf returns the language of a request: what the address asks for, else what
// was chosen before. What the browser announces does not count: a Russian voter
// with an English telephone has come to a Russian commission.
func langOf(r *http.Request) Lang {
	if asked := r.URL.Query().Get("lang"); asked != "" {
		return parseLang(asked)
	}
	if cookie, err := r.Cookie(langCookie); err == nil {
		return parseLang(cookie.Value)
	}
	return Russian
}

//go:embed locales/*.json
var locales embed.FS

// catalogue is every sentence of one language, by key.
type catalogue struct {
	tag      language.Tag
	wordings map[string]wording
}

var catalogues = map[Lang]*catalogue{Russian: load(Russian), English: load(English)}

// load reads a catalogue that is compiled in, "ru.json" and "ru.AREA.json"; a broken
// one is a fault of the build and stops the program.
func load(lang Lang) *catalogue {
	c := &catalogue{tag: language.Make(string(lang)), wordings: map[string]wording{}}
	names, err := fs.Glob(locales, "locales/"+string(lang)+".*json")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		raw, err := locales.ReadFile(name)
		if err != nil {
			panic(err)
		}
		file, err := i18n.ParseMessageFileBytes(raw, string(lang)+".json", nil)
		if err != nil {
			panic(fmt.Errorf("catalogue %s: %w", name, err))
		}
		for _, m := range file.Messages {
			if c.has(m.ID) {
				panic(fmt.Errorf("catalogue %s: %s stands twice", name, m.ID))
			}
			if c.wordings[m.ID], err = wordingOf(m); err != nil {
				panic(fmt.Errorf("catalogue %s: %w", name, err))
			}
		}
	}
	return c
}

func (c *catalogue) has(key string) bool {
	_, ok := c.wordings[key]
	return ok
}

// say returns the sentence of a key filled with values. A key that is not there
// comes out as itself: ugly, harmless, and found by the tests.
func (c *catalogue) say(key string, values []any) string {
	w, ok := c.wordings[key]
	if !ok {
		return key
	}
	return w.other.fill(values)
}

// sayCount is say in the form that goes with a number.
func (c *catalogue) sayCount(key string, count int, values []any) string {
	w, ok := c.wordings[key]
	if !ok {
		return key
	}
	return w.form(c.tag, count).fill(append(values, "PluralCount", count))
}

// t returns the sentence of a key in the visitor's language. Values follow as name
// and value: t(ctx, "foot.support", "Phone", phone).
func t(ctx context.Context, key string, values ...any) string {
	return catalogues[visitOf(ctx).lang].say(key, values)
}

// tn is t for a sentence that counts something: it picks the plural form, and the
// sentence writes the number as {{.PluralCount}}.
func tn(ctx context.Context, key string, count int, values ...any) string {
	return catalogues[visitOf(ctx).lang].sayCount(key, count, values)
}

// known reports whether the visitor's catalogue has the key.
func known(ctx context.Context, key string) bool { return catalogues[visitOf(ctx).lang].has(key) }

const (
	nbsp       = "\u00a0"
	wordJoiner = "\u2060" // no line ends here, and nothing is seen
)

// unbroken is the hyphen of a number, "2026-0016", and of a law, "67-ФЗ".
var unbroken = regexp.MustCompile(`(\d)-(\d|ФЗ|FZ)`)

// glued puts no-break spaces and hyphens where a line must not end: after № and
// one-letter words, before a dash, within a number and the name of a law.
func glued(text string) string {
	if strings.Contains(text, "-") {
		text = unbroken.ReplaceAllString(text, "$1\u2011$2")
	}
	var b strings.Builder
	rest, word := text, 0 // word is where the word before the next space begins
	for i, r := range text {
		switch {
		case r == ' ' && (isShort(text[word:i]) || strings.HasPrefix(text[i:], " — ")):
			b.WriteString(rest[:len(rest)-len(text)+i] + nbsp)
			rest = text[i+1:]
			fallthrough
		case r == ' ' || r == '\u00a0' || r == '(' || r == '«' || r == '\n':
			word = i + utf8.RuneLen(r)
		}
	}
	if len(rest) == len(text) {
		return text
	}
	return b.String() + rest
}

// isShort reports whether a word must not end a line.
func isShort(word string) bool {
	switch word {
	case "№", "No.", "В", "К", "О", "С", "У", "И", "А", "Я", "в", "к", "о", "с", "у", "и", "а", "я":
		return true
	}
	return false
}
