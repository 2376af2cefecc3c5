package publication

import (
	"regexp"
	"strings"
	"unicode"
)

// signs are what personal data beside names looks like; the first group of each is what
// is removed. They find too much rather than too little: the secretary takes away what
// is none.
var signs = []struct {
	ground Ground
	look   *regexp.Regexp
}{
	{Contact, regexp.MustCompile(`([\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+)`)},
	{Contact, regexp.MustCompile(`((?:https?://)?(?:www\.)?(?:vk\.com|t\.me|ok\.ru|wa\.me)/[^\s,;)»]+)`)},
	{Contact, regexp.MustCompile(`(?:^|[\s(])(@[A-Za-z][A-Za-z0-9_]{3,})`)},
	{Contact, regexp.MustCompile(`(?:^|[^\d+])((?:\+7|[78])[ (-]{0,2}\d{3,5}[ )-]{0,2}\d{1,3}[ -]?\d{2}[ -]?\d{2})(?:[^\d]|$)`)},
	{Contact, regexp.MustCompile(`(?:[Тт]ел(?:ефон\p{L}*|\.)?|моб\.) ?:? ?(\+?\d[\d ()-]{3,16}\d)`)},
	{Birth, regexp.MustCompile(`(?:^|[^\d])((?:\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} [а-я]{3,8} \d{4}|\d{4}) ?(?:г\. ?р\.|г(?:ода?|\.)? рожд\p{L}*|рожд\p{L}+))`)},
	{Birth, regexp.MustCompile(`(?:[Рр]одил\p{L}*|[Рр]ожд[её]н\p{L}*)[^.\d]{0,30}(\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} [а-я]{3,8} \d{4}|\d{4})`)},
	{Identity, regexp.MustCompile(`(?:^|[^\d])(\d{2} ?\d{2},? ?(?:№|номер)? ?\d{6})(?:[^\d]|$)`)},
	{Identity, regexp.MustCompile(`(?:^|[^\d])(\d{3}-\d{3}-\d{3}[ -]\d{2})(?:[^\d]|$)`)},
	{Identity, regexp.MustCompile(`(?:^|[^\d])(\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4})(?:[^\d]|$)`)},
	{Identity, regexp.MustCompile(`(?:^|[^\d])(\d{10,20})(?:[^\d]|$)`)},
	{Address, regexp.MustCompile(`(?:^|[^\p{L}])((?:` + street + `) ?` + streetName + house + `)`)},
	{Address, regexp.MustCompile(`(?:^|[^\p{L}])((?:\p{Lu}[\p{L}-]+ ){1,2}(?:` + streetWhole + `)` + house + `)`)},
	{Address, regexp.MustCompile(`(?:^|[^\p{L}])((?:кв\.|квартир\p{L}{1,2}) ?(?:№ ?)?\d+\p{L}?)`)},
	{Address, regexp.MustCompile(`(?:^|[^\p{L}])((?:д\.|дом\p{L}{0,2}) ?(?:№ ?)?\d+\p{L}?(?:/\d+)?(?:,? (?:кв\.|квартир\p{L}{1,2}|корп\.) ?\d+)?)`)},
	{Address, regexp.MustCompile(`(?:^|[^\d])(\d{6}), ?[\p{Lu}гспд]`)},
}

const (
	streetWhole = `улиц\p{L}{1,3}|переул\p{L}{2,4}|проспект\p{L}{0,2}|бульвар\p{L}{0,2}|шоссе|площад\p{L}{1,3}|набережн\p{L}{2,3}|проезд\p{L}{0,2}|микрорайон\p{L}{0,2}|тупик\p{L}{0,2}|квартал\p{L}{0,2}|алле\p{L}{1,2}`
	street      = `ул\.|пер\.|просп\.|пр-т\.?|пр-кт\.?|б-р|пл\.|наб\.|мкр\.?|` + streetWhole
	streetName  = `(?:\d+[\p{L}-]* (?:лет )?)?\p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}.-]*){0,2}`
	house       = `(?:,? (?:д\. ?|дом\p{L}{0,2} ?)?(?:№ ?)?\d+\p{L}?(?:/\d+)?)?(?:,? (?:кв\.|квартир\p{L}{1,2}|комн\.|корп\.|корпус|стр\.|оф\.) ?(?:№ ?)?\d+\p{L}?)*`
)

// data is the personal data in a line that has a look of its own.
func (l line) data() []span {
	var all []span
	for _, sign := range signs {
		for at := 0; at < len(l.said); {
			found := sign.look.FindStringSubmatchIndex(l.said[at:])
			if found == nil {
				break
			}
			s := span{at + found[2], at + found[3], sign.ground}
			all = append(all, s)
			at = s.to // what closed this one may open the next
		}
	}
	return all
}

// contacts are the ways to reach the complainant, and where they live, as they filed them.
func (l line) contacts(k Known) []span {
	var all []span
	for _, said := range []struct {
		text   string
		ground Ground
	}{{k.Email, Contact}, {k.Address, Address}} {
		if count(said.text) >= least {
			all = append(all, l.occurrences(said.text, said.ground)...)
		}
	}
	return append(all, l.phone(k.Phone)...)
}

// phone are the places where the number stands, however it is grouped.
func (l line) phone(number string) []span {
	digits := strings.Map(digit, number)
	if len(digits) > 10 {
		digits = digits[len(digits)-10:] // +7 and 8 begin the same number
	}
	if len(digits) < 5 {
		return nil
	}
	var at []int
	var plain strings.Builder
	for i, r := range l.said {
		if digit(r) >= 0 {
			at = append(at, i)
			plain.WriteRune(r)
		}
	}
	var all []span
	for from := 0; ; {
		i := strings.Index(plain.String()[from:], digits)
		if i < 0 {
			return all
		}
		first, last := at[from+i], at[from+i+len(digits)-1]
		if last-first < 2*len(digits) { // not digits from all over the line
			all = append(all, span{first, last + 1, Contact})
		}
		from += i + 1
	}
}

func digit(r rune) rune {
	if unicode.IsDigit(r) && r < 128 {
		return r
	}
	return -1
}
