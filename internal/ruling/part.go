package ruling

import (
	"slices"

	"redress/internal/regulation"
	"redress/internal/sitting"
)

// Part is a part of a draft that can be voted on by itself.
//
// A draft that annuls a decision and also finds an action or inaction unlawful needs,
// as a whole, the higher of the two majorities. Voted on part by part, each finding needs
// its own. The parts share out the clauses of one operative part: the annulment takes
// along everything that follows from both (the decision on the merits or the duty, the
// delivery), for it is the part that needs most. So every clause is voted on once, and
// what is adopted is the operative part of the selection, word for word.
//
// There is a ruling only when every part carries. A ruling must answer every act that is
// contested and every demand, with reasons. A part that failed leaves its
// act undecided: rejecting "annul" is not dismissing, and the draft holds no
// reasons for dismissing. It then goes back to be written as the commission voted, and
// no half of a ruling comes into being.
type Part struct {
	Question regulation.Question
	Majority regulation.Majority
	Clauses  []int // their numbers in the operative part
}

// Parts returns the parts of a selection that need different majorities, the one that
// needs most first; none if the selection is all of one kind.
func (s Selection) Parts(about Subject, p regulation.Profile) []Part {
	if !s.Annuls() || !s.FindsUnlawful() {
		return nil
	}
	annulment, err1 := s.only(Finding.Annuls).Question()
	unlawful, err2 := s.only(func(f Finding) bool { return f.Verdict == FindUnlawful }).Question()
	if err1 != nil || err2 != nil {
		return nil
	}
	parts := []Part{{Question: annulment}, {Question: unlawful}}
	for i := range parts {
		var err error
		if parts[i].Majority, err = p.MajorityFor(parts[i].Question); err != nil {
			return nil
		}
	}
	if parts[0].Majority.Basis == parts[1].Majority.Basis {
		return nil
	}
	for i, c := range s.clauses(about, p) {
		part := &parts[0]
		if c.unlawful {
			part = &parts[1]
		}
		part.Clauses = append(part.Clauses, i+1)
	}
	return parts
}

// only returns the selection with every act left standing but those chosen.
func (s Selection) only(chosen func(Finding) bool) Selection {
	s.Findings = slices.Clone(s.Findings)
	for i, f := range s.Findings {
		if !chosen(f) {
			s.Findings[i].Verdict = LeaveStanding
		}
	}
	return s
}

// ClausesOf returns the clauses of an operative part with those numbers; nil if one of
// them is not there.
func ClausesOf(operative []string, numbers []int) []string {
	var clauses []string
	for _, n := range numbers {
		if n < 1 || n > len(operative) {
			return nil
		}
		clauses = append(clauses, operative[n-1])
	}
	return clauses
}

// toVote returns the parts of a draft as they are put to the vote; none unless the
// drafter chose to have it voted on by parts.
func (d Draft) toVote(about Subject, p regulation.Profile) []sitting.Part {
	if !d.ByParts {
		return nil
	}
	var parts []sitting.Part
	operative := d.Operative(about, p)
	for _, part := range d.Parts(about, p) {
		parts = append(parts, sitting.Part{Question: part.Question, Clauses: part.Clauses, Text: TextDigest(ClausesOf(operative, part.Clauses))})
	}
	return parts
}

// allCarried reports whether every part of the draft was voted on as it stands, and carried.
func (d Draft) allCarried(polls []sitting.Poll, about Subject, p regulation.Profile) bool {
	parts := d.toVote(about, p)
	if len(parts) != len(polls) {
		return false
	}
	for i, part := range parts {
		voted := polls[i]
		if !voted.Carried() || voted.Question != part.Question || voted.Text != part.Text || !slices.Equal(voted.Clauses, part.Clauses) {
			return false
		}
	}
	return true
}
