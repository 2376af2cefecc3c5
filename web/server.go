// Package web is everything a browser meets: the pages of the complainants and of
// the commission's desk, their forms, and the words they speak in two languages.
//
// A request passes four rooms: routes.go says who may use the address, the handler
// beside its .templ page binds the form and calls one thing, the domain decides,
// the store keeps. Nothing here has an opinion about the law.
package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
)

// Config is what the pages need to know of their installation.
type Config struct {
	Log     *slog.Logger
	BaseURL string // the address people type, "https://complaints.example"
	Demo    bool   // every page says that its data are invented
	Secure  bool   // people come over TLS: cookies and HSTS say so
	// How many complaints, and how many loads of files, one network may send in an hour;
	// 0 for as many as come. Staff are not counted.
	FilingsPerHour, UploadsPerHour int

	Proxies []string // networks of the own proxies whose X-Forwarded-For is believed, "10.0.0.0/8"

	// Ready fails while the installation cannot serve.
	Ready func(context.Context) error
	// Unavailable reports whether an error means that the database or the vault
	// cannot be reached now, so that the same request may succeed later.
	Unavailable func(error) bool
	// Office is the commission whose name, phone and address stand on public pages.
	// It is asked for every page, error pages among them, and must not wait.
	Office func() commission.Commission
	// Campaign returns the election campaign the office is in today, if it is in one.
	Campaign func(context.Context) (commission.Campaign, bool, error)
	// Sessions says who has signed in; nil while nobody can. It is made over the
	// SessionStore, which keeps sign-ins and no readable tokens, where that is given.
	Sessions     Sessions
	SessionStore SessionStore
	// TrackKey seals the passes of those who follow a complaint. Without one they end
	// with the process; replicas need the same.
	TrackKey []byte
	Services
}

// Server answers all requests. Services of the domain are its fields.
type Server struct {
	Config
	echo    *echo.Echo
	origins *http.CrossOriginProtection
	serves  map[string]bool // the GET addresses there are, as patterns
	signIns *signIns        // nil while nobody can sign in
	leaving atomic.Bool     // told to stop: readiness is off, requests under way go on
	streams streams         // of pages that follow sittings
	hurries hurries         // of those who watch without signing in
	exams   *exams          // of files that anybody brings to be checked
	ending  context.Context // ends with Leaving: streams would go on for ever
	end     context.CancelFunc
}

// New returns a server that is ready to serve.
func New(c Config) (*Server, error) {
	base, err := url.Parse(c.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("base address %q: it must read like https://complaints.example", c.BaseURL)
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	origins := http.NewCrossOriginProtection()
	if err := origins.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return nil, fmt.Errorf("base address %q: %w", c.BaseURL, err)
	}
	extractor, err := addressOf(c.Proxies)
	if err != nil {
		return nil, err
	}
	s := &Server{Config: c.withDefaults(), echo: echo.New(), origins: origins, serves: map[string]bool{}, exams: newExams()}
	s.ending, s.end = context.WithCancel(context.Background())
	if s.SessionStore != nil {
		s.signIns = newSignIns(s.SessionStore, s.Secure)
		s.Sessions = s.signIns
	}
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.IPExtractor = extractor
	s.echo.HTTPErrorHandler = s.fail
	s.echo.Use(s.visited, s.logged, s.rescued, s.headed, s.ownForms)
	s.echo.GET("/healthz", s.healthy)
	s.echo.GET("/readyz", s.ready)
	s.echo.GET("/static/:hash/:file", s.file)
	s.mount(s.routes())
	return s, nil
}

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Ready == nil {
		c.Ready = func(context.Context) error { return nil }
	}
	if c.Unavailable == nil {
		c.Unavailable = func(err error) bool { return errors.Is(err, context.DeadlineExceeded) }
	}
	if c.Office == nil {
		c.Office = func() commission.Commission { return commission.Commission{} }
	}
	if len(c.TrackKey) == 0 {
		c.TrackKey = []byte(rand.Text())
	}
	if c.Campaign == nil {
		c.Campaign = func(context.Context) (commission.Campaign, bool, error) { return commission.Campaign{}, false, nil }
	}
	return c
}

// addressOf returns how the address of a visitor is found: from the connection,
// or behind own proxies from the header they write. Nobody else's header counts.
func addressOf(proxies []string) (echo.IPExtractor, error) {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, proxy := range proxies {
		_, network, err := net.ParseCIDR(proxy)
		if err != nil {
			return nil, fmt.Errorf("network of a proxy: %w", err)
		}
		trust = append(trust, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(trust...), nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// healthy answers as long as the process runs.
func (s *Server) healthy(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready answers 200 while the installation can serve, 503 otherwise. Why it
// cannot stands in the log, not in the answer.
func (s *Server) ready(c echo.Context) error {
	if s.leaving.Load() {
		return c.String(http.StatusServiceUnavailable, "leaving\n")
	}
	if err := s.Ready(c.Request().Context()); err != nil {
		s.Log.WarnContext(c.Request().Context(), "not ready", "error", scrubbed(err))
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ok\n")
}

// Leaving turns readiness off, so that a balancer sends nobody here any more while
// the requests under way are finished. Streams end: their browsers go elsewhere.
func (s *Server) Leaving() {
	s.leaving.Store(true)
	s.end()
}
