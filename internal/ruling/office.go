package ruling

import (
	"fmt"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// filled gives the office to whom the commission elected, and takes it from whom it
// released, with the decision of the minutes as its ground (R-006, Reg. 2.7).
func (in Conclusion) filled(by identity.Actor, id sitting.ItemID, out Concluded) (Concluded, error) {
	item, _ := out.Sitting.Item(id)
	if item.State != sitting.Adopted || item.Matter.Office == "" {
		return out, nil
	}
	vote := commission.OfficerVote{Office: item.Matter.Office, Person: item.Matter.About,
		Decision: commission.Decision{Number: DecisionOfMinutes(out.Sitting.Number, item.Ordinal), On: in.Moment.Day}}
	change := vote.Release
	if item.Question == regulation.ElectOfficer {
		vote.Person = item.Election().Elected
		change = vote.Elect
	}
	next, line, err := change(by, in.Moment)
	if err != nil {
		return Concluded{}, err
	}
	out.Composition, out.Lines[1] = &next, line
	return out, nil
}

// DecisionOfMinutes names a decision that stands in the minutes alone and takes no number
// of a ruling: by the number of the sitting and that of the question, "П-14/2".
func DecisionOfMinutes(number, ordinal int) string { return fmt.Sprintf("П-%d/%d", number, ordinal) }
