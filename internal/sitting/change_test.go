package sitting

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
)

// moveTo is the same place three days later.
var moveTo = Call{StartsAt: start.AddDate(0, 0, 3), Place: "каб. 1"}

func TestChangesAreRefused(t *testing.T) {
	m := convening()
	s := stored(planned(t))
	s.Items[0].Due = day.AddDays(2)
	without := s
	without.Video = false
	closed := did(t)(s.CallOff(chair, "нет помещения", m))
	onVideo := s
	onVideo.Attendance = append([]Attendance{}, s.Attendance...)
	onVideo.Attendance[3].Mode = OnVideo
	petitioned := s
	petitioned.Petition = 7
	forbidden := convening()
	forbidden.Composition.Commission.Profile.Videoconference = false
	type act = func() (Sitting, docket.Line, error)
	reschedule := func(s Sitting, by identity.Actor, to Call, reason string, knowing bool) act {
		return func() (Sitting, docket.Line, error) { return s.Reschedule(by, to, reason, m, knowing) }
	}
	video := func(s Sitting, by identity.Actor, video bool, m commission.Moment) act {
		return func() (Sitting, docket.Line, error) { return s.DecideVideo(by, video, m) }
	}
	off := func(s Sitting, by identity.Actor, reason string) act {
		return func() (Sitting, docket.Line, error) { return s.CallOff(by, reason, m) }
	}
	opened := opened(t, 1, 2, 3, 4, 5, 6)
	for _, row := range []struct {
		name string
		act  act
		want string
	}{
		{"R-064: moved", reschedule(s, chair, moveTo, "ремонт", true), ""},
		{"R-064: moved by the secretary", reschedule(s, secretary, moveTo, "ремонт", true), "R-064 not_your_office"},
		{"R-064: of another commission", reschedule(s, identity.Actor{ID: 90, Office: identity.Chair, Commission: 6}, moveTo, "ремонт", true), ErrNotFound.Error()},
		{"R-064: moved for no reason", reschedule(s, chair, moveTo, " ", true), "R-064 reason"},
		{"R-064: moved nowhere", reschedule(s, chair, Call{StartsAt: start, Place: "каб. 1"}, "ремонт", true), "R-064 starts_at"},
		{"R-064: moved into the past", reschedule(s, chair, Call{StartsAt: m.At.AddDate(0, 0, -1), Place: "каб. 1"}, "ремонт", true), "R-064 starts_at"},
		{"R-064: moved to no day", reschedule(s, chair, Call{Place: "каб. 1"}, "ремонт", true), "R-064 starts_at"},
		{"R-063: moved to no place", reschedule(s, chair, Call{StartsAt: moveTo.StartsAt}, "ремонт", true), "R-063 place"},
		{"R-081: past a term, unknowing", reschedule(s, chair, moveTo, "ремонт", false), "R-081 knowing"},
		{"R-063: moved once open", reschedule(opened, chair, moveTo, "ремонт", true), "R-064 sitting_already_opened"},
		{"R-064: moved once called off", reschedule(closed, chair, moveTo, "ремонт", true), "R-064 sitting_cancelled"},
		{"R-068: decided after convening", video(without, chair, true, m), ""},
		{"R-068: taken back", video(s, chair, false, m), ""},
		{"R-068: decided already", video(s, chair, true, m), "R-068 video_stands"},
		{"R-068: by the secretary", video(without, secretary, true, m), "R-068 not_your_office"},
		{"R-068: once open", video(opened, chair, false, m), "R-068 sitting_already_opened"},
		{"R-068: taken back from a member who is there so", video(onVideo, chair, false, m), "R-068 video_in_use"},
		{"R-068: where the regulation knows of none", video(without, chair, true, forbidden), "R-068 video_not_allowed"},
		{"R-064: called off", off(s, chair, "нет помещения"), ""},
		{"R-064: called off by a member", off(s, member, "нет помещения"), "R-064 not_your_office"},
		{"R-064: called off for no reason", off(s, chair, ""), "R-064 cancel_reason"},
		{"R-064: called off though members demanded it", off(petitioned, chair, "нет помещения"), "R-064 petitioned_sitting_stays"},
		{"R-064: called off twice", off(closed, chair, "нет помещения"), "R-064 sitting_cancelled"},
		{"R-064: called off once open", off(opened, chair, "нет помещения"), "R-064 sitting_already_opened"},
		{"R-063: nobody new to call", func() (Sitting, docket.Line, error) { return s.Summon(secretary, m) }, "R-063 nobody_to_summon"},
		{"R-064: opened though called off", func() (Sitting, docket.Line, error) { return closed.Open(chair, opening(m)) }, "R-064 sitting_cancelled"},
		{"R-064: an answer though called off", func() (Sitting, docket.Line, error) { return closed.Answer(member, InHall, "", m.At) }, "R-064 sitting_cancelled"},
		{"R-011: a demand though called off", func() (Sitting, docket.Line, error) { return closed.Demand(member, wanted[0], m) }, "R-064 sitting_cancelled"},
		{"R-066: an invitation though called off", func() (Sitting, docket.Line, error) { return closed.Invite(secretary, 1, rang(Complainant), m.At) }, "R-066 invitation_too_late"},
		{"R-063: notices though called off", func() (Sitting, docket.Line, error) { return closed.SendNotices(secretary, m) }, "R-064 sitting_cancelled"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, _, err := row.act()
			if got := refused(err); got != row.want {
				t.Errorf("= %v, want %q", err, row.want)
			}
		})
	}
}

