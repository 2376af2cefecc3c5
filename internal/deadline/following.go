package deadline

import (
	"slices"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// Running is a deadline of a complaint with the instant it was met.
type Running struct {
	Deadline
	MetAt time.Time // zero while it is owed
}

// Following returns all deadlines of a complaint as it stands: to register it, to
// decide it, to bring the ruling to the parties. A complaint received in a campaign
// is answered by its day of receipt, another by its day of registration
// so the second is known only then.
//
// Each is counted by the regulation in force on the day its term begins: a version
// that comes into force later moves no term that runs already.
func Following(c complaint.Complaint, m commission.Moment, days calendar.Production) ([]Running, error) {
	regime, campaign := regimeOf(c, m.Composition.ProfileAt(c.FiledAt).Zone(), m.Campaigns)
	answered, cancelled := c.DecidedAt, c.State == complaint.Terminated // by a court's decision, without an answer of ours
	if cancelled {
		answered = c.ClosedAt
	}
	owed := []struct {
		clock Clock
		from  time.Time
		met   time.Time
	}{{OrdinaryRegistration, c.FiledAt, c.RegisteredAt}}
	answer := Answering(regime, Grounds{AdditionalCheck: c.AdditionalCheck, Extended: c.Extended})
	switch {
	case campaign != nil:
		owed[0].clock = CampaignRegistration
		owed = append(owed, owed[0])
		owed[1].clock, owed[1].met = answer, answered
	case !c.RegisteredAt.IsZero():
		owed = append(owed, owed[0])
		owed[1].clock, owed[1].from, owed[1].met = answer, c.RegisteredAt, answered
	}
	if !c.DecidedAt.IsZero() {
		owed = append(owed, owed[0])
		last := &owed[len(owed)-1]
		last.clock, last.from, last.met = RulingDelivery, c.DecidedAt, c.ClosedAt
	}
	var all []Running
	for _, each := range owed {
		profile := m.Composition.ProfileAt(each.from)
		d, err := Compute(each.clock, Facts{At: each.from, Zone: profile.Zone(), Campaign: campaign, Stays: stays(c, profile.Zone())}, profile, days)
		if err != nil {
			return nil, err
		}
		d.Cancelled = cancelled && each.clock == answer
		all = append(all, Running{Deadline: d, MetAt: each.met})
	}
	return all, nil
}

// stays are the days on which a court had the matter.
func stays(c complaint.Complaint, zone *time.Location) []Stay {
	var all []Stay
	for _, s := range c.Stays {
		stay := Stay{From: calendar.On(s.From, zone)}
		if !s.Resumed.IsZero() {
			stay.Resumed = calendar.On(s.Resumed, zone)
		}
		all = append(all, stay)
	}
	return all
}

// regimeOf returns the regime a complaint was registered under, whatever campaigns
// were entered or changed since; before registration that of its day.
func regimeOf(c complaint.Complaint, zone *time.Location, campaigns []commission.Campaign) (regulation.Regime, *commission.Campaign) {
	switch c.Regime {
	case ordinary:
		return ordinary, nil
	case campaign:
		for _, each := range campaigns {
			if each.ID == c.Campaign {
				return campaign, &each
			}
		}
	}
	return RegimeOn(c.ReceivedOn(zone), campaigns)
}

// AnswerDue returns the day the ruling is due by, the zero one before that is known.
func AnswerDue(all []Running) calendar.Date {
	for _, r := range all {
		if r.Clock.Answers() {
			return r.DueOn
		}
	}
	return calendar.Date{}
}

// Pressing returns the deadline that comes first of those still owed.
func Pressing(all []Running) (Deadline, bool) {
	var owed []Running
	for _, r := range all {
		if r.MetAt.IsZero() {
			owed = append(owed, r)
		}
	}
	if len(owed) == 0 {
		return Deadline{}, false
	}
	return slices.MinFunc(owed, func(a, b Running) int { return Compare(a.line(), b.line()) }).Deadline, true
}

func (r Running) line() Due {
	return Due{Regime: r.Working.Regime, Clock: r.Clock, Kind: r.Kind, EventAt: r.Working.Event.At,
		DueOn: r.DueOn, WorkBy: r.WorkBy, Paused: r.Paused}
}

// SortKey returns the text that sorts the deadline of a complaint with that number
// among others, see Due.SortKey.
func (d Deadline) SortKey(number string) string {
	line := Running{Deadline: d}.line()
	line.Number = number
	return line.SortKey()
}
