package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// measureStart measures how long it takes from the command to the first page: over an
// empty folder, where the database is made, and over the same folder again.
func (b *bench) measureStart(ctx context.Context) error {
	b.table.title("Start to first page")
	rounds := pick(b, 1, 5)
	bare, err := b.starts(ctx, rounds, func(dir string) (*process, error) {
		return launchFloorWith(dir, floorSettings{Files: filepath.Join(dir, "files"), Cluster: filepath.Join(dir, "database")})
	})
	if err != nil {
		return err
	}
	for _, kind := range []struct {
		what   string
		more   []string
		wanted string
	}{{"empty installation", nil, ""}, {"demonstration", []string{"--demo"}, "second ≤ 2 s"}} {
		ours, err := b.starts(ctx, rounds, func(dir string) (*process, error) {
			return b.launchProduct(dir, filepath.Join(dir, "data"), kind.more...)
		})
		if err != nil {
			return err
		}
		b.table.add("  "+kind.what+": first / second", span(ours[0])+" / "+span(ours[1]), span(bare[0])+" / "+span(bare[1]),
			times(ours[0], bare[0])+" / "+times(ours[1], bare[1]), kind.wanted)
	}
	return nil
}

// starts starts a server twice over each of some fresh folders and returns the middle
// of the first starts and of the second.
func (b *bench) starts(ctx context.Context, rounds int, launch func(dir string) (*process, error)) ([2]time.Duration, error) {
	var all [][2]time.Duration
	for range rounds {
		dir, err := b.folder("start")
		if err != nil {
			return [2]time.Duration{}, err
		}
		var took [2]time.Duration
		for i := range took {
			if took[i], err = startOnce(ctx, dir, launch); err != nil {
				break
			}
		}
		err = errors.Join(err, os.RemoveAll(dir))
		if err != nil {
			return took, err
		}
		all = append(all, took)
	}
	return [2]time.Duration{
		median(all, func(t [2]time.Duration) time.Duration { return t[0] }),
		median(all, func(t [2]time.Duration) time.Duration { return t[1] }),
	}, nil
}

func startOnce(ctx context.Context, dir string, launch func(dir string) (*process, error)) (took time.Duration, err error) {
	began := time.Now()
	p, err := launch(dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	err = p.await(ctx, "/")
	return time.Since(began), err
}
