package complaint

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

func TestCodeOfAToken(t *testing.T) {
	keys, others := NewKeys([]byte("secret")), NewKeys([]byte("another"))
	seen := map[Code]bool{}
	var count [20][10]int
	const tokens = 4000
	for i := range tokens {
		token := []byte{byte(i), byte(i >> 8), 7}
		code := keys.Code(token)
		if len(code) != 20 || strings.Trim(string(code), "0123456789") != "" {
			t.Fatalf("Code() = %q, want 20 digits", code)
		}
		if keys.Code(token) != code {
			t.Fatalf("P2: the same token gives %q and %q", code, keys.Code(token))
		}
		if seen[code] || others.Code(token) == code {
			t.Fatalf("R-028: %q is the code of two tokens, or of two servers", code)
		}
		seen[code] = true
		for place, digit := range []byte(code) {
			count[place][digit-'0']++
		}
	}
	for place, digits := range count {
		for digit, n := range digits {
			if n < 300 || n > 500 { // 400 expected; five standard deviations
				t.Errorf("R-028: digit %d stands %d times of %d at place %d", digit, n, tokens, place+1)
			}
		}
	}
}

func TestCodeGroupsReadBack(t *testing.T) {
	code := NewKeys([]byte("secret")).Code([]byte("token"))
	groups := code.Groups()
	if len(groups) != 5 {
		t.Fatalf("Groups() = %q, want five", groups)
	}
	for _, between := range []string{"", " ", "-", "\u00a0", " – ", "\t"} {
		if got, ok := ParseCode(" " + strings.Join(groups, between) + " "); !ok || got != code {
			t.Errorf("ParseCode() with %q between = %q, %v, want %q", between, got, ok, code)
		}
	}
	digits := string(code)
	for _, bad := range []string{"", digits[:19], digits + "1", digits[:19] + "x", digits[:19] + "٣", "\xff" + digits[1:], digits[:10] + "\n" + digits[10:]} {
		if got, ok := ParseCode(bad); ok || got != "" {
			t.Errorf("ParseCode(%q) = %q, want nothing", bad, got)
		}
	}
}

func TestMatch(t *testing.T) {
	keys := NewKeys([]byte("secret"))
	code := keys.Code([]byte("token"))
	hash := keys.Hash(code)
	if !keys.Match(code, hash) {
		t.Error("R-028: Match() = false for the right code")
	}
	wrong := []byte(code)
	wrong[19] = '0' + (wrong[19]-'0'+1)%10
	for name, matches := range map[string]bool{
		"a digit off": keys.Match(Code(wrong), hash), "no code": keys.Match("", hash), "no hash": keys.Match(code, CodeHash{}),
		"another server": NewKeys([]byte("another")).Match(code, hash), "the hash as the code": keys.Match(Code(hash[:]), hash),
	} {
		if matches {
			t.Errorf("R-028: Match() = true for %s", name)
		}
	}
	if a, b := NewToken(), NewToken(); a == b || (Token{1}).Hash() == (Token{2}).Hash() {
		t.Error("R-028: two tokens are one")
	}
}

func TestParseRef(t *testing.T) {
	for s, want := range map[string]Ref{"2026-0107": {2026, 107}, "2026-107": {2026, 107}, "2026-12345": {2026, 12345}, "2026\u20110107": {2026, 107}} {
		if got, err := ParseRef(" " + s + "\t"); err != nil || got != want {
			t.Errorf("ParseRef(%q) = %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "2026", "2026-", "-107", "2026-0", "2026--5", "1999-1", "10000-1", "2026-100000000", "2026-1-1",
		"2026-1e3", "2026-0x1", "два-1", "2026-9999999999999999999999", "2026-1;DROP", "2026-+5", "+2026-5", "2026- 5", "2026-５"} {
		if got, err := ParseRef(s); !errors.Is(err, ErrNotFound) || got != (Ref{}) {
			t.Errorf("ParseRef(%q) = %v, %v, want ErrNotFound", s, got, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		want := Ref{rapid.IntRange(2000, 9999).Draw(t, "year"), rapid.IntRange(1, 99_999_999).Draw(t, "number")}
		if got, err := ParseRef(want.String()); err != nil || got != want {
			t.Fatalf("ParseRef(%q) = %v, %v", want, got, err)
		}
	})
}

func TestShorten(t *testing.T) {
	for _, row := range []struct {
		text string
		n    int
		want string
	}{
		{"Отказ включить", 14, "Отказ включить"},
		{"Отказ  включить\nв список", 30, "Отказ включить в список"},
		{"Отказ включить в список", 15, "Отказ включить…"},
		{"Отказ, включить в список", 8, "Отказ…"},
		{"Отказвключить", 6, "Отказ…"},
		{"Отказ — включить", 9, "Отказ…"},
		{"", 5, ""},
	} {
		if got := Shorten(row.text, row.n); got != row.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", row.text, row.n, got, row.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		if got := Shorten(rapid.String().Draw(t, "text"), n); utf8.RuneCountInString(got) > n {
			t.Fatalf("Shorten(%d) = %q of %d letters", n, got, utf8.RuneCountInString(got))
		}
	})
}

func TestSubstance(t *testing.T) {
	c := filed()
	c.Text = strings.Repeat("слово ", 40)
	if got := c.Substance(); utf8.RuneCountInString(got) > 80 || !strings.HasSuffix(got, "…") {
		t.Errorf("Substance() = %q", got)
	}
	c.Title = "Отказ"
	if got := c.Substance(); got != "Отказ" {
		t.Errorf("Substance() = %q, want the title", got)
	}
	if got := c.ReceivedOn(regulation.Izhmorsky().Zone()); got != calendar.Day(2026, 9, 14) {
		t.Errorf("R-110: ReceivedOn() = %v", got)
	}
}
