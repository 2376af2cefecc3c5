package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// office is the invented commission of the tests.
var office = commission.Commission{
	ID: 1, Name: "Территориальная избирательная комиссия Примерного муниципального округа",
	ShortName: "ТИК Примерного округа", Phone: "8 (3840) 00-00-99",
	Hours:   "каждый день с 9:00 до 18:00, в дни голосования круглосуточно",
	Address: "Примерный округ, Образцовая улица, 1, кабинет 9", Profile: regulation.Izhmorsky(),
}

var elections = commission.Campaign{ID: 1, VotingDays: []calendar.Date{
	calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}}

// signedInAs is a session of somebody in an office.
type signedInAs identity.Office

func (s signedInAs) Staff(*http.Request) (Staff, error) {
	if identity.Office(s) == identity.Citizen {
		return Staff{Actor: identity.Nobody}, nil
	}
	return Staff{Office: office, Actor: identity.Actor{ID: 7, Commission: office.ID, Office: identity.Office(s),
		Name: identity.ParseName("Реестрова Рената Егоровна")}}, nil
}

// serve returns a server of the invented commission.
func serve(t *testing.T, change func(*Config), extra ...route) *Server {
	t.Helper()
	c := Config{Log: slog.New(slog.DiscardHandler), BaseURL: "https://complaints.example", Demo: true,
		Office:   func() commission.Commission { return office },
		Campaign: func(context.Context) (commission.Campaign, bool, error) { return elections, true, nil }}
	if change != nil {
		change(&c)
	}
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	s.mount(extra)
	return s
}

// ask sends one request through the whole router.
func ask(t *testing.T, s *Server, method, address string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "https://complaints.example"+address, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", echo.MIMEApplicationForm)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// shown returns what a person reads, with plain spaces: catalogues glue short words
// with no-break ones.
func shown(w *httptest.ResponseRecorder) string {
	return strings.ReplaceAll(w.Body.String(), nbsp, " ")
}

// awaited are addresses that pages already lead to and a later part serves.
var awaited = map[string]bool{"/file": true, "/track": true, "/desk": true, "/sign-out": true}

var (
	links       = regexp.MustCompile(`(?:href|action|src)="([^"]*)"`)
	keyLike     = regexp.MustCompile(`>[^<]*\b[a-z_]+\.[a-z_]+\b[^<]*<`)
	identifiers = regexp.MustCompile(` id="([^"]*)"`)
)

// sound checks what is true of every page, whatever it says.
func sound(t *testing.T, s *Server, page string) {
	t.Helper()
	if n := strings.Count(page, "<h1"); n != 1 {
		t.Errorf("%d h1 on the page, want 1", n)
	}
	if strings.Contains(page, " style=") || strings.Contains(page, "<style") || strings.Contains(page, " on") && regexp.MustCompile(` on[a-z]+="`).MatchString(page) {
		t.Error("the page has inline styles or handlers, which the content security policy forbids")
	}
	if found := keyLike.FindString(strings.NewReplacer("complaints.example", "", "example.ru", "", "example.org", "").Replace(page)); found != "" {
		t.Errorf("the page shows a key instead of a sentence: %s", found)
	}
	seen := map[string]bool{}
	for _, m := range identifiers.FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			t.Errorf("id %q stands twice", m[1])
		}
		seen[m[1]] = true
	}
	for _, m := range links.FindAllStringSubmatch(page, -1) {
		path, _, _ := strings.Cut(m[1], "?")
		path, _, _ = strings.Cut(path, "#")
		if strings.HasPrefix(m[1], "tel:") || strings.HasPrefix(m[1], "data:") || strings.HasPrefix(m[1], "#") || awaited[path] {
			continue
		}
		w := ask(t, s, http.MethodGet, path, nil)
		if w.Code == http.StatusNotFound || !strings.HasPrefix(path, "/") {
			t.Errorf("the page leads to %q, which is not served", m[1])
		}
	}
}

func TestEveryOpenPageInBothLanguages(t *testing.T) {
	s := serve(t, nil)
	for _, r := range s.routes() {
		if r.method != http.MethodGet || r.act != anyone || strings.HasPrefix(r.path, "/decisions") || strings.HasPrefix(r.path, "/sittings") || r.path == "/calendar/:token" || r.path == "/verify/:code" { // they need a store: TestDecisions, TestWatchingASitting, TestCalendarOfOnesOwn, TestVerify
			continue
		}
		titles := map[string]bool{}
		for _, lang := range []Lang{Russian, English} {
			t.Run(r.path+" "+string(lang), func(t *testing.T) {
				w := ask(t, s, http.MethodGet, r.path+"?lang="+string(lang), nil)
				page := w.Body.String()
				if w.Code != http.StatusOK {
					t.Fatalf("status %d, want 200", w.Code)
				}
				if !strings.Contains(page, `<html lang="`+string(lang)+`"`) {
					t.Error("the page does not say its language")
				}
				if titles[between(page, "<title>", "</title>")] {
					t.Error("the title is the same in both languages")
				}
				titles[between(page, "<title>", "</title>")] = true
				sound(t, s, page)
			})
		}
	}
}

