package regulation

// Unit is what a period is counted in.
type Unit string

// The units of the text. AtOnce (немедленно) has no number in the law; it is shown
// with the end of the same day as its outer bound.
const (
	InCalendarDays Unit = "calendar_days"
	InWorkingDays  Unit = "working_days" // of the production calendar, R-115
	InMonths       Unit = "months"
	AtOnce         Unit = "at_once"
)

// Period is a term as the text states it, with the rule that states it. Which date
// it leads to is counted by package deadline.
type Period struct {
	N      int    `json:"n"`
	Unit   Unit   `json:"unit"`
	Clause Clause `json:"clause"`
}

// Rules that only terms cite.
const (
	ReturnUnsent   Clause = "R-039"
	AccusedTold    Clause = "R-055"
	DissentForward Clause = "R-082"
)

// Terms of the ordinary regime (59-FZ).
var (
	ToRegister            = Period{3, InCalendarDays, RegisterInThree}
	ToAnswer              = Period{30, InCalendarDays, ThirtyDays}
	ToAnswerExtended      = Period{60, InCalendarDays, ThirtyMoreDays} // 30 and 30 more, once
	ToForward             = Period{7, InCalendarDays, ForwardInSeven}
	ToReturnUnsent        = Period{7, InCalendarDays, ReturnUnsent}
	ToTellUnreadable      = Period{7, InCalendarDays, UnreadableNotice}
	ToTellUnclear         = Period{7, InCalendarDays, UnclearNotice}
	ToReturnCourtDecision = Period{7, InCalendarDays, CourtReturn}
	ToInform              = Period{15, InCalendarDays, InformationRequest}
)

// Terms of the campaign regime (67-FZ). What voting days do to them is said in
// package deadline, clause by clause.
var (
	ToAnswerInCampaign  = Period{5, InCalendarDays, FiveDays}
	ToAnswerAfterCheck  = Period{10, InCalendarDays, AdditionalCheck}
	ToForwardInCampaign = Period{0, AtOnce, NotOwnJudge}
	ToTellAccused       = Period{0, AtOnce, AccusedTold}
	ToInformInCampaign  = Period{5, InCalendarDays, InformationRequest}
	PoliceToAnswer      = Period{5, InCalendarDays, LawEnforcement}
	PoliceToCheckAnswer = Period{10, InCalendarDays, LawEnforcement}
)

// Terms of either regime. The court's own are shown to people for information.
var (
	ToElectOfficer         = Period{7, InCalendarDays, OfficerElection}
	ToHoldFirstSitting     = Period{15, InCalendarDays, FirstSitting}
	ToCourtGeneral         = Period{3, InMonths, CourtWindows}
	ToCourtVotingResults   = Period{10, InCalendarDays, CourtWindows}
	ToCourtRegistration    = Period{10, InCalendarDays, CourtWindows}
	ToCourtElectionResults = Period{3, InMonths, CourtWindows}
)

// ToRegisterInCampaign is the term to register a paper in a campaign: 0 days, the
// same day, unless the regulation gives more.
func (p Profile) ToRegisterInCampaign() Period {
	return Period{p.CampaignRegisterDays, InCalendarDays, FiveDays}
}

// ToFileOnRegistration is the term to complain about a decision on registering a
// candidate or a list.
func (p Profile) ToFileOnRegistration() Period {
	return Period{p.RegistrationWindowDays, InCalendarDays, RegistrationWindow}
}

// ToFile is the term to complain about anything but the registration of a candidate or
// a list, where the regulation sets one: while the campaign lasts in which it happened,
// and once that is over.
func (p Profile) ToFile(over bool) (Period, bool) {
	days := p.OtherWindowCampaign
	if over {
		days = p.OtherWindowAfter
	}
	if days == nil {
		return Period{}, false
	}
	return Period{*days, InCalendarDays, RegistrationWindow}, true
}

// Channels are the electronic ways a paper reaches the commission in a regime.
func (p Profile) Channels(r Regime) Electronic {
	if r == CampaignRegime {
		return p.CampaignChannels
	}
	return p.OrdinaryChannels
}

// ToPublish is the term to publish a ruling from its adoption, where the regulation
// has rulings published and names one.
func (p Profile) ToPublish() (Period, bool) {
	if !p.PublishOnSite || p.PublishWorkingDays == nil {
		return Period{0, InWorkingDays, Publication}, false
	}
	return Period{*p.PublishWorkingDays, InWorkingDays, Publication}, true
}

// NoticeBefore is how long before a sitting its members are told, in a campaign or
// outside. A regulation silent about campaigns keeps its usual term there.
func (p Profile) NoticeBefore(r Regime) Period {
	if r == CampaignRegime && p.NoticeDaysCampaign != nil {
		return Period{*p.NoticeDaysCampaign, InCalendarDays, MembersNotice}
	}
	return Period{p.NoticeDays, InCalendarDays, MembersNotice}
}

// LastDayBefore returns by how many days "not later than n days before" comes before
// the day it is counted from: n, or one more with n full days between.
func (p Profile) LastDayBefore(n int) int {
	if p.CountBefore == FullDays {
		return n + 1
	}
	return n
}

// AbsenceBefore is how long before a sitting a member says that he cannot come.
func (p Profile) AbsenceBefore() Period {
	return Period{p.AbsenceNoticeDays, InCalendarDays, AbsenceNotice}
}

// ToWriteMinutes is the term for the text of the minutes.
func (p Profile) ToWriteMinutes() Period {
	return Period{p.MinutesWorkingDays, InWorkingDays, MinutesText}
}

// ToDeliver is the term to bring a ruling to those it concerns.
func (p Profile) ToDeliver() Period {
	return Period{p.DeliveryWorkingDays, InWorkingDays, DeliveryInThree}
}

// ToForwardDissent is the term for the chair to tell the higher commission of a
// dissenting opinion.
func (p Profile) ToForwardDissent() Period {
	return Period{p.DissentForwardDays, InCalendarDays, DissentForward}
}
