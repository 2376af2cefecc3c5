package complaint

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// MaxSheets is the most sheets a paper may have: more is a slip of the keyboard.
const MaxSheets = 9999

// oldestPaper is how long ago a paper may have come that is entered only now: what is
// older is a slip of the keyboard in the year.
const oldestPaper = 366

// PaperChannels lists the ways a paper comes in that the secretary enters.
var PaperChannels = []Channel{BroughtIn, Post, EmailLetter}

// Taken is a paper that came by post, by e-mail or by hand, as the secretary writes it
// down. Only the way it came, the instant of receipt and some content are asked for;
// whatever else is missing never keeps a paper out.
type Taken struct {
	Answers
	Title      string // one line for lists, where the paper has no text to take it from
	Channel    Channel
	ReceivedAt time.Time
	Seen       bool // the one who brought the paper showed a document
	Unreadable bool // the text cannot be read
	Sheets     int  // zero if nobody counted
}

// Receive takes a paper in. It becomes a complaint filed at the instant of its receipt,
// and from there on goes the way of one filed online.
func Receive(by identity.Actor, p Taken, files []attachment.Attachment, m commission.Moment) (Complaint, error) {
	if err := by.Must(identity.RegisterPaper, regulation.DutyToAccept); err != nil {
		return Complaint{}, err
	}
	if err := p.check(len(files), m); err != nil {
		return Complaint{}, err
	}
	c := Complaint{
		Commission: m.Composition.Commission.ID, State: Filed, Version: 1, FiledAt: p.ReceivedAt, Channel: p.Channel,
		Assurance: Unconfirmed, Answers: p.Answers, Attachments: files, TakenBy: by.ID, Sheets: p.Sheets, Title: p.Title,
	}
	c.Findings.Unreadable = p.Unreadable
	if p.Seen && p.Channel == BroughtIn {
		c.Assurance = Seen
	}
	if c.Complainant.ReplyBy == "" || c.Complainant.ReplyBy == ByEmail && c.Complainant.Email == "" || c.Complainant.ReplyBy == ByPost && c.Complainant.Address == "" {
		c.Complainant.ReplyBy = c.Complainant.reachedBy()
	}
	return c, nil
}

// reachedBy is the way of an answer to somebody who chose none, as far as the paper
// shows where it could go; empty if nowhere.
func (p Complainant) reachedBy() ReplyBy {
	switch {
	case p.Email != "":
		return ByEmail
	case p.Address != "":
		return ByPost
	}
	return ""
}

func (p Taken) check(files int, m commission.Moment) error {
	var faults []error
	if !slices.Contains(PaperChannels, p.Channel) {
		faults = append(faults, regulation.Missing(regulation.ElectronicAppeals, "channel", "channel_missing"))
	}
	received := calendar.On(p.ReceivedAt, m.Composition.Commission.Profile.Zone())
	switch {
	case p.ReceivedAt.IsZero():
		faults = append(faults, regulation.Missing(regulation.DutyToAccept, "received", "received_missing"))
	case p.ReceivedAt.After(m.At):
		faults = append(faults, regulation.Missing(regulation.DutyToAccept, "received", "received_in_future"))
	case m.Day.Sub(received) > oldestPaper:
		faults = append(faults, regulation.Missing(regulation.DutyToAccept, "received", "received_long_ago"))
	}
	if strings.TrimSpace(p.Text) == "" && !p.Unreadable && files == 0 {
		faults = append(faults, missing("text", "paper_empty"))
	}
	if p.Sheets < 0 || p.Sheets > MaxSheets {
		faults = append(faults, missing("sheets", "sheets_wrong"))
	}
	who := p.Complainant
	if who.Email != "" && !ValidEmail(who.Email) {
		faults = append(faults, missing("email", "email_wrong"))
	}
	if who.Role != "" && who.Role != Anonymous && !slices.Contains(Roles, who.Role) {
		faults = append(faults, missing("role", "choose_one"))
	}
	if !slices.Contains([]ReplyBy{"", ByEmail, ByPost, InPerson}, who.ReplyBy) {
		faults = append(faults, missing("reply_by", "choose_one"))
	}
	if !slices.Contains([]Ask{"", AskAnnul, AskUnlawful, AskOblige, AskOther}, p.Ask) {
		faults = append(faults, missing("ask", "choose_one"))
	}
	if !p.EventOn.IsZero() && p.EventOn.After(m.Day) {
		faults = append(faults, missing("event", "date_in_future"))
	}
	if !p.DecisionOn.IsZero() && p.DecisionOn.After(m.Day) {
		faults = append(faults, missing("decision_on", "decision_date_in_future"))
	}
	return errors.Join(append(faults, long(p.Text, "text", MaxText), long(p.AskText, "ask_text", MaxLine), long(p.Place, "place", MaxLine),
		long(p.RespondentText, "respondent_text", MaxLine), long(p.DecisionNumber, "decision_number", MaxLine),
		long(who.Name.Surname, "surname", MaxLine), long(who.Name.Given, "given", MaxLine), long(who.Name.Patronymic, "patronymic", MaxLine),
		long(who.Address, "address", MaxLine), long(who.Phone, "phone", MaxLine), long(who.Representative, "representative", MaxLine))...)
}

// Receive takes in a paper under a token of the secretary's page. Sent twice, it is one
// complaint and the same number (P2).
func (f *Filings) Receive(ctx context.Context, by identity.Actor, token Token, p Taken) (Ref, error) {
	code := f.keys.Hash(f.keys.Code(token[:]))
	return f.store.ReceivePaper(ctx, by, token.Hash(), code, func(files []attachment.Attachment, m commission.Moment) (Complaint, error) {
		return Receive(by, p, files, m)
	})
}
