package deadline

import (
	"slices"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

func TestRegimeOn(t *testing.T) {
	for _, row := range []struct {
		name string
		on   calendar.Date
		want regulation.Regime
	}{
		{"R-030: the day before", calendar.Day(2026, 6, 17), regulation.OrdinaryRegime},
		{"R-030: the first day is included", calendar.Day(2026, 6, 18), regulation.CampaignRegime},
		{"R-030: the last day is included", calendar.Day(2026, 11, 20), regulation.CampaignRegime},
		{"R-030: the day after", calendar.Day(2026, 11, 21), regulation.OrdinaryRegime},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, campaign := RegimeOn(row.on, []commission.Campaign{*autumn()})
			if got != row.want || (campaign != nil) != (got == regulation.CampaignRegime) {
				t.Errorf("RegimeOn() = %s, %v, want %s", got, campaign, row.want)
			}
		})
	}
	if got := Answering(regulation.OrdinaryRegime, Grounds{AdditionalCheck: true, Extended: true}); got != OrdinaryReplyExtended {
		t.Errorf("R-042: Answering() = %s", got)
	}
	if got := Answering(regulation.CampaignRegime, Grounds{Extended: true}); got != CampaignReply {
		t.Errorf("R-042: an extension reached a campaign: Answering() = %s", got)
	}
}

// TestRedating: another regime moves the term of the answer and leaves what was met.
func TestRedating(t *testing.T) {
	filed := time.Date(2026, 9, 7, 5, 0, 0, 0, time.UTC)
	k := commission.Campaign{ID: 3, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20), VotingDays: []calendar.Date{calendar.Day(2026, 9, 18)}}
	m := commission.MomentAt(filed.AddDate(0, 0, 2), commission.Composition{Commission: commission.Commission{ID: 5, Profile: regulation.Izhmorsky()}}, []commission.Campaign{k})
	c := complaint.Complaint{State: complaint.InReview, FiledAt: filed, RegisteredAt: filed.AddDate(0, 0, 1), Regime: regulation.CampaignRegime, Campaign: 3}
	next := c
	next.Regime, next.Campaign = regulation.OrdinaryRegime, 0
	moved, err := Redating(c, next, m)
	if err != nil {
		t.Fatal(err)
	}
	clocks, was, now := Dates(moved)
	if !slices.Equal(clocks, []string{"campaign_reply", "ordinary_reply"}) || !slices.Equal(was, []string{"2026-09-12", ""}) || !slices.Equal(now, []string{"", "2026-10-08"}) {
		t.Errorf("R-031: moved %v from %v to %v", clocks, was, now)
	}
	if same, err := Redating(c, c, m); err != nil || len(same) != 0 {
		t.Errorf("nothing changed, moved %v, %v", same, err)
	}
}
