package sitting

import (
	"errors"
	"slices"
	"strconv"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Counting is the counting commission of a secret ballot and the ballots it gives out,
// as one open vote elects and approves them. How many members it has and who
// they are the commission says.
type Counting struct {
	Members []identity.ID
	Chair   identity.ID
	Ballots int    // one for each member in the hall: by video nobody fills in a paper
	Abstain bool   // whether the ballot has a line for abstaining
	Text    string // of the ballot

	Candidates []identity.ID `json:",omitempty"` // on a ballot that elects, in the order of the ballot
}

// Protocol is what the counting commission found in the box: numbers alone. No store, log
// or paper knows more of a secret ballot, for nobody ever enters who voted how.
type Protocol struct {
	Issued, Found           int
	For, Against, Abstained int
	Invalid                 int
	Signed                  []identity.ID // members of the counting commission, all of them
	Given                   []Given       `json:",omitempty"` // in an election, in the order of the ballot; For is none then
}

// Check refuses a protocol whose numbers cannot be, or that somebody of the counting
// commission did not sign.
func (p Protocol) Check(c Counting) error {
	refuse := func(field, key string, values regulation.Values) error {
		return &regulation.Refusal{Clause: regulation.SecretBallot, Field: field, Key: key, Values: values}
	}
	for _, f := range p.figures() {
		if f.count < 0 {
			return refuse(f.name, "ballot_figure_missing", nil)
		}
	}
	for i, candidate := range c.Candidates {
		if i >= len(p.Given) || p.Given[i].Candidate != candidate {
			return refuse(GivenField(candidate), "ballot_figure_missing", nil)
		}
	}
	votesFor, against := p.sides()
	switch {
	case len(p.Given) > len(c.Candidates), c.Candidates != nil && p.For > 0:
		return refuse("ballot_for", "ballot_by_candidates", nil)
	case len(c.Candidates) > 1 && p.Against > 0:
		return refuse("ballot_against", "ballot_by_candidates", nil)
	case p.Issued > c.Ballots:
		return refuse("issued", "ballots_issued_beyond", regulation.Values{"Ballots": c.Ballots})
	case p.Found > p.Issued:
		return refuse("found", "ballots_found_beyond", regulation.Values{"Issued": p.Issued})
	case p.Abstained > 0 && !c.Abstain:
		return refuse("ballot_abstained", "ballot_without_abstaining", nil)
	case votesFor+against+p.Abstained+p.Invalid != p.Found:
		return refuse("found", "ballots_do_not_add_up", regulation.Values{"Found": p.Found, "Sum": votesFor + against + p.Abstained + p.Invalid})
	}
	for _, id := range c.Members {
		if !slices.Contains(p.Signed, id) {
			return refuse("signed", "ballot_protocol_unsigned", nil)
		}
	}
	return nil
}

// sides are the ballots for what was decided and against it. Of an election those for the
// candidate who has most; whoever chose another one is against.
func (p Protocol) sides() (votesFor, against int) {
	if len(p.Given) == 0 {
		return p.For, p.Against
	}
	votesFor = p.Given[0].Votes
	sum := 0
	for _, g := range p.Given {
		votesFor, sum = max(votesFor, g.Votes), sum+g.Votes
	}
	return votesFor, p.Against + sum - votesFor
}

// Tallied reports whether a result is the count of the protocol.
func (p Protocol) Tallied(r Result) bool {
	votesFor, against := p.sides()
	return r.Tally.Secret && r.Tally.For == votesFor && r.Tally.Against == against && r.Tally.Abstained == p.Abstained
}

// Secret reports whether the item is voted on secretly: because the law says so, or
// because the commission decided so.
func (i Item) Secret() bool {
	return i.byLaw() || slices.ContainsFunc(i.Polls, func(p Poll) bool { return p.Motion == ToVoteSecretly && p.Carried() })
}

// Balloting returns the counting commission that was elected for a ballot whose results
// are not put to the vote yet. Results that were not approved end it: the next ballot
// needs a counting commission of its own.
func (i Item) Balloting() (Counting, bool) {
	if i.State != Pending {
		return Counting{}, false
	}
	for _, p := range slices.Backward(i.Polls) {
		switch {
		case p.Motion == ToApproveBallot:
			return Counting{}, false
		case p.Motion == ToElectCounting && p.Carried():
			return *p.Counting, true
		}
	}
	return Counting{}, false
}

// balloting reports whether ballots are given out: the presence stands still then as
// while a vote is open.
func (s Sitting) balloting() bool {
	return slices.ContainsFunc(s.Items, func(i Item) bool {
		_, on := i.Balloting()
		return on && s.State == Open
	})
}

// InTheHall returns the members who can fill in a ballot: by video nobody can.
func (s Sitting) InTheHall() []Attendance {
	return slices.DeleteFunc(s.Present(), func(a Attendance) bool { return a.Mode != InHall })
}

// OpenSecrecy puts to the vote whether the draft of an item is voted on secretly.
// A draft of which a part was voted on openly is decided openly.
func (s Sitting) OpenSecrecy(by identity.Actor, id ItemID) (Sitting, docket.Line, error) {
	item, err := s.puttable(by, id)
	if err == nil {
		err = errors.Join(item.hasDraft(), item.amended())
	}
	switch {
	case err != nil:
		return s, docket.Line{}, err
	case len(item.Parts()) > 0:
		return s, docket.Line{}, regulation.Refuse(regulation.MixedRuling, "parts_begun", nil)
	case item.Secret():
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "secrecy_decided", nil)
	}
	return s.openPoll(by, item, regulation.SecretBallot, Poll{Motion: ToVoteSecretly, Question: regulation.GoSecret})
}

