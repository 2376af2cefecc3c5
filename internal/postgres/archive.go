package postgres

import (
	"context"
	"fmt"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
)

// held is true of a complaint c whose last hold lasts: its end is the zero instant.
const held = `coalesce(c.holds -> -1 ->> 'Lifted' = '0001-01-01T00:00:00Z', false)`

// archived reads the lines of one kind of record, in the order in which they were
// finished, from the index of that order. The last three parameters are the span and
// the place after which the page begins.
var archived = map[complaint.Record]string{
	complaint.ComplaintRecord: `SELECT c.id, '' AS number, c.year, c.number, coalesce(nullif(c.title, ''), c.substance), c.closed_at, ` + held + `, coalesce(c.holds -> -1 ->> 'Reason', '')
		FROM complaints c WHERE c.commission_id = $1 AND c.closed_at >= $2 AND c.closed_at < $3 AND (c.closed_at, c.id) > ($4, $5)
		ORDER BY c.closed_at, c.id LIMIT $6`,
	complaint.RulingRecord: `SELECT r.id, r.number, c.year, c.number, coalesce(nullif(c.title, ''), c.substance), r.adopted_at, ` + held + `, coalesce(c.holds -> -1 ->> 'Reason', '')
		FROM rulings r JOIN complaints c ON c.id = r.complaint_id
		WHERE r.commission_id = $1 AND r.adopted_at >= $2 AND r.adopted_at < $3 AND (r.adopted_at, r.id) > ($4, $5)
		ORDER BY r.adopted_at, r.id LIMIT $6`,
	complaint.MinutesRecord: `SELECT s.id, s.number::text, 0, 0, '', s.closed_at, h.reason IS NOT NULL, coalesce(h.reason, '')
		FROM sittings s LEFT JOIN LATERAL (SELECT c.holds -> -1 ->> 'Reason' AS reason FROM items i JOIN complaints c ON c.id = i.complaint_id
			WHERE i.sitting_id = s.id AND ` + held + ` ORDER BY i.ordinal LIMIT 1) h ON true
		WHERE s.commission_id = $1 AND s.closed_at >= $2 AND s.closed_at < $3 AND (s.closed_at, s.id) > ($4, $5)
		ORDER BY s.closed_at, s.id LIMIT $6`,
}

// Archive returns one page of the records of a kind that were finished from one instant
// until before another, the first finished first: at most limit after a place.
func (db *DB) Archive(ctx context.Context, own commission.ID, record complaint.Record, from, until time.Time, after complaint.Place, limit int) ([]complaint.Kept, error) {
	rows, err := db.pool.Query(ctx, archived[record], int64(own), from, until, after.At, after.ID, limit)
	if err != nil {
		return nil, fmt.Errorf("listing what is kept: %w", err)
	}
	defer rows.Close()
	var list []complaint.Kept
	for rows.Next() {
		k := complaint.Kept{Record: record}
		if err := rows.Scan(&k.ID, &k.Number, &k.Ref.Year, &k.Ref.Number, &k.Title, &k.FinishedAt, &k.Held, &k.Hold); err != nil {
			return nil, fmt.Errorf("reading a line of what is kept: %w", err)
		}
		k.FinishedAt = k.FinishedAt.UTC()
		if record == complaint.ComplaintRecord {
			k.Number = k.Ref.String()
		}
		list = append(list, k)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing what is kept: %w", err)
	}
	return list, nil
}

// KeptSince returns when a commission finished its first record, the zero instant while
// it has none.
func (db *DB) KeptSince(ctx context.Context, own commission.ID) (time.Time, error) {
	var first *time.Time
	err := db.pool.QueryRow(ctx, `SELECT least((SELECT min(closed_at) FROM complaints WHERE commission_id = $1 AND closed_at IS NOT NULL),
		(SELECT min(adopted_at) FROM rulings WHERE commission_id = $1),
		(SELECT min(closed_at) FROM sittings WHERE commission_id = $1 AND closed_at IS NOT NULL))`, int64(own)).Scan(&first)
	if err != nil {
		return time.Time{}, fmt.Errorf("looking for the first record: %w", err)
	}
	return momentOf(first), nil
}
