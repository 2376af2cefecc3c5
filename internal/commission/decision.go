package commission

import (
	"errors"
	"strings"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// Decision is the paper an act rests on: its number and its day.
type Decision struct {
	Number string
	On     calendar.Date
}

// IsZero reports whether there is no such paper.
func (d Decision) IsZero() bool { return d == Decision{} }

// String returns the paper for a record, "от 08.09.2026 № 5".
func (d Decision) String() string {
	if d.IsZero() {
		return ""
	}
	return "от " + onPaper(d.On) + " № " + d.Number
}

// onPaper writes a day as papers do, "08.09.2026".
func onPaper(d calendar.Date) string {
	parts := strings.Split(d.String(), "-")
	if len(parts) != 3 {
		return ""
	}
	return parts[2] + "." + parts[1] + "." + parts[0]
}

// trimmed returns the paper with its number as it is kept.
func (d Decision) trimmed() Decision {
	d.Number = strings.TrimSpace(d.Number)
	return d
}

// check refuses a paper without number or day, and one that has not been made yet.
// field is the field of its number; that of its day ends in "_on".
func (d Decision) check(clause regulation.Clause, field string, m Moment) error {
	faults := []error{needed(d.Number, field), short(d.Number, field)}
	switch {
	case d.On.IsZero():
		faults = append(faults, regulation.Missing(clause, field+"_on", "date_missing"))
	case d.On.After(m.Day):
		faults = append(faults, regulation.Missing(clause, field+"_on", "decision_in_future"))
	default:
		faults = append(faults, possible(d.On, field+"_on"))
	}
	return errors.Join(faults...)
}

// possible refuses a day that is a slip of the pen; no day at all passes.
func possible(day calendar.Date, field string) error {
	if day.IsZero() || day.Year() >= earliestYear && day.Year() <= latestYear {
		return nil
	}
	return &regulation.Refusal{Field: field, Key: "day_impossible", Values: regulation.Values{"First": earliestYear, "Last": latestYear}}
}

// checkSpan refuses days that no term can have: none, impossible ones, or an end before
// the beginning.
func checkSpan(clause regulation.Clause, from, until calendar.Date, fromField, untilField string) error {
	switch {
	case from.IsZero():
		return regulation.Missing(clause, fromField, "date_missing")
	case !until.IsZero() && until.Before(from):
		return regulation.Missing(clause, untilField, "ends_before_start")
	}
	return errors.Join(possible(from, fromField), possible(until, untilField))
}
