package sitting

import (
	"time"

	"redress/internal/commission"
	"redress/internal/identity"
)

// Watched is a sitting as everybody may follow it, for sittings are open. A
// complaint is named by its number and the commission complained about; nothing says who
// complained.
type Watched struct {
	Sitting    Sitting // as Public returns it
	Commission commission.Commission
	Contested  map[ItemID]string             // short name of the commission complained about
	Rulings    map[ItemID]string             // numbers of the rulings adopted
	Names      map[identity.ID]identity.Name // of members
	At         time.Time                     // when it was read
}

// Announced is a line of the public list of sittings.
type Announced struct {
	ID         ID
	Commission commission.Commission
	Number     int
	State      State
	StartsAt   time.Time
	Place      string
	Away       bool
	Video      bool

	ContinuesAt time.Time // of an adjourned sitting; zero of the others
}

// Ahead is where a page of the public list goes on.
type Ahead struct {
	StartsAt time.Time
	ID       ID
}

// Public returns the sitting with what everybody in the hall sees and hears, and nothing
// else: what the report says, who was invited, why somebody is absent and what the text
// of a draft holds stays with the members. titles are the items' in words that name nobody.
//
// It takes over what is named here and leaves out the rest, so that a field nobody thought
// of is not shown.
func (s Sitting) Public(titles map[ItemID]string) Sitting {
	p := Sitting{ID: s.ID, Commission: s.Commission, Number: s.Number, State: s.State, StartsAt: s.StartsAt, Place: s.Place, Away: s.Away, Video: s.Video, Urgent: s.Urgent,
		Presiding: s.Presiding, Secretary: s.Secretary, Established: s.Established, OpenedAt: s.OpenedAt, ClosedAt: s.ClosedAt, Version: s.Version}
	for _, a := range s.Attendance {
		p.Attendance = append(p.Attendance, Attendance{Member: a.Member, Mode: a.Mode, At: a.At})
	}
	for _, c := range s.Changes {
		p.Changes = append(p.Changes, Change{Kind: c.Kind, At: c.At, Was: c.Was})
	}
	for _, b := range s.Breaks {
		p.Breaks = append(p.Breaks, Break{From: b.From, Expected: b.Expected, Place: b.Place, Until: b.Until})
	}
	for _, i := range s.Items {
		p.Items = append(p.Items, i.public(titles[i.ID]))
	}
	if s.Agenda != nil {
		agenda := s.Agenda.public("")
		p.Agenda = &agenda
	}
	return p
}

// public names the votes of members once there is a result, for the ballot is open
// of a secret one there are counts alone.
func (i Item) public(title string) Item {
	p := Item{ID: i.ID, Ordinal: i.Ordinal, Complaint: i.Complaint, Ref: i.Ref, Title: title, Rapporteur: i.Rapporteur, Draft: i.Draft, Question: i.Question,
		Due: i.Due, Missed: i.Missed, State: i.State, Votes: i.Votes, Hands: i.Hands, Result: i.Result, SettledAt: i.SettledAt}
	p.Matter.Agenda, p.Matter.Office, p.Nominees = i.Matter.Agenda, i.Matter.Office, i.Nominees
	if !i.State.Settled() {
		p.Votes, p.Hands = untold(i.Votes), i.Hands.untold()
	}
	for _, poll := range i.Polls {
		p.Polls = append(p.Polls, poll.public())
	}
	for _, speech := range i.Speeches {
		if speech.goesOn() {
			p.Speeches = append(p.Speeches, speech.public())
		}
	}
	return p
}

// public is the speech that goes on and its time. Who is no member is not named.
func (p Speech) public() Speech {
	shown := Speech{Speaker: Speaker{Member: p.Member, Status: p.Status}, Kind: p.Kind, Minutes: p.Minutes, Stretches: p.Stretches}
	for _, g := range p.Grants {
		shown.Grants = append(shown.Grants, Grant{Minutes: g.Minutes})
	}
	return shown
}

func (p Poll) public() Poll {
	shown := Poll{Motion: p.Motion, Question: p.Question, Clauses: p.Clauses, Of: p.Of, Members: p.Members, Protocol: p.Protocol, Amendment: p.Amendment, Votes: p.Votes, Hands: p.Hands, Result: p.Result, ClosedAt: p.ClosedAt}
	if c := p.Counting; c != nil {
		shown.Counting = &Counting{Members: c.Members, Chair: c.Chair, Ballots: c.Ballots, Abstain: c.Abstain, Candidates: c.Candidates}
	}
	if p.ClosedAt.IsZero() {
		shown.Votes, shown.Hands = untold(p.Votes), p.Hands.untold()
	}
	return shown
}

// untold are votes that are in, without how they were cast.
func untold(votes []Vote) []Vote {
	var in []Vote
	for _, v := range votes {
		in = append(in, Vote{Member: v.Member})
	}
	return in
}

// untold are hands that were counted, without what for.
func (h *Hands) untold() *Hands {
	if h == nil {
		return nil
	}
	return &Hands{NotVoting: h.Sum()}
}

// Latest returns the last vote of the sitting that has a result, and the item it was on.
func (s Sitting) Latest() (Item, Poll, bool) {
	var item Item
	var last Poll
	for _, i := range s.votable() {
		closed := i.Polls
		if i.Result != nil && i.State.Settled() && len(i.Parts()) == 0 && !i.Matter.Agenda {
			closed = append(closed[:len(closed):len(closed)], Poll{Motion: OnDraft, Question: i.Question, Votes: i.Votes, Result: i.Result, ClosedAt: i.SettledAt})
		}
		for _, p := range closed {
			if p.Result != nil && !p.ClosedAt.Before(last.ClosedAt) {
				item, last = i, p
			}
		}
	}
	return item, last, last.Result != nil
}
