// Package calendar is days without clocks: the date a paper came in, the date an
// answer is due, the working and non-working days between them.
//
// Every term of the commission's work is counted in dates of the commission's own
// zone. An instant becomes a date in one place only, On; a date becomes an
// instant again only as the Start or the End of its day. The production calendar
// (Production) says which of the dates are working days and refuses to
// guess about a year it has no table for.
package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// Date is one day of the calendar, without hour and without zone. The zero Date
// means "no date". Dates compare with == and serve as keys of maps.
type Date struct {
	year  int
	month time.Month
	day   int
}

// Day returns the date year-month-day. A day outside its month runs on into the
// next or back into the previous one, as time.Date does: 31 April is 1 May.
func Day(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

func dateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// Parse reads a date written as 2026-09-14, and nothing else.
func Parse(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("calendar: %q is not a date like 2026-09-14", text)
	}
	return dateOf(t), nil
}

// Year returns the year of d, 0 for the zero Date.
func (d Date) Year() int { return d.year }

// Month returns the month of d, 0 for the zero Date.
func (d Date) Month() time.Month { return d.month }

// Day returns the day of the month of d, 0 for the zero Date.
func (d Date) Day() int { return d.day }

// IsZero reports whether d is "no date".
func (d Date) IsZero() bool { return d == Date{} }

// String returns d as 2026-09-14, and the empty string for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Start(time.UTC).Format(time.DateOnly)
}

// MarshalText writes d as String does, so that JSON and forms carry 2026-09-14.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// noon stands in the middle of d in UTC, where no change of clocks can move it to
// another day.
func (d Date) noon() time.Time { return time.Date(d.year, d.month, d.day, 12, 0, 0, 0, time.UTC) }

// AddDays returns the date n calendar days after d, or before it if n is negative.
func (d Date) AddDays(n int) Date { return dateOf(d.noon().AddDate(0, 0, n)) }

// AddMonths returns the same day n months later; where that month is shorter, its
// last day: three months after 30 November end on 28 February.
func (d Date) AddMonths(n int) Date {
	first := Day(d.year, d.month+time.Month(n), 1)
	last := Day(first.year, first.month+1, 0)
	return Date{first.year, first.month, min(d.day, last.day)}
}

// Sub returns how many calendar days d is after from; negative if it is earlier.
func (d Date) Sub(from Date) int { return int((d.noon().Unix() - from.noon().Unix()) / secondsPerDay) }

const secondsPerDay = 24 * 60 * 60 // exact between two noons in UTC

// Weekday returns the day of the week of d.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// Compare returns -1, 0 or +1 as d is earlier than other, the same, or later.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.year, other.year), cmp.Compare(d.month, other.month), cmp.Compare(d.day, other.day))
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }
