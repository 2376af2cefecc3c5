package sitting

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// keeper keeps the minutes of a first sitting, which has no secretary of the commission yet.
var keeper = identity.Actor{ID: 6, Commission: 5, Office: identity.Member}

// formed is a commission that was formed anew: a chair and eight members, no other officer.
func formed(m commission.Moment) commission.Moment {
	for i := range m.Composition.Members[1:] {
		m.Composition.Members[i+1].Office = identity.Member
	}
	return m
}

// firstSitting is open, seven of nine in the hall, with the elections of the deputy and of
// the secretary on its agenda.
func firstSitting(t failer) Sitting {
	s, _, err := Convene(chair, Call{StartsAt: start, Place: "каб. 1", Video: true, Secretary: keeper.ID}, 1, formed(convening()))
	for _, office := range []identity.Office{identity.Deputy, identity.Secretary} {
		if err == nil {
			s, _, err = s.ProposeElection(chair, office, formed(convening()))
		}
	}
	for i := range s.Items {
		s.Items[i].ID = ItemID(i + 1) // the store's part
	}
	for id := identity.ID(1); id <= 7 && err == nil; id++ {
		s, _, err = s.Attend(keeper, id, InHall, "", start)
	}
	if err == nil {
		s, _, err = s.Open(keeper, opening(formed(convening())))
	}
	if err != nil {
		t.Fatal(err)
	}
	s.Agenda.ID = agendaID
	if s, _, err = s.OpenQuestion(keeper, agendaID); err != nil {
		t.Fatal(err)
	}
	return unanimous(t, s)
}

