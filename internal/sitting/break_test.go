package sitting

import (
	"testing"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
)

// nextDay is the morning the sitting goes on.
func nextDay(m commission.Moment) commission.Moment {
	m.At, m.Day = start.AddDate(0, 0, 1), day.AddDays(1)
	return m
}

var tomorrow = Continuation{At: start.AddDate(0, 0, 1), Place: "зал 3", Reason: "отключён свет"}

func TestBreaksAreRefused(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5, 6)
	s.Items[0].Due = day.AddDays(1)
	s.Items[1].Due = day
	broken := did(t)(s.AnnounceBreak(secretary, later(30).At, later(2)))
	voting := did(t)(s.OpenVote(secretary, 1, ""))
	adjourned := did(t)(s.Adjourn(secretary, tomorrow, later(2), true))
	again := func(s Sitting, members ...identity.ID) Sitting { return attending(t, s, members...) }
	released := nextDay(convening())
	released.Composition.Members[5].Until = day
	for _, row := range []struct {
		name string
		act  func() (Sitting, docket.Line, error)
		want string
	}{
		{"R-084: a break until the past", func() (Sitting, docket.Line, error) { return s.AnnounceBreak(secretary, start, later(2)) }, "R-084 break_end"},
		{"R-084: a break until tomorrow", func() (Sitting, docket.Line, error) { return s.AnnounceBreak(secretary, tomorrow.At, later(2)) }, "R-084 break_end"},
		{"R-084: a break in a break", func() (Sitting, docket.Line, error) { return broken.AnnounceBreak(secretary, later(40).At, later(3)) }, "R-084 break_lasts"},
		{"R-084: a break in a vote", func() (Sitting, docket.Line, error) { return voting.AnnounceBreak(secretary, later(40).At, later(3)) }, "R-079 another_vote_open"},
		{"R-084: a break before the opening", func() (Sitting, docket.Line, error) {
			return planned(t).AnnounceBreak(secretary, later(40).At, later(3))
		}, "R-084 sitting_not_open"},
		{"R-085: a break by a member", func() (Sitting, docket.Line, error) { return s.AnnounceBreak(member, later(40).At, later(3)) }, "R-085 not_conducting"},
		{"R-079: a vote in a break", func() (Sitting, docket.Line, error) { return broken.OpenVote(secretary, 1, "") }, "R-084 break_lasts"},
		{"R-084: an end of no break", func() (Sitting, docket.Line, error) { return s.EndBreak(secretary, later(3).At) }, "R-084 no_break"},
		{"R-084: an end of an adjournment", func() (Sitting, docket.Line, error) { return adjourned.EndBreak(secretary, later(3).At) }, "R-084 no_break"},
		{"R-084: the end of a break", func() (Sitting, docket.Line, error) { return broken.EndBreak(secretary, later(3).At) }, ""},
		{"R-063: adjourned to today", func() (Sitting, docket.Line, error) {
			return s.Adjourn(secretary, Continuation{At: later(60).At, Place: "зал", Reason: "свет"}, later(2), true)
		}, "R-063 adjourn_day"},
		{"R-063: adjourned to no time", func() (Sitting, docket.Line, error) {
			return s.Adjourn(secretary, Continuation{Place: "зал", Reason: "свет"}, later(2), true)
		}, "R-063 adjourn_day"},
		{"R-063: adjourned to nowhere", func() (Sitting, docket.Line, error) {
			return s.Adjourn(secretary, Continuation{At: tomorrow.At, Place: " ", Reason: "свет"}, later(2), true)
		}, "R-063 adjourn_place"},
		{"R-084: adjourned for no reason", func() (Sitting, docket.Line, error) {
			return s.Adjourn(secretary, Continuation{At: tomorrow.At, Place: "зал"}, later(2), true)
		}, "R-084 adjourn_reason"},
		{"R-081: past a term, unknowing", func() (Sitting, docket.Line, error) { return s.Adjourn(secretary, tomorrow, later(2), false) }, "R-081 adjourn_knowing"},
		{"R-079: adjourned in a vote", func() (Sitting, docket.Line, error) { return voting.Adjourn(secretary, tomorrow, later(2), true) }, "R-079 another_vote_open"},
		{"R-079: adjourned twice", func() (Sitting, docket.Line, error) { return adjourned.Adjourn(secretary, tomorrow, later(3), true) }, "R-084 sitting_adjourned"},
		{"R-079: a vote while adjourned", func() (Sitting, docket.Line, error) { return adjourned.OpenVote(secretary, 1, "") }, "R-084 sitting_adjourned"},
		{"R-069: the floor while adjourned", func() (Sitting, docket.Line, error) { return adjourned.AskFloor(member, 1, later(3)) }, "R-084 sitting_adjourned"},
		{"R-063: continued before its day", func() (Sitting, docket.Line, error) { return adjourned.Continue(secretary, later(99)) }, "R-063 sitting_before_its_day"},
		{"R-062: continued with nobody asked", func() (Sitting, docket.Line, error) { return adjourned.Continue(secretary, nextDay(convening())) }, "R-062 no_quorum"},
		{"R-062: continued by four of nine", func() (Sitting, docket.Line, error) {
			return again(adjourned, 1, 2, 3, 4).Continue(secretary, nextDay(convening()))
		}, "R-062 no_quorum"},
		{"R-007: continued without the chair", func() (Sitting, docket.Line, error) {
			return again(adjourned, 2, 3, 4, 5, 6).Continue(secretary, nextDay(convening()))
		}, "R-007 presiding_absent"},
		{"R-005: continued with a member released", func() (Sitting, docket.Line, error) {
			return again(adjourned, 1, 2, 3, 4, 6).Continue(secretary, released)
		}, "R-005 not_a_member"},
		{"R-063: continued though never adjourned", func() (Sitting, docket.Line, error) { return s.Continue(secretary, later(3)) }, "R-063 not_adjourned"},
		{"R-062: continued by five of nine", func() (Sitting, docket.Line, error) {
			return again(adjourned, 1, 2, 3, 4, 5).Continue(secretary, nextDay(convening()))
		}, ""},
		{"R-079: closed without going on", func() (Sitting, docket.Line, error) { return adjourned.Close(secretary, nextDay(convening()), true) }, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, _, err := row.act(); refused(err) != row.want {
				t.Fatalf("%v, want %q", err, row.want)
			}
		})
	}
	if late := s.Misses(day.AddDays(1)); len(late) != 1 || late[0].ID != s.Items[1].ID {
		t.Errorf("R-081: adjourned by a day, %d items miss their terms", len(late))
	}
}

