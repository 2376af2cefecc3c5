package web

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/complaint"
)

// formCookie ties the browser to its form. Nothing of it ever stands in an address.
const formCookie = "redress_form"

// asked is one question of the form as its page shows it.
type asked struct {
	question complaint.Question
	form     complaint.Form // as stored, or as just typed
	begun    bool           // the browser holds a form
	problems Problems
	changing bool // the answer is being changed from the last page
	today    calendar.Date
	event    DateBoxes
	decision DateBoxes
	radio    string // what was chosen, where a question offers a few
	search   respondents
	deciding deciding // on the last page
	limits   attachment.Limits
	agreed   bool
}

// number is the place of the question, from 1.
func (a asked) number() int { return slices.Index(complaint.Questions, a.question) + 1 }

// title is the heading of the page, which is the question itself.
func (a asked) title(ctx context.Context) string { return t(ctx, "file.title_"+string(a.question)) }

// action is where the page sends its answer.
func (a asked) action() templ.SafeURL { return templ.SafeURL("/file/" + string(a.question)) }

// back is the page before: the last one for whoever came from there.
func (a asked) back() templ.SafeURL {
	switch n := a.number(); {
	case a.changing:
		return "/file/check"
	case n <= 1:
		return "/"
	default:
		return templ.SafeURL("/file/" + string(complaint.Questions[n-2]))
	}
}

// field returns a field of the page with its problem.
func (a asked) field(f Field) Field {
	f.Problem = a.problems.For(f.Name)
	return f
}

// formOf returns the token and the form of the browser. Without a form it returns
// an empty one and false.
func (s *Server) formOf(c echo.Context) (complaint.Token, complaint.Form, bool, error) {
	token, ok := s.tokenOf(c)
	if !ok {
		return token, complaint.Form{}, false, nil
	}
	form, err := s.Filings.Form(c.Request().Context(), token)
	if errors.Is(err, complaint.ErrNoForm) {
		return token, complaint.Form{}, false, nil
	}
	return token, form, err == nil, err
}

