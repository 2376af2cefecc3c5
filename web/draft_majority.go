package web

import (
	"cmp"
	"context"
	"strconv"

	"redress/internal/regulation"
	"redress/internal/sitting"
)

// need says in words what a question needs to be adopted. present is how many take
// part, zero while nobody knows.
func need(ctx context.Context, p regulation.Profile, q regulation.Question, established, present int) string {
	n := neededOf(p, q, established, cmp.Or(present, established))
	switch {
	case n.Majority.Basis == regulation.OfSeats:
		return t(ctx, "majority.of_seats", "Needed", n.Needed, "Established", established)
	case present > 0:
		return t(ctx, "majority.of_present", "Needed", n.Needed, "Present", present)
	}
	return t(ctx, "majority.of_those_present")
}

// neededOf lets package sitting count a vote in which nobody has voted yet: what it
// would need with so many present.
func neededOf(p regulation.Profile, q regulation.Question, established, present int) sitting.Result {
	r, err := sitting.Count(p, q, sitting.Tally{Established: established, WorkStarted: true, Present: present, NotVoting: present})
	if err != nil {
		return sitting.Result{}
	}
	return r
}

// whyMajority explains the majority of a question: the rule, half of what, more than it.
func whyMajority(ctx context.Context, r sitting.Result) []string {
	of, key := r.Tally.Present, "majority_why.present"
	if r.Majority.Basis == regulation.OfSeats {
		of, key = r.Tally.Established, "majority_why."+string(r.Majority.Clause)
	}
	said := []string{t(ctx, key), source(ctx, r.Majority.Clause) + ".",
		t(ctx, "majority.half", "Of", of, "Half", half(ctx, of), "Needed", r.Needed)}
	if r.Tally.Secret {
		return append(said, t(ctx, "majority.secret"))
	}
	if r.Majority.ChairBreak {
		return append(said, t(ctx, "majority.casting"))
	}
	return append(said, t(ctx, "majority.no_casting"))
}

// half writes half of a number, "4,5".
func half(ctx context.Context, n int) string {
	text := strconv.Itoa(n / 2)
	if n%2 == 1 {
		text += t(ctx, "majority.and_a_half")
	}
	return text
}
