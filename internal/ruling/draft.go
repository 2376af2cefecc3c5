// Package ruling is the reasoned answer to a complaint: exactly one of three
// outcomes, the parts a ruling must have, the operative part that follows from the
// selection and can be written in no other way, and the number it bears.
package ruling

import (
	"errors"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ErrNotFound says there is no such draft or ruling for the one who asks.
var ErrNotFound = errors.New("ruling not found")

// MaxPart is the most letters one part of a draft may hold.
const MaxPart = 40_000

// Extent says how far a decision is annulled.
type Extent string

// In full or in part.
const (
	InFull Extent = "full"
	InPart Extent = "part"
)

// Matter is what the commission decides on the merits, where the closed list of
// R-071 names it.
type Matter string

// The matters that change the majority; NoMatter is everything else.
const (
	NoMatter        Matter = ""
	ResultsMatter   Matter = "voting_results" // итоги голосования, результаты выборов, недействительность, повторное голосование
	CandidacyMatter Matter = "registration"   // регистрация кандидата, списка
)

// Duty says what a remand obliges the lower commission to.
type Duty string

// The two duties of the third outcome.
const (
	Reconsider Duty = "reconsider" // повторно рассмотреть и принять решение по существу
	DoAct      Duty = "act"        // совершить определённое действие
)

// Selection is what the drafter chose. The operative part and the majority follow
// from it and from what is contested; neither is ever typed.
type Selection struct {
	Outcome regulation.Outcome

	// Annulment of a decision, outcomes 2 and 3.
	Extent Extent
	Part   string // which part, when Extent is InPart

	// Outcome 2.
	Merits string // the decision on the merits, a sentence in the infinitive
	Matter Matter

	// Outcome 3.
	Duty   Duty
	Action string        // what is to be done, when Duty is DoAct
	Until  calendar.Date // the term for the lower commission
}

// Draft is one version of a draft ruling. Versions are never changed, only followed.
type Draft struct {
	Complaint complaint.ID
	Version   int
	Author    identity.ID
	SavedAt   time.Time
	Facts     string // описательная часть: what the commission established
	Reasons   string // мотивировочная часть: norm, fact, conclusion; an answer to every demand
	Law       string // нормы
	Selection
}

// Check refuses what cannot even be saved: over-long text and choices outside the
// lists. A draft may be saved with empty parts.
func (d Draft) Check() error {
	var faults []error
	for _, part := range []struct{ field, text string }{
		{"facts", d.Facts}, {"reasons", d.Reasons}, {"law", d.Law}, {"merits", d.Merits}, {"action", d.Action}, {"part", d.Part},
	} {
		faults = append(faults, regulation.Legible(regulation.Reasoned, part.field, part.text, MaxPart))
	}
	if d.Outcome != "" && !d.Outcome.Valid() {
		faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, "outcome", "outcome_not_of_three"))
	}
	return errors.Join(faults...)
}

// Complete refuses a draft that may not go to the vote, with everything that is
// missing at once: empty facts, reasons or law, no outcome of the three,
// no decision on the merits for the second, no duty, act or term for the third
// . today is the date in the commission's zone.
func (d Draft) Complete(contested complaint.Contested, today calendar.Date) error {
	faults := []error{d.Check()}
	need := func(clause regulation.Clause, text, field, key string) {
		if strings.TrimSpace(text) == "" {
			faults = append(faults, regulation.Missing(clause, field, key))
		}
	}
	need(regulation.Reasoned, d.Facts, "facts", "facts_missing")
	need(regulation.Reasoned, d.Reasons, "reasons", "reasons_missing")
	need(regulation.Reasoned, d.Law, "law", "law_missing")
	if !contested.Known() {
		faults = append(faults, regulation.Refuse(regulation.ContestedActs, "contested_missing", nil))
	}
	switch d.Outcome {
	case regulation.Dismiss:
	case regulation.DecideOnMerits:
		need(regulation.ThreeOutcomes, d.Merits, "merits", "merits_missing")
	case regulation.Remand:
		switch d.Duty {
		case Reconsider:
		case DoAct:
			need(regulation.ThreeOutcomes, d.Action, "action", "action_missing")
		default:
			faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, "duty", "choose_one"))
		}
		if d.Until.IsZero() || d.Until.Before(today) {
			faults = append(faults, regulation.Missing(regulation.RemandTerm, "until", "remand_term_missing"))
		}
	default:
		faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, "outcome", "outcome_missing"))
	}
	if contested.Decision && (d.Outcome == regulation.DecideOnMerits || d.Outcome == regulation.Remand) {
		switch d.Extent {
		case InFull:
		case InPart:
			need(regulation.ThreeOutcomes, d.Part, "part", "part_missing")
		default:
			faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, "extent", "choose_one"))
		}
	}
	return errors.Join(faults...)
}

// Question returns the kind of question the selection puts to the vote; the
// majority follows from it and from nothing else.
func (s Selection) Question(contested complaint.Contested) (regulation.Question, error) {
	unlawful := contested.Action || contested.Inaction
	switch {
	case s.Outcome == regulation.Dismiss:
		return regulation.DismissComplaint, nil
	case s.Outcome != regulation.DecideOnMerits && s.Outcome != regulation.Remand:
		return "", regulation.Missing(regulation.ThreeOutcomes, "outcome", "outcome_missing")
	case contested.Decision && unlawful:
		return regulation.AnnulAndUnlawful, nil
	case contested.Decision:
		return annulment(s.Extent, s.Outcome), nil
	case !unlawful:
		return "", regulation.Refuse(regulation.ContestedActs, "contested_missing", nil)
	case s.Outcome == regulation.DecideOnMerits && s.Matter == ResultsMatter:
		return regulation.UnlawfulWithResults, nil
	case s.Outcome == regulation.DecideOnMerits && s.Matter == CandidacyMatter:
		return regulation.UnlawfulWithCandidacy, nil
	}
	return finding(contested.Inaction, s.Outcome), nil
}

func annulment(extent Extent, outcome regulation.Outcome) regulation.Question {
	switch {
	case extent == InPart && outcome == regulation.DecideOnMerits:
		return regulation.AnnulPartDecide
	case extent == InPart:
		return regulation.AnnulPartRemand
	case outcome == regulation.DecideOnMerits:
		return regulation.AnnulFullDecide
	}
	return regulation.AnnulFullRemand
}

func finding(inaction bool, outcome regulation.Outcome) regulation.Question {
	switch {
	case inaction && outcome == regulation.DecideOnMerits:
		return regulation.UnlawfulInactionDecide
	case inaction:
		return regulation.UnlawfulInactionOblige
	case outcome == regulation.DecideOnMerits:
		return regulation.UnlawfulActionDecide
	}
	return regulation.UnlawfulActionOblige
}

// Subject is what the operative part speaks of.
type Subject struct {
	Ref            complaint.Ref
	Contested      complaint.Contested
	Title          string // the substance in one line
	DecisionNumber string
	DecisionOn     calendar.Date
	Respondent     commission.Commission
}
