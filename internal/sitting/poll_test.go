package sitting

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// mixedParts are the parts of a draft that annuls and finds unlawful.
func mixedParts() []Part {
	return []Part{{regulation.AnnulFullRemand, []int{1, 3, 4}, "annulment"}, {regulation.UnlawfulInactionOblige, []int{2}, "unlawful"}}
}

// votedPart puts the next part of the first item to the vote and brings the vote to its end.
func votedPart(t failer, s Sitting, parts []Part, choices map[identity.ID]Choice) Sitting {
	s, _, err := s.OpenPart(secretary, s.Items[0].ID, "whole", parts)
	if err != nil {
		t.Fatal(err)
	}
	return votedOut(t, s, choices)
}

// votedOut brings the vote that is open on the first item to its end.
func votedOut(t failer, s Sitting, choices map[identity.ID]Choice) Sitting {
	item, others := s.Items[0].ID, map[identity.ID]Choice{}
	for id, choice := range choices {
		if id != s.Presiding.Person {
			others[id] = choice
		}
	}
	s, _, err := s.CastVotes(secretary, item, others, start)
	if err != nil {
		t.Fatal(err)
	}
	s, _, _, err = s.CastPresiding(secretary, item, choices[s.Presiding.Person], opening(convening()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// six are the votes of members 1 to 6, so many of them for, the presiding one first.
func six(votesFor int) map[identity.ID]Choice {
	votes := map[identity.ID]Choice{}
	for id := identity.ID(1); id <= 6; id++ {
		votes[id] = Against
		if int(id) <= votesFor {
			votes[id] = For
		}
	}
	return votes
}

func TestDraftVotedByParts(t *testing.T) {
	for _, row := range []struct {
		name             string
		annul, unlawful  int // votes for, of six of nine
		want             ItemState
		divided, casting bool
	}{
		{"R-074: both parts carry", 5, 4, Adopted, false, false},
		{"R-076: the presiding member breaks a tie on the second", 5, 3, Adopted, false, true},
		{"R-071: half of the seats does not annul", 4, 6, Returned, true, false},
		{"R-080: the second falls alone", 6, 2, Returned, true, false},
		{"R-080: neither carries", 4, 2, Rejected, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := votedPart(t, opened(t, 1, 2, 3, 4, 5, 6), mixedParts(), six(row.annul))
			if item := s.Items[0]; item.State != Pending || item.Result != nil || len(item.Parts()) != 1 || !item.SettledAt.IsZero() {
				t.Fatalf("R-074: after one part the item is %+v", item)
			}
			if _, _, err := s.OpenVote(chair, 1, "whole"); refused(err) != "R-074 parts_begun" {
				t.Errorf("R-074: the whole after a part = %v, want a refusal", err)
			}
			if _, _, err := s.OpenPart(chair, 1, "another text", mixedParts()); refused(err) != "R-079 draft_changed_since" {
				t.Errorf("R-074: a part of another text = %v, want a refusal", err)
			}
			s = votedPart(t, s, mixedParts(), six(row.unlawful))
			item := s.Items[0]
			if item.State != row.want || item.Divided() != row.divided || item.Polls[1].Result.Casting != row.casting || item.SettledAt.IsZero() {
				t.Errorf("the item is %s, divided %v: %+v", item.State, item.Divided(), item.Polls)
			}
			if counted := item.State == Adopted || item.State == Rejected; counted != (item.Result != nil) || counted && item.Result.Majority.Basis != regulation.OfSeats {
				t.Errorf("R-074: the result that stands for the whole is %+v", item.Result)
			}
		})
	}
	s := opened(t, 1, 2, 3, 4, 5)
	if _, _, err := s.OpenPart(chair, 1, "whole", mixedParts()[:1]); refused(err) != "R-074 not_by_parts" {
		t.Errorf("R-074: OpenPart() of a draft of one part = %v, want a refusal", err)
	}
	if _, _, err := s.OpenPart(member, 1, "whole", mixedParts()); refused(err) != "R-085 not_conducting" {
		t.Errorf("R-085: OpenPart() by a member = %v, want a refusal", err)
	}
	s.Items[0].Invitations = nil
	if _, _, err := s.OpenPart(chair, 1, "whole", mixedParts()); refused(err) != "R-066 parties_not_invited" {
		t.Errorf("R-066: OpenPart() without an invitation = %v, want a refusal", err)
	}
}

func TestPostponedByAVote(t *testing.T) {
	s, m := opened(t, 1, 2, 3, 4, 5, 6), opening(convening())
	s.Items[0].Due = m.Day.AddDays(1)
	voting, _, err := s.OpenPostponement(chair, 1, m.Day, false)
	if err != nil {
		t.Fatal(err)
	}
	if fell := votedOut(t, voting, six(2)).Items[0]; fell.State != Pending || fell.Polls[0].Carried() || !fell.SettledAt.IsZero() {
		t.Errorf("R-079: a motion that fell leaves the item %+v", fell)
	}
	if done := votedOut(t, voting, six(4)).Items[0]; done.State != Postponed || !done.Missed.IsZero() || done.Result != nil {
		t.Errorf("R-079: postponed by four of six, the item is %+v", done)
	}
	s.Items[0].Due = m.Day
	if _, _, err := s.OpenPostponement(chair, 1, m.Day, false); refused(err) != "R-081 postpone_knowing" {
		t.Errorf("R-081: OpenPostponement() unknowing = %v, want a refusal", err)
	}
	if voting, _, err = s.OpenPostponement(chair, 1, m.Day, true); err != nil {
		t.Fatal(err)
	}
	if done := votedOut(t, voting, six(3)).Items[0]; done.State != Postponed || done.Missed != m.Day {
		t.Errorf("R-076, R-081: postponed by the casting vote, the item is %+v", done)
	}
}

func TestReturnedByAVote(t *testing.T) {
	s, m := opened(t, 1, 2, 3, 4, 5, 6), opening(convening())
	for _, row := range []struct {
		name    string
		members []identity.ID
		reason  string
		want    string
	}{
		{"R-079: without what is to be reworked", nil, " ", "R-079 rework_reason"},
		{"R-079: a novel", nil, strings.Repeat("о", 301), "R-079 rework_reason"},
		{"R-005: a stranger", []identity.ID{4, 77}, "доводы", "R-005 rework_members"},
		{"R-079: to its authors", nil, "доводы", ""},
		{"R-079: with members named", []identity.ID{4, 5}, " доводы ", ""},
	} {
		voting, line, err := s.OpenReturn(chair, 1, row.members, row.reason, m)
		if refused(err) != row.want {
			t.Fatalf("%s: OpenReturn() = %v, want %q", row.name, err, row.want)
		}
		if err != nil {
			continue
		}
		if line.Facts["reason"] != "доводы" || line.Clause != regulation.FatesOfDraft {
			t.Errorf("%s: written down as %+v", row.name, line)
		}
		done := votedOut(t, voting, six(4))
		settling, ok := done.Items[0].Settling()
		if done.Items[0].State != Returned || !ok || settling.Motion != ToReturn || !slices.Equal(settling.Members, row.members) || done.Items[0].Divided() {
			t.Errorf("%s: the item is %+v", row.name, done.Items[0])
		}
		if _, _, err := done.OpenVote(chair, 1, ""); refused(err) != "R-079 item_settled" {
			t.Errorf("%s: a vote afterwards = %v, want a refusal", row.name, err)
		}
	}
}

// TestPartsDoNotDependOnTheOrderOfVotes lets the same people vote the same way on the
// parts, called in another order, the parts put in another order.
func TestPartsDoNotDependOnTheOrderOfVotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.IntRange(5, 9).Draw(t, "members")
		var present []identity.ID
		choices := []map[identity.ID]Choice{{}, {}}
		for id := identity.ID(1); int(id) <= members; id++ {
			present = append(present, id)
			for _, part := range choices {
				part[id] = rapid.SampledFrom(Choices).Draw(t, "choice")
			}
		}
		s := opened(t, present...)
		again := s
		again.Attendance = rapid.Permutation(s.Attendance).Draw(t, "order")
		parts := mixedParts()
		for i := range parts {
			s = votedPart(t, s, parts, choices[i])
		}
		slices.Reverse(parts)
		for i := range parts {
			again = votedPart(t, again, parts, choices[1-i])
		}
		one, two := s.Items[0], again.Items[0]
		if one.State != two.State || one.Divided() != two.Divided() || *one.Polls[0].Result != *two.Polls[1].Result || *one.Polls[1].Result != *two.Polls[0].Result {
			t.Fatalf("R-074: %s by %+v in one order, %s by %+v in another", one.State, one.Polls, two.State, two.Polls)
		}
		if (one.Result == nil) != (two.Result == nil) || one.Result != nil && *one.Result != *two.Result {
			t.Fatalf("R-074: for the whole stands %+v in one order, %+v in another", one.Result, two.Result)
		}
	})
}

