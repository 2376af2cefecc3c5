package grammar

import (
	"strconv"
	"strings"

	"redress/internal/calendar"
)

const nbsp = "\u00a0"

// months are in the genitive, as a date names them.
var months = strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")

// Date writes a date as papers do, "8 сентября 2026 года". The name of the month is in the
// genitive already, so the date stands so in the nominative and the genitive alike. No date is nothing.
func Date(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(d.Day()) + nbsp + months[d.Month()-1] + " " + strconv.Itoa(d.Year()) + nbsp + "года"
}

// DateInWords writes a date without any digit in the case: «двадцать первого ноября две
// тысячи двадцать шестого года» in the genitive.
func DateInWords(d calendar.Date, c Case) string {
	if d.IsZero() {
		return ""
	}
	return Ordinal(d.Day(), Neuter, c) + " " + months[d.Month()-1] + " " + Ordinal(d.Year(), Masculine, Genitive) + " года"
}

// stems of the ordinal numbers, without their endings.
var (
	ordinalUnits = strings.Fields("- перв втор трет четвёрт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат")
	ordinalTens  = strings.Fields("- - двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност")
)

// MaxOrdinal is the greatest ordinal number that is written in words.
const MaxOrdinal = 9999

// Ordinal writes an ordinal number in words in the case: «двадцать первого». Only its last
// word declines.
func Ordinal(n int, g Gender, c Case) string {
	if n < 1 || n > MaxOrdinal {
		return strconv.Itoa(n)
	}
	var stem string
	var whole int
	switch {
	case n%100 == 0 && n%1000 == 0:
		stem, whole = compound(n/1000)+"тысячн", n
	case n%100 == 0:
		stem, whole = compound(n/100%10)+"сот", n%1000
	case n%100 < 20:
		stem, whole = ordinalUnits[n%100], n%100
	case n%10 == 0:
		stem, whole = ordinalTens[n%100/10], n%100
	default:
		stem, whole = ordinalUnits[n%10], n%10
	}
	said := ordinal(stem, g)[c]
	if rest := n - whole; rest > 0 {
		return strings.TrimPrefix(Cardinal(rest, Masculine, Nominative)+" "+said, "одна ") // тысяча девятьсот
	}
	return said
}

// compound begins двухсотый and пятитысячный.
func compound(n int) string {
	if n == 1 {
		return ""
	}
	return unit(n, Masculine)[Genitive]
}

// ordinal are the forms of an ordinal number.
func ordinal(stem string, g Gender) Forms {
	endings := map[Gender]string{Masculine: "ого/ому/ый/ым/ом", Feminine: "ой/ой/ую/ой/ой", Neuter: "ого/ому/ое/ым/ом"}[g]
	first := map[Gender]string{Masculine: "ый", Feminine: "ая", Neuter: "ое"}[g]
	switch {
	case stem == "трет":
		endings = map[Gender]string{Masculine: "ьего/ьему/ий/ьим/ьем", Feminine: "ьей/ьей/ью/ьей/ьей", Neuter: "ьего/ьему/ье/ьим/ьем"}[g]
		first = map[Gender]string{Masculine: "ий", Feminine: "ья", Neuter: "ье"}[g]
	case g == Masculine && set("втор шест седьм восьм сороков")[stem]:
		first, endings = "ой", "ого/ому/ой/ым/ом"
	}
	return with(stem+first, stem, endings)
}
