package notice

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// Telling is the letter by which a member is told of a sitting. It names no
// complainant: mail is read on telephones and over shoulders, and calendars are shared.
type Telling struct {
	sitting.Notice
	Sitting sitting.Sitting
	Address string
}

// Tell is the job that sends one such letter. It is inserted in the transaction that owes it.
type Tell struct {
	Notice int64 `json:"notice"`
}

// Kind names the job in the queue.
func (Tell) Kind() string { return "tell_member" }

// TellStore keeps what members are told of sittings.
type TellStore interface {
	// Telling returns a letter to a member with the commission it comes from, or ErrNotFound.
	Telling(ctx context.Context, id int64) (Telling, commission.Commission, error)
	// Told records that the mail took the letter, NotTold that it never will.
	Told(ctx context.Context, id int64, messageID string) error
	NotTold(ctx context.Context, id int64) error
}

// Tell sends one letter about a sitting by e-mail. One that was sent already or given up,
// that has no address any more, whose sitting has ended or was called to another day since
// is left alone, so the job may run more than once. final says that no further try will follow: the secretary has to tell
// the member. That, and a letter refused for good, is ErrFailed.
func (s *Service) Tell(ctx context.Context, id int64, final bool) error {
	telling, from, err := s.store.Telling(ctx, id)
	if err != nil || !telling.ToldAt.IsZero() || telling.Failed || telling.Sitting.State == sitting.Closed || telling.Summons != telling.Sitting.Summons() {
		return err
	}
	if telling.Address == "" {
		return s.store.NotTold(ctx, id)
	}
	message := Message{Letter: Letter{Commission: from.ID, Way: complaint.ByEmail, Address: telling.Address, MadeAt: telling.MadeAt}, From: from, Telling: &telling}
	messageID, err := s.sender.Send(ctx, message, nil)
	switch {
	case err == nil:
		return s.store.Told(ctx, id, messageID)
	case final || errors.Is(err, ErrRefused):
		return fmt.Errorf("telling a member by notice %d: %w: %w", id, ErrFailed, errors.Join(err, s.store.NotTold(ctx, id)))
	}
	return fmt.Errorf("telling a member by notice %d: %w", id, err)
}

// Summary names the sitting in a line.
func (t Telling) Summary() string {
	return "Заседание комиссии № " + strconv.Itoa(t.Sitting.Number)
}

// subject is the subject line: the number and the hour, no name, and what has changed.
func (t Telling) subject(from commission.Commission) string {
	at, _ := t.Sitting.Gathers()
	hour := at.In(from.Profile.Zone()).Format("02.01.2006 в 15:04")
	switch {
	case t.Sitting.State == sitting.Cancelled:
		return t.Summary() + " отменено: " + hour
	case t.Sitting.Adjourned():
		return t.Summary() + " продолжится: " + hour
	case t.Sitting.Moved():
		return t.Summary() + " перенесено: " + hour
	}
	return t.Summary() + ": " + hour
}

// Agenda lists the agenda without personal data: complaints by their numbers alone, and
// questions about a person by their kind.
func (t Telling) Agenda() []string {
	var lines []string
	for _, item := range t.Sitting.Items {
		text := item.Title
		switch {
		case !item.General():
			text = "О жалобе № " + item.Ref.String()
		case item.Question == regulation.CourtClaimOnMember:
			text = "Об обращении в суд"
		case item.Question == regulation.ReferralToPolice:
			text = "О направлении материалов"
		}
		lines = append(lines, strconv.Itoa(item.Ordinal)+". "+text)
	}
	return lines
}

// Description is what the letter and the calendar say besides place and hour.
func (t Telling) Description() string {
	if t.Sitting.State == sitting.Cancelled {
		return "Заседание отменено. Причина указана на его странице.\n"
	}
	var b strings.Builder
	if t.Sitting.Away && !t.Sitting.Adjourned() {
		b.WriteString("Заседание выездное: проходит не в помещении комиссии.\n")
	}
	if t.Sitting.Video {
		b.WriteString("Можно участвовать по видеоконференцсвязи: так решил председатель.\n")
	} else if n := len(t.Sitting.Changes); n > 0 && t.Sitting.Changes[n-1].Kind == sitting.VideoDecided {
		b.WriteString("Видеоконференцсвязи не будет: председатель изменил решение.\n")
	}
	if t.Sitting.Urgent {
		b.WriteString("Заседание созвано срочно. Причина указана на его странице.\n")
	}
	if agenda := t.Agenda(); agenda != nil {
		b.WriteString("Повестка:\n" + strings.Join(agenda, "\n") + "\n")
	} else {
		b.WriteString("Повестка готовится, её можно прочитать на странице заседания.\n")
	}
	return b.String()
}

// text is the letter in the commission's language.
func (t Telling) text(from commission.Commission) string {
	zone, s := from.Profile.Zone(), t.Sitting
	at, place := s.Gathers()
	hour := at.In(zone).Format("02.01.2006 в 15:04")
	begins := " начнётся " + hour
	switch {
	case s.State == sitting.Cancelled:
		return "Здравствуйте.\n\n" + t.Summary() + ", назначенное на " + hour + ", отменено. Причина указана на его странице.\n\n" +
			"К письму приложен файл, который убирает заседание из календаря.\n\n"
	case s.Adjourned():
		begins = " не окончено, в нём объявлен перерыв до другого дня. Оно продолжится " + hour
	case s.Moved():
		begins = " перенесено, причина указана на его странице. Оно начнётся " + hour
	}
	return "Здравствуйте.\n\n" + t.Summary() + begins + ".\n" +
		"Место: " + place + "\n\n" + t.Description() + "\n" +
		"Сообщите на своём столе или на странице заседания, придёте ли вы. Если не можете, назовите причину не позднее " +
		s.AbsenceDue(from.Profile).Start(time.UTC).Format("02.01.2006") + ".\n\n" +
		"К письму приложен файл для календаря.\n\n"
}
