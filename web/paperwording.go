package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// wordingRecords reads how a commission words its papers.
type wordingRecords interface {
	WordingsInForce(ctx context.Context, own commission.ID, day calendar.Date) (document.WordingsInForce, error)
	WordingVersions(ctx context.Context, own commission.ID, kind document.WordingKind, limit int) ([]document.WordingVersion, error)
}

// wordingsListed is how many versions a page shows.
const wordingsListed = 30

// wordingsView is the list of the papers a commission may word.
type wordingsView struct {
	moment  commission.Moment
	inForce document.WordingsInForce
}

// listWordings handles GET /wording.
func (s *Server) listWordings(c echo.Context) error {
	v := wordingsView{}
	var err error
	if v.moment, err = s.ownMoment(c); err != nil {
		return err
	}
	if v.inForce, err = s.Records.WordingsInForce(c.Request().Context(), actor(c).Commission, v.moment.Day); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, wordingsPage(v))
}

// wordingView is the text of one kind of paper, with the form that changes it.
type wordingView struct {
	kind      document.WordingKind
	moment    commission.Moment
	versions  []document.WordingVersion // the latest first
	base      string                    // the version that the text was taken from
	text      string                    // as it was typed
	complaint string                    // the number of the one it is tried on
	ground    string
	from      DateBoxes
	sample    *document.Paper // nil until it is asked for
	kept      bool
	problems  Problems
}

func (v wordingView) address() string { return "/wording/" + string(v.kind) }

// last is the version kept last; the zero one for none.
func (v wordingView) last() document.WordingVersion {
	if len(v.versions) == 0 {
		return document.WordingVersion{}
	}
	return v.versions[0]
}

// holds reports whether the version is the one of today.
func (v wordingView) holds(which document.WordingVersion) bool {
	for _, each := range v.versions {
		if !each.From.After(v.moment.Day) {
			return each.Number == which.Number
		}
	}
	return false
}

// bounded reports whether the text is one that may be kept, and can be looked at line by line.
func (v wordingView) bounded() bool {
	return v.text != "" && utf8.RuneCountInString(v.text) <= document.MaxWording
}

// lines are the lines of the text as they are counted.
func (v wordingView) lines() []string {
	return strings.Split(document.NormalWording(v.text), "\n")
}

// compared is the text beside the one that is built in.
func (v wordingView) compared(ctx context.Context) comparedPart {
	return comparedPart{name: t(ctx, "paper_wording.differs"), lang: "ru", compared: ruling.Compare(paragraphsIn(v.kind.BuiltIn()), paragraphsIn(v.text))}
}

