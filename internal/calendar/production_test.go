package calendar

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestWorkingDaysOfEachYear(t *testing.T) {
	want := map[int]int{2018: 247, 2019: 247, 2020: 247, 2021: 247, 2022: 247, 2023: 247, 2024: 248, 2025: 247, 2026: 247}
	years := Russia().Years()
	if len(years) != len(want) || years[0] != 2018 || years[len(years)-1] != 2026 {
		t.Fatalf("Years() = %v", years)
	}
	for _, year := range years {
		count := 0
		for d := Day(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
			worked, err := Russia().Working(d, true)
			if err != nil {
				t.Fatal(err)
			}
			if worked {
				count++
			}
		}
		if count != want[year] {
			t.Errorf("%d has %d working days, want %d", year, count, want[year])
		}
	}
}

// A lawyer can look up why a day is off: each year names the decree that moved its
// days, and each moved day the weekend it was moved from (Labour Code 112).
func TestEveryTransferHasItsGround(t *testing.T) {
	decree := regexp.MustCompile(`^Government decree of \d\d\.\d\d\.(\d{4}) No\. \d+; `)
	for number, y := range Russia().years {
		m := decree.FindStringSubmatch(y.Source)
		if len(m) != 2 || m[1] != strconv.Itoa(number-1) {
			t.Errorf("%d was made from %q, want the decree of the year before", number, y.Source)
		}
		for to, from := range y.Moved {
			if !weekend(from) || from.Year() != number || weekend(to) {
				t.Errorf("a day off moved from %s to %s", from, to)
			}
		}
	}
}

func TestStatus(t *testing.T) {
	for _, row := range []struct {
		name             string
		on               Date
		want             Kind
		working, without bool // with decreed days counted as working, and without
	}{
		{"R-115: a Monday", Day(2026, 3, 2), Workday, true, true},
		{"R-115: a Sunday", Day(2026, 9, 20), Weekend, false, false},
		{"R-115: a holiday on a Wednesday", Day(2026, 11, 4), Holiday, false, false},
		{"R-115: a holiday on a Saturday", Day(2026, 5, 9), Holiday, false, false},
		{"R-115: a day off moved to a Monday", Day(2026, 3, 9), MovedDayOff, false, false},
		{"R-115: a working Saturday", Day(2025, 11, 1), WorkingWeekend, true, true},
		{"R-111: a decreed day with pay", Day(2020, 4, 6), DecreedDay, true, false},
		{"R-111: a weekend in a decreed week", Day(2020, 4, 4), Weekend, false, false},
		{"R-111: the vote on the constitution is a day off", Day(2020, 7, 1), Holiday, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, err := Russia().Status(row.on)
			if err != nil || status.Kind != row.want {
				t.Errorf("Status() = %+v, %v, want %s", status, err, row.want)
			}
			if got, _ := Russia().Working(row.on, true); got != row.working {
				t.Errorf("Working(decreed days count) = %v, want %v", got, row.working)
			}
			if got, _ := Russia().Working(row.on, false); got != row.without {
				t.Errorf("Working(decreed days do not count) = %v, want %v", got, row.without)
			}
		})
	}
}

func TestAddWorkingDays(t *testing.T) {
	for _, row := range []struct {
		name    string
		from    Date
		n       int
		decreed bool
		want    Date
		skipped int
	}{
		{"R-083: over 8 March", Day(2026, 3, 2), 5, true, Day(2026, 3, 10), 3},
		{"R-083: a working Saturday counts", Day(2025, 10, 31), 5, true, Day(2025, 11, 10), 5},
		{"R-086: over the new year", Day(2024, 12, 27), 3, true, Day(2025, 1, 10), 11},
		{"R-111: decreed days count", Day(2020, 3, 27), 5, true, Day(2020, 4, 3), 2},
		{"R-111: decreed days do not count", Day(2020, 4, 28), 3, false, Day(2020, 5, 14), 13},
		{"R-115: no working day after the event", Day(2026, 3, 7), 0, true, Day(2026, 3, 7), 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, passed, err := Russia().AddWorkingDays(row.from, row.n, row.decreed)
			if err != nil || got != row.want {
				t.Errorf("AddWorkingDays() = %s, %v, want %s", got, err, row.want)
			}
			skipped := 0
			for i, day := range passed {
				if day.On != row.from.AddDays(i+1) {
					t.Errorf("day %d passed is %s", i, day.On)
				}
				if day.Number == 0 {
					skipped++
				}
			}
			if skipped != row.skipped || len(passed)-skipped != row.n {
				t.Errorf("counted %d days, skipped %d, want %d and %d", len(passed)-skipped, skipped, row.n, row.skipped)
			}
		})
	}
	if _, _, err := Russia().AddWorkingDays(Day(2026, 3, 2), -1, true); err == nil {
		t.Error("a negative term was counted")
	}
}

