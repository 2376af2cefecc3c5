package complaint

import (
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// electronicSince is the day from which an electronic appeal counts only through the
// state portal or a site that identifies the person.
var electronicSince = calendar.Day(2025, 3, 30)

// several is how often a question must have been answered before the correspondence
// on it may be stopped.
const several = 2

// ways are the questions a paper is asked, in their order; the first that settles
// the route is the last one asked. What is no appeal at all comes first, then what
// has no answer whoever gets it, then who must answer, and only the commission that
// must may find a paper abusive, repeated, late or well filed: nobody judges a
// complaint about oneself, not even its tone.
var ways = []func(Paper, regulation.Profile, *Routing) bool{
	noAppeal, nameless, illegible, againstCourt, forOthers, abusive, repeated, inCourt, noComplaint, tooLate, accepted,
}

// Route says what is to be done with the paper.
func (p Paper) Route(profile regulation.Profile) Routing {
	r := Routing{Regime: regulation.OrdinaryRegime, Voting: commission.OutsideCampaign, AdditionalCheck: p.AdditionalCheck}
	if campaign, ok := commission.Current(p.Campaigns, p.ReceivedOn); ok {
		r.Regime, r.Campaign, r.Voting = regulation.CampaignRegime, campaign.ID, campaign.Voting(p.ReceivedOn)
	}
	for _, settles := range ways {
		if settles(p, profile, &r) {
			break
		}
	}
	r.flag(p.Crime, FlagCrime)
	r.flag(p.Offence, FlagOffence)
	r.flag(p.AccusedNamed && r.Regime == regulation.CampaignRegime, FlagTellAccused)
	r.flag(p.PersonalData, FlagPersonalData)
	if r.Route.Ruled() {
		r.IfUpheld = p.Contested.upheldBy(profile, p.InPart)
	}
	return r
}

// is settles the route. Why is the key of its sentence.
func (r *Routing) is(route Route, clause regulation.Clause, why string, values regulation.Values, flags ...Flag) bool {
	r.Route, r.Clause, r.Reason = route, clause, Reason{Key: why, Values: values}
	r.Flags = append(r.Flags, flags...)
	return true
}

func (r *Routing) flag(raised bool, f Flag) {
	if raised {
		r.Flags = append(r.Flags, f)
	}
}

// around reports whether the day of receipt is a voting day or the day after.
func (r *Routing) around() bool {
	return r.Voting == commission.VotingDay || r.Voting == commission.DayAfterVoting
}

// noAppeal: an electronic paper is an appeal only by the ways that are open that day:
// plain e-mail is none outside a campaign, the rest the regulation says.
func noAppeal(p Paper, profile regulation.Profile, r *Routing) bool {
	ways := profile.Channels(r.Regime)
	switch {
	case r.Regime == regulation.OrdinaryRegime && p.ReceivedOn.Before(electronicSince):
		return false
	case p.Channel == EmailLetter && !ways.ByEmail():
		why := "email_outside_campaign"
		if r.Regime == regulation.CampaignRegime {
			why = "email_not_taken"
		}
		return r.is(PointToElectronicChannels, regulation.ElectronicAppeals, why, nil, FlagEmail)
	case p.Channel == Portal && !ways.BySite():
		return r.is(PointToElectronicChannels, regulation.ElectronicAppeals, "site_not_taken", nil)
	}
	return false
}

// nameless: without a surname or an address there is nobody to answer, but a
// crime is reported on.
func nameless(p Paper, _ regulation.Profile, r *Routing) bool {
	switch {
	case p.Named && p.Reachable && p.Role != Anonymous:
		return false
	case p.Crime:
		return r.is(FileAnonymousReportCrime, regulation.AnonymousCrime, "anonymous_crime", nil, FlagAnonymous)
	}
	return r.is(FileAnonymous, regulation.AnonymousPaper, "anonymous", nil, FlagAnonymous)
}

// illegible: the person is told that the text cannot be read or its
// substance not made out.
func illegible(p Paper, _ regulation.Profile, r *Routing) bool {
	switch {
	case p.Unreadable:
		return r.is(TellUnreadable, regulation.UnreadableNotice, "unreadable", nil, FlagUnreadable)
	case p.Unclear:
		return r.is(TellUnreadable, regulation.UnclearNotice, "unclear", nil, FlagUnclear)
	}
	return false
}

// againstCourt: a court's decision is no commission's to review.
func againstCourt(p Paper, _ regulation.Profile, r *Routing) bool {
	return p.CourtDecision && r.is(ReturnCourtDecision, regulation.CourtReturn, "court_decision", nil, FlagCourtDecision)
}

// forOthers: only the commission directly above the respondent decides, and
// nobody judges oneself.
func forOthers(p Paper, profile regulation.Profile, r *Routing) bool {
	switch {
	case p.Respondent == 0 || p.Higher == p.Own:
		return false
	case p.Respondent == p.Own && !p.Contested.Known():
		return false // a question about our own work, which we answer
	case p.Respondent == p.Own && p.Above == 0:
		r.window(p, profile)
		return r.is(ForwardUp, regulation.ReturnUnsent, "nobody_above", nil, FlagAboutOneself, FlagNowhereToSend)
	case p.Respondent == p.Own:
		r.To = p.Above
		r.window(p, profile)
		return r.is(ForwardUp, regulation.NotOwnJudge, "about_oneself", nil, FlagAboutOneself)
	}
	r.To = p.Higher
	r.window(p, profile)
	switch {
	case p.Higher != 0 && p.Higher == p.Above:
		return r.is(ForwardUp, regulation.DirectlyHigherOnly, "not_directly_higher", nil, FlagWrongCommission)
	case r.Regime == regulation.CampaignRegime:
		return r.is(ForwardCompetent, regulation.DirectlyHigherOnly, "not_directly_higher", nil, FlagWrongCommission)
	}
	return r.is(ForwardCompetent, regulation.ForwardInSeven, "not_directly_higher", nil, FlagWrongCommission)
}

// abusive: insults and threats may be left without an answer on the merits.
func abusive(p Paper, _ regulation.Profile, r *Routing) bool {
	if !p.Abuse && !p.Threat {
		return false
	}
	r.flag(p.Abuse, FlagAbuse)
	r.flag(p.Threat, FlagThreat)
	return r.is(TellAbuse, regulation.AbuseOfRight, "abuse", nil)
}

// repeated: a question answered several times, without new arguments.
func repeated(p Paper, _ regulation.Profile, r *Routing) bool {
	return p.Answered >= several && !p.NewArguments &&
		r.is(StopCorrespondence, regulation.StopCorrespondence, "repeated", regulation.Values{"Answered": p.Answered}, FlagRepeated)
}

// inCourt: while a court has the same matter the commission waits.
func inCourt(p Paper, _ regulation.Profile, r *Routing) bool {
	return p.InCourt && p.Contested.Known() && r.is(SuspendForCourt, regulation.CourtCase, "in_court", nil, FlagInCourt)
}

// noComplaint: a paper that contests nothing, complains about no commission
// or comes from somebody outside the list, is answered by a letter.
func noComplaint(p Paper, _ regulation.Profile, r *Routing) bool {
	switch {
	case !p.Contested.Known() && p.Respondent != 0:
		return r.is(HandleAsAppeal, regulation.AppealNotComplaint, "contests_nothing", nil)
	case !p.Contested.Known():
		return r.is(HandleAsAppeal, regulation.AnsweredInWriting, "about_no_commission", nil)
	case p.Role == OtherRole && !p.RoleAdmitted:
		return r.is(HandleAsAppeal, regulation.Complainants, "role_not_listed", nil, FlagRoleNotListed)
	}
	return false
}

// tooLate: the window to contest a decision on registration is not restorable, and
// the regulation may set windows for the rest.
func tooLate(p Paper, profile regulation.Profile, r *Routing) bool {
	if !r.window(p, profile) {
		return false
	}
	why, from := "filed_too_late", p.DecidedOn
	if !p.onRegistration() {
		why, from = "filed_too_late_other", p.HappenedOn
	}
	return r.is(FiledTooLate, regulation.RegistrationWindow, why, regulation.Values{"Decided": from, "Until": r.WindowEnds})
}

// onRegistration reports whether a decision on registering a candidate or a list is contested.
func (p Paper) onRegistration() bool { return p.Candidacy && p.Contested.Decision }

// windowOf returns the day from which the time to complain runs, and its term: that of
// the law for registration, of the regulation for what else happened in a campaign.
func (p Paper) windowOf(profile regulation.Profile) (from calendar.Date, term regulation.Period, ok bool) {
	if p.onRegistration() {
		return p.DecidedOn, profile.ToFileOnRegistration(), true
	}
	campaign, in := commission.Current(p.Campaigns, p.HappenedOn)
	if !in || !p.Contested.Known() {
		return calendar.Date{}, regulation.Period{}, false
	}
	term, ok = profile.ToFile(!campaign.Holds(p.ReceivedOn))
	return p.HappenedOn, term, ok
}

// window finds the window of R-056, if there is one, and reports whether the paper
// missed it.
func (r *Routing) window(p Paper, profile regulation.Profile) bool {
	from, term, ok := p.windowOf(profile)
	if !ok {
		return false
	}
	if from.IsZero() {
		r.flag(true, FlagWindowUnknown)
		return false
	}
	r.WindowEnds = from.AddDays(term.N)
	late := p.ReceivedOn.After(r.WindowEnds)
	r.flag(late, FlagLate)
	r.flag(!late, FlagWindowOpen)
	return late
}

// accepted: everything else is the commission's own to decide, around voting at once.
func accepted(p Paper, _ regulation.Profile, r *Routing) bool {
	now := r.around() && !p.AdditionalCheck
	r.flag(r.around(), FlagVotingPeriod)
	r.flag(r.Voting == commission.EveOfVoting && !p.AdditionalCheck, FlagSameDay)
	r.flag(p.Respondent == 0, FlagRespondentUnknown)
	r.flag(p.ObserverRights, FlagObserverRights)
	r.flag(p.VotingResults, FlagVotingResults)
	r.flag(p.VotingResults && !p.OwnResultsFixed, FlagCheckResults)
	r.flag(p.VotingResults && p.OwnResultsFixed, FlagResultsFixed)
	r.flag(p.Contested.Decision && (p.Contested.Action || p.Contested.Inaction), FlagMixed)
	r.flag(p.Contested.Decision && p.InPart, FlagInPart)
	r.flag(p.NotConsideredBelow, FlagNotConsidered)

	clause, key := r.answering(p)
	switch {
	case now:
		return r.is(AcceptAtOnce, clause, key, nil)
	case p.NotConsideredBelow && p.Respondent != 0 && clause != regulation.BeforeVoting:
		// With the eve cutting the term short there is no room to send it down.
		return r.is(AcceptForReview, regulation.NotConsideredBelow, "not_considered_below", nil, FlagSendDownAllowed)
	}
	return r.is(AcceptForReview, clause, key, nil)
}

// answering returns the rule whose term the ruling is due in, and the key of its
// sentence. Package deadline finds the same rule when it finds the day.
func (r *Routing) answering(p Paper) (regulation.Clause, string) {
	if r.Regime == regulation.OrdinaryRegime {
		return regulation.ThirtyDays, "in_thirty_days"
	}
	if p.AdditionalCheck {
		return regulation.AdditionalCheck, "additional_check"
	}
	switch r.Voting {
	case commission.VotingDay, commission.DayAfterVoting:
		return regulation.Immediately, "around_voting"
	case commission.AfterVoting:
		return regulation.AfterVoting, "after_voting"
	case commission.BeforeVoting, commission.EveOfVoting, commission.OutsideCampaign:
	}
	campaign, _ := commission.Current(p.Campaigns, p.ReceivedOn)
	fifth := p.ReceivedOn.AddDays(regulation.ToAnswerInCampaign.N)
	if eve := campaign.Eve(); !eve.IsZero() && fifth.After(eve) {
		return regulation.BeforeVoting, "before_voting"
	}
	return regulation.FiveDays, "in_five_days"
}

// upheldBy returns what the majority is counted from that upholds the complaint,
// before anybody has drafted a ruling: annulling a decision needs more than half of
// the established number, the rest what the regulation says.
func (c Contested) upheldBy(profile regulation.Profile, inPart bool) regulation.Basis {
	question := regulation.UnlawfulActionDecide
	switch {
	case c.Decision && (c.Action || c.Inaction):
		question = regulation.AnnulAndUnlawful
	case c.Decision && inPart:
		question = regulation.AnnulPartDecide
	case c.Decision:
		question = regulation.AnnulFullDecide
	case c.Inaction:
		question = regulation.UnlawfulInactionDecide
	}
	majority, err := profile.MajorityFor(question)
	if err != nil { // all five stand on the lists
		return ""
	}
	return majority.Basis
}
