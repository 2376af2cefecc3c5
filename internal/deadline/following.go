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
// decide it, to bring the ruling to the parties, and to the public where the regulation
// names a term. A complaint received in a campaign
// is answered by its day of receipt, another by its day of registration
// so the second is known only then.
//
// Each is counted by the regulation in force on the day its term begins: a version
// that comes into force later moves no term that runs already.
func Following(c complaint.Complaint, m commission.Moment, days calendar.Production) ([]Running, error) {
	regime, campaign := regimeOf(c, m.Composition.ProfileAt(c.FiledAt).Zone(), m.Campaigns)
	answered, cancelled := c.DecidedAt, c.State == complaint.Terminated // by a court's decision, without an answer of ours
	if cancelled || c.State.WithoutRuling() {
		answered = c.ClosedAt
	}
	owed := []step{{clock: OrdinaryRegistration, from: c.FiledAt, met: c.RegisteredAt}}
	answer := Answering(regime, Grounds{AdditionalCheck: c.AdditionalCheck, Extended: c.Extended})
	switch {
	case c.State == complaint.LetterDue || c.State.WithoutRuling():
		owed = append(owed, letters(c, regime, answered)...)
		if campaign != nil {
			owed[0].clock = CampaignRegistration
		}
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
		if _, named := m.Composition.ProfileAt(c.DecidedAt).ToPublish(); named {
			owed = append(owed, step{clock: RulingPublication, from: c.DecidedAt, met: c.PublishedAt})
		}
	}
	if c.Findings.AccusedNamed && campaign != nil && !c.RegisteredAt.IsZero() {
		told := c.Accused.At
		if told.IsZero() { // who was told nothing before the end is told nothing any more
			told = answered
		}
		owed = append(owed, step{clock: AccusedNotice, from: c.FiledAt, met: told})
	}
	owed = append(owed, asked(c, regime, m)...)
	var all []Running
	for _, each := range owed {
		profile := m.Composition.ProfileAt(each.from)
		d, err := Compute(each.clock, Facts{At: each.from, Zone: profile.Zone(), Campaign: campaign, Stays: stays(c, profile.Zone())}, profile, days)
		if err != nil {
			return nil, err
		}
		d.Inquiry, d.Cancelled = each.inquiry, cancelled && each.clock == answer || each.silent
		all = append(all, Running{Deadline: d, MetAt: each.met})
	}
	dissents, err := Dissents(c.Dissents, m, days)
	return append(all, dissents...), err
}

// step is a clock with the instants it runs from and was met at.
type step struct {
	clock     Clock
	from, met time.Time
	inquiry   int  // number of the request or referral that is to be answered
	silent    bool // nobody met it, and nobody is waited for any more
}

// letters are the clocks of a paper that ends without a ruling: in a campaign they run
// from its receipt, else from its registration. What has no term by law is answered
// within that of an answer all the same, so that it is not forgotten; what is filed
// without an answer at once owes nothing.
func letters(c complaint.Complaint, regime regulation.Regime, met time.Time) []step {
	r := complaint.Routing{Route: c.Route, Regime: regime, Clause: c.RouteClause, AdditionalCheck: c.AdditionalCheck}
	if c.RouteClause == regulation.ReturnUnsent {
		r.Flags = []complaint.Flag{complaint.FlagNowhereToSend}
	}
	clocks := Routed(r)
	if len(clocks) == 0 && (c.Route != complaint.FileAnonymous || c.State != complaint.Shelved) {
		clocks = []Clock{Answering(regime, Grounds{})}
	}
	from := c.RegisteredAt
	if regime == campaign {
		from = c.FiledAt
	}
	var all []step
	for _, clock := range clocks {
		if clock == OrdinaryReply && c.Extended {
			clock = OrdinaryReplyExtended
		}
		all = append(all, step{clock: clock, from: from, met: met})
	}
	return all
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

// LetterDue returns the day the letter that ends a paper is due by, the zero one where
// none is owed. Telling the accused is a letter of its own.
func LetterDue(all []Running) calendar.Date {
	d, _ := Pressing(slices.DeleteFunc(slices.Clone(all), func(r Running) bool { return r.Clock == AccusedNotice }))
	return d.DueOn
}

// Pressing returns the deadline that comes first of those still owed.
func Pressing(all []Running) (Deadline, bool) {
	var owed []Running
	for _, r := range all {
		if r.MetAt.IsZero() && r.Inquiry == 0 { // what others owe an answer to presses on them
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
