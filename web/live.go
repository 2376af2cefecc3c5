package web

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/sitting"
)

// liveRecords is how pages follow a sitting.
type liveRecords interface {
	// SittingVersion returns how far a sitting has come; every act on it raises that.
	SittingVersion(ctx context.Context, own commission.ID, number int) (sitting.ID, int, error)
	// Follow tells the version whenever it was raised, in whichever replica.
	Follow(id sitting.ID) (news <-chan int, leave func())
	WatchedSitting(ctx context.Context, own commission.ID, number int) (sitting.Watched, error)
	Announced(ctx context.Context, after sitting.Ahead, limit int) ([]sitting.Announced, error)
}

// Live is how a page follows a sitting; the zero Live stands still.
type Live struct {
	Events  string // address of the stream
	Version int    // of the sitting as the page shows it
	Refresh int    // seconds after which the page is read anew where scripts are off; zero leaves that to a link
}

// refreshes reports whether the page is read anew by itself where scripts are off: until
// somebody asks it to stand still (WCAG 2.2.2).
func (l Live) refreshes(ctx context.Context) bool {
	_, query, _ := strings.Cut(visitOf(ctx).here, "?")
	return l.Refresh > 0 && query != "still=1"
}

// stillHref is the page that stands still.
func stillHref(ctx context.Context) templ.SafeURL {
	path, _, _ := strings.Cut(visitOf(ctx).here, "?")
	return templ.SafeURL(path + "?still=1")
}

// refreshEvery is how often a page without forms is read anew where scripts are off.
const refreshEvery = 6

// The life of a stream: how often it shows that it is there, how long a browser may take
// to fetch what was sent, and after how long it has to ask anew, so that whoever has lost
// the right to read does not read on.
const (
	heartbeat  = 20 * time.Second
	slowest    = 10 * time.Second
	streamLife = 30 * time.Minute
	comeAgain  = "retry: 2000\n\n"
)

// How many streams one process holds: of one member of a commission, and of the public,
// which takes no member's place. Whoever finds no room reads the page anew from time to
// time: the script does.
const (
	streamsOfPerson  = 20
	streamsOfNetwork = 200 // a hall behind one address
	streamsOfSitting = 500
	streamsOfPublic  = 1500
)

// streams counts those that are open, by whose they are.
type streams struct {
	mu   sync.Mutex
	open map[string]int
}

// streamLimit is how many streams of a kind there may be.
type streamLimit struct {
	of   string
	most int
}

// enter takes a place within all limits; leave gives it back.
func (s *streams) enter(limits ...streamLimit) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range limits {
		if s.open[l.of] >= l.most {
			return nil, false
		}
	}
	if s.open == nil {
		s.open = map[string]int{}
	}
	for _, l := range limits {
		s.open[l.of]++
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, l := range limits {
			if s.open[l.of]--; s.open[l.of] == 0 {
				delete(s.open, l.of)
			}
		}
	}, true
}

// sittingEvents handles GET /sittings/:n/events.
func (s *Server) sittingEvents(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	by := actor(c)
	return s.stream(c, by.Commission, number, streamLimit{"person/" + strconv.FormatInt(int64(by.ID), 10), streamsOfPerson})
}

// stream tells the version of a sitting at once and whenever it is raised. It tells no
// more: what happened the page says, to whoever may read it.
func (s *Server) stream(c echo.Context, own commission.ID, number int, limits ...streamLimit) error {
	ctx := c.Request().Context()
	id, _, err := s.Records.SittingVersion(ctx, own, number)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentType, "text/event-stream; charset=utf-8")
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	leave, ok := s.streams.enter(limits...)
	if !ok {
		c.Response().Header().Set("Retry-After", "15")
		return c.NoContent(http.StatusTooManyRequests)
	}
	defer leave()
	news, unfollow := s.Records.Follow(id)
	defer unfollow()
	_, version, err := s.Records.SittingVersion(ctx, own, number) // once it is followed, so that nothing is missed
	if err != nil {
		return err
	}
	s.tellVersions(ctx, c.Response(), version, news)
	return nil
}

