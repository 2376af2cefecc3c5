package sitting

import (
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Motion is what one vote on an item is about.
type Motion string

// The motions. Adopting or rejecting follows from a vote on the draft or on its parts;
// the other two fates of R-079 are voted on by themselves.
const (
	OnDraft    Motion = "draft"    // on the draft as a whole
	OnPart     Motion = "part"     // on one part of it
	ToPostpone Motion = "postpone" // on postponing the item
	ToReturn   Motion = "return"   // on returning the draft for rework

	ToVoteSecretly  Motion = "secrecy"  // on voting on the draft secretly
	ToElectCounting Motion = "counting" // on the counting commission and the ballot
	ToApproveBallot Motion = "ballot"   // on the results of the secret ballot

	OnAgenda Motion = "agenda" // on the agenda, before the first item
)

// Poll is one vote on an item. That on the draft as a whole stands in the item itself;
// an item keeps the others in their order, the last of which may be open. One that was
// broken off, on the draft as well, stays among them and decides nothing.
type Poll struct {
	Motion    Motion
	Question  regulation.Question // alone decides the majority
	Clauses   []int               // numbers of the clauses of the operative part that a part consists of
	Text      string              // SHA-256 of what is put to the vote, of a part or of the whole
	Of        int                 // how many parts the draft is voted on in; how many questions an agenda has
	Members   []identity.ID       // who is to rework the draft; nobody named: its authors
	Reason    string              // what is to be reworked
	Counting  *Counting           // elected, or whose protocol is approved
	Protocol  *Protocol           // of a secret ballot, which alone holds its counts
	Amendment int                 // number of the amendment that is voted on
	Votes     []Vote
	Hands     *Hands  // counted besides the votes, without names
	Result    *Result // nil while it is open, and where it was void
	Broken    string  // why it was broken off
	ClosedAt  time.Time
}

// Choice returns the member's vote.
func (p Poll) Choice(member identity.ID) (Choice, bool) {
	for _, v := range p.Votes {
		if v.Member == member {
			return v.Choice, true
		}
	}
	return "", false
}

// Carried reports whether the vote is over and carried.
func (p Poll) Carried() bool { return p.Result != nil && p.Result.Fate == Carried }

// Part is a part of a draft that is put to the vote by itself.
type Part struct {
	Question regulation.Question
	Clauses  []int
	Text     string
}

// Current returns the vote that is open on the item; where none is, the one on the
// draft as a whole, held or not.
func (i Item) Current() Poll {
	if n := len(i.Polls); n > 0 && i.Polls[n-1].ClosedAt.IsZero() {
		return i.Polls[n-1]
	}
	return Poll{Motion: OnDraft, Question: i.Question, Text: i.Text, Votes: i.Votes, Hands: i.Hands, Result: i.Result, ClosedAt: i.SettledAt}
}

// Parts returns the votes on parts of the draft in their order, without those that were
// broken off and held again.
func (i Item) Parts() []Poll {
	var parts []Poll
	for _, p := range i.Polls {
		if p.Motion == OnPart && p.Broken == "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// Settling returns the vote on postponing or returning that settled the item.
func (i Item) Settling() (Poll, bool) {
	n := len(i.Polls)
	if n == 0 || !i.State.Settled() {
		return Poll{}, false
	}
	last := i.Polls[n-1]
	return last, last.Carried() && (last.Motion == ToPostpone || last.Motion == ToReturn)
}

// Divided reports whether the draft was returned because only some of its parts were
// adopted: what the others were about is decided by nobody.
func (i Item) Divided() bool {
	carried := 0
	parts := i.Parts()
	for _, p := range parts {
		if p.Result == nil {
			return false
		}
		if p.Carried() {
			carried++
		}
	}
	return carried > 0 && len(parts) == parts[0].Of && carried < len(parts)
}

// withCurrent puts back the vote that Current returned.
func (i Item) withCurrent(p Poll) Item {
	if p.Motion == OnDraft {
		i.Votes, i.Hands, i.Result = p.Votes, p.Hands, p.Result
		return i
	}
	i.Polls = slices.Clone(i.Polls)
	i.Polls[len(i.Polls)-1] = p
	return i
}

// OpenPart puts the next part of a draft to the vote by itself. whole is the
// digest of the operative part that all of them make up.
func (s Sitting) OpenPart(by identity.Actor, id ItemID, whole string, parts []Part) (Sitting, docket.Line, error) {
	item, err := s.puttable(by, id)
	if err == nil {
		err = item.hasDraft()
	}
	if err != nil {
		return s, docket.Line{}, err
	}
	voted := item.Parts()
	if err := item.amended(); err != nil {
		return s, docket.Line{}, err
	}
	switch {
	case item.Secret():
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "secrecy_decided", nil)
	case len(parts) < 2:
		return s, docket.Line{}, regulation.Refuse(regulation.MixedRuling, "not_by_parts", nil)
	case len(voted) > 0 && (whole != item.Text || len(parts) != voted[0].Of):
		return s, docket.Line{}, regulation.Refuse(regulation.FatesOfDraft, "draft_changed_since", nil)
	}
	part := parts[len(voted)]
	item.Text = whole
	return s.openPoll(by, item, regulation.MixedRuling, Poll{Motion: OnPart, Question: part.Question, Clauses: part.Clauses, Text: part.Text, Of: len(parts)})
}

// OpenPostponement puts to the vote whether the item is postponed. The term
// runs on: past its last day an item is postponed only if the one who puts it to the
// vote says so knowing it.
func (s Sitting) OpenPostponement(by identity.Actor, id ItemID, day calendar.Date, knowing bool) (Sitting, docket.Line, error) {
	item, err := s.puttable(by, id)
	switch {
	case err != nil:
		return s, docket.Line{}, err
	case item.Matter.Agenda:
		return s, docket.Line{}, ErrNotFound
	}
	if item.Misses(day) && !knowing {
		return s, docket.Line{}, &regulation.Refusal{Clause: regulation.TermStands, Field: "postpone_knowing", Key: "postponing_misses_term",
			Values: regulation.Values{"Day": item.Due}}
	}
	return s.openPoll(by, item, regulation.FatesOfDraft, Poll{Motion: ToPostpone, Question: regulation.Postpone})
}

// OpenReturn puts to the vote whether the draft is returned for rework, to its authors
// or to the members named.
func (s Sitting) OpenReturn(by identity.Actor, id ItemID, members []identity.ID, reason string, m commission.Moment) (Sitting, docket.Line, error) {
	item, err := s.puttable(by, id)
	if err == nil {
		err = item.hasDraft()
	}
	if err != nil {
		return s, docket.Line{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return s, docket.Line{}, regulation.Missing(regulation.FatesOfDraft, "rework_reason", "rework_reason_missing")
	}
	if err := regulation.Legible(regulation.FatesOfDraft, "rework_reason", reason, complaint.MaxLine); err != nil {
		return s, docket.Line{}, err
	}
	for _, person := range members {
		if _, ok := m.Composition.Member(m.Day, person); !ok {
			return s, docket.Line{}, regulation.Missing(regulation.VotingMembers, "rework_members", "not_a_member")
		}
	}
	return s.openPoll(by, item, regulation.FatesOfDraft, Poll{Motion: ToReturn, Question: regulation.ReturnForRework, Members: members, Reason: reason})
}

func (s Sitting) openPoll(by identity.Actor, item Item, clause regulation.Clause, p Poll) (Sitting, docket.Line, error) {
	item.Polls = append(item.Polls[:len(item.Polls):len(item.Polls)], p)
	item.State = Voting
	facts := item.pollFacts(p)
	facts["draft"], facts["present"] = item.Draft, len(s.Present())
	if p.Motion == ToReturn {
		facts["members"], facts["reason"] = p.Members, p.Reason
	}
	return s.with(item), docket.Line{Act: "vote_opened", By: by, Clause: clause, Facts: facts}, nil
}

// puttable returns an item that can be put to the vote now: the sitting is open with a
// quorum and in no break, nobody has the floor, the parties were invited, and no
// other vote is open.
func (s Sitting) puttable(by identity.Actor, id ItemID) (Item, error) {
	if err := s.conducting(by); err != nil {
		return Item{}, err
	}
	item, ok := s.Item(id)
	if !ok {
		return Item{}, ErrNotFound
	}
	if s.State != Open {
		return Item{}, regulation.Refuse(regulation.Quorum, "sitting_not_open", nil)
	}
	if item.State != Pending {
		return Item{}, regulation.Refuse(regulation.FatesOfDraft, "item_settled", nil)
	}
	if err := s.stillVoting(); err != nil {
		return Item{}, err
	}
	if err := errors.Join(s.goingOn(), s.unspoken()); err != nil {
		return Item{}, err
	}
	if err := s.able(); err != nil {
		return Item{}, err
	}
	if !item.Matter.Agenda && !s.AgendaAdopted() {
		return Item{}, regulation.Refuse(regulation.VoteDemand, "agenda_not_adopted", nil)
	}
	return item, item.Admissible()
}

// settle puts the result of a vote into the item. A draft voted on part by part is
// adopted when every part carried and rejected when none did; where only some did, it
// goes back to be written anew. A part that did not carry leaves its act undecided:
// rejecting "annul" is not dismissing, and no reasons for dismissing were put
// to anybody. A motion that did not carry leaves the item as it was.
func (i Item) settle(p Poll, m commission.Moment) Item {
	p.ClosedAt = m.At
	i = i.withCurrent(p)
	i.State = Pending
	switch {
	case p.Motion == OnDraft && p.Carried():
		i.State = Adopted
	case p.Motion == OnDraft:
		i.State = Rejected
	case p.Motion == OnPart:
		i = i.divided()
	case p.Motion == OnAgenda && p.Carried():
		i.State, i.Result = Adopted, p.Result
	case p.Motion == OnAmendment:
		i = i.decided(p)
	case p.Motion == ToApproveBallot && i.Result != nil && i.Result.Fate == Carried:
		i.State = Adopted
	case p.Motion == ToApproveBallot && i.Result != nil:
		i.State = Rejected
	case p.Motion == ToPostpone && p.Carried():
		i.State = Postponed
		if i.Misses(m.Day) {
			i.Missed = i.Due
		}
	case p.Motion == ToReturn && p.Carried():
		i.State = Returned
	}
	if i.State.Settled() {
		i.SettledAt = m.At
		i = i.lapse(func(Amendment) bool { return true })
	}
	return i
}

// divided settles an item once all of its parts were voted on. The result that stands
// for the whole is that of the part which needed most.
func (i Item) divided() Item {
	parts := i.Parts()
	if len(parts) < parts[0].Of {
		return i
	}
	carried, most := 0, parts[0].Result
	for _, p := range parts {
		if p.Carried() {
			carried++
		}
		if most.Majority.Basis != regulation.OfSeats && p.Result.Majority.Basis == regulation.OfSeats {
			most = p.Result
		}
	}
	switch carried {
	case len(parts):
		i.State, i.Result = Adopted, most
	case 0:
		i.State, i.Result = Rejected, most
	default:
		i.State = Returned
	}
	return i
}

// pollFacts are what the docket says of a vote besides who voted how. A vote on the
// draft as a whole has no number.
func (i Item) pollFacts(p Poll) docket.Facts {
	facts := i.about(docket.Facts{"question": string(p.Question), "text": p.Text})
	if p.Motion != OnDraft {
		facts["poll"], facts["motion"] = len(i.Polls), string(p.Motion)
	}
	if p.Motion == OnAgenda {
		facts["questions"] = p.Of
	}
	if p.Motion == OnAmendment {
		facts["amendment"] = p.Amendment
	}
	if p.Motion == OnPart {
		facts["clauses"], facts["parts"], facts["whole"] = p.Clauses, p.Of, i.Text
	}
	if p.Counting != nil {
		facts["whole"] = i.Text
	}
	p.secretFacts(facts)
	return facts
}

// tally adds up the votes of a poll and the hands that were counted.
func (p Poll) tally() Tally {
	var t Tally
	if p.Hands != nil {
		t = Tally{For: p.Hands.For, Against: p.Hands.Against, Abstained: p.Hands.Abstained, NotVoting: p.Hands.NotVoting}
	}
	for _, v := range p.Votes {
		switch v.Choice {
		case For:
			t.For++
		case Against:
			t.Against++
		case Abstained:
			t.Abstained++
		case NotVoting:
			t.NotVoting++
		}
	}
	return t
}
