package trust

import (
	"slices"
	"testing"
	"time"
)

func day(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }

// TestSpeaking: of each authority the last list of all counts, and those around the time.
func TestSpeaking(t *testing.T) {
	lists := ordered([]List{
		{ID: 5, Authority: 1, ThisUpdate: day(20)}, {ID: 1, Authority: 1, ThisUpdate: day(1)}, {ID: 2, Authority: 1, ThisUpdate: day(5)},
		{ID: 3, Authority: 1, ThisUpdate: day(10)}, {ID: 4, Authority: 1, ThisUpdate: day(15)}, {ID: 6, Authority: 2, ThisUpdate: day(3)},
	})
	for _, row := range []struct {
		name string
		at   time.Time
		want []ListID
	}{
		{"now", day(25), []ListID{5, 6}},
		{"between two", day(7), []ListID{2, 3, 5, 6}},
		{"before the first", day(1).Add(-time.Hour), []ListID{1, 5, 6}},
		{"the moment one was made", day(10), []ListID{3, 4, 5, 6}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := speaking(lists, row.at); !slices.Equal(got, row.want) {
				t.Errorf("lists %v, want %v", got, row.want)
			}
		})
	}
	if speaking(nil, day(1)) != nil {
		t.Error("of nothing something speaks")
	}
}

// TestStale: a list is stale once the next one was due, and one that names no next never is.
func TestStale(t *testing.T) {
	l := List{ThisUpdate: day(1), NextUpdate: day(8)}
	if l.Stale(day(8)) || !l.Stale(day(9)) || (List{ThisUpdate: day(1)}).Stale(day(30)) {
		t.Error("staleness is not told by the next update")
	}
}

// TestFingerprint: it is read as authorities print it.
func TestFingerprint(t *testing.T) {
	f := Fingerprint{0xab, 0x01}
	colons := ""
	for i, r := range f.String() {
		if i > 0 && i%2 == 0 {
			colons += ":"
		}
		colons += string(r)
	}
	for _, text := range []string{f.String(), " " + colons + " "} {
		if got, ok := ParseFingerprint(text); !ok || got != f {
			t.Errorf("%q is read as %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "AB01", "zz", f.String() + "00"} {
		if _, ok := ParseFingerprint(text); ok {
			t.Errorf("%q is taken for a fingerprint", text)
		}
	}
}
