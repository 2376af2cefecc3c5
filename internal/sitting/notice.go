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

// ByHand lists the ways that a person enters, in the order of the screen.
var ByHand = []Way{ByPhone, OnPaper, InPerson}

// Notice is one record of telling a member of a sitting. Records are added: of those that
// a person entered the last holds.
type Notice struct {
	ID     int64 // zero until stored
	Member identity.ID
	Way    Way
	ToldAt time.Time   // zero while the letter is on its way
	Note   string      // what a person wrote about it
	By     identity.ID // who entered it; zero for the mail
	MadeAt time.Time
	Failed bool // the mail will not take the letter: somebody has to tell the member

	Summons int // of which call it tells, see Sitting.Summons
}

// Told returns how and when a member was first told of the day on which the sitting opens;
// false if he was not yet. Who was told of a day that holds no longer was not.
func (s Sitting) Told(member identity.ID) (Notice, bool) { return s.toldOf(member, s.firstSummons()) }

// ToldLast is the same of the call that holds now: of the day to which the sitting was
// adjourned, if it was.
func (s Sitting) ToldLast(member identity.ID) (Notice, bool) { return s.toldOf(member, s.Summons()) }

func (s Sitting) toldOf(member identity.ID, summons int) (Notice, bool) {
	var first, entered Notice
	for _, n := range s.Notices {
		switch {
		case n.Member != member || n.ToldAt.IsZero() || n.Summons != summons:
		case slices.Contains(ByHand, n.Way):
			entered = n
		case first.ToldAt.IsZero() || n.ToldAt.Before(first.ToldAt):
			first = n
		}
	}
	if first.ToldAt.IsZero() || !entered.ToldAt.IsZero() && entered.ToldAt.Before(first.ToldAt) {
		first = entered
	}
	return first, !first.ToldAt.IsZero()
}

// KnowsChange reports whether a member was told, or answered here, since the last change
// of what was convened; true while there is none.
func (s Sitting) KnowsChange(member identity.ID) bool {
	if len(s.Changes) == 0 {
		return true
	}
	last := s.Changes[len(s.Changes)-1]
	if i := s.seat(member); i >= 0 && !s.Attendance[i].SaidAt.Before(last.At) || last.By == member {
		return true
	}
	return slices.ContainsFunc(s.Notices, func(n Notice) bool {
		return n.Member == member && !n.MadeAt.Before(last.At) && !n.ToldAt.Before(last.At.Truncate(time.Minute))
	})
}

// Mailing returns the last letter of the call that holds now that the mail has not taken
// yet; false if none is on its way or has failed.
func (s Sitting) Mailing(member identity.ID) (Notice, bool) {
	for _, n := range slices.Backward(s.Notices) {
		if n.Member == member && n.Way == ByEmail && n.Summons == s.Summons() {
			return n, n.ToldAt.IsZero()
		}
	}
	return Notice{}, false
}

// Timeliness is how the telling of a member stands to the notice term.
type Timeliness string

// In time and late are those who were told; who was not yet waits until the term has
// passed, and is missed then.
const (
	InTime  Timeliness = "in_time"
	Late    Timeliness = "late"
	Waiting Timeliness = "waiting"
	Missed  Timeliness = "missed"
)

// Timeliness says whether a member was told in time, seen from a day. An urgent sitting
// has no term.
func (s Sitting) Timeliness(member identity.ID, p regulation.Profile, today calendar.Date) Timeliness {
	told, ok := s.Told(member)
	after := func(day calendar.Date) bool { return !s.TellBy.IsZero() && day.After(s.TellBy) }
	switch {
	case ok && after(calendar.On(told.ToldAt, p.Zone())):
		return Late
	case ok:
		return InTime
	case after(today):
		return Missed
	}
	return Waiting
}

