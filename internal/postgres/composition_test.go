package postgres_test

import (
	"regexp"
	"slices"
	"testing"

	"redress/internal/commission"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
)

// TestACompositionIsReadAnewWhenItChanged: what a process keeps in memory is never older
// than what is stored, whoever stored it, and what was rolled back does not count.
func TestACompositionIsReadAnewWhenItChanged(t *testing.T) {
	db := pgtest.New(t)
	own, err := db.AddCommission(t.Context(), commission.Commission{Code: "42-1", Kind: commission.Territorial, Name: "ТИК",
		Established: 9, Profile: regulation.Izhmorsky()})
	if err != nil {
		t.Fatal(err)
	}
	other := replica(t, db)
	members := func() int {
		t.Helper()
		m, err := other.Moment(t.Context(), own)
		if err != nil {
			t.Fatal(err)
		}
		return len(m.Composition.Members)
	}
	if got := members(); got != 0 {
		t.Fatalf("%d members before anybody was seated", got)
	}
	before := counted(t, db, `SELECT number FROM composition_edition`)
	run(t, db, `WITH e AS (INSERT INTO people (surname, given) VALUES ('Орлов', 'Игорь'), ('Петрова', 'Ольга') RETURNING id)
		INSERT INTO seats (commission_id, person_id, office, held_from) SELECT 1, id, 'member', '2026-01-01' FROM e`)
	if got := members(); got != 2 {
		t.Errorf("%d members after two were seated elsewhere, want 2", got)
	}
	if got := counted(t, db, `SELECT number FROM composition_edition`); got != before+1 {
		t.Errorf("edition %d after one transaction that changed two rows, want %d", got, before+1)
	}
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `UPDATE seats SET office = 'chair' WHERE person_id = 1; SET CONSTRAINTS ALL IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := counted(t, db, `SELECT number FROM composition_edition`); got != before+1 {
		t.Errorf("edition %d after a transaction was rolled back, want %d", got, before+1)
	}
}

// TestEveryTableOfACompositionTellsOfChanges: a table that compositionQuery reads and
// that has no trigger would be read from a memory gone stale.
func TestEveryTableOfACompositionTellsOfChanges(t *testing.T) {
	db := pgtest.New(t)
	rows, err := db.Pool().Query(t.Context(), `SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'composition_changes'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var telling []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		telling = append(telling, table)
	}
	read := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?:FROM|JOIN)\s+([a-z_]+)`).FindAllStringSubmatch(postgres.CompositionQuery, -1) {
		read[m[1]] = true
	}
	delete(read, "up") // a name within the statement
	if len(read) < 10 {
		t.Errorf("only %v found in the statement", read)
	}
	for table := range read {
		if !slices.Contains(telling, table) {
			t.Errorf("%s is read and has no trigger composition_changes", table)
		}
	}
	for _, table := range telling {
		if !read[table] {
			t.Errorf("%s has a trigger and is not read", table)
		}
	}
}
