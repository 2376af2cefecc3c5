package web

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/identity"
)

// visit is what every page knows about the request it answers. It travels in the
// request's context, so that components need no arguments for it.
type visit struct {
	server    *Server
	lang      Lang
	look      Look
	nonce     string // for the script tags of this answer
	reference string // names this request in the log and on error pages, "7F-2093"
	here      string // the address to come back to after changing language or look
	actor     identity.Actor
	moment    commission.Moment     // the instant of the request with the actor's commission, as the session found it
	office    commission.Commission // whose pages these are: the actor's commission, else the installation's
	said      map[dueKey]Due        // the due days of this page in words
	names     names                 // of the fields of this page
	follows   bool                  // the page follows a sitting
}

type visitKey struct{}

// visitOf returns the visit of a context. Outside a request it is a visit of
// nobody in Russian, so that components can be rendered anywhere.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{server: &Server{}, lang: Russian, here: "/", actor: identity.Nobody, said: map[dueKey]Due{}}
}

// with returns the context carrying the visit.
func (v *visit) with(ctx context.Context) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// signedIn reports whether somebody of a commission, or an administrator, is here.
func (v *visit) signedIn() bool { return v.actor.Office != identity.Citizen }

// visited begins the visit: language and look are read here, who is acting later,
// by the guard of the route.
func (s *Server) visited(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		v := &visit{server: s, lang: langOf(r), look: lookOf(r), nonce: rand.Text(), reference: newReference(),
			here: s.hereOf(c), actor: identity.Nobody, office: s.Office(), said: map[dueKey]Due{}}
		c.SetRequest(r.WithContext(v.with(r.Context())))
		return next(c)
	}
}

// newReference returns a number short enough to be read out on the telephone.
func newReference() string {
	var b [3]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand stops the program instead
	return fmt.Sprintf("%02X-%04d", b[0], binary.BigEndian.Uint16(b[1:])%10_000)
}

// hereOf returns the address of this page for forms that come back to it. The
// answer to a POST is only come back to where its address can also be read.
func (s *Server) hereOf(c echo.Context) string {
	r := c.Request()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		if s.serves[c.Path()] {
			return ownPath(r.URL.EscapedPath())
		}
		return "/"
	}
	return ownPath(r.URL.RequestURI())
}

// anyLang returns the address without the language it asks for, so that another
// one can be chosen there.
func anyLang(here string) string {
	u, err := url.Parse(here)
	if err != nil || !u.Query().Has("lang") {
		return here
	}
	query := u.Query()
	query.Del("lang")
	u.RawQuery = query.Encode()
	return ownPath(u.String())
}

// ownPath returns the address if it is a path of this site, and "/" for anything
// else: no redirect ever leaves the site because of what a form or a link said.
func ownPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" {
		return "/"
	}
	if len(address) < 1 || address[0] != '/' || len(address) > 1 && (address[1] == '/' || address[1] == '\\') {
		return "/"
	}
	for _, r := range address {
		if r < ' ' || r == '\\' || r == 0x7F {
			return "/"
		}
	}
	return address
}
