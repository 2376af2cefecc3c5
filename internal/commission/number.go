package commission

import (
	"errors"
	"slices"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Number is an established number of voting members from a day on. The first
// is entered together with the commission and holds for every day before the second.
type Number struct {
	Established int
	From        calendar.Date // zero for the first
	Decision    Decision      // zero for the first, and where a file brought it
}

// EstablishedOn returns the established number of a day, zero where none is known. A
// composition that was given no numbers has one, its commission's.
func (c Composition) EstablishedOn(day calendar.Date) int {
	if len(c.Numbers) == 0 {
		return c.Commission.Established
	}
	return establishedOn(c.Numbers, day)
}

func establishedOn(numbers []Number, day calendar.Date) int {
	found := 0
	for _, n := range numbers {
		if n.From.IsZero() || !n.From.After(day) {
			found = n.Established
		}
	}
	return found
}

// Vacancies returns how many seats of the day are empty; none where the established
// number is not known.
func (c Composition) Vacancies(day calendar.Date) int {
	return max(0, c.EstablishedOn(day)-c.Appointed(day))
}

// checkEstablished refuses a number that the regulation of a territorial commission
// does not allow, or that cannot be meant for another one.
func checkEstablished(kind Kind, profile regulation.Profile, n int) error {
	low, high := 1, 100
	if kind == Territorial {
		low, high = profile.EstablishedMin, profile.EstablishedMax
	}
	if n >= low && n <= high {
		return nil
	}
	return &regulation.Refusal{Clause: regulation.EstablishedNumber, Field: "established", Key: "established_out_of_range",
		Values: regulation.Values{"Least": low, "Most": high}}
}

// Establish makes another established number hold from its day on. Sittings that have
// opened keep theirs; the day may have passed, because decisions are entered after
// they are made, but not before the number it follows.
func (n Number) Establish(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := by.Must(identity.Administer, regulation.EstablishedNumber); err != nil {
		return c, docket.Line{}, err
	}
	n.Decision = n.Decision.trimmed()
	faults := []error{checkEstablished(c.Commission.Kind, c.ProfileOn(n.From), n.Established), n.Decision.check(regulation.EstablishedNumber, "decision", m)}
	latest := Number{}
	if len(c.Numbers) > 0 {
		latest = c.Numbers[len(c.Numbers)-1]
	}
	switch {
	case n.From.IsZero():
		faults = append(faults, regulation.Missing(regulation.EstablishedNumber, "from", "date_missing"))
	case !latest.From.IsZero() && !n.From.After(latest.From):
		faults = append(faults, &regulation.Refusal{Clause: regulation.EstablishedNumber, Field: "from", Key: "number_before_number",
			Values: regulation.Values{"Day": latest.From}})
	default:
		faults = append(faults, possible(n.From, "from"))
	}
	if err := errors.Join(faults...); err != nil {
		return c, docket.Line{}, err
	}
	was := c.EstablishedOn(n.From)
	next := c.withNumber(n)
	if err := next.overfull(n.From, "established"); err != nil {
		return c, docket.Line{}, err
	}
	return next, docket.Line{Act: "number_established", By: by, Clause: regulation.EstablishedNumber, Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "was": was, "now": n.Established, "from": n.From.String(),
		"decision": n.Decision.Number, "decision_on": n.Decision.On.String()}}, nil
}

// withNumber returns the composition with one more established number.
func (c Composition) withNumber(n Number) Composition {
	if len(c.Numbers) == 0 {
		c.Numbers = []Number{{Established: c.Commission.Established}}
	}
	c.Numbers = append(slices.Clip(c.Numbers), n)
	return c
}

// overfull refuses a composition that has more members than its established number on
// some day from a day on.
func (c Composition) overfull(from calendar.Date, field string) error {
	days := []calendar.Date{from}
	for _, m := range c.Members {
		days = append(days, m.From)
	}
	for _, n := range c.Numbers {
		days = append(days, n.From)
	}
	slices.SortFunc(days, calendar.Date.Compare)
	for _, day := range days {
		established, members := c.EstablishedOn(day), c.Appointed(day)
		if !day.Before(from) && established > 0 && members > established {
			return &regulation.Refusal{Clause: regulation.EstablishedNumber, Field: field, Key: "more_than_established",
				Values: regulation.Values{"Established": established, "Day": day, "Members": members}}
		}
	}
	return nil
}
