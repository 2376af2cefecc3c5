package complaint

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// LetterKind says what a letter of the commission is about.
type LetterKind string

// The letters. A notice goes with the cover of what was forwarded, to the complainant.
const (
	Reply           LetterKind = "reply"
	LateReply       LetterKind = "too_late"      // R-056, with the reasons
	EmailPointer    LetterKind = "email_pointer"
	UnreadableTold  LetterKind = "unreadable"
	UnclearTold     LetterKind = "unclear"
	AbuseTold       LetterKind = "abuse"
	Stopped         LetterKind = "correspondence_stopped"
	Cover           LetterKind = "forwarding_cover"  // to the body that is to decide
	Notice          LetterKind = "forwarding_notice" // to the complainant
	ReturnedUnsent  LetterKind = "return_unsent"
	ReturnedOfCourt LetterKind = "return_court"
	DownCover       LetterKind = "sending_down"
	AccusedNotice   LetterKind = "accused_told"
	RequestLetter   LetterKind = "information_request"
	ReferralLetter  LetterKind = "referral"
	ExtensionTold   LetterKind = "term_extended"
	SuspensionTold  LetterKind = "suspended"
	ResumptionTold  LetterKind = "resumed"
	TerminationTold LetterKind = "terminated"
)

// LetterKinds lists all kinds.
var LetterKinds = []LetterKind{Reply, LateReply, EmailPointer, UnreadableTold, UnclearTold, AbuseTold, Stopped, Cover, Notice,
	ReturnedUnsent, ReturnedOfCourt, DownCover, AccusedNotice, RequestLetter, ReferralLetter,
	ExtensionTold, SuspensionTold, ResumptionTold, TerminationTold}

// ToComplainant reports whether the letter is written to the complainant.
func (k LetterKind) ToComplainant() bool {
	return k != Cover && k != DownCover && k != AccusedNotice && !k.Inquires()
}

// Inquires reports whether the letter carries a request or a referral.
func (k LetterKind) Inquires() bool { return k == RequestLetter || k == ReferralLetter }

// MovesTerm reports whether the letter tells of an act on the term, and does it.
func (k LetterKind) MovesTerm() bool {
	return k == ExtensionTold || k == SuspensionTold || k == ResumptionTold || k == TerminationTold
}

// Letter is what a person fills in to send a letter of the commission.
type Letter struct {
	Kind        LetterKind
	Text        string        // the reply's facts and norms; what was found not considered; what is said of the accused; why more time is needed
	Conclusions string        // of a reply: one to each question, each on a line of its own
	To          commission.ID // the commission it goes to; zero for a body outside
	Body        string        // name of the body outside, or of the accused
	Address     string        // postal
	Email       string        // of the accused, if there is one
	Apart       bool          // confirmed: the paper complains neither about the body nor about its officials
	ControlOn   calendar.Date // when what was sent down is looked at
	Inquiry     int           // number of the request or referral it carries
	Suit        Suit          // the case in court that the complaint waits for
	Same        bool          // confirmed: it is the same matter of the same complainant
	Judgment    Judgment      // how that case ended
}

// Ending is how a paper ended without a ruling.
type Ending struct {
	Letter LetterKind    `json:"letter,omitempty"`
	To     commission.ID `json:"to,omitempty"`   // the commission that has it now
	As     Ref           `json:"as,omitzero"`    // the number it has there; zero where that commission does not work here
	Body   string        `json:"body,omitempty"` // the body outside that has it now
}

// SentDown says that the lower commission was given a complaint whose circumstances it
// had not considered. The term runs on here.
type SentDown struct {
	At        time.Time     `json:"at,omitzero"`
	Finding   string        `json:"finding,omitempty"`
	ControlOn calendar.Date `json:"control_on,omitzero"`
}

// Accused says what was done about somebody who is said to have broken the law.
type Accused struct {
	Name   string    `json:"name,omitempty"` // empty: there was nobody to tell
	At     time.Time `json:"at,omitzero"`
	Reason string    `json:"reason,omitempty"` // why nobody was told
}

