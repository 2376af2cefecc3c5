package grammar

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Name is a person's name in the nominative; what is not known is empty.
type Name struct{ Surname, Given, Patronymic string }

// Parse splits "Surname Given Patronymic". Small words before a surname are part of it,
// like «фон дер», and so is оглы behind it; what follows the given name is the patronymic.
func Parse(full string) Name {
	words := strings.Fields(full)
	first := 0
	for first < len(words)-1 && particles[strings.ToLower(words[first])] && words[first] == strings.ToLower(words[first]) {
		first++
	}
	var n Name
	if len(words) > first {
		n.Surname = strings.Join(words[:first+1], " ")
	}
	if len(words) > first+1 && slices.Contains(slices.Concat(sonOf, daughterOf), words[first+1]) { // Бюль-Бюль оглы Полад
		n.Surname, first = n.Surname+" "+words[first+1], first+1
	}
	if words = words[min(first+1, len(words)):]; len(words) > 0 {
		n.Given, n.Patronymic = words[0], strings.Join(words[1:], " ")
	}
	return n
}

// MaxName is how many letters of a name are read.
const MaxName = 200

// Readable reports whether a text can be a person's name: letters, with spaces, hyphens,
// apostrophes, and the stops of initials.
func Readable(full string) bool {
	if utf8.RuneCountInString(full) > MaxName || !utf8.ValidString(full) {
		return false
	}
	return strings.ContainsFunc(full, unicode.IsLetter) &&
		!strings.ContainsFunc(full, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune(" \t\u00a0.'’-", r) })
}

// Declined is a name in all cases.
type Declined struct {
	Surname, Given, Patronymic Forms
	Gender                     Gender // empty where nobody can tell
	Sure                       bool   // else the forms are a guess for somebody to check
}

// Full returns surname, given name and patronymic in the case.
func (d Declined) Full(c Case) string {
	return strings.Join(strings.Fields(d.Surname[c]+" "+d.Given[c]+" "+d.Patronymic[c]), " ")
}

// All returns the full name in the six cases.
func (d Declined) All() Forms {
	var all Forms
	for _, c := range Cases {
		all[c] = d.Full(c)
	}
	return all
}

// Short returns the surname in the case, and the initials with no-break spaces.
func (d Declined) Short(c Case) string {
	short := d.Surname[c]
	for _, part := range []string{d.Given[Nominative], d.Patronymic[Nominative]} {
		if initial, _ := utf8.DecodeRuneInString(part); unicode.IsLetter(initial) {
			short += "\u00a0" + string(initial) + "."
		}
	}
	return short
}

// Decline puts a name into all cases. The gender is that of the person where it is known;
// else it follows from the patronymic, the given name or the surname. Where it follows
// from nothing the answer is sure only if it is the same for a man and a woman.
func Decline(n Name, known Gender) Declined {
	gender, agrees := known, true
	if gender == "" {
		gender, agrees = n.gender()
	}
	if gender == "" {
		man, woman := n.as(Masculine), n.as(Feminine)
		man.Sure = man.Sure && woman.Sure && man.All() == woman.All()
		man.Gender = ""
		return man
	}
	d := n.as(gender)
	d.Sure = d.Sure && agrees
	return d
}

// as declines the name of a man or a woman.
func (n Name) as(g Gender) Declined {
	d := Declined{Gender: g, Sure: true}
	if n.eastern() {
		d.Surname, d.Given = same(n.Surname), same(n.Given)
		d.Patronymic, d.Sure = given(n.Patronymic, g)
		return d
	}
	var sure [3]bool
	d.Surname, sure[0] = n.surname(g)
	d.Given, sure[1] = given(n.Given, g)
	d.Patronymic, sure[2] = patronymic(n.Patronymic, g)
	d.Sure = !slices.Contains(sure[:], false)
	return d
}

// eastern reports whether this is a Korean, Chinese or Vietnamese name written in three
// words of one syllable: only the last of them declines, «Ким Чен Ына».
func (n Name) eastern() bool {
	for _, part := range []string{n.Surname, n.Given, n.Patronymic} {
		if syllables(strings.ToLower(part)) != 1 || strings.Contains(part, ".") {
			return false
		}
	}
	return true
}

// gender is what the name says of the person, and whether its parts agree on it.
func (n Name) gender() (Gender, bool) {
	byPatronymic, bySurname := patronymicGender(n.Patronymic), surnameGender(n.Surname)
	byGiven := givenGender(n.Given)
	var found Gender
	agrees := true
	for _, g := range []Gender{byPatronymic, byGiven, bySurname} {
		switch {
		case found == "":
			found = g
		case g != "" && g != found:
			agrees = false
		}
	}
	return found, agrees
}

// initial reports whether a word is an initial, or a dash that stands for what is not known.
func initial(word string) bool {
	return strings.HasSuffix(word, ".") || utf8.RuneCountInString(word) == 1
}
