package vectors

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/regulation"
)

// anyRegime is what a vector names as its regime where the clock runs in both.
const anyRegime = "any"

// deadlineVector is one deadline worked out by hand.
type deadlineVector struct {
	ID              string            `json:"id"`
	Rule            regulation.Clause `json:"rule"`
	Regime          string            `json:"regime"`
	Clock           deadline.Clock    `json:"clock"`
	Anchor          string            `json:"anchor"` // the event the clock runs from, in words
	AnchorAt        time.Time         `json:"anchor_at"`
	ReceivedAt      *time.Time        `json:"received_at"` // repeats the anchor where it is the receipt
	Timezone        string            `json:"timezone"`
	Campaign        *campaignDays     `json:"campaign"`
	VotingDays      []calendar.Date   `json:"voting_days"` // repeats the campaign's
	AdditionalCheck bool              `json:"additional_check"`
	Suspended       *deadline.Stay    `json:"suspended"`
	Expected        struct {
		Kind   deadline.Kind   `json:"kind"`
		DueOn  calendar.Date   `json:"due_on"`
		DueAt  *time.Time      `json:"due_at"`
		WorkBy json.RawMessage `json:"work_by"` // absent: not asserted; null: there is none
		Capped *bool           `json:"capped"`
	} `json:"expected"`
	Why        string `json:"why"`
	Confidence string `json:"confidence"`
}

// anchors are the events as vectors name them. An event that is not here may be named
// at will.
//
//exhaustive:ignore
var anchors = map[deadline.Trigger]string{
	deadline.OnReceipt: "received", deadline.OnRegistration: "registered", deadline.OnRequest: "request_received", deadline.OnMaterials: "request_received",
	deadline.OnSitting: "session", deadline.OnAdoption: "adopted", deadline.OnVacancy: "released", deadline.OnFormation: "commission_formed",
	deadline.OnDecision: "contested_decision_adopted",
}

// campaignDays are the days of a campaign.
type campaignDays struct {
	StartsOn   calendar.Date   `json:"starts_on"`
	EndsOn     calendar.Date   `json:"ends_on"`
	VotingDays []calendar.Date `json:"voting_days"`
}

// campaign returns the days as a campaign, refusing those that contradict each other.
func (d campaignDays) campaign() (commission.Campaign, error) {
	if d.StartsOn.IsZero() || d.EndsOn.IsZero() {
		return commission.Campaign{}, errors.New("the campaign has no first day or no last day")
	}
	c := commission.Campaign{ID: 1, StartsOn: d.StartsOn, EndsOn: d.EndsOn, VotingDays: d.VotingDays}
	var refusal *regulation.Refusal
	if err := c.Check(); errors.As(err, &refusal) {
		return c, fmt.Errorf("the days of its campaign contradict each other (%s)", refusal.Clause)
	}
	return c, nil
}

// zoneOf returns the zone of a vector. It must be named: a machine's own zone is
// nobody's rule.
func zoneOf(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("the timezone %q is not known", name)
	}
	return zone, nil
}

// check refuses what is missing in a vector, or says two different things.
func (v deadlineVector) check() error {
	want := v.Expected
	switch {
	case !v.Clock.Valid():
		return fmt.Errorf("the clock %q is not known", v.Clock)
	case v.AnchorAt.IsZero():
		return errors.New("anchor_at is missing")
	case v.ReceivedAt != nil && v.Anchor == "received" && !v.ReceivedAt.Equal(v.AnchorAt):
		return errors.New("received_at and anchor_at differ, and the anchor is the receipt")
	case v.Campaign == nil && len(v.VotingDays) > 0:
		return errors.New("there are voting_days and no campaign")
	case v.Campaign != nil && v.VotingDays != nil && !slices.Equal(v.VotingDays, v.Campaign.VotingDays):
		return errors.New("voting_days and those of the campaign differ")
	case want.Kind != deadline.ByDate && want.Kind != deadline.Immediate:
		return fmt.Errorf("the expected kind %q is neither %s nor %s", want.Kind, deadline.ByDate, deadline.Immediate)
	case want.DueOn.IsZero():
		return errors.New("the expected due_on is missing")
	case v.Suspended != nil && v.Suspended.From.IsZero():
		return errors.New("the suspension has no first day")
	}
	return nil
}

func checkDeadline(raw []byte, world *World, r *Result) error {
	var v deadlineVector
	if err := strictly(raw, &v); err != nil {
		return err
	}
	if err := v.check(); err != nil {
		return err
	}
	zone, err := zoneOf(v.Timezone)
	if err != nil {
		return err
	}
	facts := deadline.Facts{At: v.AnchorAt, Zone: zone}
	var campaigns []commission.Campaign
	if v.Campaign != nil {
		c, err := v.Campaign.campaign()
		if err != nil {
			return err
		}
		campaigns = append(campaigns, c)
	}
	if v.Suspended != nil {
		facts.Stays = []deadline.Stay{*v.Suspended}
	}
	var regime regulation.Regime
	regime, facts.Campaign = deadline.RegimeOn(calendar.On(v.AnchorAt, zone), campaigns)
	v.regime(regime, r)
	if event, named := anchors[v.Clock.Trigger()]; named {
		differ(r, "anchor", v.Anchor, event)
	}

	got, err := deadline.Compute(v.Clock, facts, world.Profile, calendar.Russia())
	var refusal *regulation.Refusal
	switch {
	case errors.As(err, &refusal): // the clock does not run in the regime of the day
		differ(r, "regime of the clock "+string(v.Clock), v.Clock.Regime(), regime)
		return nil
	case err != nil:
		return fmt.Errorf("it cannot be computed: %w", err)
	}
	return v.compare(got, zone, r)
}

// regime compares the regime, and which clock an answer runs on.
func (v deadlineVector) regime(computed regulation.Regime, r *Result) {
	switch own := v.Clock.Regime(); {
	case own == "":
		if v.Regime != anyRegime {
			differ(r, "regime", v.Regime, anyRegime)
		}
		return
	case v.Regime == anyRegime:
		differ(r, "regime", anyRegime, string(own))
		return
	}
	differ(r, "regime", v.Regime, string(computed))
	if v.Clock == deadline.CampaignReply || v.Clock == deadline.CampaignAdditionalCheck {
		differ(r, "clock", v.Clock, deadline.Answering(computed, deadline.Grounds{AdditionalCheck: v.AdditionalCheck}))
	}
}

// compare holds the deadline against what is expected of it.
func (v deadlineVector) compare(got deadline.Deadline, zone *time.Location, r *Result) error {
	want := v.Expected
	differ(r, "kind", want.Kind, got.Kind)
	differ(r, "due_on", want.DueOn, got.DueOn)
	differ(r, "rule", v.Rule, got.Clause)
	if want.Kind == deadline.Immediate {
		return nil
	}
	if end := got.DueOn.End(zone); want.DueAt != nil && !end.Equal(*want.DueAt) {
		differ(r, "due_at", want.DueAt.In(zone).Format(time.RFC3339), end.Format(time.RFC3339))
	}
	if want.Capped != nil {
		differ(r, "capped", *want.Capped, got.Capped)
	}
	if want.WorkBy != nil {
		var workBy calendar.Date
		if err := strictly(want.WorkBy, &workBy); err != nil {
			return fmt.Errorf("the expected work_by: %w", err)
		}
		differ(r, "work_by", workBy, got.WorkBy)
	}
	return nil
}
