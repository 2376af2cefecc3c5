package calendar

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"redress/internal/regulation"
)

// next is a year this version does not carry, as somebody may paste it.
var next = Pasted{
	DaysOff: `01.01.2027 Новогодние каникулы
2027-01-04 Новогодние каникулы
05.01.2027 Новогодние каникулы
06.01.2027 Новогодние каникулы
7.1.2027 Рождество Христово
08.01.2027 Новогодние каникулы

22.02.2027 20.02.2027
23.02.2027 День защитника Отечества
2027-03-08 Международный женский день
03.05.2027
10.05.2027 2027-05-09
14.06.2027 12.06.2027
04.11.2027 День народного единства
05.11.2027
31.12.2027 02.01.2027
`,
	WorkingWeekends: "20.02.2027\r\n",
}

func TestPastedYear(t *testing.T) {
	y, err := next.Year(2027, "decree")
	if err != nil {
		t.Fatal(err)
	}
	if y.WorkingDays() != 247 || len(y.Holidays) != 9 || len(y.Moved) != 6 || y.Source != "decree" {
		t.Errorf("Year() has %d working days, %d holidays, %d moved days, source %q", y.WorkingDays(), len(y.Holidays), len(y.Moved), y.Source)
	}
	if y.Moved[Day(2027, 2, 22)] != Day(2027, 2, 20) || !y.Moved[Day(2027, 5, 3)].IsZero() || y.Holidays[Day(2027, 1, 7)] != "Рождество Христово" {
		t.Errorf("Year() = %+v", y)
	}
	days, err := Russia().With(y)
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := days.AddWorkingDays(Day(2026, 12, 29), 3, true); err != nil || got != Day(2027, 1, 12) {
		t.Errorf("R-112: with the year loaded the third working day is %s, %v", got, err)
	}
	back, err := y.Pasted().Year(2027, "decree")
	if err != nil || !reflect.DeepEqual(back, y) {
		t.Errorf("written and read again the year is %+v, %v", back, err)
	}
}

func TestPastedYearRefuses(t *testing.T) {
	for _, row := range []struct {
		name, field, key string
		number           int
		change           func(*Pasted)
	}{
		{"R-115: a day of another year", FieldDaysOff, "calendar_other_year", 2027, func(p *Pasted) { p.DaysOff += "01.01.2028 Новогодние каникулы" }},
		{"R-115: all days are of another year", FieldDaysOff, "calendar_other_year", 2028, func(*Pasted) {}},
		{"R-115: a working Monday", FieldWorking, "calendar_not_weekend", 2027, func(p *Pasted) { p.WorkingWeekends += "22.03.2027" }},
		{"R-115: a Saturday of another year", FieldWorking, "calendar_other_year", 2027, func(p *Pasted) { p.WorkingWeekends += "19.02.2028" }},
		{"R-115: worked and off at once", FieldWorking, "calendar_worked_and_off", 2027, func(p *Pasted) { p.DaysOff += "20.02.2027 праздник" }},
		{"R-111: a decreed day of another year", FieldDecreed, "calendar_other_year", 2027, func(p *Pasted) { p.Decreed = "04.05.2026 указ" }},
		{"R-115: too many working days", FieldDaysOff, "calendar_working_days", 2027, func(p *Pasted) { p.DaysOff, p.WorkingWeekends = "", "" }},
		{"R-115: too few working days", FieldDaysOff, "calendar_working_days", 2027, func(p *Pasted) {
			for d := Day(2027, 3, 15); d.Before(Day(2027, 4, 30)); d = d.AddDays(1) {
				p.DaysOff += d.String() + "\n"
			}
		}},
		{"no date", FieldDaysOff, "calendar_line_wrong", 2027, func(p *Pasted) { p.DaysOff = "1 января\n" + p.DaysOff }},
		{"no such date", FieldDaysOff, "calendar_line_wrong", 2027, func(p *Pasted) { p.DaysOff += "31.04.2027 праздник" }},
		{"twice", FieldDaysOff, "calendar_day_twice", 2027, func(p *Pasted) { p.DaysOff += "2027-01-01" }},
		{"endless", FieldDecreed, "calendar_too_long", 2027, func(p *Pasted) { p.Decreed = strings.Repeat("\n", 401) }},
		{"no such year", FieldYear, "calendar_year_wrong", 20270, func(*Pasted) {}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := next
			row.change(&p)
			_, err := p.Year(row.number, "decree")
			var r *regulation.Refusal
			if !errors.As(err, &r) || r.Field != row.field || r.Key != row.key || r.Clause != regulation.WorkingDays {
				t.Errorf("Year() failed with %v, want %s at %s by R-115", err, row.key, row.field)
			}
		})
	}
}

