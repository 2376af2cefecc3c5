package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/calendar"
)

// transact runs one legal act: all of it is stored, or nothing.
func (db *DB) transact(ctx context.Context, act func(tx *gorm.DB) error) error {
	return db.gorm.WithContext(ctx).Transaction(act)
}

// one runs a query of explicit SQL that finds one row at most; absent if none.
func one(tx *gorm.DB, into any, absent error, query string, values ...any) error {
	result := tx.Raw(query, values...).Scan(into)
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return absent
	}
	return nil
}

// changed runs a statement that must change exactly one row.
func changed(tx *gorm.DB, what string, statement string, values ...any) error {
	result := tx.Exec(statement, values...)
	if result.Error != nil {
		return fmt.Errorf("%s: %w", what, result.Error)
	}
	if result.RowsAffected != 1 {
		return fmt.Errorf("%s: %d rows changed, want 1", what, result.RowsAffected)
	}
	return nil
}

// dayOf reads a date column, which arrives as midnight UTC; NULL is the zero Date.
func dayOf(t *time.Time) calendar.Date {
	if t == nil {
		return calendar.Date{}
	}
	return calendar.On(*t, time.UTC)
}

// dateOrNull writes a date; the zero Date is NULL.
func dateOrNull(d calendar.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// midnight writes a date in a row; the zero Date is NULL.
func midnight(d calendar.Date) *time.Time {
	if d.IsZero() {
		return nil
	}
	at := d.Start(time.UTC)
	return &at
}

// momentOf reads an instant; NULL is the zero time.
func momentOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// timeOrNull writes an instant; the zero time is NULL.
func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// idOrNull writes a reference; zero is NULL.
func idOrNull[T ~int64](id T) *int64 {
	if id == 0 {
		return nil
	}
	n := int64(id)
	return &n
}

// idOf reads a reference; NULL is zero.
func idOf(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

// transaction returns the database/sql transaction under a gorm one, for the job queue.
func transaction(tx *gorm.DB) (*sql.Tx, error) {
	inner, ok := tx.Statement.ConnPool.(*sql.Tx)
	if !ok {
		return nil, errors.New("not in a transaction")
	}
	return inner, nil
}

// bytea is bytes that stay one value: gorm spells a plain slice out after a bracket.
type bytea []byte

// Value returns the bytes for the driver.
func (b bytea) Value() (driver.Value, error) { return []byte(b), nil }
