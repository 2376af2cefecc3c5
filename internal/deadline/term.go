package deadline

import (
	"fmt"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// reckoning is one computation on its way, step by step.
type reckoning struct {
	rule    rule
	facts   Facts
	profile regulation.Profile
	days    calendar.Production
	voting  voting
	event   calendar.Date // day 0
	resumed calendar.Date // the last day a stay ended on, zero without one
	due     Deadline
}

// term walks the term itself, and finds out first whether there is any.
func (r *reckoning) term() error {
	period, working := r.due.Working.Period, &r.due.Working
	if period.N < 0 {
		return fmt.Errorf("a term of %d %s", period.N, period.Unit)
	}
	r.due.Clause = period.Clause
	switch {
	case r.rule.atOnce != "" && r.voting.around(r.event):
		r.due.Kind, r.due.Clause = Immediate, r.rule.atOnce
		working.Voting = r.votingDay()
	case r.rule.after != "" && r.voting.over(r.event):
		r.due.Clause = r.rule.after
	}
	if r.due.Kind == Immediate || period.Unit == regulation.AtOnce {
		r.due.Kind, r.due.DueOn = Immediate, r.event
		return nil
	}
	switch {
	case r.rule.ahead:
		r.due.DueOn = r.event.AddDays(-r.profile.LastDayBefore(period.N))
		working.Ahead, working.FullDays = true, r.profile.CountBefore == regulation.FullDays
	case period.Unit == regulation.InWorkingDays:
		var err error
		r.due.DueOn, working.Days, err = r.days.AddWorkingDays(r.event, period.N, r.profile.CountDecreedAsWork)
		if err != nil {
			return err
		}
	case period.Unit == regulation.InMonths:
		r.due.DueOn = r.event.AddMonths(period.N)
	default:
		r.due.DueOn = r.event.AddDays(period.N)
	}
	working.TermEndsOn = r.due.DueOn
	return nil
}

// votingDay says which voting day the event fell on.
func (r *reckoning) votingDay() *VotingDay {
	of := r.voting.last.Sub(r.voting.first) + 1
	if r.event.After(r.voting.last) {
		return &VotingDay{Of: of, After: true}
	}
	return &VotingDay{Number: r.event.Sub(r.voting.first) + 1, Of: of}
}

// cap cuts the term at the eve of the first voting day. A term without that
// cap which runs past voting is only marked.
func (r *reckoning) cap() error {
	if r.due.Kind == Immediate || r.voting.none() || !r.event.Before(r.voting.first) {
		return nil
	}
	if r.rule.eve == "" {
		if r.rule.regime == campaign && !r.due.DueOn.Before(r.voting.first) {
			r.due.Working.PassesVoting = r.voting.first
		}
		return nil
	}
	r.due.Working.Eve = r.voting.eve()
	if r.due.DueOn.After(r.voting.eve()) {
		r.due.DueOn, r.due.Capped, r.due.Clause = r.voting.eve(), true, r.rule.eve
	}
	return nil
}
