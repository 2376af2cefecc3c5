package grammar

import (
	"testing"

	"redress/internal/calendar"
)

func TestCardinal(t *testing.T) {
	for _, row := range []struct {
		n    int
		g    Gender
		c    Case
		want string
	}{
		{0, Masculine, Genitive, "нуля"},
		{1, Feminine, Accusative, "одну"},
		{2, Feminine, Nominative, "две"},
		{2, Neuter, Dative, "двум"},
		{8, Masculine, Instrumental, "восемью"},
		{14, Masculine, Prepositional, "четырнадцати"},
		{21, Masculine, Genitive, "двадцати одного"},
		{40, Masculine, Dative, "сорока"},
		{58, Masculine, Instrumental, "пятьюдесятью восемью"},
		{90, Masculine, Genitive, "девяноста"},
		{100, Masculine, Genitive, "ста"},
		{243, Masculine, Dative, "двумстам сорока трём"},
		{300, Masculine, Prepositional, "трёхстах"},
		{438, Masculine, Genitive, "четырёхсот тридцати восьми"},
		{865, Masculine, Instrumental, "восемьюстами шестьюдесятью пятью"},
		{2026, Masculine, Nominative, "две тысячи двадцать шесть"},
		{21_000, Masculine, Accusative, "двадцать одну тысячу"},
		{1_002_005, Neuter, Genitive, "одного миллиона двух тысяч пяти"},
		{-1, Masculine, Genitive, "-1"},
		{1_000_000_000, Masculine, Genitive, "1000000000"},
	} {
		if got := Cardinal(row.n, row.g, row.c); got != row.want {
			t.Errorf("Cardinal(%d, %s, %s) = %q, want %q", row.n, row.g, row.c, got, row.want)
		}
	}
}

func TestCount(t *testing.T) {
	for _, row := range []struct {
		n    int
		noun Noun
		c    Case
		want string
	}{
		{1, WorkingDay, Genitive, "одного рабочего дня"},
		{3, WorkingDay, Genitive, "трёх рабочих дней"},
		{3, WorkingDay, Nominative, "три рабочих дня"},
		{5, Vote, Nominative, "пять голосов"},
		{11, Vote, Nominative, "одиннадцать голосов"},
		{13, Vote, Accusative, "тринадцать голосов"},
		{21, Vote, Instrumental, "двадцатью одним голосом"},
		{22, Day, Nominative, "двадцать два дня"},
		{101, Day, Genitive, "ста одного дня"},
		{112, Day, Nominative, "сто двенадцать дней"},
	} {
		if got := row.noun.Count(row.n, row.c); got != row.want {
			t.Errorf("%d, %s: %q, want %q", row.n, row.c, got, row.want)
		}
	}
}

func TestDate(t *testing.T) {
	day := calendar.Day(2026, 11, 21)
	if got, want := Date(day), "21\u00a0ноября 2026\u00a0года"; got != want {
		t.Errorf("Date() = %q, want %q", got, want)
	}
	for _, row := range []struct {
		day  calendar.Date
		c    Case
		want string
	}{
		{day, Genitive, "двадцать первого ноября две тысячи двадцать шестого года"},
		{day, Nominative, "двадцать первое ноября две тысячи двадцать шестого года"},
		{calendar.Day(2003, 3, 3), Genitive, "третьего марта две тысячи третьего года"},
		{calendar.Day(2000, 1, 30), Instrumental, "тридцатым января двухтысячного года"},
		{calendar.Day(1999, 12, 12), Dative, "двенадцатому декабря тысяча девятьсот девяносто девятого года"},
		{calendar.Day(1900, 2, 7), Prepositional, "седьмом февраля тысяча девятисотого года"},
		{calendar.Day(2040, 10, 8), Nominative, "восьмое октября две тысячи сорокового года"},
	} {
		if got := DateInWords(row.day, row.c); got != row.want {
			t.Errorf("%s, %s: %q, want %q", row.day, row.c, got, row.want)
		}
	}
	for n, want := range map[int]string{2: "второй", 3: "третий", 5: "пятый", 16: "шестнадцатый", 40: "сороковой", 147: "сто сорок седьмой", 300: "трёхсотый", 1000: "тысячный", 5000: "пятитысячный", 0: "0", 10000: "10000"} {
		if got := Ordinal(n, Masculine, Nominative); got != want {
			t.Errorf("Ordinal(%d) = %q, want %q", n, got, want)
		}
	}
}
