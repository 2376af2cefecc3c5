package sitting

import (
	"strings"
	"testing"
	"time"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// decided is a sitting whose first item has been adopted.
func decided(t *testing.T) Sitting {
	t.Helper()
	s := opened(t, 1, 2, 3, 4, 5)
	s.Items[0].State = Adopted
	return s
}

func TestDissentIsHandedInOnce(t *testing.T) {
	neighbour := identity.Actor{ID: 4, Office: identity.Member, Commission: 6}
	newcomer := identity.Actor{ID: 77, Office: identity.Member, Commission: 5}
	for _, row := range []struct {
		name  string
		by    identity.Actor
		spoil func(*Sitting)
		text  string
		want  string
	}{
		{"R-082: a member who was there", member, nil, "не согласен", ""},
		{"R-082: one who did not come", identity.Actor{ID: 8, Office: identity.Member, Commission: 5}, nil, "не согласен", ""},
		{"R-082: the chair", chair, nil, "не согласен", ""},
		{"R-082: after the close, before the minutes are signed", member, func(s *Sitting) { s.State = Closed }, "не согласен", ""},
		{"R-082: no decision", member, func(s *Sitting) { s.Items[0].State = Rejected }, "не согласен", "R-082 dissent_no_decision"},
		{"R-082: before the vote", member, func(s *Sitting) { s.Items[0].State = Pending }, "не согласен", "R-082 dissent_no_decision"},
		{"R-082: the minutes are signed", member, func(s *Sitting) { s.MinutesSigned = true }, "не согласен", "R-082 dissent_minutes_signed"},
		{"R-082: twice", member, func(s *Sitting) { s.Items[0].Dissents = []Dissent{{Member: 4, Text: "нет"}} }, "не согласен", "R-082 dissent_given"},
		{"R-082: without a text", member, nil, " \n", "R-082 dissent"},
		{"R-082: too long", member, nil, strings.Repeat("о", MaxSpeech+1), "R-082 dissent"},
		{"R-005: who became a member since", newcomer, nil, "не согласен", "R-005 not_a_member"},
		{"R-082: of another commission", neighbour, nil, "не согласен", ErrNotFound.Error()},
		{"R-082: no member at all", identity.Actor{ID: 9, Office: identity.Administrator}, nil, "не согласен", "R-082 not_your_office"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := decided(t)
			if row.spoil != nil {
				row.spoil(&s)
			}
			before := len(s.Items[0].Dissents)
			next, line, err := s.HandIn(row.by, s.Items[0].ID, row.text, start)
			if got := refused(err); got != row.want {
				t.Fatalf("HandIn() = %v, want %q", err, row.want)
			}
			if len(s.Items[0].Dissents) != before {
				t.Error("HandIn() changed the original")
			}
			if err != nil {
				return
			}
			d, ok := next.Items[0].Dissent(row.by.ID)
			if !ok || d.Text != row.text || !d.At.Equal(start) || next.Version != s.Version+1 {
				t.Errorf("HandIn() = %+v", next.Items[0].Dissents)
			}
			if line.Facts["text"] != digestOf(row.text) || strings.Contains(line.Act, row.text) {
				t.Errorf("HandIn() is recorded as %+v, want the digest of the text alone", line)
			}
		})
	}
}

func TestDissentIsWithdrawnByItsAuthor(t *testing.T) {
	s := decided(t)
	s, _, err := s.HandIn(member, s.Items[0].ID, "не согласен", start)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.TakeBack(deputy, s.Items[0].ID); refused(err) != "R-082 dissent_none" {
		t.Errorf("R-082: TakeBack() by another member = %v", err)
	}
	signed := s
	signed.MinutesSigned = true
	if _, _, err := signed.TakeBack(member, s.Items[0].ID); refused(err) != "R-082 dissent_minutes_signed" {
		t.Errorf("R-082: TakeBack() after the signature = %v", err)
	}
	next, _, err := s.TakeBack(member, s.Items[0].ID)
	if err != nil || len(next.Items[0].Dissents) != 0 || len(s.Items[0].Dissents) != 1 {
		t.Errorf("R-082: TakeBack() = %+v, %v", next.Items[0].Dissents, err)
	}
}

