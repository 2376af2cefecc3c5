package deadline

import (
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
)

// Dissents returns until when the higher commission must be told of the dissenting
// opinions on a ruling, or on a decision of the minutes: of those it was not told of the one that presses most,
// or else the last it was told of. On a voting day and the day after that is at once,
// whatever campaign the complaint itself belongs to.
func Dissents(all []complaint.Dissent, m commission.Moment, days calendar.Production) ([]Running, error) {
	var owed, told []Running
	for _, each := range all {
		profile := m.Composition.ProfileAt(each.At)
		_, campaign := RegimeOn(calendar.On(each.At, profile.Zone()), m.Campaigns)
		d, err := Compute(DissentForwarding, Facts{At: each.At, Zone: profile.Zone(), Campaign: campaign}, profile, days)
		if err != nil {
			return nil, err
		}
		if each.Told.IsZero() {
			owed = append(owed, Running{Deadline: d})
		} else {
			told = append(told, Running{Deadline: d, MetAt: each.Told})
		}
	}
	if pressing, ok := Pressing(owed); ok {
		return []Running{{Deadline: pressing}}, nil
	}
	if len(told) == 0 {
		return nil, nil
	}
	return told[len(told)-1:], nil
}