// Owed are the letters, each of which would end the paper; empty where none would. What
// cannot be forwarded, because the only way leads to the commission complained about,
// is returned.
func (c Complaint) Owed(m commission.Moment) []LetterKind {
	if c.State != LetterDue {
		return nil
	}
	switch c.Route {
	case HandleAsAppeal:
		return []LetterKind{Reply}
	case FiledTooLate:
		return []LetterKind{LateReply}
	case PointToElectronicChannels:
		return []LetterKind{EmailPointer}
	case TellUnreadable:
		if c.RouteClause == regulation.UnclearNotice {
			return []LetterKind{UnclearTold, UnreadableTold}
		}
		return []LetterKind{UnreadableTold, UnclearTold}
	case TellAbuse:
		return []LetterKind{AbuseTold}
	case StopCorrespondence:
		return []LetterKind{Stopped}
	case ReturnCourtDecision:
		return []LetterKind{ReturnedOfCourt}
	case ForwardUp, ForwardCompetent:
		if c.Respondent == c.Commission && m.Composition.Commission.Parent == 0 {
			return []LetterKind{ReturnedUnsent}
		}
		return []LetterKind{Cover}
	case FileAnonymousReportCrime:
		return []LetterKind{Cover}
	case AcceptAtOnce, AcceptForReview, SuspendForCourt, FileAnonymous:
	}
	return nil
}

// Send does what the letter does: ends the paper by it, sends it down, moves its term,
// or tells the accused. To is the commission it goes to, the zero one for none.
func (c Complaint) Send(by identity.Actor, l Letter, to, respondent commission.Commission, due calendar.Date, m commission.Moment) (Complaint, docket.Line, error) {
	switch l.Kind {
	case Cover:
		return c.Forward(by, l, to, respondent, m)
	case ReturnedUnsent, ReturnedOfCourt:
		return c.Return(by, l, m)
	case DownCover:
		return c.SendDown(by, l, due, m)
	case AccusedNotice:
		return c.TellAccused(by, l, m)
	case RequestLetter, ReferralLetter:
		return c.SendInquiry(by, l, m)
	case ExtensionTold:
		return c.Extend(by, l.Text, due, m)
	case SuspensionTold:
		return c.Suspend(by, l.Suit, l.Same, m)
	case ResumptionTold, TerminationTold:
		l.Judgment.Merits = l.Kind == TerminationTold
		return c.Resume(by, l.Judgment, m)
	case Reply, LateReply, EmailPointer, UnreadableTold, UnclearTold, AbuseTold, Stopped:
		return c.Answer(by, l, m)
	case Notice: // goes with its cover
	}
	return c, docket.Line{}, regulation.Missing(regulation.ReasonedDecision, "kind", "choose_one")
}

// Answer ends a paper by a letter to its author, signed by the chair. It
// closes only what needs no ruling: the route says which letter it is.
func (c Complaint) Answer(by identity.Actor, l Letter, m commission.Moment) (Complaint, docket.Line, error) {
	next, line, err := c.end(Answering, by, l, m)
	if err != nil {
		return c, docket.Line{}, err
	}
	var faults []error
	if l.Kind == Reply {
		faults = []error{written(regulation.Reasoned, "text", l.Text, "letter_text_missing"), written(regulation.Reasoned, "conclusions", l.Conclusions, "conclusions_missing")}
	}
	if l.Kind == Stopped {
		faults = []error{written(regulation.StopCorrespondence, "text", l.Text, "earlier_answers_missing")}
	}
	if err := errors.Join(append(faults, l.legible(line.Clause))...); err != nil {
		return c, docket.Line{}, err
	}
	return next, line, nil
}

// Return gives the paper back with the way to a court: nobody above could decide about
// the commission itself, or a court's decision is contested.
func (c Complaint) Return(by identity.Actor, l Letter, m commission.Moment) (Complaint, docket.Line, error) {
	next, line, err := c.end(Returning, by, l, m)
	if err != nil {
		return c, docket.Line{}, err
	}
	return next, line, l.legible(line.Clause)
}

// Forward passes the paper to the commission or body that is to decide it. It never
// goes to the one complained about, nor to a commission below that one,
// and a complaint only to the commission directly above its respondent, or up, where it
// is passed on. The parent of the respondent is that one, as the campaign
// has it.
func (c Complaint) Forward(by identity.Actor, l Letter, to, respondent commission.Commission, m commission.Moment) (Complaint, docket.Line, error) {
	next, line, err := c.end(Forwarding, by, l, m)
	if err != nil {
		return c, docket.Line{}, err
	}
	if err := errors.Join(c.checkTo(l, to, respondent, m.Composition.Commission.Parent), l.legible(line.Clause)); err != nil {
		return c, docket.Line{}, err
	}
	next.Ending.To, next.Ending.Body = to.ID, strings.TrimSpace(l.Body)
	if to.ID != 0 {
		next.Ending.Body = ""
	}
	line.Facts["commission"], line.Facts["body"] = int64(to.ID), next.Ending.Body
	return next, line, nil
}

