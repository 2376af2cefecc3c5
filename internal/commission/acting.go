package commission

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ActingID is a number of duties laid in this installation.
type ActingID int64

// Basis is what lays an officer's duties on another member.
type Basis string

// The grounds. Duties of a deputy or a secretary are laid by decision only.
const (
	ByOrder      Basis = "order"    // the chair's own, agreed with the higher commission, for a short absence
	ByDecision   Basis = "decision" // of the commission, during an absence or until a new chair is appointed
	AfterRelease Basis = "release"  // of the commission, after the chair was released early
)

// Bases lists the grounds in the order of the screen.
var Bases = []Basis{ByOrder, ByDecision, AfterRelease}

// Acting lays an officer's duties on another member.
type Acting struct {
	ID     ActingID
	Office identity.Office // whose duties; empty is the chair's
	Person identity.ID
	From   calendar.Date
	Until  calendar.Date // zero until a new officer is appointed
	Basis  Basis         // empty where only the ground was recorded
	Paper  Decision      // the order, or the decision
	Note   string        // of an order: how it was agreed; of duties laid on the secretary: why not on the deputy
	Ground string        // the order or decision, as it stands in the signature's record
}

func (a Acting) duties() identity.Office { return cmp.Or(a.Office, identity.Chair) }

// Duties returns the office whose duties are laid.
func (a Acting) Duties() identity.Office { return a.duties() }

// ActingFor returns who has the duties of an office on the day, and on what ground.
func (c Composition) ActingFor(office identity.Office, day calendar.Date) (Member, Acting, bool) {
	for _, a := range c.Acting {
		if a.duties() != office || !on(day, a.From, a.Until) {
			continue
		}
		if m, ok := c.Member(day, a.Person); ok {
			return m, a, true
		}
	}
	return Member{}, Acting{}, false
}

// ActingChair returns who acts as chair on the day and on what ground.
func (c Composition) ActingChair(day calendar.Date) (Member, Acting, bool) {
	return c.ActingFor(identity.Chair, day)
}

// ground is the paper as it stands in the record of a signature.
func (a Acting) ground() string {
	text := "решение комиссии " + a.Paper.String()
	if a.Basis == ByOrder {
		text = "распоряжение председателя " + a.Paper.String()
	}
	if a.Note != "" {
		text += " (" + a.Note + ")"
	}
	return text
}

// Lay lays the duties on the member.
func (a Acting) Lay(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	clause := regulation.ActingChair
	if a.duties() != identity.Chair {
		clause = regulation.SittingSecretary
	}
	if err := by.Must(identity.Administer, clause); err != nil {
		return c, docket.Line{}, err
	}
	a.Office, a.Paper, a.Note = a.duties(), a.Paper.trimmed(), strings.TrimSpace(a.Note)
	faults := []error{a.Paper.check(clause, "paper", m), short(a.Note, "note"), checkSpan(clause, a.From, a.Until, "acting_from", "acting_until")}
	if !slices.Contains(Bases, a.Basis) {
		faults = append(faults, regulation.Missing(clause, "basis", "choose_one"))
	}
	if a.Office == identity.Member || !a.Office.Voting() {
		faults = append(faults, regulation.Missing(clause, "duties", "choose_one"))
	}
	if err := errors.Join(faults...); err != nil {
		return c, docket.Line{}, err
	}
	person, ok := c.Member(a.From, a.Person)
	if !ok {
		return c, docket.Line{}, regulation.Missing(clause, "person", "acting_not_member")
	}
	lawful := a.lawfulOfficer
	if a.Office == identity.Chair {
		lawful = a.lawfulChair
	}
	if err := errors.Join(lawful(c, person), a.alone(c, clause)); err != nil {
		return c, docket.Line{}, err
	}
	a.Ground = a.ground()
	c.Acting = append(slices.Clip(c.Acting), a)
	return c, docket.Line{Act: "duties_laid", By: by, Clause: clause, Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "duties": string(a.Office), "person": int64(a.Person), "from": a.From.String(), "until": a.Until.String(),
		"basis": string(a.Basis), "paper": a.Paper.Number, "paper_on": a.Paper.On.String()}}, nil
}

