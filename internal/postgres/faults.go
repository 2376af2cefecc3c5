package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// faultLog tells our log about statements that failed, and about nothing else.
//
// It says which statement and which kind of fault, never a value: what people
// write to a commission does not belong in a log, and the messages of PostgreSQL
// quote it. The whole error goes to the caller.
type faultLog struct{ log *slog.Logger }

// placeholder is what gorm makes of $1 when it has no value to put there.
var placeholder = regexp.MustCompile(`\$(\d+)\$`)

// literal is a value that stands in a statement after all: where gorm scans the
// answer to a query of explicit SQL, it records the statement with its values and
// does not ask the filter.
var literal = regexp.MustCompile(`'(?:[^']|'')*'`)

// LogMode returns the same log: there is one mode.
func (f faultLog) LogMode(logger.LogLevel) logger.Interface { return f }

// Info says nothing.
func (f faultLog) Info(context.Context, string, ...any) {}

// Warn says nothing.
func (f faultLog) Warn(context.Context, string, ...any) {}

// Error passes on what gorm itself complains of, without the values.
func (f faultLog) Error(ctx context.Context, message string, _ ...any) {
	f.log.ErrorContext(ctx, "gorm", "says", message)
}

// ParamsFilter keeps the values out of the statements that Trace is given.
func (f faultLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

// Trace reports a statement that failed. That a row is absent or there already,
// and that somebody went away, are answers and not faults.
func (f faultLog) Trace(ctx context.Context, began time.Time, statement func() (string, int64), err error) {
	switch {
	case err == nil,
		errors.Is(err, gorm.ErrRecordNotFound),
		errors.Is(err, gorm.ErrDuplicatedKey),
		errors.Is(err, context.Canceled):
		return
	}
	kind := fmt.Sprintf("%T", err)
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		kind = answer.Code
	}
	if kind == "23505" { // a duplicate key that gorm did not translate
		return
	}
	sql, _ := statement()
	sql = literal.ReplaceAllString(placeholder.ReplaceAllString(sql, "$$$1"), "'…'")
	f.log.ErrorContext(ctx, "statement failed", "sql", sql, "kind", kind, "took", time.Since(began))
}