// TestAMovedSittingIsConvenedAnew: members are told and asked anew, in time for the new
// day; what the parties were invited to does not hold; the agenda stays.
func TestAMovedSittingIsConvenedAnew(t *testing.T) {
	s, m := stored(planned(t)), convening()
	s, _, _ = s.MailTook(letterTo(t, s, 4), m.At)
	old := letterTo(t, s, 5)
	s = did(t)(s.Answer(member, InHall, "", m.At))
	s.Items[1].Invitations = append(s.Items[1].Invitations, Invitation{Whom: Complainant, Way: ByEmail, Email: "a@primer.example", State: OnItsWay, SentAt: m.At},
		Invitation{Whom: Complainant, Way: OnPage, State: OnItsWay, SentAt: m.At})
	at := m
	at.At = m.At.Add(time.Hour)
	s, line, err := s.Reschedule(chair, Call{StartsAt: moveTo.StartsAt, Place: "школа № 3", Away: true}, "ремонт", at, false)
	if err != nil || line.Act != "sitting_moved" {
		t.Fatal(err)
	}
	s = stored(s)
	if s.State != Planned || s.Number != 14 || !s.Away || s.Place != "школа № 3" || len(s.Items) != 3 || s.Secretary.Person != 3 || !s.Video {
		t.Errorf("R-064: the moved sitting is %+v", s)
	}
	if c := s.Changes[0]; c.Kind != Rescheduled || c.Was.Place != "каб. 1" || !c.Was.StartsAt.Equal(start) || c.Was.Away || c.By != 1 {
		t.Errorf("R-063: what was told before is lost: %+v", c)
	}
	if s.TellBy != day.AddDays(1) {
		t.Errorf("R-063: told in time until %v, want two days before the new day", s.TellBy)
	}
	if _, told := s.Told(4); told || s.Attendance[3].Said != "" {
		t.Error("R-063: who was told of the old day counts as told of the new one")
	}
	if told, ok := s.Told(1); !ok || told.Way != OnDesk {
		t.Error("R-063: the chair who moved it does not know")
	}
	if late, _, done := s.MailTook(old, at.At); !done {
		t.Error("a letter that was on its way is not taken down")
	} else if _, told := late.Told(5); told {
		t.Error("R-063: a letter about the old day tells of the new one")
	}
	if got := refused(second(s.EnterNotice(secretary, Notice{Member: 4, Way: ByPhone, ToldAt: m.At}, at))); got != "R-063 told" {
		t.Errorf("R-063: told of the new day before there was one: %q", got)
	}
	s = did(t)(s.EnterNotice(secretary, Notice{Member: 4, Way: ByPhone, ToldAt: at.At}, at)) // no correction: the first of the new day
	if s.Timeliness(4, s.Profile(m.Composition), day) != InTime {
		t.Error("R-063: told in time for the new day is late")
	}
	if got := len(s.Items[0].Uninvited()); got != 2 {
		t.Errorf("R-066: %d parties are to be invited anew, want both", got)
	}
	again := s.Items[1].Invitations
	if len(again) != 6 || again[4].Way != ByEmail || again[4].State != Owed || again[5].Way != OnPage || again[5].Summons != 1 || len(s.Items[1].Uninvited()) != 1 {
		t.Errorf("R-066: by e-mail and on the page they are invited again at once: %+v", again)
	}
	late := opening(m)
	late.At, late.Day = moveTo.StartsAt, day.AddDays(3)
	open := attending(t, s, 1, 2, 3, 4, 5, 6)
	open = did(t)(open.Open(secretary, late))
	if open.Items[0].Admissible() == nil {
		t.Error("R-066: an item is heard whose parties were invited to another day")
	}
	next := did(t)(s.Reschedule(chair, Call{StartsAt: start.AddDate(0, 0, 5), Place: "школа № 3", Away: true}, "паводок", at, true))
	if next.Summons() != 2 || len(next.Changes) != 2 || len(next.Items[1].Invitations) != 8 {
		t.Errorf("R-063: moved twice: summons %d, %d changes, %d invitations", next.Summons(), len(next.Changes), len(next.Items[1].Invitations))
	}
}

