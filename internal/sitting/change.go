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

// ChangeKind is what was decided about a sitting between its convening and its opening.
type ChangeKind string

// The kinds of changes.
const (
	Rescheduled  ChangeKind = "moved" // to another day, hour or place
	VideoDecided ChangeKind = "video" // by videoconference, or not after all
	CalledOff    ChangeKind = "cancelled"
)

// Change is a decision on a convened sitting that is not open yet. It is added, never
// overwritten: what the members were told before stays in it.
type Change struct {
	Kind   ChangeKind
	Reason string
	By     identity.ID
	At     time.Time
	Was    Appointment
}

// Appointment is when, where and how a sitting is held: what its members are told.
type Appointment struct {
	StartsAt time.Time
	Place    string
	Away     bool // not where the commission sits
	Video    bool
}

// Appointment returns what holds now.
func (s Sitting) Appointment() Appointment {
	return Appointment{StartsAt: s.StartsAt, Place: s.Place, Away: s.Away, Video: s.Video}
}

// same reports whether nothing of what members are told differs.
func (a Appointment) same(b Appointment) bool {
	return a.StartsAt.Equal(b.StartsAt) && a.Place == b.Place && a.Away == b.Away && a.Video == b.Video
}

// Over reports whether nothing follows any more: the sitting was closed or called off.
func (s Sitting) Over() bool { return s.State == Closed || s.State == Cancelled }

// Summons is the number of the call to the sitting that holds now: zero is the convening,
// then one more for each time it was moved, called off or adjourned to another day.
// Notices and invitations say of which one they tell.
func (s Sitting) Summons() int { return s.firstSummons() + len(s.Adjournments()) }

// firstSummons is the call to the day on which the sitting opens.
func (s Sitting) firstSummons() int {
	n := 0
	for _, c := range s.Changes {
		if c.Kind != VideoDecided {
			n++
		}
	}
	return n
}

// Moved reports whether the sitting was moved before its opening.
func (s Sitting) Moved() bool {
	return slices.ContainsFunc(s.Changes, func(c Change) bool { return c.Kind == Rescheduled })
}

// Superseded reports whether a call was to a day on which the sitting is not opened any more.
func (s Sitting) Superseded(summons int) bool { return summons < s.firstSummons() }

// summonedAt is when a call was made; the zero time of the convening.
func (s Sitting) summonedAt(summons int) time.Time {
	var at []time.Time
	for _, c := range s.Changes {
		if c.Kind != VideoDecided {
			at = append(at, c.At)
		}
	}
	for _, b := range s.Adjournments() {
		at = append(at, b.From)
	}
	if summons < 1 || summons > len(at) {
		return time.Time{}
	}
	return at[summons-1]
}

// Gathers is when and where the members come together: on the first day, or on the one
// the sitting was last adjourned to.
func (s Sitting) Gathers() (at time.Time, place string) {
	if days := s.Adjournments(); len(days) > 0 {
		last := days[len(days)-1]
		return last.Expected, last.Place
	}
	return s.StartsAt, s.Place
}

// changing refuses a change of what was convened to whoever may not convene, and once the
// sitting was opened or called off.
func (s Sitting) changing(by identity.Actor, clause regulation.Clause) error {
	if err := must(by, identity.ConveneSitting, s.Commission, clause); err != nil {
		return err
	}
	switch s.State {
	case Planned:
		return nil
	case Cancelled:
		return regulation.Refuse(regulation.Convening, "sitting_cancelled", nil)
	case Open, Closed:
	}
	return regulation.Refuse(clause, "sitting_already_opened", nil)
}

// changed adds a change with what held before it.
func (s Sitting) changed(kind ChangeKind, reason string, by identity.Actor, at time.Time) Sitting {
	s.Changes = append(slices.Clone(s.Changes), Change{Kind: kind, Reason: reason, By: by.ID, At: at, Was: s.Appointment()})
	s.Version++
	return s
}

// DecideVideo is the chair's decision that members may take part by videoconference, or
// may not after all: until the opening, and while nobody is recorded as present so.
// Who had said that he comes so is asked anew. The members are told of it; that they knew
// of the sitting in time stays as it was.
func (s Sitting) DecideVideo(by identity.Actor, video bool, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.changing(by, regulation.Videoconference); err != nil {
		return s, docket.Line{}, err
	}
	switch {
	case video == s.Video:
		return s, docket.Line{}, regulation.Refuse(regulation.Videoconference, "video_stands", nil)
	case video && !s.Profile(m.Composition).Videoconference:
		return s, docket.Line{}, regulation.Refuse(regulation.Videoconference, "video_not_allowed", nil)
	case !video && s.PresentOnVideo() > 0:
		return s, docket.Line{}, regulation.Refuse(regulation.Videoconference, "video_in_use", nil)
	}
	s = s.changed(VideoDecided, "", by, m.At)
	s.Video = video
	if !video {
		s.Attendance = slices.Clone(s.Attendance)
		for i, a := range s.Attendance {
			if a.Said == OnVideo {
				s.Attendance[i].Said, s.Attendance[i].SaidAt = "", time.Time{}
			}
		}
	}
	s.Notices = append(slices.Clone(s.Notices), s.letters(m.At)...)
	return s, docket.Line{Act: "video_decided", By: by, Clause: regulation.Videoconference, Facts: docket.Facts{"video": video}}, nil
}

