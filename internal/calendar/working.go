package calendar

import "fmt"

// Kind says why a date is a working day or a day off.
type Kind string

// The kinds of days. A workday and a working weekend are worked, a weekend, a
// holiday and a moved day off are not; a decreed day is what the profile says
// (calendar.count_decreed_days_as_working, R-111).
const (
	Workday        Kind = "workday"
	WorkingWeekend Kind = "working_weekend"
	Weekend        Kind = "weekend"
	Holiday        Kind = "holiday"
	MovedDayOff    Kind = "moved_day_off"
	DecreedDay     Kind = "decreed_day"
)

// Status is what the production calendar says of one date.
type Status struct {
	Kind      Kind   `json:"kind"`
	Name      string `json:"name,omitempty"`      // name of the holiday, or the decree of a decreed day, as published
	MovedFrom Date   `json:"moved_from,omitzero"` // of a moved day off: the day it was moved from, zero if not known
}

// Working reports whether a day of this status is worked.
func (s Status) Working(countDecreed bool) bool {
	switch s.Kind {
	case Workday, WorkingWeekend:
		return true
	case DecreedDay:
		return countDecreed
	case Weekend, Holiday, MovedDayOff:
		return false
	}
	return false
}

// Status says what kind of day d is. A year without a table is a
// *MissingYearError.
func (p Production) Status(d Date) (Status, error) {
	year, ok := p.years[d.Year()]
	if !ok {
		return Status{}, &MissingYearError{d.Year()}
	}
	for _, worked := range year.WorkingWeekends {
		if worked == d {
			return Status{Kind: WorkingWeekend}, nil
		}
	}
	if name, ok := year.Holidays[d]; ok {
		return Status{Kind: Holiday, Name: name}, nil
	}
	if from, ok := year.Moved[d]; ok {
		return Status{Kind: MovedDayOff, MovedFrom: from}, nil
	}
	if weekend(d) { // a weekend inside a decreed week stays an ordinary weekend
		return Status{Kind: Weekend}, nil
	}
	if decree, ok := year.Decreed[d]; ok {
		return Status{Kind: DecreedDay, Name: decree}, nil
	}
	return Status{Kind: Workday}, nil
}

// Working reports whether d is a working day: Monday to Friday without the
// non-working days, and the working weekends. countDecreed is the profile's
// reading of the decreed days.
func (p Production) Working(d Date, countDecreed bool) (bool, error) {
	status, err := p.Status(d)
	return err == nil && status.Working(countDecreed), err
}

// Counted is one day passed while working days were counted.
type Counted struct {
	On     Date   `json:"on"`
	Number int    `json:"number"` // which working day of the term it is; 0 if it was skipped
	Status Status `json:"status"` // why it was counted or skipped
}

// AddWorkingDays returns the n-th working day after d, and every day passed on the
// way. The day d itself is never counted; the 0th working day is d.
func (p Production) AddWorkingDays(d Date, n int, countDecreed bool) (Date, []Counted, error) {
	if n < 0 {
		return Date{}, nil, fmt.Errorf("calendar: a term of %d working days", n)
	}
	var passed []Counted
	for counted := 0; counted < n; {
		d = d.AddDays(1)
		status, err := p.Status(d)
		if err != nil {
			return Date{}, nil, err
		}
		day := Counted{On: d, Status: status}
		if status.Working(countDecreed) {
			counted++
			day.Number = counted
		}
		passed = append(passed, day)
	}
	return d, passed, nil
}

// LastWorkingBetween returns the last working day of the days from … to, both
// included, and the zero Date if there is none: the day by which an office that
// keeps office hours has to be done.
func (p Production) LastWorkingBetween(from, to Date, countDecreed bool) (Date, error) {
	for d := to; !d.Before(from); d = d.AddDays(-1) {
		worked, err := p.Working(d, countDecreed)
		if err != nil {
			return Date{}, err
		}
		if worked {
			return d, nil
		}
	}
	return Date{}, nil
}

// FirstWorkingFrom returns d if it is a working day, else the next one.
func (p Production) FirstWorkingFrom(d Date, countDecreed bool) (Date, error) {
	for {
		worked, err := p.Working(d, countDecreed)
		if err != nil || worked {
			return d, err
		}
		d = d.AddDays(1)
	}
}
