package sitting

import (
	"slices"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// with attending records members as present in the hall, the rest stay as they are.
func attending(t failer, s Sitting, members ...identity.ID) Sitting {
	for _, id := range members {
		var err error
		if s, _, err = s.Attend(secretary, id, InHall, "", start); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func opened(t failer, members ...identity.ID) Sitting {
	s, _, err := attending(t, planned(t), members...).Open(secretary, opening(convening()))
	if err != nil {
		t.Fatal(err)
	}
	return withAgenda(t, s)
}

// agendaID is the number of the vote on the agenda, which the store would give it.
const agendaID ItemID = 100

// withAgenda adopts the agenda of a sitting that was just opened.
func withAgenda(t failer, s Sitting) Sitting {
	if s.Agenda == nil {
		return s
	}
	s.Agenda.ID = agendaID
	s, _, err := s.OpenQuestion(secretary, agendaID)
	if err != nil {
		t.Fatal(err)
	}
	votes := map[identity.ID]Choice{}
	for _, a := range s.Others() {
		votes[a.Member.Person] = For
	}
	if s, _, err = s.CastVotes(secretary, agendaID, votes, start); err != nil {
		t.Fatal(err)
	}
	if s, _, _, err = s.CastPresiding(secretary, agendaID, For, opening(convening())); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOpen(t *testing.T) {
	deputyActs := []commission.Acting{{Person: 2, From: day, Ground: "распоряжение № 3"}}
	for _, row := range []struct {
		name    string
		by      identity.Actor
		present []identity.ID
		world   func(*commission.Moment)
		want    string
	}{
		{"R-062: five of nine", secretary, []identity.ID{1, 2, 3, 4, 5}, nil, ""},
		{"R-062: four of nine", secretary, []identity.ID{1, 2, 3, 4}, nil, "R-062 no_quorum"},
		{"R-062: vacancies do not lower it", secretary, []identity.ID{1, 2, 3, 4}, func(m *commission.Moment) { m.Composition.Members = m.Composition.Members[:6] }, "R-062 no_quorum"},
		{"R-061: six of nine appointed", secretary, []identity.ID{1, 2, 3, 4, 5}, func(m *commission.Moment) { m.Composition.Members = m.Composition.Members[:6] }, ""},
		{"R-061: five of nine appointed", secretary, []identity.ID{1, 2, 3, 4, 5}, func(m *commission.Moment) { m.Composition.Members = m.Composition.Members[:5] }, "R-061 not_formed"},
		{"R-007: the chair is away", secretary, []identity.ID{2, 3, 4, 5, 6}, nil, "R-007 presiding_absent"},
		{"R-007: the chair is away, the deputy acts since", secretary, []identity.ID{2, 3, 4, 5, 6},
			func(m *commission.Moment) { m.Composition.Acting = deputyActs }, ""},
		{"R-007: nobody presides any more", secretary, []identity.ID{1, 2, 3, 4, 5, 6},
			func(m *commission.Moment) { m.Composition.Members[0].Until = day.AddDays(-1) }, "R-005 not_a_member"},
		{"R-009: the secretary acts as chair and keeps the minutes", secretary, []identity.ID{1, 2, 3, 4, 5},
			func(m *commission.Moment) { m.Composition.Acting = []commission.Acting{{Person: 3, From: day}} }, "R-009 sitting_secretary_missing"},
		{"R-005: a member whose term is over", secretary, []identity.ID{1, 2, 3, 4, 9}, func(m *commission.Moment) { m.Composition.Members[8].Until = day.AddDays(-1) }, "R-005 not_a_member"},
		{"R-085: by a member", member, []identity.ID{1, 2, 3, 4, 5}, nil, "R-085 not_conducting"},
		{"R-085: by the presiding member", chair, []identity.ID{1, 2, 3, 4, 5}, nil, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := opening(convening())
			if row.world != nil {
				row.world(&m)
			}
			before := attending(t, planned(t), row.present...)
			s, _, err := before.Open(row.by, m)
			if got := refused(err); got != row.want {
				t.Fatalf("Open() = %v, want %q", err, row.want)
			}
			if err == nil && (s.State != Open || !s.OpenedAt.Equal(start) || s.Version != before.Version+1 || before.State != Planned) {
				t.Errorf("Open() = %+v", s)
			}
			if acting, ok := m.Composition.Presiding(day); err == nil && ok && s.Presiding != acting {
				t.Errorf("R-007: presided by %+v, want %+v", s.Presiding, acting)
			}
			if _, _, again := s.Open(secretary, m); err == nil && refused(again) != "R-062 sitting_already_opened" {
				t.Errorf("R-062: Open() again = %v, want a refusal", again)
			}
		})
	}
}

func TestAttend(t *testing.T) {
	noVideo := planned(t)
	noVideo.Video = false
	closed := planned(t)
	closed.State = Closed
	voting := opened(t, 1, 2, 3, 4, 5)
	voting.Items[0].State = Voting
	for _, row := range []struct {
		name   string
		s      Sitting
		by     identity.Actor
		member identity.ID
		mode   Mode
		reason string
		want   string
	}{
		{"R-062: in the hall", planned(t), secretary, 4, InHall, "", ""},
		{"R-068: on video", planned(t), secretary, 4, OnVideo, "", ""},
		{"R-068: on video, not decided", noVideo, secretary, 4, OnVideo, "", "R-068 video_not_decided"},
		{"R-014: absent with a reason", planned(t), secretary, 4, Absent, "болезнь", ""},
		{"R-014: a reason too long", planned(t), secretary, 4, Absent, strings.Repeat("о", 301), "R-014 reason"},
		{"R-062: unknown mode", planned(t), secretary, 4, "astral", "", "R-062 mode"},
		{"R-062: no mode", planned(t), secretary, 4, "", "", "R-062 mode"},
		{"R-005: not a member", planned(t), secretary, 77, InHall, "", "R-005 not_a_member"},
		{"R-062: joining while a vote is open", voting, secretary, 6, InHall, "", "R-062 attendance_during_vote"},
		{"R-062: after closing", closed, secretary, 4, InHall, "", "R-062 sitting_closed"},
		{"R-085: by a member himself", planned(t), member, 4, InHall, "", "R-085 not_conducting"},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := len(row.s.Present())
			next, _, err := row.s.Attend(row.by, row.member, row.mode, row.reason, start)
			if got := refused(err); got != row.want {
				t.Fatalf("Attend() = %v, want %q", err, row.want)
			}
			if err == nil && row.mode.Present() != (len(next.Present()) == before+1) {
				t.Errorf("Attend() = %d present", len(next.Present()))
			}
			if len(row.s.Present()) != before {
				t.Error("Attend() changed the original")
			}
		})
	}
	order := attending(t, planned(t), 1, 2, 3).Present()
	if order[len(order)-1].Member.Person != 1 {
		t.Errorf("R-077: the presiding member is not the last of %v", order)
	}
}

func TestOpenVote(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*Sitting)
		want  string
	}{
		{"R-079: put to the vote", func(*Sitting) {}, ""},
		{"R-066: parties not invited", func(s *Sitting) { s.Items[0].Invitations = nil }, "R-066 parties_not_invited"},
		{"R-062: sitting not open", func(s *Sitting) { s.State = Planned }, "R-062 sitting_not_open"},
		{"R-062: somebody left, no quorum", func(s *Sitting) { s.Attendance[4].Mode = Absent }, "R-062 no_quorum"},
		{"R-007: the presiding member left", func(s *Sitting) { s.Attendance[0].Mode, s.Attendance[5].Mode = Absent, InHall }, "R-007 presiding_absent"},
		{"R-079: another vote is open", func(s *Sitting) { s.Items[1].State = Voting }, "R-079 another_vote_open"},
		{"R-079: settled", func(s *Sitting) { s.Items[0].State = Rejected }, "R-079 item_settled"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := opened(t, 1, 2, 3, 4, 5)
			row.spoil(&s)
			next, _, err := s.OpenVote(chair, 1, "")
			if got := refused(err); got != row.want {
				t.Fatalf("OpenVote() = %v, want %q", err, row.want)
			}
			if item, ok := next.Voting(); err == nil && (!ok || item.ID != 1 || len(item.Votes) != 0) {
				t.Errorf("OpenVote() = %+v", item)
			}
			if _, _, err := next.OpenVote(member, 1, ""); refused(err) != "R-085 not_conducting" {
				t.Errorf("R-085: OpenVote() by a member = %v, want a refusal", err)
			}
		})
	}
}

