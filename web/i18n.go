package web

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"strings"

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

// catalogue is every sentence of one language.
type catalogue struct {
	plain     map[string]string // sentences without values and plurals
	localizer *i18n.Localizer   // the others
	keys      map[string]bool
}

var catalogues = map[Lang]*catalogue{Russian: load(Russian), English: load(English)}

// load reads a catalogue that is compiled in, "ru.json" and "ru.AREA.json"; a broken
// one is a fault of the build and stops the program.
func load(lang Lang) *catalogue {
	tag := language.Make(string(lang))
	bundle := i18n.NewBundle(tag)
	c := &catalogue{plain: map[string]string{}, keys: map[string]bool{}, localizer: i18n.NewLocalizer(bundle, string(lang))}
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
			if c.keys[m.ID] {
				panic(fmt.Errorf("catalogue %s: %s stands twice", name, m.ID))
			}
			for _, form := range []*string{&m.One, &m.Few, &m.Many, &m.Other} {
				*form = glued(*form)
			}
			c.keys[m.ID] = true
			if m.One == "" && m.Few == "" && m.Many == "" && !strings.Contains(m.Other, "{{") {
				c.plain[m.ID] = m.Other
			}
			bundle.MustAddMessages(tag, m)
		}
	}
	return c
}

// say returns the sentence of a key filled with values. A key that is not there
// comes out as itself: ugly, harmless, and found by the tests.
func (c *catalogue) say(key string, count any, values map[string]any) string {
	if plain, ok := c.plain[key]; ok {
		return plain
	}
	if count != nil {
		values = maps.Clone(values)
		if values == nil {
			values = map[string]any{}
		}
		values["PluralCount"] = count
	}
	said, err := c.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: values, PluralCount: count})
	if err != nil {
		return key
	}
	return said
}

// t returns the sentence of a key in the visitor's language. Values follow as name
// and value: t(ctx, "foot.support", "Phone", phone).
func t(ctx context.Context, key string, values ...any) string {
	return catalogues[visitOf(ctx).lang].say(key, nil, pairs(values))
}

// tn is t for a sentence that counts something: it picks the plural form, and the
// sentence writes the number as {{.PluralCount}}.
func tn(ctx context.Context, key string, count int, values ...any) string {
	return catalogues[visitOf(ctx).lang].say(key, count, pairs(values))
}

// known reports whether the visitor's catalogue has the key.
func known(ctx context.Context, key string) bool { return catalogues[visitOf(ctx).lang].keys[key] }

func pairs(values []any) map[string]any {
	if len(values) == 0 {
		return nil
	}
	named := make(map[string]any, len(values)/2)
	for i := 0; i+1 < len(values); i += 2 {
		named[fmt.Sprint(values[i])] = values[i+1]
	}
	return named
}

const (
	nbsp       = "\u00a0"
	wordJoiner = "\u2060" // no line ends here, and nothing is seen
)

var (
	shortWord = regexp.MustCompile(`(^|[\s(«\x{00a0}])([ВКОСУИАЯвкосуиая]|№|No\.) `)
	dash      = regexp.MustCompile(` (—) `)
)

// glued puts no-break spaces where a line must not end: after № and one-letter
// words, before a dash.
func glued(text string) string {
	for range 2 { // "и в" needs a second look
		text = shortWord.ReplaceAllString(text, "$1$2"+nbsp)
	}
	return dash.ReplaceAllString(text, nbsp+"$1 ")
}
