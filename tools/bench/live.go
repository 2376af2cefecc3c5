package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// Screens that watch one sitting: those of members, on the page of its conduct, and those
// of the public.
const (
	memberScreens = 10
	publicScreens = 40
)

// shown is when a screen heard of a version, and when it had the page anew.
type shown struct {
	version       int
	heard, redone time.Time
}

// screen is a browser that follows a sitting as the script of its page does.
type screen struct {
	*browser
	page, events string
}

// follow tells of every version the stream tells of, once the page was fetched anew. The
// first is that of the beginning.
func (s screen) follow(ctx context.Context, tell chan<- shown) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+s.events, nil)
	if err != nil {
		return fmt.Errorf("following a sitting: %w", err)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return fmt.Errorf("following a sitting: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("following a sitting: %s answered %d", s.events, response.StatusCode)
	}
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		seen := shown{heard: time.Now()}
		if seen.version, err = strconv.Atoi(data); err != nil {
			return fmt.Errorf("following a sitting: %w", err)
		}
		if _, err := s.get(ctx, s.page); err != nil {
			return err
		}
		seen.redone = time.Now()
		tell <- seen
	}
	return ctx.Err()
}

var modeField = regexp.MustCompile(`name="(mode_\d+)"`)

// measureLive lets 50 screens watch one sitting and measures, from the moment the form of
// an act is sent, until each of them has heard of it and has its page anew.
func (b *bench) measureLive(ctx context.Context) (err error) {
	s, err := b.serve(ctx, "live")
	defer func() { err = errors.Join(err, s.discard()) }()
	if err != nil {
		return err
	}
	secretary, err := s.signedIn(ctx, "secretary")
	if err != nil {
		return err
	}
	var number int
	err = s.db.QueryRow(ctx, `SELECT s.number FROM sittings s JOIN commissions c ON c.id = s.commission_id WHERE c.code = $1 AND s.state = 'planned' ORDER BY s.starts_at LIMIT 1`,
		commissionCode).Scan(&number)
	if err != nil {
		return fmt.Errorf("finding a sitting that is planned: %w", err)
	}
	at := fmt.Sprintf("/sittings/%d", number)
	form, err := secretary.get(ctx, at+"/attendance")
	if err != nil {
		return err
	}
	fields := modeField.FindAllStringSubmatch(form.page, -1)
	if len(fields) == 0 {
		return errors.New("the secretary finds no form of the attendance")
	}
	screens, err := s.screens(ctx, at, fmt.Sprintf("/sittings/watch/%s/%d", commissionCode, number))
	if err != nil {
		return err
	}
	following, stop := context.WithCancel(ctx)
	group, following := errgroup.WithContext(following)
	tell := make(chan shown, len(screens))
	for _, each := range screens {
		group.Go(func() error { return each.follow(following, tell) })
	}
	acts := pick(b, 20, 200)
	heard, redone, err := s.watchActs(following, tell, len(screens), acts, func(i int) error {
		mode := []string{"hall", "absent"}[i%2]
		_, err := secretary.post(ctx, at+"/attendance", url.Values{fields[len(fields)-1][1]: {mode}})
		return err
	})
	stop()
	if ended := group.Wait(); ended != nil && !errors.Is(ended, context.Canceled) {
		err = ended
	}
	if err != nil {
		return err
	}
	b.table.title(fmt.Sprintf("%d screens (%d of members, %d of the public) watch one sitting, %d acts; from the sending of the act, p50 / p95 / p99", len(screens), memberScreens, publicScreens, acts))
	b.table.add("  one screen has heard", threeOf(heard.each), "", "", "")
	b.table.add("  all have heard", threeOf(heard.last), "", "", "p95 < 300 ms")
	b.table.add("  one screen has its page anew", threeOf(redone.each), "", "", "p95 < 300 ms")
	b.table.add("  all have their pages anew", threeOf(redone.last), "", "", "")
	return nil
}

// screens opens the browsers of those who watch; members share the sign-ins there are.
func (s *service) screens(ctx context.Context, at, public string) ([]screen, error) {
	var all []screen
	roles := []string{"secretary", "chair", "member"}
	for i := range memberScreens {
		member, err := s.signedIn(ctx, roles[i%len(roles)])
		if err != nil {
			return nil, err
		}
		own := newBrowser(s.base)
		own.client.Jar = member.client.Jar
		all = append(all, screen{own, at + "/conduct", at + "/events"})
	}
	for range publicScreens {
		all = append(all, screen{newBrowser(s.base), public, public + "/events"})
	}
	return all, nil
}

// spans are times until one screen got there, and until the last of an act did.
type spans struct{ each, last []time.Duration }

// watchActs does one act after another, each once all screens have shown the one before.
func (s *service) watchActs(ctx context.Context, tell <-chan shown, screens, acts int, act func(i int) error) (heard, redone spans, err error) {
	round := func(began time.Time, keep bool) error {
		var lastHeard, lastRedone time.Duration
		for range screens {
			select {
			case seen := <-tell:
				h, r := seen.heard.Sub(began), seen.redone.Sub(began)
				lastHeard, lastRedone = max(lastHeard, h), max(lastRedone, r)
				if keep {
					heard.each, redone.each = append(heard.each, h), append(redone.each, r)
				}
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-time.After(30 * time.Second):
				return errors.New("a screen was never told")
			}
		}
		if keep {
			heard.last, redone.last = append(heard.last, lastHeard), append(redone.last, lastRedone)
		}
		return nil
	}
	if err := round(time.Now(), false); err != nil { // what is told when a stream begins
		return heard, redone, err
	}
	for i := range acts {
		began := time.Now()
		if err := act(i); err != nil {
			return heard, redone, err
		}
		if err := round(began, true); err != nil {
			return heard, redone, err
		}
		time.Sleep(50 * time.Millisecond)
	}
	return heard, redone, nil
}

// threeOf writes three percentiles.
func threeOf(values []time.Duration) string {
	return span(percentile(values, 50)) + " / " + span(percentile(values, 95)) + " / " + span(percentile(values, 99))
}
