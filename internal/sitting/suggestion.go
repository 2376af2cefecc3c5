package sitting

import (
	"context"
	"slices"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Suggestion is a proposal (предложение) made in the debate on an item. An item keeps
// them in the order in which they came in, in which they are also put to the vote
// that place is a suggestion's number.
type Suggestion struct {
	Speaker
	Text        string
	Entered     identity.ID // who wrote it down, where not the proposer
	At          time.Time
	WithdrawnAt time.Time // by the proposer; zero while it stands
}

// Standing returns the suggestions that were not withdrawn.
func (i Item) Standing() int {
	n := 0
	for _, g := range i.Suggestions {
		if g.WithdrawnAt.IsZero() {
			n++
		}
	}
	return n
}

// Suggest is how a member makes a proposal on an item.
func (s Sitting) Suggest(by identity.Actor, id ItemID, text string, m commission.Moment) (Sitting, docket.Line, error) {
	if err := must(by, identity.Speak, s.Commission, regulation.SpeechLimits); err != nil {
		return s, docket.Line{}, err
	}
	return s.suggest(by, id, Suggestion{Speaker: Speaker{Member: by.ID}, Text: text, At: m.At})
}

// EnterSuggestion writes down what somebody proposed aloud.
func (s Sitting) EnterSuggestion(by identity.Actor, id ItemID, who Speaker, text string, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	return s.suggest(by, id, Suggestion{Speaker: who, Text: text, Entered: by.ID, At: m.At})
}

func (s Sitting) suggest(by identity.Actor, id ItemID, g Suggestion) (Sitting, docket.Line, error) {
	item, err := s.debated(id)
	if err == nil {
		g.Speaker, err = s.speaker(g.Speaker)
	}
	if err != nil {
		return s, docket.Line{}, err
	}
	if g.Text = strings.TrimSpace(strings.ReplaceAll(g.Text, "\r\n", "\n")); g.Text == "" {
		return s, docket.Line{}, regulation.Missing(regulation.SpeechLimits, "suggestion", "suggestion_missing")
	}
	if err := regulation.Legible(regulation.SpeechLimits, "suggestion", g.Text, maxSuggestion); err != nil {
		return s, docket.Line{}, err
	}
	item.Suggestions = append(slices.Clone(item.Suggestions), g)
	facts := g.facts(item.about(docket.Facts{"suggestion": len(item.Suggestions), "text": digestOf(g.Text)}))
	s.stating(facts, "who", g.Name, string(g.Status), g.Whose)
	return s.with(item), docket.Line{Act: "suggestion", By: by, Clause: regulation.SpeechLimits, Facts: facts}, nil
}

// maxSuggestion is the most letters of a proposal.
const maxSuggestion = 2_000

// WithdrawSuggestion takes back one's own proposal before the item has its fate, or, at
// the proposer's word, one that was written down for them.
func (s Sitting) WithdrawSuggestion(by identity.Actor, id ItemID, n int, at time.Time) (Sitting, docket.Line, error) {
	if err := must(by, identity.Speak, s.Commission, regulation.SpeechLimits); err != nil {
		return s, docket.Line{}, err
	}
	item, ok := s.Item(id)
	if !ok || n < 1 || n > len(item.Suggestions) {
		return s, docket.Line{}, ErrNotFound
	}
	g := item.Suggestions[n-1]
	if !g.WithdrawnAt.IsZero() {
		return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "suggestion_withdrawn", nil)
	}
	if g.Member != by.ID && (g.Entered == 0 || !s.Conducts(by)) {
		return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "suggestion_not_yours", nil)
	}
	if _, err := s.debated(id); err != nil {
		return s, docket.Line{}, err
	}
	g.WithdrawnAt = at
	item.Suggestions = slices.Clone(item.Suggestions)
	item.Suggestions[n-1] = g
	return s.with(item), docket.Line{Act: "suggestion_withdrawn", By: by, Clause: regulation.SpeechLimits,
		Facts: g.facts(item.about(docket.Facts{"suggestion": n}))}, nil
}

// Suggest is how a member makes a proposal.
func (s *Service) Suggest(ctx context.Context, by identity.Actor, number int, item ItemID, text string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Suggest(by, item, text, m)
	})
}

// EnterSuggestion writes down what somebody proposed aloud.
func (s *Service) EnterSuggestion(ctx context.Context, by identity.Actor, number int, item ItemID, who Speaker, text string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.EnterSuggestion(by, item, who, text, m)
	})
}

// WithdrawSuggestion takes a proposal back.
func (s *Service) WithdrawSuggestion(ctx context.Context, by identity.Actor, number int, item ItemID, suggestion int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.WithdrawSuggestion(by, item, suggestion, m.At)
	})
}