func TestLastWorkingBetween(t *testing.T) {
	for _, row := range []struct {
		name     string
		from, to Date
		want     Date
	}{
		{"R-113: the due day itself", Day(2026, 3, 2), Day(2026, 4, 1), Day(2026, 4, 1)},
		{"R-113: the Friday before", Day(2026, 4, 10), Day(2026, 5, 10), Day(2026, 5, 8)},
		{"R-113: only the event day is left", Day(2026, 2, 20), Day(2026, 2, 23), Day(2026, 2, 20)},
		{"R-113: none", Day(2025, 12, 31), Day(2026, 1, 3), Date{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := Russia().LastWorkingBetween(row.from, row.to, true)
			if err != nil || got != row.want {
				t.Errorf("LastWorkingBetween() = %s, %v, want %s", got, err, row.want)
			}
		})
	}
}

func TestMissingYear(t *testing.T) {
	_, _, err := Russia().AddWorkingDays(Day(2026, 12, 29), 3, true)
	var missing *MissingYearError
	if !errors.As(err, &missing) || missing.Year != 2027 {
		t.Errorf("R-112: AddWorkingDays() into 2027 failed with %v", err)
	}
	if _, err := Russia().FirstWorkingFrom(Day(2017, 12, 30), true); !errors.As(err, &missing) || missing.Year != 2017 {
		t.Errorf("R-112: FirstWorkingFrom() in 2017 failed with %v", err)
	}
	for _, row := range []struct {
		name  string
		today Date
		year  int
		want  bool
	}{
		{"R-112: on 30 September nobody is warned", Day(2026, 9, 30), 0, false},
		{"R-112: from 1 October the next year is wanted", Day(2026, 10, 1), 2027, true},
		{"R-112: the running year is wanted at once", Day(2027, 2, 1), 2027, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			if year, got := Russia().Wanted(row.today); year != row.year || got != row.want {
				t.Errorf("Wanted() = %d, %v, want %d, %v", year, got, row.year, row.want)
			}
		})
	}
}

func TestRegionalHolidayIsLaidOver(t *testing.T) {
	year, _ := Russia().Year(2026)
	day := Day(2026, 7, 6)
	year.Holidays[day] = "regional holiday"
	regional, err := Russia().With(year)
	if err != nil {
		t.Fatal(err)
	}
	if worked, _ := regional.Working(day, true); worked {
		t.Error("the regional holiday is worked")
	}
	if worked, _ := Russia().Working(day, true); !worked {
		t.Error("the regional holiday changed the calendar it was laid over")
	}
	year.WorkingWeekends = append(year.WorkingWeekends, day)
	if _, err := Russia().With(year); err == nil {
		t.Error("a working weekend on a Monday was taken")
	}
}

func TestReadRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"a day of another year": `[{"year": 2030, "holidays": {"2031-01-01": "New Year"}}]`,
		"a year twice":          `[{"year": 2030}, {"year": 2030}]`,
		"an unknown field":      `[{"year": 2030, "holiday": {}}]`,
		"a date in words":       `[{"year": 2030, "working_weekends": ["Saturday"]}]`,
	} {
		if _, err := Read(strings.NewReader(text)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// sharedFixture returns a file of the shared fixtures beside the checkout, nil if
// they are not there.
func sharedFixture(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "domain", "fixtures", name))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestTableIsThePublishedOne compares the embedded table with the one it was made
// from, every day of every year.
func TestTableIsThePublishedOne(t *testing.T) {
	text := sharedFixture(t, "production-calendar.json")
	if text == nil {
		return
	}
	type day struct {
		Date    Date `json:"date"`
		Weekend bool `json:"weekend"`
	}
	var published struct {
		Years map[int]struct {
			Nonworking      []day  `json:"nonworking"`
			WorkingWeekends []Date `json:"working_weekends"`
			Decreed         []day  `json:"decreed_nonworking_paid"`
		} `json:"years"`
	}
	if err := json.Unmarshal(text, &published); err != nil {
		t.Fatal(err)
	}
	if len(published.Years) != len(Russia().Years()) {
		t.Errorf("%d years are published, %d embedded", len(published.Years), len(Russia().Years()))
	}
	for number, year := range published.Years {
		for d := Day(number, 1, 1); d.Year() == number; d = d.AddDays(1) {
			is := func(other day) bool { return other.Date == d }
			worked := !weekend(d) && !slices.ContainsFunc(year.Nonworking, is) || slices.Contains(year.WorkingWeekends, d)
			if got, err := Russia().Working(d, true); err != nil || got != worked {
				t.Errorf("R-115: Working(%s) = %v, %v, published %v", d, got, err, worked)
			}
			decreed := slices.ContainsFunc(year.Decreed, func(o day) bool { return is(o) && !o.Weekend })
			if got, err := Russia().Working(d, false); err != nil || got != (worked && !decreed) {
				t.Errorf("R-111: Working(%s) without decreed days = %v, %v, published %v", d, got, err, worked && !decreed)
			}
		}
	}
}
