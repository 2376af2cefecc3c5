package deadline

import (
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
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
