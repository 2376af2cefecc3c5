// Package ruling is the reasoned answer to a complaint: exactly one of three
// outcomes, the parts a ruling must have, the operative part that follows from the
// selection and can be written in no other way, and the number it bears.
package ruling

import (
	"errors"
	"slices"
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

// Most acts and demands one draft may hold.
const mostParagraphs = 30

// Matter is what the commission decides on the merits, where the closed list of
// R-071 names it.
type Matter string

// The matters that change the majority; NoMatter is everything else.
const (
	NoMatter             Matter = ""
	ResultsMatter        Matter = "voting_results"   // итоги голосования
	ElectionMatter       Matter = "election_results" // результаты выборов
	InvalidMatter        Matter = "invalid"          // выборы несостоявшимися, недействительными
	RepeatMatter         Matter = "repeat_voting"    // повторное голосование, повторные выборы
	CandidacyMatter      Matter = "registration"     // регистрация кандидата, списка
	DeregistrationMatter Matter = "deregistration"   // обращение в суд об отмене регистрации
)

// Matters lists the matters of the closed list.
var Matters = []Matter{ResultsMatter, ElectionMatter, InvalidMatter, RepeatMatter, CandidacyMatter, DeregistrationMatter}

// Duty says what a remand obliges the lower commission to.
type Duty string

// The two duties of the third outcome.
const (
	Reconsider Duty = "reconsider" // повторно рассмотреть и принять решение по существу
	DoAct      Duty = "act"        // совершить определённое действие
)

// Selection is what the drafter chose. The operative part and the majority follow
// from it; neither is ever typed.
type Selection struct {
	Outcome  regulation.Outcome
	Findings []Finding // one for each contested act
	ByParts  bool      `json:",omitempty"` // to be voted on part by part, where its parts need different majorities

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
	Facts     string   // описательная часть: what the commission established
	Reasons   string   // мотивировочная часть: norm, fact, conclusion
	Demands   []Demand // what the complainant asks for, each answered
	Law       string   // нормы
	Selection
}

// Prepared returns the draft as it stands against its complaint: the demands of the
// complainant are in it, the contested acts too until the drafter names others, and
// verdicts that leave no choice are set.
func (d Draft) Prepared(c complaint.Complaint) Draft {
	d.Demands = asked(c, d.Demands)
	if len(d.Findings) == 0 {
		d.Findings = FindingsOf(c)
	}
	d.Selection = d.settled()
	return d
}

// Check refuses what cannot even be saved: over-long text and choices outside the
// lists. A draft may be saved with empty parts.
func (d Draft) Check() error {
	var faults []error
	legible := func(field, text string, limit int) {
		faults = append(faults, regulation.Legible(regulation.Reasoned, field, text, limit))
	}
	legible("facts", d.Facts, MaxPart)
	legible("reasons", d.Reasons, MaxPart)
	legible("law", d.Law, MaxPart)
	legible("merits", d.Merits, MaxPart)
	legible("action", d.Action, MaxPart)
	for i, f := range d.Findings {
		legible(field("act", i, "about"), f.About, complaint.MaxLine)
		legible(field("act", i, "part"), f.Part, MaxPart)
	}
	for i, demand := range d.Demands {
		legible(field("demand", i, "text"), demand.Text, MaxPart)
		legible(field("demand", i, "answer"), demand.Answer, MaxPart)
	}
	if len(d.Findings) > mostParagraphs {
		faults = append(faults, regulation.Missing(regulation.ContestedActs, "acts", "too_many_acts"))
	}
	if len(d.Demands) > mostParagraphs {
		faults = append(faults, regulation.Missing(regulation.Reasoned, "demands", "too_many_demands"))
	}
	if d.Outcome != "" && !d.Outcome.Valid() {
		faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, "outcome", "outcome_not_of_three"))
	}
	return errors.Join(faults...)
}

