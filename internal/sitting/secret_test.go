package sitting

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// counters are a counting commission of members 4 and 5.
func counters() Counting {
	return Counting{Members: []identity.ID{5, 4}, Chair: 4, Abstain: true, Text: "Принять решение?"}
}

// secretly brings the first item to where its ballots are given out.
func secretly(t failer, s Sitting, c Counting) Sitting {
	s, _, err := s.OpenSecrecy(secretary, 1)
	if err != nil {
		t.Fatal(err)
	}
	everybody := six(6)
	for id := range everybody {
		if !slices.ContainsFunc(s.Present(), func(a Attendance) bool { return a.Member.Person == id }) {
			delete(everybody, id)
		}
	}
	s = votedOut(t, s, everybody)
	if s, _, err = s.OpenCounting(secretary, 1, "whole", c, opening(convening())); err != nil {
		t.Fatal(err)
	}
	return votedOut(t, s, everybody)
}

func signed(p Protocol) Protocol {
	p.Signed = []identity.ID{4, 5}
	return p
}

func TestSecretBallot(t *testing.T) {
	for _, row := range []struct {
		name     string
		question regulation.Question
		protocol Protocol
		want     ItemState
	}{
		{"R-073: four of six dismiss", regulation.DismissComplaint, Protocol{6, 6, 4, 2, 0, 0, nil, nil}, Adopted},
		{"R-078: three of six, and no casting vote", regulation.DismissComplaint, Protocol{6, 6, 3, 3, 0, 0, nil, nil}, Rejected},
		{"R-073: spoiled ballots count as present", regulation.DismissComplaint, Protocol{6, 6, 3, 1, 0, 2, nil, nil}, Rejected},
		{"R-073: so do ballots never issued", regulation.DismissComplaint, Protocol{4, 3, 3, 0, 0, 0, nil, nil}, Rejected},
		{"R-071: five of nine seats annul", regulation.AnnulFullDecide, Protocol{6, 6, 5, 0, 1, 0, nil, nil}, Adopted},
		{"R-071: four do not", regulation.AnnulFullDecide, Protocol{6, 6, 4, 1, 1, 0, nil, nil}, Rejected},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := opened(t, 1, 2, 3, 4, 5, 6)
			s.Items[0].Question = row.question
			s = secretly(t, s, counters())
			c, elected := s.Items[0].Balloting()
			if !elected || c.Ballots != 6 || s.Items[0].Text != "whole" {
				t.Fatalf("R-078: after the election the item is %+v", s.Items[0])
			}
			for what, err := range map[string]error{
				"whole":  second(s.OpenVote(chair, 1, "whole")),
				"part":   second(s.OpenPart(chair, 1, "whole", mixedParts())),
				"motion": second(s.OpenSecrecy(chair, 1)),
			} {
				if refused(err) != "R-078 secrecy_decided" {
					t.Errorf("R-078: after the decision a vote on the %s = %v, want a refusal", what, err)
				}
			}
			if _, _, err := s.Attend(secretary, 6, Absent, "", start); refused(err) != "R-078 attendance_during_ballot" {
				t.Errorf("R-078: attendance during the ballot = %v, want a refusal", err)
			}
			voting, line, err := s.EnterProtocol(secretary, 1, signed(row.protocol))
			if err != nil || voting.Items[0].Result != nil {
				t.Fatalf("R-078: the protocol = %v, with a result before its approval: %+v", err, voting.Items[0].Result)
			}
			if raw, err := json.Marshal(line.Facts); err != nil || line.Facts["votes"] != nil || strings.Contains(string(raw), `"choice"`) {
				t.Errorf("R-078: the docket holds %s, %v", raw, err)
			}
			item := votedOut(t, voting, six(6)).Items[0]
			if item.State != row.want || item.Result == nil || !item.Result.Tally.Secret || item.Result.Casting || item.Result.Tally.Presiding != "" ||
				len(item.Votes) != 0 || item.SettledAt.IsZero() {
				t.Errorf("R-078: the item is %+v by %+v", item, item.Result)
			}
			fell := votedOut(t, voting, six(2))
			if item := fell.Items[0]; item.State != Pending || item.Result != nil || !item.Secret() {
				t.Errorf("R-078: results not approved leave the item %+v", item)
			}
			if _, _, err := fell.EnterProtocol(secretary, 1, signed(row.protocol)); refused(err) != "R-078 counting_not_elected" {
				t.Errorf("R-078: another protocol of the same ballot = %v, want a refusal", err)
			}
			if _, _, err := fell.OpenCounting(secretary, 1, "whole", counters(), opening(convening())); err != nil {
				t.Errorf("R-078: a ballot anew = %v", err)
			}
		})
	}
}

