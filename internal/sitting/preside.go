package sitting

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Duty is who presided over a sitting, or kept its minutes, from an instant on.
type Duty struct {
	commission.Signatory
	Since time.Time
}

// presidedSince notes who presides from now on, and who keeps the minutes.
func (s Sitting) presidedSince(at time.Time) Sitting {
	s.Presided = since(s.Presided, s.Presiding, at)
	s.Kept = since(s.Kept, s.Secretary, at)
	return s
}

func since(duties []Duty, who commission.Signatory, at time.Time) []Duty {
	if n := len(duties); n > 0 && duties[n-1].Person == who.Person && duties[n-1].Title == who.Title {
		return duties
	}
	return append(slices.Clone(duties), Duty{Signatory: who, Since: at})
}

// present reports whether the member takes part now.
func (s Sitting) present(person identity.ID) bool {
	return slices.ContainsFunc(s.Attendance, func(a Attendance) bool { return a.Member.Person == person && a.Mode.Present() })
}

// Presides returns who is to preside in place of the presiding member who has left, and
// whether the commission must decide it. The chair, or who acts as chair that day, needs
// no decision; else it is the deputy, and where that is impossible the secretary.
func (s Sitting) Presides(m commission.Moment) (successor commission.Signatory, decided, ok bool) {
	if lawful, ok := m.Composition.Presiding(m.Day); ok && s.present(lawful.Person) {
		return lawful, false, lawful.Person != s.Presiding.Person
	}
	if s.present(s.Presiding.Person) {
		return commission.Signatory{}, false, false
	}
	for _, office := range []identity.Office{identity.Deputy, identity.Secretary} {
		if officer, ok := m.Composition.Officer(m.Day, office); ok && s.present(officer.Person) {
			return commission.Signatory{Member: officer, Title: "Председательствующий"}, true, true
		}
	}
	return commission.Signatory{}, false, false
}

// Succeeds reports whether somebody is the one to preside as soon as the presiding member
// is gone from the open sitting.
func (s Sitting) Succeeds(by identity.Actor, m commission.Moment) bool {
	if s.State != Open || !by.MayAbout(identity.ConductSitting, identity.Matter{Commission: s.Commission}) {
		return false
	}
	s.Attendance = slices.Clone(s.Attendance)
	if i := s.seat(s.Presiding.Person); i >= 0 {
		s.Attendance[i].Mode = Absent
	}
	successor, _, ok := s.Presides(m)
	return ok && successor.Person == by.ID
}

// PresidingGone is the word of who is to preside next that the presiding member has left
// or lost the link, with what was seen. It is for the case that the secretary of the sitting
// is gone as well and nobody can record the attendance: without it the sitting
// would wait for ever. It gives no power: to break off the vote that is open and to take
// the chair by a decision of the commission are acts of their own, and a presiding
// member who is there after all marks it in the attendance.
func (s Sitting) PresidingGone(by identity.Actor, reason string, m commission.Moment) (Sitting, docket.Line, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case !s.Succeeds(by, m):
		return s, docket.Line{}, regulation.Refuse(regulation.SerialNumbers, "not_conducting", nil)
	case !s.present(s.Presiding.Person):
		return s, docket.Line{}, regulation.Refuse(regulation.ActingChair, "presiding_absent", nil)
	case reason == "":
		return s, docket.Line{}, regulation.Missing(regulation.ActingChair, "gone_reason", "gone_reason_missing")
	}
	if err := regulation.Legible(regulation.ActingChair, "gone_reason", reason, complaint.MaxLine); err != nil {
		return s, docket.Line{}, err
	}
	return s.marked(by, s.Presiding.Person, Absent, reason, m.At)
}

