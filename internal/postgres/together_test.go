package postgres_test

import (
	"context"
	"errors"
	"testing"

	"gorm.io/gorm"

	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
)

func things(t *testing.T, db *postgres.DB) (n int) {
	t.Helper()
	if err := db.Pool().QueryRow(context.WithoutCancel(t.Context()), `SELECT count(*) FROM things`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestStatementsSentTogetherAreOneAct(t *testing.T) {
	db := pgtest.New(t)
	if _, err := db.Pool().Exec(t.Context(), `CREATE TABLE things (n int PRIMARY KEY)`); err != nil {
		t.Fatal(err)
	}
	nothing := func(*gorm.DB) error { return nil }
	leaving, leave := context.WithCancel(t.Context())
	for _, row := range []struct {
		what   string
		ctx    context.Context //nolint:containedctx // of the row alone
		before func(*gorm.DB) error
		sent   []string
		want   int
	}{
		{"one that fails", t.Context(), nothing, []string{`INSERT INTO things VALUES (1)`, `INSERT INTO things VALUES (1)`, `INSERT INTO things VALUES (2)`}, 0},
		{"one that changes nothing", t.Context(), nothing, []string{`INSERT INTO things VALUES (1)`, `UPDATE things SET n = 3 WHERE n = 2`, `INSERT INTO things VALUES (4)`}, 0},
		{"whoever left", leaving, func(*gorm.DB) error { leave(); return nil }, []string{`INSERT INTO things VALUES (1)`}, 0},
		{"an act that was taken back", t.Context(), func(tx *gorm.DB) error { return tx.Rollback().Error }, []string{`INSERT INTO things VALUES (1)`}, 0},
		{"each on what the one before left", t.Context(), nothing, []string{`INSERT INTO things VALUES (1)`, `UPDATE things SET n = 2 WHERE n = 1`, `INSERT INTO things VALUES (1)`}, 2},
	} {
		err := db.SendTogether(row.ctx, row.before, row.sent...)
		if got := things(t, db); got != row.want || (err == nil) != (row.want > 0) {
			t.Errorf("%s: %d things are kept, %v", row.what, got, err)
		}
	}
	if err := db.SendTogether(leaving, nothing); !errors.Is(err, context.Canceled) {
		t.Errorf("after leaving: %v", err)
	}
}
