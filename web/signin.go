package web

import (
	"errors"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// signInForm is what the sign-in page shows again.
type signInForm struct {
	Login, Next string
	Note        string // why the visitor is here: "out" after signing out, "ready" with a new password
	Kept        keptForm
}

// keptForm is a form that was sent after the session had ended. It waits in the
// sign-in page itself, so that what was typed is not lost and nobody else keeps it.
type keptForm struct {
	Address string // where it was sent to; empty if no form waits
	Fields  []keptField
}

type keptField struct{ Name, Value string }

// Names of kept fields in the sign-in form.
const (
	keptAddress = "kept_address"
	keptPrefix  = "kept."
)

// askToSignIn answers who has not signed in, or no longer is. A form that was sent
// is kept; files, read piece by piece elsewhere, cannot be.
func (s *Server) askToSignIn(c echo.Context, r route) error {
	here := visitOf(c.Request().Context()).here
	if r.method != http.MethodPost || r.bulk {
		return c.Redirect(http.StatusSeeOther, toSignIn(here))
	}
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, formBytes)
	sent, err := c.FormParams()
	if err != nil {
		return err
	}
	kept := keptFormOf(c.Request().URL.EscapedPath(), sent, "")
	if len(kept.Fields) == 0 {
		return c.Redirect(http.StatusSeeOther, toSignIn(here))
	}
	return s.page(c, http.StatusUnauthorized, signInPage(signInForm{Next: afterSignIn(here), Note: "kept", Kept: kept}, nil))
}

// keptFormOf collects the fields of a form whose names begin with a prefix. What is
// secret is not kept: it is typed again.
func keptFormOf(address string, sent url.Values, prefix string) keptForm {
	kept := keptForm{Address: ownPath(address)}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		bare, ok := strings.CutPrefix(name, prefix)
		if !ok || bare == "password" || bare == "again" {
			continue
		}
		for _, value := range sent[name] {
			kept.Fields = append(kept.Fields, keptField{bare, value})
		}
	}
	return kept
}

// showSignIn handles GET /sign-in.
func (s *Server) showSignIn(c echo.Context) error {
	next := afterSignIn(c.QueryParam("next"))
	if visitOf(c.Request().Context()).signedIn() {
		return c.Redirect(http.StatusSeeOther, next)
	}
	form := signInForm{Next: next}
	switch note := c.QueryParam("note"); {
	case note == "out" || note == "ready":
		form.Note = note
	case c.QueryParam("next") != "":
		form.Note = "ask"
	}
	return s.page(c, http.StatusOK, signInPage(form, nil))
}

// afterSignIn returns where to go after signing in: where the visitor wanted to go
// if that is a page of this site, else the desk.
func afterSignIn(next string) string {
	path := ownPath(next)
	if path == "/" || path == "/sign-in" || strings.HasPrefix(path, "/sign-in?") {
		return "/desk"
	}
	return path
}

// signIn handles POST /sign-in.
func (s *Server) signIn(c echo.Context) error {
	ctx := c.Request().Context()
	sent, err := c.FormParams()
	if err != nil {
		return err
	}
	form := signInForm{Login: legible(sent.Get("login")), Next: afterSignIn(sent.Get("next"))}
	if address := sent.Get(keptAddress); address != "" {
		form.Kept, form.Note = keptFormOf(address, sent, keptPrefix), "kept"
	}
	person, err := s.Gate.SignIn(ctx, form.Login, sent.Get("password"), networkOf(c.RealIP()))
	if errors.Is(err, identity.ErrNotSignedIn) {
		err = regulation.Missing("", "password", "not_signed_in")
	}
	if err == nil {
		err = s.signIns.begin(c, person)
	}
	if err != nil {
		found := problems(ctx, err)
		if found == nil {
			return err
		}
		return s.page(c, found.status(), signInPage(form, found))
	}
	if form.Kept.Address != "" {
		return s.page(c, http.StatusOK, resendPage(form.Kept))
	}
	return c.Redirect(http.StatusSeeOther, form.Next)
}

// signOut handles POST /sign-out.
func (s *Server) signOut(c echo.Context) error {
	if s.signIns != nil {
		if err := s.signIns.end(c); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, "/sign-in?note=out")
}

// showInvitation handles GET /invitation/:token.
func (s *Server) showInvitation(c echo.Context) error {
	account, err := s.Gate.Invited(c.Request().Context(), c.Param("token"))
	if errors.Is(err, identity.ErrNotFound) {
		return s.page(c, http.StatusNotFound, invitationGonePage())
	}
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, invitationPage(account, nil))
}

// takeUp handles POST /invitation/:token.
func (s *Server) takeUp(c echo.Context) error {
	ctx := c.Request().Context()
	token := c.Param("token")
	account, err := s.Gate.Invited(ctx, token)
	if err == nil {
		err = s.Gate.TakeUp(ctx, token, c.FormValue("password"), c.FormValue("again"))
	}
	if errors.Is(err, identity.ErrNotFound) {
		return s.page(c, http.StatusNotFound, invitationGonePage())
	}
	if err != nil {
		found := problems(ctx, err)
		if found == nil {
			return err
		}
		return s.page(c, found.status(), invitationPage(account, found))
	}
	return c.Redirect(http.StatusSeeOther, "/sign-in?note=ready")
}

// networkOf returns the network an address belongs to, for counting attempts: the
// address itself, or the /64 that one subscriber has in IPv6.
func networkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	network, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return network.String()
}

// legible drops what no column of the database can hold from a word that is only
// looked up, never stored.
func legible(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

// toSignIn is the address that asks to sign in and then leads back.
func toSignIn(next string) string { return "/sign-in?next=" + url.QueryEscape(next) }
