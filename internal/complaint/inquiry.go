package complaint

import (
	"crypto/sha256"
	"encoding/hex"
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

// InquiryKind says for what the commission turns to somebody over a complaint.
type InquiryKind string

// The kinds. An explanation has no letter of its own: it answers the notice of R-055.
const (
	Request     InquiryKind = "request"     // for information
	Referral    InquiryKind = "referral"    // of materials
	Explanation InquiryKind = "explanation" // of who is said to have broken the law
)

// InquiryState is what became of an inquiry.
type InquiryState string

// The states of an inquiry.
const (
	Prepared InquiryState = "prepared" // waits for the chair's signature
	Asked    InquiryState = "sent"
	Heard    InquiryState = "answered"
	Silent   InquiryState = "unanswered"
	SetAside InquiryState = "set_aside" // not signed, and not to be
)

// InquiryStates lists them all.
var InquiryStates = []InquiryState{Prepared, Asked, Heard, Silent, SetAside}

// Authority is to whom materials are referred.
type Authority string

// The authorities. A court has no term to answer a commission in.
const (
	Police        Authority = "police"
	Prosecutor    Authority = "prosecutor"
	Investigators Authority = "investigators"
	LawCourt      Authority = "court"
)

// Authorities lists them all.
var Authorities = []Authority{Police, Prosecutor, Investigators, LawCourt}

// Inquiry is one turn of the commission to somebody over a complaint, with what came
// back. It keeps its number within the complaint.
type Inquiry struct {
	Number int
	Kind   InquiryKind

	To        commission.ID `json:",omitzero"`  // the commission asked; zero for a body outside
	Authority Authority     `json:",omitempty"` // of a referral
	Body      string        // name of whom is asked; of an explanation, who explains
	Address   string        `json:",omitempty"`
	Email     string        `json:",omitempty"`

	Text      string `json:",omitempty"` // what is asked; of a referral the facts and norms
	Why       string `json:",omitempty"` // of a request: what it is needed for
	Materials string `json:",omitempty"` // of a referral: what goes with it, each on a line of its own
	Enclose   bool   `json:",omitempty"` // the text of the complaint goes with a referral
	Checking  bool   `json:",omitempty"` // of a referral: the facts need checking, ten days
	Apart     bool   `json:",omitempty"` // confirmed: the paper complains neither about the body nor about its officials

	DecisionNumber string        `json:",omitempty"` // of the sitting that decided on a referral; empty where the chair alone did
	DecisionOn     calendar.Date `json:",omitzero"`

	PreparedBy identity.ID   `json:",omitzero"`
	PreparedAt time.Time     `json:",omitzero"`
	SetAsideAt time.Time     `json:",omitzero"`
	SentAt     time.Time     `json:",omitzero"`
	ReachedOn  calendar.Date `json:",omitzero"` // the day it reached whom is asked, once that is known
	Answer     Answer        `json:",omitzero"`

	Files []attachment.Attachment `json:"-"` // of the answer; the store keeps them apart
}

// Answer is what came back, or that nothing did.
type Answer struct {
	From    string        `json:",omitempty"` // who answered
	On      calendar.Date `json:",omitzero"`  // the day it came in
	Text    string        `json:",omitempty"` // its substance; of silence, what is known of why
	Refused bool          `json:",omitempty"` // the information was refused
	Silent  bool          `json:",omitempty"` // the term is over and nothing came
	At      time.Time     `json:",omitzero"`  // when it was entered
}

// State says what became of the inquiry.
func (i Inquiry) State() InquiryState {
	switch {
	case !i.SetAsideAt.IsZero():
		return SetAside
	case i.Answer.Silent:
		return Silent
	case !i.Answer.At.IsZero():
		return Heard
	case !i.SentAt.IsZero():
		return Asked
	}
	return Prepared
}

// Letter is the kind of letter the inquiry goes out by.
func (i Inquiry) Letter() LetterKind {
	if i.Kind == Referral {
		return ReferralLetter
	}
	return RequestLetter
}

// FromAt is the instant the term of the answer runs from: the day the letter reached
// whom is asked, and until that is known the moment it was signed.
func (i Inquiry) FromAt(zone *time.Location) time.Time {
	if i.ReachedOn.IsZero() {
		return i.SentAt
	}
	return i.ReachedOn.Start(zone)
}

// MetAt is the instant the answer came in, zero while none is recorded. An answer
// entered on a later day met the term on its own day.
func (i Inquiry) MetAt(zone *time.Location) time.Time {
	if i.Answer.On.IsZero() || i.Answer.On == calendar.On(i.Answer.At, zone) {
		return i.Answer.At
	}
	return i.Answer.On.Start(zone)
}

// EndsPaper reports whether a referral is what the paper itself ends by: an anonymous
// report of a crime is nothing but forwarded.
func (c Complaint) EndsPaper(k InquiryKind) bool {
	return k == Referral && c.State == LetterDue && c.Route == FileAnonymousReportCrime
}

// Inquirable reports whether an inquiry of the kind can go out as the complaint stands.
func (c Complaint) Inquirable(k InquiryKind) bool {
	return slices.Contains(moves[k.sending()].from, c.State)
}

// Explainable reports whether somebody was told of what is said of them and may still
// explain it.
func (c Complaint) Explainable() bool {
	return c.Accused.Name != "" && slices.Contains(moves[Explaining].from, c.State)
}

// ReferralOffered says by which rule a referral is to be thought of, while none was
// written: threats, an anonymous report of a crime, signs of a crime or
// an offence. Whether to refer is for people to decide.
func (c Complaint) ReferralOffered() (regulation.Clause, bool) {
	written := slices.ContainsFunc(c.Inquiries, func(i Inquiry) bool { return i.Kind == Referral && i.State() != SetAside })
	switch {
	case written:
	case c.Route == TellAbuse:
		return regulation.AbuseOfRight, true
	case c.Route == FileAnonymousReportCrime:
		return regulation.AnonymousCrime, true
	case c.Findings.Crime || c.Findings.Offence:
		return regulation.LawEnforcement, true
	}
	return "", false
}

// sending is the act an inquiry of the kind goes out by.
func (k InquiryKind) sending() Act {
	if k == Referral {
		return Referring
	}
	return Requesting
}

// clause is the rule an inquiry of the kind stands on.
func (k InquiryKind) clause() regulation.Clause {
	switch k {
	case Referral:
		return regulation.LawEnforcement
	case Explanation:
		return regulation.AccusedTold
	case Request:
	}
	return regulation.InformationRequest
}

// Inquiry returns the inquiry with that number.
func (c Complaint) Inquiry(number int) (Inquiry, bool) {
	if number < 1 || number > len(c.Inquiries) {
		return Inquiry{}, false
	}
	return c.Inquiries[number-1], true
}

// InquiriesOf returns the inquiries of a kind, the earliest first.
func (c Complaint) InquiriesOf(k InquiryKind) []Inquiry {
	return slices.DeleteFunc(slices.Clone(c.Inquiries), func(i Inquiry) bool { return i.Kind != k })
}

// with returns the complaint with the inquiry as it is now; c keeps what it had.
func (c Complaint) with(i Inquiry) Complaint {
	c.Inquiries = slices.Clone(c.Inquiries)
	if i.Number > len(c.Inquiries) {
		c.Inquiries = append(c.Inquiries, i)
		return c
	}
	c.Inquiries[i.Number-1] = i
	return c
}

// Prepare writes a request or a referral for the chair to sign. To is the commission
// asked, the zero one for a body outside, respondent the one complained about: it may
// be asked to explain, which is not sending the complaint down, but nothing is
// referred to it.
func (c Complaint) Prepare(by identity.Actor, i Inquiry, to, respondent commission.Commission, m commission.Moment) (Complaint, docket.Line, error) {
	clause := i.Kind.clause()
	if err := c.must(by, identity.PrepareInquiry, clause); err != nil {
		return c, docket.Line{}, err
	}
	i = i.trimmed()
	if to.ID != 0 {
		i.To, i.Body, i.Address, i.Email = to.ID, to.Name, to.Address, to.Email
	}
	number := len(c.Inquiries) + 1
	next, line, err := c.take(Preparing, by, docket.Facts{"inquiry": number, "kind": string(i.Kind), "body": i.Body, "text": digestOf(i.Text)})
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case i.Kind != Request && i.Kind != Referral:
		return c, docket.Line{}, regulation.Missing(clause, "kind", "choose_one")
	case !c.Inquirable(i.Kind):
		return c, docket.Line{}, regulation.Refuse(clause, "act_not_now", regulation.Values{"Act": string(i.Kind.sending()), "State": string(c.State)})
	}
	if err := errors.Join(c.checkAsked(i, to, respondent), i.check(m.Day), i.legible(clause)); err != nil {
		return c, docket.Line{}, err
	}
	line.Clause = clause
	i.Number, i.PreparedAt, i.PreparedBy = number, m.At, by.ID
	return next.with(i), line, nil
}

