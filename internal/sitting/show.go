package sitting

import (
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/regulation"
)

// Show is a question of procedure decided at once by a show of hands, as counted: more
// time for a speech, who presides in the chair's absence.
type Show struct{ For, Against, Abstained int }

// shown refuses what the hands did not decide: with a quorum, by more than half of those
// present. Who presides is counted as one of them: at an equality nothing
// is decided.
func (s Sitting) shown(h Show, m commission.Moment) error {
	present := len(s.Present())
	if h.For < 0 || h.Against < 0 || h.Abstained < 0 || h.For+h.Against+h.Abstained > present || h == (Show{}) {
		return &regulation.Refusal{Clause: regulation.OtherMatters, Field: "show_for", Key: "show_does_not_add_up", Values: regulation.Values{"Present": present}}
	}
	result, err := Count(s.Profile(m.Composition), regulation.OtherQuestion, Tally{Established: s.Established, Appointed: m.Composition.Appointed(m.Day), WorkStarted: true,
		Present: present, For: h.For, Against: h.Against, Abstained: h.Abstained, NotVoting: present - h.For - h.Against - h.Abstained})
	switch {
	case err != nil:
		return err
	case result.Fate == NoQuorum:
		q := s.Quorum()
		return regulation.Refuse(regulation.Quorum, "no_quorum", regulation.Values{"Present": q.Present, "Established": q.Established, "Needed": q.Needed})
	case result.Fate != Carried:
		return &regulation.Refusal{Clause: regulation.OtherMatters, Field: "show_for", Key: "show_not_carried", Values: regulation.Values{"Present": present, "Needed": result.Needed}}
	}
	return nil
}

func (h Show) facts(facts docket.Facts) {
	facts["for"], facts["against"], facts["abstained"] = h.For, h.Against, h.Abstained
}
