package complaint

import (
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// File makes a complaint of a filing's answers. A filing that lacks an answer is
// refused with every fault at once; nothing else ever refuses a complaint.
func File(a Answers, files []attachment.Attachment, receiver commission.ID, channel Channel, today calendar.Date, at time.Time) (Complaint, error) {
	if err := a.Check(AboutAll, today); err != nil {
		return Complaint{}, err
	}
	return Complaint{
		Commission: receiver, State: Filed, Version: 1, FiledAt: at,
		Channel: channel, Assurance: Unconfirmed, Answers: a, Attachments: files,
	}, nil
}

// FilingLine is the first line of a complaint's docket. The answers go in as a
// commitment under the complaint's own salt, the files by their digests.
// Of a paper the secretary entered it also says when it came and on how many sheets.
func (c Complaint) FilingLine(by identity.Actor, commitment string) docket.Line {
	digests := make([]string, len(c.Attachments))
	for i, file := range c.Attachments {
		digests[i] = file.SHA256.String()
	}
	line := docket.Line{Act: string(Filing), By: by, Clause: regulation.DutyToAccept,
		Facts: docket.Facts{"to": string(c.State), "number": c.Ref.String(), "answers": commitment, "files": digests,
			"channel": string(c.Channel)}}
	if c.TakenBy != 0 {
		line.Facts["received_at"], line.Facts["sheets"] = c.FiledAt.UTC().Format(time.RFC3339), c.Sheets
		line.Facts["assurance"] = string(c.Assurance)
	}
	return line
}

// Intake is what the secretary fills in to register a complaint.
type Intake struct {
	Contested       Contested
	Respondent      commission.ID
	Title           string
	Category        string
	Article         string
	AdditionalCheck bool
	CheckReason     string // why the facts need an additional check; the complainant reads it
	Checks          []Check
	Rapporteur      identity.ID // zero: assigned later
	Namesake        bool        // the complaint names somebody else of the rapporteur's surname
	Route           Route       // what is to be done with the paper; empty: a ruling on it
	RouteReason     string      // why not what the rules lead to
	Findings        Findings    // what only a person can find out
	Linked          []ID        // earlier complaints of the commission it belongs with
}

// Sought are the findings with what the rest of the screen says about the route.
func (in Intake) Sought() Findings {
	f := in.Findings
	f.AdditionalCheck = f.AdditionalCheck || in.AdditionalCheck
	f.Candidacy = f.Candidacy || in.Category == "candidate_registration"
	return f
}

// Routing recommends what is to be done with the paper, as the intake describes it.
// Higher is the commission directly above the respondent.
func (c Complaint) Routing(in Intake, higher commission.ID, m commission.Moment) Routing {
	c.Contested, c.Respondent = in.Contested, in.Respondent
	in.Findings.RoleAdmitted = c.Admission.Granted
	in.Findings.OwnResultsFixed = in.Findings.OwnResultsFixed || !c.ResultsFixed(m).IsZero()
	return c.Paper(in.Sought(), higher, m).Route(m.Composition.ProfileAt(c.FiledAt))
}

// Register enters the paper into the register under the next number, whatever is to be
// done with it. The regime follows from the day of receipt and never changes
// afterwards. The paper takes the route the rules lead to, or another one
// with a reason. Only the commission directly above the respondent registers a complaint
// for its ruling: higher is that one, as the tree has it. Somebody outside the
// list of complainants is admitted to one by the chair alone. What needs no ruling
// waits for its letter; an anonymous paper is filed without an answer at once.
// Whom the rapporteur of a ruling may be is for Assign to say.
func (c Complaint) Register(by identity.Actor, in Intake, higher commission.ID, number int, m commission.Moment) (Complaint, []docket.Line, error) {
	if err := c.must(by, identity.RegisterPaper, regulation.DutyToAccept); err != nil {
		return c, nil, err
	}
	in.Findings.RoleAdmitted = c.Admission.Granted
	in.Findings.OwnResultsFixed = in.Findings.OwnResultsFixed || in.Findings.VotingResults && !c.ResultsFixed(m).IsZero()
	routing := c.Routing(in, higher, m)
	route := in.chosen(routing.Route)
	err := errors.Join(in.checkFor(route, c.Commission, higher), in.check(), long(in.RouteReason, "route_reason", MaxLine))
	if err != nil {
		return c, nil, err
	}
	if route.Ruled() && c.Unadmitted() {
		return c, nil, regulation.Missing(regulation.Complainants, "route", "admission_needed")
	}
	if err := c.mayTake(route, routing, in.RouteReason); err != nil {
		return c, nil, err
	}
	otherwise := c.readOtherwise(in, route)
	if otherwise && strings.TrimSpace(in.RouteReason) == "" {
		return c, nil, regulation.Missing(regulation.AppealNotComplaint, "route_reason", "otherwise_reason_missing")
	}
	act := Registration
	switch {
	case route == FileAnonymous:
		act = FilingAway
	case !route.Ruled():
		act = Noting
	}
	next, line, err := c.take(act, by, docket.Facts{"register_number": number, "route": string(routing.Route)})
	if err != nil {
		return c, nil, err
	}
	next.Contested, next.Respondent = in.Contested, in.Respondent
	next.Title, next.Category, next.Article = strings.TrimSpace(in.Title), in.Category, strings.TrimSpace(in.Article)
	next.Findings, next.Linked = in.Sought(), c.linkedTo(in.Linked)
	next.Checks = in.Checks
	next.RegisteredAt, next.RegisterYear, next.RegisterNumber = m.At, m.Day.Year(), number
	next.Regime = regulation.OrdinaryRegime
	received := c.ReceivedOn(m.Composition.ProfileAt(c.FiledAt).Zone())
	if campaign, ok := commission.Current(m.Campaigns, received); ok {
		next.Regime, next.Campaign = regulation.CampaignRegime, campaign.ID
		if next.AdditionalCheck = next.Findings.AdditionalCheck; next.AdditionalCheck { // the longer term is that of a campaign
			if err := errors.Join(written(regulation.AdditionalCheck, "additional_reason", in.CheckReason, "extension_reason_missing"),
				regulation.Legible(regulation.AdditionalCheck, "additional_reason", in.CheckReason, MaxLine)); err != nil {
				return c, nil, err
			}
			next.ExtensionReason = strings.TrimSpace(in.CheckReason)
			line.Facts["reason"] = next.ExtensionReason
		}
	}
	line.Facts["regime"], line.Facts["respondent"] = string(next.Regime), int64(next.Respondent)
	line.Facts["additional_check"] = next.AdditionalCheck // it moves the term
	line.Facts["decision"], line.Facts["action"], line.Facts["inaction"] = in.Contested.Decision, in.Contested.Action, in.Contested.Inaction
	next = next.onRoute(route, routing, in.RouteReason, &line)
	if otherwise {
		next.RouteReason = strings.TrimSpace(in.RouteReason)
		line.Facts["route_reason"] = next.RouteReason
	}
	if act == FilingAway {
		next.ClosedAt = m.At
	}
	in.tell(line.Facts)
	lines := []docket.Line{line}
	if in.Rapporteur != 0 && route.Ruled() {
		assigned, second, err := next.Assign(by, in.Rapporteur, in.Namesake, m)
		if err != nil {
			return c, nil, err
		}
		return assigned, append(lines, second), nil
	}
	return next, lines, nil
}

// linkedTo adds the complaints the secretary linked to the one it was taken over from.
func (c Complaint) linkedTo(more []ID) []ID {
	if len(c.Linked) == 0 {
		return more
	}
	all := slices.Clone(c.Linked)
	for _, id := range more {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// tell adds to the facts of the registration what the secretary found out, the checks
// answered otherwise than the machine did, and the complaints linked.
func (in Intake) tell(facts docket.Facts) {
	if found := in.Sought(); found != (Findings{}) {
		facts["findings"] = found
	}
	var changed []map[string]string
	for _, check := range in.Checks {
		if check.Changed() {
			changed = append(changed, map[string]string{"check": string(check.Name), "machine": string(check.Machine), "chosen": string(check.Answer)})
		}
	}
	if len(changed) > 0 {
		facts["checks_changed"] = changed
	}
	if len(in.Linked) > 0 {
		facts["linked"] = in.Linked
	}
}

// check looks at what every paper is registered with.
func (in Intake) check() error {
	faults := []error{blank(in.Title, "title", "title_missing"), long(in.Title, "title", MaxLine), long(in.Article, "article", MaxLine)}
	if !in.checked() {
		faults = append(faults, regulation.Missing(regulation.FormOfComplaint, "checks", "checks_missing"))
	}
	for _, check := range in.Checks {
		if !check.Answer.Valid() {
			faults = append(faults, regulation.Missing(regulation.FormOfComplaint, "check_"+string(check.Name), "choose_one"))
		}
		faults = append(faults, long(check.Note, "note_"+string(check.Name), MaxLine))
	}
	return errors.Join(faults...)
}

// checkFor looks at what the route needs to be known: a ruling, what is contested and
// whose act it is.
func (in Intake) checkFor(route Route, own, higher commission.ID) error {
	var faults []error
	if route.Ruled() && !in.Contested.Known() {
		faults = append(faults, regulation.Missing(regulation.ContestedActs, "contested", "contested_missing"))
	}
	switch {
	case in.Respondent == own && in.Contested.Known() && route.onMerits(), in.Respondent == own && route.Ruled():
		faults = append(faults, regulation.Missing(regulation.NotOwnJudge, "respondent", "own_judge"))
	case !route.Ruled():
	case in.Respondent == 0:
		faults = append(faults, regulation.Missing(regulation.DirectSuperior, "respondent", "respondent_missing"))
	case higher != own:
		faults = append(faults, regulation.Missing(regulation.DirectSuperior, "respondent", "not_directly_higher"))
	}
	return errors.Join(faults...)
}

// checked reports whether each of the six checks stands there once.
func (in Intake) checked() bool {
	if len(in.Checks) != len(CheckNames) {
		return false
	}
	for _, name := range CheckNames {
		if !slices.ContainsFunc(in.Checks, func(c Check) bool { return c.Name == name }) {
			return false
		}
	}
	return true
}

// MayReport refuses as rapporteur whoever does not sit in the commission that day, and
// whoever would report on a case of their own: the member who complained, and
// one who sits in the commission complained about too.
func (c Complaint) MayReport(person identity.ID, m commission.Moment) error {
	member, ok := m.Composition.Member(m.Day, person)
	switch {
	case !ok:
		return regulation.Missing(regulation.VotingMembers, "rapporteur", "rapporteur_not_member")
	case c.Respondent == c.Commission:
		return regulation.Refuse(regulation.NotOwnJudge, "own_judge", nil)
	case member.Name.Same(c.Complainant.Name):
		return regulation.Missing(regulation.NotOwnJudge, "rapporteur", "rapporteur_complained")
	case c.Respondent != 0 && m.Composition.SitsIn(m.Day, person, c.Respondent):
		return regulation.Missing(regulation.NotOwnJudge, "rapporteur", "rapporteur_of_respondent")
	}
	return nil
}

// Assign names the voting member who prepares the draft, see MayReport. A complaint is
// assigned to nobody whom it names: of a surname that stands in it by chance,
// namesake confirms that it is somebody else's.
func (c Complaint) Assign(by identity.Actor, rapporteur identity.ID, namesake bool, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.AssignRapporteur, regulation.ReasonedDecision); err != nil {
		return c, docket.Line{}, err
	}
	if err := c.MayReport(rapporteur, m); err != nil {
		return c, docket.Line{}, err
	}
	facts := docket.Facts{"rapporteur": int64(rapporteur)}
	if member, _ := m.Composition.Member(m.Day, rapporteur); c.Mentions(member.Name) {
		if !namesake {
			return c, docket.Line{}, &regulation.Refusal{Clause: regulation.NotOwnJudge, Field: "namesake", Key: "rapporteur_named", Values: regulation.Values{"Name": member.Name.Short()}}
		}
		facts["namesake"] = true
	}
	next, line, err := c.take(Assignment, by, facts)
	if err != nil {
		return c, docket.Line{}, err
	}
	next.Rapporteur = rapporteur
	return next, line, nil
}

// Edits reports whether the actor may change the draft: the rapporteur, the members of
// the working group it was given to, whom a sitting named to rework it,
// and the secretary who checks the text.
func (c Complaint) Edits(by identity.Actor, m commission.Moment) bool {
	return by.MayAbout(identity.DraftRuling, c.Matter()) && (by.ID == c.Rapporteur || by.Office == identity.Secretary || c.reworks(by) || c.InGroup(by.ID, m))
}

// Draft records that a new version of the draft ruling was saved.
func (c Complaint) Draft(by identity.Actor, version int, digest string, m commission.Moment) (Complaint, docket.Line, error) {
	return c.edit(Drafting, by, docket.Facts{"draft": version, "text": digest}, m)
}

// Complete declares the draft ready for a sitting. That the draft has all its
// parts package ruling has checked before.
func (c Complaint) Complete(by identity.Actor, version int, m commission.Moment) (Complaint, docket.Line, error) {
	next, line, err := c.edit(Completion, by, docket.Facts{"draft": version}, m)
	if err == nil {
		next.Rework = Rework{}
	}
	return next, line, err
}

// Reopen takes a ready draft back for changes.
func (c Complaint) Reopen(by identity.Actor, m commission.Moment) (Complaint, docket.Line, error) {
	return c.edit(Reopening, by, nil, m)
}

func (c Complaint) edit(act Act, by identity.Actor, facts docket.Facts, m commission.Moment) (Complaint, docket.Line, error) {
	if !c.Edits(by, m) {
		return c, docket.Line{}, regulation.Refuse(regulation.Reasoned, "not_the_rapporteur", nil)
	}
	return c.take(act, by, facts)
}

// Schedule puts the complaint on the agenda of a sitting, not before whoever is said in it
// to have broken the law was told and may explain.
func (c Complaint) Schedule(by identity.Actor, sitting int64) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.PrepareSitting, regulation.Convening); err != nil {
		return c, docket.Line{}, err
	}
	if c.TellsAccused() {
		return c, docket.Line{}, regulation.Refuse(regulation.AccusedTold, "accused_not_told", nil)
	}
	return c.take(Scheduling, by, docket.Facts{"sitting": sitting})
}

