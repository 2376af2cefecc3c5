package grammar

import "strings"

// given declines a given name. Of a double one both parts decline; of a French one on a
// consonant only the last does, «Жан-Жака».
func given(word string, g Gender) (Forms, bool) {
	switch {
	case word == "" || initial(word):
		return same(word), true
	case !russian(strings.ReplaceAll(word, " ", "")):
		return same(word), false
	}
	between := " "
	if strings.Contains(word, "-") {
		between = "-"
	}
	parts := strings.Split(word, between)
	all, sure := make([]Forms, len(parts)), true
	for i, part := range parts {
		low := strings.ToLower(part)
		if i < len(parts)-1 && (g == Masculine && undeclinedFirst[low] || part == low) {
			all[i] = same(part)
			continue
		}
		forms, ok := givenPart(low, g)
		all[i], sure = dressed(part, forms), sure && ok
	}
	return each(all, between), sure
}

// givenPart declines one given name, in small letters.
func givenPart(low string, g Gender) (Forms, bool) {
	if forms, ok := ownGiven(low, g); ok {
		return forms, true
	}
	last, stem := lastOf(low), cut(low, 1)
	switch {
	case low == "":
		return same(low), false
	case last == 'а' || last == 'я':
		return givenVowel(low, stem)
	case strings.ContainsRune(vowels, last):
		return same(low), !ukrainianGiven[low]
	case g == Feminine && last == 'ь':
		return with(low, stem, "и/и/ь/ью/и"), thirdDeclension[low]
	case g == Feminine:
		return same(low), true // Жасмин, Кармен
	case last == 'ь':
		return with(low, stem, "я/ю/я/ем/е"), true
	case ends(low, "ий") && syllables(low) > 1 && low != "вий":
		return with(low, stem, "я/ю/я/ем/и"), true
	case last == 'й':
		return with(low, stem, "я/ю/я/ем/е"), true
	case strings.ContainsRune(hissing+"ц", last):
		return with(low, low, "а/у/а/ем/е"), true
	}
	return with(low, low, "а/у/а/ом/е"), true
}

// givenVowel declines a given name on -а or -я.
func givenVowel(low, stem string) (Forms, bool) {
	before := lastOf(stem)
	switch {
	case ends(low, "ия") && syllables(low) > 2:
		return with(low, stem, "и/и/ю/ей/и"), true
	case strings.HasSuffix(low, "я"):
		return with(low, stem, "и/е/ю/ей/е"), true
	case strings.ContainsRune(hissing, before):
		return with(low, stem, "и/е/у/ей/е"), true
	case before == 'ц':
		return with(low, stem, "ы/е/у/ей/е"), true
	case strings.ContainsRune(velar, before):
		return with(low, stem, "и/е/у/ой/е"), true
	case strings.ContainsRune("иуое", before):
		return same(low), false // Франсуа
	}
	return with(low, stem, "ы/е/у/ой/е"), true
}

// ownGiven are given names with a way of their own.
func ownGiven(low string, g Gender) (Forms, bool) {
	switch unaccented(low) {
	case "лев":
		return with(low, "льв", "а/у/а/ом/е"), g == Masculine
	case "павел":
		return with(low, "павл", "а/у/а/ом/е"), g == Masculine
	case "петр":
		return with(low, "петр", "а/у/а/ом/е"), g == Masculine
	case "илья":
		return with(low, "иль", "и/е/ю/ёй/е"), true
	case "франсуа":
		return same(low), true
	}
	return Forms{}, false
}

// patronymic declines a patronymic, and a second given name where one stands in its place.
func patronymic(word string, g Gender) (Forms, bool) {
	low := strings.ToLower(word)
	stem := cut(low, 1)
	switch by := patronymicGender(word); {
	case word == "" || initial(word) || turkic(low):
		return same(word), true
	case !russian(word):
		return same(word), false
	case by == Masculine && g == Masculine && stressedPatronymics[low]:
		return dressed(word, with(low, low, "а/у/а/ом/е")), true
	case by == Masculine && g == Masculine:
		return dressed(word, with(low, low, "а/у/а/ем/е")), true
	case by == Feminine && g == Feminine:
		return dressed(word, with(low, stem, "ы/е/у/ой/е")), true
	case by == "" && givenGender(word) == g:
		return given(word, g)
	}
	forms, _ := given(word, g)
	return forms, false
}

// patronymicGender is the gender a patronymic says.
func patronymicGender(word string) Gender {
	low := strings.ToLower(word)
	switch {
	case ends(low, sonOf...), ends(low, "ич", "ыч"):
		return Masculine
	case ends(low, daughterOf...), ends(low, "вна", "чна", "шна"):
		return Feminine
	}
	return ""
}

// sonOf and daughterOf end the patronymics of the east, which do not decline.
var (
	sonOf      = []string{"оглы", "оглу", "улы", "уулу", "угли"}
	daughterOf = []string{"кызы", "гызы", "кизи"}
)

func turkic(low string) bool { return ends(low, sonOf...) || ends(low, daughterOf...) }

// givenGender is the gender of a given name that only men, or only women, bear.
func givenGender(word string) Gender {
	first, _, _ := strings.Cut(unaccented(strings.ToLower(word)), "-")
	switch {
	case menNames[first]:
		return Masculine
	case womenNames[first]:
		return Feminine
	}
	return ""
}