// Reschedule moves a sitting that is not open yet to another day, hour or place, with the
// reason, by whoever may convene it; also one whose day has passed without it. It
// is convened anew under its number: the members are told anew and in time for the new day
// they say anew whether they come, the parties are invited anew – those
// who were by e-mail or on their page at once – and its agenda stays. Terms do not move:
// items whose term ends before the new day are moved past it only knowingly.
func (s Sitting) Reschedule(by identity.Actor, call Call, reason string, m commission.Moment, knowing bool) (Sitting, docket.Line, error) {
	if err := s.changing(by, regulation.Convening); err != nil {
		return s, docket.Line{}, err
	}
	if _, sits := m.Composition.Member(calendar.On(call.StartsAt, m.Composition.ProfileAt(call.StartsAt).Zone()), s.Secretary.Person); sits && call.Secretary == 0 {
		call.Secretary = s.Secretary.Person
	}
	call.Video, call.Urgent, call.Place = s.Video, false, strings.TrimSpace(call.Place)
	anew, _, err := Convene(by, call, s.Number, m)
	reason = strings.TrimSpace(reason)
	var faults []error
	if reason == "" {
		faults = append(faults, regulation.Missing(regulation.Convening, "reason", "move_reason_missing"))
	}
	if err == nil && anew.Appointment().same(s.Appointment()) {
		faults = append(faults, regulation.Missing(regulation.Convening, "starts_at", "moved_nowhere"))
	}
	faults = append(faults, regulation.Legible(regulation.Convening, "reason", reason, complaint.MaxLine))
	if err := errors.Join(append(faults, err)...); err != nil {
		return s, docket.Line{}, err
	}
	facts := docket.Facts{"was": s.StartsAt.UTC().Format(time.RFC3339), "starts_at": anew.StartsAt.UTC().Format(time.RFC3339), "away": anew.Away, "reason": reason,
		"presiding": int64(anew.Presiding.Person), "secretary": int64(anew.Secretary.Person), "established": anew.Established}
	if late := refsOf(s.Misses(calendar.On(anew.StartsAt, anew.Profile(m.Composition).Zone()))); late != nil {
		if !knowing {
			return s, docket.Line{}, &regulation.Refusal{Clause: regulation.TermStands, Field: "knowing", Key: "moving_misses_terms",
				Values: regulation.Values{"Numbers": strings.Join(late, ", ")}}
		}
		facts["late"] = late
	}
	s = s.changed(Rescheduled, reason, by, m.At)
	s.StartsAt, s.Place, s.Away, s.Presiding, s.Secretary, s.Established = anew.StartsAt, anew.Place, anew.Away, anew.Presiding, anew.Secretary, anew.Established
	if !s.Urgent {
		s.TellBy = anew.TellBy
	}
	s.Attendance = s.askedAnew(anew.members(), m.At)
	s = s.invitedAnew(by, m.At)
	s.Notices = append(slices.Clone(s.Notices), s.letters(m.At)...)
	if s.seat(by.ID) >= 0 {
		s = s.known(by.ID, m.At)
	}
	return s, docket.Line{Act: "sitting_moved", By: by, Clause: regulation.Convening, Facts: facts}, nil
}

func (s Sitting) members() []commission.Member {
	members := make([]commission.Member, len(s.Attendance))
	for i, a := range s.Attendance {
		members[i] = a.Member
	}
	return members
}

