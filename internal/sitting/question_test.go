package sitting

import (
	"slices"
	"strings"
	"testing"

	"redress/internal/identity"
	"redress/internal/regulation"
)

func proposal(q regulation.Question) Proposal {
	return Proposal{Title: "О приобретении шкафа", Text: "Приобрести шкаф.", Question: q}
}

func TestPropose(t *testing.T) {
	for _, row := range []struct {
		name   string
		by     identity.Actor
		change func(*Proposal)
		want   string
	}{
		{"by the chair", chair, func(*Proposal) {}, ""},
		{"by the secretary", secretary, func(*Proposal) {}, ""},
		{"by a member", member, func(*Proposal) {}, "R-064 not_your_office"},
		{"no title", chair, func(p *Proposal) { p.Title = " " }, "R-071 title"},
		{"no text", chair, func(p *Proposal) { p.Text = "" }, "R-071 text"},
		{"too long", chair, func(p *Proposal) { p.Text = strings.Repeat("а", MaxSpeech+1) }, "R-071 text"},
		{"an election needs a secret ballot", chair, func(p *Proposal) { p.Question = regulation.ElectOfficer }, "R-071 question"},
		{"R-015: a claim names its member", chair, func(p *Proposal) { p.Question = regulation.CourtClaimOnMember }, "R-015 about"},
		{"R-015: of a stranger", chair, func(p *Proposal) { p.Question, p.About = regulation.CourtClaimOnMember, 77 }, "R-015 about"},
		{"R-015: of a member", chair, func(p *Proposal) { p.Question, p.About = regulation.CourtClaimOnMember, 9 }, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := proposal(regulation.Financing)
			row.change(&p)
			before := planned(t)
			s, line, err := before.Propose(row.by, p, convening())
			if got := refused(err); got != row.want {
				t.Fatalf("Propose() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			item := s.Items[len(s.Items)-1]
			if !item.General() || item.State != Pending || item.Matter.Demanded() || item.Matter.About != p.About || s.Version != before.Version+1 {
				t.Errorf("Propose() = %+v", item)
			}
			if line.Facts["text"] != TextDigest(p.Title, p.Text) || line.Facts["item"] != item.Ordinal {
				t.Errorf("the docket says %v", line.Facts)
			}
		})
	}
	if _, _, err := opened(t, 1, 2, 3, 4, 5).Propose(chair, proposal(regulation.Financing), opening(convening())); refused(err) != "R-064 agenda_is_fixed" {
		t.Errorf("Propose() at an open sitting = %v", err)
	}
}

// TestQuestionsAreOpen sees that every kind on the list is one the regulation knows, with
// the majority that the closed list of 6.2 gives it.
func TestQuestionsAreOpen(t *testing.T) {
	ofSeats := []regulation.Question{regulation.Financing, regulation.CourtClaimOnMember}
	for _, q := range Questions {
		want := regulation.OfPresent
		if slices.Contains(ofSeats, q) {
			want = regulation.OfSeats
		}
		if m, err := regulation.Izhmorsky().MajorityFor(q); err != nil || m.Basis != want {
			t.Errorf("R-071: MajorityFor(%s) = %+v, %v", q, m, err)
		}
	}
}

// asked is an open sitting whose last item is a question on which a member demands a vote.
func asked(t *testing.T, q regulation.Question) (Sitting, ItemID) {
	t.Helper()
	s := opened(t, 1, 2, 3, 4, 5, 6)
	s, _, err := s.Demand(member, proposal(q), opening(convening()))
	if err != nil {
		t.Fatal(err)
	}
	last := len(s.Items) - 1
	s.Items[last].ID = 99
	return s, 99
}

func TestDemand(t *testing.T) {
	m := opening(convening())
	s, id := asked(t, regulation.OtherQuestion)
	if item, _ := s.Item(id); item.Matter.Demander != member.ID || s.Withdraws(chair, id) || !s.Withdraws(member, id) {
		t.Errorf("Demand() = %+v", item)
	}
	for name, row := range map[string]struct {
		err  error
		want string
	}{
		"removed by the chair":         {refusing(remove(planned(t), id)), "R-011 demanded_stays"},
		"closed without a vote":        {refusing(s.Close(chair, m, true)), "R-011 demanded_without_vote"},
		"withdrawn by the chair":       {refusing(s.Withdraw(chair, id, start)), "R-011 demand_not_yours"},
		"withdrawn, not there":         {refusing(s.Withdraw(member, 1234, start)), ErrNotFound.Error()},
		"of somebody whose term ended": {refusing(s.Demand(identity.Actor{ID: 44, Office: identity.Member, Commission: 5}, proposal(regulation.OtherQuestion), m)), "R-005 not_a_member"},
		"from above by a member":       {refusing(s.EnterDemand(member, proposal(regulation.OtherQuestion), "Верхов В. О.", m)), "R-011 not_your_office"},
		"from above without a name":    {refusing(s.EnterDemand(secretary, proposal(regulation.OtherQuestion), " ", m)), "R-011 demanded_by"},
		"returned for rework":          {refusing(s.OpenReturn(chair, id, nil, "дополнить", m)), "R-079 question_has_no_draft"},
		"by parts":                     {refusing(s.OpenPart(chair, id, "", nil)), "R-079 question_has_no_draft"},
		"its parties invited":          {refusing(s.Invite(secretary, id, rang(Complainant), start)), "R-066 no_parties"},
	} {
		if got := refused(row.err); got != row.want {
			t.Errorf("%s: %v, want %s", name, row.err, row.want)
		}
	}
	above, _, err := s.EnterDemand(secretary, proposal(regulation.OtherQuestion), "Верхов В. О.", m)
	if err != nil || !above.Items[len(above.Items)-1].Matter.Demanded() {
		t.Errorf("EnterDemand() = %v", err)
	}
	// Once the quorum is lost nothing can be voted on, and the sitting ends.
	thin := s
	for _, id := range []identity.ID{5, 6} {
		if thin, _, err = thin.Attend(secretary, id, Absent, "ушёл", start); err != nil {
			t.Fatal(err)
		}
	}
	if closed, _, err := thin.Close(chair, m, true); err != nil || closed.Items[len(closed.Items)-1].State != Postponed {
		t.Errorf("R-062: Close() without a quorum = %v", err)
	}
	withdrawn, _, err := s.Withdraw(member, id, start)
	if item, _ := withdrawn.Item(id); err != nil || item.State != Withdrawn || !item.State.Settled() {
		t.Fatalf("Withdraw() = %v", err)
	}
	closed, _, err := withdrawn.Close(chair, m, true)
	if err != nil {
		t.Fatalf("Close() after the demand was withdrawn = %v", err)
	}
	if _, _, err := closed.Demand(member, proposal(regulation.OtherQuestion), m); refused(err) != "R-011 sitting_closed" {
		t.Errorf("Demand() at a closed sitting = %v", err)
	}
	if _, _, err := closed.Withdraw(member, id, start); refused(err) != "R-011 demand_voted" {
		t.Errorf("Withdraw() again = %v", err)
	}
}

// remove takes a demanded question off a planned agenda.
func remove(s Sitting, id ItemID) (Sitting, Item, error) {
	s.Items = []Item{{ID: id, Ordinal: 1, State: Pending, Matter: Matter{Text: "Решение.", Demander: member.ID}}}
	next, item, _, err := s.Remove(chair, id)
	return next, item, err
}

func refusing[A, B any](_ A, _ B, err error) error { return err }

// TestVoteOnQuestion votes on questions of either list: three of six carry nothing by
// themselves; the presiding member's vote breaks the tie where those present decide, and
// nothing does where the established number does.
func TestVoteOnQuestion(t *testing.T) {
	for _, row := range []struct {
		question regulation.Question
		want     ItemState
	}{{regulation.OtherQuestion, Adopted}, {regulation.Financing, Rejected}} {
		s, id := asked(t, row.question)
		s, line, err := s.OpenQuestion(chair, id)
		if err != nil || line.Facts["text"] != TextDigest("О приобретении шкафа", "Приобрести шкаф.") {
			t.Fatalf("OpenQuestion() = %v, %v", line, err)
		}
		if _, _, err := s.Withdraw(member, id, start); refused(err) != "R-011 demand_voted" {
			t.Errorf("Withdraw() during the vote = %v", err)
		}
		s, _, err = s.CastVotes(chair, id, map[identity.ID]Choice{2: For, 3: For, 4: Against, 5: Against, 6: Against}, start)
		if err != nil {
			t.Fatal(err)
		}
		s, result, closed, err := s.CastPresiding(chair, id, For, opening(convening()))
		item, _ := s.Item(id)
		if err != nil || item.State != row.want || result.Casting != (row.want == Adopted) || closed.Facts["item"] != item.Ordinal {
			t.Errorf("%s: %s by %+v, %v", row.question, item.State, result, err)
		}
	}
	if _, _, err := planned(t).OpenQuestion(chair, 1); err == nil {
		t.Error("OpenQuestion() at a planned sitting")
	}
}
