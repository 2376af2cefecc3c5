package web

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
	"redress/internal/sitting"
)

// glance asks for a stream and leaves with the first thing it tells.
func (b *browser) glance(address string) *httptest.ResponseRecorder {
	ctx, leave := context.WithCancel(b.h.t.Context())
	defer leave()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "https://complaints.example"+address, http.NoBody)
	for _, cookie := range b.cookies {
		r.AddCookie(cookie)
	}
	w := &glancer{httptest.NewRecorder(), leave}
	b.h.ServeHTTP(w, r)
	return w.ResponseRecorder
}

type glancer struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

func (g *glancer) Flush() {
	g.ResponseRecorder.Flush()
	g.leave()
}

// screen is a browser that follows a stream over a real connection.
type screen struct {
	t      *testing.T
	events chan int
	ended  chan struct{}
	leave  context.CancelFunc
}

const soon = 10 * time.Second

// screenAt opens a stream of a served harness.
func (b *browser) screenAt(t *testing.T, base, address string) *screen {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+address, http.NoBody)
	must(t, err)
	for _, cookie := range b.cookies {
		r.AddCookie(cookie)
	}
	w, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r) //nolint:bodyclose // closed with the stream
	must(t, err)
	if w.StatusCode != http.StatusOK || !strings.HasPrefix(w.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("%s: %d %s", address, w.StatusCode, w.Header.Get("Content-Type"))
	}
	s := &screen{t: t, events: make(chan int, 100), ended: make(chan struct{}), leave: leave}
	go func() {
		defer close(s.ended)
		defer w.Body.Close()
		for lines := bufio.NewScanner(w.Body); lines.Scan(); {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				n, _ := strconv.Atoi(data)
				s.events <- n
			}
		}
	}()
	t.Cleanup(func() { leave(); <-s.ended })
	return s
}

func (s *screen) sees(version int) {
	s.t.Helper()
	select {
	case got := <-s.events:
		if got != version {
			s.t.Fatalf("the screen is told version %d, want %d", got, version)
		}
	case <-time.After(soon):
		s.t.Fatalf("the screen is never told version %d", version)
	}
}

func (s *screen) ends() {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(soon):
		s.t.Fatal("the stream does not end")
	}
}

// listens lets the service hear from the database until the test ends.
func (h *harness) listens(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); h.db.Listen(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
}

func (h *harness) version(t *testing.T, n int) int {
	t.Helper()
	_, version, err := h.db.SittingVersion(t.Context(), h.own, n)
	must(t, err)
	return version
}

var profiled = regexp.MustCompile(`(?m)^(\d+) @.*\n# labels: .*"test":"(\w+)"`)

// started counts the goroutines that bear the name of the test: others run meanwhile.
func started(t *testing.T) int {
	t.Helper()
	var profile bytes.Buffer
	must(t, pprof.Lookup("goroutine").WriteTo(&profile, 1))
	sum := 0
	for _, of := range profiled.FindAllStringSubmatch(profile.String(), -1) {
		if of[2] == t.Name() {
			n, err := strconv.Atoi(of[1])
			must(t, err)
			sum += n
		}
	}
	if sum == 0 {
		t.Fatal("not even this goroutine is found")
	}
	return sum
}

// TestScreensFollowASitting: an act over HTTP reaches the screens of the members and of
// the public, one that comes later learns at once how things stand, and all of them end
// when the service stops, with nothing left behind.
func TestScreensFollowASitting(t *testing.T) {
	h := filled(t)
	h.listens(t)
	secretary, member := h.signIn("secretary"), h.signIn("member")
	n, _ := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at, version := "/sittings/"+strconv.Itoa(n), h.version(t, n)
	server := httptest.NewServer(h)
	defer server.Close()
	defer h.Leaving() // a stream that goes on would be waited for

	// All that starts from here on bears the name of the test.
	pprof.SetGoroutineLabels(pprof.WithLabels(t.Context(), pprof.Labels("test", t.Name())))
	before := started(t)
	screens := []*screen{member.screenAt(t, server.URL, at+"/events"), secretary.screenAt(t, server.URL, at+"/events"),
		h.visitor().screenAt(t, server.URL, fmt.Sprintf("/sittings/watch/42-T99/%d/events", n))}
	for _, s := range screens {
		s.sees(version)
	}
	goes(t, secretary.post(h.itemAt(n, "invite"), h.rang(sitting.Complainant)), h.itemAt(n, "invitations"))
	for _, s := range screens {
		s.sees(version + 1)
	}
	late := member.screenAt(t, server.URL, at+"/events")
	late.sees(version + 1)
	if open := len(h.streams.open); open == 0 {
		t.Error("nobody counts the streams")
	}
	h.Leaving()
	for _, s := range append(screens, late) {
		s.ends()
	}
	for deadline := time.Now().Add(soon); started(t) > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before the streams:\n%s", started(t), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
	if open := len(h.streams.open); open != 0 {
		t.Errorf("%d kinds of streams are still counted: %v", open, h.streams.open)
	}
}

