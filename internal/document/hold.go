package document

import (
	"context"
	"errors"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// GoOut is the job by which a ruling that bears both signatures goes out, once they can be
// taken back no more.
type GoOut struct {
	Paper PaperID `json:"paper"`
}

// Kind names the job in the queue.
func (GoOut) Kind() string { return "ruling_goes_out" }

// ErrEarly is that a ruling does not go out yet: it can still be taken back.
var ErrEarly = errors.New("the ruling is held")

// hold has what follows from the second signature wait.
func (s Signed) hold(until time.Time) Signed {
	s.Paper.HeldUntil, s.HeldUntil = until, until
	s.Complaint, s.Step, s.Letters = nil, docket.Line{}, nil
	return s
}

// goOut adds what follows from both signatures on a ruling: it is signed, and its letters
// are owed.
func (s Signed) goOut(by identity.Actor, c complaint.Complaint, respondent commission.Commission, at time.Time) (Signed, error) {
	signed, step, err := c.Sign(by, signature.Digest(s.Paper.PDF.SHA256).String(), at)
	if err != nil {
		return Signed{}, err
	}
	s.Complaint, s.Step = &signed, step
	s.Letters = []notice.Letter{notice.ToComplainant(signed), notice.ToRespondent(signed, respondent)}
	return s, nil
}

// GoOut has a ruling that was held go out, in the name of who gave the second signature:
// at its time, or at once when one of the two who signed says so.
func (p Printed) GoOut(signer identity.Actor, asked *identity.Actor, c complaint.Complaint, respondent commission.Commission, at time.Time) (Signed, error) {
	switch {
	case p.HeldUntil.IsZero() && asked == nil:
		return Signed{}, ErrNotFound
	case asked == nil && at.Before(p.HeldUntil):
		return Signed{}, ErrEarly
	case asked != nil && !p.signedBy(asked.ID):
		return Signed{}, regulation.Refuse(regulation.SerialNumbers, "not_signatory", nil)
	case p.HeldUntil.IsZero():
		return Signed{}, regulation.Refuse(regulation.DeliveryInThree, "not_waiting", nil)
	}
	return Signed{Paper: p}.goOut(signer, c, respondent, at)
}

func (p Printed) signedBy(person identity.ID) bool {
	for _, s := range p.Signatures {
		if s.Signer == person {
			return true
		}
	}
	return false
}

// TakesBack refuses to take a signature back once the ruling has gone out, or is to have:
// what left the commission stands. Minutes are withdrawn as a whole instead.
func (p Printed) TakesBack(by identity.Actor, at time.Time) (signature.Record, error) {
	var own signature.Record
	for _, s := range p.Signatures {
		if s.Signer == by.ID {
			own = s
		}
	}
	switch {
	case p.Kind != RulingKind:
		return own, ErrNotFound
	case own.Role == "":
		return own, regulation.Refuse(regulation.SerialNumbers, "not_signatory", nil)
	case p.Whole() && !at.Before(p.HeldUntil):
		return own, regulation.Refuse(regulation.DeliveryInThree, "take_back_late", nil)
	}
	for _, other := range p.Signatures {
		if other.At.After(own.At) && other.Inside != (File{}) && own.Inside != (File{}) {
			return own, regulation.Refuse(regulation.SerialNumbers, "take_back_under", regulation.Values{"Name": other.Name.Short()})
		}
	}
	return own, nil
}

// TakeBack takes the actor's own signature back.
func (p Printed) TakeBack(by identity.Actor, at time.Time) (signature.Record, docket.Line, error) {
	if err := by.MustAbout(identity.SignPaper, identity.Matter{Commission: p.Commission}, regulation.SerialNumbers); err != nil {
		return signature.Record{}, docket.Line{}, err
	}
	own, err := p.TakesBack(by, at)
	if err != nil {
		return own, docket.Line{}, err
	}
	return own, docket.Line{Act: "signature_taken_back", By: by, Clause: regulation.SerialNumbers,
		Facts: docket.Facts{"paper": string(p.Kind), "number": p.Number, "role": string(own.Role), "sha256": own.Digest.String()}}, nil
}

// TakeBack takes the actor's signature on a ruling back, before it has gone out.
func (p *Press) TakeBack(ctx context.Context, by identity.Actor, id PaperID) error {
	return p.store.TakeSignatureBack(ctx, by.Commission, id, func(paper Printed, m commission.Moment) (signature.Record, docket.Line, error) {
		return paper.TakeBack(by, m.At)
	})
}

// SendNow has a ruling go out that is held: the actor, who signed it, waits no longer.
func (p *Press) SendNow(ctx context.Context, by identity.Actor, id PaperID) error {
	return p.goOut(ctx, id, &by)
}

// GoOut has a ruling go out whose time has come. One that went out, or of which a signature
// was taken back, is ErrNotFound; ErrEarly says that its time has not come.
func (p *Press) GoOut(ctx context.Context, id PaperID) error { return p.goOut(ctx, id, nil) }

func (p *Press) goOut(ctx context.Context, id PaperID, asked *identity.Actor) error {
	return p.store.ReleasePaper(ctx, id, func(paper Printed, signer identity.Actor, c complaint.Complaint, respondent commission.Commission, m commission.Moment) (Signed, error) {
		if asked != nil && asked.Commission != paper.Commission {
			return Signed{}, ErrNotFound
		}
		return paper.GoOut(signer, asked, c, respondent, m.At)
	})
}
