package commission

import (
	"errors"
	"slices"
	"time"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Convocation is one composition of a commission, from its formation to its end. Its
// members, sittings and rulings stay readable after it.
type Convocation struct {
	Number       int
	From         calendar.Date // zero if since before it was recorded
	Formed       Decision      // zero if it was not formed here
	Until        calendar.Date // the last day included; zero while it lasts
	Dissolved    Decision
	FirstSitting time.Time // when its first sitting opened; zero before that
}

// Exists reports whether the commission is not dissolved on the day.
func (c Composition) Exists(day calendar.Date) bool {
	return c.Commission.DissolvedOn.IsZero() || c.Commission.DissolvedOn.After(day)
}

// Convocation returns the composition that works now, or worked last; the zero one
// where none was formed or dissolved here.
func (c Composition) Convocation() Convocation {
	if len(c.Formed) == 0 {
		return Convocation{}
	}
	return c.Formed[len(c.Formed)-1]
}

// formedOn returns the first day of the composition of a day, zero if not recorded.
func (c Composition) formedOn(day calendar.Date) calendar.Date {
	var from calendar.Date
	for _, v := range c.Formed {
		if !v.From.After(day) {
			from = v.From
		}
	}
	return from
}

// FirstSittingOwed returns the composition whose first sitting has not opened yet
// false if there is none.
func (c Composition) FirstSittingOwed(day calendar.Date) (Convocation, bool) {
	now := c.Convocation()
	return now, !now.Formed.IsZero() && now.FirstSitting.IsZero() && c.Exists(day) && !now.From.After(day)
}

// Dissolution ends a commission, or its composition, from a day on.
type Dissolution struct {
	From     calendar.Date // the first day without it
	Decision Decision
}

// Dissolve ends the terms of all members and the duties laid on them the day before.
// Complaints stay with the commission.
func (d Dissolution) Dissolve(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := by.Must(identity.Administer, regulation.Formation); err != nil {
		return c, docket.Line{}, err
	}
	d.Decision = d.Decision.trimmed()
	last := d.From.AddDays(-1)
	faults := []error{d.Decision.check(regulation.Formation, "dissolution", m), checkSpan(regulation.Formation, d.From, calendar.Date{}, "dissolved_from", "")}
	began := c.Convocation().From
	switch {
	case !c.Commission.DissolvedOn.IsZero():
		faults = append(faults, &regulation.Refusal{Clause: regulation.Formation, Field: "dissolved_from", Key: "commission_dissolved",
			Values: regulation.Values{"Day": c.Commission.DissolvedOn}})
	case d.From.IsZero():
	case !began.IsZero() && last.Before(began):
		faults = append(faults, regulation.Missing(regulation.Formation, "dissolved_from", "dissolved_before_term"))
	case slices.ContainsFunc(c.Members, func(m Member) bool { return !m.From.Before(d.From) }),
		slices.ContainsFunc(c.Acting, func(a Acting) bool { return !a.From.Before(d.From) }):
		faults = append(faults, regulation.Missing(regulation.Formation, "dissolved_from", "dissolved_before_term"))
	}
	if err := errors.Join(faults...); err != nil {
		return c, docket.Line{}, err
	}
	next := c
	next.Commission.DissolvedOn = d.From
	next.Members, next.Acting, next.Formed = slices.Clone(c.Members), slices.Clone(c.Acting), slices.Clone(c.Formed)
	ended := 0
	for i, each := range next.Members {
		if on(d.From, each.From, each.Until) {
			next.Members[i].Until = last
			ended++
		}
	}
	for i, a := range next.Acting {
		if on(d.From, a.From, a.Until) {
			next.Acting[i].Until = last
		}
	}
	if len(next.Formed) == 0 || !c.Convocation().Until.IsZero() {
		next.Formed = append(next.Formed, Convocation{Number: max(c.Commission.Convocation, 1)})
	}
	now := &next.Formed[len(next.Formed)-1]
	now.Until, now.Dissolved = last, d.Decision
	return next, docket.Line{Act: "commission_dissolved", By: by, Clause: regulation.Formation, Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "convocation": now.Number, "from": d.From.String(), "members": ended,
		"decision": d.Decision.Number, "decision_on": d.Decision.On.String()}}, nil
}

// Formation forms a dissolved commission anew, with the next number of its composition.
// The members are then appointed one by one.
type Formation struct {
	From        calendar.Date
	Decision    Decision
	Established int
}

// Form forms the commission. The first sitting is due within 15 days of the decision
// and none opens before two thirds of the seats are filled.
func (f Formation) Form(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := by.Must(identity.Administer, regulation.FirstSitting); err != nil {
		return c, docket.Line{}, err
	}
	f.Decision = f.Decision.trimmed()
	faults := []error{f.Decision.check(regulation.FirstSitting, "formation", m), checkSpan(regulation.FirstSitting, f.From, calendar.Date{}, "formed_from", ""),
		checkEstablished(c.Commission.Kind, c.ProfileOn(f.From), f.Established)}
	gone := c.Commission.DissolvedOn
	wrong := func(key string, values regulation.Values) {
		faults = append(faults, &regulation.Refusal{Clause: regulation.FirstSitting, Field: "formed_from", Key: key, Values: values})
	}
	latest := calendar.Date{}
	if len(c.Numbers) > 0 {
		latest = c.Numbers[len(c.Numbers)-1].From
	}
	switch {
	case gone.IsZero():
		wrong("commission_not_dissolved", nil)
	case f.From.IsZero():
	case f.From.Before(gone):
		wrong("formed_before_dissolved", regulation.Values{"Day": gone})
	case f.From.After(m.Day):
		wrong("formed_in_future", nil)
	case f.Established != c.EstablishedOn(f.From) && !latest.IsZero() && !f.From.After(latest):
		wrong("number_before_number", regulation.Values{"Day": latest})
	}
	if err := errors.Join(faults...); err != nil {
		return c, docket.Line{}, err
	}
	next := c
	if f.Established != c.EstablishedOn(f.From) {
		next = next.withNumber(Number{Established: f.Established, From: f.From, Decision: f.Decision})
	}
	next.Commission.DissolvedOn = calendar.Date{}
	next.Commission.Convocation = max(c.Commission.Convocation, 1) + 1
	next.Formed = append(slices.Clip(c.Formed), Convocation{Number: next.Commission.Convocation, From: f.From, Formed: f.Decision})
	return next, docket.Line{Act: "commission_formed", By: by, Clause: regulation.FirstSitting, Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "convocation": next.Commission.Convocation, "from": f.From.String(), "established": f.Established,
		"decision": f.Decision.Number, "decision_on": f.Decision.On.String()}}, nil
}
