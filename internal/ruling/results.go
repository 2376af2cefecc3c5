package ruling

import (
	"slices"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// BeforeResults refuses a draft that annuls a decision on voting results after the
// commission has fixed its own: from then on only a court may. That the decision
// is one on results the drafter says, or the registration has found.
func (d Draft) BeforeResults(c complaint.Complaint, m commission.Moment) error {
	said := d.Matter == ResultsMatter || slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.OnResults })
	for i, f := range d.Findings {
		if d.Outcome == regulation.Dismiss || !f.Annuls() || !f.OnResults && d.Matter != ResultsMatter && (said || !c.Findings.VotingResults) {
			continue
		}
		for _, campaign := range votedIn(c, m) {
			if fixed := campaign.ResultsFixed; !fixed.IsZero() && !m.At.Before(fixed) {
				return regulation.Missing(regulation.ResultsFixed, field("act", i, "results"), "results_fixed")
			}
		}
	}
	return nil
}

// votedIn returns the campaigns whose results the complaint may be about: its own, unless
// what is contested is of a day outside it. A complaint that came in after a campaign is
// about the one of that day, or any that had begun where the day is not known.
func votedIn(c complaint.Complaint, m commission.Moment) []commission.Campaign {
	day := c.DecisionOn
	if day.IsZero() {
		day = c.EventOn
	}
	received := c.ReceivedOn(m.Composition.ProfileAt(c.FiledAt).Zone())
	own := func(k commission.Campaign) bool { return k.ID == c.Campaign && (day.IsZero() || k.Holds(day)) }
	if i := slices.IndexFunc(m.Campaigns, own); i >= 0 {
		return m.Campaigns[i : i+1]
	}
	return slices.DeleteFunc(slices.Clone(m.Campaigns), func(k commission.Campaign) bool {
		if day.IsZero() {
			return c.Campaign != 0 || k.StartsOn.After(received)
		}
		return !k.Holds(day)
	})
}
