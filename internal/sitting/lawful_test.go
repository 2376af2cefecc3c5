package sitting

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// TestAnyOrderOfActsLeavesALawfulSitting does what people at a table of buttons do:
// anything, in any order. Whatever was refused, what stands must be lawful.
func TestAnyOrderOfActsLeavesALawfulSitting(t *testing.T) {
	decided := 0
	rapid.Check(t, func(t *rapid.T) {
		s := planned(t)
		if rapid.Bool().Draw(t, "begun") {
			s = opened(t, 1, 2, 3, 4, 5, 6)
		}
		present := map[ballot][]identity.ID{} // who was there when the vote was opened
		last := map[ballot]int{}              // how many when it was closed
		for range rapid.IntRange(30, 60).Draw(t, "acts") {
			before := s
			next, err := anyAct(t, s)
			if err != nil {
				continue
			}
			s = next
			if s.Version <= before.Version {
				t.Fatalf("the version went from %d to %d", before.Version, s.Version)
			}
			if item, voting := s.Voting(); voting && present[openIn(item)] == nil {
				for _, a := range s.Present() {
					present[openIn(item)] = append(present[openIn(item)], a.Member.Person)
				}
			}
			if item, voting := s.Voting(); voting {
				last[openIn(item)] = len(s.Present())
			}
			lawful(t, s, present, last)
		}
		for _, item := range s.Items {
			if item.Result != nil || len(item.Polls) > 0 && item.Polls[0].Result != nil {
				decided++
			}
		}
	})
	if decided == 0 {
		t.Error("no vote was ever brought to its end: the property saw nothing")
	}
}

// ballot is one vote on an item.
type ballot struct {
	item ItemID
	poll int
}

func openIn(item Item) ballot {
	return ballot{item.ID, item.VoteNumber()}
}

// anyAct does one act. rapid draws small numbers more often: what a sitting consists
// of stands first, slips last.
func anyAct(t *rapid.T, s Sitting) (Sitting, error) {
	by := rapid.SampledFrom([]identity.Actor{chair, secretary, deputy, member, {ID: 3, Office: identity.Administrator}}).Draw(t, "by")
	item := ItemID(rapid.IntRange(1, 3).Draw(t, "item"))
	if s.Agenda != nil && s.Agenda.State == Pending && rapid.Bool().Draw(t, "agenda") {
		item = s.Agenda.ID
	}
	if voting, ok := s.Voting(); ok && rapid.IntRange(0, 9).Draw(t, "aside") < 9 {
		item = voting.ID
	}
	choice := rapid.SampledFrom(append(slices.Clone(Choices), "maybe"))
	m := opening(convening())
	var err error
	switch rapid.IntRange(0, 20).Draw(t, "act") {
	case 0:
		s, _, err = s.OpenVote(by, item, "")
	case 1:
		votes := map[identity.ID]Choice{}
		if rapid.IntRange(0, 3).Draw(t, "slip") == 3 {
			votes[identity.ID(rapid.IntRange(1, 10).Draw(t, "who"))] = choice.Draw(t, "choice")
		}
		for _, a := range s.Present() {
			if a.Member.Person != s.Presiding.Person {
				votes[a.Member.Person] = rapid.SampledFrom(Choices).Draw(t, "choice")
			}
		}
		s, _, err = s.CastVotes(by, item, votes, start)
	case 2:
		s, _, _, err = s.CastPresiding(by, item, choice.Draw(t, "choice"), m)
	case 3:
		s, _, err = s.Open(by, m)
	case 4:
		mode := rapid.SampledFrom([]Mode{InHall, InHall, OnVideo, Absent, ""}).Draw(t, "mode")
		s, _, err = s.Attend(by, identity.ID(rapid.IntRange(1, 10).Draw(t, "who")), mode, "", start)
	case 5:
		s, _, err = s.Report(by, item, Said{Heard: "Доложил."}, m)
	case 6:
		s, _, err = s.OpenPart(by, item, "whole", mixedParts())
	case 7:
		s, _, err = s.OpenPostponement(by, item, m.Day, rapid.Bool().Draw(t, "knowing"))
	case 8:
		s, _, err = s.OpenReturn(by, item, []identity.ID{identity.ID(rapid.IntRange(1, 10).Draw(t, "who"))}, "доводы", m)
	case 9:
		s, _, err = s.OpenSecrecy(by, item)
	case 10:
		s, _, err = s.OpenCounting(by, item, "whole", counters(), opening(convening()))
	case 11:
		s, _, err = s.EnterProtocol(by, item, signed(Protocol{Issued: 5, Found: 5, For: rapid.IntRange(0, 5).Draw(t, "for")}))
		if err != nil {
			s, _, err = s.EnterProtocol(by, item, signed(Protocol{Issued: 2, Found: 2, For: 2}))
		}
	case 12:
		s, _, err = s.OpenQuestion(by, item)
	case 13:
		voter := rapid.SampledFrom([]identity.Actor{deputy, secretary, member, chair, {ID: 8, Office: identity.Member, Commission: 6}}).Draw(t, "voter")
		number := rapid.IntRange(1, 3).Draw(t, "number")
		if held, ok := s.Item(item); ok {
			number = held.VoteNumber()
		}
		s, _, err = s.Cast(voter, item, number, choice.Draw(t, "choice"), start)
	case 14:
		held, _ := s.Item(item)
		in := rapid.IntRange(0, 3).Draw(t, "hands for")
		s, _, err = s.CountHands(by, item, Hands{For: in, Against: s.ToCount(held) - in})
	case 15:
		s, _, err = s.NotVotes(by, item, []identity.ID{identity.ID(rapid.IntRange(1, 10).Draw(t, "silent"))}, start)
	case 16:
		s, _, err = s.BreakOff(by, item, "нет кворума", m)
	case 17:
		s, _, err = s.ProposeAmendment(by, item, "содержание", m)
	case 18:
		s, _, err = s.OpenAmendment(by, item)
	case 19:
		s, _, err = s.WithdrawAmendment(by, item, rapid.IntRange(1, 3).Draw(t, "amendment"))
	case 20:
		s, _, err = s.Close(by, m, true)
	}
	return s, err
}

