package postgres

import "context"

// Try runs a statement through gorm, for tests of what that reports.
func (db *DB) Try(ctx context.Context, statement string, values ...any) error {
	return db.gorm.WithContext(ctx).Exec(statement, values...).Error
}
