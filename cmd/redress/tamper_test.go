package main

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

// TestDocketVerifyFindsWhatAnAdministratorDoes breaks the record of a whole
// demonstration in the ways somebody with the database's own rights could, and
// expects each to be found (P8, P9).
func TestDocketVerifyFindsWhatAnAdministratorDoes(t *testing.T) {
	a, _ := demoApp(t)
	const (
		free = `SET session_replication_role = replica; `
		lock = `; SET session_replication_role = DEFAULT`
		some = `(SELECT chain FROM docket WHERE chain LIKE 'complaint:%' AND seq = 5 ORDER BY chain LIMIT 1)`
	)
	for _, row := range []struct{ name, tampering, want string }{
		{"a payload is edited", `UPDATE docket SET payload = replace(payload, '"in_review"', '"delivered"') WHERE chain = ` + some + ` AND seq = 3`, "changed"},
		{"an entry's instant is moved", `UPDATE docket SET at = at - interval '1 day' WHERE chain = ` + some + ` AND seq = 3`, "changed"},
		{"an entry is deleted", `DELETE FROM docket WHERE chain = ` + some + ` AND seq = 2`, "missing"},
		{"the end of a chain is cut off", `DELETE FROM docket d USING docket_heads h WHERE d.chain = h.chain AND d.seq = h.seq AND h.chain = ` + some, "missing"},
		{"two entries change places", `UPDATE docket SET seq = CASE seq WHEN 2 THEN 3 ELSE 2 END + 1000 WHERE chain = ` + some + ` AND seq IN (2, 3); UPDATE docket SET seq = seq - 1000 WHERE seq > 1000`, "changed"},
		{"a whole chain is gone", `DELETE FROM docket WHERE chain = ` + some, "missing"},
		{"an entry is added at the end", `INSERT INTO docket SELECT chain, seq + 1, at, actor, office, act, clause, payload, hash, hash FROM docket d WHERE chain = ` + some + ` AND seq = (SELECT max(seq) FROM docket WHERE chain = d.chain)`, "unknown"},
		{"the text of a complaint is edited", `UPDATE complaints SET answers = replace(answers::text, 'Прошу', 'Не прошу')::json WHERE answers::text LIKE '%Прошу%'`, "the answers are not those filed"},
		{"a file is replaced", `UPDATE attachments SET sha256 = sha256('other'::bytea) WHERE id = (SELECT min(id) FROM attachments)`, "the files are not those filed"},
		{"an outcome is rewritten", `UPDATE complaints SET outcome = 'dismiss' WHERE id = (SELECT min(id) FROM complaints WHERE outcome = 'remand')`, "outcome or number"},
		{"a vote is changed", `UPDATE votes SET choice = 'against' WHERE item_id = (SELECT min(item_id) FROM votes) AND choice = 'for'`, "are not those counted"},
		{"votes are deleted", `DELETE FROM votes WHERE item_id = (SELECT min(item_id) FROM votes)`, "are gone"},
		{"a signature is deleted", `DELETE FROM signatures WHERE role = 'presiding' AND paper_id = (SELECT min(paper_id) FROM signatures)`, "a signature (presiding) is gone"},
		{"an operative part is reworded", `UPDATE rulings SET operative = '["Оставить жалобу без удовлетворения."]' WHERE id = (SELECT min(id) FROM rulings)`, "is not the text voted on"},
		{"the signature of a letter is deleted", `DELETE FROM signatures WHERE paper_id = (SELECT min(id) FROM papers WHERE kind = 'letter')`, "a signature (letter) is gone"},
		{"a signed paper is replaced", `UPDATE papers SET pdf_sha256 = sha256('other'::bytea) WHERE id = (SELECT min(paper_id) FROM signatures)`, "a signature"},
		{"the term of a remand is put off", `UPDATE remands SET until = until + 30 WHERE id = (SELECT min(id) FROM remands)`, "does not stand as written down"},
		{"a remand is taken off control", `UPDATE remands SET state = 'accepted', closed_at = now() WHERE state = 'open'`, "does not stand as written down"},
		{"a report is reworded", `UPDATE remand_reports SET text = 'Исполнено иначе' WHERE id = (SELECT min(id) FROM remand_reports)`, "are not those that came"},
		{"a remand is gone", `DELETE FROM remand_reports WHERE remand_id = (SELECT min(id) FROM remands); DELETE FROM remands WHERE id = (SELECT min(id) FROM remands)`, "is gone"},
		{"a state is moved back", `UPDATE complaints SET state = 'ready' WHERE id = (SELECT min(id) FROM complaints WHERE state = 'scheduled')`, "the state is not the last one"},
	} {
		t.Run(row.name, func(t *testing.T) {
			conn, err := a.db.Pool().Acquire(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Release()
			// What is tampered with is put back by rolling back, so that each row begins whole.
			if _, err := conn.Exec(t.Context(), `CREATE SCHEMA IF NOT EXISTS kept; `+keep()); err != nil {
				t.Fatal(err)
			}
			if _, err := conn.Exec(t.Context(), free+row.tampering+lock); err != nil {
				t.Fatal(err)
			}
			v, err := a.db.VerifyDocket(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, f := range v.Faults {
				said = append(said, string(f.Kind)+" "+f.Note)
			}
			if !strings.Contains(strings.Join(said, "\n"), row.want) {
				t.Errorf("found %q, want something about %q", said, row.want)
			}
			if _, err := conn.Exec(t.Context(), free+restore(t, conn)+lock); err != nil {
				t.Fatal(err)
			}
		})
	}
	if v, err := a.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("after putting everything back: %v, %v", v.Faults, err)
	}
}

// tampered are the tables the test breaks.
var tampered = []string{"docket", "complaints", "attachments", "votes", "rulings", "signatures", "papers", "remands", "remand_reports"}

func keep() string {
	var b strings.Builder
	for _, table := range tampered {
		b.WriteString("CREATE TABLE IF NOT EXISTS kept." + table + " AS TABLE " + table + "; ")
	}
	return b.String()
}

func restore(t *testing.T, conn *pgxpool.Conn) string {
	t.Helper()
	var b strings.Builder
	for _, table := range tampered {
		var columns string // without those the database computes from the others
		if err := conn.QueryRow(t.Context(), `SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`, table).Scan(&columns); err != nil {
			t.Fatal(err)
		}
		b.WriteString("DELETE FROM " + table + "; INSERT INTO " + table + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + columns + " FROM kept." + table + "; ")
	}
	return b.String()
}

// TestTheDatabaseRefusesToChangeWhatIsKept tries the same without switching the
// triggers off: an accident or a bug is refused by the database itself.
func TestTheDatabaseRefusesToChangeWhatIsKept(t *testing.T) {
	a, _ := demoApp(t)
	for _, statement := range []string{
		`UPDATE docket SET payload = '{}'`, `DELETE FROM docket`, `TRUNCATE docket`, `DELETE FROM docket_heads`,
		`UPDATE complaints SET answers = '{}'`, `UPDATE complaints SET outcome = 'dismiss' WHERE outcome = 'remand'`,
		`UPDATE complaints SET register_number = register_number + 100 WHERE register_number IS NOT NULL`,
		`UPDATE attachments SET name = 'x'`, `DELETE FROM attachments`, `UPDATE drafts SET facts = ''`, `DELETE FROM draft_comments`, `DELETE FROM rulings`,
		`UPDATE rulings SET number = '0'`, `UPDATE signatures SET title = 'x'`, `DELETE FROM signatures`,
		`UPDATE papers SET data = '{}' WHERE id IN (SELECT paper_id FROM signatures)`, `DELETE FROM papers`,
		`UPDATE votes SET choice = 'against'`, `DELETE FROM votes`,
		`INSERT INTO votes SELECT item_id, person_id, 'for', now() FROM votes LIMIT 1`,
		`UPDATE remands SET until = until + 1`, `UPDATE remands SET state = 'open', closed_at = NULL WHERE state = 'accepted'`, `DELETE FROM remands`,
		`UPDATE remand_reports SET text = 'x'`, `UPDATE remand_reports SET verdict = 'not_done'`, `DELETE FROM remand_reports`, `TRUNCATE remand_files`,
		`DELETE FROM complaints`, `TRUNCATE complaints CASCADE`, `DELETE FROM sittings`, `DELETE FROM letters`,
		`UPDATE items SET heard = 'x' WHERE sitting_id IN (SELECT p.sitting_id FROM papers p JOIN signatures s ON s.paper_id = p.id)`,
		`UPDATE complaints SET state = 'annulled'`, `UPDATE complaints SET outcome = 'satisfied'`,
	} {
		if _, err := a.db.Pool().Exec(t.Context(), statement); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
	if v, err := a.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("after the refusals: %v, %v", v.Faults, err)
	}
}
