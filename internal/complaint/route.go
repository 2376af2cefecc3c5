package complaint

import (
	"slices"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// Route is what is to be done with a paper that came in. The list is closed.
type Route string

// The routes. A paper accepted, and one suspended, is decided by a ruling; every
// other route ends with a letter, a transfer, or without an answer.
const (
	AcceptAtOnce              Route = "accept_immediate"
	AcceptForReview           Route = "accept_review"
	HandleAsAppeal            Route = "handle_as_appeal" // a reply letter, R-033
	ForwardUp                 Route = "forward_up"
	ForwardCompetent          Route = "forward_competent"
	SuspendForCourt           Route = "suspend_court"
	FiledTooLate              Route = "inadmissible_window" // still answered with reasons
	ReturnCourtDecision       Route = "return_court_decision"
	TellUnreadable            Route = "unreadable_notice"
	TellAbuse                 Route = "abuse_notice"
	StopCorrespondence        Route = "repeat_stop_correspondence"
	FileAnonymous             Route = "no_answer_anonymous"
	FileAnonymousReportCrime  Route = "no_answer_anonymous_forward_crime"
	PointToElectronicChannels Route = "not_an_appeal_email" // a courtesy reply, R-026
)

// Routes lists all routes, those that lead to a ruling first.
var Routes = []Route{AcceptAtOnce, AcceptForReview, SuspendForCourt, HandleAsAppeal, ForwardUp, ForwardCompetent, FiledTooLate,
	ReturnCourtDecision, TellUnreadable, TellAbuse, StopCorrespondence, FileAnonymous, FileAnonymousReportCrime, PointToElectronicChannels}

// Valid reports whether r is one of the routes.
func (r Route) Valid() bool { return slices.Contains(Routes, r) }

// Accepted reports whether the commission takes the paper as a complaint of its own
// and owes a ruling now.
func (r Route) Accepted() bool { return r == AcceptAtOnce || r == AcceptForReview }

// Ruled reports whether the paper ends with a ruling of the three kinds; a
// suspended one does unless the court decides the merits.
func (r Route) Ruled() bool { return r.Accepted() || r == SuspendForCourt }

// Discretionary reports whether the law says "may": the route is a proposal, which
// the chair decides about.
func (r Route) Discretionary() bool { return r == TellAbuse || r == StopCorrespondence }

// Forwarded reports whether the whole paper goes to another commission.
func (r Route) Forwarded() bool { return r == ForwardUp || r == ForwardCompetent }

// clause is the rule a route stands on when a person chose it, and not the rules.
func (r Route) clause() regulation.Clause {
	switch r {
	case AcceptAtOnce, AcceptForReview:
		return regulation.ReasonedDecision
	case HandleAsAppeal:
		return regulation.AppealNotComplaint
	case ForwardUp, ForwardCompetent:
		return regulation.DirectlyHigherOnly
	case SuspendForCourt:
		return regulation.CourtCase
	case FiledTooLate:
		return regulation.RegistrationWindow
	case ReturnCourtDecision:
		return regulation.CourtReturn
	case TellUnreadable:
		return regulation.UnreadableNotice
	case TellAbuse:
		return regulation.AbuseOfRight
	case StopCorrespondence:
		return regulation.StopCorrespondence
	case FileAnonymous:
		return regulation.AnonymousPaper
	case FileAnonymousReportCrime:
		return regulation.AnonymousCrime
	case PointToElectronicChannels:
		return regulation.ElectronicAppeals
	}
	return regulation.DutyToAccept
}

// onMerits reports whether the commission says something on the matter itself, or on
// the person, when it ends a paper by the route: nobody does that about oneself.
func (r Route) onMerits() bool {
	return r.Ruled() || r == HandleAsAppeal || r == FiledTooLate || r == TellAbuse || r == StopCorrespondence
}

// Flag marks what somebody must know or do about a paper besides its route.
type Flag string

// The flags.
const (
	FlagVotingPeriod      Flag = "voting_period"   // received on a voting day or the day after
	FlagSameDay           Flag = "urgent_same_day" // received on the eve: due the same day
	FlagObserverRights    Flag = "observer_rights" // somebody is kept from observing now
	FlagVotingResults     Flag = "voting_results"  // the decision fixes voting results
	FlagCheckResults      Flag = "check_r057"      // has the own commission fixed its results?
	FlagResultsFixed      Flag = "court_only_r057" // it has: only a court may annul
	FlagMixed             Flag = "mixed"           // a decision and an action or inaction
	FlagInPart            Flag = "annul_part"      // asked to annul in part
	FlagNotConsidered     Flag = "lower_not_considered"
	FlagSendDownAllowed   Flag = "forward_down_allowed" // allowed, not required
	FlagAboutOneself      Flag = "self_complaint"
	FlagNowhereToSend     Flag = "return_unsent" // nobody above: returned with the way to a court
	FlagWrongCommission   Flag = "wrong_commission"
	FlagRespondentUnknown Flag = "respondent_unknown" // the secretary asks
	FlagWindowOpen        Flag = "filing_window_open" // with Routing.WindowEnds
	FlagWindowUnknown     Flag = "filing_window_unknown"
	FlagLate              Flag = "late_not_restorable"
	FlagInCourt           Flag = "parallel_court"
	FlagCourtDecision     Flag = "court_decision"
	FlagAnonymous         Flag = "anonymous"
	FlagUnreadable        Flag = "unreadable"
	FlagUnclear           Flag = "unclear"
	FlagAbuse             Flag = "abuse"
	FlagThreat            Flag = "threat"
	FlagRepeated          Flag = "repeated"
	FlagEmail             Flag = "email_channel"
	FlagRoleNotListed     Flag = "role_not_listed"
	FlagCrime             Flag = "crime_signs"              // a referral is offered
	FlagOffence           Flag = "crime_or_offence_signs"   // the same
	FlagTellAccused       Flag = "notify_named_association" // told at once
	FlagPersonalData      Flag = "personal_data"            // kept from third parties
)

// Findings are what only a person can find out about a paper: the secretary's
// answers at registration. The zero Findings raise nothing.
type Findings struct {
	Unreadable    bool `json:"unreadable,omitempty"`     // the text cannot be read
	Unclear       bool `json:"unclear,omitempty"`        // its substance cannot be made out
	CourtDecision bool `json:"court_decision,omitempty"` // a court's decision is contested
	Abuse         bool `json:"abuse,omitempty"`          // obscene or insulting words
	Threat        bool `json:"threat,omitempty"`         // threats

	Answered     int  `json:"answered,omitempty"`      // how often this commission answered the question on the merits
	NewArguments bool `json:"new_arguments,omitempty"` // the paper brings some

	InCourt            bool `json:"in_court,omitempty"`             // a court has accepted the same matter from the same person
	NotConsideredBelow bool `json:"not_considered_below,omitempty"` // the lower commission never considered the circumstances
	InPart             bool `json:"in_part,omitempty"`              // only a part of the decision is to be annulled
	Candidacy          bool `json:"candidacy,omitempty"`            // the decision is on registering a candidate or a list
	VotingResults      bool `json:"voting_results,omitempty"`       // the decision fixes voting results
	OwnResultsFixed    bool `json:"own_results_fixed,omitempty"`    // the own commission has fixed its results
	AdditionalCheck    bool `json:"additional_check,omitempty"`     // the facts need one
	RoleAdmitted       bool `json:"role_admitted,omitempty"`        // a role outside the list, admitted by the chair's note

	ObserverRights bool `json:"observer_rights,omitempty"` // an observer is kept from observing
	Crime          bool `json:"crime,omitempty"`           // signs of a crime
	Offence        bool `json:"offence,omitempty"`         // signs of a crime or an offence of others than commissions
	AccusedNamed   bool `json:"accused_named,omitempty"`   // a candidate, association or group is said to have broken the law
	PersonalData   bool `json:"personal_data,omitempty"`   // kept from third parties
}

// Paper is a paper that came in, with everything its route follows from.
type Paper struct {
	Own   commission.ID // the commission it came to
	Above commission.ID // directly above that one; zero if nobody is

	Respondent commission.ID // the commission complained about; zero if none or not known
	Higher     commission.ID // directly above the respondent; zero if nobody is, or not known

	Campaigns  []commission.Campaign
	ReceivedOn calendar.Date
	DecidedOn  calendar.Date // day of the contested decision; zero if not known
	HappenedOn calendar.Date // day of what is contested, whatever it is; zero if not known

	Channel   Channel
	Contested Contested
	Role      Role
	Named     bool // a surname stands in it
	Reachable bool // and a postal or e-mail address

	Findings
}

// Paper returns the complaint as a paper, with what the secretary found. Higher is
// the commission directly above the respondent, above the one directly above ours.
func (c Complaint) Paper(f Findings, higher commission.ID, m commission.Moment) Paper {
	own := m.Composition.Commission
	who := c.Complainant
	p := Paper{Own: own.ID, Above: own.Parent, Respondent: c.Respondent, Higher: higher, Campaigns: m.Campaigns,
		ReceivedOn: c.ReceivedOn(m.Composition.ProfileAt(c.FiledAt).Zone()), DecidedOn: c.DecisionOn, HappenedOn: c.EventOn, Channel: c.Channel, Contested: c.Contested, Role: who.Role,
		Named: who.Name.Surname != "", Reachable: who.ReplyBy == InPerson || who.Email != "" || who.Address != "", Findings: f}
	if p.DecidedOn.IsZero() && c.Contested.Decision {
		p.DecidedOn = c.EventOn
	}
	if c.Contested.Decision && p.DecidedOn.After(p.HappenedOn) {
		p.HappenedOn = p.DecidedOn // the time to complain begins with the later of them
	}
	return p
}

// Reason says why a paper takes its route: the key of a sentence with its values.
type Reason struct {
	Key    string
	Values regulation.Values
}

// Routing is the route of a paper with its reason. It is a recommendation: the
// secretary confirms it, or takes another with a reason of their own; the dates that
// follow from it are for nobody to change.
type Routing struct {
	Route    Route
	Regime   regulation.Regime
	Campaign commission.CampaignID // zero in the ordinary regime
	Voting   commission.Voting     // how the day of receipt stands to voting
	Clause   regulation.Clause     // the rule that settled the route
	Reason   Reason
	Flags    []Flag
	To       commission.ID // where a forwarded paper goes; zero if not known

	WindowEnds calendar.Date    // last day to complain; zero where there is no such window
	IfUpheld   regulation.Basis // of the majority a ruling that upholds needs; empty where there will be none

	AdditionalCheck bool // the longer term of R-053 is asked for
}

// Has reports whether the flag stands there.
func (r Routing) Has(f Flag) bool { return slices.Contains(r.Flags, f) }
