package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
)

// fileSize is the file of a usual filing.
const fileSize = 200 << 10

// measureFiling measures filings of the product beside those of the floor: first what
// acknowledges a complaint, then the whole way through the form.
func (b *bench) measureFiling(ctx context.Context) (err error) {
	s, err := b.serve(ctx, "filing")
	defer func() { err = errors.Join(err, s.discard()) }()
	if err != nil {
		return err
	}
	rounds := pick(b, 3, 5)
	b.table.title("Filing, 200 KB file and 3 KB of text: upload and send, 2 requests (floor: 1)")
	for _, clients := range []int{1, 8, 32} {
		n := pick(b, 32, 100) * min(clients, 8)
		progress(fmt.Sprintf("filing, %d clients", clients))
		m, err := alternate(rounds,
			func() (round, error) { return s.acknowledgements(ctx, clients, n) },
			func() (round, error) { return s.floorFilings(ctx, clients, n) })
		if err != nil {
			return err
		}
		b.table.addRate(fmt.Sprintf("  %d clients", clients), m[0], m[1], "≥ 0.25")
	}
	return b.measureJourneys(ctx, s, rounds)
}

func (b *bench) measureJourneys(ctx context.Context, s *service, rounds int) error {
	var asked atomic.Int64
	if err := s.journey(ctx, &asked); err != nil { // counts the requests, and warms both up
		return err
	}
	requests := int(asked.Load())
	b.table.title(fmt.Sprintf("Filing, the whole form page by page: %d requests (floor: as many bare ones)", requests))
	for _, clients := range []int{1, 8, 32} {
		n := pick(b, 8, 40) * min(clients, 8)
		progress(fmt.Sprintf("the whole form, %d clients", clients))
		m, err := alternate(rounds,
			func() (round, error) {
				return s.counted(ctx, n, func() (round, error) {
					return drive(ctx, clients, n, func(ctx context.Context, _ int) error { return s.journey(ctx, nil) })
				})
			},
			func() (round, error) {
				return drive(ctx, clients, n, func(ctx context.Context, _ int) error { return s.floorJourney(ctx, requests) })
			})
		if err != nil {
			return err
		}
		b.table.addRate(fmt.Sprintf("  %d clients", clients), m[0], m[1], "≥ 0.25")
	}
	return nil
}

// acknowledgements prepares forms and then, by the clock, sends them off.
func (s *service) acknowledgements(ctx context.Context, clients, n int) (round, error) {
	citizens, err := s.prepared(ctx, n, fileSize)
	if err != nil {
		return round{}, err
	}
	return s.counted(ctx, n, func() (round, error) {
		return drive(ctx, clients, n, func(ctx context.Context, i int) error {
			defer citizens[i].leave()
			return citizens[i].acknowledge(ctx)
		})
	})
}

// preparing is how many forms are filled in at once while no clock runs.
const preparing = 8

// prepared returns citizens who have answered everything but the file.
func (s *service) prepared(ctx context.Context, n int, size int64) ([]*citizen, error) {
	pathfinder := &citizen{browser: newBrowser(s.base)}
	defer pathfinder.leave()
	if err := pathfinder.lookUp(ctx); err != nil {
		return nil, err
	}
	citizens := make([]*citizen, n)
	_, err := drive(ctx, preparing, n, func(ctx context.Context, i int) error {
		citizens[i] = &citizen{browser: newBrowser(s.base), fileSize: size, found: pathfinder.found}
		return citizens[i].prepare(ctx)
	})
	return citizens, err
}

// counted makes sure that a round left exactly as many complaints as were acknowledged.
func (s *service) counted(ctx context.Context, n int, do func() (round, error)) (round, error) {
	const query = `SELECT count(*) FROM complaints`
	var before, after int
	if err := s.db.QueryRow(ctx, query).Scan(&before); err != nil {
		return round{}, fmt.Errorf("counting complaints: %w", err)
	}
	r, err := do()
	if err != nil {
		return r, err
	}
	if err := s.db.QueryRow(ctx, query).Scan(&after); err != nil {
		return r, fmt.Errorf("counting complaints: %w", err)
	}
	if after-before != n {
		return r, fmt.Errorf("%d filings were acknowledged and %d complaints stored", n, after-before)
	}
	return r, nil
}

func (s *service) journey(ctx context.Context, asked *atomic.Int64) error {
	z := &citizen{browser: newBrowser(s.base), fileSize: fileSize}
	z.sent = asked
	defer z.leave()
	return z.journey(ctx)
}

// floorFilings files with the floor.
func (s *service) floorFilings(ctx context.Context, clients, n int) (round, error) {
	return drive(ctx, clients, n, func(ctx context.Context, _ int) error { return s.fileWithFloor(ctx, fileSize) })
}

// fileWithFloor sends the floor everything in one request.
func (s *service) fileWithFloor(ctx context.Context, size int64) error {
	written, err := json.Marshal(answers)
	if err != nil {
		return fmt.Errorf("writing answers: %w", err)
	}
	z := newBrowser(s.floor.base)
	defer z.leave()
	u := upload{fields: map[string]string{"answers": string(written)}, name: "files", serial: serial.Add(1), size: size}
	body, length := u.body()
	_, err = z.do(ctx, http.MethodPost, "/filing", u.kind(), body, length)
	return err
}

// floorJourney walks the floor's form with as many requests as ours takes: pages that
// read the form, answers that keep it, one upload, one sending, one receipt.
func (s *service) floorJourney(ctx context.Context, requests int) error {
	z := newBrowser(s.floor.base)
	defer z.leave()
	questions := append(slices.Sorted(maps.Keys(answers)), "commission")
	pages := requests - len(questions) - len([]string{"upload", "send", "receipt"})
	for page := range pages {
		address := fmt.Sprintf("/step/%d", page)
		if _, err := z.get(ctx, address); err != nil {
			return err
		}
		if page >= len(questions) {
			continue
		}
		if _, err := z.post(ctx, address, answers[questions[page]]); err != nil {
			return err
		}
	}
	if _, err := z.upload(ctx, "/upload", upload{name: "files", serial: serial.Add(1), size: fileSize}); err != nil {
		return err
	}
	if _, err := z.post(ctx, "/send", url.Values{"agree": {"1"}}); err != nil {
		return err
	}
	_, err := z.get(ctx, "/receipt")
	return err
}
