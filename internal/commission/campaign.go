package commission

import (
	"redress/internal/calendar"
	"redress/internal/regulation"
)

// CampaignID is a campaign's number in this installation.
type CampaignID int64

// Campaign is an election campaign as the secretary entered it.
type Campaign struct {
	ID         CampaignID
	Code       string
	Title      string
	Organiser  ID
	StartsOn   calendar.Date
	EndsOn     calendar.Date // the last day included
	VotingDays []calendar.Date
}

// Check refuses a campaign whose days contradict each other: it must end after it
// starts, and have one to three voting days in a row within it.
func (c Campaign) Check() error {
	if c.EndsOn.Before(c.StartsOn) {
		return regulation.Missing(regulation.RegimeOfReceipt, "ends_on", "campaign_ends_before_start")
	}
	if n := len(c.VotingDays); n < 1 || n > 3 {
		return regulation.Missing(regulation.VotingDays, "voting_days", "campaign_voting_days")
	}
	for i, day := range c.VotingDays {
		if i > 0 && day != c.VotingDays[i-1].AddDays(1) {
			return regulation.Missing(regulation.VotingDays, "voting_days", "campaign_voting_days")
		}
		if !c.Holds(day) {
			return regulation.Missing(regulation.VotingDays, "voting_days", "campaign_voting_outside")
		}
	}
	return nil
}

// Holds reports whether the day belongs to the campaign, first and last day
// included.
func (c Campaign) Holds(day calendar.Date) bool { return on(day, c.StartsOn, c.EndsOn) }

// Current returns the campaign that holds the day, the one that started last if
// several do.
func Current(campaigns []Campaign, day calendar.Date) (Campaign, bool) {
	var found Campaign
	for _, c := range campaigns {
		if c.Holds(day) && (found.ID == 0 || c.StartsOn.After(found.StartsOn)) {
			found = c
		}
	}
	return found, found.ID != 0
}
