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

// signIns are the sessions of the staff. The store keeps only hashes of the tokens;
// powers are not kept at all but asked for with each request, so that a seat or an
// account that ends takes its session along at once.
type signIns struct {
	manager *scs.SessionManager
	records signInRecords
}

// signInRecords is what a session is checked against.
type signInRecords interface {
	Actor(ctx context.Context, person identity.ID) (identity.Actor, commission.Moment, error)
}

// newSignIns returns sessions kept in a store. The manager is made without its New,
// which would start a store in memory with a goroutine of its own.
func newSignIns(store scs.Store, records signInRecords, secure bool) *signIns {
	name := "redress"
	if secure {
		name = "__Host-redress"
	}
	return &signIns{records: records, manager: &scs.SessionManager{
		Store: store, Codec: scs.GobCodec{}, IdleTimeout: idleTime, Lifetime: sessionLife,
		Cookie: scs.SessionCookie{Name: name, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode},
	}}
}

// What a session holds.
const (
	sessionPerson = "person"
	sessionSeen   = "seen" // when it was last written, in seconds
)

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
	nobody := Staff{Actor: identity.Nobody}
	if len(r.CookiesNamed(s.manager.Cookie.Name)) == 0 {
		return nobody, nil
	}
	ctx, err := s.load(r)
	if err != nil {
		return nobody, err
	}
	person := identity.ID(s.manager.GetInt64(ctx, sessionPerson))
	if person == 0 {
		return nobody, nil
	}
	actor, moment, err := s.records.Actor(ctx, person)
	if errors.Is(err, identity.ErrNotFound) {
		return nobody, s.manager.Destroy(ctx)
	}
	if err != nil {
		return nobody, err
	}
	staff := Staff{Actor: actor, Moment: moment, Office: moment.Composition.Commission}
	return staff, s.touch(ctx)
}

// touch puts off the end of a session that is in use.
func (s *signIns) touch(ctx context.Context) error {
	now := time.Now()
	if seen := time.Unix(s.manager.GetInt64(ctx, sessionSeen), 0); now.Sub(seen) < touchEvery {
		return nil
	}
	s.manager.Put(ctx, sessionSeen, now.Unix())
	_, _, err := s.manager.Commit(ctx)
	return err
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
	s.manager.Put(ctx, sessionSeen, time.Now().Unix())
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
