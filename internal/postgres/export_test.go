package postgres

import (
	"context"

	"redress/internal/commission"
)

// Try runs a statement through gorm, for tests of what that reports.
func (db *DB) Try(ctx context.Context, statement string, values ...any) error {
	return db.gorm.WithContext(ctx).Exec(statement, values...).Error
}

// DirectlyHigher is who stands above a commission today, as acts ask it.
func (db *DB) DirectlyHigher(ctx context.Context, lower commission.ID) (commission.ID, error) {
	return directlyHigher(db.gorm.WithContext(ctx), lower)
}

// Archived are the queries of the archive list.
var Archived = archived

// CompositionQuery is the statement that reads what a commission is.
const CompositionQuery = compositionQuery
