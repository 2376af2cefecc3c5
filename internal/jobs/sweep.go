package jobs

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"redress/internal/attachment"
)

// sweepEvery is how often what is not kept is swept away.
const sweepEvery = time.Hour

// unnamedAfter is how old a file must be before it can be swept. It goes into the
// vault before a row names it, and the two are minutes apart at most.
const unnamedAfter = 24 * time.Hour

// sweepBatch is how many files are asked about at once.
const sweepBatch = 500

// Sweeper knows what the rows keep.
type Sweeper interface {
	// SweepRows deletes rows that have had their time: forms never sent, with the
	// names of their files, sign-ins, invitations, counts of attempts.
	SweepRows(ctx context.Context) error
	// Unnamed returns those of the keys that no row names.
	Unnamed(ctx context.Context, keys []attachment.Key) ([]attachment.Key, error)
}

// Sweep is the job that sweeps away what is no longer kept, once an hour.
type Sweep struct{}

// Kind names the job in the queue.
func (Sweep) Kind() string { return "sweep" }

// InsertOpts makes it one sweep an hour, however many replicas there are.
func (Sweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: sweepQueue, MaxAttempts: 2, UniqueOpts: river.UniqueOpts{ByPeriod: sweepEvery}}
}

type sweeper struct {
	river.WorkerDefaults[Sweep]
	rows  Sweeper
	vault attachment.Vault
	log   *slog.Logger
}

// Timeout says how long a sweep may take; the next one goes on where it stopped.
func (w *sweeper) Timeout(*river.Job[Sweep]) time.Duration { return sweepTime }

// NextRetry leaves the next try to the queue.
func (w *sweeper) NextRetry(*river.Job[Sweep]) time.Time { return time.Now().Add(pauses[1]) }

// Work sweeps rows, and then the files that no row names.
func (w *sweeper) Work(ctx context.Context, _ *river.Job[Sweep]) error {
	rows := w.rows.SweepRows(ctx)
	swept, files := w.sweepFiles(ctx)
	if swept > 0 {
		w.log.InfoContext(ctx, "files swept", "files", swept)
	}
	return calm(errors.Join(rows, files))
}

// sweepFiles deletes the old files that no row names. The vault is listed first and
// the rows are asked after: a row that names an old file was there before the
// listing, and a file of a row made since is not old. A form that is sent meanwhile
// names its files throughout. One file that cannot be deleted does not keep the others.
//
// Nothing is deleted until the rows have named at least one file: a vault that is put
// beside a wrong database, or an emptied one, stays whole.
func (w *sweeper) sweepFiles(ctx context.Context) (swept int, err error) {
	var fault error
	var held []attachment.Key // not named, while no file is
	own := false
	for batch, err := range batches(w.vault.List(ctx, time.Now().Add(-unnamedAfter))) {
		if err != nil {
			return swept, fmt.Errorf("listing old files: %w", err)
		}
		unnamed, err := w.rows.Unnamed(ctx, batch)
		if err != nil {
			return swept, err
		}
		held = append(held, unnamed...)
		if own = own || len(unnamed) < len(batch); !own {
			continue
		}
		for _, key := range held {
			if err := w.vault.Delete(ctx, key); err != nil {
				fault = fmt.Errorf("deleting an old file: %w", err)
				continue
			}
			swept++
		}
		held = nil
	}
	if len(held) > 0 {
		w.log.WarnContext(ctx, "files not swept", "files", len(held),
			"because", "no row names any of them: is this the vault of the database?")
	}
	return swept, fault
}

// batches gathers keys, so that the rows are asked about many at once. It stops at
// the first error.
func batches(keys iter.Seq2[attachment.Key, error]) iter.Seq2[[]attachment.Key, error] {
	return func(yield func([]attachment.Key, error) bool) {
		var batch []attachment.Key
		for key, err := range keys {
			if err != nil {
				yield(nil, err)
				return
			}
			if batch = append(batch, key); len(batch) == sweepBatch {
				if !yield(batch, nil) {
					return
				}
				batch = nil
			}
		}
		if len(batch) > 0 {
			yield(batch, nil)
		}
	}
}
