package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"redress/internal/document"
	"redress/internal/notice"
)

// deliverer delivers letters.
type deliverer struct {
	river.WorkerDefaults[notice.Send]
	letters *notice.Service
	wait    func(int) time.Duration
}

// Work delivers one letter. A letter that is given up is marked so in its own row,
// where a person sees it; the job ends.
func (w *deliverer) Work(ctx context.Context, job *river.Job[notice.Send]) error {
	err := w.letters.Deliver(ctx, job.Args.Letter, job.Attempt >= tries)
	if errors.Is(err, notice.ErrFailed) || errors.Is(err, notice.ErrNotFound) {
		return river.JobCancel(calm(err))
	}
	return calm(err)
}

// NextRetry says when the letter is tried again.
func (w *deliverer) NextRetry(job *river.Job[notice.Send]) time.Time {
	return time.Now().Add(w.wait(job.Attempt))
}

// releaser has rulings go out that were held.
type releaser struct {
	river.WorkerDefaults[document.GoOut]
	press *document.Press
	wait  func(int) time.Duration
}

// Work has one ruling go out. One of which a signature was taken back stays.
func (w *releaser) Work(ctx context.Context, job *river.Job[document.GoOut]) error {
	err := w.press.GoOut(ctx, job.Args.Paper)
	switch {
	case errors.Is(err, document.ErrNotFound):
		return nil
	case errors.Is(err, document.ErrEarly): // the clocks of the queue and of the acts differ
		return river.JobSnooze(soon)
	case err != nil && job.Attempt >= tries: // it never gives up: both signatures are acknowledged
		return river.JobSnooze(min(w.wait(job.Attempt), unhurried))
	}
	return calm(err)
}

// NextRetry says when it is tried again.
func (w *releaser) NextRetry(job *river.Job[document.GoOut]) time.Time {
	return time.Now().Add(w.wait(job.Attempt))
}

// printer prints the papers of rulings.
type printer struct {
	river.WorkerDefaults[document.Print]
	press *document.Press
	wait  func(int) time.Duration
	log   *slog.Logger
}

// soon is the wait of a ruling that was to go out a little too early.
const soon = 5 * time.Second

// unhurried is the longest wait for a paper: it is to be signed the same day.
const unhurried = 15 * time.Minute

// Work prints one paper, unless it is printed. It never gives up: a ruling without
// its paper cannot be signed.
func (w *printer) Work(ctx context.Context, job *river.Job[document.Print]) error {
	_, err := w.press.Ruling(ctx, job.Args.Ruling)
	switch {
	case errors.Is(err, document.ErrNotFound):
		return river.JobCancel(err)
	case err != nil && job.Attempt >= tries:
		w.log.ErrorContext(ctx, "paper still not printed", "job", job.ID, "ruling", job.Args.Ruling, "error", calm(err))
		return river.JobSnooze(min(w.wait(job.Attempt), unhurried)) // counts as no try
	}
	return calm(err)
}

// NextRetry says when the paper is tried again.
func (w *printer) NextRetry(job *river.Job[document.Print]) time.Time {
	return time.Now().Add(min(w.wait(job.Attempt), unhurried))
}
