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
	"redress/internal/deadline"
	"redress/internal/grammar"
	"redress/internal/identity"
)

// CallID is a call's number in the store.
type CallID int64

// CallKind is why an officer, or a rapporteur, is called.
type CallKind string

// The reasons: a complaint owes something at once, so that the alarm begins with its
// first minute; or deadlines of the commission were moved.
const (
	AtOnce CallKind = "at_once"
	Moved  CallKind = "moved"
	Regime CallKind = "regime" // the chair put a complaint under another regime
)

// CallableOffices are the offices a commission is called by; who acts as chair is
// called as well.
var CallableOffices = []identity.Office{identity.Chair, identity.Secretary}

// Call is a message to an officer of a commission. It holds nothing of the complaint
// but its number: mail is read on telephones and over shoulders.
type Call struct {
	ID         CallID
	Commission commission.ID
	Person     identity.ID
	Kind       CallKind
	Ref        complaint.Ref      // of what is due at once
	Cause      deadline.Recompute // what moved the deadlines
	Title      string             // of the campaign that was changed, if one was
	Complaints int                // so many have another date
	Minutes    int                // and so many sittings' minutes
	ReceivedAt time.Time          // when what is due at once came in
	MadeAt     time.Time
	SentAt     time.Time // zero while it is owed
	Address    string
}

// Officers returns who is called of a commission, each once: the chair, who acts as
// chair, the secretary.
func Officers(m commission.Moment) []identity.ID {
	var called []identity.ID
	seen := map[identity.ID]bool{}
	add := func(person identity.ID) {
		if !seen[person] {
			seen[person] = true
			called = append(called, person)
		}
	}
	for _, office := range CallableOffices {
		if officer, ok := m.Composition.Officer(m.Day, office); ok {
			add(officer.Person)
		}
	}
	if acting, _, ok := m.Composition.ActingChair(m.Day); ok {
		add(acting.Person)
	}
	return called
}

// Ring is the job that sends one call by e-mail. It is inserted in the transaction
// that makes the call.
type Ring struct {
	Call CallID `json:"call"`
}

// Kind names the job in the queue.
func (Ring) Kind() string { return "ring" }

// subject is the subject line of a call: the number and the term, no name.
func (c Call) subject() string {
	switch c.Kind {
	case AtOnce:
		return c.Ref.String() + ": срок — немедленно"
	case Regime:
		return c.Ref.String() + ": изменён режим, сроки другие"
	case Moved:
	}
	return "Сроки изменены: " + c.counts()
}

// counts says how many dates are other ones.
func (c Call) counts() string {
	var parts []string
	if c.Complaints > 0 {
		parts = append(parts, grammar.Complaint.Counted(c.Complaints, grammar.Nominative))
	}
	if c.Minutes > 0 {
		parts = append(parts, grammar.Minutes.Counted(c.Minutes, grammar.Nominative))
	}
	return strings.Join(parts, ", ")
}

// text is the call in the commission's language.
func (c Call) text(from commission.Commission) string {
	var b strings.Builder
	b.WriteString("Здравствуйте.\n\n")
	switch c.Kind {
	case AtOnce:
		zone := from.Profile.Zone()
		b.WriteString("Жалоба № " + c.Ref.String() + " поступила " + c.ReceivedAt.In(zone).Format("02.01.2006 в 15:04") + ".\n")
		b.WriteString("Срок — немедленно. Что сделать и почему, написано на странице жалобы, в её сроках.\n\n")
		b.WriteString("Жалоба стоит вверху вашего стола.\n\n")
	case Regime:
		b.WriteString("Председатель изменил режим рассмотрения жалобы № " + c.Ref.String() + ". Её сроки пересчитаны.\n")
		b.WriteString("Причина, прежние и новые сроки записаны в истории жалобы.\n\n")
	case Moved:
		switch c.Cause.Change() {
		case deadline.ByCampaign:
			b.WriteString("Изменены дни кампании «" + c.Title + "».\n")
		case deadline.ByCalendar:
			b.WriteString("Загружен производственный календарь на " + strconv.Itoa(c.Cause.Year) + " год.\n")
		case deadline.ByRegulation:
			b.WriteString("Внесена редакция " + strconv.Itoa(c.Cause.Version) + " регламента комиссии.\n")
		}
		b.WriteString("Сроки изменились: " + c.counts() + ".\n")
		b.WriteString("В истории каждой жалобы записано, какой срок был и какой стал.\n\n")
	}
	b.WriteString(from.Name + "\n")
	return b.String()
}

// CallStore keeps calls.
type CallStore interface {
	// Call returns a call with the officer's address and the commission it comes from, or
	// ErrNotFound. The address is empty where none is known any more.
	Call(ctx context.Context, id CallID) (Call, commission.Commission, error)
	// CallSent records that the mail took a call.
	CallSent(ctx context.Context, id CallID, messageID string) error
}

// Ring sends one call by e-mail. One that was sent already, or whose officer has no
// address, is left alone, so the job may run more than once. A call refused for good is
// ErrFailed: the desk shows what it says in any case.
func (s *Service) Ring(ctx context.Context, id CallID) error {
	call, from, err := s.store.Call(ctx, id)
	if err != nil || !call.SentAt.IsZero() || call.Address == "" {
		return err
	}
	message := Message{Letter: Letter{Commission: call.Commission, Ref: call.Ref, Way: complaint.ByEmail, Address: call.Address, MadeAt: call.MadeAt}, From: from, Call: &call}
	messageID, err := s.sender.Send(ctx, message, nil)
	switch {
	case errors.Is(err, ErrRefused):
		return fmt.Errorf("ringing for call %d: %w: %w", id, ErrFailed, err)
	case err != nil:
		return fmt.Errorf("ringing for call %d: %w", id, err)
	}
	return s.store.CallSent(ctx, id, messageID)
}
