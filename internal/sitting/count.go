package sitting

import "redress/internal/regulation"

// Quorum is whether those present may decide, with the numbers it follows from.
type Quorum struct {
	Established int
	Present     int // those on video included
	Needed      int // more than half of the established number
}

// QuorumOf counts a quorum.
func QuorumOf(established, present int) Quorum {
	return Quorum{Established: established, Present: present, Needed: established/2 + 1}
}

// Met reports whether more than half of the established number is present. "More
// than half" is tested by doubling, never by dividing: half of nine seats is four
// and a half, and integer division would let four members through.
func (q Quorum) Met() bool { return q.Established > 0 && 2*q.Present > q.Established }

// Tally is the count of one vote, as it is read out.
type Tally struct {
	Established int
	Appointed   int  // seats filled that day
	WorkStarted bool // the commission had already been formed lawfully
	Present     int
	For         int
	Against     int
	Abstained   int
	NotVoting   int    // present and did not vote, or spoiled ballots
	Presiding   Choice // the presiding member's own vote; empty in a secret ballot
	Secret      bool
}

// Contradicts reports whether the presiding member's vote is not among those counted.
func (t Tally) Contradicts() bool {
	counted := map[Choice]int{For: t.For, Against: t.Against, Abstained: t.Abstained, NotVoting: t.NotVoting}
	return t.Presiding != "" && counted[t.Presiding] == 0
}

// Fate is what became of the draft put to the vote.
type Fate string

// The fates a count can give.
const (
	Carried  Fate = "adopted"
	Defeated Fate = "rejected"
	NoQuorum Fate = "no_quorum"
)

// Reason says why nothing could be decided.
type Reason string

// The reasons of NoQuorum.
const (
	LackOfQuorum Reason = "no_quorum"
	NotFormed    Reason = "not_formed"
)

// Result is the outcome of a count with its whole arithmetic, so that a person can
// do the sum again.
type Result struct {
	Fate     Fate
	Reason   Reason // only with NoQuorum
	Question regulation.Question
	Majority regulation.Majority
	Needed   int  // least number of "for"; zero where nothing could be decided
	Casting  bool // the presiding member's vote decided at equality
	Tally    Tally
}

// Count says what became of a draft. It refuses only a question of unknown kind
// and numbers that cannot be: more votes than members present.
//
// Whether the commission may decide at all comes first: formed by two thirds
// more than half of the established number present. Then the
// majority of the question, then the casting vote at an equality, which belongs to
// the paragraph on simple majority alone and does not exist in a secret ballot or
// where the presiding member abstained.
func Count(p regulation.Profile, q regulation.Question, t Tally) (Result, error) {
	majority, err := p.MajorityFor(q)
	if err != nil {
		return Result{}, err
	}
	if t.For+t.Against+t.Abstained+t.NotVoting != t.Present || t.For < 0 || t.Against < 0 || t.Abstained < 0 || t.NotVoting < 0 {
		return Result{}, regulation.Refuse(regulation.OtherMatters, "votes_do_not_add_up", regulation.Values{"Present": t.Present})
	}
	of := t.Present
	if majority.Basis == regulation.OfSeats {
		of = t.Established
	}
	r := Result{Question: q, Majority: majority, Needed: of/2 + 1, Tally: t, Fate: Defeated}
	switch {
	case !t.WorkStarted && !p.FormationFraction.Met(t.Appointed, t.Established):
		r.Fate, r.Reason, r.Needed = NoQuorum, NotFormed, 0
	case !QuorumOf(t.Established, t.Present).Met():
		r.Fate, r.Reason, r.Needed = NoQuorum, LackOfQuorum, 0
	case 2*t.For > of:
		r.Fate = Carried
	case tie(p, majority, t):
		r.Casting = true
		if t.Presiding == For {
			r.Fate = Carried
		}
	}
	return r, nil
}

// Clause is the rule that settled what became of the draft. At an equality of a simple
// majority it is that of the casting vote, whether there was one or not.
func (r Result) Clause() regulation.Clause {
	switch {
	case r.Reason == NotFormed:
		return regulation.Formation
	case r.Reason == LackOfQuorum:
		return regulation.Quorum
	case !r.Majority.ChairBreak || r.Tally.For != r.Tally.Against || r.Tally.For == 0:
		return r.Majority.Clause
	case r.Tally.Secret:
		return regulation.SecretBallot
	}
	return regulation.CastingVote
}

// tie reports whether the presiding member's vote decides.
func tie(p regulation.Profile, m regulation.Majority, t Tally) bool {
	if !m.ChairBreak || t.Secret || t.For != t.Against {
		return false
	}
	if !p.CastingVoteWithAbstentions && t.Abstained+t.NotVoting > 0 {
		return false
	}
	return t.Presiding == For || t.Presiding == Against
}
