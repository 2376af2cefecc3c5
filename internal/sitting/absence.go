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
	at, _ := s.Gathers()
	return calendar.On(at, p.Zone()).AddDays(-p.LastDayBefore(p.AbsenceNoticeDays))
}

// ToldLate reports whether an absence was told later than the regulation wants. It is
// marked, and excuses nobody or accuses: what follows people decide.
func (s Sitting) ToldLate(a Attendance, p regulation.Profile) bool {
	return a.Mode == Absent && !a.ToldAt.IsZero() && calendar.On(a.ToldAt, p.Zone()).After(s.AbsenceDue(p))
}

// Answer is how a member says for himself whether he comes: in the hall, by video where
// the chair decided on it, or not, with the reason. It records no presence.
// Until the opening, or until an adjourned sitting goes on, it may be changed; each answer is a record with the instant of the act.
func (s Sitting) Answer(by identity.Actor, mode Mode, reason string, at time.Time) (Sitting, docket.Line, error) {
	if err := must(by, identity.TellAbsence, s.Commission, regulation.AbsenceNotice); err != nil {
		return s, docket.Line{}, err
	}
	switch {
	case s.State == Cancelled:
		return s, docket.Line{}, regulation.Refuse(regulation.Convening, "sitting_cancelled", nil)
	case s.State != Planned && !s.Adjourned():
		return s, docket.Line{}, regulation.Refuse(regulation.AbsenceNotice, "sitting_already_opened", nil)
	case mode == OnVideo && !s.Video:
		return s, docket.Line{}, regulation.Missing(regulation.Videoconference, "answer", "video_not_decided")
	case mode == Absent:
		next, line, err := s.excused(by, by.ID, reason, at)
		if err != nil {
			return s, docket.Line{}, err
		}
		line.Facts["said"] = string(Absent) // himself: so he knows of the sitting
		return next.known(by.ID, at), line, nil
	case !mode.Present():
		return s, docket.Line{}, regulation.Missing(regulation.AbsenceNotice, "answer", "choose_one")
	}
	i := s.seat(by.ID)
	if i < 0 {
		return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
	}
	s.Attendance = slices.Clone(s.Attendance)
	a := &s.Attendance[i]
	line := docket.Line{Act: "answer", By: by, Clause: regulation.AbsenceNotice, Facts: docket.Facts{
		"member": int64(by.ID), "said": string(mode), "was": string(a.Said)}}
	if a.Mode == Absent && !a.ToldAt.IsZero() { // he comes after all
		a.Mode, a.Reason, a.ToldAt = "", "", time.Time{}
	}
	a.Said, a.SaidAt = mode, at
	s.Version++
	return s.known(by.ID, at), line, nil
}

// seat is where a member stands in the attendance, -1 for whoever is none.
func (s Sitting) seat(member identity.ID) int {
	return slices.IndexFunc(s.Attendance, func(a Attendance) bool { return a.Member.Person == member })
}

// Answers is how many members said that they come, that they do not, and nothing yet.
func (s Sitting) Answers() (coming, away, silent int) {
	for _, a := range s.Attendance {
		switch {
		case a.Said.Present():
			coming++
		case a.Said == Absent:
			away++
		default:
			silent++
		}
	}
	return coming, away, silent
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
	i := s.seat(member)
	if i < 0 {
		return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
	}
	s.Attendance = slices.Clone(s.Attendance)
	a := &s.Attendance[i]
	line := docket.Line{Act: "absence", By: by, Clause: regulation.AbsenceNotice, Facts: docket.Facts{
		"member": int64(member), "was": string(a.Mode), "told": told.UTC().Format(time.RFC3339)}}
	s.stating(line.Facts, "reason", reason)
	a.Mode, a.Reason, a.ToldAt, a.Said, a.SaidAt = Absent, reason, told, Absent, told
	s.Version++
	return s, line, nil
}
