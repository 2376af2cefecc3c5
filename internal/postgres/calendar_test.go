package postgres_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
)

// replica is another process over the same database.
func replica(t *testing.T, db *postgres.DB) *postgres.DB {
	t.Helper()
	other, err := postgres.Open(t.Context(), pgtest.URL(t, db), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(other.Close)
	return other
}

// TestALoadedYearIsInForceOnEveryReplica: without a restart, the latest version of a
// year before the one of the program.
func TestALoadedYearIsInForceOnEveryReplica(t *testing.T) {
	db := pgtest.New(t)
	own, err := db.AddCommission(t.Context(), commission.Commission{Code: "42-1", Kind: commission.Territorial, Name: "ТИК", Profile: regulation.Izhmorsky()})
	if err != nil {
		t.Fatal(err)
	}
	run(t, db, `INSERT INTO people (surname, given) VALUES ('Администратор', 'Алла')`)
	admin := identity.Actor{ID: 1, Office: identity.Administrator}
	other := replica(t, db)
	third := func() (calendar.Date, error) {
		t.Helper()
		m, err := other.Moment(t.Context(), own)
		if err != nil {
			t.Fatal(err)
		}
		day, _, err := m.Days.AddWorkingDays(calendar.Day(2026, 12, 29), 3, true)
		return day, err
	}
	var missing *calendar.MissingYearError
	if _, err := third(); !errors.As(err, &missing) || missing.Year != 2027 {
		t.Errorf("R-112: before the year is loaded: %v", err)
	}
	setup := commission.NewSetup(db)
	for _, step := range []struct {
		off  string
		want calendar.Date
	}{
		{"2027-01-01 Новый год", calendar.Day(2027, 1, 5)},
		{"2027-01-01 Новый год\n2027-01-04 Новый год", calendar.Day(2027, 1, 6)},
	} {
		y, err := calendar.Pasted{DaysOff: step.off + "\n2027-02-23\n2027-03-08\n2027-05-03\n"}.Year(2027, "Постановление")
		if err != nil {
			t.Fatal(err)
		}
		if err := setup.LoadYear(t.Context(), admin, y); err != nil {
			t.Fatal(err)
		}
		if got, err := third(); err != nil || got != step.want {
			t.Errorf("R-115: the third working day is %s, %v, want %s", got, err, step.want)
		}
	}
	if n := counted(t, db, `SELECT count(*) FROM calendar_years`); n != 2 {
		t.Errorf("%d versions are kept, want 2", n)
	}
	if _, err := db.Pool().Exec(t.Context(), `UPDATE calendar_years SET decree = 'другое'`); err == nil {
		t.Error("a version of a year was changed")
	}
	if n := counted(t, db, `SELECT count(*) FROM docket WHERE chain = 'administration' AND act = 'calendar_loaded'`); n != 2 {
		t.Errorf("%d lines in the docket, want 2", n)
	}
	if n := counted(t, db, `SELECT count(*) FROM river_job WHERE kind = 'recompute_deadlines'`); n != 2 {
		t.Errorf("%d recomputations are owed, want 2", n)
	}
	y, _ := calendar.Russia().Year(2026)
	if err := setup.LoadYear(t.Context(), identity.Actor{ID: 1, Office: identity.Secretary}, y); err == nil {
		t.Error("a secretary loaded a year")
	}
	y.Source = " "
	if err := setup.LoadYear(t.Context(), admin, y); err == nil {
		t.Error("a year without a decree was loaded")
	}
}

// TestSettleWaitsForActsUnderWay: the walk begins when what began before it is over.
func TestSettleWaitsForActsUnderWay(t *testing.T) {
	db := pgtest.New(t)
	run(t, db, `INSERT INTO people (surname, given) VALUES ('Орлов', 'Игорь')`)
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `SELECT 1 FROM people FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	settled := make(chan error, 1)
	go func() { settled <- db.Settle(t.Context()) }()
	select {
	case err := <-settled:
		settled <- err
		t.Errorf("Settle() = %v while an act is under way", err)
	case <-time.After(150 * time.Millisecond):
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-settled; err != nil {
		t.Error(err)
	}
}