func lawful(t *rapid.T, s Sitting, present map[ballot][]identity.ID, last map[ballot]int) {
	voting := 0
	for _, item := range s.Items {
		if item.State == Voting {
			voting++
		}
		whole := ballot{item.ID, len(item.Polls) + 1}
		votedBy(t, item.Votes, present[whole])
		for n, p := range item.Polls {
			votedBy(t, p.Votes, present[ballot{item.ID, n + 1}])
			if open := p.ClosedAt.IsZero(); open != (p.Result == nil && p.Broken == "") || open && (n+1 < len(item.Polls) || item.State != Voting) {
				t.Fatalf("R-079: vote %d on item %d, which is %s, is %+v", n+1, item.ID, item.State, p)
			}
		}
		if len(item.Polls) > 0 {
			lawfulPolls(t, item)
		}
		lawfulAmendments(t, item)
		counted := item.State == Adopted || item.State == Rejected
		if counted != (item.Result != nil) {
			t.Fatalf("R-079: item %d is %s with the result %v", item.ID, item.State, item.Result)
		}
		if !counted || len(item.Parts()) > 0 || item.Secret() {
			continue
		}
		tally := Poll{Votes: item.Votes, Hands: item.Hands}.tally()
		tally.Established, tally.Appointed, tally.WorkStarted, tally.Present = 9, 9, true, last[whole]
		tally.Presiding, _ = Poll{Votes: item.Votes}.Choice(1)
		want, err := Count(regulation.Izhmorsky(), item.Question, tally)
		if err != nil || *item.Result != want || (item.State == Adopted) != (want.Fate == Carried) {
			t.Fatalf("R-071: item %d is %s by %+v, want %+v, %v", item.ID, item.State, *item.Result, want, err)
		}
		if want.Fate == NoQuorum || item.Votes[len(item.Votes)-1].Member != 1 || votesOn(item) != tally.Present {
			t.Fatalf("R-062, R-077: item %d was decided by %v", item.ID, item.Votes)
		}
	}
	if item, open := s.Voting(); open && !item.Matter.Agenda && !s.AgendaAdopted() {
		t.Fatal("R-011: a question was put to the vote before the agenda was adopted")
	}
	if voting > 1 || voting == 1 && s.State != Open || s.State == Planned && len(present) > 0 {
		t.Fatalf("R-079: %d votes are open in a sitting that is %s", voting, s.State)
	}
	if s.State == Closed && slices.ContainsFunc(s.Items, func(i Item) bool { return !i.State.Settled() }) {
		t.Fatal("R-081: a closed sitting left an item without its fate")
	}
}

