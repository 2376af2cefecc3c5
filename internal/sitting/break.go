package sitting

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Break is a time in which an open sitting does not go on: within the day, or, with a
// place, until another day.
type Break struct {
	From     time.Time
	Expected time.Time // when the sitting goes on, as announced
	Place    string    // where it goes on another day; empty for a break within the day
	Reason   string
	Until    time.Time // zero while it lasts, and of a sitting closed without going on
	// Took is how the members took part before the sitting was adjourned: on the other
	// day everybody is asked anew.
	Took []Presence
}

// Presence is how a member took part in one of the days of a sitting.
type Presence struct {
	Member identity.ID
	Mode   Mode
	Reason string
	At     time.Time
}

// Adjourns reports whether the sitting goes on another day.
func (b Break) Adjourns() bool { return b.Place != "" }

// Break returns the break that lasts.
func (s Sitting) Break() (Break, bool) {
	if n := len(s.Breaks); n > 0 && s.Breaks[n-1].Until.IsZero() && s.State == Open {
		return s.Breaks[n-1], true
	}
	return Break{}, false
}

// Adjourned reports whether the sitting waits for another day.
func (s Sitting) Adjourned() bool {
	b, ok := s.Break()
	return ok && b.Adjourns()
}

// Adjournments returns the breaks until another day.
func (s Sitting) Adjournments() []Break {
	return slices.DeleteFunc(slices.Clone(s.Breaks), func(b Break) bool { return !b.Adjourns() })
}

// goingOn refuses what cannot be done in a break: no vote opens, nobody speaks.
func (s Sitting) goingOn() error {
	b, ok := s.Break()
	switch {
	case !ok:
		return nil
	case b.Adjourns():
		return regulation.Refuse(regulation.MinutesParts, "sitting_adjourned", nil)
	}
	return regulation.Refuse(regulation.MinutesParts, "break_lasts", nil)
}

// AnnounceBreak announces a break within the day with its expected end. The time of whoever
// speaks stops.
func (s Sitting) AnnounceBreak(by identity.Actor, expected time.Time, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.interruptible(by); err != nil {
		return s, docket.Line{}, err
	}
	switch {
	case !expected.After(m.At):
		return s, docket.Line{}, regulation.Missing(regulation.MinutesParts, "break_end", "break_end_past")
	case calendar.On(expected, s.Profile(m.Composition).Zone()) != m.Day:
		return s, docket.Line{}, regulation.Missing(regulation.MinutesParts, "break_end", "break_end_another_day")
	}
	s = s.interrupted(Break{From: m.At, Expected: expected})
	return s, docket.Line{Act: "break", By: by, Clause: regulation.MinutesParts, Facts: docket.Facts{"expected": expected.UTC().Format(time.RFC3339)}}, nil
}

// interruptible refuses to interrupt a sitting that is not open, is interrupted already, or
// is in the middle of a vote: what was begun is finished or broken off first.
func (s Sitting) interruptible(by identity.Actor) error {
	if err := s.conducting(by); err != nil {
		return err
	}
	if s.State != Open {
		return regulation.Refuse(regulation.MinutesParts, "sitting_not_open", nil)
	}
	if item, voting := s.Voting(); voting {
		return regulation.Refuse(regulation.FatesOfDraft, "another_vote_open", regulation.Values{"Ordinal": item.Ordinal})
	}
	return s.goingOn()
}

func (s Sitting) interrupted(b Break) Sitting {
	s = s.changingFloor(func(p Speech) Speech { return p.stopped(b.From) })
	s.Breaks = append(slices.Clone(s.Breaks), b)
	s.Version++
	return s
}

// EndBreak ends a break within the day, also before its expected end.
func (s Sitting) EndBreak(by identity.Actor, at time.Time) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	if b, ok := s.Break(); !ok || b.Adjourns() {
		return s, docket.Line{}, regulation.Refuse(regulation.MinutesParts, "no_break", nil)
	}
	s = s.broken(at)
	s.Version++
	return s, docket.Line{Act: "break_ended", By: by, Clause: regulation.MinutesParts, Facts: docket.Facts{"present": len(s.Present())}}, nil
}

// broken ends the break that lasts, if there is one.
func (s Sitting) broken(at time.Time) Sitting {
	if _, ok := s.Break(); ok {
		s.Breaks = slices.Clone(s.Breaks)
		s.Breaks[len(s.Breaks)-1].Until = at
	}
	return s
}

// Continuation is when and where an adjourned sitting goes on.
type Continuation struct {
	At     time.Time
	Place  string
	Reason string
}

// Misses returns the items without a fate whose term ends before the day: to adjourn the
// sitting to it is to miss it.
func (s Sitting) Misses(day calendar.Date) []Item { return s.Late(day.AddDays(-1)) }

