package commission

import (
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
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
	// ResultsFixed is when the commission of the moment fixed its own results of the
	// voting; zero while it has not.
	ResultsFixed time.Time
}

// Results is when a commission fixed its own results in a campaign.
type Results struct {
	Name    string // of the commission
	FixedAt time.Time
	Zone    string // of the commission, as its profile names it
}

// Location returns the zone of the commission.
func (r Results) Location() *time.Location { return regulation.Profile{TimeZone: r.Zone}.Zone() }

// checked refuses a campaign that lacks its title, or whose days contradict each other.
func (c Campaign) checked() error {
	return errors.Join(needed(c.Title, "title"), short(c.Title, "title"), possible(c.StartsOn, "starts_on"), possible(c.EndsOn, "ends_on"), c.Check())
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

// Changed returns the campaign with another title and other days, and the docket
// line that says what they were. Its code and its organiser stay. Contradictory days
// are refused as for a new campaign.
func (c Campaign) Changed(by identity.Actor, to Campaign) (Campaign, docket.Line, error) {
	if err := by.Must(identity.Administer, regulation.RegimeOfReceipt); err != nil {
		return c, docket.Line{}, err
	}
	next := c
	next.Title, next.StartsOn, next.EndsOn, next.VotingDays = strings.TrimSpace(to.Title), to.StartsOn, to.EndsOn, slices.Clone(to.VotingDays)
	if err := next.checked(); err != nil {
		return c, docket.Line{}, err
	}
	return next, docket.Line{Act: "campaign_changed", By: by, Clause: regulation.VotingDays, Facts: docket.Facts{
		"code": c.Code, "was": c.days(), "now": next.days(), "title": next.Title}}, nil
}

// days writes the days of a campaign for the docket.
func (c Campaign) days() string {
	voting := make([]string, len(c.VotingDays))
	for i, d := range c.VotingDays {
		voting[i] = d.String()
	}
	return c.StartsOn.String() + "/" + c.EndsOn.String() + " " + strings.Join(voting, ",")
}

// SameDays reports whether two states of a campaign have the same days, so that no
// date follows from the difference.
func (c Campaign) SameDays(other Campaign) bool { return c.days() == other.days() }

// FixResults records when a commission fixed its own results of the voting:
// not before the last voting day, and not in the future.
func (c Campaign) FixResults(by identity.Actor, at time.Time, m Moment) (docket.Line, error) {
	if err := by.Must(identity.Administer, regulation.ResultsFixed); err != nil {
		return docket.Line{}, err
	}
	own := m.Composition.Commission
	last := c.VotingDays[len(c.VotingDays)-1]
	switch on := calendar.On(at, own.Profile.Zone()); {
	case on.Before(last):
		return docket.Line{}, regulation.Missing(regulation.ResultsFixed, "fixed", "results_before_voting")
	case at.After(m.At):
		return docket.Line{}, regulation.Missing(regulation.ResultsFixed, "fixed", "results_in_future")
	}
	return docket.Line{Act: "results_fixed", By: by, Clause: regulation.ResultsFixed,
		Facts: docket.Facts{"code": c.Code, "commission": own.Code, "at": at.UTC().Format(time.RFC3339)}}, nil
}
