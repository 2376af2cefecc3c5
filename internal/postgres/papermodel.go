package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"redress/internal/commission"
	"redress/internal/document"
)

// PaperModel returns the data that the commission's paper was printed from, or
// document.ErrNotFound.
func (db *DB) PaperModel(ctx context.Context, own commission.ID, id document.PaperID) (document.Paper, error) {
	var row struct{ Data []byte }
	err := one(db.gorm.WithContext(ctx), &row, document.ErrNotFound, `SELECT data FROM papers WHERE id = ? AND commission_id = ?`, int64(id), int64(own))
	if err != nil {
		return document.Paper{}, err
	}
	var p document.Paper
	if err := json.Unmarshal(row.Data, &p); err != nil {
		return p, fmt.Errorf("reading the data of paper %d: %w", id, err)
	}
	return p, nil
}
