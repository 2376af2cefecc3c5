package sitting

import (
	"context"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
)

// Cast is how a member votes personally in the vote of that number on an item.
func (s *Service) Cast(ctx context.Context, by identity.Actor, number int, item ItemID, vote int, choice Choice) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Cast(by, item, vote, choice, m.At)
	})
}

// NotVotes records that the members named are present and do not vote.
func (s *Service) NotVotes(ctx context.Context, by identity.Actor, number int, item ItemID, members []identity.ID) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.NotVotes(by, item, members, m.At)
	})
}

// CountHands records raised hands by their number alone.
func (s *Service) CountHands(ctx context.Context, by identity.Actor, number int, item ItemID, h Hands) error {
	return s.change(ctx, by, number, func(sitting Sitting, _ commission.Moment) (Sitting, docket.Line, error) {
		return sitting.CountHands(by, item, h)
	})
}

// BreakOff ends a vote that can no longer be closed.
func (s *Service) BreakOff(ctx context.Context, by identity.Actor, number int, item ItemID, reason string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.BreakOff(by, item, reason, m)
	})
}