// TestVideoIsDecidedAfterConvening: the members are told of it, and were told of the
// sitting when they were.
func TestVideoIsDecidedAfterConvening(t *testing.T) {
	s, m := stored(planned(t)), convening()
	s, _, _ = s.MailTook(letterTo(t, s, 4), m.At)
	s = did(t)(s.Answer(member, OnVideo, "", m.At))
	at := m
	at.At = m.At.Add(time.Hour)
	s = stored(did(t)(s.DecideVideo(chair, false, at)))
	if s.Video || s.Attendance[3].Said != "" || len(s.Notices) != 19 {
		t.Errorf("R-068: taken back: %v, said %q, %d notices", s.Video, s.Attendance[3].Said, len(s.Notices))
	}
	if told, ok := s.Told(4); !ok || !told.ToldAt.Equal(m.At) || s.KnowsChange(4) || !s.KnowsChange(1) {
		t.Errorf("R-063: told %+v, knows of the change %v", told, s.KnowsChange(4))
	}
	s, _, _ = s.MailTook(letterTo(t, s, 4), at.At.Add(time.Minute))
	if !s.KnowsChange(4) {
		t.Error("R-068: a letter does not tell of the change")
	}
}

// TestCalledOff: the members are told, and what was demanded is owed at the next sitting.
func TestCalledOff(t *testing.T) {
	m := convening()
	s := stored(did(t)(planned(t).Demand(member, wanted[0], m)))
	s.Items[3].ID = 4
	s = stored(did(t)(s.CallOff(chair, "нет помещения", m)))
	if s.State != Cancelled || !s.TellBy.IsZero() || !s.Over() || s.Summons() != 1 {
		t.Errorf("CallOff() = %+v", s)
	}
	if _, ok := s.Mailing(4); !ok {
		t.Error("R-063: nobody tells a member that the sitting was called off")
	}
	if late, missed := s.Shortfall(s.Profile(m.Composition), day); late != nil || missed != nil {
		t.Errorf("R-063: of a sitting called off a shortfall of %v, %v", late, missed)
	}
	next, line := planned(t).TakeOver(s.Items[3:])
	item := next.Items[3]
	if item.ID != 0 || item.Ordinal != 4 || item.Matter.From != 4 || item.Matter.Demander != 4 || line.Act != "demands_taken_over" {
		t.Errorf("R-011: %+v", item)
	}
	next.Items[3].ID = 9
	if _, _, err := remove(next, 9); refused(err) != "R-011 demanded_stays" {
		t.Errorf("R-011: what was demanded is taken off: %v", err)
	}
}

// TestAppointedAfterTheNotices: whoever was appointed since is called too, before the
// opening and to the continuation; of the first day nobody missed telling them.
func TestAppointedAfterTheNotices(t *testing.T) {
	m := convening()
	m.Composition.Members = m.Composition.Members[:8]
	s, _, err := Convene(chair, Call{StartsAt: start, Place: "каб. 1"}, 14, m)
	if err != nil {
		t.Fatal(err)
	}
	full := convening()
	if got := s.Newcomers(full); len(got) != 1 || got[0].Person != 9 {
		t.Fatalf("Newcomers() = %v", got)
	}
	if _, _, err := s.Summon(member, full); refused(err) != "R-063 not_your_office" {
		t.Errorf("Summon() by a member = %v", err)
	}
	called := stored(did(t)(s.Summon(secretary, full)))
	if _, ok := called.Mailing(9); !ok || called.seat(9) != 8 || len(called.Newcomers(full)) != 0 {
		t.Errorf("R-063: the new member is not called: %+v", called.Attendance)
	}
	open := did(t)(attending(t, s, 1, 2, 3, 4, 5).Open(secretary, opening(m)))
	if len(open.Newcomers(full)) != 0 {
		t.Error("a member is called to a sitting that goes on")
	}
	eight := later(2)
	eight.Composition = m.Composition
	adjourned := did(t)(open.Adjourn(secretary, tomorrow, eight, true))
	adjourned = did(t)(adjourned.Summon(secretary, full))
	_, missed := adjourned.Shortfall(adjourned.Profile(m.Composition), day)
	for _, member := range missed {
		if member.Person == 9 {
			t.Error("R-063: who was no member yet was not told of the first day")
		}
	}
}

