package publication

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// stem is the beginning that all forms of a surname share, in small letters.
type stem string

// stems are the beginnings of a surname's forms. A double surname has those of both
// its parts. Russian surnames lose their ending and some a vowel before it: "Орла" is
// of "Орёл", "Зайца" of "Заяц". A beginning too many is looked for in vain; one too few
// would leave a name in the text.
func stems(surname string) []stem {
	var all []stem
	for _, part := range strings.FieldsFunc(folded(surname), func(r rune) bool { return !unicode.IsLetter(r) }) {
		base := withoutEnding(part)
		all = append(all, stem(base))
		if less, ok := withoutVowel(base); ok {
			all = append(all, stem(less))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// withoutEnding takes the ending off a surname.
func withoutEnding(word string) string {
	letters := []rune(word)
	n := len(letters)
	if n < 4 {
		return word
	}
	for _, ending := range []string{"ый", "ий", "ой", "ая", "яя"} {
		if base, ok := strings.CutSuffix(word, ending); ok && n > 4 {
			return base
		}
	}
	if base, ok := strings.CutSuffix(word, "ей"); ok && n > 4 { // Соловья
		return base
	}
	if strings.ContainsRune("аяоеуюиыэьй", letters[n-1]) {
		return string(letters[:n-1])
	}
	return word
}

// withoutVowel is the form with the vowel before its last consonant gone.
func withoutVowel(base string) (string, bool) {
	if before, ok := strings.CutSuffix(base, "яц"); ok { // Заяц, Зайца
		return before + "йц", true
	}
	letters := []rune(base)
	n := len(letters)
	if n < 3 || vowel(letters[n-1]) || !strings.ContainsRune("ео", letters[n-2]) {
		return "", false
	}
	if vowel(letters[n-3]) { // Боец, Бойца
		return string(letters[:n-2]) + "й" + string(letters[n-1]), true
	}
	if letters[n-3] == 'л' { // Лев, Льва
		return string(letters[:n-2]) + "ь" + string(letters[n-1]), true
	}
	return string(letters[:n-2]) + string(letters[n-1]), true
}

func vowel(r rune) bool { return strings.ContainsRune("аеиоуыэюя", r) }

// ownWords are what a ruling speaks of in small letters, and no surname: without them
// a complainant called Участков would take every "участковая комиссия" with him.
var ownWords = []string{"участков", "избирател", "комисси", "территориальн", "окружн", "председател", "секретар", "заявител",
	"протокол", "решени", "жалоб", "бюллетен", "наблюдател", "голосовани", "реестр", "списк", "выбор", "закон"}

// of reports whether a word is a form of the surname. A beginning of four letters and
// more is known in any case, also written small; a shorter one wants its capital and
// an ending that nouns have.
func (s stem) of(word string) bool {
	low := cyrillic(folded(word))
	rest, ok := strings.CutPrefix(low, string(s))
	if !ok || utf8.RuneCountInString(rest) > 3 {
		return false
	}
	if utf8.RuneCountInString(string(s)) >= least {
		return capital(word) || !slices.ContainsFunc(ownWords, func(w string) bool { return strings.HasPrefix(low, w) })
	}
	if last, _ := utf8.DecodeLastRuneInString(string(s)); vowel(last) && rest != "" {
		return false
	}
	return capital(word) && slices.Contains([]string{"", "а", "я", "у", "ю", "ом", "ем", "е", "и", "ы", "ой", "ей", "ов", "ам", "ами", "ах"}, rest)
}

// lookalikes are Latin letters that look like Russian ones.
var lookalikes = strings.NewReplacer("a", "а", "c", "с", "e", "е", "o", "о", "p", "р", "x", "х", "y", "у", "k", "к", "m", "м", "t", "т", "h", "н", "b", "в")

// cyrillic is a Russian word without the Latin letters that slipped into it: they are
// seen by nobody, and would hide a name.
func cyrillic(low string) string {
	if !strings.ContainsFunc(low, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		return low
	}
	return lookalikes.Replace(low)
}

// capital reports whether a word begins with a capital letter.
func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// patronymic reports whether a word is a form of one: Петрович, Петровне, Ильича, Ильиничны.
func patronymic(word string) bool {
	low := folded(word)
	if !capital(word) || utf8.RuneCountInString(low) < 5 {
		return false
	}
	for _, ending := range []string{"а", "у", "ем", "ом", "е", "ы", "ой", "ою", ""} {
		base := strings.TrimSuffix(low, ending)
		for _, mark := range []string{"ович", "евич", "ич", "овн", "евн", "ичн", "инишн"} {
			if strings.HasSuffix(base, mark) {
				return true
			}
		}
	}
	return false
}

// given reports whether a word is a form of a usual given name.
func given(word string) bool {
	if !capital(word) {
		return false
	}
	low := folded(word)
	for _, name := range givenNames {
		if rest, ok := strings.CutPrefix(low, name); ok && utf8.RuneCountInString(rest) <= 2 && slices.Contains(givenEndings, rest) {
			return true
		}
	}
	return false
}

var givenEndings = []string{"", "а", "я", "у", "ю", "е", "и", "ы", "й", "ь", "ом", "ем", "ой", "ей", "ью", "ею", "ою"}

// givenNames are the beginnings of the usual given names.
var givenNames = strings.Fields(`александр алексе алекс алл альберт альбин анастаси анатоли ангелин андре анжел анн антон антонин аркади арсени арсен артем артур
	богдан борис вадим валентин валентина валери валер варвар василис васили вер вероник виктор виктори виолетт виталь витали владимир владислав владлен всеволод вячеслав
	гавриил галин геннади георги герман глеб григори данил даниил дарь дарин денис диан дмитри евгени егор екатерин елен елизавет ефим жанн зинаид зо иван игор ильдар иль инесс инн иннокенти ирин ия
	карин кирилл клавди константин ксени лариса ларис лев льв леонид лиди лили любов людмил майя макар максим маргарит марин мари марат марк марь матве милан мирослав михаил
	надежд наталь натали наиль никит никола николь нин оксан олег оль ольг павел павл петр пет полин прохор раис рашид ренат ринат римм роберт родион роз роман руслан рустам савели светлан семен серге снежан софи софь станислав степан
	таисси таиси тамар татьян тимофе тимур тихон ульян фаин федор филипп фарид эдуард элеонор эльвир эльмир эмили эмм юли юри ян яков ярослав`)
