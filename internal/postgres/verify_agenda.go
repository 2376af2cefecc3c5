package postgres

import (
	"context"
	"fmt"

	"redress/internal/docket"
	"redress/internal/sitting"
)

// compareAgendas compares every agenda that was adopted with the digest of what was put to
// the vote. What was demanded afterwards stands behind it.
func (db *DB) compareAgendas(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT a.sitting_id, coalesce((SELECT jsonb_agg(jsonb_build_object('Ordinal', i.ordinal, 'Title', i.title, 'Complaint', coalesce(i.complaint_id, 0),
				'Ref', jsonb_build_object('Year', coalesce(c.year, 0), 'Number', coalesce(c.number, 0))) ORDER BY i.ordinal)
			FROM items i LEFT JOIN complaints c ON c.id = i.complaint_id WHERE i.sitting_id = a.sitting_id AND i.ordinal BETWEEN 1 AND p.parts), '[]')
		FROM items a JOIN polls p ON p.item_id = a.id AND p.result->>'Fate' = 'adopted' WHERE a.ordinal = 0 AND a.state = 'adopted'`)
	if err != nil {
		return nil, fmt.Errorf("reading agendas: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var items []sitting.Item
		if err := rows.Scan(&id, &items); err != nil {
			return nil, fmt.Errorf("reading an agenda: %w", err)
		}
		chain := docket.SittingChain(id)
		if s.texts[chain][itemKey(0)] != sitting.AgendaDigest(items) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the agenda is not the one adopted"})
		}
	}
	return faults, rows.Err()
}
