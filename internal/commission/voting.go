package commission

import (
	"slices"

	"redress/internal/calendar"
)

// Voting says how a day stands to the voting of a campaign.
type Voting string

// The days of a campaign, as the terms of 67-FZ tell them apart.
const (
	OutsideCampaign Voting = "outside_campaign"
	BeforeVoting    Voting = "before"
	EveOfVoting     Voting = "eve"
	VotingDay       Voting = "voting_day" // any of several
	DayAfterVoting  Voting = "day_after"  // the day after the last of them
	AfterVoting     Voting = "after"
)

// Voting says how the day stands to the campaign's voting days. Without voting days
// every day of the campaign is before them.
func (c Campaign) Voting(day calendar.Date) Voting {
	if !c.Holds(day) {
		return OutsideCampaign
	}
	eve := c.Eve()
	if eve.IsZero() {
		return BeforeVoting
	}
	last := slices.MaxFunc(c.VotingDays, calendar.Date.Compare)
	switch {
	case day == eve:
		return EveOfVoting
	case day.Before(eve):
		return BeforeVoting
	case !day.After(last):
		return VotingDay
	case day == last.AddDays(1):
		return DayAfterVoting
	}
	return AfterVoting
}

// Eve returns the day before the first voting day, the last one for an answer
// zero without voting days.
func (c Campaign) Eve() calendar.Date {
	if len(c.VotingDays) == 0 {
		return calendar.Date{}
	}
	return slices.MinFunc(c.VotingDays, calendar.Date.Compare).AddDays(-1)
}