// Shortfall returns the members who were told later than the regulation wants, or not at
// all, seen from a day: a warning that the minutes give with the names, never an obstacle,
// for the text says "as a rule". Once the sitting is open the day is that of its opening.
func (s Sitting) Shortfall(p regulation.Profile, today calendar.Date) (late, missed []commission.Member) {
	if !s.OpenedAt.IsZero() {
		today = calendar.On(s.OpenedAt, p.Zone())
	}
	for _, a := range s.Attendance {
		if s.joined(a.Member.Person) {
			continue
		}
		switch s.Timeliness(a.Member.Person, p, today) {
		case Late:
			late = append(late, a.Member)
		case Missed:
			missed = append(missed, a.Member)
		case InTime, Waiting:
		}
	}
	return late, missed
}

// joined reports whether a member was called only to the continuation of the sitting.
func (s Sitting) joined(member identity.ID) bool {
	days := s.Adjournments()
	return len(days) > 0 && !slices.ContainsFunc(days[0].Took, func(p Presence) bool { return p.Member == member })
}

// tellBy returns the last day on which members are told in time, by the regulation of the
// day of the sitting and the regime of the day of the call; none for an urgent one.
func (c Call) tellBy(m commission.Moment, profile regulation.Profile, day calendar.Date) calendar.Date {
	if c.Urgent {
		return calendar.Date{}
	}
	return day.AddDays(-profile.LastDayBefore(profile.NoticeBefore(RegimeOfNotice(m)).N))
}

// RegimeOfNotice says which of the two notice terms a sitting convened now has.
func RegimeOfNotice(m commission.Moment) regulation.Regime {
	if _, campaign := commission.Current(m.Campaigns, m.Day); campaign {
		return regulation.CampaignRegime
	}
	return regulation.OrdinaryRegime
}

// letters are the notices to every member; the store sends those who have an address.
func (s Sitting) letters(at time.Time) []Notice {
	all := make([]Notice, len(s.Attendance))
	for i, a := range s.Attendance {
		all[i] = Notice{Member: a.Member.Person, Way: ByEmail, MadeAt: at, Summons: s.Summons()}
	}
	return all
}

// SendNotices sends the notice once more with the agenda as it stands, by the one who
// prepares the sitting. Who was told already stays told from the first time.
func (s Sitting) SendNotices(by identity.Actor, m commission.Moment) (Sitting, docket.Line, error) {
	if err := must(by, identity.PrepareSitting, s.Commission, regulation.MembersNotice); err != nil {
		return s, docket.Line{}, err
	}
	switch {
	case s.State == Cancelled:
		return s, docket.Line{}, regulation.Refuse(regulation.Convening, "sitting_cancelled", nil)
	case s.State != Planned && !s.Adjourned():
		return s, docket.Line{}, regulation.Refuse(regulation.MembersNotice, "sitting_already_opened", nil)
	}
	s.Notices = append(slices.Clone(s.Notices), s.letters(m.At)...)
	s.Version++
	return s, docket.Line{Act: "notices_sent", By: by, Clause: regulation.MembersNotice, Facts: docket.Facts{"items": len(s.Items)}}, nil
}