// tokenOf reads the token of the browser's form.
func (s *Server) tokenOf(c echo.Context) (complaint.Token, bool) {
	var token complaint.Token
	cookie, err := c.Cookie(s.ownCookie(formCookie))
	if err != nil {
		return token, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(raw) != len(token) {
		return token, false
	}
	return complaint.Token(raw), true
}

// ownCookie returns the name of a cookie that only this very site may set: over TLS
// browsers keep to that for names with the prefix.
func (s *Server) ownCookie(name string) string {
	if s.Secure {
		return "__Host-" + name
	}
	return name
}

// setForm has the browser keep the token, for as long as the form is kept from now.
func (s *Server) setForm(c echo.Context, token complaint.Token) {
	s.setSecret(c, formCookie, base64.RawURLEncoding.EncodeToString(token[:]), int(complaint.FormLife.Seconds()))
}

// setSecret writes a cookie that scripts and other sites cannot read; no seconds end it.
func (s *Server) setSecret(c echo.Context, name, value string, seconds int) {
	if seconds == 0 {
		value, seconds = "", -1
	}
	c.SetCookie(&http.Cookie{Name: s.ownCookie(name), Value: value, Path: "/", MaxAge: seconds,
		Secure: s.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// withForm does something to the browser's form and returns its token. A browser
// without a form, or whose form has expired, is given a new one first, so that what
// was typed is not lost.
func (s *Server) withForm(c echo.Context, do func(complaint.Token) error) (complaint.Token, error) {
	token, ok := s.tokenOf(c)
	if !ok {
		token = complaint.NewToken()
	}
	err := do(token)
	if errors.Is(err, complaint.ErrNoForm) {
		token = complaint.NewToken()
		err = do(token)
	}
	if err == nil {
		s.setForm(c, token)
	}
	return token, err
}

// today returns the present date where complaints are received.
func (s *Server) today(ctx context.Context) (calendar.Date, error) {
	m, err := s.Records.Moment(ctx, s.Office().ID)
	return m.Day, err
}

// beginFile handles GET /file: on to the first question, or a choice for whoever
// has begun or sent a complaint in this browser.
func (s *Server) beginFile(c echo.Context) error {
	if s.Office().ID == 0 {
		return s.page(c, http.StatusServiceUnavailable, fileClosedPage())
	}
	_, form, begun, err := s.formOf(c)
	if err != nil {
		return err
	}
	if !begun {
		return c.Redirect(http.StatusSeeOther, "/file/"+string(complaint.Questions[0]))
	}
	today, err := s.today(c.Request().Context())
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, fileResumePage(form, form.Next(today)))
}

// restartFile handles POST /file/restart: the browser forgets its form.
func (s *Server) restartFile(c echo.Context) error {
	s.setSecret(c, formCookie, "", 0)
	return c.Redirect(http.StatusSeeOther, "/file/"+string(complaint.Questions[0]))
}

// showQuestion handles GET /file/:question.
func (s *Server) showQuestion(c echo.Context) error {
	ctx := c.Request().Context()
	a, err := s.askedOf(c, complaint.Question(c.Param("question")))
	if err != nil {
		return err
	}
	if a.form.Sent != (complaint.Ref{}) {
		return c.Redirect(http.StatusSeeOther, "/file")
	}
	a.changing = c.QueryParam("back") == string(complaint.AboutAll)
	if a.question == complaint.AboutAll {
		if next := a.form.Next(a.today); next != complaint.AboutAll {
			return c.Redirect(http.StatusSeeOther, "/file/"+string(next))
		}
	}
	query := c.Request().URL.Query()
	if err := s.furnish(ctx, &a, query.Get("q"), query.Has("q")); err != nil {
		return err
	}
	return s.page(c, a.status(), filePage(a))
}

// status says whether the page came back with problems.
func (a asked) status() int {
	if len(a.problems) > 0 {
		return a.problems.status()
	}
	return http.StatusOK
}

// askedOf returns a question with what is stored; an unknown one is not found.
func (s *Server) askedOf(c echo.Context, q complaint.Question) (asked, error) {
	if !slices.Contains(complaint.Questions, q) {
		return asked{}, echo.ErrNotFound
	}
	_, form, begun, err := s.formOf(c)
	if err != nil {
		return asked{}, err
	}
	today, err := s.today(c.Request().Context())
	if err != nil {
		return asked{}, err
	}
	return asked{question: q, form: form, begun: begun, today: today, limits: s.Intake.Limits,
		event: boxesOf(form.EventOn), decision: boxesOf(form.DecisionOn), radio: chosenIn(form.Answers, q)}, nil
}

// furnish adds what two of the pages look up: commissions to choose from, and who
// is going to decide.
func (s *Server) furnish(ctx context.Context, a *asked, q string, searched bool) (err error) {
	switch a.question { //nolint:exhaustive // the other questions look nothing up
	case complaint.AboutCommission:
		a.search, err = s.findRespondents(ctx, a.form.Respondent, q, searched)
		a.problems = append(a.problems, a.search.problems...)
	case complaint.AboutAll:
		a.deciding, err = s.decidingOn(ctx, a.form.Respondent)
	}
	return err
}

// answerQuestion handles POST /file/:question: the answer is kept, and on to the
// next question without one.
func (s *Server) answerQuestion(c echo.Context) error {
	ctx := c.Request().Context()
	a, err := s.askedOf(c, complaint.Question(c.Param("question")))
	if err != nil {
		return err
	}
	form, err := typed(c)
	if err != nil {
		return err
	}
	a.changing = form.Get("back") == string(complaint.AboutAll)
	if err := s.furnish(ctx, &a, form.Get("q"), form.Get("q") != ""); err != nil {
		return err
	}
	put, faults := a.read(form)
	if faults == nil {
		token, err := s.withForm(c, func(token complaint.Token) error { return s.Filings.Answer(ctx, token, a.question, put) })
		if err == nil {
			return s.onward(c, token, a.changing)
		}
		faults = err
		put(&a.form.Answers)
	} else {
		put(&a.form.Answers)
		faults = errors.Join(faults, a.form.Check(a.question, a.today))
	}
	found := problems(ctx, faults)
	if found == nil {
		return faults
	}
	a.problems = named(ctx, plain(append(a.problems, found...)))
	return s.page(c, a.status(), filePage(a))
}

// onward leads to the next question: the one whose answer is lacking, or the last.
func (s *Server) onward(c echo.Context, token complaint.Token, changing bool) error {
	next := complaint.AboutAll
	if !changing {
		ctx := c.Request().Context()
		form, err := s.Filings.Form(ctx, token)
		if err != nil {
			return err
		}
		today, err := s.today(ctx)
		if err != nil {
			return err
		}
		next = form.Next(today)
	}
	return c.Redirect(http.StatusSeeOther, "/file/"+string(next))
}

// plain keeps one problem a field, the first, and leaves the law out of it: on these
// pages only the form is at fault, and nobody is helped by an article there.
func plain(all Problems) Problems {
	var kept Problems
	for _, p := range all {
		if p.Field == "" || p.Field == attachment.Field || kept.For(p.Field).Text == "" {
			p.Source = ""
			kept = append(kept, p)
		}
	}
	return kept
}

// named says of each choice not made what there is to choose: two bare "choose one"
// in a list would leave people guessing.
func named(ctx context.Context, all Problems) Problems {
	for i, p := range all {
		if p.refusal.Key == "choose_one" && known(ctx, "file.choose_"+p.Field) {
			all[i].Text = t(ctx, "file.choose_"+p.Field)
		}
	}
	return all
}

// typed reads the fields of a form without files. Bodies of another kind are empty
// forms: nothing here ever reads files into memory.
func typed(c echo.Context) (url.Values, error) {
	r := c.Request()
	if err := r.ParseForm(); err != nil {
		var heavy *http.MaxBytesError
		if errors.As(err, &heavy) {
			return nil, err
		}
		return nil, echo.ErrBadRequest
	}
	return r.PostForm, nil
}

// oneLine returns what was typed into a field of one line; a paste may bring line ends.
func oneLine(form url.Values, name string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(form.Get(name)))
}

// manyLines returns what was typed into a field of many lines. Browsers send each
// line end as two letters; the count of letters is that of the text.
func manyLines(form url.Values, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(form.Get(name), "\r\n", "\n"))
}
