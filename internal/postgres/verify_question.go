package postgres

import (
	"context"
	"fmt"

	"redress/internal/docket"
	"redress/internal/sitting"
)

// itemRef names an item i with its complaint c, if it has one, as the docket does.
const itemRef = `coalesce(c.year || '-' || lpad(c.number::text, greatest(4, length(c.number::text)), '0'), 'item ' || i.ordinal)`

// itemKey names a question that is no complaint by its number on the agenda.
func itemKey(ordinal int) string { return fmt.Sprintf("item %d", ordinal) }

// compareQuestions compares the decision on every question that is no complaint with the
// digest of what was put to the vote.
func (db *DB) compareQuestions(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT sitting_id, ordinal, title, proposal FROM items WHERE complaint_id IS NULL AND ordinal > 0 AND state IN ('adopted', 'rejected')`)
	if err != nil {
		return nil, fmt.Errorf("reading questions: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var ordinal int
		var title, text string
		if err := rows.Scan(&id, &ordinal, &title, &text); err != nil {
			return nil, fmt.Errorf("reading a question: %w", err)
		}
		chain := docket.SittingChain(id)
		if s.texts[chain][itemKey(ordinal)] != sitting.TextDigest(title, text) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the decision on " + itemKey(ordinal) + " is not the text voted on"})
		}
	}
	return faults, rows.Err()
}
