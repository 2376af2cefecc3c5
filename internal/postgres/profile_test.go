package postgres_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
)

// noon is the middle of 14 September 2026 in Novokuznetsk, and morning in Moscow.
var noon = time.Date(2026, 9, 14, 5, 0, 0, 0, time.UTC)

// regulated stores a commission that works by Izhmorsky, and who may change that.
func regulated(t *testing.T, db *postgres.DB) (commission.ID, identity.Actor) {
	t.Helper()
	pgtest.SetNow(t, db, noon)
	own, err := db.AddCommission(t.Context(), commission.Commission{Code: "42-1", Kind: commission.Territorial, Name: "Комиссия", Established: 9,
		Profile: regulation.Izhmorsky()})
	if err != nil {
		t.Fatal(err)
	}
	person, err := db.AddPerson(t.Context(), identity.Name{Surname: "Администратор", Given: "Алла"}, "")
	if err != nil {
		t.Fatal(err)
	}
	return own, identity.Actor{ID: person, Office: identity.Administrator}
}

// komiFrom is the decision to work by Komi from a day on.
func komiFrom(from calendar.Date) commission.Adoption {
	return commission.Adoption{Base: 1, Profile: regulation.Komi(), Decision: "12/40", DecisionOn: calendar.Day(2026, 9, 14), From: from}
}

func TestRegulationInVersions(t *testing.T) {
	db := pgtest.New(t)
	own, admin := regulated(t, db)
	from := calendar.Day(2026, 9, 20)
	if err := commission.NewSetup(db).Adopt(t.Context(), admin, own, komiFrom(from)); err != nil {
		t.Fatal(err)
	}
	begins := from.Start(regulation.Komi().Zone())
	for _, row := range []struct {
		name string
		now  time.Time
		want int
	}{
		{"L: the day of the decision", noon, 2},
		{"R-110: a second before the first day, in the zone of the new version", begins.Add(-time.Second), 2},
		{"L: the first day", begins, 3},
		{"L: a year later", begins.AddDate(1, 0, 0), 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			pgtest.SetNow(t, db, row.now)
			c, err := db.Commission(t.Context(), own)
			if err != nil || c.Profile.NoticeDays != row.want {
				t.Errorf("Commission() works by %s, %v", c.Profile.Name, err)
			}
			m, err := db.Moment(t.Context(), own)
			if err != nil || m.Composition.Commission.Profile.NoticeDays != row.want || len(m.Composition.Versions) != 2 {
				t.Errorf("Moment() works by %s of %d versions, %v", m.Composition.Commission.Profile.Name, len(m.Composition.Versions), err)
			}
			if found, err := db.FindCommissions(t.Context(), "Комиссия", 5); err != nil || len(found) != 1 || found[0].Profile.NoticeDays != row.want {
				t.Errorf("FindCommissions() = %v, %v", found, err)
			}
		})
	}
	all, err := db.Regulation(t.Context(), own)
	if err != nil || len(all) != 2 {
		t.Fatalf("Regulation() = %v, %v", all, err)
	}
	latest, first := all[0], all[1]
	if latest.Number != 2 || latest.From != from || latest.Decision != "12/40" || latest.DecisionOn != calendar.Day(2026, 9, 14) ||
		!latest.EnteredAt.Equal(noon) || latest.EnteredBy.Surname != "Администратор" || len(regulation.Changes(latest.Profile, regulation.Komi())) != 0 {
		t.Errorf("the latest version is %+v", latest)
	}
	if first.Number != 1 || !first.From.IsZero() || first.Decision != "" || first.EnteredBy.Surname != "" ||
		len(regulation.Changes(first.Profile, regulation.Izhmorsky())) != 0 {
		t.Errorf("the first version is %+v", first)
	}
	lines, err := db.History(t.Context(), docket.AdministrationChain, 5)
	if err != nil || len(lines) != 1 || lines[0].Act != "regulation_adopted" || lines[0].Actor != admin.ID {
		t.Errorf("the docket says %+v, %v, want one line", lines, err)
	}
}

