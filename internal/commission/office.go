package commission

import (
	"errors"
	"slices"
	"strings"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Appointment gives a person a seat with a deciding vote, and the means to sign in. It
// rests on a decision: of the higher commission for the chair, of those who appoint or
// elect for the others.
type Appointment struct {
	Commission ID
	Name       identity.Name
	Office     identity.Office
	From       calendar.Date
	Until      calendar.Date // the last day included; zero if none was set
	Decision   Decision
	Login      string
}

// trimmed returns the appointment as it is kept.
func (a Appointment) trimmed() Appointment {
	part := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	a.Name = identity.Name{Surname: part(a.Name.Surname), Given: part(a.Name.Given), Patronymic: part(a.Name.Patronymic)}
	a.Login, a.Decision = strings.ToLower(strings.TrimSpace(a.Login)), a.Decision.trimmed()
	return a
}

// check refuses what can be seen without the commission.
func (a Appointment) check() error {
	faults := []error{needed(a.Name.Surname, "surname"), needed(a.Name.Given, "given"), needed(a.Login, "login"),
		short(a.Name.Surname, "surname"), short(a.Name.Given, "given"), short(a.Name.Patronymic, "patronymic"), short(a.Login, "login"),
		checkSpan(regulation.VotingMembers, a.From, a.Until, "from", "until")}
	if !a.Office.Voting() {
		faults = append(faults, regulation.Missing(regulation.VotingMembers, "office", "choose_one"))
	}
	return errors.Join(faults...)
}

// Seat gives the person of that number the seat. Whoever acted in a vacant office does
// so until the day before.
func (a Appointment) Seat(by identity.Actor, person identity.ID, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := by.Must(identity.Administer, regulation.VotingMembers); err != nil {
		return c, docket.Line{}, err
	}
	if err := errors.Join(a.check(), a.Decision.check(clauseOf(a.Office), "decision", m)); err != nil {
		return c, docket.Line{}, err
	}
	if gone := c.Commission.DissolvedOn; !gone.IsZero() && (a.Until.IsZero() || !a.Until.Before(gone)) {
		return c, docket.Line{}, &regulation.Refusal{Clause: regulation.Formation, Field: "from", Key: "commission_dissolved", Values: regulation.Values{"Day": gone}}
	}
	next, err := c.seated(Member{Person: person, Name: a.Name, Office: a.Office, From: a.From, Until: a.Until, Appointed: a.Decision})
	if err != nil {
		return c, docket.Line{}, err
	}
	return next, docket.Line{Act: "member_seated", By: by, Clause: clauseOf(a.Office), Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "person": int64(person), "office": string(a.Office), "from": a.From.String(), "until": a.Until.String(),
		"decision": a.Decision.Number, "decision_on": a.Decision.On.String()}}, nil
}

// clauseOf returns the rule an appointment to the office rests on.
func clauseOf(office identity.Office) regulation.Clause {
	if office == identity.Member {
		return regulation.VotingMembers
	}
	return regulation.OfficerPosts
}

// seated returns the composition with one more term, unless it contradicts another
// one or leaves more members than seats.
func (c Composition) seated(m Member) (Composition, error) {
	terms := make([]Term, 0, len(c.Members)+1)
	for _, each := range append(slices.Clip(c.Members), m) {
		terms = append(terms, Term{Person: each.Person, Name: each.Name, Office: each.Office, From: each.From, Until: each.Until})
	}
	terms[len(terms)-1].Line = 1
	all := &faults{}
	checkTerms(all, c.EstablishedOn, nil, terms)
	if len(all.all) > 0 {
		return c, renamed(all.all[0].Why, "held_from", "from")
	}
	next := c
	next.Members = append(slices.Clip(c.Members), m)
	next.Acting = slices.Clone(c.Acting)
	for i, a := range next.Acting {
		_, held := c.Officer(a.From, a.duties())
		if a.duties() == m.Office && !held && a.From.Before(m.From) && on(m.From, a.From, a.Until) {
			next.Acting[i].Until = m.From.AddDays(-1)
		}
	}
	return next, next.overfull(m.From, "from")
}

// Release ends a member's term before its time with its last day, by a decision.
type Release struct {
	Person   identity.ID
	Last     calendar.Date
	Decision Decision
}

// End ends the term. Who was to sign what is signed stays in the record; duties laid
// on the member end with it.
func (r Release) End(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := by.Must(identity.Administer, regulation.VotingMembers); err != nil {
		return c, docket.Line{}, err
	}
	r.Decision = r.Decision.trimmed()
	faults := []error{r.Decision.check(regulation.VotingMembers, "release", m), possible(r.Last, "last")}
	if r.Last.IsZero() {
		faults = append(faults, regulation.Missing(regulation.VotingMembers, "last", "date_missing"))
	}
	if err := errors.Join(faults...); err != nil {
		return c, docket.Line{}, err
	}
	next, ended, err := c.ended(r.Person, r.Last, r.Decision, "last")
	if err != nil {
		return c, docket.Line{}, err
	}
	return next, docket.Line{Act: "member_released", By: by, Clause: clauseOf(ended.Office), Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "person": int64(r.Person), "office": string(ended.Office), "last": r.Last.String(),
		"decision": r.Decision.Number, "decision_on": r.Decision.On.String()}}, nil
}

