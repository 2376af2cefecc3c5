package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"redress/internal/notice"
)

// inviter sends invitations to sittings by e-mail.
type inviter struct {
	river.WorkerDefaults[notice.Invite]
	letters *notice.Service
	wait    func(int) time.Duration
}

// Work sends one invitation. One that is given up is marked so in its own record, where
// a person sees it; the job ends.
func (w *inviter) Work(ctx context.Context, job *river.Job[notice.Invite]) error {
	err := w.letters.Invite(ctx, job.Args.Invitation, job.Attempt >= tries)
	if errors.Is(err, notice.ErrFailed) || errors.Is(err, notice.ErrNotFound) {
		return river.JobCancel(calm(err))
	}
	return calm(err)
}

// NextRetry says when the invitation is tried again.
func (w *inviter) NextRetry(job *river.Job[notice.Invite]) time.Time {
	return time.Now().Add(w.wait(job.Attempt))
}
