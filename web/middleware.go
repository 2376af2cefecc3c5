package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"
)

// logged writes one line for each request. The line names the pattern of the
// address and never the address itself: numbers of complaints, searches and codes
// are not for the log. It also turns an error into its page, to know the status.
func (s *Server) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		route := c.Path()
		if route == "" || c.Response().Status == http.StatusNotFound && !s.serves[route] {
			route = "-"
		}
		level := slog.LevelInfo
		if c.Response().Status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		s.Log.LogAttrs(c.Request().Context(), level, "request",
			slog.String("method", method(c)), slog.String("route", route),
			slog.Int("status", c.Response().Status), slog.Duration("took", time.Since(began)),
			slog.String("reference", visitOf(c.Request().Context()).reference))
		return nil
	}
}

// method returns the method of the request; what is not one of HTTP's own could say anything.
func method(c echo.Context) string {
	switch m := c.Request().Method; m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "-"
}

// crash is a panic on its way to the log.
type crash struct {
	value any
	stack []byte
}

func (c *crash) Error() string { return fmt.Sprintf("panic: %v", c.value) }

// rescued makes an error of a panic, so that one page fails and not the process.
func (s *Server) rescued(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if value == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(value)
			}
			err = &crash{value: value, stack: debug.Stack()}
		}()
		return next(c)
	}
}

// headed sets the headers that keep a page to itself: only own styles and images,
// scripts only with the nonce of this very answer, forms only to here, no frames,
// no traces in caches or in the next site's log.
func (s *Server) headed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "+
			"frame-ancestors 'none'; base-uri 'none'; script-src 'nonce-"+visitOf(c.Request().Context()).nonce+"' 'strict-dynamic'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// ownForms refuses what a page of another site sends in a visitor's name.
func (s *Server) ownForms(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.origins.Check(c.Request()); err != nil {
			return errForeignForm
		}
		return next(c)
	}
}