// TestAnAdjournedSittingKeepsEverything: votes and items stay, the attendance is asked
// anew, also of who was appointed to that day; what was is kept for the minutes.
func TestAnAdjournedSittingKeepsEverything(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5, 6)
	s = did(t)(s.OpenVote(secretary, 1, ""))
	s = did(t)(s.CastVotes(secretary, 1, map[identity.ID]Choice{2: For, 3: For, 4: For, 5: For, 6: For}, start))
	s, _, _, err := s.CastPresiding(secretary, 1, For, later(1))
	if err != nil {
		t.Fatal(err)
	}
	m := later(5)
	m.Composition.Members = append(m.Composition.Members[:8:8], commission.Member{Person: 10, Office: identity.Member, From: day.AddDays(1)})
	s = did(t)(s.Adjourn(secretary, tomorrow, m, true))
	b, ok := s.Break()
	if !ok || len(b.Took) != 9 || b.Took[0].Mode != InHall || len(s.Present()) != 0 || len(s.Attendance) != 10 {
		t.Errorf("R-062: %+v, %d present, %d on the list", b, len(s.Present()), len(s.Attendance))
	}
	m = nextDay(m)
	s = did(t)(attending(t, s, 1, 2, 3, 4, 10).Continue(secretary, m))
	if item, _ := s.Item(1); item.State != Adopted || len(item.Votes) != 6 || s.Breaks[0].Until != m.At || s.State != Open {
		t.Errorf("R-079: after the continuation %+v", item)
	}
	s = did(t)(s.Close(secretary, m, true))
	if !s.ClosedAt.Equal(m.At) || len(s.Adjournments()) != 1 {
		t.Errorf("R-083: closed at %v", s.ClosedAt)
	}
}