// Adjourn interrupts an open sitting until another day. What was decided stays, items and
// their state too; how the members take part is asked anew, of those who sit on that day.
// Terms run on, and items whose term ends before are passed over only knowingly.
// Everybody is told of the other day: who is present heard it, the others by a letter each
// and those who were invited by e-mail or on their page again.
func (s Sitting) Adjourn(by identity.Actor, to Continuation, m commission.Moment, knowing bool) (Sitting, docket.Line, error) {
	if err := s.interruptible(by); err != nil {
		return s, docket.Line{}, err
	}
	if s.balloting() {
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "adjourning_during_ballot", nil)
	}
	to.Place, to.Reason = strings.TrimSpace(to.Place), strings.TrimSpace(to.Reason)
	day := calendar.On(to.At, s.Profile(m.Composition).Zone())
	var faults []error
	if to.At.IsZero() || !day.After(m.Day) {
		faults = append(faults, regulation.Missing(regulation.MembersNotice, "adjourn_day", "adjourned_not_ahead"))
	}
	if to.Place == "" {
		faults = append(faults, regulation.Missing(regulation.MembersNotice, "adjourn_place", "place_missing"))
	}
	if to.Reason == "" {
		faults = append(faults, regulation.Missing(regulation.MinutesParts, "adjourn_reason", "adjourn_reason_missing"))
	}
	faults = append(faults, regulation.Legible(regulation.MembersNotice, "adjourn_place", to.Place, complaint.MaxLine),
		regulation.Legible(regulation.MinutesParts, "adjourn_reason", to.Reason, complaint.MaxLine))
	if err := errors.Join(faults...); err != nil {
		return s, docket.Line{}, err
	}
	facts := docket.Facts{"until": to.At.UTC().Format(time.RFC3339)}
	if late := refsOf(s.Misses(day)); late != nil {
		if !knowing {
			return s, docket.Line{}, &regulation.Refusal{Clause: regulation.TermStands, Field: "adjourn_knowing", Key: "adjourning_misses_terms",
				Values: regulation.Values{"Numbers": strings.Join(late, ", ")}}
		}
		facts["late"] = late
	}
	b := Break{From: m.At, Expected: to.At, Place: to.Place, Reason: to.Reason}
	for _, a := range s.Attendance {
		b.Took = append(b.Took, Presence{Member: a.Member.Person, Mode: a.Mode, Reason: a.Reason, At: a.At})
	}
	heard := s.Present()
	s = s.interrupted(b)
	s.Attendance = s.askedAnew(m.Composition.On(day), m.At)
	facts["members"] = s.seats()
	digested(facts, "place", b.Place)
	digested(facts, "reason", b.Reason)
	s = s.summonedAnew(heard, by, m.At)
	return s, docket.Line{Act: "adjournment", By: by, Clause: regulation.TermStands, Facts: facts}, nil
}

// summonedAnew tells the members and the parties of the day to which the sitting was adjourned.
func (s Sitting) summonedAnew(heard []Attendance, by identity.Actor, at time.Time) Sitting {
	s.Notices = slices.Clone(s.Notices)
	for _, a := range heard {
		s.Notices = append(s.Notices, Notice{Member: a.Member.Person, Way: AtHand, ToldAt: at, By: by.ID, MadeAt: at, Summons: s.Summons()})
	}
	s.Notices = append(s.Notices, s.letters(at)...)
	return s.invitedAnew(by, at)
}

// askedAnew is the attendance with nobody's presence known; who sits on that day and was
// not on the list is added to it.
func (s Sitting) askedAnew(members []commission.Member, at time.Time) []Attendance {
	anew := make([]Attendance, 0, len(s.Attendance))
	for _, a := range s.Attendance {
		anew = append(anew, Attendance{Member: a.Member, At: at})
	}
	for _, member := range members {
		if !slices.ContainsFunc(anew, func(a Attendance) bool { return a.Member.Person == member.Person }) {
			anew = append(anew, Attendance{Member: member, At: at})
		}
	}
	return anew
}

// Continue goes on with an adjourned sitting, not before the day the members were told:
// with a quorum, under who presides that day, or presides in the chair's absence by
// the decision of the commission.
func (s Sitting) Continue(by identity.Actor, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	b, ok := s.Break()
	if !ok || !b.Adjourns() || s.State != Open {
		return s, docket.Line{}, regulation.Refuse(regulation.MembersNotice, "not_adjourned", nil)
	}
	if day := calendar.On(b.Expected, s.Profile(m.Composition).Zone()); m.Day.Before(day) {
		return s, docket.Line{}, regulation.Refuse(regulation.MembersNotice, "sitting_before_its_day", regulation.Values{"Day": day})
	}
	next := s
	if lawful, ok := m.Composition.Presiding(m.Day); ok && s.present(lawful.Person) {
		next.Presiding = lawful
	}
	if err := errors.Join(s.seated(m), next.able()); err != nil {
		return s, docket.Line{}, err
	}
	if next.Presiding.Person == s.Secretary.Person {
		return s, docket.Line{}, regulation.Refuse(regulation.SittingSecretary, "keeper_cannot_preside", nil)
	}
	next = next.broken(m.At).presidedSince(m.At)
	next.Version++
	facts := docket.Facts{"present": len(next.Present()), "needed": next.Quorum().Needed}
	next.onDuty(facts)
	return next, docket.Line{Act: "continuation", By: by, Clause: regulation.Quorum, Facts: facts}, nil
}

// AnnounceBreak announces a break within the day.
func (s *Service) AnnounceBreak(ctx context.Context, by identity.Actor, number int, expected time.Time) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.AnnounceBreak(by, expected, m)
	})
}

// EndBreak ends it.
func (s *Service) EndBreak(ctx context.Context, by identity.Actor, number int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.EndBreak(by, m.At)
	})
}

// Adjourn interrupts the sitting until another day.
func (s *Service) Adjourn(ctx context.Context, by identity.Actor, number int, to Continuation, knowing bool) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Adjourn(by, to, m, knowing)
	})
}

// Continue goes on with an adjourned sitting.
func (s *Service) Continue(ctx context.Context, by identity.Actor, number int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Continue(by, m)
	})
}