func second[L any](_ Sitting, _ L, err error) error { return err }

func TestSecrecyIsDecidedFirst(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5, 6)
	if _, _, err := s.OpenCounting(secretary, 1, "whole", counters(), opening(convening())); refused(err) != "R-078 secrecy_not_decided" {
		t.Errorf("R-078: OpenCounting() undecided = %v, want a refusal", err)
	}
	if _, _, err := s.EnterProtocol(secretary, 1, signed(Protocol{})); refused(err) != "R-078 counting_not_elected" {
		t.Errorf("R-078: EnterProtocol() undecided = %v, want a refusal", err)
	}
	if _, _, err := s.OpenSecrecy(member, 1); refused(err) != "R-085 not_conducting" {
		t.Errorf("R-085: OpenSecrecy() by a member = %v, want a refusal", err)
	}
	begun := votedPart(t, s, mixedParts(), six(6))
	if _, _, err := begun.OpenSecrecy(chair, 1); refused(err) != "R-074 parts_begun" {
		t.Errorf("R-074: OpenSecrecy() after an open vote on a part = %v, want a refusal", err)
	}
	voting, _, err := s.OpenSecrecy(chair, 1)
	if err != nil {
		t.Fatal(err)
	}
	if fell := votedOut(t, voting, six(2)); fell.Items[0].Secret() {
		t.Error("R-078: a motion that fell made the vote secret")
	} else if _, _, err := fell.OpenVote(chair, 1, ""); err != nil {
		t.Errorf("R-078: an open vote after the motion fell = %v", err)
	}
}

func TestCountingCommission(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5, 6)
	s, _, err := s.Attend(secretary, 6, OnVideo, "", start)
	if err != nil {
		t.Fatal(err)
	}
	if s, _, err = s.OpenSecrecy(secretary, 1); err != nil {
		t.Fatal(err)
	}
	s = votedOut(t, s, six(6))
	for _, row := range []struct {
		name    string
		members []identity.ID
		chair   identity.ID
		want    string
	}{
		{"R-078: nobody", nil, 4, "R-078 counting"},
		{"R-078: no chair", []identity.ID{4, 5}, 0, "R-078 counting_chair"},
		{"R-078: the chair from outside", []identity.ID{4, 5}, 3, "R-078 counting_chair"},
		{"R-068: a member on video", []identity.ID{4, 6}, 4, "R-078 counting"},
		{"R-078: an absent member", []identity.ID{4, 9}, 4, "R-078 counting"},
		{"R-078: two from the hall", []identity.ID{5, 4}, 4, ""},
	} {
		next, _, err := s.OpenCounting(chair, 1, "whole", Counting{Members: row.members, Chair: row.chair}, opening(convening()))
		if refused(err) != row.want {
			t.Errorf("%s: OpenCounting() = %v, want %q", row.name, err, row.want)
		}
		if err == nil && next.Items[0].Current().Counting.Ballots != 5 {
			t.Errorf("R-068: %d ballots for five in the hall", next.Items[0].Current().Counting.Ballots)
		}
	}
}

