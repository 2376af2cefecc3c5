package postgres_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
)

var (
	anAdministrator = identity.Actor{ID: 1, Office: identity.Administrator}
	aDecision       = commission.Decision{Number: "12/40", On: calendar.Day(2026, 9, 10)}
)

// staffed is a tree whose first territory has a chair, a deputy, a secretary and a member.
func staffed(t *testing.T) (*postgres.DB, *commission.Setup, commission.ID) {
	t.Helper()
	db := pgtest.New(t)
	pgtest.SetNow(t, db, importNow)
	importTree(t, db, calendar.Date{}, smallTree)
	importMembers(t, db, "42-T1,Уставова,Ульяна,,chair,2026-01-01,,\n42-T1,Порядков,Павел,,deputy,2026-01-01,,\n"+
		"42-T1,Реестрова,Регина,,secretary,2026-01-01,,\n42-T1,Законова,Зоя,,member,2026-01-01,,\n")
	c, err := db.CommissionByCode(t.Context(), "42-T1")
	if err != nil {
		t.Fatal(err)
	}
	return db, commission.NewSetup(db), c.ID
}

func composition(t *testing.T, db *postgres.DB, own commission.ID) commission.Composition {
	t.Helper()
	m, err := db.Moment(t.Context(), own)
	if err != nil {
		t.Fatal(err)
	}
	return m.Composition
}

func refusedKey(err error) string {
	var why *regulation.Refusal
	if !errors.As(err, &why) {
		return ""
	}
	return why.Key
}

func TestTermsCannotContradictEachOther(t *testing.T) {
	db, _, _ := staffed(t)
	for _, row := range []struct{ name, statement, code string }{
		{"R-006: two chairs for one day", `INSERT INTO seats (commission_id, person_id, office, held_from, held_until) VALUES (2, 4, 'chair', '2025-01-01', '2026-01-01')`, "23P01"},
		{"R-005: two seats of one person", `INSERT INTO seats (commission_id, person_id, office, held_from) VALUES (2, 4, 'member', '2027-01-01')`, "23P01"},
		{"R-005: released while the term lasts", `UPDATE seats SET release_on = '2026-09-01' WHERE person_id = 1`, "23514"},
		{"R-007: two act on one day", `INSERT INTO acting_chairs (commission_id, person_id, held_from, held_until, ground)
			VALUES (2, 2, '2026-09-01', '2026-09-10', 'x'), (2, 3, '2026-09-10', NULL, 'x')`, "23P01"},
		{"R-004: no seats", `INSERT INTO established_numbers (commission_id, held_from, number) VALUES (2, '2026-09-01', 0)`, "23514"},
		{"R-060: ended by no decision", `INSERT INTO convocations (commission_id, number, ends_on) VALUES (2, 1, '2026-09-01')`, "23514"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := db.Pool().Exec(t.Context(), row.statement)
			var answer *pgconn.PgError
			if !errors.As(err, &answer) || answer.Code != row.code {
				t.Errorf("%v, want %s", err, row.code)
			}
		})
	}
	run(t, db, `UPDATE seats SET office = CASE office WHEN 'chair' THEN 'deputy' ELSE 'chair' END WHERE office IN ('chair', 'deputy')`) // they change places
}

