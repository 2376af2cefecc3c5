package postgres_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
)

// TestArchiveIsReadInOrder: each list comes from an index in its own order, without
// sorting, so that a page costs the same after twenty years.
func TestArchiveIsReadInOrder(t *testing.T) {
	db := pgtest.New(t)
	for _, record := range complaint.Records {
		tx, err := db.Pool().Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), `SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off`); err != nil {
			t.Fatal(err)
		}
		rows, err := tx.Query(t.Context(), `EXPLAIN `+postgres.Archived[record], int64(1), time.Time{}, time.Now(), time.Time{}, int64(0), 51)
		if err != nil {
			t.Fatalf("%s: %v", record, err)
		}
		var plan []string
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, line)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		whole := strings.Join(plan, "\n")
		index := map[complaint.Record]string{complaint.ComplaintRecord: "complaints_closed", complaint.RulingRecord: "rulings_adopted", complaint.MinutesRecord: "sittings_closed"}[record]
		outer, _, _ := strings.Cut(whole, "SubPlan")
		if !strings.Contains(outer, index) || strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(plan[1], "  ->")), "Sort") {
			t.Errorf("%s is not read from %s:\n%s", record, index, whole)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// deletable are the tables a statement of the program may delete from, each with why
// that loses nothing of what was filed, decided or signed.
var deletable = map[string]string{
	"filings":          "a form that was never sent, when its life is over",
	"attachments":      "a file taken off such a form; the database refuses those of a complaint",
	"web_sessions":     "a sign-in that ended",
	"attempts":         "counts of attempts that are over",
	"invitations":      "invitations that are over",
	"deadlines":        "a date computed anew from what is kept; the docket keeps the move",
	"commission_links": "a link replaced by an import of the same day",
	"items":            "a question taken off an agenda before anything happened to it; the docket keeps that",
	"seats":            "one person entered twice for one day, before such entries were refused",
	"acting_chairs":    "duties laid on two for one day, before such entries were refused",
	"votes":            "votes put right while the vote is open; the docket keeps what was cast",
	"poll_votes":       "votes put right while the vote is open; the docket keeps what was cast",
}

var deletes = regexp.MustCompile(`(?i)\b(?:DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|DROP\s+TABLE(?:\s+IF\s+EXISTS)?)\s+([a-z_]+)`)

// TestNothingLegalIsDeleted reads every statement of the store and every migration:
// complaints, rulings, papers, signatures, minutes and the docket are deleted by none.
func TestNothingLegalIsDeleted(t *testing.T) {
	used := map[string]bool{}
	var files []string
	for _, pattern := range []string{"*.go", "../../migrations/*.sql", "../jobs/*.go", "../../cmd/redress/*.go", "../../web/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		files = append(files, found...)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range deletes.FindAllStringSubmatch(string(text), -1) {
			table := strings.ToLower(m[1])
			if table == "on" { // of a trigger that refuses it
				continue
			}
			if deletable[table] == "" {
				t.Errorf("R-104: %s deletes from %s: %q", path, table, m[0])
			}
			used[table] = true
		}
		if strings.Contains(string(text), ".Delete(") && strings.Contains(string(text), "gorm.io") {
			t.Errorf("R-104: %s deletes through gorm, where this test sees no table", path)
		}
		cascades := regexp.MustCompile(`(?i)REFERENCES\s+(\w+)(?:\s*\([a-z_]+\))?\s+ON DELETE CASCADE`).FindAllStringSubmatch(string(text), -1)
		for _, m := range cascades {
			if !slices.Contains([]string{"filings"}, strings.ToLower(m[1])) {
				t.Errorf("R-104: %s: rows go with %s", path, m[1])
			}
		}
	}
	for table := range deletable {
		if !used[table] {
			t.Errorf("nothing deletes from %s: take it off the list", table)
		}
	}
}