// TestMembersAreToldOfTheContinuation: who is there hears it, the others are told by a
// letter each and answer anew, a day before; the parties too.
func TestMembersAreToldOfTheContinuation(t *testing.T) {
	s := stored(opened(t, 1, 2, 3, 4, 5))
	first, _ := s.Told(1)
	s.Items[0].Invitations = append(s.Items[0].Invitations, Invitation{ID: 9, Whom: Complainant, Way: ByEmail, Email: "a@primer.example", State: OnItsWay})
	later := later(2)
	s = stored(did(t)(s.Adjourn(secretary, tomorrow, later, true)))
	if told, ok := s.ToldLast(4); !ok || told.Way != AtHand || !told.ToldAt.Equal(later.At) {
		t.Errorf("R-063: who was there heard of it: %+v", told)
	}
	if _, ok := s.ToldLast(8); ok {
		t.Error("R-063: who was not there is told")
	}
	if _, ok := s.Mailing(8); !ok {
		t.Error("R-063: no letter about the other day")
	}
	if told, _ := s.Told(1); told != first {
		t.Errorf("R-063: of the first day the chair was told %+v", told)
	}
	if s.AbsenceDue(s.Profile(convening().Composition)) != day {
		t.Error("R-014: to say that one cannot come is not counted from the other day")
	}
	away := did(t)(s.Answer(identity.Actor{ID: 8, Office: identity.Member, Commission: 5}, Absent, "командировка", later.At.Add(time.Hour)))
	if a := away.Attendance[7]; a.Mode != Absent || a.Reason != "командировка" || away.ToldLate(a, away.Profile(convening().Composition)) {
		t.Errorf("R-014: %+v", a)
	}
	if told, ok := away.ToldLast(8); !ok || told.Way != OnDesk {
		t.Error("R-063: who answered knows of it")
	}
	// Of the first day what was entered late is told by its hour.
	back := did(t)(s.EnterNotice(secretary, Notice{Member: 7, Way: ByPhone, ToldAt: start.AddDate(0, 0, -3)}, later))
	if told, ok := back.Told(7); !ok || told.Summons != 0 {
		t.Errorf("R-063: told of the first day: %+v", told)
	}
	if _, ok := back.ToldLast(7); ok {
		t.Error("R-063: told of the first day counts for the other")
	}
	in := s.Items[0].Invitations
	if last := in[len(in)-1]; last.Way != ByEmail || last.State != Owed || last.Summons != 1 || len(s.Items[0].Uninvited()) != 0 {
		t.Errorf("R-066: the parties are told of the other day: %+v", in)
	}
	if got := s.Uncalled(s.Items[0]); len(got) != 2 {
		t.Errorf("R-066: Uncalled() = %v", got)
	}
	if at, place := s.Gathers(); !at.Equal(tomorrow.At) || place != tomorrow.Place {
		t.Errorf("Gathers() = %v, %s", at, place)
	}
	again := did(t)(s.SendNotices(secretary, later))
	if len(again.Notices) != len(s.Notices)+9 {
		t.Error("R-063: the notice is not sent again while the sitting waits")
	}
}

