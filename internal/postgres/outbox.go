package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"gorm.io/gorm"
)

// owe inserts a job in the transaction of the act that owes it: neither exists
// without the other.
func (db *DB) owe(ctx context.Context, tx *gorm.DB, job river.JobArgs) error {
	return db.oweAfter(ctx, tx, job, 0)
}

// oweAfter inserts a job that is done after a while.
func (db *DB) oweAfter(ctx context.Context, tx *gorm.DB, job river.JobArgs, wait time.Duration) error {
	inner, err := transaction(tx)
	if err != nil {
		return fmt.Errorf("owing %s: %w", job.Kind(), err)
	}
	var when *river.InsertOpts
	if wait > 0 {
		when = &river.InsertOpts{ScheduledAt: time.Now().Add(wait)}
	}
	if _, err := db.jobs.InsertTx(ctx, inner, job, when); err != nil {
		return fmt.Errorf("owing %s: %w", job.Kind(), err)
	}
	return nil
}