// paragraphsIn are the lines of a wording that say something.
func paragraphsIn(text string) []string {
	var all []string
	for _, line := range strings.Split(document.NormalWording(text), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// wordingOfKind reads the page of one kind, with the text that was kept last.
func (s *Server) wordingOfKind(c echo.Context) (wordingView, error) {
	v := wordingView{kind: document.WordingKind(c.Param("kind"))}
	if !v.kind.Known() {
		return v, document.ErrNotFound
	}
	var err error
	if v.moment, err = s.ownMoment(c); err != nil {
		return v, err
	}
	if v.versions, err = s.Records.WordingVersions(c.Request().Context(), actor(c).Commission, v.kind, wordingsListed); err != nil {
		return v, err
	}
	v.base, v.text, v.from = strconv.Itoa(v.last().Number), v.last().Says(v.kind), boxesOf(v.moment.Day)
	if v.last().From.After(v.moment.Day) {
		v.from = boxesOf(v.last().From)
	}
	return v, nil
}

// showWording handles GET /wording/:kind.
func (s *Server) showWording(c echo.Context) error {
	v, err := s.wordingOfKind(c)
	if err != nil {
		return err
	}
	v.kept = c.QueryParam("kept") != ""
	return s.page(c, http.StatusOK, wordingPage(v))
}

// wordingTyped reads the page and the form that was sent.
func (s *Server) wordingTyped(c echo.Context) (wordingView, url.Values, error) {
	v, err := s.wordingOfKind(c)
	if err != nil {
		return v, nil, err
	}
	form, err := c.FormParams()
	if err != nil {
		return v, nil, err
	}
	v.base, v.text, v.ground, v.from = form.Get("base"), form.Get(document.WordingForm), strings.TrimSpace(form.Get("wording_ground")), boxesIn(form, "wording_from")
	v.complaint = strings.TrimSpace(legible(form.Get("wording_complaint")))
	return v, form, nil
}

// lookWording handles POST /wording/:kind/look: the paper on a complaint as the text would
// word it, on the page or as a PDF. It keeps nothing.
func (s *Server) lookWording(c echo.Context) error {
	v, form, err := s.wordingTyped(c)
	if err != nil {
		return err
	}
	sample, err := s.sampleOf(c, v)
	if err != nil {
		return s.wordingAgain(c, v, err)
	}
	if form.Get("look") == "pdf" {
		var file bytes.Buffer
		if err := s.Wordings.Draw(&file, sample); err != nil {
			return s.wordingAgain(c, v, err)
		}
		return s.sendFileAs(c, &file, "obrazec.pdf", "application/pdf", int64(file.Len()))
	}
	v.sample = &sample
	return s.page(c, http.StatusOK, wordingPage(v))
}

// sampleOf words a paper on the complaint that was named.
func (s *Server) sampleOf(c echo.Context, v wordingView) (document.Paper, error) {
	unknown := regulation.Missing("", "wording_complaint", "wording_no_complaint")
	ref, err := complaint.ParseRef(v.complaint)
	if err != nil {
		return document.Paper{}, unknown
	}
	sample, err := s.Wordings.Sample(c.Request().Context(), actor(c), v.kind, v.text, ref)
	if errors.Is(err, complaint.ErrNotFound) {
		return document.Paper{}, unknown
	}
	return sample, err
}

// keepWording handles POST /wording/:kind.
func (s *Server) keepWording(c echo.Context) error {
	v, _, err := s.wordingTyped(c)
	if err != nil {
		return err
	}
	return s.wordingKept(c, v, document.WordingEdition{Text: v.text})
}

// restoreWording handles POST /wording/:kind/built-in.
func (s *Server) restoreWording(c echo.Context) error {
	v, _, err := s.wordingTyped(c)
	if err != nil {
		return err
	}
	return s.wordingKept(c, v, document.WordingEdition{BuiltIn: true})
}

// wordingKept keeps the next version, with what was typed beside its text.
func (s *Server) wordingKept(c echo.Context, v wordingView, e document.WordingEdition) error {
	from, err := v.from.Date("wording_from")
	if err != nil {
		return s.wordingAgain(c, v, err)
	}
	e.Base, e.Ground, e.From = int(whole(v.base)), v.ground, from
	if err := s.Wordings.Keep(c.Request().Context(), actor(c), v.kind, e); err != nil {
		return s.wordingAgain(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, v.address()+"?kept=1")
}

// wordingAgain shows the form once more with everything typed and what is wrong. It is now
// made of the latest version, which it shows.
func (s *Server) wordingAgain(c echo.Context, v wordingView, cause error) error {
	v.problems = problems(c.Request().Context(), cause)
	if v.problems == nil || v.problems.has(notYourOffice) {
		return cause
	}
	v.base = strconv.Itoa(v.last().Number)
	return s.page(c, v.problems.status(), wordingPage(v))
}

// wordedName is what a kind of paper is called.
func wordedName(ctx context.Context, kind document.WordingKind) string {
	if sheet := kind.Sheet(); sheet != "" {
		return word(ctx, sheet)
	}
	return t(ctx, "letter_kind."+string(kind))
}

// enteredBy says who kept a version, and when.
func (v wordingView) enteredBy(ctx context.Context, which document.WordingVersion) string {
	return which.ByName.Short() + ", " + dayYear(ctx, calendar.On(which.At, v.moment.Composition.Commission.Profile.Zone()))
}
