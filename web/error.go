package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/publication"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// errForeignForm says that a page of another site sent the form.
var errForeignForm = errors.New("the form came from another site")

// absent are the answers "there is no such thing for you". Somebody else's thing
// is absent, not forbidden.
var absent = []error{identity.ErrForeign, commission.ErrNotFound, commission.ErrNoCampaign, complaint.ErrNotFound, sitting.ErrNotFound, ruling.ErrNotFound, notice.ErrNotFound, document.ErrNotFound,
	publication.ErrNotFound, remand.ErrNotFound}

// stale are the answers "somebody changed it meanwhile".
var stale = []error{ruling.ErrStale}

// answer is what an error looks like to the one who met it.
type answer struct {
	status   int
	key      string // of the sentences error.<key>_title and error.<key>_text
	problems Problems
	fault    bool // ours: the details go to the log, a number to the page
}

// explain says what an error means in HTTP. No other place knows that.
func (s *Server) explain(ctx context.Context, err error) answer {
	var refused *echo.HTTPError
	var heavy *http.MaxBytesError
	var missing *calendar.MissingYearError
	var letters *document.MissingGlyphs
	switch {
	case oneOf(err, absent):
		return answer{status: http.StatusNotFound, key: "not_found"}
	case oneOf(err, stale):
		return answer{status: http.StatusConflict, key: "stale"}
	case errors.Is(err, errForeignForm):
		return answer{status: http.StatusForbidden, key: "foreign_form"}
	case errors.As(err, &heavy):
		return answer{status: http.StatusRequestEntityTooLarge, key: "too_large"}
	case s.Unavailable(err):
		return answer{status: http.StatusServiceUnavailable, key: "unavailable", fault: true}
	case errors.As(err, &missing): // loudly, for the administrator too
		found := problems(ctx, regulation.Refuse(regulation.MissingYear, "calendar_missing", regulation.Values{"Year": missing.Year}))
		return answer{status: found.status(), key: found.key(), problems: found, fault: true}
	}
	if errors.As(err, &letters) {
		err = regulation.Refuse("", "letters_missing", regulation.Values{"Letters": letters.Names()})
	}
	if found := problems(ctx, err); found != nil {
		return answer{status: found.status(), key: found.key(), problems: found}
	}
	if errors.As(err, &refused) {
		return asAnswer(refused)
	}
	return answer{status: http.StatusInternalServerError, key: "broken", fault: true}
}

// asAnswer translates what the router itself refuses.
func asAnswer(err *echo.HTTPError) answer {
	switch err.Code {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return answer{status: err.Code, key: "not_found"}
	case http.StatusRequestEntityTooLarge:
		return answer{status: err.Code, key: "too_large"}
	case http.StatusBadRequest, http.StatusUnsupportedMediaType:
		return answer{status: err.Code, key: "unreadable"}
	}
	return answer{status: http.StatusInternalServerError, key: "broken", fault: true}
}

func oneOf(err error, sentinels []error) bool {
	for _, sentinel := range sentinels {
		if errors.Is(err, sentinel) {
			return true
		}
	}
	return false
}

// fail answers a request that ended in an error.
func (s *Server) fail(err error, c echo.Context) {
	ctx := c.Request().Context()
	if c.Response().Committed || errors.Is(err, context.Canceled) {
		return // the answer is on its way, or nobody waits for it
	}
	a := s.explain(ctx, err)
	if a.fault {
		s.Log.ErrorContext(ctx, "fault", "reference", visitOf(ctx).reference, "route", c.Path(), "error", scrubbed(err), "stack", stackOf(err))
	}
	if a.status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "30")
	}
	if err := s.page(c, a.status, errorPage(a)); err != nil {
		s.Log.ErrorContext(ctx, "error page", "reference", visitOf(ctx).reference, "error", scrubbed(err))
	}
}

// quoted is where messages of databases and parsers put what people typed.
var quoted = regexp.MustCompile("\"[^\"]*\"|'[^']*'|`[^`]*`|«[^»]*»|\\([^()]*\\)=\\([^)]*\\)")

