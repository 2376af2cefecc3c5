package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// statement is explicit SQL that changes rows, and what it is for.
type statement struct {
	doing  string
	sql    string
	values []any
}

// exec runs the statement by itself.
func (s statement) exec(tx *gorm.DB) error {
	if err := tx.Exec(s.sql, s.values...).Error; err != nil {
		return fmt.Errorf("%s: %w", s.doing, err)
	}
	return nil
}

// together is statements of one act that go to the database in one message and whose
// answers come back in one: each way there and back costs more than most statements do.
// They run one after another, each on what the one before left.
type together struct{ batch pgx.Batch }

// do adds a statement.
func (t *together) do(s statement) { t.changes(s, new(int64)) }

// doOne adds a statement that must change exactly one row.
func (t *together) doOne(s statement) {
	t.queue(s, func(rows int64) error {
		if rows != 1 {
			return fmt.Errorf("%s: %d rows changed, want 1", s.doing, rows)
		}
		return nil
	})
}

// changes adds a statement; rows gets how many it changed.
func (t *together) changes(s statement, rows *int64) {
	t.queue(s, func(n int64) error {
		*rows = n
		return nil
	})
}

func (t *together) queue(s statement, told func(rows int64) error) {
	t.batch.Queue(numbered(s.sql), s.values...).Fn = func(answers pgx.BatchResults) error {
		did, err := answers.Exec()
		if err != nil {
			return fmt.Errorf("%s: %w", s.doing, err)
		}
		return told(did.RowsAffected())
	}
}

// one adds a query for one row; absent if there is none.
func (t *together) one(absent error, s statement, into ...any) {
	t.batch.Queue(numbered(s.sql), s.values...).QueryRow(func(row pgx.Row) error {
		err := row.Scan(into...)
		if errors.Is(err, pgx.ErrNoRows) {
			return absent
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.doing, err)
		}
		return nil
	})
}

// line is the connection of a transaction.
type line struct {
	ctx  context.Context //nolint:containedctx // that of the transaction, which ends with it
	conn *sql.Conn
}

// transactOn runs one legal act as transact does, and lets it send statements together.
func (db *DB) transactOn(ctx context.Context, act func(tx *gorm.DB, on line) error) error {
	return db.gorm.WithContext(ctx).Connection(func(tx *gorm.DB) error {
		conn, ok := tx.Statement.ConnPool.(*sql.Conn)
		if !ok {
			return errors.New("no connection of its own for a transaction")
		}
		return tx.Transaction(func(tx *gorm.DB) error { return act(tx, line{ctx, conn}) })
	})
}

// send sends the statements and takes the answers. The context is asked once the
// connection is held: one that has ended takes the transaction with it, and nothing may
// be stored outside of it.
func (l line) send(t *together) error {
	err := l.conn.Raw(func(held any) error {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		conn, ok := held.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("statements cannot be sent together over %T", held)
		}
		if conn.Conn().PgConn().TxStatus() == 'I' {
			return errors.New("statements of an act are sent outside of its transaction")
		}
		return conn.Conn().SendBatch(l.ctx, &t.batch).Close()
	})
	if err != nil {
		return fmt.Errorf("sending statements together: %w", err)
	}
	return nil
}

// insertion stores a row whose identity was taken beforehand.
func insertion(tx *gorm.DB, doing string, row any) statement {
	made := tx.Session(&gorm.Session{DryRun: true}).Create(row).Statement
	return statement{doing, strings.Replace(made.SQL.String(), ") VALUES (", ") OVERRIDING SYSTEM VALUE VALUES (", 1), made.Vars}
}
