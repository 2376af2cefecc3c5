package sitting

import (
	"slices"
	"strings"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// leaves lets a member leave while a vote is open, or lose the link, who has no
// vote in it yet: it is counted of those present when it is closed. Who has voted
// stays counted in it and is recorded as gone afterwards. Who is to count ballots stays
// until that is decided, and while the results of a ballot are approved everybody does:
// they are counted of those present. Without a presiding member nothing is decided.
func (s Sitting) leaves(p Poll, member identity.ID, mode Mode) error {
	present := slices.ContainsFunc(s.Present(), func(a Attendance) bool { return a.Member.Person == member })
	_, voted := p.Choice(member)
	switch {
	case mode != Absent || !present:
		return regulation.Refuse(regulation.Quorum, "attendance_during_vote", nil)
	case voted, p.Hands != nil && member != s.Presiding.Person:
		return regulation.Refuse(regulation.Quorum, "left_after_voting", nil)
	case member == s.Presiding.Person:
		return nil
	case p.Motion == ToElectCounting && slices.Contains(p.Counting.Members, member), p.Motion == ToApproveBallot:
		return regulation.Refuse(regulation.SecretBallot, "attendance_during_ballot", nil)
	}
	return nil
}

// stillVoting refuses what has to wait for the vote that is open.
func (s Sitting) stillVoting() error {
	switch item, voting := s.Voting(); {
	case !voting:
		return nil
	case item.Matter.Agenda:
		return regulation.Refuse(regulation.FatesOfDraft, "agenda_vote_open", nil)
	default:
		return regulation.Refuse(regulation.FatesOfDraft, "another_vote_open", regulation.Values{"Ordinal": item.Ordinal})
	}
}

// Breakable reports whether the vote that is open can no longer be closed: the quorum is
// lost, or the presiding member is gone.
func (s Sitting) Breakable() bool {
	_, voting := s.Voting()
	return voting && s.able() != nil
}

// BreakOff ends a vote that can no longer be closed, with the reason. It has no result and
// decides nothing; the minutes keep it, and the question may be put to the vote anew. A
// vote that can be closed is closed: nobody breaks it off because of how it goes. Where
// the presiding member is gone, who is to preside next may do it too.
func (s Sitting) BreakOff(by identity.Actor, id ItemID, reason string, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil && (s.present(s.Presiding.Person) || !s.Succeeds(by, m)) {
		return s, docket.Line{}, err
	}
	item, err := s.underVote(id)
	if err != nil {
		return s, docket.Line{}, err
	}
	if s.able() == nil {
		return s, docket.Line{}, regulation.Refuse(regulation.Quorum, "vote_can_be_closed", nil)
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return s, docket.Line{}, regulation.Missing(regulation.Quorum, "break_reason", "break_reason_missing")
	}
	if err := regulation.Legible(regulation.Quorum, "break_reason", reason, complaint.MaxLine); err != nil {
		return s, docket.Line{}, err
	}
	p := item.Current()
	p.Broken, p.ClosedAt = reason, m.At
	if p.Motion == OnDraft {
		item.Polls = append(slices.Clone(item.Polls), p)
		item.Votes, item.Hands = nil, nil
	} else {
		item = item.withCurrent(p)
	}
	item.State = Pending
	facts := item.voteFacts(p)
	facts["poll"], facts["motion"], facts["reason"], facts["present"] = len(item.Polls), string(p.Motion), reason, len(s.Present())
	return s.with(item), docket.Line{Act: "vote_broken", By: by, Clause: regulation.Quorum, Facts: facts}, nil
}
