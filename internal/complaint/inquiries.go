package complaint

import (
	"context"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
)

// Inquiries is where the secretary and the chair ask, refer, and enter what comes back.
// That an inquiry goes out is the affair of its letter.
type Inquiries struct{ store InquiryStore }

// InquiryStore changes the inquiries of complaints. Each method is one transaction.
type InquiryStore interface {
	ChangeComplaint(ctx context.Context, own commission.ID, ref Ref,
		change func(Complaint, commission.Moment) (Complaint, docket.Line, error)) error
	// PrepareInquiry is ChangeComplaint with the commission asked, the zero one for none,
	// and the respondent.
	PrepareInquiry(ctx context.Context, own commission.ID, ref Ref, to commission.ID,
		change func(c Complaint, to, respondent commission.Commission, m commission.Moment) (Complaint, docket.Line, error)) error
	// HearInquiry is ChangeComplaint with the last days of the terms of answers, by the
	// number of the inquiry, and with the files held under the hash, which go to the
	// inquiry that change names.
	HearInquiry(ctx context.Context, own commission.ID, ref Ref, hash [32]byte,
		change func(c Complaint, files []attachment.Attachment, due map[int]calendar.Date, m commission.Moment) (Complaint, int, docket.Line, error)) error
}

// NewInquiries returns the inquiries over a store.
func NewInquiries(store InquiryStore) *Inquiries { return &Inquiries{store: store} }

// Prepare writes a request or a referral for the chair to sign, see Complaint.Prepare,
// and returns its number.
func (s *Inquiries) Prepare(ctx context.Context, by identity.Actor, ref Ref, i Inquiry) (number int, err error) {
	err = s.store.PrepareInquiry(ctx, by.Commission, ref, i.To, func(c Complaint, to, respondent commission.Commission, m commission.Moment) (Complaint, docket.Line, error) {
		number = len(c.Inquiries) + 1
		return c.Prepare(by, i, to, respondent, m)
	})
	return number, err
}

// PutAside takes back what the chair has not signed.
func (s *Inquiries) PutAside(ctx context.Context, by identity.Actor, ref Ref, number int) error {
	return s.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.PutAside(by, number, m)
	})
}

// Reach records on which day the letter reached whom is asked.
func (s *Inquiries) Reach(ctx context.Context, by identity.Actor, ref Ref, number int, on calendar.Date) error {
	return s.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Reach(by, number, on, m)
	})
}

// Hear enters an answer with the files held under the token.
func (s *Inquiries) Hear(ctx context.Context, by identity.Actor, ref Ref, number int, a Answer, files Token) error {
	return s.store.HearInquiry(ctx, by.Commission, ref, files.Hash(),
		func(c Complaint, held []attachment.Attachment, _ map[int]calendar.Date, m commission.Moment) (Complaint, int, docket.Line, error) {
			next, line, err := c.Hear(by, number, a, held, m)
			return next, number, line, err
		})
}

// HearNothing records that the term is over and no answer came.
func (s *Inquiries) HearNothing(ctx context.Context, by identity.Actor, ref Ref, number int, why string) error {
	return s.store.HearInquiry(ctx, by.Commission, ref, Token{}.Hash(),
		func(c Complaint, _ []attachment.Attachment, due map[int]calendar.Date, m commission.Moment) (Complaint, int, docket.Line, error) {
			next, line, err := c.HearNothing(by, number, why, due[number], m)
			return next, number, line, err
		})
}

// Explain enters an explanation with the files held under the token, and
// returns its number.
func (s *Inquiries) Explain(ctx context.Context, by identity.Actor, ref Ref, a Answer, files Token) (number int, err error) {
	err = s.store.HearInquiry(ctx, by.Commission, ref, files.Hash(),
		func(c Complaint, held []attachment.Attachment, _ map[int]calendar.Date, m commission.Moment) (Complaint, int, docket.Line, error) {
			number = len(c.Inquiries) + 1
			next, line, err := c.Explain(by, a, held, m)
			return next, number, line, err
		})
	return number, err
}