func TestWhoPresidesInTheMiddle(t *testing.T) {
	leave := func(s Sitting, members ...identity.ID) Sitting {
		for _, id := range members {
			s = did(t)(s.Attend(secretary, id, Absent, "", start.Add(time.Minute)))
		}
		return s
	}
	s := opened(t, 1, 2, 3, 4, 5, 6, 7)
	all := Show{For: 6}
	acting := later(3)
	acting.Composition.Acting = []commission.Acting{{Person: 2, From: day, Ground: "распоряжение № 3"}}
	kept := did(t)(leave(s, 1, 2).KeepMinutes(secretary, 4, later(2)))
	for _, row := range []struct {
		name  string
		s     Sitting
		by    identity.Actor
		hands Show
		m     commission.Moment
		want  string
		who   identity.ID
	}{
		{"R-007: the chair is there", s, secretary, all, later(3), "R-007 presiding_present", 0},
		{"R-007: the deputy, by a decision", leave(s, 1), secretary, all, later(3), "", 2},
		{"R-007: the deputy takes the chair", leave(s, 1), deputy, all, later(3), "", 2},
		{"R-007: a member does not", leave(s, 1), member, all, later(3), "R-085 not_conducting", 0},
		{"R-007: the deputy, without a decision", leave(s, 1), secretary, Show{}, later(3), "R-073 show_for", 0},
		{"R-007: the deputy, by half", leave(s, 1), secretary, Show{For: 3, Against: 3}, later(3), "R-073 show_for", 0},
		{"R-007: by a decision without a quorum", leave(s, 1, 6, 7), secretary, Show{For: 4}, later(3), "R-062 no_quorum", 0},
		{"R-007: the deputy acts as chair since that day", leave(s, 1), secretary, Show{}, acting, "", 2},
		{"R-007: the deputy has left too, the secretary keeps the minutes", leave(s, 1, 2), secretary, Show{For: 5}, later(3), "R-009 keeper_cannot_preside", 0},
		{"R-007: the deputy has left too, another keeps the minutes", kept, identity.Actor{ID: 4, Office: identity.Member, Commission: 5}, Show{For: 5}, later(3), "", 3},
		{"R-007: nobody who may preside", leave(s, 1, 2, 3), secretary, Show{For: 4}, later(3), "R-007 nobody_presides", 0},
		{"R-007: before the opening", planned(t), secretary, all, later(3), "R-007 sitting_not_open", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, _, err := row.s.TakeChair(row.by, row.hands, row.m)
			if refused(err) != row.want {
				t.Fatalf("TakeChair() = %v, want %q", err, row.want)
			}
			if err == nil && (next.Presiding.Person != row.who || len(next.Presided) != 2 || next.Presided[1].Person != row.who) {
				t.Errorf("R-007: presided by %+v", next.Presided)
			}
		})
	}
	by := did(t)(leave(s, 1).TakeChair(secretary, all, later(3)))
	back := did(t)(did(t)(by.Attend(secretary, 1, InHall, "", later(9).At)).TakeChair(secretary, Show{}, later(9)))
	if back.Presiding.Person != 1 || len(back.Presided) != 3 {
		t.Errorf("R-007: the chair came back, presided by %+v", back.Presided)
	}
}