func TestActsOnACompositionAreStored(t *testing.T) {
	db, setup, own := staffed(t)
	ctx, today := t.Context(), calendar.Day(2026, 9, 15)
	for i, act := range []func() error{
		func() error {
			return setup.Establish(ctx, anAdministrator, own, commission.Number{Established: 7, From: today, Decision: aDecision})
		},
		func() error {
			return setup.Release(ctx, anAdministrator, own, commission.Release{Person: 3, Last: today.AddDays(-1), Decision: aDecision})
		},
		func() error {
			return setup.LayDuties(ctx, anAdministrator, own, commission.Acting{Office: identity.Secretary, Person: 4, From: today, Basis: commission.ByDecision, Paper: aDecision})
		},
		func() error {
			return setup.Transfer(ctx, anAdministrator, own, commission.Transfer{Person: 4, Office: identity.Secretary, From: today.AddDays(1), Decision: aDecision})
		},
	} {
		if err := act(); err != nil {
			t.Fatalf("act %d: %v", i, err)
		}
	}
	c := composition(t, db, own)
	if c.EstablishedOn(today.AddDays(-1)) != 5 || c.Commission.Established != 7 || c.Numbers[1].Decision != aDecision {
		t.Errorf("R-004: %+v", c.Numbers)
	}
	if m, ok := c.Officer(today.AddDays(1), identity.Secretary); !ok || m.Person != 4 || m.Appointed != aDecision {
		t.Errorf("R-006: the secretary is %+v", m)
	}
	if m, _, ok := c.ActingFor(identity.Secretary, today); !ok || m.Person != 4 {
		t.Error("R-009: the member has the secretary's duties today")
	}
	if _, _, ok := c.ActingFor(identity.Secretary, today.AddDays(1)); ok {
		t.Error("R-009: and not when there is a secretary again")
	}
	if vacant := c.Vacant(today); len(vacant) != 1 || vacant[0].Office != identity.Secretary {
		t.Errorf("R-008: vacant %+v", vacant)
	}
	entries, err := db.History(ctx, docket.AdministrationChain, 10)
	if err != nil || len(entries) != 6 {
		t.Errorf("%d lines in the docket, %v", len(entries), err)
	}
	if listed, err := db.CommissionByCode(ctx, "42-T1"); err != nil || listed.Established != 7 {
		t.Errorf("the list says %d, %v", listed.Established, err)
	}
	if err := setup.Establish(ctx, anAdministrator, own, commission.Number{Established: 5, From: today, Decision: aDecision}); refusedKey(err) != "number_before_number" {
		t.Errorf("R-004: %v", err)
	}
}

func TestDissolvedCommissionIsFormedAnew(t *testing.T) {
	db, setup, own := staffed(t)
	ctx, today := t.Context(), calendar.Day(2026, 9, 15)
	if err := setup.Dissolve(ctx, anAdministrator, own, commission.Dissolution{From: today, Decision: aDecision}); err != nil {
		t.Fatal(err)
	}
	if c := composition(t, db, own); c.Exists(today) || c.Appointed(today) != 0 || c.Appointed(today.AddDays(-1)) != 4 {
		t.Errorf("dissolved: %+v", c.Commission.DissolvedOn)
	}
	a := commission.Appointment{Commission: own, Name: identity.Name{Surname: "Новый", Given: "Никита"}, Office: identity.Chair, Login: "new", From: today, Decision: aDecision}
	if _, err := setup.Appoint(ctx, anAdministrator, a); refusedKey(err) != "commission_dissolved" {
		t.Errorf("a member of a dissolved commission: %v", err)
	}
	if err := setup.Form(ctx, anAdministrator, own, commission.Formation{From: today, Decision: aDecision, Established: 9}); err != nil {
		t.Fatal(err)
	}
	if token, err := setup.Appoint(ctx, anAdministrator, a); err != nil || token == "" {
		t.Errorf("%q, %v", token, err)
	}
	c := composition(t, db, own)
	if !c.Exists(today) || c.Commission.Convocation != 2 || c.Commission.Established != 9 || c.Appointed(today) != 1 || len(c.Formed) != 2 || len(c.Members) != 5 {
		t.Errorf("formed anew: %+v of %+v", c.Commission, c.Formed)
	}
	if owed, ok := c.FirstSittingOwed(today); !ok || owed.Formed != aDecision {
		t.Errorf("R-060: %+v", owed)
	}
	a.Office, a.From = identity.Member, today.AddDays(-300) // the same person before, by the same login
	a.Until = today.AddDays(-200)
	if token, err := setup.Appoint(ctx, anAdministrator, a); err != nil || token != "" {
		t.Errorf("a known person is seated again: %q, %v", token, err)
	}
	a.Name.Surname = "Чужой"
	if _, err := setup.Appoint(ctx, anAdministrator, a); refusedKey(err) != "more_than_established" && refusedKey(err) != "login_taken" {
		t.Errorf("somebody else's login: %v", err)
	}
}