// EnterNotice records that a person told a member of the sitting, how and when. To put
// right what was entered is a new record, which says why. It may be done until somebody
// has signed the minutes.
func (s Sitting) EnterNotice(by identity.Actor, n Notice, m commission.Moment) (Sitting, docket.Line, error) {
	if err := must(by, identity.PrepareSitting, s.Commission, regulation.MembersNotice); err != nil {
		return s, docket.Line{}, err
	}
	n.ID, n.Note, n.By, n.MadeAt, n.Failed = 0, strings.TrimSpace(n.Note), by.ID, m.At, false
	n.Summons = s.summonsTold(n.ToldAt)
	again := slices.ContainsFunc(s.Notices, func(e Notice) bool {
		return e.Member == n.Member && e.Summons == n.Summons && slices.Contains(ByHand, e.Way)
	})
	faults := []error{regulation.Legible(regulation.MembersNotice, "note", n.Note, complaint.MaxLine)}
	wrong := func(field, key string) {
		faults = append(faults, regulation.Missing(regulation.MembersNotice, field, key))
	}
	if !slices.ContainsFunc(s.Attendance, func(a Attendance) bool { return a.Member.Person == n.Member }) {
		wrong("member", "choose_one")
	}
	if !slices.Contains(ByHand, n.Way) {
		wrong("way", "choose_one")
	}
	switch {
	case n.ToldAt.IsZero():
		wrong("told", "notice_told_missing")
	case n.ToldAt.After(m.At):
		wrong("told", "notice_told_ahead")
	case n.ToldAt.Before(s.summonedAt(n.Summons).Truncate(time.Minute)):
		wrong("told", "notice_told_of_old_day")
	}
	if again && n.Note == "" {
		wrong("note", "notice_reason_missing")
	}
	if s.MinutesSigned {
		return s, docket.Line{}, regulation.Refuse(regulation.SerialNumbers, "minutes_signed", nil)
	}
	if err := errors.Join(faults...); err != nil {
		return s, docket.Line{}, err
	}
	s.Notices = append(slices.Clone(s.Notices), n)
	s.Version++
	line := n.line(by)
	line.Facts["corrected"] = again
	return s, line, nil
}

// MailTook records that the mail server took a letter: from then on the member is told. A
// letter it had taken before changes nothing.
func (s Sitting) MailTook(id int64, at time.Time) (Sitting, docket.Line, bool) {
	return s.mailed(id, func(n *Notice) { n.ToldAt, n.Failed = at, false })
}

// MailRefused records that the mail will not take a letter.
func (s Sitting) MailRefused(id int64) (Sitting, docket.Line, bool) {
	return s.mailed(id, func(n *Notice) { n.Failed = true })
}

func (s Sitting) mailed(id int64, change func(*Notice)) (Sitting, docket.Line, bool) {
	i := slices.IndexFunc(s.Notices, func(n Notice) bool { return n.ID == id && n.Way == ByEmail && n.ToldAt.IsZero() && !n.Failed })
	if i < 0 {
		return s, docket.Line{}, false
	}
	s.Notices = slices.Clone(s.Notices)
	change(&s.Notices[i])
	s.Version++
	return s, s.Notices[i].line(identity.Itself), true
}

// summonsTold is of which call a member was told at an instant: once the sitting was
// adjourned, of its continuation or still of its first day.
func (s Sitting) summonsTold(at time.Time) int {
	n := s.Summons()
	for n > s.firstSummons() && at.Before(s.summonedAt(n).Truncate(time.Minute)) {
		n--
	}
	return n
}

// known adds that a member knows of the sitting by what he did here himself.
func (s Sitting) known(member identity.ID, at time.Time) Sitting {
	if _, told := s.ToldLast(member); !told {
		s.Notices = append(slices.Clone(s.Notices), Notice{Member: member, Way: OnDesk, ToldAt: at, By: member, MadeAt: at, Summons: s.Summons()})
	}
	return s
}

func (n Notice) line(by identity.Actor) docket.Line {
	line := docket.Line{Act: "member_told", By: by, Clause: regulation.MembersNotice, Facts: docket.Facts{"member": int64(n.Member), "way": string(n.Way)}}
	if n.Failed {
		line.Act = "notice_failed"
		return line
	}
	line.Facts["told"] = n.ToldAt.UTC().Format(time.RFC3339)
	return line
}

// SendNotices sends the notice once more with the agenda as it stands.
func (s *Service) SendNotices(ctx context.Context, by identity.Actor, number int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.SendNotices(by, m)
	})
}

// EnterNotice records that a person told a member of the sitting.
func (s *Service) EnterNotice(ctx context.Context, by identity.Actor, number int, n Notice) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.EnterNotice(by, n, m)
	})
}
