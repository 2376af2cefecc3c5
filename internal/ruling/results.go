package ruling

import (
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// BeforeResults refuses a draft that annuls a decision on voting results after the
// commission has fixed its own: from then on only a court may. It is the
// drafter who says that the decision is one on results.
func (d Draft) BeforeResults(c complaint.Complaint, m commission.Moment) error {
	for i, f := range d.Findings {
		if d.Outcome == regulation.Dismiss || !f.Annuls() || !f.OnResults && d.Matter != ResultsMatter {
			continue
		}
		for _, campaign := range m.Campaigns {
			if fixed := campaign.ResultsFixed; campaign.ID == c.Campaign && !fixed.IsZero() && !m.At.Before(fixed) {
				return regulation.Missing(regulation.ResultsFixed, field("act", i, "results"), "results_fixed")
			}
		}
	}
	return nil
}