// CallOff cancels a sitting that is not open yet, with the reason, by whoever may convene
// it. Its complaints wait for another agenda with their terms running on, and what
// was demanded goes onto the next one. One that was convened on a petition is
// moved, never called off: nobody dismisses the petition.
func (s Sitting) CallOff(by identity.Actor, reason string, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.changing(by, regulation.Convening); err != nil {
		return s, docket.Line{}, err
	}
	if s.Petition != 0 {
		return s, docket.Line{}, regulation.Refuse(regulation.Convening, "petitioned_sitting_stays", nil)
	}
	reason = strings.TrimSpace(reason)
	var missing error
	if reason == "" {
		missing = regulation.Missing(regulation.Convening, "cancel_reason", "cancel_reason_missing")
	}
	if err := errors.Join(missing, regulation.Legible(regulation.Convening, "cancel_reason", reason, complaint.MaxLine)); err != nil {
		return s, docket.Line{}, err
	}
	s = s.changed(CalledOff, reason, by, m.At)
	s.State, s.TellBy = Cancelled, calendar.Date{}
	for _, item := range s.Items {
		s = s.with(item.lapse(func(Amendment) bool { return true }))
	}
	s.Notices = append(slices.Clone(s.Notices), s.letters(m.At)...)
	if s.seat(by.ID) >= 0 {
		s = s.known(by.ID, m.At)
	}
	return s, docket.Line{Act: "sitting_cancelled", By: by, Clause: regulation.Convening, Facts: docket.Facts{"reason": reason, "items": len(s.Items)}}, nil
}

// TakeOver puts questions on the agenda that members demanded a vote on at a sitting that
// was called off: what is demanded is owed until it is voted on.
func (s Sitting) TakeOver(owed []Item) (Sitting, docket.Line) {
	var texts []string
	items := slices.Clone(s.Items)
	for _, item := range owed {
		item.Matter.From, item.ID, item.Ordinal = item.ID, 0, len(items)+1
		items = append(items, item)
		texts = append(texts, TextDigest(item.Title, item.Matter.Text))
	}
	s.Items = items
	s.Version++
	return s, docket.Line{Act: "demands_taken_over", By: identity.Itself, Clause: regulation.VoteDemand, Facts: docket.Facts{"texts": texts}}
}

// Newcomers are those who have come to sit on the day of the sitting since its members were
// called, so that nobody has told them of it.
func (s Sitting) Newcomers(m commission.Moment) []commission.Member {
	if s.State != Planned && !s.Adjourned() {
		return nil
	}
	at, _ := s.Gathers()
	on := calendar.On(at, m.Composition.ProfileAt(at).Zone())
	if on.Before(m.Day) {
		on = m.Day
	}
	return slices.DeleteFunc(m.Composition.On(on), func(member commission.Member) bool { return s.seat(member.Person) >= 0 })
}

// Summon calls those members too, and sends them the notice.
func (s Sitting) Summon(by identity.Actor, m commission.Moment) (Sitting, docket.Line, error) {
	if err := must(by, identity.PrepareSitting, s.Commission, regulation.MembersNotice); err != nil {
		return s, docket.Line{}, err
	}
	newcomers := s.Newcomers(m)
	if len(newcomers) == 0 {
		return s, docket.Line{}, regulation.Refuse(regulation.MembersNotice, "nobody_to_summon", nil)
	}
	s.Attendance, s.Notices = slices.Clone(s.Attendance), slices.Clone(s.Notices)
	var who []int64
	for _, member := range newcomers {
		s.Attendance = append(s.Attendance, Attendance{Member: member, At: m.At})
		s.Notices = append(s.Notices, Notice{Member: member.Person, Way: ByEmail, MadeAt: m.At, Summons: s.Summons()})
		who = append(who, int64(member.Person))
	}
	s.Version++
	return s, docket.Line{Act: "members_summoned", By: by, Clause: regulation.MembersNotice, Facts: docket.Facts{"members": who}}, nil
}

// DecideVideo records the chair's decision on videoconference.
func (s *Service) DecideVideo(ctx context.Context, by identity.Actor, number int, video bool) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.DecideVideo(by, video, m)
	})
}

// Reschedule moves a sitting to another day, hour or place.
func (s *Service) Reschedule(ctx context.Context, by identity.Actor, number int, call Call, reason string, knowing bool) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Reschedule(by, call, reason, m, knowing)
	})
}

// CallOff cancels a sitting; its complaints are ready for another agenda.
func (s *Service) CallOff(ctx context.Context, by identity.Actor, number int, reason string) error {
	return s.store.CallOffSitting(ctx, by.Commission, number,
		func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
			return sitting.CallOff(by, reason, m)
		},
		func(sitting Sitting, c complaint.Complaint) (complaint.Complaint, docket.Line, error) {
			return c.Unschedule(by, int64(sitting.ID))
		})
}

// StrikeInvitation strikes an invitation that was recorded by mistake.
func (s *Service) StrikeInvitation(ctx context.Context, by identity.Actor, number int, item ItemID, invitation int64, reason string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.StrikeInvitation(by, item, invitation, reason, m.At)
	})
}

// Summon calls the members who were appointed since the others were told.
func (s *Service) Summon(ctx context.Context, by identity.Actor, number int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Summon(by, m)
	})
}
