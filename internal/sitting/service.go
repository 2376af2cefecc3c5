package sitting

import (
	"context"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
)

// Store changes sittings. Each method is one transaction that locks the sitting
// and saves what the closure returns together with its docket line.
type Store interface {
	PetitionStore
	FeedStore
	// ConveneSitting takes the next number of the commission's sittings. The petition is
	// the zero one unless the sitting answers one; its line is then the second.
	ConveneSitting(ctx context.Context, own commission.ID, on PetitionID,
		convene func(p Petition, number int, m commission.Moment) (Sitting, [2]docket.Line, error)) (int, error)
	// ChangeSitting makes one step. ErrNotFound if the commission has no such sitting.
	ChangeSitting(ctx context.Context, own commission.ID, number int,
		change func(Sitting, commission.Moment) (Sitting, docket.Line, error)) error
	// ChangeSittingAndComplaint makes one step on the sitting and on the complaint of
	// one of its items; of an item without a complaint, on the sitting alone.
	ChangeSittingAndComplaint(ctx context.Context, own commission.ID, number int, item ItemID,
		change func(Sitting, complaint.Complaint, commission.Moment) (Sitting, complaint.Complaint, [2]docket.Line, error)) error
	// CallOffSitting also takes every complaint off the agenda, and puts what was demanded
	// on that of the next planned sitting; without one, on the next that is convened.
	CallOffSitting(ctx context.Context, own commission.ID, number int,
		change func(Sitting, commission.Moment) (Sitting, docket.Line, error),
		release func(Sitting, complaint.Complaint) (complaint.Complaint, docket.Line, error)) error
	// CloseSitting also moves every complaint whose item ends without a vote.
	CloseSitting(ctx context.Context, own commission.ID, number int,
		change func(Sitting, commission.Moment) (Sitting, docket.Line, error),
		postpone func(Sitting, complaint.Complaint) (complaint.Complaint, docket.Line, error)) error
}

// Service is how the chair and the secretary run sittings.
type Service struct{ store Store }

// NewService returns the service over a store.
func NewService(store Store) *Service { return &Service{store: store} }

// Convene calls a sitting and returns its number.
func (s *Service) Convene(ctx context.Context, by identity.Actor, call Call) (int, error) {
	return s.store.ConveneSitting(ctx, by.Commission, call.Petition, func(p Petition, number int, m commission.Moment) (Sitting, [2]docket.Line, error) {
		return p.Convene(by, call, number, m)
	})
}

// Remove takes an item off the agenda.
func (s *Service) Remove(ctx context.Context, by identity.Actor, number int, item ItemID) error {
	return s.store.ChangeSittingAndComplaint(ctx, by.Commission, number, item,
		func(sitting Sitting, c complaint.Complaint, _ commission.Moment) (Sitting, complaint.Complaint, [2]docket.Line, error) {
			next, removed, first, err := sitting.Remove(by, item)
			if err != nil || removed.General() {
				return next, c, [2]docket.Line{first}, err
			}
			moved, second, err := c.Unschedule(by, int64(sitting.ID))
			return next, moved, [2]docket.Line{first, second}, err
		})
}

// Invite records that somebody was invited to an item, or has the invitation sent.
func (s *Service) Invite(ctx context.Context, by identity.Actor, number int, item ItemID, in Invitation) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Invite(by, item, in, m.At)
	})
}

// Settle records what became of an invitation that was on its way.
func (s *Service) Settle(ctx context.Context, by identity.Actor, number int, item ItemID, invitation int64, d Delivery) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Settle(by, item, invitation, d, m.At, sitting.Profile(m.Composition).Zone())
	})
}

// Move puts an item at another place of the agenda.
func (s *Service) Move(ctx context.Context, by identity.Actor, number int, item ItemID, to int) error {
	return s.change(ctx, by, number, func(sitting Sitting, _ commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Move(by, item, to)
	})
}

// Plan says how many minutes an item is expected to take.
func (s *Service) Plan(ctx context.Context, by identity.Actor, number int, item ItemID, minutes int) error {
	return s.change(ctx, by, number, func(sitting Sitting, _ commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Plan(by, item, minutes)
	})
}

// Attend records how a member takes part.
func (s *Service) Attend(ctx context.Context, by identity.Actor, number int, member identity.ID, mode Mode, reason string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Attend(by, member, mode, reason, m.At)
	})
}

// Open opens the sitting.
func (s *Service) Open(ctx context.Context, by identity.Actor, number int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Open(by, m)
	})
}

// CastVotes records the votes of the members other than the presiding one.
func (s *Service) CastVotes(ctx context.Context, by identity.Actor, number int, item ItemID, choices map[identity.ID]Choice) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.CastVotes(by, item, choices, m.At)
	})
}

// Report keeps what was heard and said on an item.
func (s *Service) Report(ctx context.Context, by identity.Actor, number int, item ItemID, said Said) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Report(by, item, said, m)
	})
}

// Close ends the sitting; complaints without a vote are postponed, past their terms
// only knowingly.
func (s *Service) Close(ctx context.Context, by identity.Actor, number int, knowing bool) error {
	return s.store.CloseSitting(ctx, by.Commission, number,
		func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
			return sitting.Close(by, m, knowing)
		},
		func(sitting Sitting, c complaint.Complaint) (complaint.Complaint, docket.Line, error) {
			return c.Postpone(by, int64(sitting.ID))
		})
}

func (s *Service) change(ctx context.Context, by identity.Actor, number int,
	change func(Sitting, commission.Moment) (Sitting, docket.Line, error)) error {
	return s.store.ChangeSitting(ctx, by.Commission, number, change)
}

// Summary is one line of a list of sittings.
type Summary struct {
	Number   int
	State    State
	StartsAt time.Time
	Place    string
	Urgent   bool
	Items    int

	ContinuesAt time.Time // of an adjourned sitting; zero of the others
}
