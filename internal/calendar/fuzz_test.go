package calendar

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzDateReadsBack: what is read as a date is written the same way.
func FuzzDateReadsBack(f *testing.F) {
	for _, seed := range []string{"", "2026-09-14", "2024-02-29", "2023-02-29", "0000-01-01", "9999-12-31", "2026-9-14", "14.09.2026", "+026-09-14", "2026-09-14\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text)
		if err != nil {
			if d != (Date{}) {
				t.Errorf("Parse(%q) refuses and returns %v", text, d)
			}
			return
		}
		if d.String() != text {
			t.Errorf("Parse(%q) is written %q", text, d)
		}
		if next := d.AddDays(1); next.AddDays(-1) != d || next.Sub(d) != 1 {
			t.Errorf("the day after %s is %s", d, next)
		}
	})
}

// FuzzProductionCalendar: a table from outside is refused, or every day of
// its years is known and it reads back the same.
func FuzzProductionCalendar(f *testing.F) {
	for _, seed := range []string{string(russia), `[]`, `null`, `[{"year":2027}]`, `[{"year":2027},{"year":2027}]`,
		`[{"year":2027,"holidays":{"2027-01-01":"Новый год"},"moved":{"2027-01-11":""},"working_weekends":["2027-01-16"]}]`,
		`[{"year":2027,"holidays":{"2026-01-01":"Новый год"}}]`, `[{"year":2027,"working_weekends":["2027-01-18"]}]`,
		`[{"year":0,"holidays":{"":"no day"}}]`, `[{"year":2027,"weekends":[]}]`, `[{"year":-1}]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := Read(bytes.NewReader(raw))
		if err != nil {
			return
		}
		tables := make([]Year, 0, len(p.Years()))
		for _, number := range p.Years() {
			year, ok := p.Year(number)
			if !ok || year.Number != number {
				t.Fatalf("Years() lists %d, Year() has %v", number, year)
			}
			tables = append(tables, year)
			if number < 1 || number > 9999 {
				continue // no date of it can be written
			}
			for d := Day(number, 1, 1); d.Year() == number; d = d.AddDays(1) {
				if status, err := p.Status(d); err != nil || status.Kind == "" {
					t.Fatalf("Status(%s) = %v, %v", d, status, err)
				}
			}
		}
		again, err := json.Marshal(tables)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(bytes.NewReader(again))
		if err != nil {
			t.Fatalf("what was read is written as %s, which is refused: %v", again, err)
		}
		for _, number := range p.Years() {
			one, _ := p.Year(number)
			two, _ := back.Year(number)
			if len(one.Holidays) != len(two.Holidays) || len(one.Decreed) != len(two.Decreed) ||
				!reflect.DeepEqual(one.Moved, two.Moved) && len(one.Moved)+len(two.Moved) > 0 {
				t.Fatalf("the table of %d reads back as %+v, was %+v", number, two, one)
			}
		}
	})
}
