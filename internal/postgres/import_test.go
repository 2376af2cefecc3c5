package postgres_test

import (
	"errors"
	"os"
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

// importNow is a Monday, and already the Tuesday in Novokuznetsk.
var importNow = time.Date(2026, 9, 14, 20, 0, 0, 0, time.UTC)

func importTree(t *testing.T, db *postgres.DB, since calendar.Date, file string) commission.TreeDiff {
	t.Helper()
	f, err := commission.ReadTree(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	d, err := commission.NewImporter(db, 7).TakeInTree(t.Context(), identity.Console, f, commission.TreeOrder{Profile: regulation.Izhmorsky(), Since: since})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func importMembers(t *testing.T, db *postgres.DB, rows string) commission.MembersDiff {
	t.Helper()
	f, err := commission.ReadMembers(strings.NewReader("commission_code,surname,given,patronymic,office,held_from,held_until,email\n" + rows))
	if err != nil {
		t.Fatal(err)
	}
	d, err := commission.NewImporter(db, 7).TakeInMembers(t.Context(), identity.Console, f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const smallTree = `code,kind,name,parent_code,number,established,dissolved_on
42,regional,Область,,,,
42-T1,territorial,Первый округ,42,1,5,
42-T2,territorial,Второй округ,42,2,5,
42-0001,precinct,Участок № 1,42-T1,1,,
42-0002,precinct,Участок № 2,42-T2,2,,
`

// linksOf lists the links of a commission, "42-T1 .. 2026-09-14".
func linksOf(t *testing.T, db *postgres.DB, code string) []string {
	t.Helper()
	rows, err := db.Pool().Query(t.Context(), `SELECT p.code || ' ' || coalesce(l.valid_from::text, '') || '..' || coalesce(l.valid_until::text, '')
		FROM commission_links l JOIN commissions c ON c.id = l.child_id JOIN commissions p ON p.id = l.parent_id WHERE c.code = $1 ORDER BY l.valid_until`, code)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var links []string
	for rows.Next() {
		var link string
		if err := rows.Scan(&link); err != nil {
			t.Fatal(err)
		}
		links = append(links, link)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return links
}

func TestTreeIsImportedOnce(t *testing.T) {
	db := pgtest.New(t)
	pgtest.SetNow(t, db, importNow)
	if d := importTree(t, db, calendar.Date{}, smallTree); len(d.Added) != 5 {
		t.Fatalf("added %d", len(d.Added))
	}
	if d := importTree(t, db, calendar.Date{}, smallTree); !d.Empty() || d.Unchanged != 5 {
		t.Errorf("the second time: %+v", d)
	}
	c, err := db.CommissionByCode(t.Context(), "42-0001")
	if err != nil || c.ParentName != "Первый округ" || c.Number != "1" || c.Convocation != 1 || c.Profile.TimeZone != "Asia/Novokuznetsk" {
		t.Errorf("%+v, %v", c, err)
	}
	entries, err := db.History(t.Context(), docket.AdministrationChain, 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%d lines in the docket, %v", len(entries), err)
	}
	e := entries[0]
	if e.Act != "commissions_imported" || e.Office != identity.Operator || !strings.Contains(string(e.Payload), `"account":7,"added":5,"changed":0`) {
		t.Errorf("the docket says %s by %s: %s", e.Act, e.Office, e.Payload)
	}
	if v, err := db.VerifyDocket(t.Context()); err != nil || len(v.Faults) != 0 {
		t.Errorf("%+v, %v", v.Faults, err)
	}
}

func TestLinksKeepTheirDays(t *testing.T) {
	db := pgtest.New(t)
	pgtest.SetNow(t, db, importNow)
	importTree(t, db, calendar.Date{}, smallTree)
	moved := strings.Replace(smallTree, "Участок № 1,42-T1", "Участок № 1,42-T2", 1)
	importTree(t, db, calendar.Date{}, moved)
	if got, want := linksOf(t, db, "42-0001"), []string{"42-T1 ..2026-09-14", "42-T2 2026-09-15.."}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if c, err := db.CommissionByCode(t.Context(), "42-0001"); err != nil || c.ParentName != "Второй округ" {
		t.Errorf("above stands %q, %v", c.ParentName, err)
	}
	importTree(t, db, calendar.Date{}, strings.Replace(smallTree, "Участок № 1,42-T1", "Участок № 1,42", 1))
	if got, want := linksOf(t, db, "42-0001"), []string{"42-T1 ..2026-09-14", "42 2026-09-15.."}; !slices.Equal(got, want) {
		t.Errorf("a mistake put right the same day: %q, want %q", got, want)
	}
	importTree(t, db, calendar.Day(2026, 1, 1), "code,kind,name,parent_code,number\n42-T2,territorial,Второй округ,,2\n77,central,Центр,,\n42-T3,territorial,Третий,77,3\n")
	if got, want := linksOf(t, db, "42-T2"), []string{"42 ..2025-12-31"}; !slices.Equal(got, want) {
		t.Errorf("a link that only ends: %q, want %q", got, want)
	}
	tree, _, err := db.Tree(t.Context())
	if err != nil || tree[2].Code != "42-T2" || tree[2].Linked != calendar.Day(2026, 1, 1) {
		t.Errorf("below nobody since %v, %v", tree[2].Linked, err)
	}
	if c, err := db.CommissionByCode(t.Context(), "42-T2"); err != nil || c.Parent != 0 {
		t.Errorf("still below %d, %v", c.Parent, err)
	}
}

func TestLinksCannotContradictEachOther(t *testing.T) {
	db := pgtest.New(t)
	importTree(t, db, calendar.Date{}, smallTree)
	run(t, db, `INSERT INTO campaigns (code, title, organiser_id, starts_on, ends_on, voting_days) VALUES ('k', 'К', 1, '2026-06-01', '2026-10-01', '{2026-09-20}')`)
	run(t, db, `INSERT INTO commission_links (child_id, parent_id, valid_from, campaign_id) VALUES (4, 1, '2026-06-01', 1)`)
	for _, row := range []struct{ name, statement, code string }{
		{"R-001: two standing links on one day", `INSERT INTO commission_links (child_id, parent_id, valid_from) VALUES (4, 1, '2026-06-01')`, "23P01"},
		{"R-002: two links on one day of a campaign", `INSERT INTO commission_links (child_id, parent_id, valid_until, campaign_id) VALUES (4, 3, '2026-06-01', 1)`, "23P01"},
		{"a link to itself", `INSERT INTO commission_links (child_id, parent_id) VALUES (1, 1)`, "23514"},
		{"ends before it begins", `INSERT INTO commission_links (child_id, parent_id, valid_from, valid_until) VALUES (1, 2, '2026-06-02', '2026-06-01')`, "23514"},
		{"a parent without a link", `UPDATE commissions SET parent_id = 3 WHERE id = 4`, "23001"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := db.Pool().Exec(t.Context(), row.statement)
			var answer *pgconn.PgError
			if !errors.As(err, &answer) || answer.Code != row.code {
				t.Errorf("%v, want %s", err, row.code)
			}
		})
	}
	if n := counted(t, db, `SELECT count(*) FROM commissions c LEFT JOIN commission_links l ON l.child_id = c.id AND l.campaign_id IS NULL AND l.valid_until IS NULL
		WHERE c.parent_id IS DISTINCT FROM l.parent_id`); n != 0 {
		t.Errorf("%d commissions have another parent than their link", n)
	}
	run(t, db, `INSERT INTO commissions (code, kind, name, parent_id) VALUES ('42-0003', 'precinct', 'Участок № 3', 2)`)
	if got := linksOf(t, db, "42-0003"); !slices.Equal(got, []string{"42-T1 .."}) {
		t.Errorf("a commission entered with a parent has links %q", got)
	}
}

func TestWhoIsDirectlyHigherToday(t *testing.T) {
	db := pgtest.New(t)
	pgtest.SetNow(t, db, importNow) // 15 September in Novokuznetsk
	importTree(t, db, calendar.Date{}, smallTree)
	run(t, db, `INSERT INTO campaigns (code, title, organiser_id, starts_on, ends_on, voting_days) VALUES
		('k1', 'К', 1, '2026-06-01', '2026-10-01', '{2026-09-20}'), ('k2', 'К', 1, '2026-07-01', '2026-10-01', '{2026-09-20}'), ('k3', 'К', 1, '2026-09-16', '2026-10-01', '{2026-09-20}')`)
	above := func(want string) {
		t.Helper()
		id, err := db.DirectlyHigher(t.Context(), 4)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := db.Commission(t.Context(), id); err != nil || c.Code != want {
			t.Errorf("above stands %s, %v, want %s", c.Code, err, want)
		}
	}
	above("42-T1")
	run(t, db, `INSERT INTO commission_links (child_id, parent_id, valid_from, valid_until, campaign_id) VALUES (4, 3, '2026-06-01', '2026-10-01', 1)`)
	above("42-T2")
	run(t, db, `INSERT INTO commission_links (child_id, parent_id, valid_from, valid_until, campaign_id) VALUES (4, 1, '2026-09-15', '2026-10-01', 2)`)
	above("42") // the campaign that started last
	run(t, db, `INSERT INTO commission_links (child_id, parent_id, campaign_id) VALUES (4, 3, 3)`)
	above("42") // a campaign that begins tomorrow
	if id, err := db.DirectlyHigher(t.Context(), 1); id != 0 || err != nil {
		t.Errorf("above the highest stands %d, %v", id, err)
	}
}

func TestNothingNewIsAddressedToADissolvedCommission(t *testing.T) {
	db := pgtest.New(t)
	pgtest.SetNow(t, db, importNow)
	importTree(t, db, calendar.Date{}, smallTree)
	importMembers(t, db, "42-T1,А,А,,chair,2026-01-01,,\n42-T2,Б,Б,,chair,2026-01-01,,\n")
	found := func() (codes []string) {
		list, err := db.FindCommissions(t.Context(), "округ", 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			codes = append(codes, c.Code)
		}
		return codes
	}
	file := "code,kind,name,parent_code,number,dissolved_on\n42-0001,precinct,Участок № 1,42-T2,1,\n42-T1,territorial,Первый округ,42,1,"
	importTree(t, db, calendar.Date{}, file+"2026-10-01\n")
	if got := found(); !slices.Equal(got, []string{"42-T1", "42-T2"}) {
		t.Errorf("before it is dissolved: %q", got)
	}
	importTree(t, db, calendar.Date{}, file+"14.09.2026\n")
	if got := found(); !slices.Equal(got, []string{"42-T2", "42-T1"}) {
		t.Errorf("what it did can be complained about, but it comes last: %q", got)
	}
	if desk, err := db.FrontDesk(t.Context()); err != nil || desk.Code != "42-T2" {
		t.Errorf("papers go to %s, %v", desk.Code, err)
	}
	c, err := db.CommissionByCode(t.Context(), "42-T1")
	if err != nil || c.DissolvedOn != calendar.Day(2026, 9, 14) {
		t.Errorf("%v, %v: what was dissolved stays readable", c.DissolvedOn, err)
	}
	if m, err := db.Moment(t.Context(), c.ID); err != nil || m.Composition.Commission.DissolvedOn != c.DissolvedOn {
		t.Errorf("%v, %v", m.Composition.Commission.DissolvedOn, err)
	}
}

func TestMembersAreImportedOnce(t *testing.T) {
	db := pgtest.New(t)
	pgtest.SetNow(t, db, importNow)
	importTree(t, db, calendar.Date{}, smallTree)
	rows := "42-T1,Уставова,Ульяна,Устиновна,member,2026-01-01,2026-03-31,\n42-T1,Уставова,Ульяна,Устиновна,chair,2026-04-01,,u@primer.example\n" +
		"42-T1,Порядков,Павел,,deputy,2026-01-01,,\n42-T2,Уставова,Ульяна,Устиновна,member,2020-01-01,2025-12-31,u@primer.example\n"
	if d := importMembers(t, db, rows); len(d.Added) != 4 || len(d.Newcomers) != 2 {
		t.Fatalf("%+v", d)
	}
	if d := importMembers(t, db, rows); !d.Empty() || d.Unchanged != 4 {
		t.Errorf("the second time: %+v", d)
	}
	own, err := db.CommissionByCode(t.Context(), "42-T1")
	if err != nil {
		t.Fatal(err)
	}
	holds := func() string {
		m, err := db.Moment(t.Context(), own.ID)
		if err != nil {
			t.Fatal(err)
		}
		chair, _ := m.Composition.Officer(m.Day, identity.Chair)
		deputy, _ := m.Composition.Officer(m.Day, identity.Deputy)
		return chair.Name.Surname + " " + deputy.Name.Surname
	}
	if got := holds(); got != "Уставова Порядков" {
		t.Errorf("chair and deputy: %s", got)
	}
	swapped := "42-T1,Уставова,Ульяна,Устиновна,deputy,2026-04-01,,u2@primer.example\n42-T1,Порядков,Павел,,chair,2026-01-01,,\n"
	if d := importMembers(t, db, swapped); len(d.Changed) != 2 || len(d.Newcomers) != 0 {
		t.Errorf("%+v", d)
	}
	if got := holds(); got != "Порядков Уставова" {
		t.Errorf("chair and deputy after they changed places: %s", got)
	}
	if n := counted(t, db, `SELECT count(*) FROM people WHERE email = 'u2@primer.example'`); n != 1 || counted(t, db, `SELECT count(*) FROM people`) != 2 {
		t.Errorf("%d people have the new address", n)
	}
	if n := counted(t, db, `SELECT count(*) FROM docket WHERE act = 'members_imported' AND office = 'operator' AND payload NOT LIKE '%Устав%'`); n != 2 {
		t.Errorf("%d lines in the docket, want 2", n)
	}
	if _, err := db.AddPerson(t.Context(), identity.Name{Surname: "Новый", Given: "Н"}, ""); err != nil {
		t.Errorf("after an import nobody can be added: %v", err)
	}
}

func TestRefusedFileChangesNothing(t *testing.T) {
	db := pgtest.New(t)
	importTree(t, db, calendar.Date{}, smallTree)
	f, err := commission.ReadTree(strings.NewReader(smallTree + "43,regional,Новая,,,,\n44,precinct,N,45,1,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	importer := commission.NewImporter(db, 7)
	order := commission.TreeOrder{Profile: regulation.Izhmorsky()}
	var faults *commission.Faults
	if _, err := importer.TakeInTree(t.Context(), identity.Console, f, order); !errors.As(err, &faults) {
		t.Errorf("%v", err)
	}
	good, err := commission.ReadTree(strings.NewReader(smallTree + "43,regional,Новая,,,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d, err := importer.PreviewTree(t.Context(), good, order); err != nil || len(d.Added) != 1 {
		t.Errorf("%+v, %v", d, err)
	}
	var refused *regulation.Refusal
	if _, err := importer.TakeInTree(t.Context(), identity.Actor{ID: 1, Office: identity.Chair}, good, order); !errors.As(err, &refused) {
		t.Errorf("a chair imports: %v", err)
	}
	order.Since = calendar.Day(2126, 1, 1)
	if _, err := importer.TakeInTree(t.Context(), identity.Console, good, order); !errors.As(err, &refused) || refused.Key != "link_in_future" {
		t.Errorf("a link of a later day: %v", err)
	}
	if n := counted(t, db, `SELECT count(*) FROM commissions`); n != 5 {
		t.Errorf("%d commissions, want 5", n)
	}
}

func TestRealTreeIsImportedQuickly(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/domain/fixtures/commissions-kuzbass.csv")
	if err != nil {
		t.Skip("the tree of a whole region is not here")
	}
	db := pgtest.New(t)
	began := time.Now()
	d := importTree(t, db, calendar.Date{}, string(raw))
	took := time.Since(began)
	if len(d.Added) != 1624 || took > 10*time.Second {
		t.Errorf("%d added in %v", len(d.Added), took)
	}
	t.Logf("%d commissions in %v", len(d.Added), took)
	if d := importTree(t, db, calendar.Date{}, string(raw)); !d.Empty() {
		t.Errorf("the second time %d added, %d changed", len(d.Added), len(d.Changed))
	}
	if n := counted(t, db, `SELECT count(*) FROM commissions WHERE parent_id IS NULL`); n != 1 {
		t.Errorf("%d stand at the top, want 1", n)
	}
}
