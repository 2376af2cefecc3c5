// Package jobs is the background work: it prints the papers that rulings owe,
// delivers the letters that signed papers owe, tells members of sittings, calls officers to what is due at once,
// dates open complaints anew after a campaign, the calendar or a regulation was
// changed, and sweeps away what is no longer kept. The queue is a table of the same
// database (River); a job is inserted in the transaction of the act that owes it, and
// done at least once. Every job may run again without harm.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"redress/internal/attachment"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/notice"
)

// How much is worked on at once. A worker holds a connection of the pool only while
// it reads or writes rows, not while it renders or speaks to the mail server.
const (
	workers = 10
	// sweepQueue has one worker of its own, so that a long sweep keeps nothing waiting.
	sweepQueue = "sweep"
)

// How long things may take. A job of a process that died is taken up by another
// after rescueAfter, which must be more than any job may take.
const (
	jobTime     = 5 * time.Minute
	sweepTime   = 10 * time.Minute
	rescueAfter = 15 * time.Minute
	softStop    = 15 * time.Second
	hardStop    = 5 * time.Second
)

// Deps are what the jobs work with.
type Deps struct {
	Letters *notice.Service
	Press   *document.Press
	Sweeper Sweeper
	Dates   deadline.Recomputer
	Vault   attachment.Vault
	Log     *slog.Logger

	wait func(attempt int) time.Duration // set by tests alone
}

// Jobs is the worker of the queue.
type Jobs struct{ client *river.Client[pgx.Tx] }

// New returns the worker over the pool of the database. It does nothing yet: see Start.
func New(pool *pgxpool.Pool, d Deps) (*Jobs, error) {
	poll, hurried := time.Second, d.wait != nil
	if hurried {
		poll = 20 * time.Millisecond
	} else {
		d.wait = pause
	}
	all := river.NewWorkers()
	river.AddWorker(all, &deliverer{letters: d.Letters, wait: d.wait})
	river.AddWorker(all, &ringer{letters: d.Letters, wait: d.wait})
	river.AddWorker(all, &teller{letters: d.Letters, wait: d.wait})
	river.AddWorker(all, &inviter{letters: d.Letters, wait: d.wait})
	river.AddWorker(all, &releaser{press: d.Press, wait: d.wait})
	river.AddWorker(all, &printer{press: d.Press, wait: d.wait, log: d.Log})
	river.AddWorker(all, &recomputer{dates: d.Dates, wait: d.wait, log: d.Log})
	river.AddWorker(all, &sweeper{rows: d.Sweeper, vault: d.Vault, log: d.Log})
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: workers},
			sweepQueue:         {MaxWorkers: 1},
		},
		Workers: all,
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(sweepEvery),
			func() (river.JobArgs, *river.InsertOpts) { return Sweep{}, nil }, &river.PeriodicJobOpts{RunOnStart: true})},
		FetchCooldown:        10 * time.Millisecond, // the usual 100 ms is felt when many letters are owed at once
		FetchPollInterval:    poll,
		JobTimeout:           jobTime,
		RescueStuckJobsAfter: rescueAfter,
		SoftStopTimeout:      softStop,
		ErrorHandler:         faults{d.Log},
		Logger:               slog.New(serious{d.Log.Handler()}),
		TestOnly:             hurried,
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the job queue: %w", err)
	}
	return &Jobs{client: client}, nil
}

// Start begins to work through the queue, and goes on until Stop or the end of the
// context.
func (j *Jobs) Start(ctx context.Context) error {
	if err := j.client.Start(ctx); err != nil {
		return fmt.Errorf("starting the jobs: %w", err)
	}
	return nil
}

// Stop takes no more jobs and waits for those under way; those that do not end in
// time, or before the context does, are broken off and done again later.
func (j *Jobs) Stop(ctx context.Context) error {
	if j.client.Stop(ctx) == nil {
		return nil
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), hardStop)
	defer cancel()
	if err := j.client.StopAndCancel(hard); err != nil {
		return fmt.Errorf("stopping the jobs: %w", err)
	}
	return nil
}
