package pgtest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"redress/internal/embedpg"
	"redress/internal/postgres"
)

// template is the migrated database that others are copied from. It is the one
// every private server has; nobody may stay connected to it.
const template = "redress"

// startLimit is how long the server may take to come up on a busy machine.
const startLimit = 2 * time.Minute

// cluster is the server of this test program.
type cluster struct {
	base  *url.URL
	admin *pgxpool.Pool
	count atomic.Int64
}

// theCluster starts the server once.
var theCluster = sync.OnceValues(func() (*cluster, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	dir, err := readyFolder(ctx)
	if err != nil {
		return nil, err
	}
	server, err := startServer(ctx, dir)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(server.URL())
	if err != nil {
		return nil, fmt.Errorf("reading the address of the server: %w", err)
	}
	c := &cluster{base: base}
	c.admin, err = pgxpool.New(context.Background(), c.address("postgres"))
	if err != nil {
		return nil, fmt.Errorf("connecting to the server: %w", err)
	}
	return c, nil
})

func (c *cluster) address(database string) string {
	u := *c.base
	u.Path = "/" + database
	return u.String()
}

func startServer(ctx context.Context, dir string) (*embedpg.Server, error) {
	return embedpg.Start(ctx, embedpg.Options{
		Dir: filepath.Join(dir, "data"), BinDir: os.Getenv("REDRESS_PG_BIN"), Test: true, Log: quiet(),
	})
}

func quiet() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// makeTemplate makes a server with a migrated database in dir, and stops it.
func makeTemplate(ctx context.Context, dir string) error {
	server, err := startServer(ctx, dir)
	if err != nil {
		return err
	}
	db, err := postgres.Open(ctx, server.URL(), quiet())
	if err == nil {
		err = db.Migrate(ctx)
		db.Close()
	}
	return errors.Join(err, server.Stop())
}
