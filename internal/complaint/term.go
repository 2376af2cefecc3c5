package complaint

import (
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Stay is a time in which a court has the matter and the complaint stands. Its
// terms stand with it.
type Stay struct {
	Suit
	From    time.Time
	Resumed time.Time // zero while it lasts
}

// Suit is the case that a court has taken up.
type Suit struct {
	Court      string        // name of the court
	Number     string        // of the case
	AcceptedOn calendar.Date // the day the court took it up
}

// Judgment is how a court ended the case.
type Judgment struct {
	InForceOn calendar.Date
	Merits    bool // the court decided the matter itself
}

// Suspended is the stay that lasts, if one does.
func (c Complaint) Suspended() (Stay, bool) {
	if c.State != Suspended || len(c.Stays) == 0 {
		return Stay{}, false
	}
	return c.Stays[len(c.Stays)-1], true
}

// Extend gives the ruling more time, once, before the first term ends on due: thirty
// days more in the ordinary regime, the term of an additional check in a
// campaign. The complainant is told the reason by the letter that does it.
func (c Complaint) Extend(by identity.Actor, reason string, due calendar.Date, m commission.Moment) (Complaint, docket.Line, error) {
	clause := regulation.ThirtyMoreDays
	if c.Regime == regulation.CampaignRegime {
		clause = regulation.AdditionalCheck
	}
	if err := c.must(by, identity.MoveTerm, clause); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(Extension, by, docket.Facts{"until_now": due.String()})
	if err != nil {
		return c, docket.Line{}, err
	}
	switch {
	case !c.Extendable():
		return c, docket.Line{}, regulation.Refuse(clause, "act_not_now", regulation.Values{"Act": string(Extension), "State": string(c.State)})
	case c.Extended || c.AdditionalCheck:
		return c, docket.Line{}, regulation.Refuse(clause, "extended_already", nil)
	case m.Day.After(due):
		return c, docket.Line{}, regulation.Refuse(clause, "extended_too_late", nil)
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return c, docket.Line{}, regulation.Missing(clause, "reason", "extension_reason_missing")
	}
	if err := regulation.Legible(clause, "reason", reason, MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	next.AdditionalCheck, next.Extended = c.Regime == regulation.CampaignRegime, c.Regime == regulation.OrdinaryRegime
	next.ExtensionReason = reason
	line.Clause, line.Facts["reason"] = clause, reason
	return next, line, nil
}

// Suspend stops the consideration because a court has taken up the same matter on the
// claim of the same complainant, which same confirms.
func (c Complaint) Suspend(by identity.Actor, suit Suit, same bool, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.MoveTerm, regulation.CourtCase); err != nil {
		return c, docket.Line{}, err
	}
	suit.Court, suit.Number = strings.TrimSpace(suit.Court), strings.TrimSpace(suit.Number)
	next, line, err := c.take(Suspending, by, docket.Facts{"court": suit.Court, "case": suit.Number, "accepted_on": suit.AcceptedOn.String()})
	if err != nil {
		return c, docket.Line{}, err
	}
	if err := suit.check(same, m.Day); err != nil {
		return c, docket.Line{}, err
	}
	next.Stays = append(slices.Clone(c.Stays), Stay{Suit: suit, From: m.At})
	return next, line, nil
}

func (s Suit) check(same bool, today calendar.Date) error {
	wrong := func(bad bool, field, key string) error {
		if bad {
			return regulation.Missing(regulation.CourtCase, field, key)
		}
		return nil
	}
	return errors.Join(
		wrong(s.Court == "", "court", "court_missing"),
		regulation.Legible(regulation.CourtCase, "court", s.Court, MaxLine),
		wrong(s.Number == "", "case", "court_case_missing"),
		regulation.Legible(regulation.CourtCase, "case", s.Number, MaxLine),
		wrong(s.AcceptedOn.IsZero(), "accepted_on", "court_day_missing"),
		wrong(s.AcceptedOn.After(today), "accepted_on", "court_day_ahead"),
		wrong(!same, "same", "court_other_matter"),
	)
}

// Resume ends a stay by a judgment that has entered into force: where the court decided
// the matter itself, the consideration is terminated; else it goes on, and so does the
// rest of the term.
func (c Complaint) Resume(by identity.Actor, judgment Judgment, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.MoveTerm, regulation.CourtCase); err != nil {
		return c, docket.Line{}, err
	}
	act := Resuming
	if judgment.Merits {
		act = Terminating
	}
	next, line, err := c.take(act, by, docket.Facts{"in_force_on": judgment.InForceOn.String(), "merits": judgment.Merits})
	if err != nil {
		return c, docket.Line{}, err
	}
	stay, _ := c.Suspended()
	switch {
	case judgment.InForceOn.IsZero():
		return c, docket.Line{}, regulation.Missing(regulation.CourtCase, "in_force_on", "judgment_day_missing")
	case judgment.InForceOn.After(m.Day):
		return c, docket.Line{}, regulation.Missing(regulation.CourtCase, "in_force_on", "judgment_not_in_force")
	case judgment.InForceOn.Before(stay.AcceptedOn):
		return c, docket.Line{}, regulation.Missing(regulation.CourtCase, "in_force_on", "judgment_before_case")
	}
	stay.Resumed = m.At
	next.Stays = slices.Clone(c.Stays)
	next.Stays[len(next.Stays)-1] = stay
	if judgment.Merits {
		next.ClosedAt = m.At
	}
	return next, line, nil
}