// TestBuiltInYearsAreSensible: each year of the program would be taken as a loaded
// one, and reads the same after it was written out.
func TestBuiltInYearsAreSensible(t *testing.T) {
	for _, number := range Russia().Years() {
		y, _ := Russia().Year(number)
		back, err := y.Pasted().Year(number, y.Source)
		if err != nil {
			t.Errorf("%d is refused: %v", number, err)
		}
		if !reflect.DeepEqual(back.Holidays, y.Holidays) || !reflect.DeepEqual(back.Moved, y.Moved) || !reflect.DeepEqual(back.Decreed, y.Decreed) {
			t.Errorf("%d is another year after it was written and read", number)
		}
	}
}

func TestReadPublished(t *testing.T) {
	text := `{"schema": "redress/production-calendar/1", "years": {"2027": {"nonworking": [{"date": "2027-01-01", "holiday": "Новый год"},
		{"date": "2027-02-22", "transferred_from": "2027-02-20"}], "working_weekends": ["2027-02-20"], "decreed_nonworking_paid": [{"date": "2027-05-04", "basis": "указ"}]}}}`
	got, err := ReadPublished([]byte(text), 2027)
	want := Pasted{DaysOff: "2027-01-01 Новый год\n2027-02-22 2027-02-20\n", WorkingWeekends: "2027-02-20\n", Decreed: "2027-05-04 указ\n"}
	if err != nil || got != want {
		t.Errorf("ReadPublished() = %+v, %v", got, err)
	}
	for name, row := range map[string]struct{ text, key string }{
		"another year":  {text, "calendar_file_without_year"},
		"no JSON":       {"Новый год", "calendar_file_wrong"},
		"another thing": {`{"years": {}}`, "calendar_file_wrong"},
	} {
		var r *regulation.Refusal
		if _, err := ReadPublished([]byte(row.text), 2028); !errors.As(err, &r) || r.Key != row.key {
			t.Errorf("%s: %v, want %s", name, err, row.key)
		}
	}
}

// TestPublishedFileIsTheEmbeddedTable reads the shared file as an administrator
// would load it.
func TestPublishedFileIsTheEmbeddedTable(t *testing.T) {
	text := sharedFixture(t, "production-calendar.json")
	if text == nil {
		return
	}
	for _, number := range Russia().Years() {
		pasted, err := ReadPublished(text, number)
		if err != nil {
			t.Fatal(err)
		}
		y, err := pasted.Year(number, "")
		if own, _ := Russia().Year(number); err != nil || y.WorkingDays() != own.WorkingDays() {
			t.Errorf("%d: %d working days, %v, want %d", number, y.WorkingDays(), err, own.WorkingDays())
		}
	}
}

// FuzzPastedYear: whatever is pasted is either refused in a sentence or is a year
// that makes sense and reads the same after it was written out.
func FuzzPastedYear(f *testing.F) {
	f.Add(2027, next.DaysOff, next.WorkingWeekends, "04.05.2027 указ")
	f.Add(2026, "01.01.2027", "2027-01-02", "")
	f.Add(-1, "\x00", "31.02.2027", strings.Repeat("a", 1000))
	f.Fuzz(func(t *testing.T, number int, off, worked, decreed string) {
		y, err := Pasted{off, worked, decreed}.Year(number, "decree")
		if err != nil {
			var r *regulation.Refusal
			if !errors.As(err, &r) || r.Key == "" {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		if n := y.WorkingDays(); n < LeastWorkingDays || n > MostWorkingDays {
			t.Fatalf("a year of %d working days was taken", n)
		}
		back, err := y.Pasted().Year(number, "decree")
		if err != nil || !reflect.DeepEqual(back, y) {
			t.Fatalf("written and read again %+v is %+v, %v", y, back, err)
		}
	})
}
