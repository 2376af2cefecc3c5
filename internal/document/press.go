package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/ruling"
	"redress/internal/signature"
	"redress/internal/sitting"
)

// ErrNotFound says there is no such paper for the one who asks.
var ErrNotFound = errors.New("paper not found")

// Print is the job that prints the paper of a ruling. It is inserted in the
// transaction that adopts the ruling.
type Print struct {
	Ruling ruling.ID `json:"ruling"`
}

// Kind names the job in the queue.
func (Print) Kind() string { return "print_ruling" }

// Render draws a paper into a file of one format.
type Render func(w io.Writer, p Paper) error

// Store keeps printed papers.
type Store interface {
	SheetStore
	// RulingSheet returns what a ruling's paper is made of; ErrNotFound for none.
	RulingSheet(ctx context.Context, id ruling.ID) (RulingSheet, error)
	// MinutesSheet returns what the minutes of a closed sitting are made of.
	MinutesSheet(ctx context.Context, own commission.ID, number int) (MinutesSheet, error)
	// PaperOfRuling and PaperOfSitting return what was printed, or ErrNotFound.
	PaperOfRuling(ctx context.Context, id ruling.ID) (Printed, error)
	PaperOfSitting(ctx context.Context, id sitting.ID) (Printed, error)
	// Paper returns the commission's paper with that number, or ErrNotFound.
	Paper(ctx context.Context, own commission.ID, id PaperID) (Printed, error)
	// KeepPaper stores a paper just printed, in place of an unsigned earlier one if
	// replace is set, and returns the one that holds.
	KeepPaper(ctx context.Context, p Printed, data Paper, replace bool) (Printed, error)
	// Moment returns the present instant with the commission as it stands.
	Moment(ctx context.Context, own commission.ID) (commission.Moment, error)
	// Supplements returns the supplements to the minutes of a sitting, in their order.
	Supplements(ctx context.Context, id sitting.ID) ([]SupplementPrinted, error)
	// KeepSupplement stores a supplement just printed, unless another has its number.
	KeepSupplement(ctx context.Context, p Printed, a Supplement, data Paper, line docket.Line) (Printed, error)
	// WithdrawPaper locks the paper and saves why it was withdrawn.
	WithdrawPaper(ctx context.Context, own commission.ID, id PaperID, withdraw func(Printed, commission.Moment) (Withdrawal, docket.Line, error)) error
	// SignPaper locks the paper, and the complaint of a ruling, and saves what sign
	// returns. ErrNotFound if the commission has no such paper.
	SignPaper(ctx context.Context, own commission.ID, id PaperID,
		sign func(Printed, *complaint.Complaint, commission.Commission, commission.Moment) (Signed, error)) error
	// TakeSignatureBack locks the ruling's paper and saves that a signature stands no more.
	TakeSignatureBack(ctx context.Context, own commission.ID, id PaperID,
		takeBack func(Printed, commission.Moment) (signature.Record, docket.Line, error)) error
	// ReleasePaper locks a ruling's paper that is held, and its complaint, and saves what
	// release returns, in the name of who gave the second signature.
	ReleasePaper(ctx context.Context, id PaperID,
		release func(Printed, identity.Actor, complaint.Complaint, commission.Commission, commission.Moment) (Signed, error)) error
}

// Press prints papers and has them signed.
type Press struct {
	store     Store
	vault     attachment.Vault
	pdf, docx Render
	gate      Confirmer
	codes     Codes
	signing   Signing
}

// Confirmer checks a signer's password again.
type Confirmer interface {
	Confirm(ctx context.Context, person identity.ID, password string) error
}

// NewPress returns the press over a store, a vault and the two renderers, which puts codes
// on what it prints.
func NewPress(store Store, vault attachment.Vault, pdf, docx Render, gate Confirmer, codes Codes, signing Signing) *Press {
	return &Press{store: store, vault: vault, pdf: pdf, docx: docx, gate: gate, codes: codes, signing: signing}
}

