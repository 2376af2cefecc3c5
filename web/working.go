package web

import (
	"context"
	"strings"

	"redress/internal/deadline"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// Working is how a date or a vote comes about, for readers outside a page: the same
// sentences that the pages open under "why".
type Working struct {
	Title     string            `json:"title"`
	Sentences []string          `json:"sentences"`
	Result    string            `json:"result"`
	Clause    regulation.Clause `json:"clause"` // the rule that settled it
	Source    string            `json:"source"` // where the rule stands
}

// InLanguage returns a context in which sentences are said in that language, Russian
// for an unknown one.
func InLanguage(ctx context.Context, name string) context.Context {
	v := *visitOf(ctx)
	v.lang = parseLang(name)
	return v.with(ctx)
}

// WorkingOfDeadline says how a date was found.
func WorkingOfDeadline(ctx context.Context, d deadline.Deadline) Working {
	why := whyOf(ctx, d)
	return Working{Title: word(ctx, d.Clock), Sentences: why.Sentences, Result: why.Result, Clause: d.Clause, Source: why.Source}.spaced()
}

// WorkingOfVote says how a vote was counted under a profile: whether the commission
// could decide at all, what the question needs, and the sum.
func WorkingOfVote(ctx context.Context, p regulation.Profile, r sitting.Result) Working {
	n, quorum := r.Tally, sitting.QuorumOf(r.Tally.Established, r.Tally.Present)
	w := Working{Title: word(ctx, r.Question), Result: word(ctx, r.Fate) + ".", Clause: r.Clause()}
	counted := []any{"Present", n.Present, "Established", n.Established, "Needed", quorum.Needed}
	switch r.Reason {
	case sitting.NotFormed:
		w.Result = t(ctx, "explain.nothing_decided")
		w.Sentences = []string{t(ctx, "explain.not_formed", "Appointed", n.Appointed, "Established", n.Established,
			"Needed", p.FormationFraction.Of(n.Established))}
	case sitting.LackOfQuorum:
		w.Sentences = []string{t(ctx, "explain.no_quorum", counted...)}
	default:
		why := whyMajority(ctx, r)
		w.Sentences = []string{t(ctx, "explain.quorum", counted...), why[0], why[2], why[3], arithmetic(ctx, r)}
	}
	w.Source = sources(ctx, w.Clause)
	return w.spaced()
}

// spaced puts plain spaces where pages keep words together: outside a page they are
// searched for and copied.
func (w Working) spaced() Working {
	plain := strings.NewReplacer(nbsp, " ", wordJoiner, "")
	w.Title, w.Result, w.Source = plain.Replace(w.Title), plain.Replace(w.Result), plain.Replace(w.Source)
	for i := range w.Sentences {
		w.Sentences[i] = plain.Replace(w.Sentences[i])
	}
	return w
}

// BasisWord names what a majority is counted from.
func BasisWord(ctx context.Context, b regulation.Basis) string { return word(ctx, b) }
