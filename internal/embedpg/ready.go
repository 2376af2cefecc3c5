package embedpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// failedStarts is how often the server may end before it was ready once. More
// than one, as the processes of a killed server take a moment to go.
const failedStarts = 5

// awaitReady waits until the server answers to the user and the password. How
// long that takes is the caller's affair: replaying the log after a power cut
// may take minutes.
func (s *Server) awaitReady(ctx context.Context) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for failed := 0; ; {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for PostgreSQL: %w", ctx.Err())
		case err := <-s.exits:
			if failed++; failed == failedStarts {
				return err
			}
		case <-tick.C:
			if !s.folder.saysReady() {
				continue
			}
			err := s.ensureDatabase(ctx)
			if err == nil {
				return nil
			}
			var answer *pgconn.PgError
			if errors.As(err, &answer) && answer.Code != "57P03" { // not "starting up"
				return err
			}
		}
	}
}

// saysReady reports whether the server has noted, in its process file, that it
// takes connections.
func (f folder) saysReady() bool {
	said, err := os.ReadFile(filepath.Join(f.data(), "postmaster.pid"))
	if err != nil {
		return false
	}
	lines := strings.Split(string(said), "\n")
	return len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
}

// ensureDatabase makes the database of Redress in a new cluster.
func (s *Server) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, connectionURL(s.socket, s.password, "postgres"))
	if err != nil {
		return fmt.Errorf("connecting to PostgreSQL: %w", err)
	}
	defer conn.Close(ctx)
	var there bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, databaseName).Scan(&there)
	if err != nil {
		return fmt.Errorf("looking for the database: %w", err)
	}
	if there {
		return nil
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+pgx.Identifier{databaseName}.Sanitize()); err != nil {
		return fmt.Errorf("making the database: %w", err)
	}
	return nil
}
