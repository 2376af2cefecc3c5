package sitting

import (
	"slices"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// stored gives the notices of a sitting their numbers, as the store does.
func stored(s Sitting) Sitting {
	s.Notices = slices.Clone(s.Notices)
	for i := range s.Notices {
		s.Notices[i].ID = int64(i + 1)
	}
	return s
}

func letterTo(t *testing.T, s Sitting, person identity.ID) int64 {
	t.Helper()
	n, ok := s.Mailing(person)
	if !ok {
		t.Fatalf("no letter to %d is on its way", person)
	}
	return n.ID
}

// TestConveningTellsEveryMember: a letter for each member of the day, and the chair who
// convenes knows.
func TestConveningTellsEveryMember(t *testing.T) {
	s := planned(t)
	letters := 0
	for _, n := range s.Notices {
		if n.Way == ByEmail && n.ToldAt.IsZero() {
			letters++
		}
	}
	if told, ok := s.Told(1); letters != 9 || !ok || told.Way != OnDesk || s.TellBy != day.AddDays(-2) {
		t.Errorf("R-063: %d letters, the chair %+v, by %v", letters, told, s.TellBy)
	}
	if _, ok := s.Told(4); ok {
		t.Error("R-063: a member is told before the mail took the letter")
	}
}

// TestTimelinessIsOfEachMember: by the mail, by hand, corrected, never; seen from each day.
func TestTimelinessIsOfEachMember(t *testing.T) {
	p := regulation.Izhmorsky()
	m := convening()
	s := stored(planned(t))
	s, line, done := s.MailTook(letterTo(t, s, 4), m.At.Add(time.Hour))
	if !done || line.Act != "member_told" || line.By.Office != identity.Machine {
		t.Fatalf("MailTook() = %+v, %v", line, done)
	}
	if _, _, again := s.MailTook(s.Notices[3].ID, m.At.Add(2*time.Hour)); again {
		t.Error("R-063: a letter was taken twice")
	}
	late := opening(m)
	s, _, _ = s.MailTook(letterTo(t, s, 5), late.At)
	s, line, _ = s.MailRefused(letterTo(t, s, 6))
	if line.Act != "notice_failed" {
		t.Errorf("MailRefused() = %+v", line)
	}
	var err error
	if s, _, err = s.EnterNotice(secretary, Notice{Member: 7, Way: ByPhone, ToldAt: m.At.Add(-time.Hour)}, late); err != nil {
		t.Fatal(err)
	}
	if s, _, err = s.EnterNotice(secretary, Notice{Member: 5, Way: OnPaper, ToldAt: m.At}, late); err != nil {
		t.Fatal(err)
	}
	for person, want := range map[identity.ID]Timeliness{1: InTime, 4: InTime, 5: InTime, 6: Missed, 7: InTime, 8: Missed} {
		if got := s.Timeliness(person, p, day); got != want {
			t.Errorf("R-063: member %d is %s on the day of the sitting, want %s", person, got, want)
		}
	}
	if got := s.Timeliness(6, p, day.AddDays(-2)); got != Waiting {
		t.Errorf("R-063: who was not told yet is %s on the last day, want waiting", got)
	}
	// What was entered wrongly is put right by a new record with its reason.
	if _, _, err := s.EnterNotice(secretary, Notice{Member: 5, Way: ByPhone, ToldAt: late.At}, late); refused(err) != "R-063 note" {
		t.Errorf("R-063: a correction without a reason = %v", err)
	}
	if s, line, err = s.EnterNotice(secretary, Notice{Member: 5, Way: ByPhone, ToldAt: late.At, Note: "бумагу не вручили"}, late); err != nil || line.Facts["corrected"] != true {
		t.Fatalf("%+v, %v", line, err)
	}
	if got := s.Timeliness(5, p, day); got != Late {
		t.Errorf("R-063: after the correction the member is %s, want late", got)
	}
	gone, missed := s.Shortfall(p, day)
	if len(gone) != 1 || gone[0].Person != 5 || len(missed) != 5 {
		t.Errorf("R-063: Shortfall() = %v, %v", gone, missed)
	}
	s.TellBy = calendar.Date{}
	if gone, missed := s.Shortfall(p, day); gone != nil || missed != nil {
		t.Errorf("R-065: an urgent sitting has a shortfall: %v, %v", gone, missed)
	}
}

func TestEnterNotice(t *testing.T) {
	at := opening(convening())
	signed := func(s *Sitting) { s.MinutesSigned = true }
	for _, row := range []struct {
		name   string
		by     identity.Actor
		n      Notice
		change func(*Sitting)
		want   string
	}{
		{"R-063: by the secretary", secretary, Notice{Member: 4, Way: InPerson, ToldAt: at.At}, nil, ""},
		{"R-063: by the chair", chair, Notice{Member: 4, Way: ByPhone, ToldAt: at.At}, nil, ""},
		{"R-063: not by a member", member, Notice{Member: 4, Way: ByPhone, ToldAt: at.At}, nil, "R-063 not_your_office"},
		{"R-063: of a stranger", secretary, Notice{Member: 77, Way: ByPhone, ToldAt: at.At}, nil, "R-063 member"},
		{"R-063: the mail speaks for itself", secretary, Notice{Member: 4, Way: ByEmail, ToldAt: at.At}, nil, "R-063 way"},
		{"R-063: without a time", secretary, Notice{Member: 4, Way: ByPhone}, nil, "R-063 told"},
		{"R-063: ahead of time", secretary, Notice{Member: 4, Way: ByPhone, ToldAt: at.At.Add(time.Minute)}, nil, "R-063 told"},
		{"R-085: after the first signature", secretary, Notice{Member: 4, Way: ByPhone, ToldAt: at.At}, signed, "R-085 minutes_signed"},
		{"somebody else's sitting", identity.Actor{ID: 90, Office: identity.Secretary, Commission: 6}, Notice{Member: 4, Way: ByPhone, ToldAt: at.At}, nil, ErrNotFound.Error()},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := stored(planned(t))
			if row.change != nil {
				row.change(&s)
			}
			_, _, err := s.EnterNotice(row.by, row.n, at)
			if got := refused(err); got != row.want {
				t.Errorf("EnterNotice() = %v, want %q", err, row.want)
			}
		})
	}
}

