package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/grammar"
	"redress/internal/identity"
)

// nameRecords reads the dictionary of names of a commission.
type nameRecords interface {
	Dictionary(ctx context.Context, own commission.ID, names ...identity.Name) (document.Dictionary, error)
	NamesKept(ctx context.Context, own commission.ID, after int64, limit int) ([]document.Correction, error)
	NameKept(ctx context.Context, own commission.ID, id int64) (string, error)
}

// namesListed is how many names a page of the dictionary holds.
const namesListed = 30

// namesView is the dictionary, with the form that corrects a name.
type namesView struct {
	kept     []document.Correction
	moment   commission.Moment
	next     templ.SafeURL
	name     string // that is looked at; empty for none
	forms    grammar.Forms
	sure     bool
	saved    bool
	problems Problems
}

// listNames handles GET /names, with the complaint or the record whose name is looked at:
// the name itself stands in no address.
func (s *Server) listNames(c echo.Context) error {
	name, err := s.nameAsked(c)
	if err != nil {
		return err
	}
	return s.lookedAt(c, name)
}

// nameAsked is the name that the address leads to; empty for none.
func (s *Server) nameAsked(c echo.Context) (string, error) {
	if id := whole(c.QueryParam("record")); id > 0 {
		return s.Records.NameKept(c.Request().Context(), actor(c).Commission, id)
	}
	if of := c.QueryParam("of"); of != "" {
		about, err := s.complaintOf(c, of)
		return about.Complainant.Name.Full(), err
	}
	return "", nil
}

// lookName handles POST /names/look: how a name that was typed declines.
func (s *Server) lookName(c echo.Context) error { return s.lookedAt(c, c.FormValue("name")) }

func (s *Server) lookedAt(c echo.Context, typed string) error {
	v, err := s.namesOf(c)
	if err != nil {
		return err
	}
	v.name, v.saved = strings.Join(strings.Fields(legible(typed)), " "), c.QueryParam("saved") != ""
	if v.name != "" {
		name := identity.Name(grammar.Parse(v.name))
		kept, err := s.Records.Dictionary(c.Request().Context(), actor(c).Commission, name)
		if err != nil {
			return err
		}
		v.forms, v.sure = kept.Forms(name)
	}
	return s.page(c, http.StatusOK, namesPage(v))
}

func (s *Server) namesOf(c echo.Context) (namesView, error) {
	var v namesView
	var err error
	if v.moment, err = s.ownMoment(c); err != nil {
		return v, err
	}
	if v.kept, err = s.Records.NamesKept(c.Request().Context(), actor(c).Commission, whole(c.QueryParam("after")), namesListed+1); err != nil {
		return v, err
	}
	if len(v.kept) > namesListed {
		v.kept = v.kept[:namesListed]
		v.next = templ.SafeURL("/names?" + url.Values{"after": {strconv.FormatInt(v.kept[namesListed-1].ID, 10)}}.Encode())
	}
	return v, nil
}

// correctName handles POST /names.
func (s *Server) correctName(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	var typed grammar.Forms
	for _, which := range grammar.Cases {
		typed[which] = form.Get(document.FormField(which))
	}
	ctx := c.Request().Context()
	if err := s.Names.Correct(ctx, actor(c), typed); err != nil {
		wrong := problems(ctx, err)
		if wrong == nil || wrong.has(notYourOffice) {
			return err
		}
		v, err := s.namesOf(c)
		if err != nil {
			return err
		}
		v.name, v.forms, v.problems = typed[grammar.Nominative], typed, wrong
		return s.page(c, wrong.status(), namesPage(v))
	}
	return c.Redirect(http.StatusSeeOther, "/names?saved=1")
}

// asked reports whether the form that corrects a name stands on the page.
func (v namesView) asked() bool { return v.name != "" || len(v.problems) > 0 }

// keptOn says who wrote a name down, and when.
func (v namesView) keptOn(ctx context.Context, k document.Correction) string {
	return k.ByName.Short() + ", " + dayYear(ctx, calendar.On(k.At, v.moment.Composition.Commission.Profile.Zone()))
}

// namedInPaper is the complainant's name as the papers of a complaint say it.
type namedInPaper struct {
	of    complaint.Ref
	name  string
	forms grammar.Forms
	sure  bool
}

// namedIn reads how papers say the complainant's name.
func (s *Server) namedIn(c echo.Context, f complaintFrameData) (namedInPaper, error) {
	name := f.Complaint.Complainant.Name
	kept, err := s.Records.Dictionary(c.Request().Context(), actor(c).Commission, name)
	if err != nil {
		return namedInPaper{}, err
	}
	in := namedInPaper{of: f.Complaint.Ref, name: name.Full()}
	in.forms, in.sure = kept.Forms(name)
	return in, nil
}