// TakeChair is the change of who presides in the middle of an open sitting: whoever has
// left is replaced, and the chair who has come back presides again. The casting
// vote belongs to who presides at that vote, the signature under the minutes to
// who presides at the end. hands is how the commission decided on it, where it must.
func (s Sitting) TakeChair(by identity.Actor, hands Show, m commission.Moment) (Sitting, docket.Line, error) {
	successor, decided, ok := s.Presides(m)
	own := by.MayAbout(identity.ConductSitting, identity.Matter{Commission: s.Commission})
	if err := s.changingDuties(by, ok && own && successor.Person == by.ID); err != nil {
		return s, docket.Line{}, err
	}
	switch {
	case !ok && s.present(s.Presiding.Person):
		return s, docket.Line{}, regulation.Refuse(regulation.ActingChair, "presiding_present", nil)
	case !ok:
		return s, docket.Line{}, regulation.Refuse(regulation.ActingChair, "nobody_presides", nil)
	case successor.Person == s.Secretary.Person:
		return s, docket.Line{}, regulation.Refuse(regulation.SittingSecretary, "keeper_cannot_preside", nil)
	}
	facts := docket.Facts{"presiding": int64(successor.Person), "was": int64(s.Presiding.Person)}
	if decided {
		if err := s.shown(hands, m); err != nil {
			return s, docket.Line{}, err
		}
		hands.facts(facts)
		successor.Ground = fmt.Sprintf("решение комиссии на заседании № %d (за – %d, против – %d, воздержались – %d)", s.Number, hands.For, hands.Against, hands.Abstained)
	}
	s.Presiding = successor
	s.onDuty(facts)
	s = s.presidedSince(m.At)
	s.Version++
	return s, docket.Line{Act: "presiding", By: by, Clause: regulation.ActingChair, Facts: facts}, nil
}

// Keeps reports whether a member may keep the minutes from now on: one who takes part and
// does not preside, where the secretary of the sitting has left, or is the secretary of
// the commission come back, or where the secretary is to preside.
func (s Sitting) Keeps(member identity.ID, m commission.Moment) error {
	person, sits := m.Composition.Member(m.Day, member)
	successor, _, change := s.Presides(m)
	switch {
	case !sits:
		return regulation.Missing(regulation.SittingSecretary, "keeper", "not_a_member")
	case !s.present(member):
		return regulation.Missing(regulation.SittingSecretary, "keeper", "keeper_absent")
	case member == s.Presiding.Person, member == s.Secretary.Person:
		return regulation.Missing(regulation.SittingSecretary, "keeper", "sitting_secretary_missing")
	case s.present(s.Secretary.Person) && person.Office != identity.Secretary && (!change || successor.Person != s.Secretary.Person):
		return regulation.Refuse(regulation.SittingSecretary, "keeper_present", nil)
	}
	return nil
}

// KeepMinutes has another member keep the minutes of an open sitting from now on.
func (s Sitting) KeepMinutes(by identity.Actor, member identity.ID, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.changingDuties(by, false); err != nil {
		return s, docket.Line{}, err
	}
	if err := s.Keeps(member, m); err != nil {
		return s, docket.Line{}, err
	}
	person, _ := m.Composition.Member(m.Day, member)
	line := docket.Line{Act: "secretary", By: by, Clause: regulation.SittingSecretary, Facts: docket.Facts{
		"secretary": int64(member), "was": int64(s.Secretary.Person)}}
	s.Secretary = commission.Signatory{Member: person, Title: "Секретарь заседания"}
	if person.Office == identity.Secretary {
		s.Secretary.Title = "Секретарь"
	}
	s.onDuty(line.Facts)
	s = s.presidedSince(m.At)
	s.Version++
	return s, line, nil
}

// changingDuties refuses a change of who runs the sitting to others than them, before the
// opening, after the closing and in the middle of a vote: who began it ends it. Who is to
// preside may take the chair themselves.
func (s Sitting) changingDuties(by identity.Actor, successor bool) error {
	if err := s.conducting(by); err != nil && !successor {
		return err
	}
	if s.State != Open {
		return regulation.Refuse(regulation.ActingChair, "sitting_not_open", nil)
	}
	if item, voting := s.Voting(); voting {
		return regulation.Refuse(regulation.FatesOfDraft, "another_vote_open", regulation.Values{"Ordinal": item.Ordinal})
	}
	return nil
}

// TakeChair changes who presides.
func (s *Service) TakeChair(ctx context.Context, by identity.Actor, number int, hands Show) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.TakeChair(by, hands, m)
	})
}

// PresidingGone records that the presiding member has left, on the word of the next.
func (s *Service) PresidingGone(ctx context.Context, by identity.Actor, number int, reason string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.PresidingGone(by, reason, m)
	})
}

// KeepMinutes changes who keeps the minutes.
func (s *Service) KeepMinutes(ctx context.Context, by identity.Actor, number int, member identity.ID) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.KeepMinutes(by, member, m)
	})
}