// Complete refuses a draft that may not go to the vote, with everything that is
// missing at once: empty facts, reasons or law, a demand without an answer,
// no outcome of the three, an act nobody judged or judged against the outcome, no
// decision on the merits for the second, no duty, act or term for the third.
// today is the date in the commission's zone.
func (d Draft) Complete(c complaint.Complaint, today calendar.Date) error {
	faults := []error{d.Check()}
	need := func(clause regulation.Clause, text, field, key string) {
		if strings.TrimSpace(text) == "" {
			faults = append(faults, regulation.Missing(clause, field, key))
		}
	}
	need(regulation.Reasoned, d.Facts, "facts", "facts_missing")
	need(regulation.Reasoned, d.Reasons, "reasons", "reasons_missing")
	faults = append(faults, answered(c, d.Demands))
	need(regulation.Reasoned, d.Law, "law", "law_missing")
	if !c.Contested.Known() {
		faults = append(faults, regulation.Refuse(regulation.ContestedActs, "contested_missing", nil))
	}
	switch d.Outcome {
	case regulation.Dismiss:
	case regulation.DecideOnMerits:
		need(regulation.ThreeOutcomes, d.Merits, "merits", "merits_missing")
		faults = append(faults, anotherOutcome("merits", d.Merits))
	case regulation.Remand:
		switch d.Duty {
		case Reconsider:
		case DoAct:
			need(regulation.ThreeOutcomes, d.Action, "action", "action_missing")
			faults = append(faults, anotherOutcome("action", d.Action))
		default:
			faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, "duty", "choose_one"))
		}
		if d.Until.IsZero() || d.Until.Before(today) {
			faults = append(faults, regulation.Missing(regulation.RemandTerm, "until", "remand_term_missing"))
		}
	default:
		faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, "outcome", "outcome_missing"))
	}
	faults = append(faults, d.judged(c.Contested))
	return errors.Join(faults...)
}

// formulas begin the clauses that only a selection may put into the operative part.
var formulas = []string{"без удовлетворения", "отменить решение", "признать незаконн", "обязать "}

// anotherOutcome refuses typed words that would bring a second outcome into the
// operative part beside the selected one.
func anotherOutcome(field, text string) error {
	said := strings.Join(strings.Fields(strings.ToLower(text)), " ") + " "
	for _, formula := range formulas {
		if at := strings.Index(said, formula); at == 0 || at > 0 && said[at-1] == ' ' {
			return &regulation.Refusal{Clause: regulation.ThreeOutcomes, Field: field, Key: "second_outcome",
				Values: regulation.Values{"Words": strings.TrimSpace(formula)}}
		}
	}
	return nil
}

// Question returns the kind of question the selection puts to the vote; the
// majority follows from it and from nothing else.
func (s Selection) Question() (regulation.Question, error) {
	annuls, unlawful := s.Annuls(), s.FindsUnlawful()
	switch {
	case s.Outcome == regulation.Dismiss:
		return regulation.DismissComplaint, nil
	case !s.upholds():
		return "", regulation.Missing(regulation.ThreeOutcomes, "outcome", "outcome_missing")
	case annuls && unlawful:
		return regulation.AnnulAndUnlawful, nil
	case annuls:
		return annulment(s.AnnulsInPart(), s.Outcome), nil
	case !unlawful:
		return "", regulation.Missing(regulation.ThreeOutcomes, field("act", 0, "verdict"), "nothing_upheld")
	case s.Outcome == regulation.DecideOnMerits && slices.Contains(Matters, s.Matter):
		if s.Matter == CandidacyMatter || s.Matter == DeregistrationMatter {
			return regulation.UnlawfulWithCandidacy, nil
		}
		return regulation.UnlawfulWithResults, nil
	}
	inaction := s.any(func(f Finding) bool { return f.Kind == Inaction && f.Upheld() })
	return finding(inaction, s.Outcome), nil
}

func annulment(part bool, outcome regulation.Outcome) regulation.Question {
	switch {
	case part && outcome == regulation.DecideOnMerits:
		return regulation.AnnulPartDecide
	case part:
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

// Subject is what the operative part speaks of beside the acts themselves.
type Subject struct {
	Ref        complaint.Ref
	Title      string // the substance in one line
	Respondent commission.Commission
}
