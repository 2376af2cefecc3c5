package ruling

import (
	"context"

	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// OpenPart puts the next part of a draft to the vote by itself, if its drafter had it
// divided. The draft must be one that could be voted on as a whole.
func (s *Service) OpenPart(ctx context.Context, by identity.Actor, number int, item sitting.ItemID) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		if in.general(item) {
			return in.Sitting.OpenPart(by, item, "", nil)
		}
		parts := in.Draft.toVote(in.About, in.Sitting.Profile(in.Moment.Composition))
		next, line, err := in.Sitting.OpenPart(by, item, in.text(), parts)
		return in.votable(next, line, err)
	})
}

// OpenPostponement puts to the vote whether an item is postponed, past its term only
// knowingly.
func (s *Service) OpenPostponement(ctx context.Context, by identity.Actor, number int, item sitting.ItemID, knowing bool) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		return in.Sitting.OpenPostponement(by, item, in.Moment.Day, knowing)
	})
}

// OpenReturn puts to the vote whether the draft of an item is returned for rework, to
// its authors or to the members named. Nobody is named who may not report on the
// complaint.
func (s *Service) OpenReturn(ctx context.Context, by identity.Actor, number int, item sitting.ItemID, members []identity.ID, reason string) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		next, line, err := in.Sitting.OpenReturn(by, item, members, reason, in.Moment)
		if err != nil {
			return in.Sitting, docket.Line{}, err
		}
		for _, person := range members {
			if in.Complaint.MayReport(person, in.Moment) != nil {
				return in.Sitting, docket.Line{}, regulation.Missing(regulation.NotOwnJudge, "rework_members", "rework_of_own_case")
			}
		}
		return next, line, nil
	})
}

// onDraft reports whether the vote that is open on the item is one on the draft or a part
// of it, or on the results of a ballot that carried it; next is the sitting after it.
func (in Conclusion) onDraft(id sitting.ItemID, next sitting.Sitting) bool {
	item, _ := in.Sitting.Item(id)
	switch item.Current().Motion {
	case sitting.OnDraft, sitting.OnPart:
		return true
	case sitting.ToApproveBallot:
		settled, _ := next.Item(id)
		return settled.State == sitting.Adopted
	case sitting.ToPostpone, sitting.ToReturn, sitting.ToVoteSecretly, sitting.ToElectCounting, sitting.OnAmendment, sitting.OnAgenda:
	}
	return false
}

// fate moves the complaint where an item that brought no ruling sends it. Nothing moves
// while other parts are still to be voted on, or when a motion to postpone or to return
// did not carry. None of the fates is an outcome, and none moves the term.
func (in Conclusion) fate(by identity.Actor, item sitting.Item) (complaint.Complaint, docket.Line, error) {
	switch item.State {
	case sitting.Rejected:
		return in.Complaint.Reject(by, int64(in.Sitting.ID), in.Sitting.Number)
	case sitting.Postponed:
		return in.Complaint.Postpone(by, int64(in.Sitting.ID))
	case sitting.Returned:
		back := complaint.Rework{Cause: complaint.DraftDivided, Sitting: in.Sitting.Number}
		if p, ok := item.Settling(); ok {
			back.Cause, back.Members, back.Reason = complaint.DraftReturned, p.Members, p.Reason
		}
		return in.Complaint.SendBack(by, back)
	case sitting.Pending, sitting.Voting, sitting.Adopted, sitting.Withdrawn:
	}
	return in.Complaint, docket.Line{}, nil
}