// Unschedule takes the complaint off the agenda before the sitting has begun.
func (c Complaint) Unschedule(by identity.Actor, sitting int64) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.PrepareSitting, regulation.Convening); err != nil {
		return c, docket.Line{}, err
	}
	return c.take(Withdrawing, by, docket.Facts{"sitting": sitting})
}

// Reject records that the draft put to the vote was not adopted. That is not an
// outcome: the complaint goes back to the rapporteur and its term runs on.
func (c Complaint) Reject(by identity.Actor, sitting int64, number int) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.ConductSitting, regulation.SerialNumbers); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(Rejection, by, docket.Facts{"sitting": sitting})
	if err != nil {
		return c, docket.Line{}, err
	}
	next.Rework = Rework{Cause: DraftRejected, Sitting: number}
	return next, line, nil
}

// Postpone records that the commission postponed the complaint, or that the sitting
// ended without a vote on it. Its term runs on.
func (c Complaint) Postpone(by identity.Actor, sitting int64) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.ConductSitting, regulation.SerialNumbers); err != nil {
		return c, docket.Line{}, err
	}
	return c.take(Postponement, by, docket.Facts{"sitting": sitting})
}

// Adopt records the ruling that the vote adopted: exactly one of three outcomes.
func (c Complaint) Adopt(by identity.Actor, outcome regulation.Outcome, number string, at time.Time) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.ConductSitting, regulation.SerialNumbers); err != nil {
		return c, docket.Line{}, err
	}
	if !outcome.Valid() {
		return c, docket.Line{}, regulation.Missing(regulation.ThreeOutcomes, "outcome", "outcome_not_of_three")
	}
	next, line, err := c.take(Adoption, by, docket.Facts{"outcome": string(outcome), "number": number})
	if err != nil {
		return c, docket.Line{}, err
	}
	next.Outcome, next.DecidedAt = outcome, at
	return next, line, nil
}

// Sign records that the ruling bears both signatures.
func (c Complaint) Sign(by identity.Actor, digest string, at time.Time) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.SignPaper, regulation.SerialNumbers); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(Signing, by, docket.Facts{"sha256": digest})
	if err != nil {
		return c, docket.Line{}, err
	}
	next.SignedAt = at
	return next, line, nil
}

// Deliver records that the ruling reached everybody it is owed to.
func (c Complaint) Deliver(by identity.Actor, at time.Time) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.DeliverPaper, regulation.DeliveryInThree); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(Delivery, by, nil)
	if err != nil {
		return c, docket.Line{}, err
	}
	next.ClosedAt = at
	return next, line, nil
}
