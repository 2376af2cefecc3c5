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
		present := map[ItemID][]identity.ID{} // who was there when the item's vote was opened
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
			if item, voting := s.Voting(); voting && present[item.ID] == nil {
				for _, a := range s.Present() {
					present[item.ID] = append(present[item.ID], a.Member.Person)
				}
			}
			lawful(t, s, present)
		}
		for _, item := range s.Items {
			if item.Result != nil {
				decided++
			}
		}
	})
	if decided == 0 {
		t.Error("no vote was ever brought to its end: the property saw nothing")
	}
}

// anyAct does one act. rapid draws small numbers more often: what a sitting consists
// of stands first, slips last.
func anyAct(t *rapid.T, s Sitting) (Sitting, error) {
	by := rapid.SampledFrom([]identity.Actor{chair, secretary, deputy, member, {ID: 3, Office: identity.Administrator}}).Draw(t, "by")
	item := ItemID(rapid.IntRange(1, 3).Draw(t, "item"))
	if voting, ok := s.Voting(); ok && rapid.IntRange(0, 9).Draw(t, "aside") < 9 {
		item = voting.ID
	}
	choice := rapid.SampledFrom(append(slices.Clone(Choices), "maybe"))
	m := opening(convening())
	var err error
	switch rapid.IntRange(0, 6).Draw(t, "act") {
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
		s, _, err = s.Close(by, m, true)
	}
	return s, err
}

func lawful(t *rapid.T, s Sitting, present map[ItemID][]identity.ID) {
	voting := 0
	for _, item := range s.Items {
		if item.State == Voting {
			voting++
		}
		seen := map[identity.ID]bool{}
		for _, v := range item.Votes {
			if seen[v.Member] || !v.Choice.Valid() || !slices.Contains(present[item.ID], v.Member) {
				t.Fatalf("R-005: item %d has the vote %v of those present %v", item.ID, v, present[item.ID])
			}
			seen[v.Member] = true
		}
		counted := item.State == Adopted || item.State == Rejected
		if counted != (item.Result != nil) {
			t.Fatalf("R-079: item %d is %s with the result %v", item.ID, item.State, item.Result)
		}
		if !counted {
			continue
		}
		tally := tallyOf(item.Votes)
		tally.Established, tally.Appointed, tally.WorkStarted, tally.Present = 9, 9, true, len(present[item.ID])
		tally.Presiding, _ = item.Choice(1)
		want, err := Count(regulation.Izhmorsky(), item.Question, tally)
		if err != nil || *item.Result != want || (item.State == Adopted) != (want.Fate == Carried) {
			t.Fatalf("R-071: item %d is %s by %+v, want %+v, %v", item.ID, item.State, *item.Result, want, err)
		}
		if want.Fate == NoQuorum || item.Votes[len(item.Votes)-1].Member != 1 || len(item.Votes) != tally.Present {
			t.Fatalf("R-062, R-077: item %d was decided by %v", item.ID, item.Votes)
		}
	}
	if voting > 1 || voting == 1 && s.State != Open || s.State == Planned && len(present) > 0 {
		t.Fatalf("R-079: %d votes are open in a sitting that is %s", voting, s.State)
	}
	if s.State == Closed && slices.ContainsFunc(s.Items, func(i Item) bool { return !i.State.Settled() }) {
		t.Fatal("R-081: a closed sitting left an item without its fate")
	}
}
