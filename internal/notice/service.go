package notice

import (
	"context"
	"errors"
	"fmt"
	"io"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
)

// ErrRefused is what a Sender wraps when the mail will never take the letter: there
// is no such addressee.
var ErrRefused = errors.New("the mail refused the letter for good")

// ErrFailed says that the letter waits for a person: no further try by e-mail follows.
var ErrFailed = errors.New("letter cannot be delivered by e-mail")

// Deliver sends one letter by e-mail. A letter already done, or given up, is left
// alone, so the job may run more than once. final says that no further try will
// follow; a letter refused for good is given up at once. Both are ErrFailed.
func (s *Service) Deliver(ctx context.Context, id ID, final bool) error {
	message, err := s.store.Message(ctx, id)
	if err != nil {
		return err
	}
	if message.State != Owed || message.Way != complaint.ByEmail {
		return nil
	}
	messageID, failed := s.sender.Send(ctx, message, func(e Enclosure) ([]byte, error) { return s.read(ctx, e) })
	final = final || errors.Is(failed, ErrRefused)
	refused := failed != nil // a failed try is kept on the letter, and told to the queue below
	moot := false            // it goes elsewhere by now, which has a job of its own
	err = s.store.ChangeLetter(ctx, id, func(l Letter, m commission.Moment) (Letter, *docket.Line, error) {
		moot = l.Round != message.Round
		switch {
		case l.State.Done() || moot:
			return l, nil, nil
		case refused:
			return l.Refused("mail_refused", final), nil, nil
		}
		sent, line := l.Accepted(messageID, m.At)
		return sent, &line, nil
	}, delivered(identity.Itself))
	if err != nil || moot {
		return err
	}
	switch {
	case failed != nil && final:
		return fmt.Errorf("sending letter %d: %w: %w", id, ErrFailed, failed)
	case failed != nil:
		return fmt.Errorf("sending letter %d: %w", id, failed)
	}
	return nil
}

// delivered is the step of a complaint whose last letter is done.
func delivered(by identity.Actor) func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error) {
	return func(c complaint.Complaint, m commission.Moment) (complaint.Complaint, docket.Line, error) {
		return c.Deliver(by, m.At)
	}
}

// read returns the bytes of an enclosure, checked against its digest. Rulings are
// small, a letter holds them in memory.
func (s *Service) read(ctx context.Context, e Enclosure) ([]byte, error) {
	if e.Raw != nil {
		return e.Raw, nil
	}
	rc, size, err := s.vault.Open(ctx, e.Key)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", e.Name, err)
	}
	defer rc.Close()
	if size != e.Size {
		return nil, fmt.Errorf("opening %s: %w", e.Name, attachment.ErrDamaged)
	}
	raw, err := io.ReadAll(attachment.Verified(rc, e.SHA256, e.Size))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", e.Name, err)
	}
	return raw, nil
}
