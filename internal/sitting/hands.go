package sitting

import (
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Hands are raised hands that were counted and not written down by name: of those present
// who gave no vote personally, the presiding member aside.
type Hands struct{ For, Against, Abstained, NotVoting int }

// Sum is how many members were counted.
func (h Hands) Sum() int { return h.For + h.Against + h.Abstained + h.NotVoting }

// Counts are the numbers by the names they have in forms and in the docket.
func (h Hands) Counts() map[string]int {
	return map[string]int{"hands_for": h.For, "hands_against": h.Against, "hands_abstained": h.Abstained, "hands_not_voting": h.NotVoting}
}

// ToCount is how many members the hands are to be counted of.
func (s Sitting) ToCount(item Item) int {
	return len(s.Others()) - len(item.Current().Personal())
}

// CountHands records raised hands by their number alone. Votes given personally
// are not among them; together they are of all present but the presiding member, who votes
// after them by name: his vote decides at an equality.
func (s Sitting) CountHands(by identity.Actor, id ItemID, h Hands) (Sitting, docket.Line, error) {
	item, err := s.voting(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	for field, count := range h.Counts() {
		if count < 0 {
			return s, docket.Line{}, regulation.Missing(regulation.PresidingLast, field, "hands_figure_missing")
		}
	}
	if counted := s.ToCount(item); h.Sum() != counted {
		return s, docket.Line{}, &regulation.Refusal{Clause: regulation.OtherMatters, Field: "hands_for", Key: "hands_do_not_add_up",
			Values: regulation.Values{"Sum": h.Sum(), "Count": counted}}
	}
	p := item.Current()
	p.Votes, p.Hands = p.Personal(), &h
	item = item.withCurrent(p)
	return s.with(item), docket.Line{Act: "hands_counted", By: by, Clause: regulation.PresidingLast, Facts: item.voteFacts(p)}, nil
}
