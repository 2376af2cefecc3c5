package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// docketRow is a row of the docket.
type docketRow struct {
	Chain   string
	Seq     int64
	At      time.Time
	Actor   int64
	Office  string
	Act     string
	Clause  string
	Payload string
	Prev    []byte
	Hash    []byte
}

func (r docketRow) entry() docket.Entry {
	e := docket.Entry{Chain: docket.Chain(r.Chain), Seq: r.Seq, At: r.At.UTC(), Actor: identity.ID(r.Actor),
		Office: identity.Office(r.Office), Act: r.Act, Clause: regulation.Clause(r.Clause), Payload: []byte(r.Payload)}
	copy(e.Prev[:], r.Prev)
	copy(e.Hash[:], r.Hash)
	return e
}

// writeDown appends lines to a chain, in the act's transaction. The head's row is
// locked, so that two acts on the same subject follow each other.
func writeDown(tx *gorm.DB, chain docket.Chain, at time.Time, lines ...docket.Line) error {
	var row struct {
		Seq  int64
		Hash []byte
	}
	errNone := errors.New("no entry yet")
	err := one(tx, &row, errNone, `SELECT seq, hash FROM docket_heads WHERE chain = ? FOR UPDATE`, string(chain))
	if err != nil && !errors.Is(err, errNone) {
		return fmt.Errorf("reading the docket of %s: %w", chain, err)
	}
	head := docket.Head{Seq: row.Seq}
	copy(head.Hash[:], row.Hash)
	for _, line := range lines {
		e, err := docket.Append(chain, head, line, at)
		if err != nil {
			return err
		}
		if err := entered(e).exec(tx); err != nil {
			return err
		}
		head = e.Head()
	}
	return nil
}

// entered stores an entry and makes it the head of its chain.
func entered(e docket.Entry) statement {
	return statement{fmt.Sprintf("writing %s into the docket of %s", e.Act, e.Chain), `WITH entry AS (
			INSERT INTO docket (chain, seq, at, actor, office, act, clause, payload, prev, hash)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING chain, seq, hash)
		INSERT INTO docket_heads SELECT * FROM entry
		ON CONFLICT (chain) DO UPDATE SET seq = EXCLUDED.seq, hash = EXCLUDED.hash`, []any{
		string(e.Chain), e.Seq, e.At, int64(e.Actor), string(e.Office), e.Act, string(e.Clause), string(e.Payload), e.Prev[:], e.Hash[:]}}
}

// History returns the entries of a chain, the newest first, at most limit of them.
func (db *DB) History(ctx context.Context, chain docket.Chain, limit int) ([]docket.Entry, error) {
	var rows []docketRow
	err := db.gorm.WithContext(ctx).Raw(`SELECT * FROM docket WHERE chain = ? ORDER BY seq DESC LIMIT ?`, string(chain), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the docket of %s: %w", chain, err)
	}
	entries := make([]docket.Entry, len(rows))
	for i, row := range rows {
		entries[i] = row.entry()
	}
	return entries, nil
}
