package postgres

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
)

// redateBefore dates a complaint as it stood before the act that holds it, where a
// change waits to be walked through. The act itself would store the new dates, and the
// walk would find nothing to write into the docket any more.
//
// It counts by the moment of the act. One that was read before the change stores dates
// of before, which the walk moves: it waits for the act.
func (db *DB) redateBefore(tx *gorm.DB, c complaint.Complaint, m commission.Moment) error {
	job, err := pending(tx, c.Commission)
	switch {
	case errors.Is(err, errNothingPending):
		return nil
	case err != nil:
		return fmt.Errorf("looking for changes to walk through: %w", err)
	}
	ofAct := func(read *commission.Moment) error {
		*read = m
		return nil
	}
	_, err = db.redateWhere(tx, job, 0, ofAct, new(deadline.Recomputed), `id = ? AND `+dated, int64(c.ID))
	return err
}

// errNothingPending says that no change waits to be walked through.
var errNothingPending = errors.New("no recomputation is pending")

// pending returns the earliest change whose walk may not have come to a commission's
// complaints yet.
func pending(tx *gorm.DB, own commission.ID) (deadline.Recompute, error) {
	var row struct {
		Args deadline.Recompute `gorm:"serializer:json"`
	}
	err := one(tx, &row, errNothingPending, `SELECT args FROM river_job WHERE kind = ? AND state NOT IN ('completed', 'cancelled', 'discarded')
		AND coalesce((args ->> 'commission')::bigint, ?) = ? ORDER BY id LIMIT 1`, deadline.Recompute{}.Kind(), int64(own), int64(own))
	return row.Args, err
}
