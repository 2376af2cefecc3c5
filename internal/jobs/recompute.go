package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"redress/internal/deadline"
)

// recomputer dates open complaints anew.
type recomputer struct {
	river.WorkerDefaults[deadline.Recompute]
	dates deadline.Recomputer
	wait  func(int) time.Duration
	log   *slog.Logger
}

// Timeout says how long a walk may take. One that is broken off begins again, and
// passes quickly over what it has dated.
func (w *recomputer) Timeout(*river.Job[deadline.Recompute]) time.Duration { return sweepTime }

// Work walks over the complaints concerned. It never gives up: lists are sorted by
// these dates.
func (w *recomputer) Work(ctx context.Context, job *river.Job[deadline.Recompute]) error {
	began := time.Now()
	moved, err := job.Args.Run(ctx, w.dates)
	switch {
	case err == nil:
		w.log.InfoContext(ctx, "deadlines recomputed", "because", job.Args.Cause(), "moved", moved, "took", time.Since(began))
		return nil
	case job.Attempt >= tries:
		w.log.ErrorContext(ctx, "deadlines still not recomputed", "job", job.ID, "because", job.Args.Cause(), "error", calm(err))
		return river.JobSnooze(min(w.wait(job.Attempt), unhurried)) // counts as no try
	}
	return calm(err)
}

// NextRetry says when the walk begins again.
func (w *recomputer) NextRetry(job *river.Job[deadline.Recompute]) time.Time {
	return time.Now().Add(min(w.wait(job.Attempt), unhurried))
}
