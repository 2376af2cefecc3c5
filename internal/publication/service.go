package publication

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/signature"
)

// Store keeps public copies. Each change is one transaction that locks the complaint.
type Store interface {
	// PublicationFacts reads what a ruling's public copy is made of; ErrNotFound where
	// the commission has no such complaint, or no signed ruling on it.
	PublicationFacts(ctx context.Context, own commission.ID, ref complaint.Ref) (Facts, error)
	// SaveSelection keeps what the secretary changed about the proposals so far.
	SaveSelection(ctx context.Context, by identity.Actor, ref complaint.Ref, change func(Facts) (Selection, error)) error
	// Publish stores the copy with its file, the step of the complaint and its line.
	Publish(ctx context.Context, own commission.ID, ref complaint.Ref, pdf document.File, approve func(Facts) (Made, error)) error
	// WithdrawPublication stores the withdrawal with the step of the complaint and its line.
	WithdrawPublication(ctx context.Context, own commission.ID, ref complaint.Ref, withdraw func(Facts) (Made, error)) error
}

// Service is where the secretary prepares, approves and withdraws public copies.
type Service struct {
	store Store
	vault attachment.Vault
	pdf   document.Render
}

// NewService returns the service over a store, a vault and the renderer of PDF.
func NewService(store Store, vault attachment.Vault, pdf document.Render) *Service {
	return &Service{store: store, vault: vault, pdf: pdf}
}

// Facts returns what the copy of a ruling is made of, to whoever may publish it.
func (s *Service) Facts(ctx context.Context, by identity.Actor, ref complaint.Ref) (Facts, error) {
	f, err := s.store.PublicationFacts(ctx, by.Commission, ref)
	if err != nil {
		return f, err
	}
	return f, f.Complaint.MayPublish(by)
}

// Add leaves out a phrase that the secretary typed.
func (s *Service) Add(ctx context.Context, by identity.Actor, ref complaint.Ref, r Removal) error {
	return s.store.SaveSelection(ctx, by, ref, func(f Facts) (Selection, error) { return f.Add(by, r) })
}

// Keep takes a removal away, see Facts.Keep.
func (s *Service) Keep(ctx context.Context, by identity.Actor, ref complaint.Ref, k Kept) error {
	return s.store.SaveSelection(ctx, by, ref, func(f Facts) (Selection, error) { return f.Keep(by, k) })
}

// Restore leaves a phrase out again, see Facts.Restore.
func (s *Service) Restore(ctx context.Context, by identity.Actor, ref complaint.Ref, phrase string) error {
	return s.store.SaveSelection(ctx, by, ref, func(f Facts) (Selection, error) { return f.Restore(by, phrase) })
}

// Approve publishes the copy that was shown: the file is drawn from the redacted model
// and put into the vault first, the rows name it after, in one transaction.
func (s *Service) Approve(ctx context.Context, by identity.Actor, ref complaint.Ref, shown signature.Digest) error {
	f, err := s.store.PublicationFacts(ctx, by.Commission, ref)
	if err != nil {
		return err
	}
	made, err := f.Approve(by, shown)
	if err != nil {
		return err
	}
	var sheet bytes.Buffer
	if err := s.pdf(&sheet, made.Publication.Paper); err != nil {
		return fmt.Errorf("rendering the public copy of ruling %s: %w", f.Ruling.Number, err)
	}
	stored, err := s.vault.Put(ctx, attachment.NewKey(), &sheet, int64(sheet.Len()))
	if err != nil {
		return fmt.Errorf("keeping the public copy of ruling %s: %w", f.Ruling.Number, err)
	}
	file := document.File{Key: stored.Key, SHA256: stored.SHA256, Size: stored.Size}
	return s.store.Publish(ctx, by.Commission, ref, file, func(f Facts) (Made, error) {
		made, err := f.Approve(by, shown)
		if err == nil {
			made.Publication.PDF, made.Line.Facts["sha256"] = file, file.SHA256.String()
		}
		return made, err
	})
}

// Withdraw takes the publication off the register, with the reason.
func (s *Service) Withdraw(ctx context.Context, by identity.Actor, ref complaint.Ref, reason string) error {
	return s.store.WithdrawPublication(ctx, by.Commission, ref, func(f Facts) (Made, error) { return f.Withdraw(by, reason) })
}

// Open returns the bytes of a public copy, checked against their digest as they are read.
func (s *Service) Open(ctx context.Context, p Publication) (io.ReadCloser, error) {
	return attachment.Open(ctx, s.vault, attachment.Attachment{Key: p.PDF.Key, Size: p.PDF.Size, SHA256: p.PDF.SHA256})
}

// Awaiting is a ruling that is still to be published.
type Awaiting struct {
	Ref    complaint.Ref
	Number string
	Title  string
	DueOn  calendar.Date // zero where the regulation names no term
	Again  bool          // it was published and withdrawn
}
