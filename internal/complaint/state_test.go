package complaint

import (
	"slices"
	"testing"
)

// lawfulEnds are the states a complaint may rest in for good: the ruling is adopted,
// signed and brought to everybody it is owed to, or a court has decided
// the matter, or it was transferred, returned, answered or filed by a rule that
// needs no ruling.
var lawfulEnds = []State{Delivered, Terminated, Forwarded, Returned, Answered, Shelved}

// led returns the states that any row of acts leads to from one state, itself
// included, without the acts left out.
func led(from State, without ...Act) []State {
	reached := []State{from}
	for i := 0; i < len(reached); i++ {
		for _, m := range Moves() {
			if m.To != "" && slices.Contains(m.From, reached[i]) && !slices.Contains(without, m.Act) && !slices.Contains(reached, m.To) {
				reached = append(reached, m.To)
			}
		}
	}
	return reached
}

func TestEveryStateLeadsToALawfulEnd(t *testing.T) {
	reachable := led(Filed)
	for _, state := range States {
		if !slices.Contains(reachable, state) {
			t.Errorf("R-037: no row of acts brings a filed complaint to %s", state)
		}
	}
	for _, state := range reachable {
		if !slices.Contains(States, state) {
			t.Errorf("R-037: the table leads to %s, which is no state", state)
		}
		ahead := led(state)
		if !slices.ContainsFunc(lawfulEnds, func(end State) bool { return slices.Contains(ahead, end) }) {
			t.Errorf("R-037: from %s no row of acts leads to a lawful end", state)
		}
		if end := slices.Contains(lawfulEnds, state); end != (len(ahead) == 1) {
			t.Errorf("R-037: %s leads to %v, a lawful end %v", state, ahead[1:], end)
		}
	}
}

// TestNothingEndsWithoutARuling: without a vote, a court, or the way by letters there is
// no end at all, and the way by letters goes through letter_due, so through the chair,
// unless the complainant takes back what the rules answer by a letter.
func TestNothingEndsWithoutARuling(t *testing.T) {
	for _, state := range led(Filed, Adoption, Terminating, FilingAway, Forwarding, Returning, Answering, Shelving, ClosingRetracted) {
		if !state.Open() {
			t.Errorf("R-035, R-037: a complaint comes to %s though no vote adopted a ruling", state)
		}
	}
	for _, state := range led(Filed, Adoption, Terminating, FilingAway, Noting, Rerouting) {
		if !state.Open() {
			t.Errorf("R-037: a complaint comes to %s without a ruling and without a route to a letter", state)
		}
	}
	for _, state := range led(Registered, Adoption, Terminating) {
		if !state.Open() && !state.WithoutRuling() {
			t.Errorf("R-037: a registered complaint comes to %s", state)
		}
	}
	for _, state := range led(Decided) {
		if state != Decided && state != Signed && state != Delivered {
			t.Errorf("R-102: a ruling that was adopted is stopped, the complaint comes to %s", state)
		}
	}
}