func TestOverridesAreFollowed(t *testing.T) {
	db, setup, _ := staffed(t)
	ctx, today := t.Context(), calendar.Day(2026, 9, 15)
	importTree(t, db, calendar.Date{}, "code,kind,name,parent_code,number\n42-D1,district,Окружная,42,1\n")
	run(t, db, `INSERT INTO campaigns (code, title, organiser_id, starts_on, ends_on, voting_days) VALUES ('k', 'Выборы', 1, '2026-06-01', '2026-10-01', '{2026-09-20}')`)
	over := commission.Overriding{Territory: "42-T1", Higher: "42-D1", From: today, Reason: "решение № 12/40"}
	if err := setup.Override(ctx, anAdministrator, 1, over); err != nil {
		t.Fatal(err)
	}
	if s, err := db.Superior(ctx, 4); err != nil || s.Name != "Окружная" || s.Campaign != "Выборы" || s.Reason != over.Reason {
		t.Errorf("R-002: above stands %+v, %v", s, err)
	}
	if below, err := db.Below(ctx, 6, 10); err != nil || len(below) != 1 {
		t.Errorf("R-002: below the district stand %d, %v", len(below), err)
	}
	if err := setup.Override(ctx, anAdministrator, 1, over); refusedKey(err) != "override_overlaps" {
		t.Errorf("R-002: twice: %v", err)
	}
	list, err := db.Overrides(ctx, 1, 10)
	if err != nil || len(list) != 1 || list[0].Until != calendar.Day(2026, 10, 1) {
		t.Fatalf("%+v, %v", list, err)
	}
	pgtest.SetNow(t, db, importNow.Add(24*time.Hour))
	if err := setup.EndOverride(ctx, anAdministrator, 1, commission.OverrideEnd{Links: []commission.LinkID{list[0].ID}, Revoke: true}); refusedKey(err) != "override_begun" {
		t.Errorf("R-002: taken back a day later: %v", err)
	}
	if err := setup.EndOverride(ctx, anAdministrator, 1, commission.OverrideEnd{Links: []commission.LinkID{list[0].ID}, Last: today}); err != nil {
		t.Fatal(err)
	}
	if s, err := db.Superior(ctx, 4); err != nil || s.Name != "Первый округ" || s.Campaign != "" {
		t.Errorf("R-001: after the last day stands %+v, %v", s, err)
	}
}

func TestNumbersOfAFileKeepTheirDays(t *testing.T) {
	db, _, own := staffed(t)
	file := "code,kind,name,parent_code,number,established\n42-T1,territorial,Первый округ,42,1,"
	importTree(t, db, calendar.Day(2026, 9, 1), file+"7\n")
	if c := composition(t, db, own); c.EstablishedOn(calendar.Day(2026, 8, 31)) != 5 || c.EstablishedOn(calendar.Day(2026, 9, 1)) != 7 {
		t.Errorf("R-004: %+v", c.Numbers)
	}
	importMembers(t, db, "42-T1,А,А,,member,2026-09-01,,\n42-T1,Б,Б,,member,2026-09-01,,\n")
	for want, since := range map[string]calendar.Date{"number_below_members": {}, "number_before_number": calendar.Day(2026, 8, 1)} {
		f := readTree(t, file+"5\n")
		_, err := commission.NewImporter(db, 7).TakeInTree(t.Context(), identity.Console, f, commission.TreeOrder{Profile: regulation.Izhmorsky(), Since: since})
		var faults *commission.Faults
		if !errors.As(err, &faults) || !slices.ContainsFunc(faults.Told, func(f commission.Fault) bool { return f.Line == 2 && f.Why.Key == want }) {
			t.Errorf("R-004: %v, want %s in line 2", err, want)
		}
	}
	if c := composition(t, db, own); len(c.Numbers) != 2 {
		t.Errorf("a refused file has changed %+v", c.Numbers)
	}
}

func readTree(t *testing.T, file string) commission.TreeFile {
	t.Helper()
	f, err := commission.ReadTree(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return f
}
