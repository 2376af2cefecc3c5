package commission

import (
	"strings"

	"redress/internal/grammar"
)

// InSentence returns the full name in the nominative as it stands inside a sentence:
// "территориальная избирательная комиссия Примерного муниципального округа".
func (c Commission) InSentence() string { return c.in(grammar.Nominative) }

// Genitive returns the full name in the genitive, as it stands after "решение":
// "участковой избирательной комиссии избирательного участка № 9001".
func (c Commission) Genitive() string { return c.in(grammar.Genitive) }

// Dative returns the full name in the dative, as it stands after "поручить"; for
// these names it equals the genitive.
func (c Commission) Dative() string { return c.in(grammar.Dative) }

// Accusative returns the full name in the accusative, as it stands after "обязать".
func (c Commission) Accusative() string { return c.in(grammar.Accusative) }

// common are the first words of names that are no proper names: inside a sentence
// they begin with a small letter, while "Анжеро-Судженская" keeps its capital.
var common = map[string]string{"Участковая": "участковая", "Территориальная": "территориальная",
	"Окружная": "окружная", "Избирательная": "избирательная"}

// in is the name in the case. One that does not tell how it declines stays in the
// nominative, between quotes after the word "комиссия", which is never wrong.
func (c Commission) in(which grammar.Case) string {
	first, rest, _ := strings.Cut(oneSpaced(c.Name), " ")
	if common[first] != "" {
		first = common[first]
	}
	name := strings.TrimSpace(first + " " + rest)
	forms, sure := grammar.Phrase(name)
	if name == "" || sure {
		return forms.In(which)
	}
	noun, _ := grammar.Phrase("комиссия")
	return noun.In(which) + " «" + name + "»"
}

func oneSpaced(name string) string { return strings.Join(strings.Fields(name), " ") }
