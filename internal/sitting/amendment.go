package sitting

import (
	"context"
	"slices"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// OnAmendment is a vote on an amendment to the draft, before the draft as a whole is
// voted on: a simple majority of those present, for only the draft itself may be a
// question of the closed list.
const OnAmendment Motion = "amend"

// AmendmentState is what became of an amendment.
type AmendmentState string

// The states of an amendment. All but the first are its fate.
const (
	Proposed AmendmentState = "proposed"
	Accepted AmendmentState = "accepted" // woven into the next version of the draft
	Declined AmendmentState = "declined"
	Recalled AmendmentState = "withdrawn" // by its author, before the vote
	Lapsed   AmendmentState = "lapsed"    // what it was to change is no longer there, or the item was postponed or returned first
)

// mostAmendments is how many amendments an item may have.
const mostAmendments = 100

// Amendment is a change of the draft of an item that a member proposed (поправка). What
// it changes package ruling writes and reads.
type Amendment struct {
	Number  int // on the item, in the order of arrival
	Author  identity.ID
	At      time.Time
	Content string
	State   AmendmentState
	Version int // of the draft that it made, once accepted
}

// Amendment returns the amendment with that number.
func (i Item) Amendment(number int) (Amendment, bool) {
	if number < 1 || number > len(i.Amendments) {
		return Amendment{}, false
	}
	return i.Amendments[number-1], true
}

// NextAmendment returns the amendment whose turn it is: the first without its fate.
func (i Item) NextAmendment() (Amendment, bool) {
	for _, a := range i.Amendments {
		if a.State == Proposed {
			return a, true
		}
	}
	return Amendment{}, false
}

// PollOn returns the vote on an amendment, without those that were broken off.
func (i Item) PollOn(amendment int) (Poll, bool) {
	for _, p := range i.Polls {
		if p.Motion == OnAmendment && p.Amendment == amendment && p.Broken == "" {
			return p, true
		}
	}
	return Poll{}, false
}

// withAmendment returns the item with one amendment changed.
func (i Item) withAmendment(a Amendment) Item {
	i.Amendments = slices.Clone(i.Amendments)
	i.Amendments[a.Number-1] = a
	return i
}

// amendable refuses amendments to what is no draft, to what has its fate, and once the
// draft itself is being decided on: by parts or secretly.
func (s Sitting) amendable(item Item) error {
	switch {
	case s.State == Closed:
		return regulation.Refuse(regulation.FatesOfDraft, "sitting_closed", nil)
	case s.State == Cancelled:
		return regulation.Refuse(regulation.Convening, "sitting_cancelled", nil)
	case item.General():
		return regulation.Refuse(regulation.FatesOfDraft, "question_has_no_draft", nil)
	case item.State.Settled():
		return regulation.Refuse(regulation.FatesOfDraft, "item_settled", nil)
	case item.State == Voting && item.Current().Motion != OnAmendment:
		return regulation.Refuse(regulation.FatesOfDraft, "another_vote_open", regulation.Values{"Ordinal": item.Ordinal})
	case len(item.Parts()) > 0:
		return regulation.Refuse(regulation.MixedRuling, "parts_begun", nil)
	case item.Secret():
		return regulation.Refuse(regulation.SecretBallot, "secrecy_decided", nil)
	}
	return nil
}

// Amends reports whether an amendment to the item can be proposed now.
func (s Sitting) Amends(item Item) bool { return s.amendable(item) == nil }

// ProposeAmendment enters an amendment of a voting member to the draft of an item, before
// the sitting or while the item has no fate.
func (s Sitting) ProposeAmendment(by identity.Actor, id ItemID, content string, m commission.Moment) (Sitting, docket.Line, error) {
	item, err := s.amending(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	if _, ok := m.Composition.Member(m.Day, by.ID); !ok {
		return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
	}
	if len(item.Amendments) >= mostAmendments {
		return s, docket.Line{}, regulation.Refuse(regulation.FatesOfDraft, "amendments_too_many", regulation.Values{"Limit": mostAmendments})
	}
	a := Amendment{Number: len(item.Amendments) + 1, Author: by.ID, At: m.At, Content: content, State: Proposed}
	item.Amendments = append(item.Amendments[:len(item.Amendments):len(item.Amendments)], a)
	facts := item.about(docket.Facts{"amendment": a.Number, "draft": item.Draft, "text": digestOf(content)})
	return s.with(item), docket.Line{Act: "amendment_proposed", By: by, Clause: regulation.VoteDemand, Facts: facts}, nil
}

func (s Sitting) amending(by identity.Actor, id ItemID) (Item, error) {
	if err := must(by, identity.ProposeAmendment, s.Commission, regulation.VoteDemand); err != nil {
		return Item{}, err
	}
	item, ok := s.Item(id)
	if !ok {
		return Item{}, ErrNotFound
	}
	return item, s.amendable(item)
}

// WithdrawAmendment takes back one's own amendment before the vote on it.
func (s Sitting) WithdrawAmendment(by identity.Actor, id ItemID, number int) (Sitting, docket.Line, error) {
	item, err := s.amending(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	a, ok := item.Amendment(number)
	_, voted := item.PollOn(number)
	switch {
	case !ok:
		return s, docket.Line{}, ErrNotFound
	case a.Author != by.ID:
		return s, docket.Line{}, regulation.Refuse(regulation.VoteDemand, "amendment_not_yours", nil)
	case a.State != Proposed || voted:
		return s, docket.Line{}, regulation.Refuse(regulation.VoteDemand, "amendment_has_fate", nil)
	}
	a.State = Recalled
	facts := item.about(docket.Facts{"amendment": number, "text": digestOf(a.Content)})
	return s.with(item.withAmendment(a)), docket.Line{Act: "amendment_withdrawn", By: by, Clause: regulation.VoteDemand, Facts: facts}, nil
}

// OpenAmendment puts the next amendment to the vote, in the order of arrival.
func (s Sitting) OpenAmendment(by identity.Actor, id ItemID) (Sitting, docket.Line, error) {
	item, err := s.puttable(by, id)
	if err == nil {
		err = s.amendable(item)
	}
	if err != nil {
		return s, docket.Line{}, err
	}
	next, ok := item.NextAmendment()
	if !ok {
		return s, docket.Line{}, regulation.Refuse(regulation.FatesOfDraft, "amendment_missing", nil)
	}
	return s.openPoll(by, item, regulation.OtherMatters, Poll{Motion: OnAmendment, Question: regulation.OtherQuestion, Text: digestOf(next.Content), Amendment: next.Number})
}

// decided gives the amendment that was voted on its fate.
func (i Item) decided(p Poll) Item {
	a, ok := i.Amendment(p.Amendment)
	if !ok {
		return i
	}
	a.State = Declined
	if p.Carried() {
		a.State = Accepted
	}
	return i.withAmendment(a)
}

// lapse ends the amendments that can no longer be voted on.
func (i Item) lapse(gone func(Amendment) bool) Item {
	for _, a := range i.Amendments {
		if a.State == Proposed && gone(a) {
			a.State = Lapsed
			i = i.withAmendment(a)
		}
	}
	return i
}

// amended refuses a vote on the draft while an amendment to it has no fate.
func (i Item) amended() error {
	if a, ok := i.NextAmendment(); ok {
		return regulation.Refuse(regulation.VoteDemand, "amendments_first", regulation.Values{"Amendment": a.Number})
	}
	return nil
}

// Weave puts the version that an accepted amendment made to the vote, with its question,
// from which alone the majority follows. Amendments to what is gone now lapse.
func (s Sitting) Weave(id ItemID, amendment, version int, question regulation.Question, gone func(Amendment) bool) Sitting {
	item, _ := s.Item(id)
	a, ok := item.Amendment(amendment)
	if !ok || a.State != Accepted {
		return s
	}
	a.Version = version
	item = item.withAmendment(a).lapse(gone)
	item.Draft, item.Question = version, question
	s = s.with(item)
	s.Version-- // it is one step with the vote
	return s
}

// WithdrawAmendment takes back one's own amendment.
func (s *Service) WithdrawAmendment(ctx context.Context, by identity.Actor, number int, item ItemID, amendment int) error {
	return s.change(ctx, by, number, func(sitting Sitting, _ commission.Moment) (Sitting, docket.Line, error) {
		return sitting.WithdrawAmendment(by, item, amendment)
	})
}
