package grammar

import (
	"slices"
	"strings"
)

// surname declines the surname. Of a double one each part follows its own rule, «Мамина-
// Сибиряка»; a first part that is no surname by itself stays, «Бонч-Бруевича».
func (n Name) surname(g Gender) (Forms, bool) {
	words := strings.Fields(n.Surname)
	if turkic(strings.ToLower(n.Surname)) {
		return same(n.Surname), true
	}
	all, sure := make([]Forms, len(words)), true
	named := 0
	for i, word := range words {
		if i < len(words)-1 && particles[strings.ToLower(word)] || initial(word) {
			all[i] = same(word)
			continue
		}
		named++
		var ok bool
		all[i], ok = n.hyphened(word, g)
		sure = sure && ok
	}
	return each(all, " "), sure && named < 2
}

// hyphened declines one word of a surname.
func (n Name) hyphened(word string, g Gender) (Forms, bool) {
	if !russian(word) || strings.Trim(word, "-'’") != word {
		return same(word), false
	}
	parts := strings.Split(word, "-")
	all, sure := make([]Forms, len(parts)), true
	for i, part := range parts {
		low := strings.ToLower(part)
		if i < len(parts)-1 && firstParts[unaccented(low)] || part == low && particles[low] {
			all[i] = same(part)
			continue
		}
		forms, ok := n.part(low, g)
		if i < len(parts)-1 && g == Masculine && !strings.ContainsRune(vowels, lastOf(low)) && !family(low) {
			ok = ok && len([]rune(low)) > 4 // shorter ones may be no surnames: «Грум-Гржимайло»
		}
		all[i], sure = dressed(part, forms), sure && ok
	}
	return each(all, "-"), sure
}

// family reports whether a word has an ending that only men's surnames have.
func family(low string) bool {
	return syllables(low) > 1 && ends(low, "ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ской", "цкой") && !ends(low, "ейн", "айн")
}

// surnameGender is the gender a surname says by its ending.
func surnameGender(surname string) Gender {
	low := strings.ToLower(surname)
	switch last := low[strings.LastIndexAny(low, "- ")+1:]; {
	case nouns[unaccented(last)] || foreignIn[last] || alsoForeign[last] || nounIn[last]:
		return ""
	case family(last):
		return Masculine
	case syllables(last) > 2 && ends(last, "ова", "ева", "ёва", "ина", "ына", "ская", "цкая"):
		return Feminine
	}
	return ""
}

// part declines one part of a surname, in small letters.
func (n Name) part(low string, g Gender) (Forms, bool) {
	last := lastOf(low)
	switch {
	case low == "":
		return same(low), false
	case syllables(low) == 0 && len([]rune(low)) > 1:
		return same(low), false
	case strings.ContainsRune("оеёиуюыэ", last): // Шевченко, Дзержинскайте, Живаго
		return same(low), true
	case ends(low, "ых"):
		return same(low), syllables(low) > 1
	case ends(low, "их", "ьих") && !germanIkh[low] && strings.ContainsRune(velar+hissing+"нь", lastOf(cut(low, 2))):
		return same(low), true
	case ends(low, "ая", "яя"):
		return adjectiveFeminine(low, g)
	case last == 'а':
		return vowelA(low, g)
	case last == 'я':
		return vowelYa(low)
	case last == 'ъ':
		return same(low), false
	case g == Feminine:
		return same(low), !ends(low, "ский", "цкий", "ской", "цкой")
	}
	return n.man(low, last)
}

