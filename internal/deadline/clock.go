package deadline

import (
	"maps"
	"slices"

	"redress/internal/regulation"
)

// Clock names one term that runs for somebody from one event.
type Clock string

// Clocks of the ordinary regime (59-FZ), each with the event it runs from.
const (
	OrdinaryRegistration       Clock = "ordinary_registration"        // receipt
	OrdinaryReply              Clock = "ordinary_reply"               // registration
	OrdinaryReplyExtended      Clock = "ordinary_reply_extended"      // registration
	OrdinaryForward            Clock = "ordinary_forward"             // registration
	OrdinaryReturn             Clock = "ordinary_return"              // registration
	UnreadableNotice           Clock = "unreadable_notice"            // registration
	UnclearNotice              Clock = "unclear_notice"               // registration
	CourtDecisionReturn        Clock = "court_decision_return"        // registration
	OrdinaryInformationRequest Clock = "ordinary_information_request" // the request reached the body asked
)

// Clocks of the campaign regime (67-FZ), each with the event it runs from.
const (
	CampaignRegistration       Clock = "campaign_registration"        // receipt
	CampaignReply              Clock = "campaign_reply"               // receipt
	CampaignAdditionalCheck    Clock = "campaign_additional_check"    // receipt
	CampaignForward            Clock = "campaign_forward"             // receipt
	AccusedNotice              Clock = "accused_notice"               // receipt
	CampaignInformationRequest Clock = "campaign_information_request" // the request reached the body asked
	LawEnforcementResponse     Clock = "law_enforcement_response"     // the materials reached the police
	LawEnforcementCheck        Clock = "law_enforcement_check"        // the materials reached the police
)

// Clocks of either regime, each with the event it runs from or ahead of.
const (
	MinutesText                Clock = "minutes_text"                 // the sitting
	RulingDelivery             Clock = "ruling_delivery"              // adoption
	RulingPublication          Clock = "ruling_publication"           // adoption
	DissentForwarding          Clock = "dissent_forwarding"           // the dissenting opinion was handed in
	OfficerElection            Clock = "officer_election"             // release of the deputy or secretary
	FirstSitting               Clock = "first_session_latest"         // the decision that formed the commission
	SittingNotice              Clock = "session_notice_latest"        // ahead of the sitting
	AbsenceNotice              Clock = "absence_notice_latest"        // ahead of the sitting
	FilingRegistrationDecision Clock = "filing_registration_decision" // the contested decision
	CourtGeneral               Clock = "court_general"                // the complainant learned of the violation
	CourtVotingResults         Clock = "court_voting_results"         // the contested decision
	CourtRegistration          Clock = "court_registration"           // the contested decision
	CourtElectionResults       Clock = "court_election_results"       // publication of the results
)

// Clocks that run for a lower commission to a day the higher one set: nothing of them is
// counted. Package remand watches them.
const (
	RemandTerm      Clock = "remand_term"       // the ruling was signed
	SentDownControl Clock = "sent_down_control" // the complaint was sent down
)

// rule is what the text says of one clock.
type rule struct {
	regime regulation.Regime // the only regime it runs in; empty if it runs in both
	term   func(regulation.Profile, regulation.Regime) regulation.Period
	ahead  bool // counted back from the event: "not later than N days before"
	stands bool // stands still while the complaint is suspended
	soon   int  // this many days before the due day, and fewer, are "soon"

	eve    regulation.Clause // if set: not later than the eve of the first voting day
	atOnce regulation.Clause // if set: an event on a voting day or the day after is answered at once
	after  regulation.Clause // cited for an event later than that, where it differs from the term's

	set regulation.Clause // if set: by this rule the commission names the day itself
}

