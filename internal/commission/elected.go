package commission

import (
	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// OfficerVote is what the commission itself decided about the office of its deputy or
// secretary: to give it to a member, or to release the member from it (Reg. 2.7).
// The vote is the authority; who may conduct it package sitting knows.
type OfficerVote struct {
	Office   identity.Office
	Person   identity.ID
	Decision Decision // of the minutes
}

// Electable returns the first day from which the office can be held, m.Day or the day
// after: who was released today holds it until midnight. It refuses while somebody else
// holds it for longer.
func (c Composition) Electable(office identity.Office, day calendar.Date) (calendar.Date, error) {
	from := day
	if _, held := c.Officer(day, office); held {
		from = day.AddDays(1)
	}
	if holder, held := c.Officer(day.AddDays(1), office); held {
		return day, regulation.Refuse(regulation.OfficerPosts, "office_filled", regulation.Values{"Name": holder.Name.Short()})
	}
	return from, nil
}

// MayHold refuses whom the commission cannot elect: only its members with a deciding vote
// can be, and nobody who holds another office after that day, for one person
// cannot sign as two.
func (c Composition) MayHold(person identity.ID, day calendar.Date) error {
	_, today := c.Member(day, person)
	tomorrow, still := c.Member(day.AddDays(1), person)
	switch {
	case !today || !still:
		return regulation.Missing(regulation.VotingMembers, "nominee", "not_a_member")
	case tomorrow.Office != identity.Member:
		return regulation.Missing(regulation.OfficerPosts, "nominee", "nominee_holds_office")
	}
	return nil
}

// Elect gives the member the office from the first day on which it is free. Who began to
// sit on that very day holds it from the next one: a term is whole days.
func (v OfficerVote) Elect(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	from, err := c.Electable(v.Office, m.Day)
	if err == nil {
		err = c.MayHold(v.Person, m.Day)
	}
	if err != nil {
		return c, docket.Line{}, err
	}
	now, ok := c.Member(from, v.Person)
	if ok && now.From == from {
		from = from.AddDays(1)
		now, ok = c.Member(from, v.Person)
	}
	if !ok {
		return c, docket.Line{}, regulation.Missing(regulation.VotingMembers, "nominee", "not_a_member")
	}
	next, was, err := c.ended(v.Person, from.AddDays(-1), v.Decision, "nominee")
	if err == nil {
		next, err = next.seated(Member{Person: v.Person, Name: was.Name, Office: v.Office, From: from, Until: now.Until, Appointed: v.Decision})
	}
	if err != nil {
		return c, docket.Line{}, err
	}
	return next, v.line("officer_elected", by, c, docket.Facts{"from": from.String()}), nil
}

// Release ends the office of the member with the day of the decision; the seat stays.
func (v OfficerVote) Release(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	holder, held := c.Officer(m.Day, v.Office)
	if !held || holder.Person != v.Person {
		return c, docket.Line{}, regulation.Refuse(regulation.OfficerPosts, "office_vacant", nil)
	}
	line := v.line("officer_released", by, c, docket.Facts{"last": m.Day.String()})
	if holder.Until == m.Day { // the term runs out with the day anyway
		return c, line, nil
	}
	next, was, err := c.ended(v.Person, m.Day, v.Decision, "office")
	if err == nil {
		next, err = next.seated(Member{Person: v.Person, Name: was.Name, Office: identity.Member, From: m.Day.AddDays(1), Until: was.Until, Appointed: v.Decision})
	}
	if err != nil {
		return c, docket.Line{}, err
	}
	return next, line, nil
}

func (v OfficerVote) line(act string, by identity.Actor, c Composition, facts docket.Facts) docket.Line {
	facts["commission"], facts["person"], facts["office"] = int64(c.Commission.ID), int64(v.Person), string(v.Office)
	facts["decision"], facts["decision_on"] = v.Decision.Number, v.Decision.On.String()
	return docket.Line{Act: act, By: by, Clause: regulation.OfficerPosts, Facts: facts}
}
