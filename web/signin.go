package web

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// signInForm is what the sign-in page shows again.
type signInForm struct {
	Login, Next string
	Note        string // why the visitor is here: "out" after signing out, "ready" with a new password
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
	form := signInForm{Login: legible(c.FormValue("login")), Next: afterSignIn(c.FormValue("next"))}
	person, err := s.Gate.SignIn(ctx, form.Login, c.FormValue("password"), networkOf(c.RealIP()))
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