// lawfulChair says whether the chair's duties may be laid on the member: by the
// chair's order on the deputy only; by decision on the deputy, and on the secretary if
// that is impossible; after an early release on either.
func (a Acting) lawfulChair(c Composition, person Member) error {
	refuse := func(field, key string) error { return regulation.Missing(regulation.ActingChair, field, key) }
	_, chair := c.Officer(a.From, identity.Chair)
	_, deputy := c.Officer(a.From, identity.Deputy)
	switch {
	case person.Office != identity.Deputy && person.Office != identity.Secretary:
		return refuse("person", "acting_not_officer")
	case a.Basis == ByOrder && !chair:
		return refuse("basis", "acting_order_without_chair")
	case a.Basis == ByOrder && person.Office != identity.Deputy:
		return refuse("person", "acting_order_deputy_only")
	case a.Basis == ByOrder && a.Note == "":
		return refuse("note", "acting_agreement_missing")
	case a.Basis == ByDecision && person.Office == identity.Secretary && deputy && a.Note == "":
		return refuse("note", "acting_deputy_first")
	case a.Basis == AfterRelease:
		if last, vacant := c.lastHeld(identity.Chair, a.From); !vacant || last.Released.IsZero() {
			return refuse("basis", "acting_no_release")
		}
	}
	return nil
}

// lawfulOfficer says whether the duties of the deputy or the secretary may be laid on
// the member: on any other one but the chair, by decision.
func (a Acting) lawfulOfficer(_ Composition, person Member) error {
	refuse := func(field, key string) error { return regulation.Missing(regulation.SittingSecretary, field, key) }
	switch {
	case a.Basis != ByDecision:
		return refuse("basis", "duties_by_decision_only")
	case person.Office == a.Office:
		return refuse("person", "duties_of_own_office")
	case person.Office == identity.Chair:
		return refuse("person", "duties_not_for_chair")
	}
	return nil
}

// alone refuses duties that somebody has on one of the days already, and duties for
// somebody who has others then: the chair and the secretary both sign.
func (a Acting) alone(c Composition, clause regulation.Clause) error {
	for _, other := range c.Acting {
		if !on(a.From, other.From, other.Until) && !on(other.From, a.From, a.Until) {
			continue
		}
		day := a.From
		if other.From.After(day) {
			day = other.From
		}
		switch {
		case other.duties() == a.Office:
			return &regulation.Refusal{Clause: clause, Field: "acting_from", Key: "acting_overlaps", Values: regulation.Values{"Day": day}}
		case other.Person == a.Person:
			return &regulation.Refusal{Clause: clause, Field: "acting_from", Key: "acting_twice", Values: regulation.Values{"Day": day}}
		}
	}
	return nil
}

// DutiesEnd ends duties that were laid, with their last day.
type DutiesEnd struct {
	Acting ActingID
	Last   calendar.Date
}

// End ends the duties.
func (e DutiesEnd) End(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := by.Must(identity.Administer, regulation.ActingChair); err != nil {
		return c, docket.Line{}, err
	}
	i := slices.IndexFunc(c.Acting, func(a Acting) bool { return a.ID == e.Acting })
	if i < 0 {
		return c, docket.Line{}, ErrNotFound
	}
	a := c.Acting[i]
	switch {
	case e.Last.IsZero():
		return c, docket.Line{}, regulation.Missing(regulation.ActingChair, "duties_last", "date_missing")
	case e.Last.Before(a.From):
		return c, docket.Line{}, regulation.Missing(regulation.ActingChair, "duties_last", "ends_before_start")
	case !a.Until.IsZero() && !e.Last.Before(a.Until):
		return c, docket.Line{}, regulation.Missing(regulation.ActingChair, "duties_last", "term_ends_anyway")
	}
	if err := possible(e.Last, "duties_last"); err != nil {
		return c, docket.Line{}, err
	}
	c.Acting = slices.Clone(c.Acting)
	c.Acting[i].Until = e.Last
	return c, docket.Line{Act: "duties_ended", By: by, Clause: regulation.ActingChair, Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "duties": string(a.duties()), "person": int64(a.Person), "last": e.Last.String()}}, nil
}
