package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// Keyring lends the keys that officers keep here.
type Keyring interface {
	// Lend opens the person's key for one act.
	Lend(ctx context.Context, person identity.ID, passphrase string, act func(signature.Hand) error) error
	// Belongs refuses a certificate whose numbers are not the person's, as far as they are known.
	Belongs(ctx context.Context, person identity.ID, c signature.Certificate) error
}

// Trust says what signatures are held against.
type Trust interface {
	Policy(ctx context.Context, at time.Time) (signature.Policy, error)
}

// Signing is by what papers are signed beside the password, and how long a ruling is held
// once both signed it.
type Signing struct {
	Keys  Keyring
	Trust Trust
	Hold  time.Duration // so long signatures can be taken back; zero: a ruling goes out at once
}

// MaxSignature bounds a signature that is brought, a signed PDF included.
const MaxSignature = 20 << 20

// SignByKey puts the actor's signature on a paper with the key that is kept here: into the
// PDF (PAdES), and apart from it.
func (p *Press) SignByKey(ctx context.Context, by identity.Actor, id PaperID, shown signature.Digest, passphrase string) error {
	paper, err := p.awaiting(ctx, by, id, shown)
	if err != nil {
		return err
	}
	return p.signing.Keys.Lend(ctx, by.ID, passphrase, func(hand signature.Hand) error {
		for try := 1; ; try++ {
			proof, err := p.write(ctx, hand, paper)
			if err == nil {
				err = p.sign(ctx, by, id, shown, proof)
			}
			if !errors.Is(err, errOvertaken) || try == 3 {
				return err
			}
			if paper, err = p.awaiting(ctx, by, id, shown); err != nil { // the other signed in between
				return err
			}
		}
	})
}

// awaiting returns the paper as it stands, if it waits for the actor's signature.
func (p *Press) awaiting(ctx context.Context, by identity.Actor, id PaperID, shown signature.Digest) (Printed, error) {
	paper, err := p.store.Paper(ctx, by.Commission, id)
	if err != nil {
		return paper, err
	}
	_, _, err = paper.place(by, shown, identity.Matter{Commission: paper.Commission})
	return paper, err
}

// write makes both signatures with a key. Where the service of time stamps does not answer,
// they are made without one: a ruling does not wait for it.
func (p *Press) write(ctx context.Context, hand signature.Hand, paper Printed) (Proof, error) {
	m, err := p.store.Moment(ctx, paper.Commission)
	if err != nil {
		return Proof{}, err
	}
	printed, err := p.bytes(ctx, paper.PDF)
	if err != nil {
		return Proof{}, err
	}
	raw, err := signature.Sign(hand, bytes.NewReader(printed), m.At)
	if errors.Is(err, signature.ErrStamp) {
		hand.Stamper = nil
		raw, err = signature.Sign(hand, bytes.NewReader(printed), m.At)
	}
	if err != nil {
		return Proof{}, err
	}
	proof := Proof{Means: signature.PAdES, Raw: raw, Over: paper.Latest()}
	if proof.Certificate, err = p.accepted(ctx, m.At, func(policy signature.Policy) (signature.Report, error) {
		return signature.Verify(raw, bytes.NewReader(printed), policy)
	}); err != nil {
		return proof, err
	}
	over, err := p.bytes(ctx, proof.Over)
	if err != nil {
		return proof, err
	}
	signed, err := signature.SignPDF(hand, over, "", m.At)
	if errors.Is(err, signature.ErrStamp) {
		hand.Stamper = nil
		signed, err = signature.SignPDF(hand, over, "", m.At)
	}
	if err != nil {
		return proof, err
	}
	proof.Inside, err = p.keep(ctx, signed)
	return proof, err
}

// SignByFile puts the actor's signature on a paper that was made in another program: a
// signature over its PDF, or the PDF signed.
func (p *Press) SignByFile(ctx context.Context, by identity.Actor, id PaperID, shown signature.Digest, file []byte) error {
	paper, err := p.awaiting(ctx, by, id, shown)
	if err != nil {
		return err
	}
	m, err := p.store.Moment(ctx, paper.Commission)
	if err != nil {
		return err
	}
	proof := Proof{Means: signature.Detached, Raw: file}
	if signature.IsPDF(file) {
		proof, err = p.readSigned(ctx, paper, file, m.At)
	} else {
		var printed []byte
		if printed, err = p.bytes(ctx, paper.PDF); err != nil {
			return err
		}
		proof.Certificate, err = p.accepted(ctx, m.At, func(policy signature.Policy) (signature.Report, error) {
			return signature.Verify(file, bytes.NewReader(printed), policy)
		})
	}
	if err != nil {
		return err
	}
	return p.sign(ctx, by, id, shown, proof)
}

