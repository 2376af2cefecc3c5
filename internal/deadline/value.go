package deadline

import (
	"time"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// Standing is what has become of a deadline.
type Standing string

// The standings of a deadline. Cancelled says that nobody owes it any more though
// nobody met it: a court has decided the matter.
const (
	Runs      Standing = "running"
	Met       Standing = "met"
	MetLate   Standing = "met_late"
	Missed    Standing = "missed" // its last day is over and it is owed still
	Suspended Standing = "suspended"
	Cancelled Standing = "cancelled"
)

// Standings lists them all.
var Standings = []Standing{Runs, Met, MetLate, Missed, Suspended, Cancelled}

// Standing says what has become of r at an instant in the commission's zone. The last
// day itself is in time. A term that had run out before a court took the
// matter is missed, whatever stands since.
func (r Running) Standing(at time.Time, zone *time.Location) Standing {
	late := r.DaysLate(calendar.On(at, zone)) > 0
	switch {
	case r.Cancelled:
		return Cancelled
	case !r.MetAt.IsZero() && r.DaysLate(calendar.On(r.MetAt, zone)) > 0:
		return MetLate
	case !r.MetAt.IsZero():
		return Met
	case r.Paused && !r.ranOut():
		return Suspended
	case late:
		return Missed
	}
	return Runs
}

// ranOut reports whether the term was over before the stay that lasts.
func (d Deadline) ranOut() bool {
	stays := d.Working.Stays
	return len(stays) > 0 && d.DueOn.Before(stays[len(stays)-1].From)
}

// Counting is how the days of a term are counted.
type Counting string

// The ways of counting.
const (
	CalendarDays Counting = "calendar_days"
	WorkingDays  Counting = "working_days" // by the production calendar
	Months       Counting = "months"
	AtOnce       Counting = "at_once" // no days at all
	Before       Counting = "before"  // not later than N days before the event
	Named        Counting = "named"   // nothing is counted: the commission named the day
)

// Counting says how the days of d were counted.
func (d Deadline) Counting() Counting {
	switch {
	case d.Clock.IsSet():
		return Named
	case d.Kind == Immediate:
		return AtOnce
	case d.Working.Ahead:
		return Before
	case d.Working.Period.Unit == regulation.InWorkingDays:
		return WorkingDays
	case d.Working.Period.Unit == regulation.InMonths:
		return Months
	}
	return CalendarDays
}

// Skipped returns the days that were passed over, each with the reason: those that are
// no working days, of a term in working days, and a day off that the commission's
// regulation moved the end of the term from.
func (d Deadline) Skipped() []calendar.Counted {
	var skipped []calendar.Counted
	for _, passed := range d.Working.Days {
		if passed.Number == 0 {
			skipped = append(skipped, passed)
		}
	}
	if m := d.Working.Moved; m != nil {
		skipped = append(skipped, calendar.Counted{On: m.From, Status: m.Status})
	}
	return skipped
}

// Trigger is the event that a clock runs from, or ahead of.
type Trigger string

// The events clocks run from.
const (
	OnReceipt      Trigger = "complaint_received"
	OnRegistration Trigger = "complaint_registered"
	OnRequest      Trigger = "request_received"
	OnMaterials    Trigger = "materials_received"
	OnSitting      Trigger = "sitting"
	OnAdoption     Trigger = "ruling_adopted"
	OnDissent      Trigger = "dissent_handed_in"
	OnVacancy      Trigger = "office_vacated"
	OnFormation    Trigger = "commission_formed"
	OnDecision     Trigger = "contested_decision"
	OnKnowledge    Trigger = "violation_known"
	OnResults      Trigger = "results_published"
	OnOrder        Trigger = "lower_commission_ordered"
)

// Trigger names the event that c runs from.
func (c Clock) Trigger() Trigger {
	switch c {
	case OrdinaryRegistration, CampaignRegistration, CampaignReply, CampaignAdditionalCheck, CampaignForward, AccusedNotice:
		return OnReceipt
	case OrdinaryReply, OrdinaryReplyExtended, OrdinaryForward, OrdinaryReturn, UnreadableNotice, UnclearNotice, CourtDecisionReturn:
		return OnRegistration
	case OrdinaryInformationRequest, CampaignInformationRequest:
		return OnRequest
	case LawEnforcementResponse, LawEnforcementCheck:
		return OnMaterials
	case MinutesText, SittingNotice, AbsenceNotice:
		return OnSitting
	case RulingDelivery, RulingPublication:
		return OnAdoption
	case DissentForwarding:
		return OnDissent
	case OfficerElection:
		return OnVacancy
	case FirstSitting:
		return OnFormation
	case FilingRegistrationDecision, CourtVotingResults, CourtRegistration:
		return OnDecision
	case CourtGeneral:
		return OnKnowledge
	case CourtElectionResults:
		return OnResults
	case RemandTerm, SentDownControl:
		return OnOrder
	}
	return ""
}

// Value is a deadline with all there is to say of it, for programs. Its names are
// promised: a program that reads them today reads them tomorrow.
type Value struct {
	Clock   Clock             `json:"clock"`
	Trigger TriggerValue      `json:"trigger"`
	Clause  regulation.Clause `json:"clause"` // the rule that settled the date
	Regime  regulation.Regime `json:"regime"`

	Counting  Counting           `json:"counting"`
	Term      int                `json:"term"`                // so many days or months; 0 is the same day, or at once
	Skipped   []calendar.Counted `json:"skipped"`             // days passed over, each with why
	Stood     []Stay             `json:"stood,omitempty"`     // while a court had the matter
	StoodDays int                `json:"stood_days"`          // by so many days that moved the date
	Capped    bool               `json:"capped"`              // cut short by the eve of voting
	TermEnds  calendar.Date      `json:"term_ends,omitzero"`  // where the term alone would end
	MovedFrom calendar.Date      `json:"moved_from,omitzero"` // the day off the end was moved from

	Kind   Kind          `json:"kind"`
	DueOn  calendar.Date `json:"due_on"` // the last day; of "at once" only its outer bound
	DueAt  time.Time     `json:"due_at"` // the last instant of that day
	WorkBy calendar.Date `json:"work_by,omitzero"`

	State    Standing      `json:"state"`
	MetAt    *time.Time    `json:"met_at,omitempty"` // when it was met, or cancelled
	MetOn    calendar.Date `json:"met_on,omitzero"`
	Inquiry  int           `json:"inquiry,omitempty"` // number of the request or referral it is the answer to
	DaysLate int           `json:"days_late"`         // so many days after the last one it was met, or is owed still
}

// TriggerValue is the event a clock runs from, with its day and instant.
type TriggerValue struct {
	Event Trigger       `json:"event"`
	On    calendar.Date `json:"on"` // day 0, in the zone
	At    time.Time     `json:"at"`
	Zone  string        `json:"zone"`
}

// Value tells r as it stands at an instant in the commission's zone.
func (r Running) Value(at time.Time, zone *time.Location) Value {
	x := r.Working
	v := Value{Clock: r.Clock, Trigger: TriggerValue{Event: r.Clock.Trigger(), On: x.Event.On, At: x.Event.At.In(zone), Zone: x.Event.Zone},
		Clause: r.Clause, Regime: x.Regime, Counting: r.Counting(), Term: x.Period.N, Skipped: r.Skipped(), Stood: x.Stays, StoodDays: x.StoodDays,
		Capped: r.Capped, TermEnds: x.TermEndsOn, Kind: r.Kind, Inquiry: r.Inquiry, DueOn: r.DueOn, DueAt: r.DueOn.End(zone), WorkBy: r.WorkBy, State: r.Standing(at, zone)}
	if v.Counting == AtOnce {
		v.Term = 0
	}
	if v.Skipped == nil {
		v.Skipped = []calendar.Counted{}
	}
	if x.Moved != nil {
		v.MovedFrom = x.Moved.From
	}
	switch v.State {
	case Met, MetLate, Cancelled:
		met := r.MetAt.In(zone)
		v.MetAt, v.MetOn = &met, calendar.On(met, zone)
		if v.State == MetLate {
			v.DaysLate = r.DaysLate(v.MetOn)
		}
	case Missed:
		v.DaysLate = r.DaysLate(calendar.On(at, zone))
	case Runs, Suspended:
	}
	return v
}