// rules is the table of clocks. The terms and their clauses stand in package
// regulation; here stands how each is counted.
//
// The eve of voting and "at once" belong to one sentence of 67-FZ 20 p.4; the next
// sentence, on additional checks, names neither. Information and police
// answers follow the same scheme under their own points. The
// regulation's own terms and a citizen's windows are not touched by voting days.
var rules = map[Clock]rule{
	OrdinaryRegistration:       {regime: ordinary, term: law(regulation.ToRegister), soon: 1},
	OrdinaryReply:              {regime: ordinary, term: law(regulation.ToAnswer), stands: true, soon: 7},
	OrdinaryReplyExtended:      {regime: ordinary, term: law(regulation.ToAnswerExtended), stands: true, soon: 7},
	OrdinaryForward:            {regime: ordinary, term: law(regulation.ToForward), soon: 3},
	OrdinaryReturn:             {regime: ordinary, term: law(regulation.ToReturnUnsent), soon: 3},
	UnreadableNotice:           {regime: ordinary, term: law(regulation.ToTellUnreadable), soon: 3},
	UnclearNotice:              {regime: ordinary, term: law(regulation.ToTellUnclear), soon: 3},
	CourtDecisionReturn:        {regime: ordinary, term: law(regulation.ToReturnCourtDecision), soon: 3},
	OrdinaryInformationRequest: {regime: ordinary, term: law(regulation.ToInform), soon: 3},

	CampaignRegistration: {regime: campaign, term: own(regulation.Profile.ToRegisterInCampaign), soon: 1,
		eve: regulation.BeforeVoting, atOnce: regulation.Immediately},
	CampaignReply: {regime: campaign, term: law(regulation.ToAnswerInCampaign), stands: true, soon: 3,
		eve: regulation.BeforeVoting, atOnce: regulation.Immediately, after: regulation.AfterVoting},
	CampaignAdditionalCheck: {regime: campaign, term: law(regulation.ToAnswerAfterCheck), stands: true, soon: 3},
	CampaignForward:         {regime: campaign, term: law(regulation.ToForwardInCampaign)},
	AccusedNotice:           {regime: campaign, term: law(regulation.ToTellAccused)},
	CampaignInformationRequest: {regime: campaign, term: law(regulation.ToInformInCampaign), soon: 2,
		eve: regulation.InformationRequest, atOnce: regulation.InformationRequest},
	LawEnforcementResponse: {regime: campaign, term: law(regulation.PoliceToAnswer), soon: 2,
		eve: regulation.LawEnforcement, atOnce: regulation.LawEnforcement},
	LawEnforcementCheck: {regime: campaign, term: law(regulation.PoliceToCheckAnswer), soon: 3},

	MinutesText:       {term: own(regulation.Profile.ToWriteMinutes), soon: 2},
	RulingDelivery:    {term: own(regulation.Profile.ToDeliver), soon: 1},
	RulingPublication: {term: own(toPublish), soon: 1},
	DissentForwarding: {term: own(regulation.Profile.ToForwardDissent), soon: 1,
		atOnce: regulation.DissentForward},
	OfficerElection:            {term: law(regulation.ToElectOfficer), soon: 3},
	FirstSitting:               {term: law(regulation.ToHoldFirstSitting), soon: 3},
	SittingNotice:              {term: regulation.Profile.NoticeBefore, ahead: true, soon: 1},
	AbsenceNotice:              {term: own(regulation.Profile.AbsenceBefore), ahead: true, soon: 1},
	FilingRegistrationDecision: {term: own(regulation.Profile.ToFileOnRegistration), soon: 3},
	CourtGeneral:               {term: law(regulation.ToCourtGeneral), soon: 14},
	CourtVotingResults:         {term: law(regulation.ToCourtVotingResults), soon: 3},
	CourtRegistration:          {term: law(regulation.ToCourtRegistration), soon: 3},
	CourtElectionResults:       {term: law(regulation.ToCourtElectionResults), soon: 14},

	RemandTerm:      {set: regulation.RemandTerm, soon: 3},
	SentDownControl: {set: regulation.NotConsideredBelow, soon: 1},
}

const (
	ordinary = regulation.OrdinaryRegime
	campaign = regulation.CampaignRegime
)

// law is a term set by a law: no profile changes it.
func law(term regulation.Period) func(regulation.Profile, regulation.Regime) regulation.Period {
	return func(regulation.Profile, regulation.Regime) regulation.Period { return term }
}

// own is a term the commission's own regulation sets, the same in both regimes.
func own(term func(regulation.Profile) regulation.Period) func(regulation.Profile, regulation.Regime) regulation.Period {
	return func(p regulation.Profile, _ regulation.Regime) regulation.Period { return term(p) }
}

// toPublish is the term to publish a ruling; a regulation that names none runs no clock.
func toPublish(p regulation.Profile) regulation.Period {
	term, _ := p.ToPublish()
	return term
}

// Clocks returns all clocks that are computed, by name.
func Clocks() []Clock {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(rules)), Clock.IsSet)
}

// Valid reports whether c is one of the clocks above.
func (c Clock) Valid() bool {
	_, ok := rules[c]
	return ok
}

// SetClocks lists the clocks whose day the commission names itself.
func SetClocks() []Clock { return []Clock{RemandTerm, SentDownControl} }

// IsSet reports whether the commission named the day of the clock itself: whatever
// changes, no such day is ever counted anew.
func (c Clock) IsSet() bool { return rules[c].set != "" }

// Answers reports whether the clock is one a complaint itself is decided by.
func (c Clock) Answers() bool { return slices.Contains(AnswerClocks(), c) }

// AnswerClocks lists the clocks of the decision itself.
func AnswerClocks() []Clock {
	return []Clock{CampaignReply, CampaignAdditionalCheck, OrdinaryReply, OrdinaryReplyExtended}
}

// Regime returns the regime c runs in, and the empty one if it runs in both.
func (c Clock) Regime() regulation.Regime { return rules[c].regime }