// ended returns the composition with the person's term of the day ended on it, and
// that term as it was.
func (c Composition) ended(person identity.ID, last calendar.Date, by Decision, field string) (Composition, Member, error) {
	i := slices.IndexFunc(c.Members, func(m Member) bool { return m.Person == person && on(last, m.From, m.Until) })
	if i < 0 {
		return c, Member{}, regulation.Missing(regulation.VotingMembers, field, "no_term_on_day")
	}
	was := c.Members[i]
	if was.Until == last {
		return c, Member{}, regulation.Missing(regulation.VotingMembers, field, "term_ends_anyway")
	}
	next := c
	next.Members, next.Acting = slices.Clone(c.Members), slices.Clone(c.Acting)
	next.Members[i].Until, next.Members[i].Released = last, by
	for j, a := range next.Acting {
		if a.Person == person && on(last, a.From, a.Until) {
			next.Acting[j].Until = last
		}
	}
	return next, was, nil
}

// Transfer gives a member another office: one term ends and another begins the day
// after, by one decision.
type Transfer struct {
	Person   identity.ID
	Office   identity.Office
	From     calendar.Date
	Decision Decision
}

// Make makes the transfer. The new term ends when the old one was to.
func (t Transfer) Make(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := by.Must(identity.Administer, regulation.OfficerPosts); err != nil {
		return c, docket.Line{}, err
	}
	t.Decision = t.Decision.trimmed()
	faults := []error{t.Decision.check(regulation.OfficerPosts, "transfer", m), possible(t.From, "transfer_from")}
	if !t.Office.Voting() {
		faults = append(faults, regulation.Missing(regulation.OfficerPosts, "office", "choose_one"))
	}
	if t.From.IsZero() {
		faults = append(faults, regulation.Missing(regulation.OfficerPosts, "transfer_from", "date_missing"))
	}
	if err := errors.Join(faults...); err != nil {
		return c, docket.Line{}, err
	}
	now, ok := c.Member(t.From, t.Person)
	switch {
	case !ok:
		return c, docket.Line{}, regulation.Missing(regulation.VotingMembers, "transfer_from", "no_term_on_day")
	case now.Office == t.Office:
		return c, docket.Line{}, regulation.Missing(regulation.OfficerPosts, "office", "office_the_same")
	case now.From == t.From:
		return c, docket.Line{}, regulation.Missing(regulation.OfficerPosts, "transfer_from", "office_changed_too_early")
	}
	next, was, err := c.ended(t.Person, t.From.AddDays(-1), t.Decision, "transfer_from")
	if err == nil {
		next, err = next.seated(Member{Person: t.Person, Name: was.Name, Office: t.Office, From: t.From, Until: was.Until, Appointed: t.Decision})
	}
	if err != nil {
		return c, docket.Line{}, renamed(err, "from", "transfer_from")
	}
	return next, docket.Line{Act: "office_changed", By: by, Clause: regulation.OfficerPosts, Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "person": int64(t.Person), "was": string(was.Office), "now": string(t.Office), "from": t.From.String(),
		"decision": t.Decision.Number, "decision_on": t.Decision.On.String()}}, nil
}

// renamed returns a refusal with its field under the name it has in another form.
func renamed(err error, field, as string) error {
	var why *regulation.Refusal
	if errors.As(err, &why) && why.Field == field {
		why.Field = as
	}
	return err
}

// Vacated is an office that fell vacant because its holder was released early.
type Vacated struct {
	Office identity.Office
	Name   identity.Name // of who held it
	Last   calendar.Date // the last day held
}

// Vacant returns the offices of deputy and secretary that stand empty on the day after
// an early release: a new holder is to be elected within 7 days. A term that
// ran out, or ended with its composition, is none.
func (c Composition) Vacant(day calendar.Date) []Vacated {
	if !c.Exists(day) {
		return nil
	}
	var vacant []Vacated
	for _, office := range []identity.Office{identity.Deputy, identity.Secretary} {
		if last, ok := c.lastHeld(office, day); ok && !last.Released.IsZero() && !last.From.Before(c.formedOn(day)) {
			vacant = append(vacant, Vacated{Office: office, Name: last.Name, Last: last.Until})
		}
	}
	return vacant
}

// lastHeld returns who held the office last before the day; false if somebody holds it
// on the day, or nobody has.
func (c Composition) lastHeld(office identity.Office, day calendar.Date) (Member, bool) {
	var last Member
	for _, m := range c.Members {
		switch {
		case m.Office != office || m.From.After(day):
		case on(day, m.From, m.Until):
			return Member{}, false
		case last.From.IsZero() || m.Until.After(last.Until):
			last = m
		}
	}
	return last, !last.From.IsZero()
}
