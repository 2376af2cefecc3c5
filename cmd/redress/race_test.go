package main

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// together runs n acts at the same time and returns what each said.
func together(n int, act func(i int) error) []error {
	errs := make([]error, n)
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() {
			start.Wait()
			errs[i] = act(i)
		})
	}
	start.Done()
	done.Wait()
	return errs
}

func refused(err error) bool {
	var r *regulation.Refusal
	return errors.As(err, &r)
}

// member returns a member of 42-T99 as an actor.
func member(t *testing.T, a *app, login string) identity.Actor {
	t.Helper()
	account, err := a.db.AccountByLogin(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	own, err := a.db.CommissionByCode(t.Context(), "42-T99")
	if err != nil {
		t.Fatal(err)
	}
	m, err := a.db.Moment(t.Context(), own.ID)
	if err != nil {
		t.Fatal(err)
	}
	actor, ok := m.Composition.Actor(m.Day, account.Person)
	if !ok {
		t.Fatalf("%s has no seat", login)
	}
	return actor
}

func TestOneFormSentEightTimesIsOneComplaint(t *testing.T) {
	a, _ := demoApp(t)
	token := complaint.NewToken()
	fixtures, err := demoFixtures()
	if err != nil {
		t.Fatal(err)
	}
	precinct, err := a.db.CommissionByCode(t.Context(), "42-9002")
	if err != nil {
		t.Fatal(err)
	}
	d := demo{app: a, commissions: map[string]commission.ID{"42-9002": precinct.ID}}
	answers := d.answers(fixtures[13])
	if err := a.filings.Answer(t.Context(), token, complaint.AboutWhat, func(x *complaint.Answers) { *x = answers }); err != nil {
		t.Fatal(err)
	}
	refs := make([]complaint.Ref, 8)
	for i, err := range together(8, func(i int) (err error) {
		refs[i], err = a.filings.Send(t.Context(), token, true)
		return err
	}) {
		if err != nil || refs[i] != refs[0] {
			t.Errorf("P2: sending %d gave %v, %v, want %v", i, refs[i], err, refs[0])
		}
	}
}

// fileAgain files what a complaint says some times more.
func fileAgain(t *testing.T, a *app, own commission.ID, number string, times int) {
	t.Helper()
	ref, err := complaint.ParseRef(number)
	if err != nil {
		t.Fatal(err)
	}
	first, err := a.db.Complaint(t.Context(), own, ref)
	if err != nil {
		t.Fatal(err)
	}
	answers := first.Answers
	answers.Answered = make(map[complaint.Question]bool, len(complaint.Questions))
	for _, q := range complaint.Questions {
		answers.Answered[q] = true
	}
	for range times {
		token := complaint.NewToken()
		if err := a.filings.Answer(t.Context(), token, complaint.AboutWhat, func(all *complaint.Answers) { *all = answers }); err != nil {
			t.Fatal(err)
		}
		if _, err := a.filings.Send(t.Context(), token, true); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRegisterNumbersHaveNoGaps(t *testing.T) {
	a, _ := demoApp(t)
	secretary := member(t, a, "secretary")
	queue := deadline.Filter{States: []complaint.State{complaint.Filed}}
	waiting, err := a.db.Due(t.Context(), secretary.Commission, queue, deadline.Cursor{}, 1)
	if err != nil || len(waiting) == 0 {
		t.Fatalf("nobody waits at the intake: %v", err)
	}
	fileAgain(t, a, secretary.Commission, waiting[0].Number, 6)
	waiting, err = a.db.Due(t.Context(), secretary.Commission, queue, deadline.Cursor{}, 8)
	if err != nil || len(waiting) < 5 {
		t.Fatalf("%d complaints wait at the intake, %v", len(waiting), err)
	}
	precinct, err := a.db.CommissionByCode(t.Context(), "42-9001")
	if err != nil {
		t.Fatal(err)
	}
	in := complaint.Intake{Contested: complaint.Contested{Action: true}, Respondent: precinct.ID, Title: "Проверка нумерации", RouteReason: "проверка нумерации"}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckYes})
	}
	// Each is registered twice at once: one of the two is refused and must take no number.
	errs := together(2*len(waiting), func(i int) error {
		ref, err := complaint.ParseRef(waiting[i/2].Number)
		if err != nil {
			return err
		}
		return a.desk.Register(t.Context(), secretary, ref, in)
	})
	for i := 0; i < len(errs); i += 2 {
		if (errs[i] == nil) == (errs[i+1] == nil) {
			t.Errorf("P7: registering %s twice gave %v and %v, want one refusal", waiting[i/2].Number, errs[i], errs[i+1])
		}
	}
	rows, err := a.db.Pool().Query(t.Context(), `SELECT register_number FROM complaints WHERE commission_id = $1 AND register_number IS NOT NULL
		AND register_year = (SELECT max(register_year) FROM complaints)`, int64(secretary.Commission))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var numbers []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		if n != i+1 {
			t.Fatalf("P6: register numbers %v have a gap or a double", numbers)
		}
	}
}

func TestARulingIsSignedOnceByEach(t *testing.T) {
	a, _ := demoApp(t)
	chair := member(t, a, "chair")
	papers, err := a.db.PapersAwaiting(t.Context(), chair.Commission, chair.ID, 10)
	if err != nil || len(papers) == 0 {
		t.Fatalf("%d papers wait for the chair, %v", len(papers), err)
	}
	d := demo{app: a}
	signed := 0
	for _, err := range together(8, func(int) error { return d.sign(t.Context(), papers[0], chair) }) {
		switch {
		case err == nil:
			signed++
		case !refused(err):
			t.Error(fmt.Errorf("signing at the same time: %w", err))
		}
	}
	if signed != 1 {
		t.Errorf("P7: the chair signed %d times, want once", signed)
	}
}
