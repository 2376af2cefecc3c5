package postgres

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"
	"gorm.io/gorm"
)

// owe inserts a job in the transaction of the act that owes it: neither exists
// without the other.
func (db *DB) owe(ctx context.Context, tx *gorm.DB, job river.JobArgs) error {
	inner, err := transaction(tx)
	if err != nil {
		return fmt.Errorf("owing %s: %w", job.Kind(), err)
	}
	if _, err := db.jobs.InsertTx(ctx, inner, job, nil); err != nil {
		return fmt.Errorf("owing %s: %w", job.Kind(), err)
	}
	return nil
}
