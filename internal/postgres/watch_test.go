package postgres_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"redress/internal/postgres"
	"redress/internal/sitting"
)

// All screens of a sitting ask for it anew at the same moment; it is read once.
func TestASittingIsReadOnceForEverybody(t *testing.T) {
	var kept postgres.Watched
	var reads atomic.Int64
	at := func(version int, now time.Time, fault error) int64 {
		_, err := kept.At(version, now, func() (sitting.Watched, error) {
			reads.Add(1)
			time.Sleep(5 * time.Millisecond)
			return sitting.Watched{Sitting: sitting.Sitting{Version: version}}, fault
		})
		if !errors.Is(err, fault) {
			t.Errorf("version %d: %v, want %v", version, err, fault)
		}
		return reads.Swap(0)
	}
	now := time.Date(2026, time.September, 20, 21, 0, 0, 0, time.UTC)
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			shown, err := kept.At(1, now, func() (sitting.Watched, error) {
				reads.Add(1)
				time.Sleep(20 * time.Millisecond)
				return sitting.Watched{Sitting: sitting.Sitting{Version: 1}}, nil
			})
			if err != nil || shown.Sitting.Version != 1 {
				t.Errorf("At() = version %d, %v", shown.Sitting.Version, err)
			}
		})
	}
	all.Wait()
	if n := reads.Swap(0); n != 1 {
		t.Errorf("40 screens at once read it %d times", n)
	}
	for _, row := range []struct {
		what    string
		version int
		at      time.Time
		fault   error
		want    int64
	}{
		{"what was read", 1, now.Add(3 * time.Second), nil, 0},
		{"an older reading", 1, now.Add(3*time.Second + 1), nil, 1},
		{"the next version", 2, now, nil, 1},
		{"a fault", 3, now, postgres.ErrVersion, 1},
		{"after a fault", 3, now, nil, 1},
	} {
		if got := at(row.version, row.at, row.fault); got != row.want {
			t.Errorf("%s: read %d times, want %d", row.what, got, row.want)
		}
	}
}
