package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"redress/internal/notice"
)

// teller tells members of sittings by e-mail.
type teller struct {
	river.WorkerDefaults[notice.Tell]
	letters *notice.Service
	wait    func(int) time.Duration
}

// Work sends one letter. One that is given up is marked so on the page of the notices,
// where the secretary sees it; the job ends.
func (w *teller) Work(ctx context.Context, job *river.Job[notice.Tell]) error {
	err := w.letters.Tell(ctx, job.Args.Notice, job.Attempt >= tries)
	if errors.Is(err, notice.ErrFailed) || errors.Is(err, notice.ErrNotFound) {
		return river.JobCancel(calm(err))
	}
	return calm(err)
}

// NextRetry says when the letter is tried again.
func (w *teller) NextRetry(job *river.Job[notice.Tell]) time.Time {
	return time.Now().Add(w.wait(job.Attempt))
}
