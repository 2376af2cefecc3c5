package document

import (
	"context"
	"errors"
	"io"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
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
	sheet := facts.sample(kind.letter())
	sheet.Wording = WordingVersion{Text: text}
	paper, err := sheet.Paper()
	if err != nil {
		return Paper{}, err
	}
	paper.ActName, paper.Title, paper.Footer = "ОБРАЗЕЦ", "Образец. "+paper.Title, "Образец текста. Не является документом комиссии."
	return paper, nil
}

// Draw draws a sample, as letters are drawn.
func (w *Wordings) Draw(out io.Writer, sample Paper) error { return w.draw(out, sample) }

// sample is the sheet of a letter of the kind, with marks for what is not known yet.
func (f LetterFacts) sample(kind complaint.LetterKind) LetterSheet {
	m := f.Moment
	s := LetterSheet{Complaint: f.Complaint, Commission: m.Composition.Commission, Respondent: f.Respondent, Dictionary: f.Dictionary, Due: f.Due, FirstDue: f.Due, Day: m.Day, At: m.At,
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