// TestNobodyForeignGetsAStream: somebody else's sitting is not there, and who has not
// signed in follows it by its public address only.
func TestNobodyForeignGetsAStream(t *testing.T) {
	h := filled(t)
	n, _ := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at := "/sittings/" + strconv.Itoa(n)
	foreign := h.signIn("secretary98")
	for _, address := range []string{at + "/events", at + "/hall", "/sittings/0/events", "/sittings/x/events"} {
		sees(t, foreign.get(address), 404)
	}
	if w := h.visitor().get(at + "/events"); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in") {
		t.Errorf("without a sign-in: %d to %s", w.Code, w.Header().Get("Location"))
	}
	for _, address := range []string{"/sittings/watch/42-T98/1", "/sittings/watch/42-T98/1/events", "/sittings/watch/nobody/1", "/sittings/watch/42-T99/99", "/sittings/watch/42-T99/x/events"} {
		sees(t, h.visitor().get(address), 404)
	}
	w := h.signIn("member").glance(at + "/events")
	if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, "retry: 2000\n\n") || !strings.Contains(body, fmt.Sprintf("id: %[1]d\ndata: %[1]d\n\n", h.version(t, n))) {
		t.Errorf("the member's stream begins %d %q", w.Code, body)
	}
	head := h.signIn("member").do(httptest.NewRequestWithContext(t.Context(), http.MethodHead, "https://complaints.example"+at+"/events", http.NoBody))
	if head.Code != 200 || head.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("HEAD of a stream: %d %q", head.Code, head.Header().Get("Cache-Control"))
	}
}

// TestTooManyStreams: one person has so many streams and no more, and a place given back
// is free again.
func TestTooManyStreams(t *testing.T) {
	h := filled(t)
	n, _ := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at, member := fmt.Sprintf("/sittings/%d/events", n), h.signIn("member")
	var leave func()
	for range streamsOfPerson {
		var ok bool
		if leave, ok = h.streams.enter(streamLimit{"person/" + fmtInt(int64(h.people["member"])), streamsOfPerson}); !ok {
			t.Fatal("there is no room")
		}
	}
	if w := member.glance(at); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("one stream too many: %d", w.Code)
	}
	if w := h.signIn("chair").glance(at); w.Code != http.StatusOK {
		t.Errorf("somebody else's: %d", w.Code)
	}
	leave()
	if w := member.glance(at); w.Code != http.StatusOK {
		t.Errorf("after one has ended: %d", w.Code)
	}
}

