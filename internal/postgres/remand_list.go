package postgres

import (
	"context"
	"fmt"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/remand"
)

// remandSides are how a commission may stand to what is under control: the column of its
// own number, and that of the other commission.
var remandSides = map[bool][2]string{false: {"commission_id", "respondent_id"}, true: {"respondent_id", "commission_id"}}

// Remands returns one page of what stands under control of a commission, or with ordered
// of what it has been ordered to do itself: the day that comes first is first, and so
// what is overdue.
func (db *DB) Remands(ctx context.Context, own commission.ID, ordered bool, after remand.Cursor, limit int) ([]remand.Line, error) {
	from := after.Until
	if from.IsZero() {
		from = calendar.Day(1, time.January, 1)
	}
	side := remandSides[ordered]
	return db.remandLines(ctx, side[1], `m.`+side[0]+` = $1 AND m.closed_at IS NULL AND (m.until, m.id) > ($2::date, $3) ORDER BY m.until, m.id LIMIT $4`,
		int64(own), from.String(), int64(after.ID), limit)
}

// RemandsClosed returns what stood under control, the latest closed first.
func (db *DB) RemandsClosed(ctx context.Context, own commission.ID, ordered bool, limit int) ([]remand.Line, error) {
	side := remandSides[ordered]
	return db.remandLines(ctx, side[1], `m.`+side[0]+` = $1 AND m.closed_at IS NOT NULL ORDER BY m.closed_at DESC, m.id DESC LIMIT $2`, int64(own), limit)
}

func (db *DB) remandLines(ctx context.Context, other, where string, values ...any) ([]remand.Line, error) {
	rows, err := db.pool.Query(ctx, `SELECT m.id, m.kind, m.state, k.year, k.number, coalesce(nullif(k.title, ''), k.substance), coalesce(nullif(o.short_name, ''), o.name),
			coalesce(r.number, ''), m.until
		FROM remands m JOIN complaints k ON k.id = m.complaint_id JOIN commissions o ON o.id = m.`+other+` LEFT JOIN rulings r ON r.id = m.ruling_id WHERE `+where, values...)
	if err != nil {
		return nil, fmt.Errorf("listing what is under control: %w", err)
	}
	defer rows.Close()
	var list []remand.Line
	for rows.Next() {
		var l remand.Line
		var until time.Time
		if err := rows.Scan(&l.ID, &l.Kind, &l.State, &l.Ref.Year, &l.Ref.Number, &l.Title, &l.Commission, &l.Number, &until); err != nil {
			return nil, fmt.Errorf("reading a line of what is under control: %w", err)
		}
		l.Until = dayOf(&until)
		list = append(list, l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing what is under control: %w", err)
	}
	return list, nil
}

// RemandBurden counts what stands under control on a day.
func (db *DB) RemandBurden(ctx context.Context, own commission.ID, day calendar.Date) (remand.Burden, error) {
	var b remand.Burden
	err := db.pool.QueryRow(ctx, `SELECT w.watched, w.overdue, w.received, o.ordered, o.late FROM
		(SELECT count(*) AS watched, count(*) FILTER (WHERE state = 'open' AND until < $2::date) AS overdue, count(*) FILTER (WHERE state = 'received') AS received
			FROM remands WHERE commission_id = $1 AND closed_at IS NULL) AS w,
		(SELECT count(*) FILTER (WHERE state = 'open') AS ordered, count(*) FILTER (WHERE state = 'open' AND until < $2::date) AS late
			FROM remands WHERE respondent_id = $1 AND closed_at IS NULL) AS o`, int64(own), day.String()).
		Scan(&b.Watched, &b.Overdue, &b.Received, &b.Ordered, &b.Late)
	if err != nil {
		return b, fmt.Errorf("counting what is under control: %w", err)
	}
	return b, nil
}