func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

func TestHeaders(t *testing.T) {
	s := serve(t, func(c *Config) { c.Secure = true })
	first, second := ask(t, s, http.MethodGet, "/", nil), ask(t, s, http.MethodGet, "/", nil)
	policy := first.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "script-src 'nonce-"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %s", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") || policy == second.Header().Get("Content-Security-Policy") {
		t.Error("the policy allows inline code, or its nonce is not new for each answer")
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Strict-Transport-Security": "max-age=31536000"} {
		if got := first.Header().Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	private := serve(t, func(c *Config) { c.Sessions = signedInAs(identity.Chair) }, route{http.MethodGet, "/probe", identity.SeeDesk,
		func(c echo.Context) error { return c.String(http.StatusOK, "") }, false})
	if got := ask(t, private, http.MethodGet, "/probe", nil).Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control of a private page = %q, want no-store", got)
	}
	if got := ask(t, serve(t, nil), http.MethodGet, "/", nil).Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("HSTS without TLS: %q", got)
	}
}

func TestStaticFiles(t *testing.T) {
	s := serve(t, nil)
	plain := ask(t, s, http.MethodGet, asset("redress.css"), nil)
	packed := ask(t, s, http.MethodGet, asset("redress.css"), nil, "Accept-Encoding", "gzip, br")
	if plain.Code != http.StatusOK || !strings.HasPrefix(plain.Header().Get("Content-Type"), "text/css") {
		t.Errorf("status %d, type %q", plain.Code, plain.Header().Get("Content-Type"))
	}
	if got := plain.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("Cache-Control = %q", got)
	}
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() > 10<<10 || packed.Body.Len() >= plain.Body.Len() {
		t.Errorf("gzipped: %d of %d bytes", packed.Body.Len(), plain.Body.Len())
	}
	if w := ask(t, s, http.MethodGet, "/static/0000000000000000/redress.css", nil); w.Code != http.StatusNotFound || strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("a wrong digest: status %d, want 404 and nothing kept", w.Code)
	}
}

func TestErrorPages(t *testing.T) {
	gone := errors.New("connection refused")
	rows := []struct {
		name   string
		err    error
		status int
		says   string
	}{
		{"no such complaint", complaint.ErrNotFound, http.StatusNotFound, "Такой страницы нет"},
		{"a refusal", regulation.Refuse(regulation.Quorum, "no_quorum", regulation.Values{"Present": 4, "Needed": 5, "Established": 9}),
			http.StatusUnprocessableEntity, "Регламент комиссии, пункт 4.2"},
		{"refusals together", errors.Join(regulation.Missing("", "text", "text_missing"), regulation.Missing("", "ask", "choose_one")),
			http.StatusUnprocessableEntity, "Выберите один вариант"},
		{"the wrong office", identity.Actor{Office: identity.Member}.Must(identity.RegisterPaper, regulation.DutyToAccept),
			http.StatusForbidden, "Жалобы регистрирует секретарь комиссии."},
		{"too many attempts", regulation.Refuse("", "too_many_attempts", regulation.Values{"Minutes": 15}), http.StatusTooManyRequests, "через 15"},
		{"a paper with letters its face lacks", fmt.Errorf("rendering: %w", &document.MissingGlyphs{Letters: []rune{'漢', '字'}}),
			http.StatusUnprocessableEntity, "нет знаков «漢» (U+6F22), «字» (U+5B57)"},
		{"somebody was faster", ruling.ErrStale, http.StatusConflict, "Кто-то изменил это раньше вас"},
		{"the database is gone", gone, http.StatusServiceUnavailable, "8 (3840) 00-00-99"},
		{"a refusal beside a fault", errors.Join(regulation.Missing("", "text", "text_missing"), errors.New("disk full")),
			http.StatusInternalServerError, "Что-то сломалось"},
		{"a fault", errors.New(`inserting "Иванова Ирина": bad`), http.StatusInternalServerError, "и назовите номер"},
		{"a panic", nil, http.StatusInternalServerError, "Это наша ошибка"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var log bytes.Buffer
			s := serve(t, func(c *Config) {
				c.Log = slog.New(slog.NewTextHandler(&log, nil))
				c.Unavailable = func(err error) bool { return errors.Is(err, gone) }
			}, route{http.MethodGet, "/probe/:secret", anyone, func(echo.Context) error {
				if row.err == nil {
					panic("Иванова")
				}
				return row.err
			}, false})
			w := ask(t, s, http.MethodGet, "/probe/12345?q=Иванова", nil)
			if w.Code != row.status || !strings.Contains(shown(w), row.says) {
				t.Errorf("status %d, want %d with %q in\n%s", w.Code, row.status, row.says, w.Body)
			}
			sound(t, s, w.Body.String())
			if english := ask(t, s, http.MethodGet, "/probe/12345?lang=en", nil); strings.Contains(between(english.Body.String(), "<h1", "</h1>"), "о") {
				t.Error("the English page is not in English")
			}
			if w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
				t.Error("503 without Retry-After")
			}
			if strings.Contains(log.String(), "12345") || strings.Contains(log.String(), "Ирина") || !strings.Contains(log.String(), "/probe/:secret") {
				t.Errorf("the log says too much or too little: %s", log.String())
			}
			reference := regexp.MustCompile(`[0-9A-F]{2}-\d{4}`).FindString(w.Body.String())
			if row.status >= 500 && (reference == "" || !strings.Contains(log.String(), reference)) {
				t.Errorf("the page's number %q is not in the log", reference)
			}
		})
	}
}