// TestNoPartAnnulsWithoutHalfOfTheSeats: whatever the regulation and the votes.
func TestNoPartAnnulsWithoutHalfOfTheSeats(t *testing.T) {
	carried := 0
	rapid.Check(t, func(t *rapid.T) {
		var present []identity.ID
		choices := map[identity.ID]Choice{}
		members := rapid.IntRange(5, 9).Draw(t, "members")
		for id := identity.ID(1); int(id) <= members; id++ {
			present = append(present, id)
			choices[id] = rapid.SampledFrom([]Choice{For, For, For, Against, Abstained, NotVoting}).Draw(t, "choice")
		}
		s := opened(t, present...)
		parts := mixedParts()
		parts[0].Question = rapid.SampledFrom([]regulation.Question{regulation.AnnulFullDecide, regulation.AnnulFullRemand,
			regulation.AnnulPartDecide, regulation.AnnulPartRemand}).Draw(t, "question")
		p := votedPart(t, s, parts, choices).Items[0].Polls[0]
		votesFor := p.tally().For
		if p.Carried() != (2*votesFor > 9) || p.Result.Casting {
			t.Fatalf("R-071: %s is %s by %d of nine seats, casting %v", p.Question, p.Result.Fate, votesFor, p.Result.Casting)
		}
		if p.Carried() {
			carried++
		}
	})
	if carried == 0 {
		t.Error("no part was ever carried: the property saw nothing")
	}
}
