package notice

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/sitting"
)

// Invitation is an invitation to the consideration of a complaint that goes by e-mail
// . It names the complaint by its number and nobody by name.
type Invitation struct {
	sitting.Invitation
	Sitting sitting.Sitting
	Ref     complaint.Ref
}

// Invite is the job that sends one invitation by e-mail. It is inserted in the
// transaction that makes the invitation.
type Invite struct {
	Invitation int64 `json:"invitation"`
}

// Kind names the job in the queue.
func (Invite) Kind() string { return "invite_party" }

func (i Invitation) subject() string {
	return i.Ref.String() + ": приглашение на заседание комиссии"
}

// text says what is considered, when and where, what an invited person may do there,
// and that nobody waits for those who stay away.
func (i Invitation) text(zone *time.Location) string {
	var b strings.Builder
	s := i.Sitting
	at, place := s.Gathers()
	switch {
	case s.Adjourned():
		b.WriteString("Заседание, на котором комиссия рассмотрит жалобу № " + i.Ref.String() + ", продолжится в другой день. Комиссия приглашает вас.\n\n")
	case s.Moved():
		b.WriteString("Заседание, на котором комиссия рассмотрит жалобу № " + i.Ref.String() + ", перенесено. Комиссия приглашает вас заново.\n\n")
	default:
		b.WriteString("Комиссия приглашает вас на заседание, на котором рассмотрит жалобу № " + i.Ref.String() + ".\n\n")
	}
	b.WriteString("Когда: " + at.In(zone).Format("02.01.2006 в 15:04") + "\n")
	b.WriteString("Где: " + place + "\n")
	if s.Away && !s.Adjourned() {
		b.WriteString("Заседание выездное: проходит не в помещении комиссии.\n")
	}
	b.WriteString("\n")
	b.WriteString("Вы вправе дать объяснения и представить доказательства. Если вы не придёте, жалобу рассмотрят без вас.\n\n")
	return b.String()
}

// InvitationStore keeps invitations.
type InvitationStore interface {
	// Invitation returns an invitation the mail still owes, with the commission it comes
	// from, or ErrNotFound.
	Invitation(ctx context.Context, id int64) (Invitation, commission.Commission, error)
	// ChangeSitting makes one step on the sitting.
	ChangeSitting(ctx context.Context, own commission.ID, number int,
		change func(sitting.Sitting, commission.Moment) (sitting.Sitting, docket.Line, error)) error
}

// Invite sends one invitation by e-mail and records that the mail took it, or, when it
// was refused for good or after the final try, that delivery was attempted. One that was
// sent already is left alone, so the job may run more than once.
func (s *Service) Invite(ctx context.Context, id int64, final bool) error {
	in, from, err := s.store.Invitation(ctx, id)
	if err != nil {
		return err
	}
	message := Message{Letter: Letter{Commission: from.ID, Ref: in.Ref, Way: complaint.ByEmail, Address: in.Email, MadeAt: in.At}, From: from, Invited: &in}
	_, failed := s.sender.Send(ctx, message, nil)
	final = final || errors.Is(failed, ErrRefused)
	if failed != nil && !final {
		return fmt.Errorf("sending invitation %d: %w", id, failed)
	}
	taken := failed == nil
	err = s.store.ChangeSitting(ctx, in.Sitting.Commission, in.Sitting.Number, func(meeting sitting.Sitting, m commission.Moment) (sitting.Sitting, docket.Line, error) {
		return meeting.Mailed(id, taken, m.At)
	})
	if err == nil && !taken {
		return fmt.Errorf("sending invitation %d: %w: %w", id, ErrFailed, failed)
	}
	return err
}