// TestOnlyPagesOfASittingMayAskAnew: the policy lets the script of a page that follows a
// sitting connect to this site, and no other page anywhere.
func TestOnlyPagesOfASittingMayAskAnew(t *testing.T) {
	h := filled(t)
	n, _ := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at, member := "/sittings/"+strconv.Itoa(n), h.signIn("member")
	for _, row := range []struct {
		address            string
		follows, refreshes bool
	}{
		{"/desk", false, false}, {"/sittings/manage", false, false},
		{at, true, false}, {at + "/attendance", true, false}, {at + "/conduct", true, true}, {at + "/hall", true, true},
		{"/sittings", false, false}, {"/sittings/watch/42-T99/" + strconv.Itoa(n), true, true},
	} {
		w := member.get(row.address)
		policy, page := w.Header().Get("Content-Security-Policy"), w.Body.String()
		nonce := between(policy, "'nonce-", "'")
		if w.Code != 200 || strings.Contains(policy, "connect-src 'self'") != row.follows || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") {
			t.Errorf("%s: %d, policy %q", row.address, w.Code, policy)
		}
		if strings.Contains(page, `src="`+asset("follow.js")+`" nonce="`+nonce+`"`) != row.follows {
			t.Errorf("%s: the script is there: %v, want %v", row.address, !row.follows, row.follows)
		}
		if n := strings.Count(page, "<script"); n > 1 || n == 1 != row.follows {
			t.Errorf("%s has %d scripts", row.address, n)
		}
		if strings.Contains(page, `http-equiv="refresh"`) != row.refreshes {
			t.Errorf("%s is read anew without scripts: %v, want %v", row.address, !row.refreshes, row.refreshes)
		}
		if row.follows != strings.Contains(page, "data-live=") {
			t.Errorf("%s has parts to renew: %v", row.address, !row.follows)
		}
		if row.follows && !row.refreshes && !strings.Contains(page, `<a href="`+row.address+`">Обновить</a>`) {
			t.Errorf("%s offers nothing without scripts", row.address)
		}
	}
	// Whoever wants it to stand still has it so.
	w := h.visitor().get("/sittings/watch/42-T99/" + strconv.Itoa(n) + "?still=1")
	sees(t, w, 200, "Обновить")
	if strings.Contains(w.Body.String(), `http-equiv="refresh"`) || !strings.Contains(h.visitor().get("/sittings/watch/42-T99/"+strconv.Itoa(n)).Body.String(), `?still=1">Не обновлять`) {
		t.Error("a page cannot be asked to stand still")
	}
	// A form that came back is left alone.
	w = h.signIn("secretary").post(at+"/open", nil)
	if w.Code != 422 || strings.Contains(w.Body.String(), "<script") || strings.Contains(w.Header().Get("Content-Security-Policy"), "connect-src") {
		t.Errorf("a refused form follows the sitting: %d", w.Code)
	}
	// What somebody types is not taken away by a page that is read anew.
	if w := h.signIn("secretary").get(at + "/conduct"); strings.Contains(w.Body.String(), `http-equiv="refresh"`) {
		t.Error("the page of whoever runs the sitting is read anew by itself")
	}
}

// TestAClosedSittingStandsStill: nothing is followed any more.
func TestAClosedSittingStandsStill(t *testing.T) {
	h := filled(t)
	n := strconv.Itoa(h.closedSitting(t))
	for _, address := range []string{"/sittings/" + n + "/conduct", "/sittings/" + n + "/hall", "/sittings/watch/42-T99/" + n} {
		w := h.signIn("member").get(address)
		sees(t, w, 200, "Заседание 13 сентября закрыто")
		if strings.Contains(w.Body.String(), "<script") {
			t.Errorf("%s still follows", address)
		}
	}
}

// closedSitting votes on one item, by name, and closes the sitting.
func (h *harness) closedSitting(t *testing.T) int {
	t.Helper()
	secretary := h.signIn("secretary")
	n, _ := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at := "/sittings/" + strconv.Itoa(n)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 1)), at+"/conduct#now")
	if w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("concluding: %d", w.Code)
	}
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	return n
}

// TestWhatAScreenReaderIsTold names the step and the last result.
func TestWhatAScreenReaderIsTold(t *testing.T) {
	ctx := speaking(Russian)
	v := sittingView{}
	for _, row := range []struct {
		s    sitting.Sitting
		want string
	}{
		{sitting.Sitting{State: sitting.Planned}, "Заседание ещё не открыто."},
		{sitting.Sitting{State: sitting.Open, Items: []sitting.Item{{ID: 1, Ordinal: 1, State: sitting.Voting}}}, "Вопрос 1. Идёт голосование."},
		{sitting.Sitting{State: sitting.Open}, "Все вопросы рассмотрены."},
		{sitting.Sitting{State: sitting.Closed}, "Заседание закрыто."},
	} {
		v.sheet.Sitting = row.s
		if got := strings.ReplaceAll(v.said(ctx), nbsp, " "); got != row.want {
			t.Errorf("said() = %q, want %q", got, row.want)
		}
	}
}
