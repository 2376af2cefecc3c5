package sitting

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/regulation"
)

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
	for i, n := range []int{tally.For, tally.Against, tally.Abstained, tally.NotVoting} {
		if n > 0 {
			possible = append(possible, Choices[i])
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

// An equality with abstentions is left out: there the literal reading of 6.2 has an
// edge of its own, see TestEdgeOfTheCastingVote.
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
		if !before.Casting && before.Fate == Carried && after.Fate != Carried {
			t.Fatalf("a vote more for %v defeated it: %v", q, tally)
		}
	})
}

// R-076 read literally lets the presiding member decide at four to four of twelve
// present; five to four of the same twelve is no majority of those present,
// and nothing is equal. A profile may refuse the casting vote where others abstained.
func TestEdgeOfTheCastingVote(t *testing.T) {
	tie := Tally{Established: 14, Appointed: 14, WorkStarted: true, Present: 12, For: 4, Against: 4, Abstained: 4, Presiding: For}
	more := tie
	more.For, more.Abstained = 5, 3
	strict := regulation.Izhmorsky()
	strict.CastingVoteWithAbstentions = false
	for _, row := range []struct {
		name    string
		profile regulation.Profile
		tally   Tally
		want    Fate
	}{
		{"R-076: equality with abstentions, literal reading", regulation.Izhmorsky(), tie, Carried},
		{"R-073: one more for, no equality and no majority", regulation.Izhmorsky(), more, Defeated},
		{"R-076: equality with abstentions, strict reading", strict, tie, Defeated},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, err := Count(row.profile, regulation.DismissComplaint, row.tally); err != nil || got.Fate != row.want {
				t.Errorf("Count() = %v, %v, want %v", got.Fate, err, row.want)
			}
		})
	}
}