// checkAsked looks at whom the inquiry goes to, and whether it can get there.
func (c Complaint) checkAsked(i Inquiry, to, respondent commission.Commission) error {
	clause := i.Kind.clause()
	var faults []error
	switch {
	case i.Body == "":
		faults = append(faults, regulation.Missing(clause, "body", "inquiry_body_missing"))
	case to.ID != 0 && to.ID == c.Commission:
		faults = append(faults, regulation.Missing(clause, "to", "inquiry_to_oneself"))
	case i.Kind == Referral && (to.ID != 0 || words(i.Body) == words(respondent.Name) || words(i.Body) == words(respondent.ShortName)):
		faults = append(faults, regulation.Missing(regulation.NotOwnJudge, "body", "referral_to_commission"))
	}
	switch {
	case i.Email != "" && !ValidEmail(i.Email):
		faults = append(faults, regulation.Missing(clause, "email", "email_wrong"))
	case i.Email == "" && i.Address == "":
		faults = append(faults, regulation.Missing(clause, "address", "inquiry_address_missing"))
	}
	if c.EndsPaper(i.Kind) && !i.Apart {
		faults = append(faults, regulation.Missing(regulation.NotOwnJudge, "apart", "forward_apart_missing"))
	}
	return errors.Join(faults...)
}