// OpenCounting puts to the vote a counting commission of members in the hall, the text of
// the ballot and how many are made. text is the digest of the operative part that
// the ballot is about.
func (s Sitting) OpenCounting(by identity.Actor, id ItemID, text string, c Counting, m commission.Moment) (Sitting, docket.Line, error) {
	item, err := s.puttable(by, id)
	if err == nil {
		c, err = item.contest(c, m)
	}
	if err != nil {
		return s, docket.Line{}, err
	}
	hall := s.InTheHall()
	present := func(member identity.ID) bool {
		return slices.ContainsFunc(hall, func(a Attendance) bool { return a.Member.Person == member })
	}
	_, elected := item.Balloting()
	switch {
	case !item.Secret():
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "secrecy_not_decided", nil)
	case elected:
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "counting_elected", nil)
	case len(c.Members) == 0:
		return s, docket.Line{}, regulation.Missing(regulation.SecretBallot, "counting", "counting_missing")
	case !slices.Contains(c.Members, c.Chair):
		return s, docket.Line{}, regulation.Missing(regulation.SecretBallot, "counting_chair", "counting_chair_missing")
	}
	for _, member := range c.Members {
		if !present(member) {
			return s, docket.Line{}, regulation.Missing(regulation.SecretBallot, "counting", "counting_not_in_hall")
		}
	}
	c.Members = slices.Compact(slices.Sorted(slices.Values(c.Members)))
	c.Ballots, item.Text = len(hall), text
	return s.openPoll(by, item, regulation.SecretBallot, Poll{Motion: ToElectCounting, Question: regulation.OtherQuestion, Counting: &c})
}

// EnterProtocol enters what the counting commission found and puts it to an open vote.
// While nobody has voted yet, figures entered wrongly are put right.
func (s Sitting) EnterProtocol(by identity.Actor, id ItemID, p Protocol) (Sitting, docket.Line, error) {
	slices.Sort(p.Signed)
	if open, voting := s.Voting(); voting && open.ID == id {
		return s.correctProtocol(by, id, p)
	}
	item, err := s.puttable(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	c, elected := item.Balloting()
	if !elected {
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "counting_not_elected", nil)
	}
	if err := p.Check(c); err != nil {
		return s, docket.Line{}, err
	}
	next, line, err := s.openPoll(by, item, regulation.SecretBallot, Poll{Motion: ToApproveBallot, Question: regulation.OtherQuestion, Counting: &c, Protocol: &p})
	line.Act = "ballot_protocol"
	return next, line, err
}

