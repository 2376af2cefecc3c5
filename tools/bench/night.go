package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// The night of voting: so many commissions sit at once, each watched by so many screens of
// its staff and of the public, and something happens in each every so often.
const (
	nightSittings      = 300
	nightMemberScreens = 2
	nightPublicScreens = 3
	nightPace          = 20 * time.Second
	nightWarming       = 2 * time.Second // from when the acts begin until the clock runs
)

// night is an evening of sittings: they go on while going is set.
type night struct {
	going    atomic.Bool
	mu       sync.Mutex
	heard    []time.Duration // from the sending of an act until one screen has heard
	redone   []time.Duration // until it has its page anew
	answered []time.Duration // until the secretary's browser has the next page
}

// nightSitting is one of them.
type nightSitting struct {
	secretary *browser
	goer      int64 // who comes and goes
	version   int   // of the acts so far
	mu        sync.Mutex
	began     map[int]time.Time // when the act of a version was sent
}

// firstVersion is that of the sittings as they are put in.
const firstVersion = 1

// measureNight measures filing while three hundred sittings stand still and while they
// go on, in turn.
func (b *bench) measureNight(ctx context.Context) (err error) {
	s, err := b.serve(ctx, "night")
	defer func() { err = errors.Join(err, s.discard()) }()
	if err != nil {
		return err
	}
	n := pick(b, 60, nightSittings)
	progress(fmt.Sprintf("night: opening %d sittings with %d screens each", n, nightMemberScreens+nightPublicScreens))
	goers, err := s.fillNight(ctx, n)
	if err != nil {
		return err
	}
	of, screens, err := s.nightScreens(ctx, goers)
	if err != nil {
		return err
	}
	sitting, stop := context.WithCancel(ctx)
	group, sitting := errgroup.WithContext(sitting)
	var evening night
	evening.begin(sitting, group, of, screens)
	err = b.nightRounds(sitting, s, &evening)
	stop()
	if ended := group.Wait(); ended != nil && !errors.Is(ended, context.Canceled) {
		err = ended
	}
	return err
}

// nightScreens signs a secretary in for each sitting and opens the screens: those of
// members share its sign-in.
func (s *service) nightScreens(ctx context.Context, goers []int64) ([]*nightSitting, [][]screen, error) {
	as, err := s.credential("secretary")
	if err != nil {
		return nil, nil, err
	}
	of, screens := make([]*nightSitting, len(goers)), make([][]screen, len(goers))
	_, err = drive(ctx, preparing, len(goers), func(ctx context.Context, i int) error {
		secretary := newBrowser(s.base)
		if _, err := secretary.post(ctx, "/sign-in", url.Values{"login": {fmt.Sprintf("night-%d", i+1)}, "password": {as.Password}}); err != nil {
			return err
		}
		of[i] = &nightSitting{secretary: secretary, goer: goers[i], version: firstVersion, began: map[int]time.Time{}}
		for range nightMemberScreens {
			own := newBrowser(s.base)
			own.client.Jar = secretary.client.Jar
			screens[i] = append(screens[i], screen{own, "/sittings/1/conduct", "/sittings/1/events"})
		}
		public := fmt.Sprintf("/sittings/watch/NIGHT-%d/1", i+1)
		for range nightPublicScreens {
			screens[i] = append(screens[i], screen{newBrowser(s.base), public, public + "/events"})
		}
		return nil
	})
	return of, screens, err
}

// begin lets all screens follow their sittings and something happen in each at its own
// moment, all of them spread evenly.
func (e *night) begin(ctx context.Context, group *errgroup.Group, of []*nightSitting, screens [][]screen) {
	for i, sitting := range of {
		tell := make(chan shown, len(screens[i]))
		for _, each := range screens[i] {
			group.Go(func() error { return each.follow(ctx, tell) })
		}
		group.Go(func() error { return e.count(ctx, sitting, tell) })
		group.Go(func() error {
			for wait := nightPace * time.Duration(i) / time.Duration(len(of)); ; wait = nightPace {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-time.After(wait):
				}
				if !e.going.Load() {
					continue
				}
				if err := e.act(ctx, sitting); err != nil {
					return err
				}
			}
		})
	}
}

// act lets a member leave or come back, and the secretary's browser show the page that
// follows.
func (e *night) act(ctx context.Context, s *nightSitting) error {
	began := time.Now()
	s.version++
	s.mu.Lock()
	s.began[s.version] = began
	s.mu.Unlock()
	mode := []string{"absent", "hall"}[s.version%2]
	at, err := s.secretary.post(ctx, "/sittings/1/attendance", url.Values{"mode_" + strconv.FormatInt(s.goer, 10): {mode}})
	if err == nil {
		_, err = s.secretary.get(ctx, at)
	}
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answered = append(e.answered, time.Since(began))
	return nil
}

// count takes down when the screens of a sitting heard of each act.
func (e *night) count(ctx context.Context, s *nightSitting, tell <-chan shown) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case seen := <-tell:
			s.mu.Lock()
			began, ours := s.began[seen.version]
			s.mu.Unlock()
			if !ours {
				continue // what is told when a stream begins
			}
			e.mu.Lock()
			e.heard = append(e.heard, seen.heard.Sub(began))
			e.redone = append(e.redone, seen.redone.Sub(began))
			e.mu.Unlock()
		}
	}
}

// during lets the sittings go on, or stand still, while something is measured.
func (e *night) during(ctx context.Context, going bool, do func() (round, error)) (round, error) {
	e.going.Store(going)
	defer e.going.Store(false)
	select {
	case <-ctx.Done():
		return round{}, context.Cause(ctx)
	case <-time.After(nightWarming):
	}
	return do()
}

// take returns what was taken down since the last time.
func (e *night) take() (heard, redone, answered []time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	heard, redone, answered = e.heard, e.redone, e.answered
	e.heard, e.redone, e.answered = nil, nil, nil
	return heard, redone, answered
}

// nightRounds measures filing by as many clients as the group of filings does.
func (b *bench) nightRounds(ctx context.Context, s *service, e *night) error {
	b.table.title(fmt.Sprintf("Filing, 200 KB, upload and send, beside %d sittings with %d screens each, an act in each every %v", pick(b, 60, nightSittings), nightMemberScreens+nightPublicScreens, nightPace))
	for _, clients := range []int{1, 8, 32} {
		n := pick(b, 32, 100) * min(clients, 8)
		progress(fmt.Sprintf("night: filing, %d clients", clients))
		ours := func() (round, error) { return s.acknowledgements(ctx, clients, n) }
		bare := func() (round, error) { return s.floorFilings(ctx, clients, n) }
		e.take()
		m, err := alternate(pick(b, 3, 5),
			func() (round, error) { return e.during(ctx, false, ours) },
			func() (round, error) { return e.during(ctx, false, bare) },
			func() (round, error) { return e.during(ctx, true, ours) },
			func() (round, error) { return e.during(ctx, true, bare) })
		if err != nil {
			return err
		}
		b.table.addRate(fmt.Sprintf("  %d clients, the sittings stand still", clients), m[0], m[1], "≥ 0.25")
		b.table.addRate(fmt.Sprintf("  %d clients, the sittings go on", clients), m[2], m[3], "≥ 0.25")
		heard, redone, answered := e.take()
		b.table.add(fmt.Sprintf("    a screen has heard of one of %d acts, p50 / p95 / p99", len(answered)), threeOf(heard), "", "", "p95 < 300 ms")
		b.table.add("    a screen has its page anew", threeOf(redone), "", "", "")
		b.table.add("    the secretary has the answer", threeOf(answered), "", "", "")
	}
	return nil
}