// unanimous ends the open vote of a first sitting with everybody for.
func unanimous(t failer, s Sitting) Sitting {
	item, _ := s.Voting()
	votes := map[identity.ID]Choice{}
	for _, a := range s.Others() {
		votes[a.Member.Person] = For
	}
	s, _, err := s.CastVotes(keeper, item.ID, votes, start)
	if err == nil {
		s, _, _, err = s.CastPresiding(keeper, item.ID, For, opening(formed(convening())))
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func nominated(t failer, s Sitting, members ...identity.ID) Sitting {
	for _, id := range members {
		var err error
		if s, _, err = s.EnterNominee(keeper, 1, id, 1, opening(formed(convening()))); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// ballotHeld holds one ballot of the first election, up to the vote on its results; votes
// are those for the candidates in the order of the ballot.
func ballotHeld(t failer, s Sitting, against, invalid int, votes ...int) (Sitting, error) {
	s, _, err := s.OpenCounting(keeper, 1, "digest", Counting{Members: []identity.ID{4, 5}, Chair: 4, Text: "Бюллетень"}, opening(formed(convening())))
	if err != nil {
		return s, err
	}
	s = unanimous(t, s)
	counting, _ := s.Items[0].Balloting()
	p := Protocol{Issued: 7, Against: against, Invalid: invalid, Found: against + invalid, Signed: []identity.ID{4, 5}}
	for i, n := range votes {
		p.Given, p.Found = append(p.Given, Given{counting.Candidates[i], n}), p.Found+n
	}
	s, _, err = s.EnterProtocol(keeper, 1, p)
	return s, err
}

func TestRoundsOfAnElection(t *testing.T) {
	type ballot struct {
		against, invalid int
		votes            []int
	}
	for _, row := range []struct {
		name       string
		nominees   []identity.ID
		ballots    []ballot
		elected    identity.ID
		cycle      int
		round      int
		candidates []identity.ID // of the next ballot, or of the one that elected
	}{
		{"R-006: five of nine seats elect", []identity.ID{2, 3}, []ballot{{votes: []int{5, 2}}}, 2, 1, 1, []identity.ID{2, 3}},
		{"R-006: four do not, of two the first goes on alone", []identity.ID{2, 3}, []ballot{{votes: []int{4, 3}}}, 0, 1, 2, []identity.ID{2}},
		{"R-006: of three the first two go on", []identity.ID{2, 3, 7}, []ballot{{votes: []int{1, 4, 2}}}, 0, 1, 2, []identity.ID{3, 7}},
		{"R-006: who are level as second go on together", []identity.ID{2, 3, 7}, []ballot{{votes: []int{2, 3, 2}}}, 0, 1, 2, []identity.ID{2, 3, 7}},
		{"R-006: of four the level second ones alone", []identity.ID{2, 3, 7, 8}, []ballot{{votes: []int{3, 1, 1, 2}}}, 0, 1, 2, []identity.ID{2, 8}},
		{"two level at the top of two both go on", []identity.ID{2, 3}, []ballot{{votes: []int{3, 3}, invalid: 1}}, 0, 1, 2, []identity.ID{2, 3}},
		{"three level at the top all go on", []identity.ID{2, 3, 7}, []ballot{{votes: []int{2, 2, 2}, invalid: 1}}, 0, 1, 2, []identity.ID{2, 3, 7}},
		{"R-006: the second round elects", []identity.ID{2, 3, 7}, []ballot{{votes: []int{1, 4, 2}}, {votes: []int{5, 2}}}, 3, 1, 2, []identity.ID{3, 7}},
		{"R-006: it elects one who stands alone", []identity.ID{2, 3}, []ballot{{votes: []int{4, 3}}, {against: 2, votes: []int{5}}}, 2, 1, 2, []identity.ID{2}},
		{"R-006: after two rounds nominations begin anew", []identity.ID{2, 3}, []ballot{{votes: []int{4, 3}}, {against: 3, votes: []int{4}}}, 0, 2, 1, nil},
		{"R-006: one candidate may stand", []identity.ID{7}, []ballot{{against: 1, votes: []int{6}}}, 7, 1, 1, []identity.ID{7}},
		{"a single one who falls is followed by nominations", []identity.ID{7}, []ballot{{against: 3, votes: []int{4}}}, 0, 2, 1, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := nominated(t, firstSitting(t), row.nominees...)
			for _, b := range row.ballots {
				var err error
				if s, err = ballotHeld(t, s, b.against, b.invalid, b.votes...); err != nil {
					t.Fatal(err)
				}
				s = unanimous(t, s)
			}
			item := s.Items[0]
			e := item.Election()
			if e.Elected != row.elected || e.Cycle != row.cycle || e.Round != row.round || !slices.Equal(e.Candidates, row.candidates) {
				t.Errorf("R-006: Election() = %+v", e)
			}
			if (item.State == Adopted) != (row.elected != 0) || item.State != Adopted && (item.State != Pending || item.Result != nil) {
				t.Errorf("R-006: the item is %s, its result %+v", item.State, item.Result)
			}
			if row.elected != 0 && (item.Result.Needed != 5 || item.Result.Majority.Clause != regulation.ReservedMatters) {
				t.Errorf("R-071: %+v", item.Result)
			}
			if got := item.Nominating(); got != (row.elected == 0 && row.round == 1) {
				t.Errorf("R-006: Nominating() = %v", got)
			}
		})
	}
}

// TestResultsNotApprovedElectNobody: a ballot whose results the commission did not approve
// is held again with the same candidates.
func TestResultsNotApprovedElectNobody(t *testing.T) {
	s, err := ballotHeld(t, nominated(t, firstSitting(t), 2, 3), 0, 0, 6, 1)
	if err != nil {
		t.Fatal(err)
	}
	votes := map[identity.ID]Choice{2: Against, 3: Against, 4: Against, 5: Against, 6: Against, 7: Against}
	if s, _, err = s.CastVotes(keeper, 1, votes, start); err != nil {
		t.Fatal(err)
	}
	if s, _, _, err = s.CastPresiding(keeper, 1, Against, opening(formed(convening()))); err != nil {
		t.Fatal(err)
	}
	if e := s.Items[0].Election(); e.Elected != 0 || e.Round != 1 || !slices.Equal(e.Candidates, []identity.ID{2, 3}) || s.Items[0].Nominating() {
		t.Errorf("R-078: Election() = %+v, nominating %v", e, s.Items[0].Nominating())
	}
}

func TestNominationsAreRefused(t *testing.T) {
	m := opening(formed(convening()))
	held := opening(convening()) // 2 is the deputy, 3 the secretary
	absent := identity.Actor{ID: 9, Commission: 5, Office: identity.Member}
	stranger := identity.Actor{ID: 4, Commission: 6, Office: identity.Member}
	own := identity.Actor{ID: 4, Commission: 5, Office: identity.Member}
	s := nominated(t, firstSitting(t), 2, 3)
	declined, line, err := s.Decline(keeper, 1, 3, start)
	if err != nil || line.Act != "nomination_declined" || declined.Version != s.Version+1 {
		t.Fatalf("Decline() = %+v, %v", line, err)
	}
	counted, err := ballotHeld(t, s, 0, 0, 4, 3)
	if err != nil {
		t.Fatal(err)
	}
	second := unanimous(t, counted)
	for _, row := range []struct {
		name string
		try  func() (Sitting, error)
		want string
	}{
		{"R-006: by a member", func() (Sitting, error) { s, _, err := s.Nominate(own, 1, 7, m); return s, err }, ""},
		{"R-006: oneself", func() (Sitting, error) { s, _, err := s.Nominate(own, 1, 4, m); return s, err }, ""},
		{"R-006: whoever is absent puts nobody forward", func() (Sitting, error) { s, _, err := s.Nominate(absent, 1, 7, m); return s, err }, "R-006 nominator"},
		{"not the members of another commission", func() (Sitting, error) { s, _, err := s.Nominate(stranger, 1, 7, m); return s, err }, "sitting not found"},
		{"R-006: nobody who is no member", func() (Sitting, error) { s, _, err := s.EnterNominee(keeper, 1, 77, 1, m); return s, err }, "R-005 nominee"},
		{"R-006: not the chair", func() (Sitting, error) { s, _, err := s.EnterNominee(keeper, 1, 1, 1, m); return s, err }, "R-006 nominee"},
		{"R-006: not another officer", func() (Sitting, error) { s, _, err := s.EnterNominee(keeper, 1, 2, 1, held); return s, err }, "R-006 nominee"},
		{"R-006: once", func() (Sitting, error) { s, _, err := s.EnterNominee(keeper, 1, 2, 1, m); return s, err }, "R-006 nominee"},
		{"R-006: nor again after declining", func() (Sitting, error) { s, _, err := declined.EnterNominee(keeper, 1, 3, 1, m); return s, err }, "R-006 nominee"},
		{"R-006: written down by who conducts", func() (Sitting, error) { s, _, err := s.EnterNominee(own, 1, 7, 1, m); return s, err }, "R-085 not_conducting"},
		{"R-006: one declines oneself", func() (Sitting, error) {
			s, _, err := s.Decline(identity.Actor{ID: 2, Commission: 5, Office: identity.Member}, 1, 2, start)
			return s, err
		}, ""},
		{"R-006: nobody for another", func() (Sitting, error) { s, _, err := s.Decline(own, 1, 2, start); return s, err }, "R-006 decline_not_yours"},
		{"nobody declines who does not stand", func() (Sitting, error) { s, _, err := s.Decline(keeper, 1, 7, start); return s, err }, "sitting not found"},
		{"R-006: while results are approved", func() (Sitting, error) { s, _, err := counted.EnterNominee(keeper, 1, 7, 1, m); return s, err }, "R-069 another_vote_open"},
		{"R-006: not for the second round", func() (Sitting, error) { s, _, err := second.EnterNominee(keeper, 1, 7, 1, m); return s, err }, "R-006 nominations_over"},
		{"R-006: nor is it declined", func() (Sitting, error) { s, _, err := second.Decline(keeper, 1, 2, start); return s, err }, "R-006 nominations_over"},
		{"R-078: an election is never voted on openly", func() (Sitting, error) { s, _, err := s.OpenQuestion(keeper, 1); return s, err }, "R-078 secret_by_law"},
		{"R-006: nobody is put forward yet", func() (Sitting, error) {
			s, _, err := firstSitting(t).OpenCounting(keeper, 1, "digest", Counting{Members: []identity.ID{4}, Chair: 4}, m)
			return s, err
		}, "R-006 nobody_nominated"},
	} {
		if _, err := row.try(); refused(err) != row.want {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
	}
}

func TestElectionOnTheAgenda(t *testing.T) {
	held, free := convening(), formed(convening())
	s := planned(t)
	for _, row := range []struct {
		name string
		try  func() (Sitting, error)
		want string
	}{
		{"R-006: of a deputy", func() (Sitting, error) { s, _, err := s.ProposeElection(chair, identity.Deputy, free); return s, err }, ""},
		{"R-006: never of the chair", func() (Sitting, error) { s, _, err := s.ProposeElection(chair, identity.Chair, free); return s, err }, "sitting not found"},
		{"R-006: the office is held", func() (Sitting, error) { s, _, err := s.ProposeElection(chair, identity.Deputy, held); return s, err }, "R-006 office_filled"},
		{"R-006: by a member", func() (Sitting, error) { s, _, err := s.ProposeElection(member, identity.Deputy, free); return s, err }, "R-064 not_your_office"},
		{"nobody is released from a free office", func() (Sitting, error) {
			s, _, err := s.ProposeRelease(chair, identity.Deputy, false, free)
			return s, err
		}, "R-006 office_vacant"},
		{"the chair is not released here", func() (Sitting, error) {
			s, _, err := s.ProposeRelease(chair, identity.Chair, false, held)
			return s, err
		}, "sitting not found"},
		{"R-008: a new one after a release on the same agenda", func() (Sitting, error) {
			s, _, err := s.ProposeRelease(chair, identity.Deputy, true, held)
			if err == nil {
				s, _, err = s.ProposeElection(chair, identity.Deputy, held)
			}
			return s, err
		}, ""},
		{"the same election twice", func() (Sitting, error) {
			s, _, err := s.ProposeElection(chair, identity.Deputy, free)
			if err == nil {
				s, _, err = s.ProposeElection(chair, identity.Deputy, free)
			}
			return s, err
		}, "R-006 election_on_agenda"},
	} {
		next, err := row.try()
		if refused(err) != row.want {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
		if item := next.Items[len(next.Items)-1]; err == nil && (!item.General() || item.Matter.Office != identity.Deputy || item.Matter.Text == "" || !item.Elects()) {
			t.Errorf("%s: %+v", row.name, item)
		}
	}
}

// TestReleaseOfAnOfficer: by secret ballot, and openly at the officer's own request (Reg. 2.7).
func TestReleaseOfAnOfficer(t *testing.T) {
	for _, own := range []bool{false, true} {
		s := planned(t)
		s, _, err := s.ProposeRelease(chair, identity.Deputy, own, convening())
		if err != nil {
			t.Fatal(err)
		}
		s.Items[3].ID = 4
		s, _, err = attending(t, s, 1, 2, 3, 4, 5, 6).Open(secretary, opening(convening()))
		if err != nil {
			t.Fatal(err)
		}
		s = withAgenda(t, s)
		if s.Items[3].Secret() == own || s.Items[3].Matter.About != 2 {
			t.Errorf("own request %v: secret %v, about %d", own, s.Items[3].Secret(), s.Items[3].Matter.About)
		}
		if _, _, err := s.OpenQuestion(secretary, 4); (err == nil) != own {
			t.Errorf("own request %v: OpenQuestion() = %v", own, err)
		}
		if _, _, err := s.OpenCounting(secretary, 4, "digest", counters(), opening(convening())); (err == nil) == own {
			t.Errorf("own request %v: OpenCounting() = %v", own, err)
		}
	}
}

// TestFiguresOfAnElection: the protocol names the candidates of the ballot and no other
// figures.
func TestFiguresOfAnElection(t *testing.T) {
	two := Counting{Members: []identity.ID{4}, Ballots: 7, Candidates: []identity.ID{2, 3}}
	one := Counting{Members: []identity.ID{4}, Ballots: 7, Candidates: []identity.ID{2}}
	for _, row := range []struct {
		name string
		c    Counting
		p    Protocol
		want string
	}{
		{"two candidates", two, Protocol{Issued: 7, Found: 7, Invalid: 1, Given: []Given{{2, 4}, {3, 2}}}, ""},
		{"one, for and against", one, Protocol{Issued: 7, Found: 7, Against: 3, Given: []Given{{2, 4}}}, ""},
		{"one is left out", two, Protocol{Issued: 7, Found: 4, Given: []Given{{2, 4}}}, "R-078 given_3"},
		{"another order", two, Protocol{Issued: 7, Found: 6, Given: []Given{{3, 4}, {2, 2}}}, "R-078 given_2"},
		{"one who is not on the ballot", one, Protocol{Issued: 7, Found: 6, Given: []Given{{2, 4}, {3, 2}}}, "R-078 ballot_for"},
		{"less than none", two, Protocol{Issued: 7, Found: 3, Given: []Given{{2, 4}, {3, -1}}}, "R-078 given_3"},
		{"for without a candidate", one, Protocol{Issued: 7, Found: 7, For: 3, Given: []Given{{2, 4}}}, "R-078 ballot_for"},
		{"against where one chooses among two", two, Protocol{Issued: 7, Found: 7, Against: 1, Given: []Given{{2, 4}, {3, 2}}}, "R-078 ballot_against"},
		{"they do not add up", two, Protocol{Issued: 7, Found: 7, Given: []Given{{2, 4}, {3, 2}}}, "R-078 found"},
	} {
		row.p.Signed = []identity.ID{4}
		if err := row.p.Check(row.c); refused(err) != row.want {
			t.Errorf("%s: Check() = %v, want %q", row.name, err, row.want)
		}
	}
}

// TestAnyElection: whatever the ballots say, nobody is elected by less than more than half
// of the seats, whoever goes on to a second round had at least as many votes as everybody
// who does not, and the election is never over without somebody elected.
func TestAnyElection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := firstSitting(t)
		for range rapid.IntRange(1, 4).Draw(t, "ballots") {
			before := s.Items[0].Election()
			if len(before.Candidates) == 0 {
				s = nominated(t, s, rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(2, 9), func(n int) identity.ID { return identity.ID(n) }), 1, 5, rapid.ID).Draw(t, "nominees")...)
				before = s.Items[0].Election()
			}
			left := 7
			votes := make([]int, len(before.Candidates))
			for i := range votes {
				votes[i] = rapid.IntRange(0, left).Draw(t, "votes")
				left -= votes[i]
			}
			next, err := ballotHeld(t, s, 0, left, votes...)
			if err != nil {
				t.Fatal(err)
			}
			s = unanimous(t, next)
			e, most := s.Items[0].Election(), slices.Max(votes)
			switch {
			case most >= 5:
				if e.Elected != before.Candidates[slices.Index(votes, most)] || s.Items[0].State != Adopted {
					t.Fatalf("%v of %v elect %+v", votes, before, e)
				}
				return
			case e.Elected != 0 || s.Items[0].State != Pending:
				t.Fatalf("%v elected %+v", votes, e)
			case before.Round == 1 && len(votes) > 1:
				if e.Round != 2 || e.Cycle != before.Cycle || len(e.Candidates) == 0 || len(votes) > 2 && len(e.Candidates) < 2 {
					t.Fatalf("after %v of %+v comes %+v", votes, before, e)
				}
				least := 7
				for i, candidate := range before.Candidates {
					if slices.Contains(e.Candidates, candidate) {
						least = min(least, votes[i])
					}
				}
				for i, candidate := range before.Candidates {
					if !slices.Contains(e.Candidates, candidate) && votes[i] >= least {
						t.Fatalf("%d with %d of %v does not go on: %+v", candidate, votes[i], votes, e)
					}
				}
			case e.Round != 1 || e.Cycle != before.Cycle+1 || len(e.Candidates) != 0:
				t.Fatalf("after %v of %+v comes %+v", votes, before, e)
			}
		}
	})
}