func (c Complaint) checkTo(l Letter, to, respondent commission.Commission, above commission.ID) error {
	body, typed := words(l.Body), words(c.RespondentText)
	switch {
	case to.ID == 0 && body == "":
		return regulation.Missing(regulation.ForwardInSeven, "to", "forward_to_missing")
	case to.ID != 0 && body != "":
		return regulation.Missing(regulation.ForwardInSeven, "to", "forward_to_one")
	case to.ID != 0 && to.ID == c.Commission:
		return regulation.Missing(regulation.ForwardInSeven, "to", "forward_to_oneself")
	case to.ID != 0 && to.ID == c.Respondent:
		return regulation.Missing(regulation.NotOwnJudge, "to", "forward_to_respondent")
	case to.ID != 0 && c.Respondent != 0 && to.Parent == c.Respondent:
		return regulation.Missing(regulation.NotOwnJudge, "to", "forward_below_respondent")
	case c.decidedAbove(respondent) && to.ID != respondent.Parent && (to.ID == 0 || to.ID != above):
		return regulation.Missing(regulation.DirectlyHigherOnly, "to", "forward_not_higher")
	case to.ID != 0:
		return nil
	case strings.TrimSpace(l.Address) == "":
		return regulation.Missing(regulation.ForwardInSeven, "address", "body_address_missing")
	case c.Respondent != 0 && (body == words(respondent.Name) || body == words(respondent.ShortName)),
		typed != "" && (strings.Contains(typed, body) || strings.Contains(body, typed)):
		return regulation.Missing(regulation.NotOwnJudge, "body", "forward_to_respondent")
	case !l.Apart:
		return regulation.Missing(regulation.NotOwnJudge, "apart", "forward_apart_missing")
	}
	return nil
}

// decidedAbove reports whether what is forwarded is a complaint about a commission that
// has one directly above it.
func (c Complaint) decidedAbove(respondent commission.Commission) bool {
	return c.Route.Forwarded() && c.Contested.Known() && c.Respondent != 0 && respondent.Parent != 0
}

// Shelve files an anonymous paper without an answer: there is nobody to answer.
func (c Complaint) Shelve(by identity.Actor, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.SignLetter, regulation.AnonymousPaper); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(Shelving, by, nil)
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case c.Route != FileAnonymous:
		return c, docket.Line{}, regulation.Refuse(regulation.AnonymousPaper, "letter_not_owed", nil)
	}
	next.ClosedAt = m.At
	return next, line, nil
}

// end takes the paper to an end that its route allows.
func (c Complaint) end(act Act, by identity.Actor, l Letter, m commission.Moment) (Complaint, docket.Line, error) {
	clause := moves[act].clause
	if err := c.must(by, identity.SignLetter, clause); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(act, by, docket.Facts{"letter": string(l.Kind), "route": string(c.Route)})
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case !slices.Contains(c.Owed(m), l.Kind):
		return c, docket.Line{}, regulation.Refuse(regulation.ReasonedDecision, "letter_not_owed", nil)
	}
	if c.RouteClause != "" {
		line.Clause = c.RouteClause
	}
	next.Ending, next.ClosedAt = Ending{Letter: l.Kind}, m.At
	return next, line, nil
}

