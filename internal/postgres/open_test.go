package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
)

// address changes the database, or a parameter, of the database of a test.
func address(t *testing.T, db *postgres.DB, database string, parameters ...string) string {
	t.Helper()
	u, err := url.Parse(pgtest.URL(t, db))
	if err != nil {
		t.Fatal(err)
	}
	if database != "" {
		u.Path = "/" + database
	}
	query := u.Query()
	for _, p := range parameters {
		name, value, _ := strings.Cut(p, "=")
		query.Set(name, value)
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// another makes one more database on the server of the test, and drops it after.
func another(t *testing.T, db *postgres.DB, suffix, made string) string {
	t.Helper()
	name := db.Pool().Config().ConnConfig.Database + "_" + suffix
	if _, err := db.Pool().Exec(t.Context(), `CREATE DATABASE `+name+` TEMPLATE template0 `+made); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Pool().Exec(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Error(err)
		}
	})
	return name
}

func TestOpenRefusesABadLocale(t *testing.T) {
	db := pgtest.New(t)
	for _, row := range []struct{ name, made string }{
		{"locale_c", `ENCODING 'UTF8' LOCALE 'C'`},
		{"encoding_ascii", `ENCODING 'SQL_ASCII' LOCALE 'C'`},
	} {
		t.Run(row.name, func(t *testing.T) {
			name := another(t, db, row.name, row.made)
			bad, err := postgres.Open(t.Context(), address(t, db, name), slog.Default())
			if !errors.Is(err, postgres.ErrLocale) {
				t.Errorf("Open() = %v, %v, want ErrLocale", bad, err)
			}
		})
	}
}

func TestOpenRefusesABadAddress(t *testing.T) {
	db := pgtest.New(t)
	for _, row := range []struct{ name, address string }{
		{"not an address", "postgres://secret@:port:/"},
		{"no such database", address(t, db, "absent")},
		{"a pool too small for migrations", address(t, db, "", "pool_max_conns=1")},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := postgres.Open(t.Context(), row.address, slog.Default()); err == nil {
				t.Error("Open() = nil, want an error")
			}
		})
	}
}

func TestPoolSize(t *testing.T) {
	db := pgtest.New(t)
	for _, row := range []struct {
		name, parameter string
		want            int32
	}{
		{"by default", "application_name=test", 16},
		{"as the address says", "pool_max_conns=3", 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			other, err := postgres.Open(t.Context(), address(t, db, "", row.parameter), slog.Default())
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			if got := other.Pool().Config().MaxConns; got != row.want {
				t.Errorf("MaxConns = %d, want %d", got, row.want)
			}
		})
	}
}

func TestTimesAreUTC(t *testing.T) {
	db := pgtest.New(t)
	var byPool, bySQL time.Time
	if err := db.Pool().QueryRow(t.Context(), `SELECT legal_now()`).Scan(&byPool); err != nil {
		t.Fatal(err)
	}
	if err := db.SQL().QueryRowContext(t.Context(), `SELECT legal_now()`).Scan(&bySQL); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]time.Time{"the pool": byPool, "database/sql": bySQL} {
		if got.Location() != time.UTC {
			t.Errorf("%s returns times in %v, want UTC", name, got.Location())
		}
	}
	var zone string
	if err := db.Pool().QueryRow(t.Context(), `SHOW timezone`).Scan(&zone); err != nil || zone != "UTC" {
		t.Errorf("SHOW timezone = %q, %v, want UTC", zone, err)
	}
}

// Everything is closed: the pool refuses, and so does Ping.
func TestPingAndClose(t *testing.T) {
	db := pgtest.New(t)
	other, err := postgres.Open(t.Context(), pgtest.URL(t, db), slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Ping(t.Context()); err != nil {
		t.Errorf("Ping() = %v, want nil", err)
	}
	other.Close()
	if err := other.Ping(t.Context()); err == nil {
		t.Error("Ping() after Close() = nil, want an error")
	}
}

// Replicas that start together must not trip over each other.
func TestMigrateByManyAtOnce(t *testing.T) {
	db := pgtest.New(t)
	fresh := address(t, db, another(t, db, "fresh", ""))
	var replicas sync.WaitGroup
	for range 3 {
		replicas.Go(func() {
			replica, err := postgres.Open(t.Context(), fresh, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Error(err)
				return
			}
			defer replica.Close()
			for range 2 { // the second time there is nothing to do
				if err := replica.Migrate(t.Context()); err != nil {
					t.Errorf("Migrate() = %v", err)
				}
			}
		})
	}
	replicas.Wait()
}

// Nothing that a person can set moves the clock of legal acts.
func TestLegalNowIsNotFooled(t *testing.T) {
	db := pgtest.New(t)
	conn, err := db.Pool().Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, trick := range []string{
		`SET redress.now = '2020-01-01'`,
		`SET timezone = 'Asia/Kamchatka'`,
		`CREATE TEMPORARY TABLE legal_clock AS SELECT timestamptz '2020-01-01' AS now`,
		`CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql RETURN timestamptz '2020-01-01'`,
	} {
		if _, err := conn.Exec(t.Context(), trick); err != nil {
			t.Fatal(err)
		}
		var now time.Time
		if err := conn.QueryRow(t.Context(), `SELECT legal_now()`).Scan(&now); err != nil {
			t.Fatal(err)
		}
		if away := time.Since(now).Abs(); away > time.Minute {
			t.Errorf("after %s the clock is %v away", trick, away)
		}
	}
	if _, err := conn.Exec(t.Context(), `RESET ALL`); err != nil {
		t.Fatal(err)
	}
}

func TestFaultsAreLoggedWithoutValues(t *testing.T) {
	db := pgtest.New(t)
	var written bytes.Buffer
	logged, err := postgres.Open(t.Context(), pgtest.URL(t, db), slog.New(slog.NewTextHandler(&written, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer logged.Close()
	if err := logged.Try(t.Context(), `SELECT $1::text::int`, "Иванов"); err == nil {
		t.Fatal("the statement was meant to fail")
	}
	if strings.Contains(written.String(), "Иванов") {
		t.Errorf("the log holds a value: %s", written.String())
	}
	for _, want := range []string{"SELECT $1::text::int", "22P02"} {
		if !strings.Contains(written.String(), want) {
			t.Errorf("the log does not say %s: %s", want, written.String())
		}
	}
}
