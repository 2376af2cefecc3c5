package deadline

import (
	"fmt"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// Facts are what a date is computed from.
type Facts struct {
	At       time.Time            // instant of the event the clock runs from
	Zone     *time.Location       // the commission's own
	Campaign *commission.Campaign // the complaint's, fixed on the day of receipt, or a sitting's; nil if there is none
	Stays    []Stay               // suspensions of the complaint, earliest first
}

// Stay is a time during which a complaint is suspended because a court has it
// . The clock stands from the day From up to the day Resumed.
type Stay struct {
	From    calendar.Date `json:"from"`
	Resumed calendar.Date `json:"resumed,omitzero"` // zero while it lasts
}

// Compute finds the date that follows from an event by a clock. Profile is the
// commission's regulation in force, days the production calendar.
//
// A clock of the other regime is refused. A clock that cannot do without a year of
// the production calendar fails with *calendar.MissingYearError.
func Compute(clock Clock, f Facts, profile regulation.Profile, days calendar.Production) (Deadline, error) {
	rule, ok := rules[clock]
	switch {
	case !ok:
		return Deadline{}, fmt.Errorf("deadline: unknown clock %q", clock)
	case rule.set != "":
		return Deadline{}, fmt.Errorf("deadline: the day of clock %s is set, not computed", clock)
	case f.Zone == nil || f.At.IsZero():
		return Deadline{}, fmt.Errorf("deadline: clock %s without an instant or a zone", clock)
	case rule.regime != "" && rule.regime != f.regime():
		return Deadline{}, regulation.Refuse(regulation.RegimeOfReceipt, "clock_of_other_regime",
			regulation.Values{"clock": string(clock), "regime": string(f.regime())})
	}
	r := reckoning{rule: rule, facts: f, profile: profile, days: days, voting: votingOf(f.Campaign)}
	r.event = calendar.On(f.At, f.Zone)
	r.due = Deadline{Clock: clock, Kind: ByDate, Working: Explanation{
		Event:  Event{At: f.At, On: r.event, Zone: f.Zone.String()},
		Regime: f.regime(), Period: rule.term(profile, f.regime()),
	}}
	if f.Campaign != nil {
		r.due.Working.Campaign = f.Campaign.Title
	}
	for _, step := range []func() error{r.term, r.cap, r.stay, r.dayOff, r.workBy} {
		if err := step(); err != nil {
			return Deadline{}, fmt.Errorf("computing %s: %w", clock, err)
		}
	}
	return r.due, nil
}

// Set is the deadline of a day the commission named itself, at an instant in its zone.
func Set(clock Clock, at time.Time, until calendar.Date, regime regulation.Regime, zone *time.Location) Deadline {
	return Deadline{Clock: clock, Kind: ByDate, DueOn: until, Clause: rules[clock].set, Working: Explanation{
		Event: Event{At: at, On: calendar.On(at, zone), Zone: zone.String()}, Regime: regime, TermEndsOn: until}}
}

func (f Facts) regime() regulation.Regime {
	if f.Campaign != nil {
		return regulation.CampaignRegime
	}
	return regulation.OrdinaryRegime
}