func (s Sitting) correctProtocol(by identity.Actor, id ItemID, p Protocol) (Sitting, docket.Line, error) {
	item, err := s.voting(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	open := item.Current()
	if open.Motion != ToApproveBallot || len(open.Votes) > 0 {
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "ballot_being_approved", nil)
	}
	if err := p.Check(*open.Counting); err != nil {
		return s, docket.Line{}, err
	}
	open.Protocol = &p
	item = item.withCurrent(open)
	return s.with(item), docket.Line{Act: "ballot_protocol", By: by, Clause: regulation.SecretBallot, Facts: item.pollFacts(open)}, nil
}

// Outcome counts the ballots of a protocol. Whoever is present and has put no valid ballot
// into the box, those on video too, counts as present; the presiding
// member's vote is as unknown as any other, so there is no casting vote.
func (p Protocol) Outcome(profile regulation.Profile, q regulation.Question, s Sitting, appointed int) (Result, error) {
	present := len(s.Present())
	votesFor, against := p.sides()
	return Count(profile, q, Tally{Established: s.Established, Appointed: appointed, WorkStarted: true, Present: present, Secret: true,
		For: votesFor, Against: against, Abstained: p.Abstained, NotVoting: present - votesFor - against - p.Abstained})
}

// balloted gives an item the result of its secret ballot once that is approved: only then
// it stands. An election that elected nobody has none, and goes on.
func (s Sitting) balloted(item Item, p Poll, m commission.Moment) (Item, error) {
	if p.Motion != ToApproveBallot || !p.Carried() {
		return item, nil
	}
	result, err := p.Protocol.Outcome(s.Profile(m.Composition), item.Question, s, m.Composition.Appointed(m.Day))
	if err != nil {
		return item, err
	}
	if !item.Elects() || result.Fate == Carried {
		item.Result = &result
	}
	return item, nil
}

// secretFacts are what the docket says of a secret ballot: who counted, and counts alone.
func (p Poll) secretFacts(facts docket.Facts) {
	if p.Counting != nil {
		facts["counting"], facts["counting_chair"], facts["ballots"] = p.Counting.Members, p.Counting.Chair, p.Counting.Ballots
		facts["ballot_abstain"], facts["ballot_text"] = p.Counting.Abstain, p.Counting.Text
		if p.Counting.Candidates != nil {
			facts["candidates"] = p.Counting.Candidates
		}
	}
	if p.Protocol != nil {
		facts["ballot"] = p.Protocol.Counts()
	}
}

// figure is one number of a protocol under its name in forms and in the docket.
type figure struct {
	name  string
	count int
}

func (p Protocol) figures() []figure {
	all := []figure{{"issued", p.Issued}, {"found", p.Found}, {"ballot_for", p.For}, {"ballot_against", p.Against},
		{"ballot_abstained", p.Abstained}, {"ballot_invalid", p.Invalid}}
	for _, g := range p.Given {
		all = append(all, figure{GivenField(g.Candidate), g.Votes})
	}
	return all
}

// GivenField is the name of the figure of a candidate.
func GivenField(candidate identity.ID) string {
	return "given_" + strconv.FormatInt(int64(candidate), 10)
}

// Counts are the figures of a protocol by their names.
func (p Protocol) Counts() map[string]int {
	counts := map[string]int{}
	for _, f := range p.figures() {
		counts[f.name] = f.count
	}
	return counts
}

// Ballot returns the protocol whose approval gave the item its result.
func (i Item) Ballot() (Poll, bool) {
	last := i.approved()
	if i.Result == nil || last < 0 {
		return Poll{}, false
	}
	return i.Polls[last], true
}

// approved is the place of the last vote by which results of a ballot were approved, -1
// if there is none.
func (i Item) approved() int {
	for n, p := range slices.Backward(i.Polls) {
		if p.Motion == ToApproveBallot && p.Carried() {
			return n
		}
	}
	return -1
}