// scrubbed returns an error's text for the log, without anything a person may have typed.
func scrubbed(err error) string {
	text := quoted.ReplaceAllString(err.Error(), "…")
	if text, _, cut := strings.Cut(text, "\n"); cut {
		return text + " …"
	}
	return text
}

func stackOf(err error) string {
	var c *crash
	if errors.As(err, &c) {
		return string(c.stack)
	}
	return ""
}

// Problem is one refusal as a sentence for the person who met it.
type Problem struct {
	Field   string // the id of the field at fault, empty if none is
	Text    string // what is wrong and how to put it right
	Source  string // where the rule stands, empty if only the form is at fault
	refusal *regulation.Refusal
}

// Problems are all that is wrong with a form, in the order of its fields as far as
// the domain gives it.
type Problems []Problem

// For returns the problem of a field; a Problem without text if it has none.
func (p Problems) For(field string) Problem {
	for _, problem := range p {
		if problem.Field == field {
			return problem
		}
	}
	return Problem{}
}

// problems turns refusals, joined or alone, into sentences in the visitor's
// language. It returns nil if the error is anything else, or also something else:
// a handler that gets nil passes the error on.
func problems(ctx context.Context, err error) Problems {
	refusals, only := refusalsIn(err)
	if !only {
		return nil
	}
	var found Problems
	for _, r := range refusals {
		found = append(found, Problem{Field: r.Field, Source: source(ctx, r.Clause), refusal: r, Text: sentence(ctx, r)})
	}
	return found
}

// refusalsIn collects the refusals in a tree of errors and reports whether there
// is nothing else in it.
func refusalsIn(err error) (found []*regulation.Refusal, only bool) {
	switch e := err.(type) { //nolint:errorlint // the tree itself is walked here
	case nil:
		return nil, false
	case *regulation.Refusal:
		return []*regulation.Refusal{e}, true
	case interface{ Unwrap() []error }:
		only = true
		for _, each := range e.Unwrap() {
			inner, clean := refusalsIn(each)
			found, only = append(found, inner...), only && clean
		}
		return found, only && found != nil
	case interface{ Unwrap() error }:
		return refusalsIn(e.Unwrap())
	}
	return nil, false
}

// wordGroups are the values of refusals that are words of a list themselves.
var wordGroups = map[string]string{"Act": "act.", "State": "state.", "Kind": "kind.", "Above": "kind.", "Office": "office.",
	"Control": "remand_state."}

// sentence returns the sentence of a refusal. Values that name an act, a state, a
// level or an office come out as words, a date as people write it; the right that is
// lacking comes out as who has it.
func sentence(ctx context.Context, r *regulation.Refusal) string {
	values := make([]any, 0, 2*len(r.Values))
	for name, value := range r.Values {
		if group, ok := wordGroups[name]; ok {
			if r.Key == notYourOffice {
				group = "right."
			}
			value = t(ctx, group+fmt.Sprint(value))
		}
		if d, ok := value.(calendar.Date); ok {
			value = dayYear(ctx, d)
		}
		values = append(values, name, value)
	}
	return t(ctx, "refusal."+r.Key, values...)
}

// The refusals that are not the form's fault.
const (
	notYourOffice   = "not_your_office"
	tooManyAttempts = "too_many_attempts"
)

func (p Problems) has(key string) bool {
	for _, problem := range p {
		if problem.refusal.Key == key {
			return true
		}
	}
	return false
}

func (p Problems) status() int {
	switch {
	case p.has(notYourOffice), p.has("file_confidential"):
		return http.StatusForbidden
	case p.has(tooManyAttempts), p.has("too_many_filings"), p.has("too_many_uploads"):
		return http.StatusTooManyRequests
	case p.has(errBusy.Key):
		return http.StatusServiceUnavailable
	}
	return http.StatusUnprocessableEntity
}

// key names the sentences of the page that shows the refusals without a form.
func (p Problems) key() string {
	if p.has(notYourOffice) {
		return "not_allowed"
	}
	return "refused"
}
