package complaint

import (
	"time"

	"redress/internal/commission"
)

// ResultsFixed returns when the commission of the moment fixed its own results in the
// campaign the paper came in, the zero time if it has not by now: from then on only a
// court annuls a lower decision on results.
func (c Complaint) ResultsFixed(m commission.Moment) time.Time {
	campaign, ok := commission.Current(m.Campaigns, c.ReceivedOn(m.Composition.ProfileAt(c.FiledAt).Zone()))
	if !ok || m.At.Before(campaign.ResultsFixed) {
		return time.Time{}
	}
	return campaign.ResultsFixed
}