func TestVote(t *testing.T) {
	s, _, err := opened(t, 1, 2, 3, 4, 5).OpenVote(chair, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name    string
		choices map[identity.ID]Choice
		want    string
	}{
		{"R-077: the presiding member among the rest", map[identity.ID]Choice{1: For, 2: For}, "R-077 presiding_votes_last"},
		{"R-005: an absent member", map[identity.ID]Choice{2: For, 9: For}, "R-005 vote_of_absent"},
		{"R-005: a stranger", map[identity.ID]Choice{77: For}, "R-005 vote_of_absent"},
		{"R-005: a choice outside the list", map[identity.ID]Choice{2: "maybe"}, "R-005 votes"},
		{"R-073: each of the choices", map[identity.ID]Choice{2: For, 3: Against, 4: Abstained, 5: NotVoting}, ""},
	} {
		if _, _, err := s.CastVotes(secretary, 1, row.choices, start); refused(err) != row.want {
			t.Errorf("%s: CastVotes() = %v, want %q", row.name, err, row.want)
		}
	}
	m := opening(convening())
	if _, _, _, err := s.CastPresiding(chair, 1, For, m); refused(err) != "R-077 others_vote_first" {
		t.Errorf("R-077: CastPresiding() first = %v, want a refusal", err)
	}
	once, _, err1 := s.CastVotes(secretary, 1, map[identity.ID]Choice{2: Against, 3: Against, 4: Against, 5: Against}, start)
	right, _, err2 := once.CastVotes(secretary, 1, map[identity.ID]Choice{2: For, 3: For, 4: Against, 5: Against}, start)
	if err1 != nil || err2 != nil {
		t.Fatalf("R-005: putting votes right = %v, %v", err1, err2)
	}
	if _, _, _, err := right.CastPresiding(chair, 1, "maybe", m); refused(err) != "R-077 presiding" {
		t.Errorf("R-077: CastPresiding() of no choice = %v, want a refusal", err)
	}
	done, result, line, err := right.CastPresiding(chair, 1, For, m)
	if err != nil || result.Fate != Carried || result.Tally.For != 3 || result.Tally.Against != 2 || result.Tally.Presiding != For || line.Facts["present"] != 5 {
		t.Fatalf("R-073: CastPresiding() = %+v, %v, want carried by 3 to 2", result, err)
	}
	item, _ := done.Item(1)
	if item.State != Adopted || item.Result == nil || item.Votes[4].Member != 1 || len(item.Votes) != 5 {
		t.Errorf("R-077: the item is %+v", item)
	}
	if before, _ := right.Item(1); len(before.Votes) != 4 || before.State != Voting {
		t.Error("R-077: the original was changed")
	}
	if _, _, err := done.CastVotes(secretary, 1, map[identity.ID]Choice{2: Against}, start); refused(err) != "R-079 vote_not_open" {
		t.Errorf("R-079: a vote after the vote = %v, want a refusal", err)
	}
	if _, _, err := done.OpenVote(chair, 1, ""); refused(err) != "R-079 item_settled" {
		t.Errorf("R-079: a second vote = %v, want a refusal", err)
	}
}

