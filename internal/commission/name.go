package commission

import "strings"

// InSentence returns the full name in the nominative as it stands inside a sentence:
// "территориальная избирательная комиссия Примерного муниципального округа".
func (c Commission) InSentence() string { return declined(c.Name, "ая", "комиссия") }

// Genitive returns the full name in the genitive, as it stands after "решение":
// "участковой избирательной комиссии избирательного участка № 9001".
func (c Commission) Genitive() string { return declined(c.Name, "ой", "комиссии") }

// Dative returns the full name in the dative, as it stands after "поручить"; for
// these names it equals the genitive.
func (c Commission) Dative() string { return declined(c.Name, "ой", "комиссии") }

// Accusative returns the full name in the accusative, as it stands after "обязать".
func (c Commission) Accusative() string { return declined(c.Name, "ую", "комиссию") }

// common are the first words of names that are no proper names: inside a sentence
// they begin with a small letter, while "Анжеро-Судженская" keeps its capital.
var common = map[string]string{"Участковая": "участковая", "Территориальная": "территориальная",
	"Окружная": "окружная", "Избирательная": "избирательная"}

// declined changes what declines in the name of a commission: the adjectives up to
// the word "комиссия", that word, and an adjective in brackets after it, as in
// "(вымышленная)". The rest is in the genitive already, or follows a colon and stays.
func declined(name, adjective, noun string) string {
	words := strings.Fields(name)
	if len(words) > 0 && common[words[0]] != "" {
		words[0] = common[words[0]]
	}
	agree := func(w, closing string) string {
		if stem, ok := strings.CutSuffix(w, "ая"+closing); ok {
			return stem + adjective + closing
		}
		return w
	}
	for i, before := 0, true; i < len(words); i++ {
		switch rest, is := strings.CutPrefix(words[i], "комиссия"); {
		case before && is:
			words[i], before = noun+rest, false
		case before:
			words[i] = agree(words[i], "")
		case strings.HasPrefix(words[i], "("):
			words[i] = agree(words[i], ")")
		}
	}
	return strings.Join(words, " ")
}
