package sitting

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// reservedQuestions need more than half of the established number.
var reservedQuestions = []regulation.Question{
	regulation.AnnulFullDecide, regulation.AnnulFullRemand, regulation.AnnulPartDecide, regulation.AnnulPartRemand,
	regulation.AnnulAndUnlawful, regulation.UnlawfulWithResults, regulation.UnlawfulWithCandidacy,
	regulation.ElectOfficer, regulation.CourtClaimOnMember, regulation.VotingResults, regulation.RepeatVoting,
}

// drawProfile draws a regulation with its own reading of the majorities.
func drawProfile(t *rapid.T) regulation.Profile {
	p := regulation.Izhmorsky()
	p.CastingVote = rapid.Bool().Draw(t, "casting vote")
	p.CastingVoteWithAbstentions = rapid.Bool().Draw(t, "casting vote with abstentions")
	p.UnlawfulAct = rapid.SampledFrom([]regulation.Basis{regulation.OfPresent, regulation.OfSeats}).Draw(t, "unlawful")
	return p
}

func TestReservedMattersNeedMoreThanHalfOfTheSeats(t *testing.T) {
	carried := 0
	rapid.Check(t, func(t *rapid.T) {
		_, tally := drawTally(t)
		tally.Secret = rapid.Bool().Draw(t, "secret")
		q := rapid.SampledFrom(reservedQuestions).Draw(t, "reserved")
		got, err := Count(drawProfile(t), q, tally)
		if err != nil {
			t.Fatal(err)
		}
		if enough := 2*tally.For > tally.Established; (got.Fate == Carried) != enough {
			t.Fatalf("R-071: %s is %s by %d of %d seats", q, got.Fate, tally.For, tally.Established)
		}
		if got.Casting {
			t.Fatalf("R-076: the presiding member's vote decided on %s", q)
		}
		if got.Fate == Carried {
			carried++
		}
	})
	if carried == 0 {
		t.Error("nothing was ever carried: the property saw nothing")
	}
}

// TestOneVoteChangedToForNeverDefeats sets the casting vote aside: with it, the literal
// reading of R-076 has an edge of its own, see TestEdgeOfTheCastingVote.
func TestOneVoteChangedToForNeverDefeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, tally := drawTally(t)
		p := drawProfile(t)
		p.CastingVote = false
		after := tally
		var others []*int
		for _, n := range []*int{&after.Against, &after.Abstained, &after.NotVoting} {
			if *n > 0 {
				others = append(others, n)
			}
		}
		if len(others) == 0 {
			return // all of them are for already
		}
		*rapid.SampledFrom(others).Draw(t, "changed")--
		after.For++
		one, err1 := Count(p, q, tally)
		two, err2 := Count(p, q, after)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if one.Fate == Carried && two.Fate != Carried {
			t.Fatalf("R-071, R-073: %s is carried by %+v and not by %+v", q, tally, after)
		}
	})
}

// TestVerdictDoesNotDependOnTheOrderOfVotes lets the same people vote the same way,
// called in another order.
func TestVerdictDoesNotDependOnTheOrderOfVotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.IntRange(5, 9).Draw(t, "members")
		present := make([]identity.ID, 0, members)
		choices := map[identity.ID]Choice{}
		for id := identity.ID(1); int(id) <= members; id++ {
			present = append(present, id)
			choices[id] = rapid.SampledFrom(Choices).Draw(t, "choice")
		}
		s := opened(t, present...)
		s.Items[0].Question = rapid.SampledFrom([]regulation.Question{regulation.DismissComplaint, regulation.AnnulFullDecide,
			regulation.UnlawfulInactionDecide}).Draw(t, "question")
		again := s
		again.Attendance = rapid.Permutation(s.Attendance).Draw(t, "order")
		if one, two := verdict(t, s, choices), verdict(t, again, choices); one != two {
			t.Fatalf("R-077: %+v in one order, %+v in another", one, two)
		}
	})
}

// verdict brings the vote on the first item to its end, the presiding member last.
func verdict(t *rapid.T, s Sitting, choices map[identity.ID]Choice) Result {
	item := s.Items[0].ID
	if s.Items[0].Invitation == "" {
		t.Fatal("the parties to the first item were not invited")
	}
	s, _, err := s.OpenVote(secretary, item, "")
	if err != nil {
		t.Fatal(err)
	}
	others := map[identity.ID]Choice{}
	for id, choice := range choices {
		if id != s.Presiding.Person {
			others[id] = choice
		}
	}
	if s, _, err = s.CastVotes(secretary, item, others, start); err != nil {
		t.Fatal(err)
	}
	_, result, _, err := s.CastPresiding(secretary, item, choices[s.Presiding.Person], opening(convening()))
	if err != nil {
		t.Fatal(err)
	}
	return result
}