// check looks at what the inquiry says.
func (i Inquiry) check(today calendar.Date) error {
	clause := i.Kind.clause()
	if i.Kind == Request {
		return errors.Join(written(clause, "text", i.Text, "request_text_missing"), written(clause, "why", i.Why, "request_why_missing"))
	}
	faults := []error{written(clause, "text", i.Text, "referral_text_missing")}
	if !slices.Contains(Authorities, i.Authority) {
		faults = append(faults, regulation.Missing(clause, "authority", "choose_one"))
	}
	switch {
	case i.DecisionNumber == "" && i.DecisionOn.IsZero():
	case i.DecisionNumber == "":
		faults = append(faults, regulation.Missing(clause, "decision_number", "inquiry_decision_number_missing"))
	case i.DecisionOn.IsZero():
		faults = append(faults, regulation.Missing(clause, "decision_on", "inquiry_decision_day_missing"))
	case i.DecisionOn.After(today):
		faults = append(faults, regulation.Missing(clause, "decision_on", "decision_date_in_future"))
	}
	return errors.Join(faults...)
}

func (i Inquiry) trimmed() Inquiry {
	for _, text := range []*string{&i.Body, &i.Address, &i.Email, &i.Text, &i.Why, &i.Materials, &i.DecisionNumber} {
		*text = strings.TrimSpace(*text)
	}
	return i
}

func (i Inquiry) legible(clause regulation.Clause) error {
	return errors.Join(regulation.Legible(clause, "text", i.Text, MaxText), regulation.Legible(clause, "materials", i.Materials, MaxText),
		regulation.Legible(clause, "why", i.Why, MaxLine), regulation.Legible(clause, "body", i.Body, MaxLine), regulation.Legible(clause, "address", i.Address, MaxLine),
		regulation.Legible(clause, "email", i.Email, MaxLine), regulation.Legible(clause, "decision_number", i.DecisionNumber, MaxLine))
}