// man declines a man's surname that does not end in a vowel.
func (n Name) man(low string, last rune) (Forms, bool) {
	stem := cut(low, 1)
	if forms, sure, ok := fleeting(low); ok {
		return forms, sure
	}
	switch {
	case ends(low, "ов", "ев", "ёв", "ин", "ын"):
		return n.possessive(low)
	case ends(low, "ый"):
		return with(low, cut(low, 2), "ого/ому/ого/ым/ом"), true
	case ends(low, "ий"):
		return manIy(low)
	case ends(low, "ой"):
		return manOy(low)
	case last == 'й':
		return with(low, stem, "я/ю/я/ем/е"), true
	case last == 'ь':
		ending := "я/ю/я/ем/е"
		if stressedSoft[low] {
			ending = "я/ю/я/ём/е"
		}
		return with(low, stem, ending), !strings.ContainsRune(hissing, lastOf(stem)) && !softDoubt[low] && !ends(low, "ень", "оть") || softKept[low]
	case strings.ContainsRune(hissing+"ц", last):
		return hiss(low, last)
	}
	doubt := ends(low, "их") && !germanIkh[low] || syllables(low) > 1 && ends(low, "ок", "ек", "ёк", "ел", "ёл") && !kept[low] && !ends(low, "бек")
	return with(low, low, "а/у/а/ом/е"), !doubt
}

// possessive declines a surname on -ов or -ин: Ивановым. A foreigner's takes -ом, Дарвином;
// and where a word is a noun or a foreign surname as well, nobody can tell.
func (n Name) possessive(low string) (Forms, bool) {
	noun := with(low, low, "а/у/а/ом/е")
	russianName := patronymicGender(n.Patronymic) != "" && !turkic(strings.ToLower(n.Patronymic))
	switch {
	case foreignIn[low]:
		return noun, true
	case alsoForeign[low] && russianName:
		return with(low, low, "а/у/а/ым/е"), true
	case alsoForeign[low]:
		return noun, givenGender(n.Given) != "" && !menEverywhere[strings.ToLower(n.Given)]
	case nounIn[low]:
		return noun, false
	case syllables(low) == 1 && !ends(low, "ов", "ев", "ёв") && low != "пнин":
		return noun, true // Ким Грин, Шин
	}
	return with(low, low, "а/у/а/ым/е"), true
}

// manIy declines a man's surname on -ий.
func manIy(low string) (Forms, bool) {
	stem, before := cut(low, 2), lastOf(cut(low, 2))
	switch {
	case animals[low]:
		return with(low, stem+"ь", "его/ему/его/им/ем"), false
	case nounIy[low] || ends(low, "ций", "рий", "лий", "сий", "тий", "дий", "вий", "бий", "пий"):
		return with(low, stem+"и", "я/ю/я/ем/и"), nounIy[low]
	case strings.ContainsRune(velar, before):
		return with(low, stem, "ого/ому/ого/им/ом"), true
	case strings.ContainsRune(hissing+"н", before):
		return with(low, stem, "его/ему/его/им/ем"), before != 'ч' || surelyAdjective[low]
	}
	return with(low, stem+"и", "я/ю/я/ем/и"), false
}

// manOy declines a man's surname on -ой: Толстого, but Цоя.
func manOy(low string) (Forms, bool) {
	stem, before := cut(low, 2), lastOf(cut(low, 2))
	switch {
	case syllables(low) == 1 && low != "злой" || nounOy[low]:
		return with(low, cut(low, 1), "я/ю/я/ем/е"), true
	case strings.ContainsRune(velar+hissing, before):
		return with(low, stem, "ого/ому/ого/им/ом"), true
	}
	return with(low, stem, "ого/ому/ого/ым/ом"), true
}

// hiss declines a man's surname on ж, ш, ч, щ or ц. The instrumental follows the stress:
// Ткачом, Абрамовичем.
func hiss(low string, last rune) (Forms, bool) {
	stressed, plain := with(low, low, "а/у/а/ом/е"), with(low, low, "а/у/а/ем/е")
	switch {
	case stressedHiss[low]:
		return stressed, true
	case plainHiss[low]:
		return plain, true
	case ends(low, "ич"), last == 'ц' && !ends(low, "ец"):
		return plain, true
	case ends(low, "ач"):
		return stressed, syllables(low) > 1 && low != "ковач"
	case ends(low, "ец"):
		return stressed, keptEts[low]
	}
	return plain, false
}