// TestBothWhoConductAreGone: nobody is left to mark it but who is to preside next, who then
// ends the open vote and takes the chair by a decision of the commission.
func TestBothWhoConductAreGone(t *testing.T) {
	s := polling(t)
	if s.Presiding.Person != chair.ID || s.Secretary.Person != secretary.ID {
		t.Fatalf("%d presides, %d keeps the minutes", s.Presiding.Person, s.Secretary.Person)
	}
	for _, row := range []struct {
		name   string
		s      Sitting
		by     identity.Actor
		reason string
		want   string
	}{
		{"R-007: by the deputy", s, deputy, "потеря связи", ""},
		{"R-007: without saying what happened", s, deputy, " ", "R-007 gone_reason"},
		{"R-007: by a member", s, member, "потеря связи", "R-085 not_conducting"},
		{"R-007: by the presiding member", s, chair, "ухожу", "R-085 not_conducting"},
		{"R-007: by a deputy who is absent", attending(t, opened(t, 1, 3, 4, 5, 6)), deputy, "потеря связи", "R-085 not_conducting"},
		{"R-007: gone already", left(t, s, 1), deputy, "потеря связи", "R-007 presiding_absent"},
		{"R-007: before the opening", planned(t), deputy, "потеря связи", "R-085 not_conducting"},
		{"R-007: by a member of another commission", s, identity.Actor{ID: 2, Office: identity.Deputy, Commission: 6}, "потеря связи", "R-085 not_conducting"},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, line, err := row.s.PresidingGone(row.by, row.reason, later(2))
			if refused(err) != row.want {
				t.Fatalf("PresidingGone() = %v, want %q", err, row.want)
			}
			if err == nil && (next.present(1) || line.Act != "attendance" || line.By.ID != row.by.ID || line.Facts["member"] != int64(1)) {
				t.Errorf("PresidingGone() = %+v, %+v", next.Attendance, line)
			}
		})
	}
	s, _, err := opened(t, 1, 2, 3, 4, 5, 6, 7).OpenVote(secretary, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	s = did(t)(s.PresidingGone(deputy, "потеря связи", later(2)))
	s = did(t)(s.BreakOff(deputy, 1, "некому вести", later(3)))
	s = did(t)(s.TakeChair(deputy, Show{For: 5}, later(4)))
	s = did(t)(s.Attend(deputy, 3, Absent, "потеря связи", later(5).At))
	s = did(t)(s.KeepMinutes(deputy, 4, later(6)))
	if _, _, err := s.OpenVote(deputy, 1, ""); err != nil || s.Presiding.Person != 2 || s.Secretary.Person != 4 {
		t.Errorf("R-007: %d presides, %d keeps the minutes, the vote anew = %v", s.Presiding.Person, s.Secretary.Person, err)
	}
}

func TestWhoKeepsTheMinutesInTheMiddle(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5, 6)
	gone := did(t)(s.Attend(secretary, 3, Absent, "", later(1).At))
	kept := did(t)(gone.KeepMinutes(chair, 4, later(2)))
	back := did(t)(kept.Attend(chair, 3, InHall, "", later(3).At))
	for _, row := range []struct {
		name string
		s    Sitting
		by   identity.Actor
		who  identity.ID
		want string
	}{
		{"R-009: the secretary is there", s, chair, 4, "R-009 keeper_present"},
		{"R-009: the secretary has left", gone, chair, 4, ""},
		{"R-009: an absent member", gone, chair, 9, "R-009 keeper"},
		{"R-009: who presides", gone, chair, 1, "R-009 keeper"},
		{"R-009: no member", gone, chair, 77, "R-009 keeper"},
		{"R-009: by a member", gone, member, 4, "R-085 not_conducting"},
		{"R-009: the secretary came back", back, chair, 3, ""},
		{"R-009: before the opening", planned(t), chair, 4, "R-007 sitting_not_open"},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, _, err := row.s.KeepMinutes(row.by, row.who, later(4))
			if refused(err) != row.want {
				t.Fatalf("KeepMinutes() = %v, want %q", err, row.want)
			}
			if err == nil && next.Secretary.Person != row.who {
				t.Errorf("R-009: kept by %+v", next.Secretary)
			}
		})
	}
	if back.Secretary.Title != "Секретарь заседания" || len(kept.Kept) != 2 {
		t.Errorf("R-085: the minutes are signed by %+v after %+v", back.Secretary, kept.Kept)
	}
}
