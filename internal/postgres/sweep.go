package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"redress/internal/attachment"
)

// sweepBatch is how many rows are deleted in one statement, so that no lock is held long.
const sweepBatch = 500

// sweeps are the rows that have had their time. A form somebody is working on is
// locked and passed over; a form that was sent is kept with its complaint. The
// names of a form's files go with it, and the files when they are next swept. The
// clock is read once a statement, else no index would serve.
var sweeps = []struct{ what, statement string }{
	{"forms", `DELETE FROM filings WHERE token_hash IN (SELECT token_hash FROM filings
		WHERE complaint_id IS NULL AND expires_at <= (SELECT legal_now()) LIMIT $1 FOR UPDATE SKIP LOCKED)`},
	{"sign-ins", `DELETE FROM web_sessions WHERE token_hash IN (SELECT token_hash FROM web_sessions
		WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED)`},
	{"attempts", `DELETE FROM attempts WHERE bucket IN (SELECT bucket FROM attempts
		WHERE began_at < (SELECT legal_now()) - interval '2 days' LIMIT $1 FOR UPDATE SKIP LOCKED)`},
	{"invitations", `DELETE FROM invitations WHERE token_hash IN (SELECT token_hash FROM invitations
		WHERE expires_at < (SELECT legal_now()) - interval '30 days' LIMIT $1 FOR UPDATE SKIP LOCKED)`},
}

// SweepRows deletes rows that have had their time, a batch at a time.
func (db *DB) SweepRows(ctx context.Context) error {
	for _, sweep := range sweeps {
		for {
			done, err := db.pool.Exec(ctx, sweep.statement, sweepBatch)
			if err != nil {
				return fmt.Errorf("sweeping %s: %w", sweep.what, err)
			}
			if done.RowsAffected() < sweepBatch {
				break
			}
		}
	}
	return nil
}

// Unnamed returns those of the keys that no row names.
func (db *DB) Unnamed(ctx context.Context, keys []attachment.Key) ([]attachment.Key, error) {
	rows, err := db.pool.Query(ctx, `SELECT key FROM unnest($1::text[]) AS key
		WHERE NOT EXISTS (SELECT 1 FROM attachments WHERE vault_key = key)
		AND NOT EXISTS (SELECT 1 FROM remand_files WHERE vault_key = key)
		AND NOT EXISTS (SELECT 1 FROM letter_files WHERE vault_key = key)
		AND NOT EXISTS (SELECT 1 FROM papers WHERE pdf_key = key)
		AND NOT EXISTS (SELECT 1 FROM papers WHERE docx_key = key)
		AND NOT EXISTS (SELECT 1 FROM signatures_made WHERE inside_key = key)
		AND NOT EXISTS (SELECT 1 FROM sheets WHERE pdf_key = key OR docx_key = key)
		AND NOT EXISTS (SELECT 1 FROM publications WHERE pdf_key = key)`, keys)
	if err != nil {
		return nil, fmt.Errorf("finding files that no row names: %w", err)
	}
	unnamed, err := pgx.CollectRows(rows, pgx.RowTo[attachment.Key])
	if err != nil {
		return nil, fmt.Errorf("finding files that no row names: %w", err)
	}
	return unnamed, nil
}
