package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"redress/internal/embedpg"
)

// service is the product running over a fresh demonstration, with the floor beside it
// in the same PostgreSQL cluster.
type service struct {
	*process
	data        string
	credentials []credential
	db          *pgxpool.Pool // the product's database
	floor       *process
	readers     map[string]*browser // signed in, by office
}

// credential is one way in, as --demo-credentials writes it.
type credential struct{ Role, Commission, Login, Password string }

// commissionCode is the commission of the demonstration that is measured.
const commissionCode = "42-T99"

// serve starts the product with a demonstration in a folder of its own, and the floor.
func (b *bench) serve(ctx context.Context, name string) (s *service, err error) {
	dir, err := b.folder(name)
	if err != nil {
		return nil, err
	}
	s = &service{data: filepath.Join(dir, "data"), readers: map[string]*browser{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.stop())
		}
	}()
	ways := filepath.Join(dir, "credentials.json")
	if s.process, err = b.launchProduct(dir, s.data, "--demo", "--demo-credentials", ways); err != nil {
		return s, err
	}
	if err := s.await(ctx, "/readyz"); err != nil {
		return s, err
	}
	raw, err := os.ReadFile(ways)
	if err == nil {
		err = json.Unmarshal(raw, &s.credentials)
	}
	if err != nil {
		return s, fmt.Errorf("reading the sign-ins of the demonstration: %w", err)
	}
	url, err := embedpg.Running(filepath.Join(s.data, "database"))
	if err != nil {
		return s, err
	}
	if s.db, err = pgxpool.New(ctx, url); err != nil {
		return s, fmt.Errorf("opening the database: %w", err)
	}
	if _, err := s.db.Exec(ctx, `CREATE DATABASE floor`); err != nil {
		return s, fmt.Errorf("making the floor's database: %w", err)
	}
	s.floor, err = launchFloor(ctx, dir, url)
	return s, err
}

// launchProduct starts the product over a data folder.
func (b *bench) launchProduct(dir, data string, more ...string) (*process, error) {
	return launch(dir, b.binary, func(listen string) []string {
		return append([]string{"serve", "--listen", listen, "--data", data, "--filings-per-hour=0", "--uploads-per-hour=0"}, more...)
	})
}

// stop ends the floor, then the product with its database.
func (s *service) stop() error {
	if s == nil {
		return nil
	}
	var err error
	if s.floor != nil {
		err = s.floor.stop()
	}
	if s.db != nil {
		s.db.Close()
	}
	if s.process != nil {
		err = errors.Join(err, s.process.stop())
	}
	return err
}

// discard stops the service and removes its folder: the next one needs the disk.
func (s *service) discard() error {
	if s == nil {
		return nil
	}
	return errors.Join(s.stop(), os.RemoveAll(filepath.Dir(s.data)))
}

// credential returns the way in of an office of the measured commission.
func (s *service) credential(role string) (credential, error) {
	for _, c := range s.credentials {
		if c.Role == role && c.Commission == commissionCode {
			return c, nil
		}
	}
	return credential{}, fmt.Errorf("the demonstration has no %s of %s", role, commissionCode)
}