// TestSendNoticesAgain: with the agenda as it stands, and nobody is told later for that.
func TestSendNoticesAgain(t *testing.T) {
	s, m := stored(planned(t)), convening()
	s, _, _ = s.MailTook(letterTo(t, s, 4), m.At)
	first, _ := s.Told(4)
	m.At = m.At.Add(time.Hour)
	again, _, err := s.SendNotices(secretary, m)
	if err != nil || len(again.Notices) != len(s.Notices)+9 || again.Version != s.Version+1 {
		t.Fatalf("SendNotices() = %d notices, %v", len(again.Notices), err)
	}
	if told, _ := stored(again).Told(4); !told.ToldAt.Equal(first.ToldAt) {
		t.Errorf("R-063: told %v, want %v as before", told.ToldAt, first.ToldAt)
	}
	if _, _, err := s.SendNotices(member, m); refused(err) != "R-063 not_your_office" {
		t.Errorf("SendNotices() by a member = %v", err)
	}
	if _, _, err := opened(t, 1, 2, 3, 4, 5).SendNotices(secretary, m); refused(err) != "R-063 sitting_already_opened" {
		t.Errorf("SendNotices() once open = %v", err)
	}
}

// TestAnswersAreNoPresence: what a member says he may change until the opening, it tells
// that he knows, and it counts for no quorum.
func TestAnswersAreNoPresence(t *testing.T) {
	s := planned(t)
	at := start.AddDate(0, 0, -2)
	coming, line, err := s.Answer(member, InHall, "", at)
	if a := coming.Attendance[3]; err != nil || a.Mode != "" || a.Said != InHall || !a.SaidAt.Equal(at) || line.Act != "answer" {
		t.Fatalf("R-014: Answer() = %+v, %v", coming.Attendance[3], err)
	}
	if told, ok := coming.Told(4); !ok || told.Way != OnDesk || len(coming.Present()) != 0 {
		t.Errorf("R-063: who answered is told %+v, %d present", told, len(coming.Present()))
	}
	away, _, err := coming.Answer(member, Absent, "командировка", at.Add(time.Hour))
	if a := away.Attendance[3]; err != nil || a.Mode != Absent || a.Said != Absent {
		t.Fatalf("R-014: Answer() = %+v, %v", away.Attendance[3], err)
	}
	back, _, err := away.Answer(member, InHall, "", at.Add(2*time.Hour))
	if a := back.Attendance[3]; err != nil || a.Mode != "" || a.Reason != "" || !a.ToldAt.IsZero() || a.Said != InHall {
		t.Errorf("R-014: who comes after all is %+v, %v", back.Attendance[3], err)
	}
	if coming, away, silent := back.Answers(); coming != 1 || away != 0 || silent != 8 {
		t.Errorf("Answers() = %d, %d, %d", coming, away, silent)
	}
	s.Video = false
	if _, _, err := s.Answer(member, OnVideo, "", at); refused(err) != "R-068 answer" {
		t.Errorf("R-068: by video without a decision = %v", err)
	}
	s.Video = true
	if next, _, err := s.Answer(member, OnVideo, "", at); err != nil || next.Attendance[3].Said != OnVideo {
		t.Errorf("R-068: by video = %v", err)
	}
	if _, _, err := s.Answer(member, "", "", at); refused(err) != "R-014 answer" {
		t.Errorf("R-014: no answer = %v", err)
	}
	if _, _, err := s.Answer(identity.Actor{ID: 90, Office: identity.Member, Commission: 6}, InHall, "", at); refused(err) != ErrNotFound.Error() {
		t.Errorf("of another commission = %v", err)
	}
	if _, _, err := s.Answer(identity.Actor{ID: 90, Office: identity.Member, Commission: 5}, InHall, "", at); refused(err) != "R-005 not_a_member" {
		t.Errorf("R-005: who is no member of the day = %v", err)
	}
}
