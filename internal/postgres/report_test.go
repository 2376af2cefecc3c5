package postgres_test

import (
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// TestSeatsOfASittingOfTwoDays. A sitting that went on another day is one;
// whoever was there on one of its days attended it, and an absence that was told for the
// first day stays told.
func TestSeatsOfASittingOfTwoDays(t *testing.T) {
	ctx, db := t.Context(), pgtest.New(t)
	now := time.Date(2026, 9, 14, 4, 0, 0, 0, time.UTC)
	pgtest.SetNow(t, db, now)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	own, err := db.AddCommission(ctx, commission.Commission{Code: "42-1", Kind: commission.Territorial, Name: "ТИК", Established: 5, Profile: regulation.Izhmorsky()})
	must(err)
	var actors []identity.Actor
	for i, office := range []identity.Office{identity.Chair, identity.Secretary, identity.Member, identity.Member, identity.Member} {
		id, err := db.AddPerson(ctx, identity.Name{Surname: []string{"Орлов", "Серова", "Ушёл", "Пришёл", "Болен"}[i], Given: "И"}, "")
		must(err)
		must(db.Seat(ctx, own, id, office, calendar.Day(2026, 1, 1)))
		actors = append(actors, identity.Actor{ID: id, Office: office, Commission: own})
	}
	chair, secretary, leaves, comes, ill := actors[0], actors[1], actors[2], actors[3], actors[4]
	sittings := sitting.NewService(db)
	number, err := sittings.Convene(ctx, chair, sitting.Call{StartsAt: now.AddDate(0, 0, 3), Place: "зал"})
	must(err)
	clock := func(at time.Time) { pgtest.SetNow(t, db, at) }
	type sit = sitting.Sitting
	step := func(act func(sit, commission.Moment) (sit, docket.Line, error)) {
		t.Helper()
		now = now.Add(time.Minute)
		clock(now)
		must(db.ChangeSitting(ctx, own, number, act))
	}
	attend := func(mode sitting.Mode, who ...identity.Actor) {
		t.Helper()
		for _, a := range who {
			step(func(s sit, m commission.Moment) (sit, docket.Line, error) {
				return s.Attend(secretary, a.ID, mode, "", m.At)
			})
		}
	}
	step(func(s sit, m commission.Moment) (sit, docket.Line, error) {
		return s.Answer(ill, sitting.Absent, "болезнь", m.At)
	})
	step(func(s sit, m commission.Moment) (sit, docket.Line, error) {
		return s.Propose(secretary, sitting.Proposal{Title: "О плане", Text: "Утвердить.", Question: regulation.OtherQuestion}, m)
	})
	now = now.AddDate(0, 0, 3)
	attend(sitting.InHall, chair, secretary, leaves)
	attend(sitting.Absent, comes)
	step(func(s sit, m commission.Moment) (sit, docket.Line, error) { return s.Open(secretary, m) })
	s, err := db.Sitting(ctx, own, number)
	must(err)
	vote := func(item sitting.ItemID, others ...identity.Actor) {
		t.Helper()
		votes := map[identity.ID]sitting.Choice{}
		for _, a := range others {
			votes[a.ID] = sitting.For
		}
		step(func(s sit, _ commission.Moment) (sit, docket.Line, error) { return s.OpenQuestion(secretary, item) })
		step(func(s sit, m commission.Moment) (sit, docket.Line, error) {
			return s.CastVotes(secretary, item, votes, m.At)
		})
		step(func(s sit, m commission.Moment) (sit, docket.Line, error) {
			next, _, line, err := s.CastPresiding(secretary, item, sitting.For, m)
			return next, line, err
		})
	}
	vote(s.Agenda.ID, secretary, leaves)
	step(func(s sit, m commission.Moment) (sit, docket.Line, error) {
		return s.Adjourn(secretary, sitting.Continuation{At: m.At.AddDate(0, 0, 1), Place: "зал", Reason: "свет"}, m, true)
	})
	now = now.AddDate(0, 0, 1)
	attend(sitting.InHall, chair, secretary, comes)
	attend(sitting.Absent, leaves)
	step(func(s sit, m commission.Moment) (sit, docket.Line, error) { return s.Continue(secretary, m) })
	vote(s.Items[0].ID, secretary, comes)
	step(func(s sit, m commission.Moment) (sit, docket.Line, error) { return s.Close(secretary, m, true) })

	seats, err := db.Seats(ctx, own, now.AddDate(0, 0, -10), now.AddDate(0, 0, 10))
	must(err)
	type taken struct {
		came        bool
		days, there int
		told        bool
		questions   int
		votes       int
	}
	want := map[identity.ID]taken{chair.ID: {true, 2, 2, false, 1, 1}, secretary.ID: {true, 2, 2, false, 1, 1}, leaves.ID: {true, 2, 1, false, 1, 0}, comes.ID: {true, 2, 1, false, 1, 1},
		ill.ID: {false, 2, 0, true, 1, 0}}
	if len(seats) != len(want) {
		t.Fatalf("R-013: %d seats, want %d", len(seats), len(want))
	}
	for _, seat := range seats {
		if got := (taken{seat.Came, seat.Days, seat.There, !seat.ToldAt.IsZero(), seat.Questions, seat.For}); got != want[seat.Member] {
			t.Errorf("R-013: %s took part %+v, want %+v", seat.Name.Surname, got, want[seat.Member])
		}
	}
}
