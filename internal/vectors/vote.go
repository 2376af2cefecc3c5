package vectors

import (
	"errors"
	"fmt"

	"redress/internal/regulation"
	"redress/internal/sitting"
)

// The ballots a vector may name.
const (
	openBallot   = "open"
	secretBallot = "secret"
)

// voteVector is one vote counted by hand.
type voteVector struct {
	ID            string              `json:"id"`
	Rule          regulation.Clause   `json:"rule"`
	Established   int                 `json:"established"`
	Appointed     int                 `json:"appointed"`
	WorkStarted   bool                `json:"work_started"`
	Present       int                 `json:"present"`
	ByVideo       int                 `json:"present_by_videoconference"` // of those present
	Ballot        string              `json:"ballot"`
	For           int                 `json:"for"`
	Against       int                 `json:"against"`
	Abstain       int                 `json:"abstain"`
	NotVoting     int                 `json:"not_voting_or_spoiled"`
	PresidingVote *sitting.Choice     `json:"presiding_vote"`
	Question      regulation.Question `json:"question_kind"`
	Basis         regulation.Basis    `json:"majority_basis"`
	RequiredFor   *int                `json:"required_for"`
	Expected      sitting.Fate        `json:"expected"`
	Reason        *sitting.Reason     `json:"reason"`
	Casting       bool                `json:"casting_vote_used"`
	Why           string              `json:"why"`
	Confidence    string              `json:"confidence"`
}

// tally returns the count, refusing numbers that cannot be.
func (v voteVector) tally() (sitting.Tally, error) {
	t := sitting.Tally{
		Established: v.Established, Appointed: v.Appointed, WorkStarted: v.WorkStarted, Present: v.Present,
		For: v.For, Against: v.Against, Abstained: v.Abstain, NotVoting: v.NotVoting, Secret: v.Ballot == secretBallot,
	}
	if v.PresidingVote != nil {
		t.Presiding = *v.PresidingVote
	}
	const most = 1000 // members; no commission has so many, and sums of them stay numbers
	switch {
	case v.Established < 1 || v.Established > most:
		return t, fmt.Errorf("the established number cannot be %d", v.Established)
	case v.Appointed < 0 || v.Appointed > v.Established:
		return t, fmt.Errorf("%d members cannot be appointed to %d seats", v.Appointed, v.Established)
	case v.Present < 0 || v.Present > v.Appointed:
		return t, fmt.Errorf("%d members cannot be present of %d appointed", v.Present, v.Appointed)
	case v.ByVideo < 0 || v.ByVideo > v.Present:
		return t, fmt.Errorf("%d of %d present cannot be on video", v.ByVideo, v.Present)
	case v.Ballot != openBallot && v.Ballot != secretBallot:
		return t, fmt.Errorf("the ballot %q is neither %s nor %s", v.Ballot, openBallot, secretBallot)
	case t.Secret && t.Presiding != "":
		return t, errors.New("nobody knows the presiding member's vote of a secret ballot (R-078)")
	case t.Presiding != "" && !t.Presiding.Valid():
		return t, fmt.Errorf("the presiding_vote %q is not known", t.Presiding)
	case t.Contradicts():
		return t, fmt.Errorf("nobody voted %q, which the presiding_vote is", t.Presiding)
	case v.Expected != sitting.Carried && v.Expected != sitting.Defeated && v.Expected != sitting.NoQuorum:
		return t, fmt.Errorf("the expected fate %q is not known", v.Expected)
	}
	return t, nil
}

func checkVote(raw []byte, world *World, r *Result) error {
	var v voteVector
	if err := strictly(raw, &v); err != nil {
		return err
	}
	tally, err := v.tally()
	if err != nil {
		return err
	}
	if !v.Question.Valid() {
		return fmt.Errorf("the question_kind %q is not known", v.Question)
	}
	got, err := sitting.Count(world.Profile, v.Question, tally)
	if err != nil {
		return fmt.Errorf("%d for, %d against, %d abstained and %d not voting are not the %d present", v.For, v.Against, v.Abstain, v.NotVoting, v.Present)
	}
	differ(r, "expected", v.Expected, got.Fate)
	differ(r, "majority_basis", v.Basis, got.Majority.Basis)
	differ(r, "required_for", orZero(v.RequiredFor), got.Needed)
	differ(r, "reason", orZero(v.Reason), got.Reason)
	differ(r, "casting_vote_used", v.Casting, got.Casting)
	differ(r, "rule", v.Rule, got.Clause())
	return nil
}

// orZero returns what a field that may be null holds.
func orZero[T any](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}
