package calendar

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"redress/internal/regulation"
)

// Production is the production calendar (производственный календарь) of the
// five-day week: which dates are working days. It is a value; With returns a copy.
type Production struct {
	years map[int]Year
}

// Year is the table of one year: only the days that are not what their weekday says.
type Year struct {
	Number          int             `json:"year"`
	Source          string          `json:"source"`           // the decree or publication the table was made from
	Holidays        map[Date]string `json:"holidays"`         // non-working holidays with their names (Labour Code 112)
	Moved           map[Date]Date   `json:"moved"`            // days off moved here, and from which day; zero if not known
	WorkingWeekends []Date          `json:"working_weekends"` // Saturdays and Sundays that are worked instead
	Decreed         map[Date]string `json:"decreed"`          // "non-working days with pay" and their decree
}

//go:embed data/production.json
var russia []byte

// Russia returns the calendar of the Russian Federation that this version carries,
// 2018 to 2026. Holidays of a single region are not in it; lay them over with With.
var Russia = sync.OnceValue(func() Production {
	p, err := Read(bytes.NewReader(russia))
	if err != nil {
		panic(err) // the table is part of the program and has its own test
	}
	return p
})

// Read reads a calendar written as a JSON list of Year and refuses one that
// contradicts itself.
func Read(r io.Reader) (Production, error) {
	var list []Year
	in := json.NewDecoder(r)
	in.DisallowUnknownFields()
	if err := in.Decode(&list); err != nil {
		return Production{}, fmt.Errorf("reading the production calendar: %w", err)
	}
	p := Production{years: make(map[int]Year, len(list))}
	for _, y := range list {
		if err := y.Check(); err != nil {
			return Production{}, err
		}
		if _, twice := p.years[y.Number]; twice {
			return Production{}, fmt.Errorf("calendar: the year %d stands twice", y.Number)
		}
		p.years[y.Number] = y
	}
	return p, nil
}

// How many working days a year may have. The years since 2018 had 247 or 248: what
// lies far off is a list that was cut short, or pasted twice.
const (
	LeastWorkingDays = 220
	MostWorkingDays  = 260
)

// Check refuses a table that makes no sense, with every fault at once: days of
// another year, a working weekend on a weekday, a day that is worked and off at
// once, far too few or too many working days.
func (y Year) Check() error {
	var faults []error
	refuse := func(field, key string, values regulation.Values) {
		faults = append(faults, &regulation.Refusal{Clause: regulation.WorkingDays, Field: field, Key: key, Values: values})
	}
	foreign := func(field string, days []Date) {
		for _, d := range days {
			if d.Year() != y.Number {
				refuse(field, "calendar_other_year", regulation.Values{"Day": d.String(), "Year": y.Number})
				return
			}
		}
	}
	foreign(FieldDaysOff, slices.Concat(sortedDays(y.Holidays), sortedDays(y.Moved)))
	foreign(FieldWorking, y.WorkingWeekends)
	foreign(FieldDecreed, sortedDays(y.Decreed))
	for _, d := range y.WorkingWeekends {
		_, holiday := y.Holidays[d]
		_, moved := y.Moved[d]
		switch {
		case !weekend(d):
			refuse(FieldWorking, "calendar_not_weekend", regulation.Values{"Day": d.String()})
		case holiday || moved:
			refuse(FieldWorking, "calendar_worked_and_off", regulation.Values{"Day": d.String()})
		}
	}
	if n := y.WorkingDays(); len(faults) == 0 && (n < LeastWorkingDays || n > MostWorkingDays) {
		refuse(FieldDaysOff, "calendar_working_days", regulation.Values{"Count": n, "Least": LeastWorkingDays, "Most": MostWorkingDays})
	}
	return errors.Join(faults...)
}

// WorkingDays counts the working days of the year, decreed days among them.
func (y Year) WorkingDays() int {
	p, n := Production{map[int]Year{y.Number: y}}, 0
	for d := Day(y.Number, time.January, 1); d.Year() == y.Number; d = d.AddDays(1) {
		if worked, _ := p.Working(d, true); worked { // the year is there
			n++
		}
	}
	return n
}

func sortedDays[V any](days map[Date]V) []Date {
	return slices.SortedFunc(maps.Keys(days), Date.Compare)
}

func weekend(d Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// With returns the calendar with the table of one year put in or replaced; p stays
// as it was. The caller leaves the maps of y alone afterwards.
func (p Production) With(y Year) (Production, error) {
	if err := y.Check(); err != nil {
		return Production{}, err
	}
	years := make(map[int]Year, len(p.years)+1)
	maps.Copy(years, p.years)
	years[y.Number] = y
	return Production{years}, nil
}

// Year returns a copy of the table of one year, to read or to lay regional
// holidays over, and false if there is none.
func (p Production) Year(number int) (Year, bool) {
	y, ok := p.years[number]
	y.Holidays, y.Moved, y.Decreed = maps.Clone(y.Holidays), maps.Clone(y.Moved), maps.Clone(y.Decreed)
	y.WorkingWeekends = slices.Clone(y.WorkingWeekends)
	return y, ok
}

// Years lists the years with a table, earliest first.
func (p Production) Years() []int { return slices.Sorted(maps.Keys(p.years)) }

// Wanted returns the first year whose table is missing on a date: the year of the
// date itself, or from 1 October on the next one, which terms already run into
// . It returns false if nothing is missing.
func (p Production) Wanted(today Date) (year int, missing bool) {
	last := today.Year()
	if today.Month() >= time.October {
		last++
	}
	for year = today.Year(); year <= last; year++ {
		if _, ok := p.years[year]; !ok {
			return year, true
		}
	}
	return 0, false
}

// MissingYearError says that a term in working days needs a year without a table.
// No such term is ever guessed.
type MissingYearError struct{ Year int }

func (e *MissingYearError) Error() string {
	return fmt.Sprintf("calendar: there is no production calendar for %d", e.Year)
}
