package sitting

import (
	"context"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
)

// HandIn takes a member's dissenting opinion on a decision.
func (s *Service) HandIn(ctx context.Context, by identity.Actor, number int, item ItemID, text string) error {
	return s.store.ChangeSittingAndComplaint(ctx, by.Commission, number, item,
		func(sitting Sitting, c complaint.Complaint, m commission.Moment) (Sitting, complaint.Complaint, [2]docket.Line, error) {
			next, first, err := sitting.HandIn(by, item, text, m.At)
			if err != nil || c.ID == 0 { // of a question that is no complaint there is no case
				return next, c, [2]docket.Line{first}, err
			}
			moved, second, err := c.Dissent(by, m.At)
			return next, moved, [2]docket.Line{first, second}, err
		})
}

// TakeBack withdraws the member's own opinion.
func (s *Service) TakeBack(ctx context.Context, by identity.Actor, number int, item ItemID) error {
	return s.store.ChangeSittingAndComplaint(ctx, by.Commission, number, item,
		func(sitting Sitting, c complaint.Complaint, _ commission.Moment) (Sitting, complaint.Complaint, [2]docket.Line, error) {
			next, first, err := sitting.TakeBack(by, item)
			if err != nil || c.ID == 0 { // of a question that is no complaint there is no case
				return next, c, [2]docket.Line{first}, err
			}
			moved, second, err := c.WithdrawDissent(by)
			return next, moved, [2]docket.Line{first, second}, err
		})
}

// Tell records that the higher commission was told of the opinions on an item.
func (s *Service) Tell(ctx context.Context, by identity.Actor, number int, item ItemID, told Told) error {
	return s.store.ChangeSittingAndComplaint(ctx, by.Commission, number, item,
		func(sitting Sitting, c complaint.Complaint, m commission.Moment) (Sitting, complaint.Complaint, [2]docket.Line, error) {
			next, first, err := sitting.Tell(by, item, told, m)
			if err != nil || c.ID == 0 { // of a question that is no complaint there is no case
				return next, c, [2]docket.Line{first}, err
			}
			moved, second, err := c.TellDissents(by, told.How, told.At)
			return next, moved, [2]docket.Line{first, second}, err
		})
}

// Admit writes down that somebody who is no member attends.
func (s *Service) Admit(ctx context.Context, by identity.Actor, number int, a Attendee) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Admit(by, a, m.At)
	})
}

// Strike takes somebody off that list.
func (s *Service) Strike(ctx context.Context, by identity.Actor, number int, attendee int64) error {
	return s.change(ctx, by, number, func(sitting Sitting, _ commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Strike(by, attendee)
	})
}

// Answer is how a member says whether he comes.
func (s *Service) Answer(ctx context.Context, by identity.Actor, number int, mode Mode, reason string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Answer(by, mode, reason, m.At)
	})
}

// Excuse records what a member told by other ways, and when.
func (s *Service) Excuse(ctx context.Context, by identity.Actor, number int, member identity.ID, reason string, told time.Time) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Excuse(by, member, reason, told, m)
	})
}
