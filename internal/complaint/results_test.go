package complaint

import (
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
)

// TestOwnResultsFollowTheCampaign: what a campaign holds about the commission's own
// results needs no tick.
func TestOwnResultsFollowTheCampaign(t *testing.T) {
	c := filed()
	fixed := noon.Add(-time.Hour)
	campaign := commission.Campaign{ID: 1, StartsOn: today.AddDays(-30), EndsOn: today.AddDays(30), VotingDays: []calendar.Date{today.AddDays(-2)}}
	for _, row := range []struct {
		name  string
		fixed time.Time
		tick  bool
		want  bool
	}{
		{"fixed", fixed, false, true},
		{"to be fixed", noon.Add(time.Hour), false, false},
		{"not entered", time.Time{}, false, false},
		{"not entered and ticked", time.Time{}, true, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := moment()
			campaign.ResultsFixed = row.fixed
			m.Campaigns = []commission.Campaign{campaign}
			about := intake()
			about.Findings = Findings{VotingResults: true, OwnResultsFixed: row.tick}
			if got := c.Routing(about, own, m).Has(FlagResultsFixed); got != row.want {
				t.Errorf("the route says %t, want %t", got, row.want)
			}
			next, _, err := c.Register(secretary, about, own, 118, m)
			if err != nil || next.Findings.OwnResultsFixed != row.want {
				t.Errorf("registered with %t, %v, want %t", next.Findings.OwnResultsFixed, err, row.want)
			}
		})
	}
}
