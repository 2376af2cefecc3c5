package grammar

import "strings"

// Phrase puts an office, the name of a commission or of a body into all cases: the noun
// at its head with the adjectives before it, and one in brackets behind it. The rest is
// in the genitive already, or follows a preposition, and stays. It is sure where the noun
// is one it knows.
func Phrase(text string) (Forms, bool) {
	words := strings.Fields(text)
	head := headOf(words)
	if head < 0 {
		return same(text), len(words) > 0 && undeclined(words[0])
	}
	noun, known := heads[plainWord(words[head])]
	if !known {
		noun = kind{Masculine, true}
		if ends(plainWord(words[head]), "ая") {
			noun.gender = Feminine
		}
	}
	all, sure := make([]Forms, len(words)), true
	for i, word := range words {
		switch {
		case i < head || i == head && !known || i > head && strings.HasPrefix(word, "(") && strings.HasSuffix(word, ")"):
			var ok bool
			all[i], ok = adjective(word, noun)
			sure = sure && (ok || i > head)
		case i == head:
			all[i] = headForms(word, noun)
		default:
			all[i] = same(word)
		}
	}
	if next := head + 1; next < len(words) {
		_, another := heads[plainWord(words[next])]
		sure = sure && !another && words[next] != "и"
	}
	return each(all, " "), sure
}

// kind is what the adjectives before a noun must agree with.
type kind struct {
	gender  Gender
	animate bool
}

// headOf is where the noun stands that the phrase is about: the first known one behind
// nothing but adjectives, or an adjective used as a noun. -1 if there is none.
func headOf(words []string) int {
	for i, word := range words {
		low := plainWord(word)
		if _, ok := heads[low]; ok {
			return i
		}
		if strings.ContainsAny(word, ",:;") || !ends(low, "ый", "ий", "ой", "ая", "яя", "ое", "ее") {
			break
		}
	}
	if len(words) > 0 && asNouns[plainWord(words[0])] {
		return 0
	}
	return -1
}

// plainWord is a word in small letters without what stands around it.
func plainWord(word string) string { return strings.ToLower(strings.Trim(word, "()«»\",:;.")) }

// undeclined reports whether a phrase begins with what has no cases: «И. о. председателя»,
// «врио», «ТИК».
func undeclined(word string) bool {
	low := strings.ToLower(word)
	letters := []rune(word)
	return low == "и.о." || low == "и." || low == "врио" || low == "вр.и.о." ||
		len(letters) > 1 && len(letters) < 6 && russian(word) && strings.ToUpper(word) == word
}

// around takes off what stands around a word, so that only the word declines.
func around(word string, decline func(string) Forms) Forms {
	core := strings.Trim(word, "()«»\",:;")
	before, after, _ := strings.Cut(word, core)
	forms := decline(core)
	for c := range forms {
		forms[c] = before + forms[c] + after
	}
	return forms
}

// adjective declines an adjective as the noun wants it; false if it does not agree.
func adjective(word string, of kind) (Forms, bool) {
	agrees := true
	forms := around(word, func(core string) Forms {
		low := strings.ToLower(core)
		stem := cut(low, 2)
		soft := ends(low, "ий", "ее", "яя") && !strings.ContainsRune(velar, lastOf(stem))
		var endings string
		switch {
		case of.gender == Feminine && ends(low, "ая", "яя") && soft:
			endings = "ей/ей/юю/ей/ей"
		case of.gender == Feminine && ends(low, "ая") && strings.ContainsRune(hissing, lastOf(stem)):
			endings = "ей/ей/ую/ей/ей"
		case of.gender == Feminine && ends(low, "ая"):
			endings = "ой/ой/ую/ой/ой"
		case of.gender == Masculine && ends(low, "ый", "ий", "ой") && soft, of.gender == Neuter && ends(low, "ее"):
			endings = "его/ему/его/им/ем"
		case of.gender == Masculine && ends(low, "ий"), of.gender != Feminine && ends(low, "ой", "ое") && strings.ContainsRune(velar+hissing, lastOf(stem)):
			endings = "ого/ому/ого/им/ом"
		case of.gender == Masculine && ends(low, "ый", "ой"), of.gender == Neuter && ends(low, "ое"):
			endings = "ого/ому/ого/ым/ом"
		default:
			agrees = false
			return same(core)
		}
		forms := with(low, stem, endings)
		if of.gender != Feminine && !of.animate {
			forms[Accusative] = low
		}
		return dressed(core, forms)
	})
	return forms, agrees
}

// headForms declines a noun of the list.
func headForms(word string, of kind) Forms {
	return around(word, func(core string) Forms {
		low := strings.ToLower(core)
		stem := cut(low, 1)
		var forms Forms
		switch {
		case low == "бюро":
			forms = same(low)
		case low == "судья":
			forms = with(low, stem, "и/е/ю/ёй/е")
		case ends(low, "ие"):
			forms = with(low, stem, "я/ю/е/ем/и")
		case of.gender == Neuter:
			forms = with(low, stem, "а/у/о/ом/е")
		case strings.ContainsRune("ая", lastOf(low)):
			forms, _ = givenVowel(low, stem)
		case stressedSoft[low]:
			forms = with(low, stem, "я/ю/я/ём/е")
		case lastOf(low) == 'ь' || lastOf(low) == 'й':
			forms = with(low, stem, "я/ю/я/ем/е")
		default:
			forms = with(low, low, "а/у/а/ом/е")
		}
		if of.gender == Masculine && !of.animate {
			forms[Accusative] = low
		}
		return dressed(core, forms)
	})
}

// heads are the nouns that offices and bodies are called by.
var heads = func() map[string]kind {
	all := map[string]kind{}
	for of, words := range map[kind]string{
		{Masculine, true}: `председатель заместитель секретарь член представитель наблюдатель избиратель кандидат заявитель гражданин редактор докладчик эксперт специалист
			руководитель начальник глава депутат адвокат юрист судья прокурор директор бухгалтер консультант советник инспектор оператор администратор работник сотрудник помощник
			корреспондент журналист участник житель пристав следователь губернатор министр защитник доверитель ответчик организатор учредитель президент ректор мэр`,
		{Masculine, false}: `суд отдел совет комитет департамент аппарат орган союз фонд центр штаб избирком институт университет район округ`,
		{Feminine, true}: `комиссия гражданка сторона группа администрация прокуратура редакция партия организация полиция газета избирательница заявительница телекомпания ассоциация
			инспекция служба палата дума мэрия школа компания коллегия коалиция`,
		{Neuter, false}: `управление отделение министерство объединение общество лицо агентство учреждение предприятие движение правительство собрание бюро представительство`,
	} {
		for word := range set(words) {
			all[word] = of
		}
	}
	return all
}()

// asNouns are adjectives used as nouns.
var asNouns = set(`исполняющий исполняющая председательствующий председательствующая управляющий управляющая заведующий заведующая уполномоченный уполномоченная дежурный дежурная приглашённый приглашённая приглашенный приглашенная`)
