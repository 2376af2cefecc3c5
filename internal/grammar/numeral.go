package grammar

import (
	"strconv"
	"strings"
)

// Noun is something that is counted.
type Noun struct {
	Gender   Gender
	Singular Forms
	Plural   Forms
	Few      string // after два, три, четыре in the nominative: «рабочих дня»
}

// What papers count.
var (
	Day = Noun{Masculine, Forms{"день", "дня", "дню", "день", "днём", "дне"},
		Forms{"дни", "дней", "дням", "дни", "днями", "днях"}, "дня"}
	WorkingDay = Noun{Masculine, Forms{"рабочий день", "рабочего дня", "рабочему дню", "рабочий день", "рабочим днём", "рабочем дне"},
		Forms{"рабочие дни", "рабочих дней", "рабочим дням", "рабочие дни", "рабочими днями", "рабочих днях"}, "рабочих дня"}
	Vote = Noun{Masculine, Forms{"голос", "голоса", "голосу", "голос", "голосом", "голосе"},
		Forms{"голоса", "голосов", "голосам", "голоса", "голосами", "голосах"}, "голоса"}
	Complaint = Noun{Feminine, Forms{"жалоба", "жалобы", "жалобе", "жалобу", "жалобой", "жалобе"},
		Forms{"жалобы", "жалоб", "жалобам", "жалобы", "жалобами", "жалобах"}, "жалобы"}
	Minutes = Noun{Masculine, Forms{"протокол", "протокола", "протоколу", "протокол", "протоколом", "протоколе"},
		Forms{"протоколы", "протоколов", "протоколам", "протоколы", "протоколами", "протоколах"}, "протокола"}
)

// After is the noun as it stands after a number in the case: «21 голос», «22 голоса»,
// «не менее 22 голосов».
func (n Noun) After(number int, c Case) string {
	rest := number % 100
	if rest < 0 {
		rest = -rest
	}
	straight := c == Nominative || c == Accusative
	switch last := rest % 10; {
	case last == 1 && rest != 11:
		return n.Singular[c]
	case !straight:
		return n.Plural[c]
	case last >= 2 && last <= 4 && (rest < 12 || rest > 14):
		return n.Few
	}
	return n.Plural[Genitive]
}

// Counted is a number in digits with what is counted, «22 голоса».
func (n Noun) Counted(number int, c Case) string {
	return strconv.Itoa(number) + nbsp + n.After(number, c)
}

// Count is a number in words with what is counted, «трёх рабочих дней».
func (n Noun) Count(number int, c Case) string {
	return Cardinal(number, n.Gender, c) + " " + n.After(number, c)
}

// The forms of numbers, in the order of Cases.
var (
	ones = map[Gender]Forms{
		Masculine: {"один", "одного", "одному", "один", "одним", "одном"},
		Feminine:  {"одна", "одной", "одной", "одну", "одной", "одной"},
		Neuter:    {"одно", "одного", "одному", "одно", "одним", "одном"},
	}
	two   = Forms{"два", "двух", "двум", "два", "двумя", "двух"}
	three = Forms{"три", "трёх", "трём", "три", "тремя", "трёх"}
	four  = Forms{"четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"}
	eight = Forms{"восемь", "восьми", "восьми", "восемь", "восемью", "восьми"}

	upToTwenty = strings.Fields("ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать")
	tens       = strings.Fields("- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")

	thousand = Noun{Feminine, Forms{"тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"},
		Forms{"тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах"}, "тысячи"}
	million = Noun{Masculine, Forms{"миллион", "миллиона", "миллиону", "миллион", "миллионом", "миллионе"},
		Forms{"миллионы", "миллионов", "миллионам", "миллионы", "миллионами", "миллионах"}, "миллиона"}
)

// MaxCardinal is the greatest number that is written in words; others stay in digits.
const MaxCardinal = 999_999_999

// Cardinal writes a number in words in the case, «двадцати одного». The gender is that of
// what is counted.
func Cardinal(n int, g Gender, c Case) string {
	if n < 0 || n > MaxCardinal {
		return strconv.Itoa(n)
	}
	if n == 0 {
		return Forms{"ноль", "нуля", "нулю", "ноль", "нулём", "нуле"}[c]
	}
	var words []string
	for _, part := range []struct {
		n    int
		noun Noun
	}{{n / 1_000_000, million}, {n / 1000 % 1000, thousand}} {
		if part.n > 0 {
			words = append(append(words, upToThousand(part.n, part.noun.Gender, c)...), part.noun.After(part.n, c))
		}
	}
	return strings.Join(append(words, upToThousand(n%1000, g, c)...), " ")
}

// upToThousand writes a number from 1 to 999, nothing for 0.
func upToThousand(n int, g Gender, c Case) []string {
	var words []string
	if hundreds := n / 100; hundreds > 0 {
		words = append(words, hundred(hundreds)[c])
	}
	if n %= 100; n >= 20 {
		words, n = append(words, ten(n / 10)[c]), n%10
	}
	if n > 0 {
		words = append(words, unit(n, g)[c])
	}
	return words
}

// unit are the forms of the numbers from 1 to 19.
func unit(n int, g Gender) Forms {
	switch {
	case n == 1:
		return ones[g]
	case n == 2 && g == Feminine:
		forms := two
		forms[Nominative], forms[Accusative] = "две", "две"
		return forms
	case n == 2:
		return two
	case n == 3:
		return three
	case n == 4:
		return four
	case n == 8:
		return eight
	}
	word := upToTwenty[n]
	return with(word, cut(word, 1), "и/и/ь/ью/и")
}

// ten are the forms of the tens from 20 to 90.
func ten(n int) Forms {
	word := tens[n]
	switch {
	case n == 4:
		return with(word, word, "а/а//а/а")
	case n == 9:
		return with(word, cut(word, 1), "а/а/о/а/а")
	case n >= 5:
		first := unit(n, Masculine)
		return Forms{word, first[Genitive] + "десяти", first[Dative] + "десяти", word, first[Instrumental] + "десятью", first[Prepositional] + "десяти"}
	}
	return with(word, cut(word, 1), "и/и/ь/ью/и")
}

// hundred are the forms of the hundreds from 100 to 900.
func hundred(n int) Forms {
	word := [...]string{"", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"}[n]
	if n == 1 {
		return with(word, "ст", "а/а/о/а/а")
	}
	first := unit(n, Masculine)
	return Forms{word, first[Genitive] + "сот", first[Dative] + "стам", word, first[Instrumental] + "стами", first[Prepositional] + "стах"}
}
