package complaint

import (
	"slices"
	"strings"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// RegimeChange puts a complaint under another regime than its day of receipt gave it.
type RegimeChange struct {
	To       regulation.Regime
	Campaign commission.CampaignID // of the campaign regime
	Reason   string
	Seen     int // the version of the complaint whose terms the chair was shown
}

// ChangeRegime changes the regime, which nothing else does: later campaigns leave it as
// the day of receipt gave it, only the chair changes it, with a reason. All
// terms are counted anew.
func (c Complaint) ChangeRegime(by identity.Actor, change RegimeChange, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.ChangeRegime, regulation.RegimeFixed); err != nil {
		return c, docket.Line{}, err
	}
	if change.To != regulation.CampaignRegime {
		change.Campaign = 0
	}
	change.Reason = strings.TrimSpace(change.Reason)
	next, line, err := c.take(ChangingRegime, by, docket.Facts{"was": string(c.Regime), "was_campaign": int64(c.Campaign),
		"regime": string(change.To), "campaign": int64(change.Campaign), "reason": change.Reason})
	if err != nil {
		return c, docket.Line{}, err
	}
	refuse := func(field, key string) (Complaint, docket.Line, error) {
		return c, docket.Line{}, regulation.Missing(regulation.RegimeFixed, field, key)
	}
	known := slices.ContainsFunc(m.Campaigns, func(k commission.Campaign) bool { return k.ID == change.Campaign })
	switch {
	case change.To != regulation.CampaignRegime && change.To != regulation.OrdinaryRegime:
		return refuse("regime", "choose_one")
	case change.To == regulation.CampaignRegime && !known:
		return refuse("regime", "regime_campaign_unknown")
	case change.To == c.Regime && change.Campaign == c.Campaign:
		return refuse("regime", "regime_same")
	case change.Reason == "":
		return refuse("reason", "regime_reason_missing")
	case change.Seen != c.Version:
		return refuse("regime", "regime_seen_stale")
	}
	if err := regulation.Legible(regulation.RegimeFixed, "reason", change.Reason, MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	next.Regime, next.Campaign = change.To, change.Campaign
	return next, line, nil
}
