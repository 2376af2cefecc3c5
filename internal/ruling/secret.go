package ruling

import (
	"context"
	"fmt"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// BallotText is the question of a secret ballot on the draft of an item, in Russian, with
// the answers a member crosses out. The operative part that it is about stands in the draft.
func BallotText(name regulation.ActName, item sitting.Item, abstain bool) string {
	act, ofAct := ActWord(name)
	text := fmt.Sprintf("Бюллетень для тайного голосования. Принять %s по жалобе № %s (проект %s, редакция %d)? «За». «Против».", act, item.Ref, ofAct, item.Draft)
	if abstain {
		text += " «Воздержался»."
	}
	return text
}

// OpenSecrecy puts to the vote whether the draft of an item is voted on secretly.
func (s *Service) OpenSecrecy(ctx context.Context, by identity.Actor, number int, item sitting.ItemID) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		return in.Sitting.OpenSecrecy(by, item)
	})
}

// OpenCounting puts to the vote the counting commission and the ballot on a draft that
// could be voted on openly that day.
func (s *Service) OpenCounting(ctx context.Context, by identity.Actor, number int, item sitting.ItemID, c sitting.Counting) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		if about, ok := in.Sitting.Item(item); ok {
			c.Text = BallotText(in.Sitting.Profile(in.Moment.Composition).ActName, about, c.Abstain)
		}
		next, line, err := in.Sitting.OpenCounting(by, item, in.text(), c)
		return in.votable(next, line, err)
	})
}

// EnterProtocol enters the protocol of the counting commission and puts it to an open
// vote; Conclude then gives the item its result.
func (s *Service) EnterProtocol(ctx context.Context, by identity.Actor, number int, item sitting.ItemID, p sitting.Protocol) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		return in.Sitting.EnterProtocol(by, item, p)
	})
}