func TestUnknownAddress(t *testing.T) {
	var log bytes.Buffer
	s := serve(t, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	w := ask(t, s, http.MethodGet, "/Иванова/12345", nil)
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Такой страницы нет") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if strings.Contains(log.String(), "12345") {
		t.Errorf("the log holds the address: %s", log.String())
	}
	sound(t, s, w.Body.String())
}

func TestFormTooLarge(t *testing.T) {
	s := serve(t, nil)
	w := ask(t, s, http.MethodPost, "/view", url.Values{"text": {strings.Repeat("x", formBytes+1)}})
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413", w.Code)
	}
}

func TestForeignForms(t *testing.T) {
	s := serve(t, nil)
	form := url.Values{"lang": {"en"}}
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Origin", "https://evil.example"},
		{"Origin", "null"},
	} {
		w := ask(t, s, http.MethodPost, "/lang", form, headers...)
		if w.Code != http.StatusForbidden || len(w.Result().Cookies()) != 0 || !strings.Contains(shown(w), "другого сайта") {
			t.Errorf("%v: status %d, cookies %v, want 403 and none", headers, w.Code, w.Result().Cookies())
		}
	}
	for _, headers := range [][]string{{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://complaints.example"}, {}} {
		if w := ask(t, s, http.MethodPost, "/lang", form, headers...); w.Code != http.StatusSeeOther {
			t.Errorf("%v: status %d, want 303", headers, w.Code)
		}
	}
}

func TestHealth(t *testing.T) {
	down := errors.New("starting")
	s := serve(t, func(c *Config) { c.Ready = func(context.Context) error { return down } })
	if w := ask(t, s, http.MethodGet, "/healthz", nil); w.Code != http.StatusOK {
		t.Errorf("/healthz = %d", w.Code)
	}
	if w := ask(t, s, http.MethodGet, "/readyz", nil); w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "starting") {
		t.Errorf("/readyz = %d %q", w.Code, w.Body)
	}
	down = nil
	if w := ask(t, s, http.MethodGet, "/readyz", nil); w.Code != http.StatusOK {
		t.Errorf("/readyz = %d", w.Code)
	}
}

func TestConfigRefused(t *testing.T) {
	for _, c := range []Config{{}, {BaseURL: "complaints.example"}, {BaseURL: "ftp://x"}, {BaseURL: "https://x", Proxies: []string{"10.0.0"}}} {
		if _, err := New(c); err == nil {
			t.Errorf("New(%+v) did not complain", c)
		}
	}
}

func TestAddressOfAVisitor(t *testing.T) {
	address := func(proxies ...string) string {
		var found string
		s := serve(t, func(c *Config) { c.Proxies = proxies }, route{http.MethodGet, "/probe", anyone,
			func(c echo.Context) error { found = c.RealIP(); return nil }, false})
		ask(t, s, http.MethodGet, "/probe", nil, "X-Forwarded-For", "203.0.113.9, 198.51.100.7", "X-Real-Ip", "203.0.113.9")
		return found
	}
	if got := address(); got != "192.0.2.1" {
		t.Errorf("without proxies = %s, want the connection's 192.0.2.1", got)
	}
	if got := address("192.0.2.0/24"); got != "198.51.100.7" {
		t.Errorf("behind the own proxy = %s, want the last address it wrote", got)
	}
}