// votedBy checks that each vote is one of those present, and nobody's second.
func votedBy(t *rapid.T, votes []Vote, present []identity.ID) {
	seen := map[identity.ID]bool{}
	for _, v := range votes {
		if seen[v.Member] || !v.Choice.Valid() || !slices.Contains(present, v.Member) {
			t.Fatalf("R-005: the vote %v of those present %v", v, present)
		}
		seen[v.Member] = true
	}
}

// votesOn is how many votes and hands a draft was decided by.
func votesOn(item Item) int {
	if item.Hands == nil {
		return len(item.Votes)
	}
	return len(item.Votes) + item.Hands.Sum()
}

// lawfulPolls checks what the votes on an item beside the one on its draft made of it.
func lawfulPolls(t *rapid.T, item Item) {
	item.Polls = slices.DeleteFunc(slices.Clone(item.Polls), func(p Poll) bool { return p.Broken != "" })
	if len(item.Polls) == 0 {
		return
	}
	parts, carried := item.Parts(), 0
	for _, p := range parts {
		if p.Carried() {
			carried++
			if p.Result.Majority.Basis == regulation.OfSeats && 2*p.Result.Tally.For <= p.Result.Tally.Established {
				t.Fatalf("R-071: a part was adopted by %+v", p.Result.Tally)
			}
		}
	}
	whole := len(item.Votes) > 0
	if whole && len(parts) > 0 {
		t.Fatalf("R-074: item %d was voted on whole and by parts", item.ID)
	}
	last := item.Polls[len(item.Polls)-1]
	approved, balloted := item.Ballot()
	if (whole || len(parts) > 0) && item.Secret() || balloted != (item.Result != nil && item.Result.Tally.Secret) {
		t.Fatalf("R-078: item %d is %s after %+v", item.ID, item.State, item.Polls)
	}
	if balloted && (item.Result.Casting || item.Result.Tally.For != approved.Protocol.For) {
		t.Fatalf("R-078: item %d is %s by %+v of %+v", item.ID, item.State, item.Result, approved.Protocol)
	}
	allowed := map[ItemState]bool{
		Adopted:   whole || balloted || len(parts) == 2 && carried == 2,
		Rejected:  whole || balloted || len(parts) == 2 && carried == 0,
		Returned:  last.Motion == ToReturn && last.Carried() || item.Divided() && len(parts) == 2 && carried == 1,
		Postponed: len(parts) < 2 && !whole,
		Withdrawn: false,
		Voting:    true, Pending: len(parts) < 2 && !whole && (last.Motion == OnPart || last.Motion == ToVoteSecretly || last.Motion == ToElectCounting || last.Motion == OnAmendment || !last.Carried()),
	}
	if !allowed[item.State] {
		t.Fatalf("R-079: item %d is %s after %+v", item.ID, item.State, item.Polls)
	}
}

// lawfulAmendments checks that each amendment has the fate its vote gave it, and that
// nothing is decided on the draft while one has none.
func lawfulAmendments(t *rapid.T, item Item) {
	for _, a := range item.Amendments {
		p, voted := item.PollOn(a.Number)
		want := map[AmendmentState]bool{Proposed: !voted || p.Result == nil, Accepted: p.Carried(), Declined: voted && p.Result != nil && !p.Carried(), Recalled: !voted, Lapsed: !voted}
		if !want[a.State] {
			t.Fatalf("R-079: amendment %d is %s after %+v", a.Number, a.State, p)
		}
		if a.State == Proposed && (item.State.Settled() || item.Secret() || len(item.Parts()) > 0 || len(item.Votes) > 0) {
			t.Fatalf("R-011: item %d is %s, and amendment %d has no fate", item.ID, item.State, a.Number)
		}
	}
}
