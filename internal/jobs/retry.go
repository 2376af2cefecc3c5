package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// pauses are how long to wait after the first failed try, the second, and so on.
// Together they last most of a day: a mail server that is down overnight loses
// nothing, and a person still has two working days for another way.
var pauses = []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour}

// tries is how often a letter is tried before it waits for a person. The queue's own
// limit lies well above it, so that no crash on the last try can lose the letter.
var tries = len(pauses) + 1

// pause is the wait after a try, a little longer or shorter each time, so that what
// failed together does not come back together.
func pause(attempt int) time.Duration {
	d := pauses[min(max(attempt, 1), len(pauses))-1]
	return d + time.Duration((rand.Float64()-0.5)*0.2*float64(d)) // #nosec G404 -- nothing secret
}

// calm keeps what the database said out of the log and out of the job's row: its
// messages may quote values.
func calm(err error) error {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return fmt.Errorf("the database refused: SQLSTATE %s", answer.Code)
	}
	return err
}

// faults tells the log about jobs that failed, by their numbers.
type faults struct{ log *slog.Logger }

// HandleError logs a failed try.
func (f faults) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	f.log.WarnContext(ctx, "job failed", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "error", err)
	return nil
}

// HandlePanic logs a defect; the job is tried again like any other.
func (f faults) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "panic", fmt.Sprintf("%T", value), "trace", trace)
	return nil
}

// serious passes on what River itself warns of, and none of its chatter.
type serious struct{ slog.Handler }

// Enabled reports whether the line is serious.
func (s serious) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && s.Handler.Enabled(ctx, level)
}

// WithAttrs and WithGroup keep the handler serious.
func (s serious) WithAttrs(attrs []slog.Attr) slog.Handler {
	return serious{s.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the handler serious.
func (s serious) WithGroup(name string) slog.Handler { return serious{s.Handler.WithGroup(name)} }
