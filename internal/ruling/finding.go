package ruling

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"redress/internal/complaint"
	"redress/internal/grammar"
	"redress/internal/regulation"
)

// Kind says what a contested act is.
type Kind string

// The kinds of contested acts.
const (
	Decision Kind = "decision"
	Action   Kind = "action"
	Inaction Kind = "inaction"
)

// Kinds lists the kinds in the order of the operative part.
var Kinds = []Kind{Decision, Action, Inaction}

// KindsOf returns the kinds that a complaint contests.
func KindsOf(c complaint.Contested) []Kind {
	var kinds []Kind
	for _, k := range Kinds {
		if k.in(c) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

func (k Kind) in(c complaint.Contested) bool {
	return k == Decision && c.Decision || k == Action && c.Action || k == Inaction && c.Inaction
}

// Verdict says what becomes of one contested act.
type Verdict string

// The verdicts: a decision is annulled in full or in part, an action or inaction is
// found unlawful, and any of them may be left standing.
const (
	AnnulInFull   Verdict = "full"
	AnnulInPart   Verdict = "part"
	FindUnlawful  Verdict = "unlawful"
	LeaveStanding Verdict = "stands"
)

// Verdicts lists what may become of an act of the kind.
func (k Kind) Verdicts() []Verdict {
	if k == Decision {
		return []Verdict{AnnulInFull, AnnulInPart, LeaveStanding}
	}
	return []Verdict{FindUnlawful, LeaveStanding}
}

// Finding is one contested act with its verdict.
type Finding struct {
	Kind      Kind
	About     string // which act: date and number of a decision, the substance of the others
	Verdict   Verdict
	Part      string // what is annulled, when the verdict is AnnulInPart
	OnResults bool   // the decision is one on voting results
}

// Upheld reports whether the complaint succeeds against this act.
func (f Finding) Upheld() bool { return f.Annuls() || f.Verdict == FindUnlawful }

// Annuls reports whether a decision is annulled, in full or in part.
func (f Finding) Annuls() bool { return f.Verdict == AnnulInFull || f.Verdict == AnnulInPart }

// FindingsOf returns one act for each kind the complaint contests, none of them
// judged yet: what a draft starts from.
func FindingsOf(c complaint.Complaint) []Finding {
	var findings []Finding
	for _, k := range KindsOf(c.Contested) {
		findings = append(findings, Finding{Kind: k, About: AboutOf(c, k)})
	}
	return findings
}

// AboutOf names an act of the kind by what the complaint says of it.
func AboutOf(c complaint.Complaint, k Kind) string {
	title := Unstopped(c.Title)
	if k != Decision {
		return title
	}
	var said []string
	if !c.DecisionOn.IsZero() {
		said = append(said, "от"+nbsp+grammar.Date(c.DecisionOn))
	}
	if number := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c.DecisionNumber), "№")); number != "" {
		said = append(said, "№"+nbsp+number)
	}
	if said == nil && title != "" {
		said = append(said, "по вопросу «"+title+"»")
	}
	return strings.Join(said, " ")
}

// Annuls reports whether the selection annuls any decision.
func (s Selection) Annuls() bool { return s.any(Finding.Annuls) }

// FindsUnlawful reports whether the selection finds any action or inaction unlawful.
func (s Selection) FindsUnlawful() bool {
	return s.any(func(f Finding) bool { return f.Verdict == FindUnlawful })
}

// AnnulsInPart reports whether a part of some decision is annulled and the rest is not.
func (s Selection) AnnulsInPart() bool {
	return s.any(func(f Finding) bool { return f.Verdict == AnnulInPart })
}

func (s Selection) any(is func(Finding) bool) bool {
	if s.Outcome == regulation.Dismiss {
		return false
	}
	for _, f := range s.Findings {
		if is(f) {
			return true
		}
	}
	return false
}

// settled fills in the verdicts that leave no choice: dismissing leaves every act
// standing, and the only contested act is the one a complaint is upheld against.
func (s Selection) settled() Selection {
	findings := make([]Finding, len(s.Findings))
	copy(findings, s.Findings)
	s.Findings = findings
	only := len(findings) == 1
	for i, f := range findings {
		switch {
		case s.Outcome == regulation.Dismiss && (only || f.Verdict == ""):
			findings[i].Verdict = LeaveStanding
		case !s.upholds() || !only:
		case f.Kind != Decision:
			findings[i].Verdict = FindUnlawful
		case f.Verdict == LeaveStanding:
			findings[i].Verdict = ""
		}
	}
	return s
}

func (s Selection) upholds() bool {
	return s.Outcome == regulation.DecideOnMerits || s.Outcome == regulation.Remand
}

// field names a field of the form about an act or a demand, "act_2_about".
func field(of string, i int, name string) string { return fmt.Sprintf("%s_%d_%s", of, i+1, name) }

// judged refuses findings that do not cover what is contested, kind by kind,
// and verdicts that contradict each other or the outcome.
func (s Selection) judged(contested complaint.Contested) error {
	var faults []error
	upheld, open := false, false
	var found []Kind
	for i, f := range s.Findings {
		found = append(found, f.Kind)
		upheld, open = upheld || f.Upheld(), open || f.Verdict == ""
		faults = append(faults, f.judged(i, contested, s))
	}
	for _, k := range KindsOf(contested) {
		if !slices.Contains(found, k) {
			faults = append(faults, k.missing())
		}
	}
	if s.upholds() && len(s.Findings) > 0 && !upheld && !open {
		faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, field("act", 0, "verdict"), "nothing_upheld"))
	}
	return errors.Join(faults...)
}

// missing refuses a draft that says nothing of what is contested.
func (k Kind) missing() error {
	switch k {
	case Action:
		return regulation.Missing(regulation.ContestedActs, "acts", "act_missing_action")
	case Inaction:
		return regulation.Missing(regulation.ContestedActs, "acts", "act_missing_inaction")
	case Decision:
	}
	return regulation.Missing(regulation.ContestedActs, "acts", "act_missing_decision")
}

func (f Finding) judged(i int, contested complaint.Contested, s Selection) error {
	if !f.Kind.in(contested) {
		return regulation.Missing(regulation.ContestedActs, field("act", i, "about"), "act_not_contested")
	}
	var faults []error
	if strings.TrimSpace(f.About) == "" {
		faults = append(faults, regulation.Missing(regulation.ContestedActs, field("act", i, "about"), "act_about_missing"))
	}
	switch {
	case s.Outcome == regulation.Dismiss && f.Verdict != LeaveStanding:
		faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, field("act", i, "verdict"), "dismissed_act_stands"))
	case s.upholds() && !slices.Contains(f.Kind.Verdicts(), f.Verdict):
		faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, field("act", i, "verdict"), "choose_one"))
	case f.Verdict == AnnulInPart && strings.TrimSpace(f.Part) == "":
		faults = append(faults, regulation.Missing(regulation.ThreeOutcomes, field("act", i, "part"), "part_missing"))
	}
	return errors.Join(faults...)
}
