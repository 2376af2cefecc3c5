package sitting

import (
	"context"
	"fmt"
	"slices"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Nominee is a member put forward for the office of deputy or secretary.
type Nominee struct {
	Member     identity.ID
	By         identity.ID // the member who put him forward
	Entered    identity.ID // who wrote it down, where not that member
	Cycle      int         // 1, and more once nominations began anew
	At         time.Time
	DeclinedAt time.Time // самоотвод, taken without a vote; zero while he stands
}

// Given is how many ballots were given for one candidate.
type Given struct {
	Candidate identity.ID
	Votes     int
}

// Election is where the election of an officer stands, as it follows from the ballots
// whose results were approved (Reg. 2.2).
type Election struct {
	Cycle      int           // 1; the next one begins with nominations anew
	Round      int           // 1 or 2, of the ballot that comes next
	Candidates []identity.ID // on that ballot, in the order in which they were put forward
	Elected    identity.ID   // zero until somebody is; then Round and Candidates are of that ballot
}

// Elects reports whether the item is the election of an officer.
func (i Item) Elects() bool { return i.Question == regulation.ElectOfficer }

// byLaw reports whether a question is decided by secret ballot without anybody deciding
// so: the election of an officer, and the release of one who did not ask for it (Reg. 2.2,
// 2.7).
func (i Item) byLaw() bool {
	return i.Elects() || i.Question == regulation.ReleaseOfficer && !i.Matter.OwnRequest
}

// Round is a ballot of an election whose results were approved.
type Round struct {
	Cycle, Number int      // 1 or 2 within the cycle
	Poll          int      // the place of the vote on its results among those on the item
	Next          Election // what follows
}

// Rounds returns the rounds of the election that were held.
func (i Item) Rounds() []Round {
	if !i.Elects() {
		return nil
	}
	var rounds []Round
	e := Election{Cycle: 1, Round: 1, Candidates: i.standing(1)}
	ballot, elected := i.Ballot()
	for n, p := range i.Polls {
		if p.Motion != ToApproveBallot || !p.Carried() {
			continue
		}
		r := Round{Cycle: e.Cycle, Number: e.Round, Poll: n}
		if e = i.after(e, p); elected && n == i.approved() {
			e = Election{Cycle: r.Cycle, Round: r.Number, Candidates: ballot.Counting.Candidates, Elected: ballot.Protocol.first()}
		}
		r.Next = e
		rounds = append(rounds, r)
	}
	return rounds
}

// Election returns where the election stands; the zero one of an item that is none.
func (i Item) Election() Election {
	rounds := i.Rounds()
	switch {
	case !i.Elects():
		return Election{}
	case rounds == nil:
		return Election{Cycle: 1, Round: 1, Candidates: i.standing(1)}
	}
	return rounds[len(rounds)-1].Next
}

// after is the election after a ballot that elected nobody. One with two candidates or
// more is followed by a second round, anything else by nominations anew. Of a single
// candidate who was not elected the regulation says nothing; there is nobody to choose
// from in a second round.
func (i Item) after(e Election, p Poll) Election {
	if e.Round == 1 && len(p.Protocol.Given) > 1 {
		return Election{Cycle: e.Cycle, Round: 2, Candidates: p.Protocol.runoff()}
	}
	return Election{Cycle: e.Cycle + 1, Round: 1, Candidates: i.standing(e.Cycle + 1)}
}

// standing are the candidates of a cycle who did not decline.
func (i Item) standing(cycle int) []identity.ID {
	var members []identity.ID
	for _, n := range i.Nominees {
		if n.Cycle == cycle && n.DeclinedAt.IsZero() {
			members = append(members, n.Member)
		}
	}
	return members
}

// runoff are the candidates of the second round: of two the one with most votes, of more
// the two with most, and with them everybody who has as many as the second. Where two are
// level at the top of two candidates the regulation says nothing; both go on, as those do
// who are level behind the first.
func (p Protocol) runoff() []identity.ID {
	votes := make([]int, len(p.Given))
	for i, g := range p.Given {
		votes[i] = g.Votes
	}
	slices.Sort(votes)
	least := votes[len(votes)-1]
	if len(votes) > 2 {
		least = votes[len(votes)-2]
	}
	var members []identity.ID
	for _, g := range p.Given {
		if g.Votes >= least {
			members = append(members, g.Candidate)
		}
	}
	return members
}

// first is the candidate with most votes. More than half of the established number are
// only one's.
func (p Protocol) first() identity.ID {
	return slices.MaxFunc(p.Given, func(a, b Given) int { return a.Votes - b.Votes }).Candidate
}

// Nominating reports whether candidates can be put forward now: until a counting
// commission is elected for the first ballot of the cycle.
func (i Item) Nominating() bool {
	if !i.Elects() || i.State != Pending {
		return false
	}
	for _, p := range slices.Backward(i.Polls) {
		switch {
		case p.Motion == ToApproveBallot && p.Carried():
			return i.Election().Round == 1
		case p.Motion == ToElectCounting && p.Carried():
			return false
		}
	}
	return true
}

// OfficeWords names an office that the commission fills as papers do, in the genitive and
// the accusative, which are alike: "секретаря комиссии".
func OfficeWords(office identity.Office) string {
	if office == identity.Deputy {
		return "заместителя председателя комиссии"
	}
	return "секретаря комиссии"
}

// ProposeElection puts the election of a deputy or a secretary on the agenda: at the first
// sitting, and within seven days of an early release. The office must be
// free, or freed by a question before it on the same agenda.
func (s Sitting) ProposeElection(by identity.Actor, office identity.Office, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.preparing(by); err != nil {
		return s, docket.Line{}, err
	}
	if !office.Elected() {
		return s, docket.Line{}, ErrNotFound
	}
	if _, err := m.Composition.Electable(office, s.Day(m)); err != nil && !s.asks(regulation.ReleaseOfficer, office) {
		return s, docket.Line{}, err
	}
	if s.asks(regulation.ElectOfficer, office) {
		return s, docket.Line{}, regulation.Refuse(regulation.OfficerPosts, "election_on_agenda", nil)
	}
	words := OfficeWords(office)
	return s.addMatter(by, Item{Title: "Об избрании " + words, Question: regulation.ElectOfficer,
		Matter: Matter{Office: office, Text: "Избрать тайным голосованием " + words + " из числа членов комиссии с правом решающего голоса."}})
}

// ProposeRelease puts the early release of the deputy or the secretary on the agenda. It
// is voted on secretly unless the officer asked for it (Reg. 2.7).
func (s Sitting) ProposeRelease(by identity.Actor, office identity.Office, ownRequest bool, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.preparing(by); err != nil {
		return s, docket.Line{}, err
	}
	holder, held := m.Composition.Officer(s.Day(m), office)
	switch {
	case !office.Elected():
		return s, docket.Line{}, ErrNotFound
	case !held:
		return s, docket.Line{}, regulation.Refuse(regulation.OfficerPosts, "office_vacant", nil)
	case s.asks(regulation.ReleaseOfficer, office):
		return s, docket.Line{}, regulation.Refuse(regulation.OfficerPosts, "election_on_agenda", nil)
	}
	words, why := OfficeWords(office), ""
	if ownRequest {
		why = " по личному заявлению"
	}
	return s.addMatter(by, Item{Title: "Об освобождении от должности " + words + why, Question: regulation.ReleaseOfficer,
		Matter: Matter{Office: office, About: holder.Person, OwnRequest: ownRequest,
			Text: fmt.Sprintf("Освободить от должности %s%s: %s.", words, why, holder.Name.Full())}})
}

// asks reports whether the agenda has such a question about the office.
func (s Sitting) asks(q regulation.Question, office identity.Office) bool {
	return slices.ContainsFunc(s.Items, func(i Item) bool { return i.Question == q && i.Matter.Office == office })
}

func (s Sitting) addMatter(by identity.Actor, item Item) (Sitting, docket.Line, error) {
	item.Ordinal, item.Rapporteur, item.State = len(s.Items)+1, by.ID, Pending
	s.Items = append(s.Items[:len(s.Items):len(s.Items)], item)
	s.Version++
	facts := item.about(docket.Facts{"question": string(item.Question), "office": string(item.Matter.Office), "text": TextDigest(item.Title, item.Matter.Text)})
	if item.Matter.About != 0 {
		facts["member"], facts["own_request"] = int64(item.Matter.About), item.Matter.OwnRequest
	}
	return s, docket.Line{Act: "item_added", By: by, Clause: regulation.OfficerPosts, Facts: facts}, nil
}

// Nominate is how a member who is present puts a member forward for the office.
func (s Sitting) Nominate(by identity.Actor, id ItemID, nominee identity.ID, m commission.Moment) (Sitting, docket.Line, error) {
	if err := must(by, identity.Nominate, s.Commission, regulation.OfficerPosts); err != nil {
		return s, docket.Line{}, err
	}
	return s.nominate(by, id, Nominee{Member: nominee, By: by.ID, At: m.At}, m)
}

// EnterNominee writes down whom a member put forward aloud.
func (s Sitting) EnterNominee(by identity.Actor, id ItemID, nominee, proposer identity.ID, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	n := Nominee{Member: nominee, By: proposer, At: m.At}
	if proposer != by.ID {
		n.Entered = by.ID
	}
	return s.nominate(by, id, n, m)
}

func (s Sitting) nominate(by identity.Actor, id ItemID, n Nominee, m commission.Moment) (Sitting, docket.Line, error) {
	item, err := s.electing(id)
	if err != nil {
		return s, docket.Line{}, err
	}
	if !s.present(n.By) {
		return s, docket.Line{}, regulation.Missing(regulation.OfficerPosts, "nominator", "nominator_absent")
	}
	if err := m.Composition.MayHold(n.Member, m.Day); err != nil {
		return s, docket.Line{}, err
	}
	n.Cycle = item.Election().Cycle
	for _, other := range item.Nominees {
		switch {
		case other.Cycle != n.Cycle || other.Member != n.Member:
		case other.DeclinedAt.IsZero():
			return s, docket.Line{}, regulation.Missing(regulation.OfficerPosts, "nominee", "nominated_already")
		default:
			return s, docket.Line{}, regulation.Missing(regulation.OfficerPosts, "nominee", "nominee_declined")
		}
	}
	item.Nominees = append(slices.Clone(item.Nominees), n)
	return s.with(item), docket.Line{Act: "nominated", By: by, Clause: regulation.OfficerPosts,
		Facts: item.about(docket.Facts{"nominee": int64(n.Member), "member": int64(n.By), "cycle": n.Cycle})}, nil
}

// electing returns an election in which candidates can be put forward and decline.
func (s Sitting) electing(id ItemID) (Item, error) {
	item, err := s.debated(id)
	switch {
	case err != nil:
		return Item{}, err
	case !item.Elects():
		return Item{}, ErrNotFound
	case !item.Nominating():
		return Item{}, regulation.Refuse(regulation.OfficerPosts, "nominations_over", nil)
	}
	return item, nil
}

// Decline takes the member off the candidates: his own word, given here or written down
// by who conducts the sitting, is taken without a vote (Reg. 2.2).
func (s Sitting) Decline(by identity.Actor, id ItemID, nominee identity.ID, at time.Time) (Sitting, docket.Line, error) {
	if err := must(by, identity.Nominate, s.Commission, regulation.OfficerPosts); err != nil {
		return s, docket.Line{}, err
	}
	if by.ID != nominee && !s.Conducts(by) {
		return s, docket.Line{}, regulation.Refuse(regulation.OfficerPosts, "decline_not_yours", nil)
	}
	item, err := s.electing(id)
	if err != nil {
		return s, docket.Line{}, err
	}
	cycle := item.Election().Cycle
	stands := slices.IndexFunc(item.Nominees, func(n Nominee) bool { return n.Cycle == cycle && n.Member == nominee && n.DeclinedAt.IsZero() })
	if stands < 0 {
		return s, docket.Line{}, ErrNotFound
	}
	item.Nominees = slices.Clone(item.Nominees)
	item.Nominees[stands].DeclinedAt = at
	return s.with(item), docket.Line{Act: "nomination_declined", By: by, Clause: regulation.OfficerPosts,
		Facts: item.about(docket.Facts{"nominee": int64(nominee), "cycle": cycle})}, nil
}

// contest puts the candidates of the next ballot into the mandate of the counting
// commission. Whoever sits no longer, or holds an office by now, is on no ballot.
func (i Item) contest(c Counting, m commission.Moment) (Counting, error) {
	if !i.Elects() {
		return c, nil
	}
	c.Candidates = slices.DeleteFunc(i.Election().Candidates, func(id identity.ID) bool { return m.Composition.MayHold(id, m.Day) != nil })
	if len(c.Candidates) == 0 {
		return c, regulation.Refuse(regulation.OfficerPosts, "nobody_nominated", nil)
	}
	return c, nil
}

// ProposeElection puts the election of an officer on the agenda.
func (s *Service) ProposeElection(ctx context.Context, by identity.Actor, number int, office identity.Office) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.ProposeElection(by, office, m)
	})
}

// ProposeRelease puts the early release of an officer on the agenda.
func (s *Service) ProposeRelease(ctx context.Context, by identity.Actor, number int, office identity.Office, ownRequest bool) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.ProposeRelease(by, office, ownRequest, m)
	})
}

// Nominate is how a member puts a member forward.
func (s *Service) Nominate(ctx context.Context, by identity.Actor, number int, item ItemID, nominee identity.ID) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Nominate(by, item, nominee, m)
	})
}

// EnterNominee writes down whom a member put forward aloud.
func (s *Service) EnterNominee(ctx context.Context, by identity.Actor, number int, item ItemID, nominee, proposer identity.ID) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.EnterNominee(by, item, nominee, proposer, m)
	})
}

// Decline takes a candidate off at his word.
func (s *Service) Decline(ctx context.Context, by identity.Actor, number int, item ItemID, nominee identity.ID) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Decline(by, item, nominee, m.At)
	})
}
