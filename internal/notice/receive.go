package notice

import (
	"context"
	"errors"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ReceivedAct is the act as the docket has it.
const ReceivedAct = "letter_received"

// Arrived reports whether the letter lies with the commission complained about, which
// works with this program as well: its officers read the paper here.
func (l Letter) Arrived(own commission.ID) bool {
	return l.Addressee == Respondent && l.Against == own && l.Commission != own
}

// MayBeReceived reports whether its addressee may still say that it has the paper: not
// where somebody took it under signature already.
func (l Letter) MayBeReceived() bool { return !l.last(Received, Given, Served) }

// Receive records that the chair or the secretary of the commission complained about has
// the paper, which they were shown inside the program. It is delivered by that, or what
// was sent to it otherwise is proved to have come.
func (l Letter) Receive(by identity.Actor, m commission.Moment) (Letter, docket.Line, error) {
	err := by.MustAbout(identity.ReceivePaper, identity.Matter{Commission: l.Commission, Respondent: l.Against}, regulation.DeliveryInThree)
	switch {
	case errors.Is(err, identity.ErrForeign), err == nil && !l.Arrived(by.Commission):
		return l, docket.Line{}, ErrNotFound
	case err != nil:
		return l, docket.Line{}, err
	case !l.MayBeReceived():
		return l, docket.Line{}, refuse("letter_received")
	}
	office := "исполняющий обязанности"
	if by.Office == identity.Chair {
		office = "председатель"
	}
	if by.Office == identity.Secretary {
		office = "секретарь"
	}
	zone := m.Composition.Commission.Profile.Zone()
	next, k := l.marked(Mark{Kind: Received, Text: "получено в системе Redress: " + office + ", " + m.At.In(zone).Format("02.01.2006 в 15:04")}, by, m.At)
	if next.Proof != "" {
		next.Proof += "; "
	}
	next.Proof += k.Text
	if !next.State.Done() {
		next.State, next.DoneAt, next.Trouble = HandedOver, m.At, ""
	}
	return next, next.markLine(ReceivedAct, by, k), nil
}

// Receive records that the commission complained about has the paper, see Letter.Receive.
// The complaint goes on as after any other letter.
func (s *Service) Receive(ctx context.Context, by identity.Actor, id ID) error {
	return s.store.ChangeLetter(ctx, id, func(l Letter, m commission.Moment) (Letter, *docket.Line, error) {
		next, line, err := l.Receive(by, m)
		return next, &line, err
	}, delivered(identity.Itself))
}
