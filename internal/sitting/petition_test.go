package sitting

import (
	"testing"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

var wanted = []Proposal{{Title: "О графике приёма", Text: "Утвердить график.", Question: regulation.OtherQuestion},
	{Title: "О смете", Text: "Утвердить смету.", Question: regulation.Financing}}

func ofNumber(n int) identity.Actor {
	return identity.Actor{ID: identity.ID(n), Office: identity.Member, Commission: 5}
}

func begun(t *testing.T, m commission.Moment) Petition {
	t.Helper()
	p, line, err := Petitioned(member, " накопились вопросы ", wanted, m)
	if err != nil || line.Act != "petition" || !p.Signed(4) || p.Reason != "накопились вопросы" {
		t.Fatalf("Petitioned() = %+v, %v", p, err)
	}
	p.ID = 3
	return p
}

// TestPetitionIsReachedByAThird: exactly a third, rounded up, of the established number,
// whatever number of seats is filled.
func TestPetitionIsReachedByAThird(t *testing.T) {
	for established, needed := range map[int]int{3: 1, 5: 2, 7: 3, 9: 3, 10: 4, 14: 5} {
		m := convening()
		m.Composition.Commission.Established = established
		p, _, err := Petitioned(member, "вопросы", wanted, m)
		if err != nil {
			t.Fatal(err)
		}
		for n := 5; !p.Reached() && n <= 9; n++ {
			if p, _, err = p.Sign(ofNumber(n), m); err != nil {
				t.Fatal(err)
			}
		}
		if have, of := p.Count(m); !p.Reached() || have != needed || of != needed || p.Established != established {
			t.Errorf("R-064: of %d members reached with %d of %d, want %d", established, have, of, needed)
		}
	}
	m := convening()
	p := begun(t, m)
	p, _, _ = p.Sign(ofNumber(5), m)
	left := convening()
	left.Composition.Members[4].Until = left.Day.AddDays(-1)
	if have, _ := p.Count(left); have != 1 {
		t.Errorf("R-064: the signature of who has left the commission counts: %d", have)
	}
	half := convening()
	half.Composition.Commission.Profile.ConveneFraction = regulation.Fraction{Num: 1, Den: 2}
	if _, of := p.Count(half); of != 5 {
		t.Errorf("R-064: %d signatures by a regulation that wants half of nine", of)
	}
}

func TestSignPetition(t *testing.T) {
	m := convening()
	p := begun(t, m)
	reached, _, err := p.Sign(ofNumber(5), m)
	if err == nil {
		reached, _, err = reached.Sign(chair, m) // the chair is a member like the others
	}
	if err != nil || !reached.Owed() {
		t.Fatalf("R-064: %+v, %v", reached, err)
	}
	withdrawn, _, err := p.Unsign(member, m)
	if err != nil || !withdrawn.Lapsed() {
		t.Fatalf("R-064: %+v, %v", withdrawn, err)
	}
	two, _, _ := p.Sign(ofNumber(5), m)
	two, _, err = two.Unsign(ofNumber(5), m)
	if again, _, err2 := two.Sign(ofNumber(5), m); err != nil || err2 != nil || !again.Signed(5) {
		t.Errorf("R-064: signed, withdrawn and signed again: %v, %v", err, err2)
	}
	for _, row := range []struct {
		name string
		do   func(identity.Actor, commission.Moment) (Petition, error)
		by   identity.Actor
		want string
	}{
		{"R-064: twice", signing(p), member, "R-064 petition_signed"},
		{"R-064: once it is reached", signing(reached), ofNumber(6), "R-064 petition_reached"},
		{"R-064: after everybody has withdrawn", signing(withdrawn), ofNumber(6), "R-064 petition_lapsed"},
		{"R-005: by no member", signing(p), ofNumber(77), "R-005 not_a_member"},
		{"another commission's", signing(p), identity.Actor{ID: 90, Office: identity.Member, Commission: 6}, ErrNotFound.Error()},
		{"R-064: by the administrator", signing(p), identity.Actor{ID: 91, Office: identity.Administrator}, "R-064 not_your_office"},
		{"R-064: withdrawn once it is reached", unsigning(reached), member, "R-064 petition_reached"},
		{"R-064: withdrawn though not signed", unsigning(p), ofNumber(6), "R-064 petition_not_signed"},
	} {
		if _, err := row.do(row.by, m); refused(err) != row.want {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
	}
}

func signing(p Petition) func(identity.Actor, commission.Moment) (Petition, error) {
	return func(by identity.Actor, m commission.Moment) (Petition, error) {
		next, _, err := p.Sign(by, m)
		return next, err
	}
}

func unsigning(p Petition) func(identity.Actor, commission.Moment) (Petition, error) {
	return func(by identity.Actor, m commission.Moment) (Petition, error) {
		next, _, err := p.Unsign(by, m)
		return next, err
	}
}

func TestPetitionSaysWhatItWants(t *testing.T) {
	m := convening()
	for _, row := range []struct {
		name, reason string
		questions    []Proposal
		want         string
	}{
		{"R-064: no reason", " ", wanted, "R-064 reason"},
		{"R-064: no question", "вопросы", nil, "R-064 petition_questions"},
		{"R-064: too many", "вопросы", append(append([]Proposal{}, wanted...), wanted...), "R-064 petition_questions"},
		{"R-071: the second without a text", "вопросы", []Proposal{wanted[0], {Title: "О смете", Question: regulation.Financing}}, "R-071 text_2"},
		{"R-071: of no kind", "вопросы", []Proposal{{Title: "О смете", Text: "Да."}}, "R-071 question_1"},
	} {
		if _, _, err := Petitioned(member, row.reason, row.questions, m); refused(err) != row.want {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
	}
}

// TestPetitionIsAnsweredByASitting: its questions stand on the agenda and nobody takes
// them off; it is answered once.
func TestPetitionIsAnsweredByASitting(t *testing.T) {
	m := convening()
	p, call := begun(t, m), Call{StartsAt: start, Place: "каб. 1"}
	if _, _, err := p.Convene(chair, call, 14, m); refused(err) != "R-064 petition" {
		t.Errorf("R-064: convened on what is not reached: %v", err)
	}
	for n := 5; n <= 6; n++ {
		p, _, _ = p.Sign(ofNumber(n), m)
	}
	if _, _, err := p.Convene(secretary, call, 14, m); refused(err) != "R-064 not_your_office" {
		t.Errorf("R-064: convened by the secretary: %v", err)
	}
	s, lines, err := p.Convene(chair, call, 14, m)
	if err != nil || s.Petition != p.ID || len(s.Items) != 2 || lines[1].Facts["sitting"] != 14 || lines[0].Facts["petition"] != int64(3) {
		t.Fatalf("R-064: Convene() = %+v, %+v, %v", s, lines, err)
	}
	s.Items[0].ID, s.Items[1].ID = 1, 2
	if _, _, _, err := s.Remove(chair, 2); refused(err) != "R-011 demanded_stays" {
		t.Errorf("R-011: a demanded question is taken off: %v", err)
	}
	if _, _, err := s.Withdraw(member, 1, start); refused(err) != "R-011 demand_not_yours" {
		t.Errorf("R-064: one member withdraws what several demanded: %v", err)
	}
	p.Sitting = 14
	if _, _, err := p.Convene(chair, call, 15, m); refused(err) != "R-064 petition" || p.Owed() {
		t.Errorf("R-064: answered twice: %v", err)
	}
	p.Sitting, p.Commission = 0, 6
	if _, _, err := p.Convene(chair, call, 15, m); refused(err) != ErrNotFound.Error() {
		t.Errorf("another commission's: %v", err)
	}
	plain, lines, err := Petition{}.Convene(chair, call, 14, m)
	if err != nil || plain.Petition != 0 || plain.Items != nil || lines[1].Act != "" {
		t.Errorf("R-064: unasked: %+v, %v", plain, err)
	}
}
