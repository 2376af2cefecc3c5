package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// The lists that are measured, and what the floor is asked for in the same round.
var lists = []struct{ what, path, floor string }{
	{"all that is owed", "/complaints?due=all", ""},
	{"owed, due later", "/complaints?due=later", ""},
	{"owed, due tomorrow", "/complaints?due=tomorrow", ""},
	{"one state, owed", "/complaints?due=all&state=in_review", ""},
	{"one state, newest first", "/complaints?state=registered", ""},
	{"newest first", "/complaints", ""},
	{"intake", "/intake", "filed"},
	{"the secretary's desk", "/desk", ""},
	{"the chair's desk", "/desk", ""},
}

// Few and many are how many open complaints the commission has.
const (
	few  = 1_000
	many = 100_000
)

// measureLists measures pages of lists in two installations that differ in nothing but
// the number of open complaints, side by side.
func (b *bench) measureLists(ctx context.Context) (err error) {
	var services [2]*service
	defer func() {
		for _, s := range services {
			err = errors.Join(err, s.discard())
		}
	}()
	for i, n := range []int{few, many} {
		if services[i], err = b.serve(ctx, fmt.Sprintf("list-%d", n)); err != nil {
			return err
		}
		progress(fmt.Sprintf("putting in %d complaints", n))
		if err := services[i].fill(ctx, n); err != nil {
			return err
		}
	}
	b.table.title(fmt.Sprintf("Lists of 50 at %d and %d open complaints, signed in, one client", few, many))
	for _, l := range lists {
		role := "secretary"
		if strings.Contains(l.what, "chair") {
			role = "chair"
		}
		progress("list: " + l.what)
		if err := b.measureList(ctx, services, l.what, l.path, l.floor, role); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) measureList(ctx context.Context, services [2]*service, what, path, floor, role string) error {
	var sides []func() (round, error)
	var readers []*browser
	defer func() {
		for _, reader := range readers {
			reader.leave()
		}
	}()
	for _, s := range services {
		reader, err := s.signedIn(ctx, role)
		if err != nil {
			return err
		}
		bare := newBrowser(s.floor.base)
		readers = append(readers, reader, bare)
		var broken *unexpected
		if _, err := reader.get(ctx, path); errors.As(err, &broken) {
			b.table.add("  "+what, fmt.Sprintf("answers %d", broken.status), "", "", "")
			return nil // the other pages can be measured all the same
		}
		var own int64
		if err := s.db.QueryRow(ctx, `SELECT id FROM commissions WHERE code = $1`, commissionCode).Scan(&own); err != nil {
			return fmt.Errorf("finding the commission: %w", err)
		}
		bareList := fmt.Sprintf("/list?commission=%d&state=%s", own, floor)
		sides = append(sides, b.reading(ctx, reader, path), b.reading(ctx, bare, bareList))
	}
	m, err := alternate(pick(b, 3, 5), sides...)
	if err != nil {
		return err
	}
	for i, n := range []int{few, many} {
		ours, bare := m[2*i], m[2*i+1]
		b.table.add(fmt.Sprintf("  %s, %d: p50 / p99", what, n), span(ours.p50)+" / "+span(ours.p99), span(bare.p50)+" / "+span(bare.p99),
			times(ours.p50, bare.p50)+" / "+times(ours.p99, bare.p99), "≤ 2×")
	}
	b.table.add("    growth, p50 / p99", times(m[2].p50, m[0].p50)+" / "+times(m[2].p99, m[0].p99),
		times(m[3].p50, m[1].p50)+" / "+times(m[3].p99, m[1].p99), "", "≤ 1.5×")
	return nil
}

// reading is a round of one reader reading one page again and again.
func (b *bench) reading(ctx context.Context, reader *browser, path string) func() (round, error) {
	return func() (round, error) {
		return drive(ctx, 1, pick(b, 100, 300), func(ctx context.Context, _ int) error {
			a, err := reader.get(ctx, path)
			if err == nil && a.location != "" {
				err = errors.New(path + " led to " + a.location)
			}
			return err
		})
	}
}

// signedIn returns a browser signed in as an office of the measured commission: once
// for a whole run, since sign-ins of an account are limited.
func (s *service) signedIn(ctx context.Context, role string) (*browser, error) {
	if b, ok := s.readers[role]; ok {
		return b, nil
	}
	c, err := s.credential(role)
	if err != nil {
		return nil, err
	}
	b := newBrowser(s.base)
	if _, err := b.post(ctx, "/sign-in", url.Values{"login": {c.Login}, "password": {c.Password}}); err != nil {
		return nil, err
	}
	s.readers[role] = b
	return b, nil
}
