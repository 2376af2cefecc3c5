package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDate(t *testing.T) {
	for _, row := range []struct {
		name      string
		got, want Date
	}{
		{"R-110: the day after the last of the month", Day(2026, 4, 30).AddDays(1), Day(2026, 5, 1)},
		{"R-110: back across the new year", Day(2026, 1, 1).AddDays(-1), Day(2025, 12, 31)},
		{"R-110: a leap day", Day(2024, 2, 28).AddDays(1), Day(2024, 2, 29)},
		{"R-110: no leap day in 2100", Day(2100, 2, 28).AddDays(1), Day(2100, 3, 1)},
		{"R-101: three months", Day(2026, 9, 21).AddMonths(3), Day(2026, 12, 21)},
		{"R-101: three months into a shorter month", Day(2026, 11, 30).AddMonths(3), Day(2027, 2, 28)},
		{"R-101: three months into a leap February", Day(2027, 11, 30).AddMonths(3), Day(2028, 2, 29)},
		{"R-101: over the year", Day(2026, 10, 5).AddMonths(3), Day(2027, 1, 5)},
		{"Day runs on", Day(2026, 4, 31), Day(2026, 5, 1)},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.got != row.want {
				t.Errorf("got %s, want %s", row.got, row.want)
			}
		})
	}
	if got := Day(2026, 9, 21).Weekday(); got != time.Monday {
		t.Errorf("Weekday() = %s, want Monday", got)
	}
}

func TestParse(t *testing.T) {
	d, err := Parse("2026-09-14")
	if err != nil || d != Day(2026, 9, 14) {
		t.Errorf("Parse() = %v, %v", d, err)
	}
	for _, text := range []string{"", "14.09.2026", "2026-9-14", "2026-02-30", "2026-09-14T00:00:00Z", " 2026-09-14"} {
		if d, err := Parse(text); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", text, d)
		}
	}
}

func TestDateAsText(t *testing.T) {
	type paper struct {
		DueOn  Date            `json:"due_on"`
		WorkBy Date            `json:"work_by,omitzero"`
		Named  map[Date]string `json:"named"`
	}
	want := paper{DueOn: Day(2026, 3, 9), Named: map[Date]string{Day(2026, 3, 8): "holiday"}}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != `{"due_on":"2026-03-09","named":{"2026-03-08":"holiday"}}` {
		t.Errorf("written as %s", text)
	}
	var got paper
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.DueOn != want.DueOn || !got.WorkBy.IsZero() || got.Named[Day(2026, 3, 8)] != "holiday" {
		t.Errorf("read back as %+v", got)
	}
	if err := json.Unmarshal([]byte(`{"due_on":"9 March"}`), &got); err == nil {
		t.Error("a date in words was read")
	}
	if s := (Date{}).String(); s != "" {
		t.Errorf("the zero Date is written %q", s)
	}
}

func TestDateArithmeticHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Day(2000, 1, 1).AddDays(rapid.IntRange(0, 40000).Draw(t, "day"))
		n := rapid.IntRange(-40000, 40000).Draw(t, "n")
		moved := d.AddDays(n)
		if moved.Sub(d) != n || moved.AddDays(-n) != d {
			t.Fatalf("%s + %d = %s", d, n, moved)
		}
		if n < 0 != moved.Before(d) || n > 0 != moved.After(d) || d.Compare(moved) != -moved.Compare(d) {
			t.Fatalf("%s and %s are out of order", d, moved)
		}
		if back, err := Parse(d.String()); err != nil || back != d {
			t.Fatalf("Parse(%s) = %s, %v", d, back, err)
		}
	})
}
