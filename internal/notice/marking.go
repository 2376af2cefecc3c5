package notice

import (
	"context"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
)

// MarkStore keeps what was done with letters. Each method is one transaction.
type MarkStore interface {
	// MarkLetter is Store.ChangeLetter with the files held under a token, which leave the
	// form for the letter.
	MarkLetter(ctx context.Context, id ID, token [32]byte, change func(Letter, []attachment.Attachment, commission.Moment) (Letter, *docket.Line, error),
		last func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error
	// AddressPaper stores one more letter that carries a paper of the commission, and the
	// job that sends it if it goes by e-mail; a ruling's is due with the others.
	AddressPaper(ctx context.Context, own commission.ID, paper int64, address func(Carried, commission.Moment) (Letter, docket.Line, error)) error
	// LetterSentAs returns the letter that went out under a Message-ID, or ErrNotFound.
	LetterSentAs(ctx context.Context, messageID string) (ID, error)
}

// HandOver records that a person brought the letter there, in the words of one line.
func (s *Service) HandOver(ctx context.Context, by identity.Actor, id ID, proof string) error {
	return s.change(ctx, by, id, func(l Letter, m commission.Moment) (Letter, docket.Line, error) {
		return l.HandOver(by, Mark{Kind: Otherwise, Text: proof}, nil, m)
	})
}

// Mark records that a person handed over or posted the letter, with the files held under
// a token, see Letter.HandOver.
func (s *Service) Mark(ctx context.Context, by identity.Actor, id ID, token complaint.Token, k Mark) error {
	return s.mark(ctx, by, id, token, func(l Letter, files []attachment.Attachment, m commission.Moment) (Letter, docket.Line, error) {
		return l.HandOver(by, k, files, m)
	})
}

// Serve records that the post gave the letter to the addressee, see Letter.Serve.
func (s *Service) Serve(ctx context.Context, by identity.Actor, id ID, token complaint.Token, on calendar.Date, text string) error {
	return s.mark(ctx, by, id, token, func(l Letter, files []attachment.Attachment, m commission.Moment) (Letter, docket.Line, error) {
		return l.Serve(by, on, text, files, m)
	})
}

// Return records that a letter came back, see Letter.Return.
func (s *Service) Return(ctx context.Context, by identity.Actor, id ID, reason string) error {
	return s.change(ctx, by, id, func(l Letter, m commission.Moment) (Letter, docket.Line, error) {
		return l.Return(by, reason, m.At)
	})
}

// Redirect sends a letter another way or to another address, see Letter.Redirect.
func (s *Service) Redirect(ctx context.Context, by identity.Actor, id ID, way complaint.ReplyBy, address, reason string) error {
	return s.change(ctx, by, id, func(l Letter, m commission.Moment) (Letter, docket.Line, error) {
		return l.Redirect(by, way, address, reason, m.At)
	})
}

// Address owes a signed paper to one more addressee, see Carried.Address.
func (s *Service) Address(ctx context.Context, by identity.Actor, paper int64, to Addressee, name string, way complaint.ReplyBy, address string) error {
	return s.store.AddressPaper(ctx, by.Commission, paper, func(p Carried, m commission.Moment) (Letter, docket.Line, error) {
		return p.Address(by, to, name, way, address, m)
	})
}

// Bounce is what a mail server reports of a message that it did not deliver.
type Bounce struct {
	MessageID string // of the message that was sent
	Failed    bool   // for good; a report of a delay is none
	Status    string // of RFC 3463, like 5.1.1; may be empty
}

// Bounced takes in what a mail server reported. A letter that failed comes back and is
// work again; changed says whether it was so. A report of a message that is no letter of
// ours is ErrNotFound; one that says nothing new changes nothing.
func (s *Service) Bounced(ctx context.Context, b Bounce) (changed bool, err error) {
	id, err := s.store.LetterSentAs(ctx, b.MessageID)
	if err != nil || !b.Failed {
		return false, err
	}
	reason := "почтовый сервер вернул письмо"
	if b.Status != "" {
		reason += ", код " + b.Status
	}
	err = s.store.ChangeLetter(ctx, id, func(l Letter, m commission.Moment) (Letter, *docket.Line, error) {
		if l.MessageID != b.MessageID || !l.MayReturn() || !l.last(Mailed) {
			return l, nil, nil
		}
		back, line, err := l.Return(identity.Itself, reason, m.At)
		changed = err == nil
		return back, &line, err
	}, delivered(identity.Itself))
	return changed && err == nil, err
}

// change makes one step of a letter of the actor's commission.
func (s *Service) change(ctx context.Context, by identity.Actor, id ID, step func(Letter, commission.Moment) (Letter, docket.Line, error)) error {
	return s.store.ChangeLetter(ctx, id, func(l Letter, m commission.Moment) (Letter, *docket.Line, error) {
		if l.Commission != by.Commission {
			return l, nil, ErrNotFound
		}
		next, line, err := step(l, m)
		return next, &line, err
	}, delivered(by))
}

// mark is change with files.
func (s *Service) mark(ctx context.Context, by identity.Actor, id ID, token complaint.Token,
	step func(Letter, []attachment.Attachment, commission.Moment) (Letter, docket.Line, error)) error {
	return s.store.MarkLetter(ctx, id, token.Hash(), func(l Letter, files []attachment.Attachment, m commission.Moment) (Letter, *docket.Line, error) {
		if l.Commission != by.Commission {
			return l, nil, ErrNotFound
		}
		next, line, err := step(l, files, m)
		return next, &line, err
	}, delivered(by))
}
