package pgtest

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"redress/internal/postgres"
)

func TestDatabasesAreApart(t *testing.T) {
	for _, name := range []string{"one", "another"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			db := New(t)
			t.Logf("a database in %v", time.Since(began).Round(time.Millisecond))
			if _, err := db.SQL().ExecContext(t.Context(), `CREATE TABLE mine (n int)`); err != nil {
				t.Errorf("the table of another test is here: %v", err)
			}
		})
	}
}

// A template is filled once; its copies hold what it holds and are apart.
func TestTemplate(t *testing.T) {
	var template Template
	filled := 0
	for _, name := range []string{"one", "another"} {
		t.Run(name, func(t *testing.T) {
			db := template.New(t, func(db *postgres.DB) {
				filled++
				if _, err := db.SQL().ExecContext(t.Context(), `CREATE TABLE ours (n int UNIQUE); INSERT INTO ours VALUES (1)`); err != nil {
					t.Fatal(err)
				}
			})
			if _, err := db.SQL().ExecContext(t.Context(), `INSERT INTO ours VALUES (2)`); err != nil {
				t.Errorf("the row of another test is here: %v", err)
			}
			var rows int
			if err := db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM ours`).Scan(&rows); err != nil || rows != 2 {
				t.Errorf("%d rows, %v, want what the template holds and the own one", rows, err)
			}
		})
	}
	if filled != 1 {
		t.Errorf("the template was filled %d times, want once", filled)
	}
}

func TestDatabasesAreMigrated(t *testing.T) {
	db := New(t)
	for _, name := range []string{"goose_db_version", "river_job"} {
		var there bool
		err := db.Pool().QueryRow(t.Context(), `SELECT to_regclass($1) IS NOT NULL`, name).Scan(&there)
		if err != nil || !there {
			t.Errorf("table %s is there: %v, %v", name, there, err)
		}
	}
}

func TestURL(t *testing.T) {
	db := New(t)
	again, err := postgres.Open(t.Context(), URL(t, db), quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	var one, other string
	if err := db.Pool().QueryRow(t.Context(), `SELECT current_database()`).Scan(&one); err != nil {
		t.Fatal(err)
	}
	if err := again.Pool().QueryRow(t.Context(), `SELECT current_database()`).Scan(&other); err != nil {
		t.Fatal(err)
	}
	if one != other {
		t.Errorf("URL() leads to %s, want %s", other, one)
	}
}

// Connections that are open, with the statement prepared, must see the new clock.
func TestSetNow(t *testing.T) {
	db := New(t)
	open, err := db.Pool().Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer open.Release()
	read := func() (now time.Time) {
		t.Helper()
		if err := open.QueryRow(t.Context(), `SELECT legal_now()`).Scan(&now); err != nil {
			t.Fatal(err)
		}
		return now
	}
	if ago := time.Since(read()).Abs(); ago > time.Minute {
		t.Errorf("legal_now() is %v away from the clock", ago)
	}
	for _, want := range []time.Time{
		time.Date(2026, 9, 14, 10, 0, 0, 0, time.UTC),
		time.Date(2026, 9, 14, 23, 59, 59, 999999000, time.FixedZone("Kemerovo", 7*60*60)),
	} {
		SetNow(t, db, want)
		if got := read(); !got.Equal(want) {
			t.Errorf("legal_now() = %v, want %v", got, want)
		}
	}
	SetNow(t, db, time.Time{})
	if ago := time.Since(read()).Abs(); ago > time.Minute {
		t.Errorf("set going again, legal_now() is %v away from the clock", ago)
	}
}

func TestSweep(t *testing.T) {
	parent := t.TempDir()
	old := time.Now().Add(-2 * staleAfter)
	for name, touched := range map[string]time.Time{
		"run-dead": time.Now(), "run-alive": time.Now(), "template-new": time.Now(), "template-old": old, "other": old,
	} {
		dir := filepath.Join(parent, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, touched, touched); err != nil {
			t.Fatal(err)
		}
	}
	alive, err := lockFile(filepath.Join(parent, "run-alive", "alive"), syscall.LOCK_EX)
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	sweep(parent)
	for name, want := range map[string]bool{
		"run-dead": false, "run-alive": true, "template-new": true, "template-old": false, "other": true,
	} {
		_, err := os.Stat(filepath.Join(parent, name))
		if got := err == nil; got != want {
			t.Errorf("after the sweep %s is there: %v, want %v", name, got, want)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(b)
	}
}
