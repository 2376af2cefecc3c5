package sitting

import (
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

// AbsenceDue is the last day on which a member may say that he cannot come.
func (s Sitting) AbsenceDue(p regulation.Profile) calendar.Date {
	return calendar.On(s.StartsAt, p.Zone()).AddDays(-p.LastDayBefore(p.AbsenceNoticeDays))
}

// ToldLate reports whether an absence was told later than the regulation wants. It is
// marked, and excuses nobody or accuses: what follows people decide.
func (s Sitting) ToldLate(a Attendance, p regulation.Profile) bool {
	return a.Mode == Absent && !a.ToldAt.IsZero() && calendar.On(a.ToldAt, p.Zone()).After(s.AbsenceDue(p))
}

// TellAbsence is how a member says for himself that he cannot come, with the reason; the
// instant is that of the act.
func (s Sitting) TellAbsence(by identity.Actor, reason string, at time.Time) (Sitting, docket.Line, error) {
	if err := must(by, identity.TellAbsence, s.Commission, regulation.AbsenceNotice); err != nil {
		return s, docket.Line{}, err
	}
	if s.State != Planned {
		return s, docket.Line{}, regulation.Refuse(regulation.AbsenceNotice, "sitting_already_opened", nil)
	}
	return s.excused(by, by.ID, reason, at)
}

// Excuse records what a member told the chair or the secretary by other ways: that he
// cannot come, why, and when he said so.
func (s Sitting) Excuse(by identity.Actor, member identity.ID, reason string, told time.Time, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	_, voting := s.Voting()
	switch {
	case s.State == Closed:
		return s, docket.Line{}, regulation.Refuse(regulation.Quorum, "sitting_closed", nil)
	case voting:
		return s, docket.Line{}, regulation.Refuse(regulation.Quorum, "attendance_during_vote", nil)
	case told.After(m.At):
		return s, docket.Line{}, regulation.Missing(regulation.AbsenceNotice, "told", "absence_told_ahead")
	}
	next, line, err := s.excused(by, member, reason, told)
	return next.silentWithout(member, m.At), line, err
}

// marked is the attendance as it is recorded from now on; who is there after all told
// no absence.
func (a Attendance) marked(mode Mode, reason string, at time.Time) Attendance {
	a.Mode, a.Reason, a.At = mode, reason, at
	if mode.Present() {
		a.ToldAt = time.Time{}
	}
	return a
}

func (s Sitting) excused(by identity.Actor, member identity.ID, reason string, told time.Time) (Sitting, docket.Line, error) {
	reason = strings.TrimSpace(reason)
	var missing error
	if reason == "" {
		missing = regulation.Missing(regulation.AbsenceNotice, "reason", "absence_reason_missing")
	}
	if err := errors.Join(missing, regulation.Legible(regulation.AbsenceNotice, "reason", reason, complaint.MaxLine)); err != nil {
		return s, docket.Line{}, err
	}
	i := slices.IndexFunc(s.Attendance, func(a Attendance) bool { return a.Member.Person == member })
	if i < 0 {
		return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
	}
	s.Attendance = slices.Clone(s.Attendance)
	a := &s.Attendance[i]
	line := docket.Line{Act: "absence", By: by, Clause: regulation.AbsenceNotice, Facts: docket.Facts{
		"member": int64(member), "was": string(a.Mode), "told": told.UTC().Format(time.RFC3339)}}
	a.Mode, a.Reason, a.ToldAt = Absent, reason, told
	s.Version++
	return s, line, nil
}
