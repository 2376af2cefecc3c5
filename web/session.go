package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/identity"
)

// Sessions says who has signed in.
type Sessions interface {
	// Staff returns whose session the request belongs to. A request without a
	// session, or with one that ended, is identity.Nobody's and no error.
	Staff(r *http.Request) (Staff, error)
}

// Staff is somebody signed in, with the powers of today, and the commission they
// act for; the commission is empty for an administrator.
type Staff struct {
	identity.Actor
	Office commission.Commission
	Moment commission.Moment // of the request; zero for an administrator
}

// How long a session lasts: without a request, and at most.
const (
	idleTime    = 30 * time.Minute
	sessionLife = 12 * time.Hour
	touchEvery  = time.Minute // a session is written again this often, not with every page
)

// SessionStore keeps sign-ins, and no readable tokens.
type SessionStore interface {
	scs.Store
	// Actor returns whose session a token is, with the powers of today, the moment of
	// the commission they act for and when the session was last put off;
	// identity.ErrNotFound if it is nobody's who has powers.
	Actor(ctx context.Context, token string) (identity.Actor, commission.Moment, time.Time, error)
	// PutOff lets a session last that long from now, but not beyond its own end.
	PutOff(ctx context.Context, token string, idle time.Duration) error
	DeleteCtx(ctx context.Context, token string) error
}

// signIns are the sessions of the staff. Powers are not kept in them but asked for
// with each request, so that a seat or an account that ends takes its session along
// at once.
type signIns struct {
	manager *scs.SessionManager
	store   SessionStore
}

// newSignIns returns sessions kept in a store. The manager is made without its New,
// which would start a store in memory with a goroutine of its own.
func newSignIns(store SessionStore, secure bool) *signIns {
	name := "redress"
	if secure {
		name = "__Host-redress"
	}
	return &signIns{store: store, manager: &scs.SessionManager{
		Store: store, Codec: sessionCodec{}, IdleTimeout: idleTime, Lifetime: sessionLife,
		Cookie: scs.SessionCookie{Name: name, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode},
	}}
}

// sessionPerson is the number a session holds: whose it is.
const sessionPerson = "person"

// load returns a context with the session of a request, a new one if it has none.
func (s *signIns) load(r *http.Request) (context.Context, error) {
	token := ""
	if cookie, err := r.Cookie(s.manager.Cookie.Name); err == nil {
		token = cookie.Value
	}
	return s.manager.Load(r.Context(), token)
}

// Staff returns whose session the request belongs to.
func (s *signIns) Staff(r *http.Request) (Staff, error) {
	nobody, ctx := Staff{Actor: identity.Nobody}, r.Context()
	cookie, err := r.Cookie(s.manager.Cookie.Name)
	if err != nil || cookie.Value == "" {
		return nobody, nil //nolint:nilerr // no cookie is no session
	}
	actor, moment, seen, err := s.store.Actor(ctx, cookie.Value)
	switch {
	case errors.Is(err, identity.ErrNotFound):
		return nobody, s.store.DeleteCtx(ctx, cookie.Value)
	case err != nil:
		return nobody, err
	}
	if time.Since(seen) >= touchEvery {
		if err := s.store.PutOff(ctx, cookie.Value, idleTime); err != nil {
			return nobody, err
		}
	}
	return Staff{Actor: actor, Moment: moment, Office: moment.Composition.Commission}, nil
}

// begin starts a session of a person under a new token, whatever token the browser
// brought along.
func (s *signIns) begin(c echo.Context, person identity.ID) error {
	ctx, err := s.load(c.Request())
	if err != nil {
		return err
	}
	if err := s.manager.Clear(ctx); err != nil {
		return err
	}
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	s.manager.Put(ctx, sessionPerson, int64(person))
	token, expiry, err := s.manager.Commit(ctx)
	if err != nil {
		return err
	}
	s.manager.WriteSessionCookie(ctx, c.Response(), token, expiry)
	return nil
}

// end ends the session of a request, here and in the store.
func (s *signIns) end(c echo.Context) error {
	ctx, err := s.load(c.Request())
	if err != nil {
		return err
	}
	if err := s.manager.Destroy(ctx); err != nil {
		return err
	}
	s.manager.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
	return nil
}

// actor returns who is acting: identity.Nobody for a visitor who did not sign in.
func actor(c echo.Context) identity.Actor { return visitOf(c.Request().Context()).actor }

// recognise finds out who is acting and notes it in the visit.
func (s *Server) recognise(c echo.Context) error {
	if s.Sessions == nil {
		return nil
	}
	staff, err := s.Sessions.Staff(c.Request())
	if err != nil {
		return err
	}
	withActor(c, staff)
	return nil
}

// withActor notes who is acting from here on.
func withActor(c echo.Context, staff Staff) {
	v := visitOf(c.Request().Context())
	v.actor, v.moment = staff.Actor, staff.Moment
	if staff.Office.ID != 0 {
		v.office = staff.Office
	}
}

// keepOnce keeps a text in the session for the next page, and once takes it out: a
// link that is shown a single time stands in no address.
func (s *signIns) keepOnce(c echo.Context, name, text string) error {
	ctx, err := s.load(c.Request())
	if err != nil {
		return err
	}
	s.manager.Put(ctx, name, text)
	_, _, err = s.manager.Commit(ctx)
	return err
}

// once returns the text kept for this page, if there is one.
func (s *signIns) once(c echo.Context, name string) (string, error) {
	ctx, err := s.load(c.Request())
	if err != nil {
		return "", err
	}
	text := s.manager.PopString(ctx, name)
	if text == "" {
		return "", nil
	}
	_, _, err = s.manager.Commit(ctx)
	return text, err
}
