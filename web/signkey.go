package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/keyring"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// keyBytes is the most a key file may weigh: a key and a few certificates.
const keyBytes = 1 << 20

// keyView is the key a signer keeps here.
type keyView struct {
	key      *keyring.Key // nil for none
	zone     *time.Location
	report   *signature.Report // of a key whose signatures are not accepted
	problems Problems
}

// ownKey returns the key the visitor keeps here; nil for none.
func (s *Server) ownKey(ctx context.Context, by identity.Actor) (*keyring.Key, error) {
	key, err := s.Keys.Own(ctx, by.ID)
	if errors.Is(err, keyring.ErrNone) {
		return nil, nil //nolint:nilnil // none is an answer
	}
	return &key, err
}

// showKey handles GET /sign/key.
func (s *Server) showKey(c echo.Context) error { return s.keyPage(c, nil, nil) }

func (s *Server) keyPage(c echo.Context, wrong Problems, report *signature.Report) error {
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	v := keyView{problems: wrong, report: report, zone: m.Composition.Commission.Profile.Zone()}
	if v.key, err = s.ownKey(c.Request().Context(), actor(c)); err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil {
		status = wrong.status()
	}
	return s.page(c, status, keyPage(v))
}

// addKey handles POST /sign/key: a key file is kept, locked under its passphrase.
func (s *Server) addKey(c echo.Context) error {
	ctx := c.Request().Context()
	typed, file, err := bringing{field: "key_file", limit: keyBytes, also: []string{"passphrase"},
		heavy:  &regulation.Refusal{Field: "key_file", Key: "key_heavy", Values: regulation.Values{"Limit": keyBytes >> 20}},
		absent: regulation.Missing("", "key_file", "key_absent")}.read(c)
	if err == nil {
		err = s.Keys.Add(ctx, actor(c), file, typed.Get("passphrase"))
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, "/sign/key")
	}
	found, report := signingProblems(ctx, err, "key_file")
	if found == nil {
		return err
	}
	return s.keyPage(c, found, report)
}

// removeKey handles POST /sign/key/remove.
func (s *Server) removeKey(c echo.Context) error {
	if err := s.Keys.Remove(c.Request().Context(), actor(c)); err != nil && !errors.Is(err, keyring.ErrNone) {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/sign/key")
}

// signingProblems says why a signature was not made or not taken, with the report on one
// that was checked; field is where it was brought.
func signingProblems(ctx context.Context, err error, field string) (Problems, *signature.Report) {
	var refused *signature.NotAccepted
	if errors.As(err, &refused) {
		return problems(ctx, regulation.Missing(regulation.SerialNumbers, field, "signature_refused")), &refused.Report
	}
	return problems(ctx, err), nil
}
