package postgres_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
)

func run(t *testing.T, db *postgres.DB, statement string, values ...any) {
	t.Helper()
	if _, err := db.Pool().Exec(t.Context(), statement, values...); err != nil {
		t.Fatal(err)
	}
}

func counted(t *testing.T, db *postgres.DB, query string) (n int) {
	t.Helper()
	if err := db.Pool().QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// filed stores a complaint with a form that was sent as that complaint.
func filed(t *testing.T, db *postgres.DB) {
	t.Helper()
	run(t, db, `INSERT INTO commissions (code, kind, name) VALUES ('42-1', 'territorial', 'Комиссия')`)
	run(t, db, `INSERT INTO people (surname, given) VALUES ('Орлов', 'Игорь')`)
	run(t, db, `INSERT INTO complaints (commission_id, year, number, state, version, code_hash, salt, filed_at, channel, assurance,
			contested_decision, contested_action, contested_inaction, answers, complainant, substance)
		VALUES (1, 2026, 1, 'filed', 1, sha256('a'), substr(sha256('b'), 1, 16), now(), 'portal', 'unconfirmed', true, false, false, '{}', 'С.', 'О')`)
	run(t, db, `INSERT INTO filings (token_hash, answers, expires_at, complaint_id) VALUES (sha256('sent'), '{}', now() - interval '1 hour', 1)`)
}

func attach(t *testing.T, db *postgres.DB, form string, complaint any) attachment.Key {
	t.Helper()
	key := attachment.NewKey()
	var hash any
	if form != "" {
		sum := sha256.Sum256([]byte(form))
		hash = sum[:]
	}
	run(t, db, `INSERT INTO attachments (filing_hash, complaint_id, vault_key, name, original_name, media_type, size, sha256)
		VALUES ($1, $2, $3, 'a', 'a', 'text/plain', 1, sha256('x'))`, hash, complaint, string(key))
	return key
}

func TestSweepRows(t *testing.T) {
	db := pgtest.New(t)
	filed(t, db)
	run(t, db, `INSERT INTO filings (token_hash, answers, expires_at) VALUES
		(sha256('running'), '{}', now() + interval '1 minute'), (sha256('expired'), '{}', now() - interval '1 minute')`)
	attach(t, db, "running", nil)
	attach(t, db, "expired", nil)
	attach(t, db, "", 1)
	// More than a batch of each.
	run(t, db, `INSERT INTO filings (token_hash, answers, expires_at) SELECT sha256(('old' || n)::bytea), '{}', now() - interval '1 day' FROM generate_series(1, 1200) n`)
	run(t, db, `INSERT INTO web_sessions (token_hash, data, expires_at) SELECT sha256(n::text::bytea), '{}', now() + (n - 1200.5) * interval '1 minute' FROM generate_series(1, 1203) n`)
	run(t, db, `INSERT INTO attempts (bucket, began_at, count) VALUES (sha256('old'), now() - interval '3 days', 1), (sha256('new'), now() - interval '1 day', 1)`)
	run(t, db, `INSERT INTO invitations (token_hash, person_id, expires_at, used_at) VALUES
		(sha256('used long ago'), 1, now() - interval '31 days', now() - interval '32 days'), (sha256('never used'), 1, now() - interval '31 days', NULL),
		(sha256('used'), 1, now() - interval '1 day', now() - interval '2 days'), (sha256('open'), 1, now() + interval '1 day', NULL)`)
	for range 2 { // the second time there is nothing to do
		if err := db.SweepRows(t.Context()); err != nil {
			t.Fatal(err)
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM filings`: 2, `SELECT count(*) FROM filings WHERE token_hash IN (sha256('sent'), sha256('running'))`: 2,
			`SELECT count(*) FROM attachments`: 2, `SELECT count(*) FROM web_sessions`: 3,
			`SELECT count(*) FROM attempts`: 1, `SELECT count(*) FROM invitations WHERE token_hash IN (sha256('used'), sha256('open'))`: 2,
			`SELECT count(*) FROM invitations`: 2, `SELECT count(*) FROM complaints`: 1,
		} {
			if got := counted(t, db, query); got != want {
				t.Errorf("%s = %d, want %d", query, got, want)
			}
		}
	}
}

// A form that somebody is sending at this moment is passed over, though it has just
// expired, and its files stay named before, meanwhile and after.
func TestSweepPassesOverAFormBeingSent(t *testing.T) {
	db := pgtest.New(t)
	filed(t, db)
	run(t, db, `INSERT INTO filings (token_hash, answers, expires_at) VALUES (sha256('late'), '{}', now() + interval '300 ms')`)
	key := attach(t, db, "late", nil)
	named := func(when string) {
		t.Helper()
		unnamed, err := db.Unnamed(t.Context(), []attachment.Key{key})
		if err != nil || len(unnamed) != 0 {
			t.Errorf("%s: Unnamed() = %v, %v, want none", when, unnamed, err)
		}
	}
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }() // nothing to do after the commit
	send := func(statement string) {
		t.Helper()
		if _, err := tx.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	named("before")
	send(`SELECT 1 FROM filings WHERE token_hash = sha256('late') AND expires_at > now() FOR UPDATE`)
	time.Sleep(400 * time.Millisecond) // it expires while it is being sent
	send(`UPDATE attachments SET complaint_id = 1, filing_hash = NULL WHERE filing_hash = sha256('late')`)
	named("meanwhile")
	if err := db.SweepRows(t.Context()); err != nil {
		t.Fatal(err)
	}
	send(`UPDATE filings SET complaint_id = NULL, code_kept = true WHERE token_hash = sha256('late')`)
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	named("after")
	if got := counted(t, db, `SELECT count(*) FROM attachments WHERE complaint_id = 1`); got != 1 {
		t.Errorf("%d files of the complaint, want 1", got)
	}
}

func TestUnnamed(t *testing.T) {
	db := pgtest.New(t)
	filed(t, db)
	run(t, db, `INSERT INTO filings (token_hash, answers, expires_at) VALUES (sha256('running'), '{}', now() + interval '1 day')`)
	keys := []attachment.Key{attach(t, db, "running", nil), attach(t, db, "", 1)}
	run(t, db, `INSERT INTO sittings (commission_id, number, state, version, starts_at, place, video, urgent, presiding_id, presiding_title,
		secretary_id, secretary_title, established) VALUES (1, 1, 'planned', 1, now(), '', false, false, 1, '', 1, '', 9)`)
	for i, replaced := range []bool{true, false} { // what was replaced is kept as well
		pdf, docx := attachment.NewKey(), attachment.NewKey()
		run(t, db, `INSERT INTO papers (commission_id, kind, sitting_id, made_at, template, data, pdf_key, pdf_sha256, pdf_size, docx_key, docx_sha256, docx_size, replaced)
			VALUES (1, 'minutes', 1, now(), '1', '{}', $1, sha256($3::text::bytea), 1, $2, sha256('d'), 1, $4)`, string(pdf), string(docx), fmt.Sprint(i), replaced)
		keys = append(keys, pdf, docx)
	}
	var want []attachment.Key
	for range 700 {
		want = append(want, attachment.NewKey())
	}
	got, err := db.Unnamed(t.Context(), append(slices.Clone(want), keys...))
	slices.Sort(got)
	slices.Sort(want)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Unnamed() = %d keys, %v, want the %d that no row names", len(got), err, len(want))
	}
	if got, err := db.Unnamed(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("Unnamed(none) = %v, %v", got, err)
	}
}