func TestCastingVoteInTheHall(t *testing.T) {
	for _, row := range []struct {
		name      string
		question  regulation.Question
		presiding Choice
		want      ItemState
		casting   bool
	}{
		{"R-076: three to three, the presiding for", regulation.DismissComplaint, For, Adopted, true},
		{"R-076: three to three, the presiding against", regulation.DismissComplaint, Against, Rejected, true},
		{"R-076: nothing to break where the list of 6.2 applies", regulation.AnnulFullDecide, For, Rejected, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := opened(t, 1, 2, 3, 4, 5, 6)
			s.Items[0].Question = row.question
			s, _, err := s.OpenVote(chair, 1, "")
			if err != nil {
				t.Fatal(err)
			}
			votes := map[identity.ID]Choice{2: For, 3: For, 4: Against, 5: Against, 6: Against}
			if row.presiding == Against {
				votes[6] = For
			}
			if s, _, err = s.CastVotes(secretary, 1, votes, start); err != nil {
				t.Fatal(err)
			}
			done, result, _, err := s.CastPresiding(secretary, 1, row.presiding, opening(convening()))
			if err != nil || done.Items[0].State != row.want || result.Casting != row.casting {
				t.Errorf("CastPresiding() = %s, casting %v, %v, want %s", done.Items[0].State, result.Casting, err, row.want)
			}
		})
	}
}

func TestClose(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5)
	voting, _, err := s.OpenVote(chair, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := voting.Close(chair, opening(convening()), true); refused(err) != "R-079 another_vote_open" {
		t.Errorf("R-079: Close() during a vote = %v, want a refusal", err)
	}
	s.Items[1].State = Rejected
	done, _, err := s.Close(secretary, opening(convening()), true)
	if err != nil || done.State != Closed || done.Items[0].State != Postponed || done.Items[1].State != Rejected || done.Items[2].State != Postponed {
		t.Errorf("R-081: Close() = %+v, %v, want the items without a vote postponed", done.Items, err)
	}
	if s.Items[0].State != Pending {
		t.Error("R-081: Close() changed the original")
	}
	for name, closing := range map[string]func() error{
		"R-062: closed": func() error { _, _, err := done.Close(secretary, opening(convening()), true); return err },
		"R-062: never opened": func() error {
			_, _, err := planned(t).Close(secretary, opening(convening()), true)
			return err
		},
	} {
		if got := refused(closing()); got != "R-062 sitting_not_open" {
			t.Errorf("%s: Close() = %v, want a refusal", name, got)
		}
	}
	m := opening(convening())
	for name, due := range map[string]int{"R-081: the term ends that day": 0, "R-081: the term is over": -1} {
		late := s
		late.Items = slices.Clone(s.Items)
		late.Items[0].Due, late.Items[1].Due = m.Day.AddDays(due), m.Day // the second is settled
		if _, _, err := late.Close(chair, m, false); refused(err) != "R-081 knowing" || len(late.Late(m.Day)) != 1 {
			t.Errorf("%s: Close() unknowing = %v, want a refusal", name, err)
		}
		if next, line, err := late.Close(chair, m, true); err != nil || next.Items[0].State != Postponed || next.Items[0].Missed != late.Items[0].Due || line.Facts["late"] == nil {
			t.Errorf("%s: Close() knowing = %v, %v, want it written down", name, line.Facts, err)
		}
		late.Items[0].Due = m.Day.AddDays(1)
		if _, line, err := late.Close(chair, m, false); err != nil || line.Facts["late"] != nil {
			t.Errorf("R-081: Close() a day before = %v, %v", line.Facts, err)
		}
	}
	if _, _, err := s.Close(member, opening(convening()), true); refused(err) != "R-085 not_conducting" {
		t.Errorf("R-085: Close() by a member = %v, want a refusal", err)
	}
}

