// Package pgtest gives each test a database of its own, empty and migrated, in a
// real PostgreSQL that belongs to the test program alone.
//
// The server is started with the first test that asks, and ends with the test
// program, however that ends. A machine without PostgreSQL fails the test.
package pgtest

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"redress/internal/postgres"
)

// patience is how long closing a database may take.
const patience = 10 * time.Second

// New returns a database for this test alone. It may be called by tests that run
// in parallel, and more than once in a test. The database goes with the test.
func New(t testing.TB) *postgres.DB {
	t.Helper()
	return open(t, newCopy(t, template))
}

// A Template is a database that is filled once in a test program, for tests that begin
// with the same things and would take long to make them.
type Template struct {
	once sync.Once
	name string // empty when filling failed
}

// New returns a copy for this test alone, as the function New does. The first test that
// asks fills what all the copies are taken from.
func (m *Template) New(t testing.TB, fill func(*postgres.DB)) *postgres.DB {
	t.Helper()
	m.once.Do(func() {
		name := newCopy(t, template)
		db := connect(t, name)
		defer db.Close() // a database that somebody is connected to cannot be copied
		fill(db)
		m.name = name
	})
	if m.name == "" {
		t.Fatal("the test that fills the database for all could not do it")
	}
	return open(t, newCopy(t, m.name))
}

// running returns the server of this test program.
func running(t testing.TB) *cluster {
	t.Helper()
	c, err := theCluster()
	if err != nil {
		t.Fatalf("starting PostgreSQL for the tests: %v", err)
	}
	return c
}

// newCopy copies a database and returns the name of the copy.
func newCopy(t testing.TB, source string) string {
	t.Helper()
	c := running(t)
	name := fmt.Sprintf("test_%d", c.count.Add(1))
	// Copying files beats writing the copy to the log, as nothing is synced here.
	if _, err := c.admin.Exec(t.Context(), `CREATE DATABASE `+name+` TEMPLATE `+source+` STRATEGY file_copy`); err != nil {
		t.Fatalf("making the database of the test: %v", err)
	}
	return name
}

func connect(t testing.TB, name string) *postgres.DB {
	t.Helper()
	c := running(t)
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	db, err := postgres.Open(t.Context(), c.address(name), log)
	if err != nil {
		t.Fatalf("opening the database of the test: %v", err)
	}
	return db
}

// open connects to a database of the test, which goes with it.
func open(t testing.TB, name string) *postgres.DB {
	t.Helper()
	db := connect(t, name)
	t.Cleanup(func() {
		closed := make(chan struct{})
		go func() { db.Close(); close(closed) }()
		select {
		case <-closed:
		case <-time.After(patience):
			t.Errorf("the test has left a transaction or a result open: the database does not close")
		}
		if _, err := running(t).admin.Exec(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("dropping the database of the test: %v", err)
		}
	})
	return db
}

// URL returns the address of the database of a test, for code that connects
// by itself.
func URL(t testing.TB, db *postgres.DB) string {
	t.Helper()
	return db.Pool().Config().ConnString()
}

// SetNow stops the clock of legal acts at the given instant, in the database of
// this test, for all its connections at once. The zero time sets it going again.
//
// It replaces the function legal_now itself. A setting or a row that the function
// looked at would be there in production too, for anyone who can set it; and a
// setting would reach only connections made afterwards.
func SetNow(t testing.TB, db *postgres.DB, now time.Time) {
	t.Helper()
	body := `clock_timestamp()`
	if !now.IsZero() {
		body = now.UTC().Format(`timestamptz '2006-01-02 15:04:05.999999Z'`)
	}
	_, err := db.Pool().Exec(t.Context(),
		`CREATE OR REPLACE FUNCTION legal_now() RETURNS timestamptz LANGUAGE sql VOLATILE RETURN `+body)
	if err != nil {
		t.Fatalf("setting the clock of legal acts: %v", err)
	}
}