// TestAnyChangesBeforeTheOpening does anything in any order before the opening: what was
// told before stays in the record, and whoever counts as told or invited was to the day
// that holds.
func TestAnyChangesBeforeTheOpening(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		m, s := convening(), planned(t)
		for range rapid.IntRange(5, 25).Draw(t, "steps") {
			m.At = m.At.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute)
			by := rapid.SampledFrom([]identity.Actor{chair, chair, secretary, member}).Draw(t, "by")
			person := identity.ID(rapid.IntRange(1, 9).Draw(t, "person"))
			var next Sitting
			var line docket.Line
			var err error
			switch rapid.IntRange(0, 6).Draw(t, "act") {
			case 0:
				to := Call{StartsAt: start.AddDate(0, 0, rapid.IntRange(0, 4).Draw(t, "days")), Place: rapid.SampledFrom([]string{"каб. 1", "школа"}).Draw(t, "place")}
				next, line, err = s.Reschedule(by, to, "ремонт", m, true)
			case 1:
				next, line, err = s.DecideVideo(by, rapid.Bool().Draw(t, "video"), m)
			case 2:
				err = ErrNotFound
				if rapid.IntRange(0, 5).Draw(t, "off") == 0 {
					next, line, err = s.CallOff(by, "нет помещения", m)
				}
			case 3:
				next, line, err = s.EnterNotice(by, Notice{Member: person, Way: ByPhone, ToldAt: m.At.Add(-time.Duration(rapid.IntRange(0, 180).Draw(t, "ago")) * time.Minute), Note: "так"}, m)
			case 4:
				next, line, err = s.Answer(by, rapid.SampledFrom([]Mode{InHall, OnVideo}).Draw(t, "mode"), "", m.At)
			case 5:
				next, line, err = s.Invite(by, 1, Invitation{Whom: Complainant, Way: OnPage}, m.At)
			case 6:
				err = ErrNotFound
				if n, ok := s.Mailing(person); ok {
					if taken, said, done := s.MailTook(n.ID, m.At); done {
						next, line, err = taken, said, nil
					}
				}
			}
			if err != nil {
				continue
			}
			next = stored(next)
			if next.Version <= s.Version || line.Act == "" || len(next.Changes) < len(s.Changes) || !slices.Equal(next.Changes[:len(s.Changes)], s.Changes) {
				t.Fatalf("%s: version %d to %d, changes %+v to %+v", line.Act, s.Version, next.Version, s.Changes, next.Changes)
			}
			if n := len(next.Changes); n > len(s.Changes) && !next.Changes[n-1].Was.same(s.Appointment()) || n == len(s.Changes) && !next.Appointment().same(s.Appointment()) {
				t.Fatalf("R-063: %s: what held before is not kept: %+v", line.Act, next.Changes)
			}
			called := next.summonedAt(next.Summons()).Truncate(time.Minute)
			for _, a := range next.Attendance {
				if told, ok := next.Told(a.Member.Person); ok && told.ToldAt.Before(called) {
					t.Fatalf("R-063: member %d counts as told before there was such a day: %+v", a.Member.Person, told)
				}
				if a.Said == OnVideo && !next.Video {
					t.Fatalf("R-068: member %d means to come by video though there is none", a.Member.Person)
				}
			}
			for _, in := range next.Items[0].Invitations {
				if in.Tried() && in.Summons != next.firstSummons() && next.State == Planned {
					t.Fatalf("R-066: an invitation to another day counts: %+v", in)
				}
			}
			seen[line.Act]++
			s = next
		}
	})
	for _, act := range []string{"sitting_moved", "video_decided", "sitting_cancelled", "member_told", "answer", "invitation"} {
		if seen[act] == 0 {
			t.Errorf("%s never happened: the property saw nothing of it", act)
		}
	}
}

// TestStrikeInvitation: what was recorded by mistake stays and counts for nothing.
func TestStrikeInvitation(t *testing.T) {
	s, at := planned(t), convening().At
	s.Items[0].Invitations = append([]Invitation{}, s.Items[0].Invitations...)
	s.Items[0].Invitations[0].ID = 5
	next, line, err := s.StrikeInvitation(secretary, 1, 5, " звонили не тому ", at)
	if err != nil || line.Act != "invitation_struck" {
		t.Fatal(err)
	}
	if in := next.Items[0].Invitations[0]; in.Struck != "звонили не тому" || in.StruckBy != 3 || len(next.Items[0].Uninvited()) != 1 {
		t.Errorf("R-066: %+v", in)
	}
	signed := s
	signed.MinutesSigned = true
	voting := s
	voting.Items = append([]Item{}, s.Items...)
	voting.Items[0].State = Voting
	for _, row := range []struct {
		name   string
		s      Sitting
		by     identity.Actor
		id     ItemID
		reason string
		want   string
	}{
		{"R-066: twice", next, secretary, 1, "ошибка", "R-066 invitation_struck"},
		{"R-066: without a reason", s, secretary, 1, " ", "R-066 struck"},
		{"R-066: by a member", s, member, 1, "ошибка", "R-066 not_your_office"},
		{"R-066: of another item", s, secretary, 2, "ошибка", ErrNotFound.Error()},
		{"R-085: after the first signature", signed, secretary, 1, "ошибка", "R-085 minutes_signed"},
		{"R-079: while its vote is open", voting, secretary, 1, "ошибка", "R-079 another_vote_open"},
	} {
		if got := refused(second(row.s.StrikeInvitation(row.by, row.id, 5, row.reason, at))); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}