func TestReport(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5)
	next, _, err := s.Report(secretary, 1, Said{Heard: " Доложил. ", Spoke: "Возражал."}, opening(convening()))
	if err != nil || next.Items[0].Heard != "Доложил." || next.Items[0].Spoke != "Возражал." || s.Items[0].Heard != "" {
		t.Errorf("R-084: Report() = %+v, %v", next.Items[0], err)
	}
	if _, _, err := s.Report(secretary, 1, Said{Heard: strings.Repeat("о", MaxSpeech+1), Spoke: "\x00"}, opening(convening())); refused(err) != "R-084 heard" {
		t.Errorf("R-084: Report() of a novel = %v, want a refusal", err)
	}
	// an interest is declared where the regulation provides for it, and changes no count.
	declared := Said{Interest: " Иванов: брат кандидата "}
	if _, _, err := s.Report(secretary, 1, declared, opening(convening())); refused(err) != "R-016 interest" {
		t.Errorf("R-016: a declaration the regulation does not know: %v", err)
	}
	provides := opening(convening())
	provides.Composition.Commission.Profile.Recusal = true
	for i := range provides.Composition.Versions {
		provides.Composition.Versions[i].Profile.Recusal = true
	}
	with, line, err := s.Report(secretary, 1, declared, provides)
	if err != nil || with.Items[0].Interest != "Иванов: брат кандидата" || line.Facts["interest"] != "Иванов: брат кандидата" ||
		with.Quorum() != s.Quorum() || len(with.Present()) != len(s.Present()) {
		t.Errorf("R-016: Report() = %+v, %v", with.Items[0], err)
	}
	signed := next
	signed.MinutesSigned = true
	if _, _, err := signed.Report(secretary, 1, Said{Heard: "Иначе."}, opening(convening())); refused(err) != "R-085 minutes_signed" {
		t.Errorf("R-085: Report() after a signature = %v, want a refusal", err)
	}
	if day != calendar.On(start, regulation.Izhmorsky().Zone()) {
		t.Error("the day of these tests is not that of their instant")
	}
}

// TestWhoseMinutes: those who will sign the minutes write and print them, and nobody of
// another commission with the same numbers.
func TestWhoseMinutes(t *testing.T) {
	s := planned(t)
	foreign := chair
	foreign.Commission = s.Commission + 1
	for name, row := range map[string]struct {
		by  identity.Actor
		may bool
	}{
		"the presiding member": {chair, true}, "the secretary of the sitting": {secretary, true}, "the deputy": {deputy, false}, "a member": {member, false},
		"an administrator": {identity.Actor{ID: 3, Office: identity.Administrator}, false}, "a chair elsewhere": {foreign, false},
	} {
		if err := s.MinutesBy(row.by); (err == nil) != row.may || s.Conducts(row.by) != row.may {
			t.Errorf("R-085: MinutesBy() by %s = %v, want allowed %v", name, err, row.may)
		}
	}
}

// TestVoidVote: a vote that may no longer lead to a ruling ends without a result.
func TestVoidVote(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5)
	if _, _, err := s.VoidVote(chair, 1, start); refused(err) != "R-079 vote_not_open" {
		t.Errorf("R-057: VoidVote() of no vote = %v, want a refusal", err)
	}
	voting, _, err := s.OpenVote(chair, 1, "text")
	if err != nil {
		t.Fatal(err)
	}
	next, line, err := voting.VoidVote(chair, 1, start)
	if item := next.Items[0]; err != nil || item.State != Returned || item.Result != nil || !item.SettledAt.Equal(start) || line.Facts["text"] != "text" {
		t.Errorf("R-057: VoidVote() = %+v, %v, %v", item, line, err)
	}
}