// Ruling returns the printed paper of a ruling, printing it first if that has not
// been done. The same ruling always gives the same bytes.
func (p *Press) Ruling(ctx context.Context, id ruling.ID) (Printed, error) {
	printed, err := p.store.PaperOfRuling(ctx, id)
	if err == nil || !errors.Is(err, ErrNotFound) {
		return printed, err
	}
	sheet, err := p.store.RulingSheet(ctx, id)
	if err != nil {
		return Printed{}, err
	}
	return p.print(ctx, sheet.Printed(), sheet.Paper(), false)
}

// Minutes returns the printed minutes of a closed sitting, printing them first if
// that has not been done. With anew set, unsigned minutes are printed again. They are
// printed by those who sign them.
func (p *Press) Minutes(ctx context.Context, by identity.Actor, number int, anew bool) (Printed, error) {
	sheet, err := p.store.MinutesSheet(ctx, by.Commission, number)
	if err != nil {
		return Printed{}, err
	}
	if err := sheet.Sitting.MinutesBy(by); err != nil {
		return Printed{}, err
	}
	printed, err := p.store.PaperOfSitting(ctx, sheet.Sitting.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Printed{}, err
	}
	if err == nil && (!anew || len(printed.Signatures) > 0) {
		return printed, nil
	}
	if err := sheet.Complete(); err != nil {
		return Printed{}, err
	}
	return p.print(ctx, sheet.Printed(), sheet.Paper(), true)
}

// Sign puts the actor's signature on a paper, after the password given again.
func (p *Press) Sign(ctx context.Context, by identity.Actor, id PaperID, shown signature.Digest, password string) error {
	if err := p.gate.Confirm(ctx, by.ID, password); err != nil {
		return err
	}
	return p.sign(ctx, by, id, shown, ByPassword)
}

// checked returns the version of the sitting whose minutes are about to be signed: what
// they state is what is stored in it.
func (p *Press) checked(ctx context.Context, by identity.Actor, id PaperID) (int, error) {
	paper, err := p.store.Paper(ctx, by.Commission, id)
	if err != nil || paper.Kind != MinutesKind {
		return 0, err
	}
	sheet, err := p.store.MinutesSheet(ctx, by.Commission, paper.SittingNo)
	if err != nil {
		return 0, err
	}
	return sheet.Sitting.Version, sheet.Signable(paper)
}

// Prints refuses what could not be printed: *MissingGlyphs names the letters that no paper
// holds. Nothing is kept.
func (p *Press) Prints(paper Paper) error { return p.pdf(io.Discard, paper) }

// Open returns the bytes of a printed file, checked against its digest as they are read.
func (p *Press) Open(ctx context.Context, f File) (io.ReadCloser, error) {
	return attachment.Open(ctx, p.vault, attachment.Attachment{Key: f.Key, Size: f.Size, SHA256: f.SHA256})
}

// print renders both files, puts them into the vault and then names them in a row.
func (p *Press) print(ctx context.Context, printed Printed, paper Paper, replace bool) (Printed, error) {
	paper = p.coded(printed, paper)
	if err := p.draw(ctx, &printed, paper); err != nil {
		return Printed{}, err
	}
	return p.store.KeepPaper(ctx, printed, paper, replace)
}

// draw renders both files and puts them into the vault.
func (p *Press) draw(ctx context.Context, printed *Printed, paper Paper) error {
	for _, face := range []struct {
		render Render
		file   *File
	}{{p.pdf, &printed.PDF}, {p.docx, &printed.DOCX}} {
		var sheet bytes.Buffer
		if err := face.render(&sheet, paper); err != nil {
			return fmt.Errorf("rendering %s %s: %w", printed.Kind, printed.Number, err)
		}
		stored, err := p.vault.Put(ctx, attachment.NewKey(), &sheet, int64(sheet.Len()))
		if err != nil {
			return fmt.Errorf("keeping %s %s: %w", printed.Kind, printed.Number, err)
		}
		*face.file = File{Key: stored.Key, SHA256: stored.SHA256, Size: stored.Size}
	}
	return nil
}
