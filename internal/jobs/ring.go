package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"redress/internal/notice"
)

// ringer calls officers by e-mail.
type ringer struct {
	river.WorkerDefaults[notice.Ring]
	letters *notice.Service
	wait    func(int) time.Duration
}

// Work sends one call. What it says stands on the officer's desk as well, so a call
// that cannot be sent is given up after the last try.
func (w *ringer) Work(ctx context.Context, job *river.Job[notice.Ring]) error {
	err := w.letters.Ring(ctx, job.Args.Call)
	if errors.Is(err, notice.ErrFailed) || errors.Is(err, notice.ErrNotFound) || err != nil && job.Attempt >= tries {
		return river.JobCancel(calm(err))
	}
	return calm(err)
}

// NextRetry says when the call is tried again.
func (w *ringer) NextRetry(job *river.Job[notice.Ring]) time.Time {
	return time.Now().Add(w.wait(job.Attempt))
}
