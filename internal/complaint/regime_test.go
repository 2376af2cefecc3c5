package complaint

import (
	"errors"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

func TestChangeRegime(t *testing.T) {
	m := moment(commission.Campaign{ID: 3, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20)})
	ordinary := in(InReview)
	ordinary.Regime = regulation.OrdinaryRegime
	to := RegimeChange{To: regulation.CampaignRegime, Campaign: 3, Reason: " подана о выборах ", Seen: 1}
	with := func(change func(*RegimeChange)) RegimeChange {
		r := to
		change(&r)
		return r
	}
	for _, row := range []struct {
		name   string
		by     identity.Actor
		change RegimeChange
		key    string
	}{
		{"R-031: the chair changes it", chair, to, ""},
		{"R-031: who acts as chair changes it", identity.Actor{ID: 2, Office: identity.Deputy, Commission: own, ActsAsChair: true}, to, ""},
		{"R-031: not the secretary", secretary, to, "not_your_office"},
		{"R-031: not the rapporteur", member, to, "not_your_office"},
		{"R-031: with a reason", chair, with(func(r *RegimeChange) { r.Reason = " " }), "regime_reason_missing"},
		{"R-031: to another one", chair, with(func(r *RegimeChange) { r.To = regulation.OrdinaryRegime }), "regime_same"},
		{"R-031: of a campaign there is", chair, with(func(r *RegimeChange) { r.Campaign = 4 }), "regime_campaign_unknown"},
		{"R-031: to one of the two", chair, with(func(r *RegimeChange) { r.To = "mixed" }), "choose_one"},
		{"R-031: as the chair was shown it", chair, with(func(r *RegimeChange) { r.Seen = 0 }), "regime_seen_stale"},
	} {
		next, line, err := ordinary.ChangeRegime(row.by, row.change, m)
		key := ""
		var refusal *regulation.Refusal
		if errors.As(err, &refusal) {
			key = refusal.Key
		}
		if key != row.key || key != "" && refusal.Clause != regulation.RegimeFixed {
			t.Errorf("%s: ChangeRegime() = %v, want %q", row.name, err, row.key)
		}
		if err == nil && (next.Regime != regulation.CampaignRegime || next.Campaign != 3 || line.Facts["was"] != "ordinary" || line.Facts["reason"] != "подана о выборах") {
			t.Errorf("%s: %s of %d, recorded as %v", row.name, next.Regime, next.Campaign, line.Facts)
		}
	}
	campaign, _, err := ordinary.ChangeRegime(chair, to, m)
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := campaign.ChangeRegime(chair, RegimeChange{To: regulation.OrdinaryRegime, Campaign: 3, Reason: "ошибка", Seen: campaign.Version}, m)
	if err != nil || back.Regime != regulation.OrdinaryRegime || back.Campaign != 0 {
		t.Errorf("R-031: back to %s of %d: %v", back.Regime, back.Campaign, err)
	}
}