// SendDown gives the complaint to the commission complained about, which is allowed
// only because it never considered the circumstances: that finding is recorded. Nothing
// else moves: the complaint stays here and its term runs on, and before that ends it is
// looked at what was done below. due is the day the term ends.
func (c Complaint) SendDown(by identity.Actor, l Letter, due calendar.Date, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.SignLetter, regulation.NotConsideredBelow); err != nil {
		return c, docket.Line{}, err
	}
	finding := strings.TrimSpace(l.Text)
	next, line, err := c.take(SendingDown, by, docket.Facts{"finding": finding, "control_on": l.ControlOn.String()})
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case c.Respondent == c.Commission:
		return c, docket.Line{}, regulation.Refuse(regulation.NotOwnJudge, "own_judge", nil)
	case !c.SentDown.At.IsZero():
		return c, docket.Line{}, regulation.Refuse(regulation.NotConsideredBelow, "sent_down_already", nil)
	}
	faults := []error{written(regulation.NotConsideredBelow, "text", l.Text, "finding_missing"), l.legible(regulation.NotConsideredBelow)}
	switch {
	case l.ControlOn.IsZero():
		faults = append(faults, regulation.Missing(regulation.NotConsideredBelow, "control_on", "control_missing"))
	case !l.ControlOn.After(m.Day):
		faults = append(faults, regulation.Missing(regulation.NotConsideredBelow, "control_on", "control_passed"))
	case !l.ControlOn.Before(due):
		faults = append(faults, regulation.Missing(regulation.NotConsideredBelow, "control_on", "control_too_late"))
	}
	if err := errors.Join(faults...); err != nil {
		return c, docket.Line{}, err
	}
	next.SentDown = SentDown{At: m.At, Finding: finding, ControlOn: l.ControlOn}
	return next, line, nil
}

// TellAccused tells a candidate, an association or a group at once that they are said
// to have broken the law: they may explain.
func (c Complaint) TellAccused(by identity.Actor, l Letter, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.TellAccused, regulation.AccusedTold); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(TellAccused, by, nil)
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case c.Regime != regulation.CampaignRegime:
		return c, docket.Line{}, regulation.Refuse(regulation.AccusedTold, "accused_in_campaign_only", nil)
	}
	faults := []error{written(regulation.AccusedTold, "body", l.Body, "accused_missing"), written(regulation.AccusedTold, "text", l.Text, "accusation_missing"), l.legible(regulation.AccusedTold)}
	switch {
	case strings.TrimSpace(l.Email) != "" && !ValidEmail(strings.TrimSpace(l.Email)):
		faults = append(faults, regulation.Missing(regulation.AccusedTold, "email", "email_wrong"))
	case strings.TrimSpace(l.Email) == "" && strings.TrimSpace(l.Address) == "":
		faults = append(faults, regulation.Missing(regulation.AccusedTold, "address", "accused_address_missing"))
	}
	if err := errors.Join(faults...); err != nil {
		return c, docket.Line{}, err
	}
	next.Findings.AccusedNamed, next.Accused = true, Accused{Name: strings.TrimSpace(l.Body), At: m.At}
	return next, line, nil
}

// NobodyToTell notes why nobody is told by R-055.
func (c Complaint) NobodyToTell(by identity.Actor, reason string, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.TellAccused, regulation.AccusedTold); err != nil {
		return c, docket.Line{}, err
	}
	reason = strings.TrimSpace(reason)
	next, line, err := c.take(NobodyToTell, by, docket.Facts{"reason": reason})
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case !c.TellsAccused():
		return c, docket.Line{}, regulation.Refuse(regulation.AccusedTold, "accused_not_named", nil)
	case reason == "":
		return c, docket.Line{}, regulation.Missing(regulation.AccusedTold, "reason", "accused_reason_missing")
	}
	if err := regulation.Legible(regulation.AccusedTold, "reason", reason, MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	next.Accused = Accused{At: m.At, Reason: reason}
	return next, line, nil
}

// TellsAccused reports whether somebody still has to be told by R-055.
func (c Complaint) TellsAccused() bool {
	return c.Findings.AccusedNamed && c.Accused.At.IsZero() && c.Regime == regulation.CampaignRegime && c.State != Filed && c.State.Open()
}

// legible refuses what no paper can hold.
func (l Letter) legible(clause regulation.Clause) error {
	return errors.Join(regulation.Legible(clause, "text", l.Text, MaxText), regulation.Legible(clause, "conclusions", l.Conclusions, MaxText),
		regulation.Legible(clause, "body", l.Body, MaxLine), regulation.Legible(clause, "address", l.Address, MaxLine), regulation.Legible(clause, "email", l.Email, MaxLine))
}

func written(clause regulation.Clause, field, text, key string) error {
	if strings.TrimSpace(text) == "" {
		return regulation.Missing(clause, field, key)
	}
	return nil
}

// words is a name without case, signs and spaces, to compare it by.
func words(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