// tellVersions writes the events until the browser leaves, the service stops or the
// stream has lived its time. An error of writing means that nobody is there.
func (s *Server) tellVersions(ctx context.Context, w http.ResponseWriter, version int, news <-chan int) {
	w.Header().Set("X-Accel-Buffering", "no") // a proxy that collects would hold events back
	control := http.NewResponseController(w)
	defer func() { _ = control.SetWriteDeadline(time.Time{}) }() // the connection goes on
	write := func(text string) bool {
		_ = control.SetWriteDeadline(time.Now().Add(slowest))
		_, err := io.WriteString(w, text)
		return err == nil && control.Flush() == nil
	}
	beat, end := time.NewTicker(heartbeat), time.NewTimer(streamLife)
	defer beat.Stop()
	defer end.Stop()
	for going := write(comeAgain + event(version)); going; {
		select {
		case <-ctx.Done():
			return
		case <-s.ending.Done():
			return
		case <-end.C:
			return
		case <-beat.C:
			going = write(":\n\n")
		case raised := <-news:
			if raised > version {
				version, going = raised, write(event(raised))
			}
		}
	}
}

// event is a version as the stream has it.
func event(version int) string {
	n := strconv.Itoa(version)
	return "id: " + n + "\ndata: " + n + "\n\n"
}

// live is how a tab of a sitting follows it: while it lasts, and not under a form that
// came back with what is wrong.
func (v sittingView) live() Live {
	if len(v.problems) > 0 || v.sitting().Over() {
		return Live{}
	}
	l := Live{Events: v.address() + "/events", Version: v.sitting().Version}
	if _, voting := v.sitting().Voting(); v.tab == "conduct" && !v.conducts() && !voting {
		l.Refresh = refreshEvery
	}
	return l
}

// said is where the sitting stands in a few words, with the latest result: what a screen
// reader tells when it changes.
func (v sittingView) said(ctx context.Context) string {
	said := conductView{sittingView: v}.stepSaid(ctx)
	if item, p, ok := v.sitting().Latest(); ok {
		key := "live.latest"
		if item.Matter.Agenda {
			key = "live.latest_agenda"
		}
		said += " " + t(ctx, key, "Ordinal", item.Ordinal, "Result", resultSaid(ctx, p, item), "Sum", arithmetic(ctx, *p.Result))
	}
	return said
}

// stepSaid names the active step.
func (v conductView) stepSaid(ctx context.Context) string {
	if b, ok := v.sitting().Break(); ok {
		return v.pauses(ctx, b)
	}
	step, item := v.here()
	switch step {
	case stepOpening:
		return t(ctx, "live.step_opening")
	case stepAgenda:
		return t(ctx, "vote.agenda")
	case stepReport, stepResult:
		return t(ctx, "live.step_report", "Ordinal", item.Ordinal)
	case stepVote:
		if item.Matter.Agenda {
			return t(ctx, "vote.on_agenda")
		}
		return t(ctx, "live.step_vote", "Ordinal", item.Ordinal)
	case stepClosing:
		return t(ctx, "live.step_closing")
	case stepOver:
		if v.sitting().State == sitting.Cancelled {
			return t(ctx, "change.said_cancelled")
		}
		return t(ctx, "live.step_over")
	}
	return t(ctx, "live.step_open")
}

// pauses says how long a break lasts, or when and where the sitting goes on another day.
func (v conductView) pauses(ctx context.Context, b sitting.Break) string {
	if b.Adjourns() {
		return t(ctx, "break.adjourned", "When", v.continues(ctx, b)) + " " + glued(b.Place) + "."
	}
	return t(ctx, "break.lasts", "When", v.continues(ctx, b))
}

// resultSaid is what became of a vote in a few words.
func resultSaid(ctx context.Context, p sitting.Poll, item sitting.Item) string {
	if p.Motion == sitting.OnDraft {
		return word(ctx, p.Result.Fate)
	}
	n := 0
	for _, part := range item.Parts() {
		n++
		if part.ClosedAt.Equal(p.ClosedAt) {
			break
		}
	}
	return pollSaid(ctx, p, n)
}
