package sitting

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/regulation"
)

// vector is one row of the vote vectors.
type vector struct {
	ID            string              `json:"id"`
	Rule          string              `json:"rule"`
	Why           string              `json:"why"`
	Established   int                 `json:"established"`
	Appointed     int                 `json:"appointed"`
	WorkStarted   bool                `json:"work_started"`
	Present       int                 `json:"present"`
	Ballot        string              `json:"ballot"`
	For           int                 `json:"for"`
	Against       int                 `json:"against"`
	Abstain       int                 `json:"abstain"`
	NotVoting     int                 `json:"not_voting_or_spoiled"`
	PresidingVote *Choice             `json:"presiding_vote"`
	Question      regulation.Question `json:"question_kind"`
	Basis         regulation.Basis    `json:"majority_basis"`
	RequiredFor   *int                `json:"required_for"`
	Expected      Fate                `json:"expected"`
	Reason        *Reason             `json:"reason"`
	Casting       bool                `json:"casting_vote_used"`
}

func (v vector) tally() Tally {
	t := Tally{
		Established: v.Established, Appointed: v.Appointed, WorkStarted: v.WorkStarted, Present: v.Present,
		For: v.For, Against: v.Against, Abstained: v.Abstain, NotVoting: v.NotVoting, Secret: v.Ballot == "secret",
	}
	if v.PresidingVote != nil {
		t.Presiding = *v.PresidingVote
	}
	return t
}

func TestVoteVectors(t *testing.T) { runVectors(t, "testdata/votes.json") }

// TestSharedVoteVectors runs the vectors the rules are kept with, where that folder is.
func TestSharedVoteVectors(t *testing.T) {
	const shared = "../../../shared/domain/fixtures/votes.json"
	if _, err := os.Stat(shared); errors.Is(err, fs.ErrNotExist) {
		return
	}
	runVectors(t, shared)
}

func runVectors(t *testing.T, path string) {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) < 45 {
		t.Fatalf("%s holds %d vectors, want at least 45", path, len(file.Vectors))
	}
	for _, v := range file.Vectors {
		t.Run(v.Rule+" "+v.ID, func(t *testing.T) {
			got, err := Count(regulation.Izhmorsky(), v.Question, v.tally())
			if err != nil {
				t.Fatal(err)
			}
			if got.Fate != v.Expected {
				t.Errorf("fate = %v, want %v: %s", got.Fate, v.Expected, v.Why)
			}
			if got.Majority.Basis != v.Basis {
				t.Errorf("basis = %v, want %v", got.Majority.Basis, v.Basis)
			}
			if got.Casting != v.Casting {
				t.Errorf("casting vote used = %v, want %v: %s", got.Casting, v.Casting, v.Why)
			}
			if want := v.Reason; want != nil && got.Reason != *want || want == nil && got.Reason != "" {
				t.Errorf("reason = %q, want %v", got.Reason, want)
			}
			if want := v.RequiredFor; want != nil && got.Needed != *want || want == nil && got.Needed != 0 {
				t.Errorf("needed = %d, want %v", got.Needed, want)
			}
		})
	}
}

func TestCountRefusesWhatCannotBe(t *testing.T) {
	p := regulation.Izhmorsky()
	if _, err := Count(p, "acquit", Tally{Established: 9, Present: 9, For: 9}); err == nil {
		t.Error("a question of unknown kind was counted")
	}
	if _, err := Count(p, regulation.DismissComplaint, Tally{Established: 9, Present: 8, For: 9}); err == nil {
		t.Error("nine votes of eight present were counted")
	}
}

func TestProfileMayWantMoreForUnlawfulActs(t *testing.T) {
	p := regulation.Izhmorsky()
	p.UnlawfulAct = regulation.OfSeats
	tally := Tally{Established: 9, Appointed: 9, WorkStarted: true, Present: 6, For: 4, Against: 2, Presiding: For}
	got, err := Count(p, regulation.UnlawfulInactionDecide, tally)
	if err != nil || got.Fate != Defeated {
		t.Errorf("Count() = %v, %v, want rejected: four of nine seats", got.Fate, err)
	}
}

// drawTally draws a count that could have happened.
func drawTally(t *rapid.T) (regulation.Question, Tally) {
	tally := Tally{WorkStarted: true, Established: rapid.IntRange(5, 14).Draw(t, "established")}
	tally.Appointed = tally.Established
	tally.Present = rapid.IntRange(0, tally.Established).Draw(t, "present")
	left := tally.Present
	for _, n := range []*int{&tally.For, &tally.Against, &tally.Abstained} {
		*n = rapid.IntRange(0, left).Draw(t, "votes")
		left -= *n
	}
	tally.NotVoting = left
	var possible []Choice
	for choice, n := range map[Choice]int{For: tally.For, Against: tally.Against, Abstained: tally.Abstained, NotVoting: tally.NotVoting} {
		if n > 0 {
			possible = append(possible, choice)
		}
	}
	if len(possible) > 0 {
		tally.Presiding = possible[rapid.IntRange(0, len(possible)-1).Draw(t, "presiding")]
	}
	q := rapid.SampledFrom([]regulation.Question{regulation.DismissComplaint, regulation.AnnulFullDecide,
		regulation.UnlawfulActionOblige, regulation.AnnulAndUnlawful}).Draw(t, "question")
	return q, tally
}

func TestNoDraftIsCarriedAndDefeatedBySwappedVotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, tally := drawTally(t)
		swapped := tally
		swapped.For, swapped.Against = tally.Against, tally.For
		switch tally.Presiding {
		case For:
			swapped.Presiding = Against
		case Against:
			swapped.Presiding = For
		case Abstained, NotVoting:
		}
		a, err1 := Count(regulation.Izhmorsky(), q, tally)
		b, err2 := Count(regulation.Izhmorsky(), q, swapped)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if a.Fate == Carried && b.Fate == Carried {
			t.Fatalf("%v carries with %v and with its opposite", q, tally)
		}
	})
}

func TestOneMoreVoteForNeverDefeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, tally := drawTally(t)
		if tally.Abstained == 0 || tally.Presiding == Abstained {
			return
		}
		before, err1 := Count(regulation.Izhmorsky(), q, tally)
		tally.For, tally.Abstained = tally.For+1, tally.Abstained-1
		after, err2 := Count(regulation.Izhmorsky(), q, tally)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if before.Fate == Carried && after.Fate != Carried {
			t.Fatalf("a vote more for %v defeated it: %v", q, tally)
		}
	})
}
