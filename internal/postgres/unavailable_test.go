package postgres

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestUnavailable(t *testing.T) {
	for _, row := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{errors.New("a fault of ours"), false},
		{&pgconn.PgError{Code: "23505"}, false},
		{fmt.Errorf("reading: %w", &pgconn.PgError{Code: "57P01"}), true},
		{fmt.Errorf("reading: %w", &pgconn.PgError{Code: "53300"}), true},
		{fmt.Errorf("reading: %w", &pgconn.PgError{Code: "08006"}), true},
	} {
		if got := Unavailable(row.err); got != row.want {
			t.Errorf("Unavailable(%v) = %v, want %v", row.err, got, row.want)
		}
	}
}