func TestRegulationIsKeptForGood(t *testing.T) {
	db := pgtest.New(t)
	own, _ := regulated(t, db)
	insert := `INSERT INTO profiles (commission_id, version, in_force_from, decision_number, decision_on, profile)
		SELECT commission_id, $1::int, $2::date, $3, $4::date, jsonb_set(profile, '{TimeZone}', to_jsonb($5::text)) FROM profiles WHERE version = 1`
	run(t, db, insert, 2, "2026-09-20", "1", "2026-09-14", "Europe/Moscow")
	for name, bad := range map[string][]any{
		"a version is left out":            {4, "2026-10-20", "1", "2026-09-14", "Europe/Moscow"},
		"a version stands twice":           {2, "2026-10-20", "1", "2026-09-14", "Europe/Moscow"},
		"before the one before":            {3, "2026-09-19", "1", "2026-09-14", "Europe/Moscow"},
		"on the day of the one before":     {3, "2026-09-20", "1", "2026-09-14", "Europe/Moscow"},
		"without a day":                    {3, nil, "1", "2026-09-14", "Europe/Moscow"},
		"Reg. 9.1: without a decision":     {3, "2026-10-20", "", "2026-09-14", "Europe/Moscow"},
		"Reg. 9.1: without its date":       {3, "2026-10-20", "1", nil, "Europe/Moscow"},
		"Reg. 9.3: before the decision":    {3, "2026-10-20", "1", "2026-10-21", "Europe/Moscow"},
		"R-110: in a zone nobody knows":    {3, "2026-10-20", "1", "2026-09-14", "Moon/Sea"},
		"R-110: without a zone of its own": {3, "2026-10-20", "1", "2026-09-14", nil},
	} {
		if _, err := db.Pool().Exec(t.Context(), insert, bad...); err == nil {
			t.Errorf("%s: a version was stored", name)
		}
	}
	for _, statement := range []string{`UPDATE profiles SET decision_number = '2'`, `DELETE FROM profiles`, `TRUNCATE profiles`} {
		if _, err := db.Pool().Exec(t.Context(), statement); err == nil {
			t.Errorf("%s was not refused", statement)
		}
	}
	if m, err := db.Moment(t.Context(), own); err != nil || len(m.Composition.Versions) != 2 {
		t.Errorf("Moment() = %v, %v", m.Composition.Versions, err)
	}
}

// TestTwoAdoptionsAtOnce: both were prepared against the same version, so one is told.
func TestTwoAdoptionsAtOnce(t *testing.T) {
	db := pgtest.New(t)
	own, admin := regulated(t, db)
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			errs[i] = commission.NewSetup(db).Adopt(t.Context(), admin, own, komiFrom(calendar.Day(2026, 9, 20+i)))
		})
	}
	all.Wait()
	stored := 0
	for _, err := range errs {
		var refusal *regulation.Refusal
		switch {
		case err == nil:
			stored++
		case !errors.As(err, &refusal) || refusal.Key != "regulation_changed_since":
			t.Errorf("Adopt() = %v", err)
		}
	}
	if n := counted(t, db, `SELECT count(*) FROM profiles`); stored != 1 || n != 2 {
		t.Errorf("%d of 4 adoptions were stored as %d versions, want 1 and 2", stored, n)
	}
	if n := counted(t, db, `SELECT count(*) FROM docket`); n != 1 {
		t.Errorf("the docket has %d lines, want 1", n)
	}
}

func TestRegulationOfNobody(t *testing.T) {
	db := pgtest.New(t)
	own, admin := regulated(t, db)
	setup := commission.NewSetup(db)
	if err := setup.Adopt(t.Context(), admin, own+1, komiFrom(calendar.Day(2026, 9, 20))); !errors.Is(err, commission.ErrNotFound) {
		t.Errorf("Adopt() for a commission that is not there = %v", err)
	}
	var refusal *regulation.Refusal
	if err := setup.Adopt(t.Context(), identity.Actor{ID: admin.ID, Office: identity.Secretary}, own, komiFrom(calendar.Day(2026, 9, 20))); !errors.As(err, &refusal) {
		t.Errorf("Adopt() by the secretary = %v, want a refusal", err)
	}
	if n := counted(t, db, `SELECT count(*) FROM profiles`); n != 1 {
		t.Errorf("there are %d versions, want 1", n)
	}
}
