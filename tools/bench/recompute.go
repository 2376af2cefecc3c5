package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"redress/internal/deadline"
)

// putOff moves every open deadline by a day, as if all of them had been computed from
// other days: the next walk moves them back.
const putOff = `UPDATE deadlines SET due_on = due_on + 1, value = jsonb_set(value, '{due_on}', to_jsonb((due_on + 1)::text))
	WHERE met_at IS NULL AND complaint_id IS NOT NULL`

// measureRecompute measures the job that dates open complaints anew, as the product
// does it after a campaign was changed or a calendar loaded.
func (b *bench) measureRecompute(ctx context.Context) (err error) {
	s, err := b.serve(ctx, "recompute")
	defer func() { err = errors.Join(err, s.discard()) }()
	if err != nil {
		return err
	}
	n := pick(b, few, many)
	progress(fmt.Sprintf("putting in %d complaints", n))
	if err := s.fill(ctx, n); err != nil {
		return err
	}
	if _, err := s.recompute(ctx); err != nil { // the rows that SQL put in have no deadlines yet
		return err
	}
	b.table.title(fmt.Sprintf("Dating %d open complaints anew", n))
	for _, each := range []struct {
		what   string
		before []string
		wanted string
	}{
		{"  every date moves", []string{putOff, `VACUUM ANALYZE`, `CHECKPOINT`}, "≤ 30 s"},
		{"  no date moves", nil, ""},
	} {
		progress("recompute:" + each.what)
		for _, statement := range each.before {
			if _, err := s.db.Exec(ctx, statement); err != nil {
				return fmt.Errorf("moving dates: %w", err)
			}
		}
		took, err := s.recompute(ctx)
		if err != nil {
			return err
		}
		b.table.add(each.what, span(took), "", "", each.wanted)
	}
	return nil
}

// recompute owes the job and waits until the product has done it. It returns how long
// the work took, without the wait for a worker.
func (s *service) recompute(ctx context.Context) (time.Duration, error) {
	queue, err := river.NewClient(riverpgxv5.New(s.db), &river.Config{})
	if err != nil {
		return 0, fmt.Errorf("opening the job queue: %w", err)
	}
	owed, err := queue.Insert(ctx, deadline.Recompute{Year: time.Now().Year()}, nil)
	if err != nil {
		return 0, fmt.Errorf("owing the job: %w", err)
	}
	for {
		var state string
		var seconds *float64
		err := s.db.QueryRow(ctx, `SELECT state::text, extract(epoch FROM finalized_at - attempted_at)::float8 FROM river_job WHERE id = $1`, owed.Job.ID).Scan(&state, &seconds)
		switch {
		case err != nil:
			return 0, fmt.Errorf("looking after the job: %w", err)
		case state == "completed" && seconds != nil:
			return time.Duration(*seconds * float64(time.Second)), nil
		case state == "retryable", state == "discarded", state == "cancelled":
			return 0, fmt.Errorf("the job is %s", state)
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
