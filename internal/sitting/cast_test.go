package sitting

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// actorOf is a member of the commission of nine as somebody who acts.
func actorOf(id identity.ID) identity.Actor {
	by := map[identity.ID]identity.Actor{1: chair, 2: deputy, 3: secretary}
	if a, ok := by[id]; ok {
		return a
	}
	return identity.Actor{ID: id, Office: identity.Member, Commission: 5}
}

// polling is a sitting with six present in which the first item is put to the vote.
func polling(t failer) Sitting {
	s, _, err := opened(t, 1, 2, 3, 4, 5, 6).OpenVote(secretary, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// left is the sitting after members have left it while a vote was open.
func left(t failer, s Sitting, members ...identity.ID) Sitting {
	for _, id := range members {
		var err error
		if s, _, err = s.Attend(secretary, id, Absent, "потеря связи", start.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestCast(t *testing.T) {
	settled := polling(t)
	settled.Items[0].State = Adopted
	balloted := secretly(t, opened(t, 1, 2, 3, 4, 5, 6), counters())
	for _, row := range []struct {
		name   string
		s      Sitting
		by     identity.Actor
		item   ItemID
		number int
		choice Choice
		want   string
	}{
		{"R-005: a member who is present", polling(t), member, 1, 1, For, ""},
		{"R-005: the secretary, who is a member", polling(t), secretary, 1, 1, Abstained, ""},
		{"R-005: no choice", polling(t), member, 1, 1, "", "R-005 choice"},
		{"R-005: nobody says personally that he does not vote", polling(t), member, 1, 1, NotVoting, "R-005 choice"},
		{"R-005: absent", polling(t), actorOf(7), 1, 1, For, "R-005 voter_absent"},
		{"R-068: the link was lost", left(t, polling(t), 6), actorOf(6), 1, 1, For, "R-068 voter_left"},
		{"R-005: a foreign member", polling(t), identity.Actor{ID: 4, Office: identity.Member, Commission: 6}, 1, 1, For, "not found"},
		{"R-005: of the commission, no member at the sitting", polling(t), actorOf(77), 1, 1, For, "R-005 not_a_member"},
		{"R-005: an administrator", polling(t), identity.Actor{ID: 4, Office: identity.Administrator}, 1, 1, For, "R-005 not_your_office"},
		{"R-077: the presiding member votes last", polling(t), chair, 1, 1, For, "R-077 presiding_votes_last"},
		{"R-079: another item than the one put", polling(t), member, 2, 1, For, "R-079 vote_not_open"},
		{"R-079: after the vote", settled, member, 1, 1, For, "R-079 vote_is_closed"},
		{"R-079: meant for an earlier vote on the item", polling(t), member, 1, 2, For, "R-079 another_vote_since"},
		{"R-078: the choice of a secret ballot", balloted, member, 1, 4, For, "R-078 ballot_is_on_paper"},
		{"R-079: no such item", polling(t), member, 9, 1, For, "not found"},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, line, err := row.s.Cast(row.by, row.item, row.number, row.choice, start)
			if got := refusedOr(err); got != row.want {
				t.Fatalf("Cast() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			vote, ok := next.Items[0].Current().Vote(row.by.ID)
			if !ok || vote.Choice != row.choice || !vote.Personal || next.Version != row.s.Version+1 || line.Facts["choice"] != string(row.choice) {
				t.Errorf("Cast() = %+v, %+v", vote, line)
			}
			if len(row.s.Items[0].Votes) != 0 {
				t.Error("Cast() changed the original")
			}
		})
	}
}

// refusedOr is refused for what may be somebody else's.
func refusedOr(err error) string {
	if errors.Is(err, ErrNotFound) {
		return "not found"
	}
	return refused(err)
}

// TestPersonalAndRecorded mixes votes on own screens with raised hands.
func TestPersonalAndRecorded(t *testing.T) {
	s := polling(t)
	step := func(next Sitting, _ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	cast := func(by identity.Actor, choice Choice) {
		t.Helper()
		next, line, err := s.Cast(by, 1, 1, choice, start)
		step(next, line, err)
	}
	next, line, err := s.CastVotes(secretary, 1, map[identity.ID]Choice{2: Against, 4: Against}, start)
	step(next, line, err)
	cast(member, For) // a personal vote overrides the recorded one
	cast(member, Abstained)
	if vote, _ := s.Items[0].Current().Vote(4); vote.Choice != Abstained || !vote.Personal || len(s.Items[0].Votes) != 2 {
		t.Errorf("R-005: the votes are %+v", s.Items[0].Votes)
	}
	if _, _, err := s.CastVotes(secretary, 1, map[identity.ID]Choice{4: For}, start); refused(err) != "R-005 personal_vote_stands" {
		t.Errorf("R-005: a personal vote recorded otherwise = %v", err)
	}
	next, line, err = s.CastVotes(secretary, 1, map[identity.ID]Choice{2: For, 3: For, 5: For}, start)
	step(next, line, err)
	if waiting := s.Waiting(s.Items[0]); len(waiting) != 1 || waiting[0].Member.Person != 6 {
		t.Errorf("R-077: still to vote: %+v", waiting)
	}
	if _, _, _, err := s.CastPresiding(chair, 1, For, opening(convening())); refused(err) != "R-077 others_vote_first" {
		t.Errorf("R-077: the presiding member before another = %v", err)
	}
	if _, _, err := s.NotVotes(chair, 1, []identity.ID{7}, start); refused(err) != "R-005 vote_of_absent" {
		t.Errorf("R-005: the absent do not vote = %v", err)
	}
	if _, _, err := s.NotVotes(member, 1, []identity.ID{6}, start); refused(err) != "R-085 not_conducting" {
		t.Errorf("R-085: not voting said by a member = %v", err)
	}
	next, line, err = s.NotVotes(chair, 1, []identity.ID{4, 6}, start) // 4 has voted: his vote stands
	step(next, line, err)
	_, result, _, err := s.CastPresiding(chair, 1, For, opening(convening()))
	if want := (Tally{Established: 9, Appointed: 9, WorkStarted: true, Present: 6, For: 4, Abstained: 1, NotVoting: 1, Presiding: For}); err != nil || result.Tally != want {
		t.Errorf("R-073: counted %+v, want %+v, %v", result.Tally, want, err)
	}
}

func TestCountHands(t *testing.T) {
	for _, row := range []struct {
		name     string
		by       identity.Actor
		personal []identity.ID
		hands    Hands
		want     string
	}{
		{"R-077: five besides the presiding member", secretary, nil, Hands{For: 3, Against: 1, NotVoting: 1}, ""},
		{"R-073: more than are present", secretary, nil, Hands{For: 6}, "R-073 hands_for"},
		{"R-073: fewer", secretary, nil, Hands{For: 3}, "R-073 hands_for"},
		{"R-073: less than none", secretary, nil, Hands{For: 6, Against: -1}, "R-077 hands_against"},
		{"R-005: who voted personally is not counted again", secretary, []identity.ID{4, 5}, Hands{For: 4, Against: 1}, "R-073 hands_for"},
		{"R-005: besides two personal votes", secretary, []identity.ID{4, 5}, Hands{For: 2, Against: 1}, ""},
		{"R-085: by a member", member, nil, Hands{For: 5}, "R-085 not_conducting"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := polling(t)
			var err error
			for _, id := range row.personal {
				if s, _, err = s.Cast(actorOf(id), 1, 1, For, start); err != nil {
					t.Fatal(err)
				}
			}
			s, line, err := s.CountHands(row.by, 1, row.hands)
			if got := refused(err); got != row.want {
				t.Fatalf("CountHands() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			if len(s.Waiting(s.Items[0])) != 0 || line.Facts["hands"].(map[string]int)["hands_for"] != row.hands.For {
				t.Errorf("CountHands() = %+v, %+v", s.Items[0], line)
			}
			if _, _, err := s.Attend(secretary, 6, Absent, "", start); refused(err) != "R-062 left_after_voting" {
				t.Errorf("R-062: leaving after the count = %v", err)
			}
			again, _, err := s.Cast(actorOf(6), 1, 1, Against, start)
			if err != nil || again.Items[0].Hands != nil || len(again.Waiting(again.Items[0])) == 0 {
				t.Errorf("R-005: a personal vote after the count = %+v, %v", again.Items[0], err)
			}
			_, result, _, err := s.CastPresiding(secretary, 1, For, opening(convening()))
			if n := result.Tally; err != nil || n.For != row.hands.For+len(row.personal)+1 || n.Present != 6 || n.Against != row.hands.Against {
				t.Errorf("R-073: counted %+v, %v", n, err)
			}
		})
	}
}

// TestCountedTieNeedsThePresidingVote: his vote is known by name, so it can decide.
func TestCountedTieNeedsThePresidingVote(t *testing.T) {
	s, _, err := polling(t).CountHands(secretary, 1, Hands{For: 2, Against: 3})
	if err != nil {
		t.Fatal(err)
	}
	if _, result, _, err := s.CastPresiding(chair, 1, For, opening(convening())); err != nil || !result.Casting || result.Fate != Carried {
		t.Errorf("R-076: three and three = %+v, %v", result, err)
	}
}

// TestLeavingDuringAVote: the count is of those present when it is closed.
func TestLeavingDuringAVote(t *testing.T) {
	s := polling(t)
	s, _, err := s.Cast(member, 1, 1, For, start)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name   string
		member identity.ID
		mode   Mode
		want   string
	}{
		{"who has not voted", 6, Absent, ""},
		{"who has voted", 4, Absent, "R-062 left_after_voting"},
		{"moving to video", 6, OnVideo, "R-062 attendance_during_vote"},
		{"coming", 7, InHall, "R-062 attendance_during_vote"},
		{"who is not there", 7, Absent, "R-062 attendance_during_vote"},
	} {
		if _, _, err := s.Attend(secretary, row.member, row.mode, "", start); refused(err) != row.want {
			t.Errorf("R-062: %s = %v, want %q", row.name, err, row.want)
		}
	}
	s = left(t, s, 6)
	s, _, err = s.CastVotes(secretary, 1, map[identity.ID]Choice{2: For, 3: For, 5: Against}, start)
	if err != nil {
		t.Fatal(err)
	}
	if _, result, _, err := s.CastPresiding(chair, 1, For, opening(convening())); err != nil || result.Tally.Present != 5 || result.Tally.For != 4 {
		t.Errorf("R-062: five at the closing = %+v, %v", result.Tally, err)
	}
}

func TestBreakOff(t *testing.T) {
	goesOn := polling(t)
	noQuorum := left(t, goesOn, 5, 6)
	for _, row := range []struct {
		name   string
		s      Sitting
		by     identity.Actor
		reason string
		want   string
	}{
		{"R-062: the quorum is lost", noQuorum, secretary, "ушли двое", ""},
		{"R-077: the presiding member is gone", left(t, goesOn, 1), secretary, "потеря связи", ""},
		{"R-007: the presiding member is gone, by the deputy", left(t, goesOn, 1), deputy, "потеря связи", ""},
		{"R-007: the presiding member is gone, by another", left(t, goesOn, 1), member, "потеря связи", "R-085 not_conducting"},
		{"R-085: the quorum is lost, by the deputy", noQuorum, deputy, "ушли двое", "R-085 not_conducting"},
		{"R-062: it can be closed", goesOn, secretary, "не нравится", "R-062 vote_can_be_closed"},
		{"R-062: no reason", noQuorum, secretary, " ", "R-062 break_reason"},
		{"R-085: by a member", noQuorum, member, "ушли двое", "R-085 not_conducting"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, line, err := row.s.BreakOff(row.by, 1, row.reason, later(2))
			if got := refused(err); got != row.want {
				t.Fatalf("BreakOff() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			item := s.Items[0]
			if item.State != Pending || item.Result != nil || len(item.Votes) != 0 || len(item.Polls) != 1 || item.Polls[0].Broken != row.reason || line.Facts["poll"] != 1 {
				t.Errorf("BreakOff() = %+v, %+v", item, line)
			}
			if _, _, err := s.OpenVote(secretary, 1, ""); refused(err) == "" {
				t.Error("R-062: put to the vote again without a quorum or a presiding member")
			}
			back := attending(t, s, 1, 5, 6)
			if again, _, err := back.OpenVote(secretary, 1, ""); err != nil || again.Items[0].VoteNumber() != 2 {
				t.Errorf("R-062: put to the vote anew = %v", err)
			}
		})
	}
	if _, _, _, err := noQuorum.CastPresiding(chair, 1, For, opening(convening())); refused(err) != "R-077 others_vote_first" {
		t.Errorf("R-077: closed before the others = %v", err)
	}
	silent, _, err := noQuorum.NotVotes(chair, 1, []identity.ID{2, 3, 4}, start)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := silent.CastPresiding(chair, 1, For, opening(convening())); refused(err) != "R-062 no_quorum" {
		t.Errorf("R-062: closed without a quorum = %v", err)
	}
}

// TestAPartBrokenOffIsVotedAgain: the void vote is none of the parts.
func TestAPartBrokenOffIsVotedAgain(t *testing.T) {
	s, _, err := opened(t, 1, 2, 3, 4, 5).OpenPart(secretary, 1, "whole", mixedParts())
	if err != nil {
		t.Fatal(err)
	}
	if s, _, err = left(t, s, 5).BreakOff(secretary, 1, "ушёл", later(1)); err != nil {
		t.Fatal(err)
	}
	s, _, err = attending(t, s, 5).OpenPart(secretary, 1, "whole", mixedParts())
	if err != nil || len(s.Items[0].Parts()) != 1 || len(s.Items[0].Polls) != 2 || s.Items[0].Current().Text != mixedParts()[0].Text {
		t.Errorf("R-074: after a part was broken off %+v, %v", s.Items[0].Polls, err)
	}
}

// TestAgendaIsAdoptedFirst: no question is put to the vote before it.
func TestAgendaIsAdoptedFirst(t *testing.T) {
	s, _, err := attending(t, planned(t), 1, 2, 3, 4, 5, 6).Open(secretary, opening(convening()))
	if err != nil {
		t.Fatal(err)
	}
	s.Agenda.ID = agendaID
	if _, _, err := s.OpenVote(secretary, 1, ""); refused(err) != "R-011 agenda_not_adopted" {
		t.Errorf("R-011: a question before the agenda = %v", err)
	}
	for name, err := range map[string]error{
		"postponed":        second(s.OpenPostponement(secretary, agendaID, day, true)),
		"reported on":      second(s.Report(secretary, agendaID, Said{Heard: "x"}, opening(convening()))),
		"taken off itself": func() error { _, _, _, err := s.Remove(secretary, agendaID); return err }(),
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("R-011: the agenda is %s: %v", name, err)
		}
	}
	first := agendaVoted(t, s, 1)
	if first.AgendaAdopted() || first.Agenda.State != Pending || first.Agenda.Polls[0].Result.Fate != Defeated {
		t.Fatalf("R-073: an agenda with two of six = %+v", first.Agenda)
	}
	changed, _, _, err := first.Remove(secretary, 3)
	if err != nil || len(changed.Items) != 2 {
		t.Fatalf("R-011: a question left out after the vote = %v", err)
	}
	adopted := agendaVoted(t, changed, 5)
	if p := adopted.Agenda.Polls; !adopted.AgendaAdopted() || len(p) != 2 || p[0].Text == p[1].Text || p[1].Of != 2 {
		t.Errorf("R-011: the agenda after both votes = %+v", adopted.Agenda)
	}
	if _, _, _, err := adopted.Remove(secretary, 2); refused(err) != "R-064 agenda_is_fixed" {
		t.Errorf("R-011: a question left out of an adopted agenda = %v", err)
	}
	if _, _, err := adopted.OpenQuestion(secretary, agendaID); refused(err) != "R-079 item_settled" {
		t.Errorf("R-011: the agenda voted on again = %v", err)
	}
	if _, _, err := adopted.HandIn(member, agendaID, "не согласен", start); refused(err) != "R-082 dissent_no_decision" {
		t.Errorf("R-082: an opinion on the agenda = %v", err)
	}
	if _, _, err := adopted.OpenVote(secretary, 1, ""); err != nil {
		t.Errorf("R-011: a question of an adopted agenda = %v", err)
	}
}

// agendaVoted brings a vote on the agenda to its end, with so many of the five others for it.
func agendaVoted(t *testing.T, s Sitting, votesFor int) Sitting {
	t.Helper()
	s, _, err := s.OpenQuestion(secretary, agendaID)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := s.Remove(secretary, 1); refused(err) != "R-064 agenda_is_fixed" {
		t.Errorf("R-011: a question left out while it is voted on = %v", err)
	}
	if _, _, err := s.Close(secretary, opening(convening()), true); refused(err) != "R-079 agenda_vote_open" {
		t.Errorf("R-079: closed while the agenda is voted on = %v", err)
	}
	if s, _, err = s.CountHands(secretary, agendaID, Hands{For: votesFor, Against: 5 - votesFor}); err != nil {
		t.Fatal(err)
	}
	if s, _, _, err = s.CastPresiding(chair, agendaID, For, opening(convening())); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestADemandedVoteOutlivesTheAgenda: it is not left out, and a sitting whose agenda fell
// can still be closed.
func TestADemandedVoteOutlivesTheAgenda(t *testing.T) {
	s, _, err := planned(t).Demand(member, proposal(regulation.OtherQuestion), convening())
	if err != nil {
		t.Fatal(err)
	}
	s.Items[3].ID = 4
	if s, _, err = attending(t, s, 1, 2, 3, 4, 5, 6).Open(secretary, opening(convening())); err != nil {
		t.Fatal(err)
	}
	s.Agenda.ID = agendaID
	if _, _, err := s.Close(secretary, opening(convening()), true); refused(err) != "R-011 demanded_without_vote" {
		t.Errorf("R-011: closed before the agenda was put to the vote = %v", err)
	}
	fell := agendaVoted(t, s, 1)
	if _, _, _, err := fell.Remove(secretary, 4); refused(err) != "R-011 demanded_stays" {
		t.Errorf("R-011: a demanded vote left out = %v", err)
	}
	if _, _, err := fell.Close(secretary, opening(convening()), true); err != nil {
		t.Errorf("R-011: closed after the agenda fell = %v", err)
	}
}

// TestAnyWayOfVotingCountsTheLastVotes: whatever the order of personal votes, hands, counts,
// changes and leavings, the result is the count of what stood last, and nobody absent is in it.
func TestAnyWayOfVotingCountsTheLastVotes(t *testing.T) {
	closed := 0
	rapid.Check(t, func(t *rapid.T) {
		s := polling(t)
		personal, recorded := map[identity.ID]Choice{}, map[identity.ID]Choice{}
		var hands *Hands
		present := map[identity.ID]bool{1: true, 2: true, 3: true, 4: true, 5: true, 6: true}
		choice := rapid.SampledFrom(Choices)
		for range rapid.IntRange(3, 25).Draw(t, "acts") {
			who := identity.ID(rapid.IntRange(1, 8).Draw(t, "who"))
			switch rapid.IntRange(0, 4).Draw(t, "act") {
			case 0:
				c := choice.Draw(t, "own")
				next, _, err := s.Cast(actorOf(who), 1, 1, c, start)
				if want := present[who] && who != 1 && c != NotVoting; want != (err == nil) {
					t.Fatalf("R-005: Cast() by %d = %v", who, err)
				}
				if err == nil {
					if _, again := personal[who]; !again {
						hands = nil
					}
					s, personal[who] = next, c
					delete(recorded, who)
				}
			case 1:
				all := map[identity.ID]Choice{}
				for id := identity.ID(2); id <= 7; id++ {
					if rapid.IntRange(0, 7).Draw(t, "hand") > 0 {
						all[id] = choice.Draw(t, "raised")
					}
				}
				delete(all, 7) // absent from the start
				next, _, err := s.CastVotes(secretary, 1, all, start)
				if err == nil {
					s, hands, recorded = next, nil, map[identity.ID]Choice{}
				}
				for id, c := range all {
					if err == nil && (!present[id] || personal[id] != "" && personal[id] != c) {
						t.Fatalf("R-005: the vote of %d was recorded", id)
					}
					if err == nil && personal[id] == "" {
						recorded[id] = c
					}
				}
			case 2:
				h := Hands{For: rapid.IntRange(0, 5).Draw(t, "for"), Against: rapid.IntRange(0, 2).Draw(t, "against")}
				next, _, err := s.CountHands(secretary, 1, h)
				others := len(present) - len(personal)
				if present[1] {
					others--
				}
				if (err == nil) != (h.Sum() == others) {
					t.Fatalf("R-073: CountHands(%+v) of %d present, %d personal = %v", h, len(present), len(personal), err)
				}
				if err == nil {
					s, hands, recorded = next, &h, map[identity.ID]Choice{}
				}
			case 3:
				next, _, err := s.Attend(secretary, who, Absent, "", start)
				voted := personal[who] != "" || recorded[who] != "" || hands != nil && who != 1
				if (err == nil) != (present[who] && !voted) {
					t.Fatalf("R-062: %d leaves = %v", who, err)
				}
				if err == nil {
					s = next
					delete(present, who)
				}
			case 4:
				before := len(s.Waiting(s.Items[0]))
				last := choice.Draw(t, "last")
				_, result, _, err := s.CastPresiding(chair, 1, last, opening(convening()))
				able := before == 0 && present[1] && len(present) > 4
				if able != (err == nil) {
					t.Fatalf("R-062, R-077: closed with %d waiting of %d = %v", before, len(present), err)
				}
				if err != nil {
					continue
				}
				want := Poll{Hands: hands, Votes: []Vote{{Choice: last}}}
				for _, c := range personal {
					want.Votes = append(want.Votes, Vote{Choice: c})
				}
				for _, c := range recorded {
					want.Votes = append(want.Votes, Vote{Choice: c})
				}
				tally := want.tally()
				tally.Established, tally.Appointed, tally.WorkStarted, tally.Present, tally.Presiding = 9, 9, true, len(present), last
				if result.Tally != tally {
					t.Fatalf("R-073: counted %+v, want %+v", result.Tally, tally)
				}
				closed++
				return
			}
		}
	})
	if closed == 0 {
		t.Error("no vote was ever closed: the property saw nothing")
	}
}