// PutAside takes back what the chair has not signed.
func (c Complaint) PutAside(by identity.Actor, number int, m commission.Moment) (Complaint, docket.Line, error) {
	i, next, line, err := c.onInquiry(SettingAside, by, identity.PrepareInquiry, number)
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case i.State() != Prepared:
		return c, docket.Line{}, regulation.Refuse(i.Kind.clause(), "inquiry_not_prepared", nil)
	}
	i.SetAsideAt = m.At
	return next.with(i), line, nil
}

// SendInquiry signs a request or a referral that was prepared: from then on the term of
// the answer runs. The referral of an anonymous report of a crime ends the paper, which
// has nobody to answer.
func (c Complaint) SendInquiry(by identity.Actor, l Letter, m commission.Moment) (Complaint, docket.Line, error) {
	prepared, _ := c.Inquiry(l.Inquiry)
	act := Requesting
	if l.Kind == ReferralLetter {
		act = Referring
	}
	if c.EndsPaper(prepared.Kind) {
		act = Forwarding
	}
	i, next, line, err := c.onInquiry(act, by, identity.SignInquiry, l.Inquiry)
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case i.State() != Prepared || i.Letter() != l.Kind:
		return c, docket.Line{}, regulation.Refuse(i.Kind.clause(), "inquiry_not_prepared", nil)
	}
	line.Facts["body"], line.Facts["kind"] = i.Body, string(i.Kind)
	if act == Forwarding {
		line.Clause = regulation.AnonymousCrime
		next.Ending, next.ClosedAt = Ending{Letter: l.Kind, Body: i.Body}, m.At
	}
	i.SentAt = m.At
	return next.with(i), line, nil
}

// Reach records on which day the letter reached whom is asked: the term runs from it
//
func (c Complaint) Reach(by identity.Actor, number int, on calendar.Date, m commission.Moment) (Complaint, docket.Line, error) {
	i, next, line, err := c.onInquiry(Reaching, by, identity.PrepareInquiry, number)
	if err != nil {
		return c, docket.Line{}, err
	}
	clause := i.Kind.clause()
	switch {
	case i.State() != Asked:
		return c, docket.Line{}, regulation.Refuse(clause, "inquiry_not_open", nil)
	case on.IsZero():
		return c, docket.Line{}, regulation.Missing(clause, "reached", "reached_missing")
	case on.After(m.Day):
		return c, docket.Line{}, regulation.Missing(clause, "reached", "reached_ahead")
	case on.Before(calendar.On(i.SentAt, m.Composition.Commission.Profile.Zone())):
		return c, docket.Line{}, regulation.Missing(clause, "reached", "reached_before_sent")
	}
	i.ReachedOn = on
	line.Facts["reached_on"] = on.String()
	return next.with(i), line, nil
}

// Hear enters the answer to a request or a referral with its files. It belongs to the
// complaint from then on.
func (c Complaint) Hear(by identity.Actor, number int, a Answer, files []attachment.Attachment, m commission.Moment) (Complaint, docket.Line, error) {
	i, next, line, err := c.onInquiry(Hearing, by, identity.PrepareInquiry, number)
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case i.State() != Asked:
		return c, docket.Line{}, regulation.Refuse(i.Kind.clause(), "inquiry_not_open", nil)
	}
	clause := i.Kind.clause()
	a.From, a.Text, a.Silent = strings.TrimSpace(a.From), strings.TrimSpace(a.Text), false
	var early error
	if !a.On.IsZero() && a.On.Before(calendar.On(i.SentAt, m.Composition.Commission.Profile.Zone())) {
		early = regulation.Missing(clause, "received", "answer_before_request")
	}
	if err := errors.Join(a.check(clause, m.Day), early); err != nil {
		return c, docket.Line{}, err
	}
	a.At = m.At
	i.Answer = a
	a.tell(line.Facts, files)
	return next.with(i), line, nil
}

