package deadline

import (
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// RegimeOn says under which law a paper falls that came in on a day: 67-FZ if the
// day belongs to a campaign, its first and last day included, else 59-FZ.
// The campaign returned is the one it falls under, nil in the ordinary regime. The
// answer is kept with the complaint: later campaigns do not change it.
func RegimeOn(received calendar.Date, campaigns []commission.Campaign) (regulation.Regime, *commission.Campaign) {
	if current, ok := commission.Current(campaigns, received); ok {
		return regulation.CampaignRegime, &current
	}
	return regulation.OrdinaryRegime, nil
}

// Redating returns the deadlines that are owed on another date once a complaint stands as
// next: what the chair is shown before the regime is changed, and the docket keeps.
func Redating(c, next complaint.Complaint, m commission.Moment) ([]Redated, error) {
	was, err := Following(c, m, m.Days)
	if err != nil {
		return nil, err
	}
	now, err := Following(next, m, m.Days)
	if err != nil {
		return nil, err
	}
	_, moved := Redate(was, now)
	return moved, nil
}

// Grounds are the recorded decisions that give a complaint a longer term. Each has
// an author and a reason in the docket.
type Grounds struct {
	AdditionalCheck bool // the facts need an additional check, in a campaign
	Extended        bool // the term was extended before it ended, outside one
}

// Answering names the clock that the answer to a complaint runs on. A ground of the
// other regime changes nothing.
func Answering(r regulation.Regime, g Grounds) Clock {
	switch {
	case r == regulation.CampaignRegime && g.AdditionalCheck:
		return CampaignAdditionalCheck
	case r == regulation.CampaignRegime:
		return CampaignReply
	case g.Extended:
		return OrdinaryReplyExtended
	default:
		return OrdinaryReply
	}
}

// voting is the days of a campaign that change its terms; zero without voting days.
type voting struct{ first, last calendar.Date }

func votingOf(c *commission.Campaign) voting {
	var v voting
	if c == nil {
		return v
	}
	for _, day := range c.VotingDays {
		if v.first.IsZero() || day.Before(v.first) {
			v.first = day
		}
		if day.After(v.last) {
			v.last = day
		}
	}
	return v
}

// none reports whether no voting day is known.
func (v voting) none() bool { return v.first.IsZero() }

// eve is the day before the first voting day: the last one for an answer.
func (v voting) eve() calendar.Date { return v.first.AddDays(-1) }

// around reports whether a day is a voting day, any of several, or the day after
// the last of them.
func (v voting) around(day calendar.Date) bool {
	return !v.none() && !day.Before(v.first) && !day.After(v.last.AddDays(1))
}

// over reports whether a day is later than the day after voting.
func (v voting) over(day calendar.Date) bool { return !v.none() && day.After(v.last.AddDays(1)) }