// readSigned takes a signed PDF: it has to begin with the paper as it stands, signatures of
// others included, and to hold one signature more.
func (p *Press) readSigned(ctx context.Context, paper Printed, file []byte, at time.Time) (Proof, error) {
	proof := Proof{Means: signature.PAdES, Over: paper.Latest()}
	over, err := p.bytes(ctx, proof.Over)
	if err != nil {
		return proof, err
	}
	if !bytes.HasPrefix(file, over) {
		return proof, regulation.Missing(regulation.SerialNumbers, "signature_file", "signed_other_file")
	}
	before := 0
	for _, s := range paper.Signatures {
		if s.Inside != (File{}) {
			before++
		}
	}
	proof.Certificate, err = p.accepted(ctx, at, func(policy signature.Policy) (signature.Report, error) {
		report := signature.VerifyPDF(file, policy)
		if report.Valid() {
			report.Signers = slices.DeleteFunc(report.Signers, func(s signature.Signer) bool { return s.DocumentTime })
			report.Signers = report.Signers[min(before, len(report.Signers)):]
		}
		if len(report.Signers) == 1 {
			proof.Raw = report.Signers[0].Container()
		}
		return report, nil
	})
	if err != nil {
		return proof, err
	}
	proof.Inside, err = p.keep(ctx, file)
	return proof, err
}

// accepted checks a signature, and returns the certificate of the one who made it. What is
// not accepted is *signature.NotAccepted.
func (p *Press) accepted(ctx context.Context, at time.Time, check func(signature.Policy) (signature.Report, error)) (signature.Certificate, error) {
	policy, err := p.signing.Trust.Policy(ctx, at)
	if err != nil {
		return signature.Certificate{}, err
	}
	report, err := check(policy)
	switch {
	case err != nil:
		return signature.Certificate{}, err
	case !report.Valid():
		return signature.Certificate{}, &signature.NotAccepted{Report: report}
	case len(report.Signers) != 1:
		return signature.Certificate{}, regulation.Missing(regulation.SerialNumbers, "signature_file", "signature_of_several")
	}
	return report.Signers[0].Named(), nil
}

// sign does the act with a proof that was made or checked.
func (p *Press) sign(ctx context.Context, by identity.Actor, id PaperID, shown signature.Digest, with Proof) error {
	if with.Means != signature.Password {
		if err := p.signing.Keys.Belongs(ctx, by.ID, with.Certificate); err != nil {
			return err
		}
	}
	checked, err := p.checked(ctx, by, id)
	if err != nil {
		return err
	}
	return p.store.SignPaper(ctx, by.Commission, id,
		func(paper Printed, c *complaint.Complaint, respondent commission.Commission, m commission.Moment) (Signed, error) {
			if paper.Kind == MinutesKind && paper.Drawn != checked {
				return Signed{}, regulation.Refuse(regulation.SerialNumbers, "paper_changed", nil)
			}
			signed, err := paper.Sign(by, shown, with, c, respondent, m.At)
			if err == nil && signed.Complaint != nil && p.signing.Hold > 0 {
				signed = signed.hold(m.At.Add(p.signing.Hold))
			}
			return signed, err
		})
}

// bytes reads a file of the vault whole, checked against its digest. Papers are small.
func (p *Press) bytes(ctx context.Context, f File) ([]byte, error) {
	content, err := p.Open(ctx, f)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	raw, err := io.ReadAll(content)
	if err != nil {
		return nil, fmt.Errorf("reading a paper: %w", err)
	}
	return raw, nil
}

// keep puts a signed PDF into the vault.
func (p *Press) keep(ctx context.Context, raw []byte) (File, error) {
	stored, err := p.vault.Put(ctx, attachment.NewKey(), bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return File{}, fmt.Errorf("keeping a signed paper: %w", err)
	}
	return File{Key: stored.Key, SHA256: stored.SHA256, Size: stored.Size}, nil
}