func TestProtocolOfTheCountingCommission(t *testing.T) {
	s := secretly(t, opened(t, 1, 2, 3, 4, 5, 6), Counting{Members: []identity.ID{4, 5}, Chair: 4})
	for _, row := range []struct {
		name     string
		protocol Protocol
		want     string
	}{
		{"R-078: a figure that is no number", Protocol{6, 6, -1, 5, 0, 0, nil, nil}, "R-078 ballot_for"},
		{"R-078: more issued than made", Protocol{7, 7, 7, 0, 0, 0, nil, nil}, "R-078 issued"},
		{"R-078: more found than issued", Protocol{5, 6, 6, 0, 0, 0, nil, nil}, "R-078 found"},
		{"R-078: the sum is less", Protocol{6, 6, 3, 2, 0, 0, nil, nil}, "R-078 found"},
		{"R-078: the sum is more", Protocol{6, 6, 3, 2, 0, 2, nil, nil}, "R-078 found"},
		{"R-078: abstaining without a line for it", Protocol{6, 6, 3, 2, 1, 0, nil, nil}, "R-078 ballot_abstained"},
		{"R-078: as it should be", Protocol{6, 5, 3, 1, 0, 1, nil, nil}, ""},
	} {
		if _, _, err := s.EnterProtocol(secretary, 1, signed(row.protocol)); refused(err) != row.want {
			t.Errorf("%s: EnterProtocol() = %v, want %q", row.name, err, row.want)
		}
	}
	right := Protocol{Issued: 6, Found: 6, For: 4, Against: 2, Signed: []identity.ID{4}}
	if _, _, err := s.EnterProtocol(secretary, 1, right); refused(err) != "R-078 signed" {
		t.Errorf("R-078: signed by one of two = %v, want a refusal", err)
	}
	voting, _, err := s.EnterProtocol(secretary, 1, signed(Protocol{Issued: 6, Found: 6, For: 2, Against: 4}))
	if err != nil {
		t.Fatal(err)
	}
	corrected, _, err := voting.EnterProtocol(secretary, 1, signed(right))
	if err != nil || corrected.Items[0].Current().Protocol.For != 4 || voting.Items[0].Current().Protocol.For != 2 || len(corrected.Items[0].Polls) != 3 {
		t.Errorf("R-078: figures put right = %v: %+v", err, corrected.Items[0].Polls)
	}
	cast, _, err := corrected.CastVotes(secretary, 1, map[identity.ID]Choice{2: For}, start)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := cast.EnterProtocol(secretary, 1, signed(right)); refused(err) != "R-078 ballot_being_approved" {
		t.Errorf("R-078: figures changed while they are voted on = %v, want a refusal", err)
	}
}

// TestASecretBallotHasNoCastingVote: whatever is found in the box, no vote weighs more than
// another, and a draft is adopted only with the majority its question needs.
func TestASecretBallotHasNoCastingVote(t *testing.T) {
	adopted, equal := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := opened(t, []identity.ID{1, 2, 3, 4, 5, 6, 7, 8, 9}[:rapid.IntRange(5, 9).Draw(t, "present")]...)
		onVideo := rapid.IntRange(0, 2).Draw(t, "on video")
		for i := range s.Attendance {
			if a := &s.Attendance[i]; a.Mode == InHall && a.Member.Person != 1 && onVideo > 0 {
				a.Mode, onVideo = OnVideo, onVideo-1
			}
		}
		present, hall := len(s.Present()), len(s.InTheHall())
		question := rapid.SampledFrom([]regulation.Question{regulation.DismissComplaint, regulation.AnnulFullRemand,
			regulation.UnlawfulActionOblige, regulation.AnnulAndUnlawful}).Draw(t, "question")
		p := signed(Protocol{})
		p.For = rapid.IntRange(0, hall).Draw(t, "for")
		p.Against = rapid.IntRange(0, hall-p.For).Draw(t, "against")
		if rapid.Bool().Draw(t, "equal") {
			p.For, p.Against = hall/2, hall/2
		}
		p.Abstained = rapid.IntRange(0, hall-p.For-p.Against).Draw(t, "abstained")
		p.Invalid = rapid.IntRange(0, hall-p.For-p.Against-p.Abstained).Draw(t, "invalid")
		p.Found = p.For + p.Against + p.Abstained + p.Invalid
		p.Issued = rapid.IntRange(p.Found, hall).Draw(t, "issued")
		if err := p.Check(Counting{Members: p.Signed, Ballots: hall, Abstain: true}); err != nil {
			t.Fatalf("R-078: %+v = %v", p, err)
		}
		r, err := p.Outcome(regulation.Izhmorsky(), question, s, 9)
		if err != nil {
			t.Fatal(err)
		}
		of := present
		if r.Majority.Basis == regulation.OfSeats {
			of = 9
		}
		if r.Casting || (r.Fate == Carried) != (2*p.For > of) {
			t.Fatalf("R-078: %d of %d is %s, casting %v", p.For, of, r.Fate, r.Casting)
		}
		if r.Fate == Carried {
			adopted++
		}
		if p.For == p.Against && 2*p.For == present {
			equal++
		}
	})
	if adopted == 0 || equal == 0 {
		t.Errorf("%d adopted, %d equalities: the property saw nothing", adopted, equal)
	}
}
