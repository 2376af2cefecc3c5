package remand

import (
	"context"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
)

// Store keeps what stands under control. Each method is one transaction: it locks the
// complaint and its control, hands the control to the closure with the moment of the
// commission that watches, and saves what comes back with the clock and the docket line.
type Store interface {
	// ChangeRemand makes one step.
	ChangeRemand(ctx context.Context, id ID, change func(Remand, commission.Moment) (Remand, docket.Line, error)) error
	// ReportRemand also hands over the files held under a token, which become the report's.
	ReportRemand(ctx context.Context, id ID, token [32]byte,
		report func(Remand, []attachment.Attachment, commission.Moment) (Remand, docket.Line, error)) error
	// TakeOverRemand also begins the complaint anew, and returns its number.
	TakeOverRemand(ctx context.Context, id ID,
		take func(Remand, complaint.Complaint, commission.Moment) (Remand, complaint.Complaint, docket.Line, error)) (complaint.Ref, error)
}

// Service is how a lower commission reports and the higher one checks.
type Service struct{ store Store }

// NewService returns the service over a store.
func NewService(store Store) *Service { return &Service{store: store} }

// Report takes in a report with the files held under a token, see Remand.Report.
func (s *Service) Report(ctx context.Context, by identity.Actor, id ID, token complaint.Token, p Report) error {
	return s.store.ReportRemand(ctx, id, token.Hash(), func(r Remand, files []attachment.Attachment, m commission.Moment) (Remand, docket.Line, error) {
		return r.Report(by, p, files, m)
	})
}

// Check says what the higher commission found of the report, see Remand.Check.
func (s *Service) Check(ctx context.Context, by identity.Actor, id ID, verdict Verdict, reason string) error {
	return s.store.ChangeRemand(ctx, id, func(r Remand, m commission.Moment) (Remand, docket.Line, error) {
		return r.Check(by, verdict, reason, m)
	})
}

// TakeOver brings the matter before the commission itself, see Remand.TakeOver.
func (s *Service) TakeOver(ctx context.Context, by identity.Actor, id ID, reason string) (complaint.Ref, error) {
	return s.store.TakeOverRemand(ctx, id, func(r Remand, c complaint.Complaint, m commission.Moment) (Remand, complaint.Complaint, docket.Line, error) {
		return r.TakeOver(by, c, reason, m)
	})
}

// Line is a line of the list of what stands under control.
type Line struct {
	ID         ID
	Kind       Kind
	State      State
	Ref        complaint.Ref
	Title      string
	Commission string // the other one: that has to act, or that watches
	Number     string // of the ruling
	Until      calendar.Date
}

// Cursor is where a page of the list begins: after a line.
type Cursor struct {
	Until calendar.Date
	ID    ID
}

// Burden counts what stands under control of a commission, and what it has been ordered
// to do itself.
type Burden struct {
	Watched, Overdue, Received int
	Ordered, Late              int
}
