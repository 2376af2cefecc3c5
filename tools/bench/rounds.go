package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// round is what one round of the same thing done many times gave.
type round struct {
	perSecond float64
	p50, p99  time.Duration
}

// drive does the thing n times, by as many clients at once as are asked for. Each
// client begins the next as soon as it has the answer to the last.
func drive(ctx context.Context, clients, n int, do func(ctx context.Context, i int) error) (round, error) {
	took := make([]time.Duration, n)
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	began := time.Now()
	for range min(clients, n) {
		group.Go(func() error {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return nil
				}
				start := time.Now()
				if err := do(ctx, i); err != nil {
					return err
				}
				took[i] = time.Since(start)
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return round{}, err
	}
	whole := time.Since(began)
	return round{perSecond: float64(n) / whole.Seconds(), p50: percentile(took, 50), p99: percentile(took, 99)}, nil
}

// percentile returns the least of the values that p per cent of them do not exceed.
func percentile(values []time.Duration, p int) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}

// middle returns the median of each figure over the rounds.
func middle(rounds []round) round {
	return round{
		perSecond: median(rounds, func(r round) float64 { return r.perSecond }),
		p50:       median(rounds, func(r round) time.Duration { return r.p50 }),
		p99:       median(rounds, func(r round) time.Duration { return r.p99 }),
	}
}

func median[R any, T cmp.Ordered](rounds []R, figure func(R) T) T {
	var values []T
	for _, r := range rounds {
		values = append(values, figure(r))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// alternate runs each side in turn, round after round, so that whatever else goes on
// in the machine meets all of them alike; it returns the middle of each.
func alternate(rounds int, sides ...func() (round, error)) ([]round, error) {
	all := make([][]round, len(sides))
	for range rounds {
		for i, side := range sides {
			r, err := side()
			if err != nil {
				return nil, err
			}
			all[i] = append(all[i], r)
		}
	}
	middles := make([]round, len(sides))
	for i := range sides {
		middles[i] = middle(all[i])
	}
	return middles, nil
}

// addRate adds the lines of a rate with its percentiles.
func (t *table) addRate(what string, ours, floor round, wanted string) {
	t.add(what, rate(ours.perSecond), rate(floor.perSecond), share(ours.perSecond, floor.perSecond), wanted)
	t.add("    p50 / p99", fmt.Sprintf("%s / %s", span(ours.p50), span(ours.p99)), fmt.Sprintf("%s / %s", span(floor.p50), span(floor.p99)),
		times(ours.p50, floor.p50)+" / "+times(ours.p99, floor.p99), "")
}
