package postgres

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"

	"redress/migrations"
)

// riverSteps says which of our migrations brings the tables of the job queue to
// which version of River's own. A new version of River that comes with a step of
// its own gets a new line, with the next free number; a line is never edited.
var riverSteps = []struct{ version, river int }{
	{version: 2, river: 7},
}

// Migrate brings the database to the form that this version needs, and does
// nothing when it has it. Several replicas may call it at once: the first works,
// the others wait for it.
func (db *DB) Migrate(ctx context.Context) error {
	// Asked every second, for at most five minutes.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return fmt.Errorf("preparing migrations: %w", err)
	}
	var steps []*goose.Migration
	for _, s := range riverSteps {
		steps = append(steps, goose.NewGoMigration(int64(s.version), &goose.GoFunc{RunDB: db.riverTo(s.river)}, nil))
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db.sql, migrations.FS,
		goose.WithSessionLocker(locker),
		goose.WithGoMigrations(steps...),
		goose.WithDisableGlobalRegistry(true),
	)
	if err != nil {
		return fmt.Errorf("preparing migrations: %w", err)
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrating the database: %w", err)
	}
	for _, step := range done {
		db.log.Info("database migrated", "version", step.Source.Version, "took", step.Duration)
	}
	return nil
}

// riverTo makes the tables of the job queue. Some of River's steps cannot run in
// a transaction, so one that was cut short may have left part of them behind:
// those done are skipped.
func (db *DB) riverTo(version int) func(context.Context, *sql.DB) error {
	return func(ctx context.Context, conns *sql.DB) error {
		migrator, err := rivermigrate.New(riverdatabasesql.New(conns), &rivermigrate.Config{Logger: db.log})
		if err != nil {
			return fmt.Errorf("preparing the job queue: %w", err)
		}
		there, err := migrator.ExistingVersions(ctx)
		if err != nil {
			return fmt.Errorf("reading the version of the job queue: %w", err)
		}
		if len(there) > 0 && there[len(there)-1].Version >= version {
			return nil
		}
		_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: version})
		if err != nil {
			return fmt.Errorf("making the tables of the job queue: %w", err)
		}
		return nil
	}
}

// MigrationsDigest is a digest of everything that Migrate may do. Two programs
// with the same digest make the same database.
func MigrationsDigest() (string, error) {
	sum := sha256.New()
	sum.Write(fmt.Appendln(nil, riverSteps))
	err := fs.WalkDir(migrations.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(migrations.FS, path)
		sum.Write(fmt.Appendln(nil, path, len(body)))
		sum.Write(body)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("reading migrations: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
