package sitting

import (
	"slices"
	"time"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// VoteNumber is the number of the vote that is open on the item among all held on it. A
// member's own vote names it, so that it never falls into the next one.
func (i Item) VoteNumber() int {
	if i.Current().Motion == OnDraft {
		return len(i.Polls) + 1
	}
	return len(i.Polls)
}

// Personal returns the votes that members gave on their own screens.
func (p Poll) Personal() []Vote {
	return slices.DeleteFunc(slices.Clone(p.Votes), func(v Vote) bool { return !v.Personal })
}

func (p Poll) personal(member identity.ID) (Vote, bool) {
	for _, v := range p.Votes {
		if v.Member == member && v.Personal {
			return v, true
		}
	}
	return Vote{}, false
}

// Vote returns the member's vote as it is recorded.
func (p Poll) Vote(member identity.ID) (Vote, bool) {
	for _, v := range p.Votes {
		if v.Member == member {
			return v, true
		}
	}
	return Vote{}, false
}

// Waiting returns those present who have no vote in the vote that is open on the item,
// the presiding member aside, who votes after them. Hands that were counted are
// theirs.
func (s Sitting) Waiting(item Item) []Attendance {
	p := item.Current()
	if p.Hands != nil {
		return nil
	}
	return slices.DeleteFunc(s.Others(), func(a Attendance) bool {
		_, voted := p.Choice(a.Member.Person)
		return voted
	})
}

// Others are the members present who vote before the presiding one.
func (s Sitting) Others() []Attendance {
	return slices.DeleteFunc(s.Present(), func(a Attendance) bool { return a.Member.Person == s.Presiding.Person })
}

// MayCast refuses a vote that the actor cannot give personally now: it is given in the
// vote that is open, by a member who is present, and by nobody for him. The
// presiding member votes last, and otherwise.
func (s Sitting) MayCast(by identity.Actor, id ItemID, number int) error {
	if err := must(by, identity.CastVote, s.Commission, regulation.VotingMembers); err != nil {
		return err
	}
	item, ok := s.Item(id)
	if !ok {
		return ErrNotFound
	}
	_, ballot := item.Balloting()
	at := slices.IndexFunc(s.Attendance, func(a Attendance) bool { return a.Member.Person == by.ID })
	switch {
	case at < 0:
		return regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
	case ballot:
		return regulation.Refuse(regulation.SecretBallot, "ballot_is_on_paper", nil)
	case item.State.Settled():
		return regulation.Refuse(regulation.FatesOfDraft, "vote_is_closed", nil)
	case item.State != Voting:
		return regulation.Refuse(regulation.FatesOfDraft, "vote_not_open", nil)
	case number != item.VoteNumber():
		return regulation.Refuse(regulation.FatesOfDraft, "another_vote_since", nil)
	case !s.Attendance[at].Mode.Present() && !s.Attendance[at].At.Before(s.OpenedAt):
		return regulation.Refuse(regulation.Videoconference, "voter_left", nil)
	case !s.Attendance[at].Mode.Present():
		return regulation.Refuse(regulation.VotingMembers, "voter_absent", nil)
	case by.ID == s.Presiding.Person:
		return regulation.Refuse(regulation.PresidingLast, "presiding_votes_last", nil)
	}
	return nil
}

// Cast is how a member votes personally, on his own screen. It may be changed until the
// presiding member has voted, and takes the place of a vote recorded from a raised hand.
// Hands that were counted with his among them have to be counted anew.
func (s Sitting) Cast(by identity.Actor, id ItemID, number int, choice Choice, at time.Time) (Sitting, docket.Line, error) {
	if err := s.MayCast(by, id, number); err != nil {
		return s, docket.Line{}, err
	}
	if !choice.Valid() || choice == NotVoting {
		return s, docket.Line{}, regulation.Missing(regulation.VotingMembers, "choice", "choose_one")
	}
	item, _ := s.Item(id)
	p := item.Current()
	facts := item.pollFacts(p)
	facts["choice"] = string(choice)
	if was, again := p.Choice(by.ID); again {
		facts["was"] = string(was)
	}
	if _, personally := p.personal(by.ID); !personally && p.Hands != nil {
		p.Hands, facts["recount"] = nil, true
	}
	p.Votes = append(slices.DeleteFunc(slices.Clone(p.Votes), func(v Vote) bool { return v.Member == by.ID }),
		Vote{Member: by.ID, Choice: choice, At: at, Personal: true})
	return s.with(item.withCurrent(p)), docket.Line{Act: "vote_given", By: by, Clause: regulation.VotingMembers, Facts: facts}, nil
}

// NotVotes records that the members named are present and do not vote: they count as
// present, and the presiding member need not wait for them. Who has voted
// meanwhile keeps his vote.
func (s Sitting) NotVotes(by identity.Actor, id ItemID, members []identity.ID, at time.Time) (Sitting, docket.Line, error) {
	item, err := s.voting(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	p := item.Current()
	p.Votes = slices.Clone(p.Votes)
	for _, member := range members {
		switch present := slices.ContainsFunc(s.Others(), func(a Attendance) bool { return a.Member.Person == member }); {
		case !present:
			return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "vote_of_absent", nil)
		case slices.ContainsFunc(s.Waiting(item), func(a Attendance) bool { return a.Member.Person == member }):
			p.Votes = append(p.Votes, Vote{Member: member, Choice: NotVoting, At: at})
		}
	}
	item = item.withCurrent(p)
	return s.with(item), docket.Line{Act: "votes_cast", By: by, Clause: regulation.OtherMatters, Facts: item.voteFacts(p)}, nil
}
