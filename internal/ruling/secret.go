package ruling

import (
	"context"
	"fmt"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// BallotText is the question of a secret ballot on an item, in Russian, with the answers a
// member crosses out, or with the candidates in the order of the ballot (Reg. 2.2). The
// operative part that a ballot on a draft is about stands in the draft.
func BallotText(name regulation.ActName, item sitting.Item, candidates []identity.Name, abstain bool) string {
	act, ofAct := ActWord(name)
	text := fmt.Sprintf("Бюллетень для тайного голосования. Принять %s по жалобе № %s (проект %s, редакция %d)? «За». «Против».", act, item.Ref, ofAct, item.Draft)
	switch {
	case len(candidates) > 1:
		text = "Бюллетень для тайного голосования. " + item.Title + ". Поставьте знак в квадрате справа от одного кандидата:"
		for i, candidate := range candidates {
			text += fmt.Sprintf(" %d) %s;", i+1, candidate.Full())
		}
		text = text[:len(text)-1] + "."
	case len(candidates) == 1:
		text = "Бюллетень для тайного голосования. " + item.Title + ". Кандидат: " + candidates[0].Full() + ". «За». «Против»."
	case item.General():
		text = "Бюллетень для тайного голосования. " + item.Matter.Text + " «За». «Против»."
	}
	if abstain {
		text += " «Воздержался»."
	}
	return text
}

// Candidates are the names of those on the next ballot of an election, among the members
// of the sitting.
func Candidates(s sitting.Sitting, item sitting.Item) []identity.Name {
	var names []identity.Name
	for _, candidate := range item.Election().Candidates {
		for _, a := range s.Attendance {
			if a.Member.Person == candidate {
				names = append(names, a.Member.Name)
			}
		}
	}
	return names
}

// OpenSecrecy puts to the vote whether the draft of an item is voted on secretly.
func (s *Service) OpenSecrecy(ctx context.Context, by identity.Actor, number int, item sitting.ItemID) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		return in.Sitting.OpenSecrecy(by, item)
	})
}

// OpenCounting puts to the vote the counting commission and the ballot, on a draft one that
// could be voted on openly that day.
func (s *Service) OpenCounting(ctx context.Context, by identity.Actor, number int, item sitting.ItemID, c sitting.Counting) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		about, _ := in.Sitting.Item(item) // what is not there is refused as that
		c.Text = BallotText(in.Sitting.Profile(in.Moment.Composition).ActName, about, Candidates(in.Sitting, about), c.Abstain)
		if in.general(item) {
			return in.Sitting.OpenCounting(by, item, sitting.TextDigest(about.Title, about.Matter.Text), c, in.Moment)
		}
		next, line, err := in.Sitting.OpenCounting(by, item, in.text(), c, in.Moment)
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
