package document

import (
	"context"
	"errors"
	"io"
	"strings"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// sampleWords stand where a letter says what is typed when it is written.
const (
	sampleText    = "‹здесь будет текст, который пишут вместе с письмом›"
	sampleBody    = "‹кому›"
	sampleAddress = "‹адрес›"
	sampleNumber  = "‹номер›"
	sampleCourt   = "‹суд›"
)

// Sample is a letter on a complaint as it would be worded by a text that nobody has kept:
// what the complaint holds is taken from it, what is typed with a letter is marked. It is no
// letter of the commission, says so, and nothing of it is kept.
func (w *Wordings) Sample(ctx context.Context, by identity.Actor, kind WordingKind, text string, ref complaint.Ref) (Paper, error) {
	if err := mayWord(by, kind); err != nil {
		return Paper{}, err
	}
	if err := w.check(kind, text); err != nil {
		return Paper{}, err
	}
	facts, err := w.store.LetterFacts(ctx, by.Commission, ref, 0)
	if err != nil {
		return Paper{}, err
	}
	if err := by.MustAbout(identity.ReadLetter, facts.Complaint.Matter(), kind.clause()); err != nil {
		if errors.Is(err, identity.ErrForeign) {
			return Paper{}, complaint.ErrNotFound
		}
		return Paper{}, err
	}
	facts.Wordings = WordingsInForce{kind: {Text: text}}
	var paper Paper
	if kind.Sheet() != "" {
		paper, err = facts.sampleSheet(kind)
	} else {
		paper, err = facts.sample(kind.letter()).Paper()
	}
	if err != nil {
		return Paper{}, err
	}
	paper.ActName = strings.TrimSuffix("ОБРАЗЕЦ. "+paper.ActName, ". ")
	paper.Title, paper.Footer = "Образец. "+paper.Title, "Образец текста. Не является документом комиссии."
	return paper, nil
}

// Draw draws a sample, as letters are drawn.
func (w *Wordings) Draw(out io.Writer, sample Paper) error { return w.draw(out, sample) }

// sample is the sheet of a letter of the kind, with marks for what is not known yet.
func (f LetterFacts) sample(kind complaint.LetterKind) LetterSheet {
	m := f.Moment
	s := LetterSheet{Complaint: f.Complaint, Commission: m.Composition.Commission, Respondent: f.Respondent, Dictionary: f.Dictionary, Due: f.Due, FirstDue: f.Due, Wording: f.Wordings[WordingKind(kind)], Day: m.Day, At: m.At,
		Letter: complaint.Letter{Kind: kind, Text: sampleText, Conclusions: sampleText, Body: sampleBody, Address: sampleAddress, ControlOn: m.Day,
			Suit: complaint.Suit{Court: sampleCourt, Number: sampleNumber, AcceptedOn: m.Day}, Judgment: complaint.Judgment{InForceOn: m.Day}}}
	s.Signatory, _ = m.Composition.Presiding(m.Day)
	if kind == complaint.AccusedNotice {
		secretary, _ := m.Composition.Officer(m.Day, identity.Secretary)
		s.Signatory = commission.Signatory{Member: secretary, Title: "Секретарь"}
	}
	if s.Due.IsZero() {
		s.Due, s.FirstDue = m.Day, m.Day
	}
	if s.Respondent.ID == 0 {
		s.Respondent = commission.Commission{Name: sampleBody}
	}
	if s.Complaint.DecisionOn.IsZero() && s.Complaint.EventOn.IsZero() {
		s.Complaint.DecisionOn = m.Day
	}
	if _, waits := s.Complaint.Suspended(); !waits {
		s.Complaint.State, s.Complaint.Stays = complaint.Suspended, []complaint.Stay{{Suit: s.Letter.Suit}}
	}
	s.Inquiry, s.Term = f.sampleInquiry(kind, m.Day)
	return s
}

// sampleInquiry is the last request or referral of the complaint, or one that is not written yet.
func (f LetterFacts) sampleInquiry(kind complaint.LetterKind, day calendar.Date) (complaint.Inquiry, deadline.Deadline) {
	term := deadline.Deadline{Clock: deadline.CampaignInformationRequest, DueOn: day}
	inquiry := complaint.Inquiry{Number: len(f.Complaint.Inquiries) + 1, Kind: complaint.Request, Body: sampleBody, Address: sampleAddress, Text: sampleText, Why: sampleText}
	if f.Complaint.Regime == regulation.OrdinaryRegime {
		term = deadline.Deadline{Clock: deadline.OrdinaryInformationRequest, DueOn: day, Working: deadline.Explanation{Period: regulation.ToInform}}
	}
	if kind == complaint.ReferralLetter {
		term.Clock, inquiry.Kind, inquiry.Authority, inquiry.Materials, inquiry.Enclose = deadline.LawEnforcementResponse, complaint.Referral, complaint.Police, sampleText, true
	}
	for _, written := range f.Complaint.Inquiries {
		if written.Kind == inquiry.Kind {
			inquiry = written
		}
	}
	return inquiry, term
}

// sampleSheet is a sheet of the kind about the complaint, with marks for what is not known yet.
func (f LetterFacts) sampleSheet(kind WordingKind) (Paper, error) {
	m, c := f.Moment, f.Complaint
	item := sitting.Item{ID: 1, Ordinal: 1, Complaint: c.ID, Ref: c.Ref, Title: c.Substance(), Dissents: []sitting.Dissent{{Text: sampleText, At: m.At}}}
	sheet := MinutesSheet{Commission: m.Composition.Commission, Dictionary: f.Dictionary, Wordings: f.Wordings, Names: map[identity.ID]identity.Name{0: {Surname: sampleBody}},
		Sitting: sitting.Sitting{Commission: c.Commission, Number: 1, StartsAt: m.At, OpenedAt: m.At, Place: sampleAddress, Items: []sitting.Item{item}}}
	about := Case{Complaint: c, Respondent: f.Respondent, Dictionary: f.Dictionary, Wordings: f.Wordings,
		Ruling: ruling.Ruling{Number: sampleNumber, AdoptedOn: m.Day}, Remand: remand.Remand{Kind: remand.ByRuling, Task: sampleText, Until: m.Day}}
	var paper Paper
	var err error
	switch kind {
	case WordingKind(NoticeKind):
		paper, _, err = sheet.noticeSheet(0, m)
	case WordingKind(InvitationKind):
		paper, _, err = sheet.invitationSheet(item, sitting.Invitation{Whom: sitting.Complainant}, about, m)
	case WordingKind(DissentKind):
		paper, _, err = sheet.dissentSheet(item, m)
	case WordingKind(RemandKind):
		paper, err = about.remandOrder(m)
	default:
		return Paper{}, ErrNotFound
	}
	return paper, err
}
