package web

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/trust"
)

// trustListed is how many authorities a page lists.
const trustListed = 50

// trustView is the trust store as an administrator sees it.
type trustView struct {
	authorities []trust.Authority
	lists       map[trust.AuthorityID]trust.List
	now         time.Time
	next        templ.SafeURL
	said        string // the note of what was just done
	problems    Problems
}

// authorityView is one authority, with the form that retires it.
type authorityView struct {
	trustView
	trust.Authority
	reason string
}

// trustNotes are what a page may say was just done.
var trustNotes = []string{"added", "list", "list_known", "retired"}

// trustHeld reads the trust store: what is in use before what was retired, by name.
func (s *Server) trustHeld(c echo.Context) (trustView, error) {
	ctx := c.Request().Context()
	var v trustView
	var err error
	if v.now, err = s.Records.Now(ctx); err != nil {
		return v, err
	}
	if v.authorities, err = s.Trust.Authorities(ctx); err != nil {
		return v, err
	}
	if v.lists, err = s.Trust.Lists(ctx); err != nil {
		return v, err
	}
	slices.SortStableFunc(v.authorities, func(a, b trust.Authority) int {
		return cmp.Or(a.Retired.At.Compare(b.Retired.At), strings.Compare(a.Name(), b.Name()))
	})
	if note := c.QueryParam("note"); slices.Contains(trustNotes, note) {
		v.said = note
	}
	return v, nil
}

// showTrust handles GET /settings/trust.
func (s *Server) showTrust(c echo.Context) error { return s.trustAnswer(c, nil) }

func (s *Server) trustAnswer(c echo.Context, wrong Problems) error {
	v, err := s.trustHeld(c)
	if err != nil {
		return err
	}
	from := int(min(max(whole(c.QueryParam("from")), 0), int64(len(v.authorities))))
	v.problems, v.authorities = wrong, v.authorities[from:]
	if len(v.authorities) > trustListed {
		v.authorities = v.authorities[:trustListed]
		v.next = templ.SafeURL("/settings/trust?from=" + strconv.Itoa(from+trustListed))
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = wrong.status()
	}
	return s.page(c, status, trustPage(v))
}

// takeInTrust handles POST /settings/trust: a file of certificates, or a revocation list.
func (s *Server) takeInTrust(c echo.Context) error {
	raw, err := trustFile(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	taken, err := s.Trust.TakeIn(ctx, actor(c), raw)
	if err != nil {
		wrong := problems(ctx, err)
		if wrong == nil || wrong.has(notYourOffice) {
			return err
		}
		return s.trustAnswer(c, wrong)
	}
	note := "added"
	switch {
	case taken.List != nil && taken.Known > 0:
		note = "list_known"
	case taken.List != nil:
		note = "list"
	}
	return c.Redirect(http.StatusSeeOther, "/settings/trust?note="+note)
}

// trustFile reads the file of the form into memory: a list in PEM is longer than the list.
func trustFile(c echo.Context) ([]byte, error) {
	const limit = 2*trust.MaxList + 1
	body := &steady{control: http.NewResponseController(c.Response()), began: time.Now(),
		body: http.MaxBytesReader(c.Response(), c.Request().Body, limit+uploadSlack)}
	c.Request().Body = io.NopCloser(body)
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return nil, echo.ErrUnsupportedMediaType
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err == nil && part.FormName() != trust.FieldFile {
			continue
		}
		var raw []byte
		if err == nil {
			raw, err = io.ReadAll(io.LimitReader(part, limit)) // one byte more is told to be too large
		}
		if err != nil && !tooHeavy(err) && !tooHeavy(body.err) {
			return nil, echo.ErrBadRequest
		}
		return raw, err
	}
}

// authorityOf is the authority that the address names.
func (s *Server) authorityOf(c echo.Context) (authorityView, error) {
	v := authorityView{}
	var err error
	if v.trustView, err = s.trustHeld(c); err != nil {
		return v, err
	}
	id := trust.AuthorityID(whole(c.Param("authority")))
	i := slices.IndexFunc(v.authorities, func(a trust.Authority) bool { return a.ID == id })
	if i < 0 {
		return v, echo.ErrNotFound
	}
	v.Authority = v.authorities[i]
	return v, nil
}

// showAuthority handles GET /settings/trust/:authority.
func (s *Server) showAuthority(c echo.Context) error {
	v, err := s.authorityOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, authorityPage(v))
}

// retireAuthority handles POST /settings/trust/:authority/retire.
func (s *Server) retireAuthority(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.authorityOf(c)
	if err != nil {
		return err
	}
	v.reason = strings.TrimSpace(c.FormValue(trust.FieldReason))
	if err := s.Trust.Retire(ctx, actor(c), v.Fingerprint(), v.reason); err != nil {
		if v.problems = problems(ctx, err); v.problems == nil || v.problems.has(notYourOffice) {
			return err
		}
		return s.page(c, v.problems.status(), authorityPage(v))
	}
	return c.Redirect(http.StatusSeeOther, "/settings/trust?note=retired")
}

// address leads to the page of an authority.
func (v trustView) address(a trust.Authority) templ.SafeURL {
	return templ.SafeURL("/settings/trust/" + strconv.FormatInt(int64(a.ID), 10))
}

// kind says whether chains end with an authority.
func (v trustView) kind(ctx context.Context, a trust.Authority) string {
	if a.Root() {
		return t(ctx, "trust.root")
	}
	return t(ctx, "trust.between")
}

// standing is how an authority stands, and the kind of its tag.
func (v trustView) standing(ctx context.Context, a trust.Authority) (said, kind string) {
	standing := a.Standing(v.now)
	if standing != trust.InForce {
		kind = "warn"
	}
	return word(ctx, standing), kind
}

// list says what is known of what an authority took back, in lines.
func (v trustView) list(ctx context.Context, a trust.Authority) []string {
	l, has := v.lists[a.ID]
	if !has {
		return []string{t(ctx, "trust.no_list")}
	}
	zone := visitOf(ctx).zone()
	lines := []string{t(ctx, "trust.list_of", "Moment", moment(ctx, l.ThisUpdate, zone)), tn(ctx, "trust.list_count", l.Count)}
	switch {
	case l.Stale(v.now):
		lines = append(lines, t(ctx, "trust.list_stale", "Moment", moment(ctx, l.NextUpdate, zone)))
	case !l.NextUpdate.IsZero():
		lines = append(lines, t(ctx, "trust.list_next", "Moment", moment(ctx, l.NextUpdate, zone)))
	}
	if l.Partial {
		lines = append(lines, t(ctx, "trust.list_partial"))
	}
	return lines
}

// day writes the day of an instant of a certificate.
func (v trustView) day(ctx context.Context, at time.Time) string {
	return dayYear(ctx, calendar.On(at, visitOf(ctx).zone()))
}

// entry says when something was done in the store, and who did it.
func (v trustView) entry(ctx context.Context, e trust.Entry) string {
	by := e.Name.Full()
	if e.By == 0 {
		by = t(ctx, "trust.by_operator")
	}
	return moment(ctx, e.At, visitOf(ctx).zone()) + ", " + by
}

// issuer says who issued the certificate of an authority.
func (v authorityView) issuer(ctx context.Context) string {
	if v.Root() {
		return t(ctx, "trust.self")
	}
	return v.Issuer.Person()
}

// print is the fingerprint in groups of four, as people compare it.
func (v authorityView) print() string {
	var groups []string
	for group := range slices.Chunk([]byte(v.Fingerprint().String()), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}
