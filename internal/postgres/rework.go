package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
)

// ToRework returns at most limit drafts that sittings gave back, the most pressing first:
// those a person is to rework, as rapporteur or named by the sitting; of the whole
// commission for nobody in particular.
func (db *DB) ToRework(ctx context.Context, own commission.ID, person identity.ID, limit int) ([]complaint.ToRework, error) {
	rows, err := db.pool.Query(ctx, `SELECT year, number, title, rework, rapporteur_id IS DISTINCT FROM $2 AS named FROM complaints
		WHERE commission_id = $1 AND state = 'in_review' AND rework->>'Cause' <> ''
			AND ($2 = 0 OR rapporteur_id = $2 OR rework->'Members' @> to_jsonb($2::bigint)) ORDER BY due_sort, id LIMIT $3`, int64(own), int64(person), limit)
	if err != nil {
		return nil, fmt.Errorf("listing drafts to rework: %w", err)
	}
	defer rows.Close()
	var list []complaint.ToRework
	for rows.Next() {
		var line complaint.ToRework
		var value []byte
		if err := rows.Scan(&line.Ref.Year, &line.Ref.Number, &line.Title, &value, &line.Named); err != nil {
			return nil, fmt.Errorf("reading a draft to rework: %w", err)
		}
		if err := json.Unmarshal(value, &line.Rework); err != nil {
			return nil, fmt.Errorf("reading what a draft is given back for: %w", err)
		}
		list = append(list, line)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing drafts to rework: %w", err)
	}
	return list, nil
}