// fleeting declines a man's surname that is a noun losing a vowel: Орла, Зайца.
func fleeting(low string) (Forms, bool, bool) {
	key := unaccented(low)
	if stem, ok := fleetingStems[key]; ok {
		endings := "а/у/а/ом/е"
		switch {
		case strings.ContainsRune("ьй", lastOf(low)) && stressedSoft[key]:
			endings = "я/ю/я/ём/е"
		case strings.ContainsRune("ьй", lastOf(low)):
			endings = "я/ю/я/ем/е"
		case lastOf(low) == 'ц' && !slices.Contains(stressedEts, key):
			endings = "а/у/а/ем/е"
		}
		return with(low, stem, endings), !fleetingDoubt[key] && (key != low || !onlyWithDots[key]), true
	}
	stem := cut(low, 2)
	before := lastOf(stem)
	switch letters := []rune(low); {
	case keptEts[low] || kept[low] || syllables(low) < 2:
	case ends(low, "ец") && before == 'л':
		return with(low, stem+"ьц", "а/у/а/ем/е"), false, true
	case ends(low, "ец") && strings.ContainsRune(vowels, before):
		return with(low, stem+"йц", "а/у/а/ем/е"), false, true
	case ends(low, "ец") && strings.ContainsRune(vowels, letters[len(letters)-4]):
		return with(low, stem+"ц", "а/у/а/ом/е"), false, true
	case ends(low, "ок") && !strings.ContainsRune(vowels, before):
		return with(low, stem+"к", "а/у/а/ом/е"), false, true
	case ends(low, "ёк"):
		return with(low, stem+"ьк", "а/у/а/ом/е"), false, true
	}
	return Forms{}, false, false
}

// adjectiveFeminine declines a surname on -ая or -яя.
func adjectiveFeminine(low string, g Gender) (Forms, bool) {
	stem, before := cut(low, 2), lastOf(cut(low, 2))
	sure := g == Feminine && !mingrelian[low]
	switch {
	case g != Feminine || mingrelian[low]: // Шенгелая
		return same(low), false
	case ends(low, "яя"):
		return with(low, stem, "ей/ей/юю/ей/ей"), sure
	case strings.ContainsRune(hissing, before) && low != "чужая" && low != "большая":
		return with(low, stem, "ей/ей/ую/ей/ей"), sure
	}
	return with(low, stem, "ой/ой/ую/ой/ой"), sure
}

// vowelA declines a surname on -а.
func vowelA(low string, g Gender) (Forms, bool) {
	stem, key := cut(low, 1), unaccented(low)
	before := lastOf(stem)
	noun := with(low, stem, "ы/е/у/ой/е")
	switch {
	case undeclinedA[key]:
		return same(low), true
	case g == Feminine && nouns[key] && syllables(low) > 2:
		return noun, false // the wife of Рябин, or of Рябина
	case g == Feminine && (syllables(low) > 2 || womenShort[key]) && ends(low, "ова", "ева", "ёва", "ина", "ына"):
		return with(low, stem, "ой/ой/у/ой/ой"), true
	case strings.ContainsRune(vowels, before): // Гарсиа, Моруа, Бенуа
		return same(low), strings.ContainsRune("иуо", before)
	case strings.ContainsRune(velar, before):
		return with(low, stem, "и/е/у/ой/е"), true
	case strings.ContainsRune(hissing, before) && stressedA[key]:
		return with(low, stem, "и/е/у/ой/е"), true
	case strings.ContainsRune(hissing, before):
		return with(low, stem, "и/е/у/ей/е"), plainA[key]
	case before == 'ц' && stressedA[key]:
		return with(low, stem, "ы/е/у/ой/е"), true
	case before == 'ц':
		return with(low, stem, "ы/е/у/ей/е"), ends(low, "ица")
	}
	return noun, g != Masculine || nouns[key] || syllables(low) < 3 || !ends(low, "ова", "ева", "ёва")
}

// vowelYa declines a surname on -я.
func vowelYa(low string) (Forms, bool) {
	stem := cut(low, 1)
	switch {
	case undeclinedA[low]:
		return same(low), true
	case low == "гоя":
		return with(low, "го", "йи/йе/йю/йей/йе"), true
	case ends(low, "ия") && syllables(low) > 2:
		return with(low, stem, "и/и/ю/ей/и"), true
	case stressedA[low]:
		return with(low, stem, "и/е/ю/ёй/е"), true
	}
	return with(low, stem, "и/е/ю/ей/е"), !ends(low, "ья")
}