// HearNothing records that the term is over and no answer came. Due is the last day of
// the term, zero where there is none.
func (c Complaint) HearNothing(by identity.Actor, number int, why string, due calendar.Date, m commission.Moment) (Complaint, docket.Line, error) {
	i, next, line, err := c.onInquiry(Hearing, by, identity.PrepareInquiry, number)
	clause := i.Kind.clause()
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case i.State() != Asked:
		return c, docket.Line{}, regulation.Refuse(clause, "inquiry_not_open", nil)
	case !due.IsZero() && !m.Day.After(due):
		return c, docket.Line{}, regulation.Refuse(clause, "silence_too_early", nil)
	}
	why = strings.TrimSpace(why)
	if err := regulation.Legible(clause, "silence", why, MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	i.Answer = Answer{Text: why, Silent: true, At: m.At}
	line.Facts["silent"] = true
	return next.with(i), line, nil
}

// Explain enters what somebody who is said to have broken the law explains, after they
// were told. It is kept apart from the other papers.
func (c Complaint) Explain(by identity.Actor, a Answer, files []attachment.Attachment, m commission.Moment) (Complaint, docket.Line, error) {
	clause := regulation.AccusedTold
	if err := c.must(by, identity.PrepareInquiry, clause); err != nil {
		return c, docket.Line{}, err
	}
	number := len(c.Inquiries) + 1
	next, line, err := c.take(Explaining, by, docket.Facts{"inquiry": number})
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case c.Accused.Name == "":
		return c, docket.Line{}, regulation.Refuse(clause, "explanation_nobody_told", nil)
	}
	a.From, a.Text, a.Silent, a.Refused = strings.TrimSpace(a.From), strings.TrimSpace(a.Text), false, false
	if err := a.check(clause, m.Day); err != nil {
		return c, docket.Line{}, err
	}
	a.At = m.At
	a.tell(line.Facts, files)
	return next.with(Inquiry{Number: number, Kind: Explanation, Body: c.Accused.Name, SentAt: c.Accused.At, Answer: a}), line, nil
}

// check looks at an answer that came in.
func (a Answer) check(clause regulation.Clause, today calendar.Date) error {
	var day error
	switch {
	case a.On.IsZero():
		day = regulation.Missing(clause, "received", "answer_day_missing")
	case a.On.After(today):
		day = regulation.Missing(clause, "received", "answer_day_ahead")
	}
	return errors.Join(day, written(clause, "from", a.From, "answer_from_missing"), written(clause, "text", a.Text, "answer_text_missing"),
		regulation.Legible(clause, "from", a.From, MaxLine), regulation.Legible(clause, "text", a.Text, MaxText))
}

// tell adds an answer to the facts of its line: the words and the files by their digests.
func (a Answer) tell(facts docket.Facts, files []attachment.Attachment) {
	digests := make([]string, len(files))
	for n, file := range files {
		digests[n] = file.SHA256.String()
	}
	facts["from_whom"], facts["received_on"], facts["text"], facts["files"] = a.From, a.On.String(), digestOf(a.Text), digests
	if a.Refused {
		facts["refused"] = true
	}
}

// onInquiry makes a step on one inquiry: who may, whether the complaint stands so, and
// whether there is such an inquiry.
func (c Complaint) onInquiry(act Act, by identity.Actor, right identity.Act, number int) (Inquiry, Complaint, docket.Line, error) {
	i, found := c.Inquiry(number)
	clause := moves[act].clause
	if found {
		clause = i.Kind.clause()
	}
	if err := c.must(by, right, clause); err != nil {
		return i, c, docket.Line{}, err
	}
	next, line, err := c.take(act, by, docket.Facts{"inquiry": number})
	switch {
	case err != nil:
		return i, c, docket.Line{}, err
	case !found || i.Kind == Explanation:
		return i, c, docket.Line{}, ErrNotFound
	}
	line.Clause = clause
	return i, next, line, nil
}

// digestOf is what the docket holds of a text.
func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