func TestTellingOfDissents(t *testing.T) {
	s := decided(t)
	s, _, err := s.HandIn(member, s.Items[0].ID, "не согласен", start.Add(30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	m := opening(convening())
	m.At = start.Add(time.Hour)
	for _, row := range []struct {
		name string
		by   identity.Actor
		told Told
		want string
	}{
		{"R-082: in the minute it was handed in", chair, Told{How: "письмом", At: start}, ""},
		{"R-007: by an acting chair", identity.Actor{ID: 2, Office: identity.Deputy, Commission: 5, ActsAsChair: true}, Told{How: "письмом", At: m.At}, ""},
		{"R-082: before it was handed in", chair, Told{How: "письмом", At: start.Add(-time.Minute)}, "R-082 told"},
		{"R-082: tomorrow", chair, Told{How: "письмом", At: m.At.Add(time.Minute)}, "R-082 told"},
		{"R-082: in no way", chair, Told{How: " ", At: m.At}, "R-082 how"},
		{"R-082: by the secretary", secretary, Told{How: "письмом", At: m.At}, "R-082 not_your_office"},
		{"R-082: by the member", member, Told{How: "письмом", At: m.At}, "R-082 not_your_office"},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, _, err := s.Tell(row.by, s.Items[0].ID, row.told, m)
			if got := refused(err); got != row.want {
				t.Fatalf("Tell() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			if d := next.Items[0].Dissents[0]; !d.ToldAt.Equal(row.told.At) || d.ToldHow != "письмом" || !s.Items[0].Dissents[0].ToldAt.IsZero() {
				t.Errorf("Tell() = %+v", d)
			}
			if _, _, again := next.Tell(row.by, s.Items[0].ID, row.told, m); refused(again) != "R-082 dissent_all_told" {
				t.Errorf("Tell() again = %v", again)
			}
		})
	}
}

func TestAttendees(t *testing.T) {
	s := planned(t)
	for _, row := range []struct {
		name   string
		by     identity.Actor
		a      Attendee
		signed bool
		want   string
	}{
		{"R-067: a journalist", secretary, Attendee{Name: " Зимина А. К. ", Status: Media, Whose: "«Пример»"}, false, ""},
		{"R-066: the complainant", secretary, Attendee{Name: "Новосёлов Н. Н.", Status: Complainant}, false, ""},
		{"R-067: nobody", secretary, Attendee{Status: Media}, false, "R-067 name"},
		{"R-067: of no status", secretary, Attendee{Name: "Зимина А. К.", Status: "friend"}, false, "R-067 status"},
		{"R-085: by a member", member, Attendee{Name: "Зимина А. К.", Status: Media}, false, "R-085 not_conducting"},
		{"R-085: the minutes are signed", secretary, Attendee{Name: "Зимина А. К.", Status: Media}, true, "R-085 minutes_signed"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s.MinutesSigned = row.signed
			next, line, err := s.Admit(row.by, row.a, start)
			if got := refused(err); got != row.want {
				t.Fatalf("Admit() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			if len(next.Attendees) != 1 || next.Attendees[0].Name != strings.TrimSpace(row.a.Name) || !next.Attendees[0].At.Equal(start) || len(s.Attendees) != 0 {
				t.Errorf("Admit() = %+v", next.Attendees)
			}
			if _, named := line.Facts["name"]; named {
				t.Error("the docket holds the name of somebody who came")
			}
			next.Attendees[0].ID = 7
			if struck, _, err := next.Strike(row.by, 7); err != nil || len(struck.Attendees) != 0 || len(next.Attendees) != 1 {
				t.Errorf("Strike() = %+v, %v", struck.Attendees, err)
			}
			if _, _, err := next.Strike(row.by, 8); refused(err) != ErrNotFound.Error() {
				t.Errorf("Strike() of nobody = %v", err)
			}
		})
	}
}

// TestLateAbsence: an absence is told at least a day before, and later it is marked.
func TestLateAbsence(t *testing.T) {
	full := regulation.Izhmorsky()
	full.CountBefore = regulation.FullDays
	two := regulation.Izhmorsky()
	two.AbsenceNoticeDays = 2
	local := func(day, hour int) time.Time { return time.Date(2026, 9, day, hour-7, 0, 0, 0, time.UTC) }
	for _, row := range []struct {
		name    string
		profile regulation.Profile
		told    time.Time
		late    bool
	}{
		{"R-014: the evening before", regulation.Izhmorsky(), local(11, 23), false},
		{"R-014: after midnight", regulation.Izhmorsky(), local(12, 1), true},
		{"R-014: a day before, two are wanted", two, local(11, 9), true},
		{"R-014: two days before", two, local(10, 9), false},
		{"R-116: a day before, a full one is wanted between", full, local(11, 9), true},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := opening(convening())
			s, line, err := planned(t).Excuse(secretary, 4, "болезнь", row.told, m)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.ToldLate(s.Attendance[3], row.profile); got != row.late {
				t.Errorf("ToldLate() = %v, want %v", got, row.late)
			}
			if line.Facts["told"] != row.told.Format(time.RFC3339) {
				t.Errorf("recorded as %+v", line)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	s := planned(t)
	next, _, err := s.Answer(member, Absent, " командировка ", start.AddDate(0, 0, -1))
	if a := next.Attendance[3]; err != nil || a.Mode != Absent || a.Reason != "командировка" || !a.ToldAt.Equal(start.AddDate(0, 0, -1)) {
		t.Errorf("R-014: Answer() = %+v, %v", next.Attendance[3], err)
	}
	if back, _, err := next.Attend(secretary, 4, InHall, "", start); err != nil || !back.Attendance[3].ToldAt.IsZero() {
		t.Errorf("R-014: who came all the same is %+v, %v", back.Attendance[3], err)
	}
	if _, _, err := s.Answer(member, Absent, " ", start); refused(err) != "R-014 reason" {
		t.Errorf("R-014: Answer() without a reason = %v", err)
	}
	if _, _, err := opened(t, 1, 2, 3, 5, 6).Answer(member, Absent, "болезнь", start); refused(err) != "R-014 sitting_already_opened" {
		t.Errorf("R-014: Answer() after the opening = %v", err)
	}
	if _, _, err := s.Excuse(member, 5, "болезнь", start, opening(convening())); refused(err) != "R-085 not_conducting" {
		t.Errorf("R-014: Excuse() by a member = %v", err)
	}
	if _, _, err := s.Excuse(secretary, 4, "болезнь", start.Add(time.Hour), opening(convening())); refused(err) != "R-014 told" {
		t.Errorf("R-014: Excuse() told tomorrow = %v", err)
	}
}
