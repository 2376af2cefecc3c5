package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/publication"
	"redress/internal/regulation"
)

// What the register of decisions shows and bears: the lines of a page, the commissions
// to choose from, and what one network may read in an hour.
const (
	decisionRows     = 30
	mostChoices      = 100
	decisionsPerHour = 1200
)

// decisionQuery is what the register was asked for; it stands in the address.
type decisionQuery struct {
	publication.Filter
	After publication.After
}

func decisionQueryOf(c echo.Context) decisionQuery {
	var q decisionQuery
	q.Code = nameable(c.QueryParam("commission"))
	if o := regulation.Outcome(c.QueryParam("outcome")); o.Valid() {
		q.Outcome = o
	}
	if year := int(whole(c.QueryParam("year"))); year >= firstYear && year < lastYear {
		q.Year = year
	}
	q.Article = publication.ArticleOf(c.QueryParam("article"))
	if l := publication.Level(c.QueryParam("level")); slices.Contains(publication.Levels, l) {
		q.Level = l
	}
	q.Words = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(c.QueryParam("q"), "\x00", " "), " "))
	q.Number = nameable(strings.TrimLeft(strings.ReplaceAll(c.QueryParam("number"), "\u2011", "-"), "№\u00a0 "))
	if on, err := calendar.Parse(c.QueryParam("after")); err == nil {
		q.After = publication.After{On: on, ID: publication.ID(whole(c.QueryParam("id")))}
	}
	return q
}

// nameable is a code or a number as somebody asks for it; what none can look like asks
// for nothing.
func nameable(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 40 || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return ""
	}
	return text
}

// href is the address of the register with the query, from its beginning.
func (q decisionQuery) href() templ.SafeURL { return q.as("") }

// as is the same in another form, ".atom".
func (q decisionQuery) as(form string) templ.SafeURL { return withQuery("/decisions"+form, q.values()) }

func (q decisionQuery) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"commission": q.Code, "outcome": string(q.Outcome), "year": q.year(), "number": q.Number,
		"article": q.Article, "level": string(q.Level), "q": q.Words} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// year is the year as the form has it.
func (q decisionQuery) year() string {
	if q.Year == 0 {
		return ""
	}
	return strconv.Itoa(q.Year)
}

// next is the address of the page after a line, in the form that was asked for.
func (q decisionQuery) next(form string, last publication.Line) templ.SafeURL {
	v := q.values()
	v.Set("after", last.AdoptedOn.String())
	v.Set("id", strconv.FormatInt(int64(last.ID), 10))
	return withQuery("/decisions"+form, v)
}

// decisionList is a page of the register.
type decisionList struct {
	Query decisionQuery
	Lines []publication.Line
	Next  templ.SafeURL
	publication.Choices
	Excerpts map[publication.ID][]publication.Stretch // about the words that were looked for
	Wrong    Problems                                 // with them
}

// chips are the conditions that apply.
func (l decisionList) chips(ctx context.Context) []listChip {
	var chips []listChip
	add := func(applies bool, text string, without func(*decisionQuery)) {
		if applies {
			q := decisionQuery{Filter: l.Query.Filter}
			without(&q)
			chips = append(chips, listChip{text, q.href()})
		}
	}
	q := l.Query
	add(q.Words != "" && len(l.Wrong) == 0, t(ctx, "decisions.chip_words", "Words", q.Words), func(q *decisionQuery) { q.Words = "" })
	add(q.Number != "", t(ctx, "decisions.chip_number", "Number", q.Number), func(q *decisionQuery) { q.Number = "" })
	add(q.Code != "", l.issuer(), func(q *decisionQuery) { q.Code = "" })
	add(q.Outcome != "", word(ctx, q.Outcome), func(q *decisionQuery) { q.Outcome = "" })
	add(q.Year != 0, t(ctx, "decisions.chip_year", "Year", q.year()), func(q *decisionQuery) { q.Year = 0 })
	add(q.Article != "", q.Article, func(q *decisionQuery) { q.Article = "" })
	add(q.Level != "", capital(word(ctx, q.Level)), func(q *decisionQuery) { q.Level = "" })
	return chips
}

// issuer names the commission that was chosen.
func (l decisionList) issuer() string {
	for _, i := range l.Issuers {
		if i.Code == l.Query.Code {
			return i.Name
		}
	}
	return l.Query.Code
}

// issuers are the commissions to choose from.
func (l decisionList) issuers(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "decisions.any_commission")}}
	for _, i := range l.Issuers {
		options = append(options, Option{Value: i.Code, Label: i.Name})
	}
	if l.Query.Code != "" && !slices.ContainsFunc(l.Issuers, func(i publication.Issuer) bool { return i.Code == l.Query.Code }) {
		options = append(options, Option{Value: l.Query.Code, Label: l.Query.Code})
	}
	return options
}

// articles are the articles of laws to choose from.
func (l decisionList) articles(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "decisions.any_article")}}
	for _, a := range l.Articles {
		options = append(options, Option{Value: a, Label: a})
	}
	if a := l.Query.Article; a != "" && !slices.Contains(l.Articles, a) {
		options = append(options, Option{Value: a, Label: a})
	}
	return options
}

func levelOptions(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "decisions.any_level")}}
	for _, l := range publication.Levels {
		options = append(options, Option{Value: string(l), Label: capital(word(ctx, l))})
	}
	return options
}

// feeds are the same list for programs.
func (l decisionList) feeds(ctx context.Context) []feedLink {
	return []feedLink{{atomType, t(ctx, "decisions.atom"), l.Query.as(".atom")}, {csvType, "CSV", l.Query.as(".csv")}, {jsonType, "JSON", l.Query.as(".json")}}
}

func outcomeOptions(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "decisions.any_outcome")}}
	for _, o := range []regulation.Outcome{regulation.Dismiss, regulation.DecideOnMerits, regulation.Remand} {
		options = append(options, Option{Value: string(o), Label: word(ctx, o)})
	}
	return options
}

// years are the years to choose from, the latest first.
func (l decisionList) years(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "archive.any_year")}}
	if l.First == 0 {
		return options
	}
	for year := calendar.On(time.Now(), visitOf(ctx).zone()).Year(); year >= l.First; year-- {
		options = append(options, Option{Value: strconv.Itoa(year), Label: strconv.Itoa(year)})
	}
	return options
}

// decisionsOf reads the lines of the register that were asked for, at most so many, and
// whether there are more.
func (s *Server) decisionsOf(ctx context.Context, q decisionQuery, rows int) ([]publication.Line, bool, error) {
	if err := publication.CheckWords(q.Words); err != nil {
		return nil, false, err
	}
	lines, err := s.Records.Decisions(ctx, q.Filter, q.After, rows+1)
	if err != nil || len(lines) <= rows {
		return lines, false, err
	}
	return lines[:rows], true, nil
}

// showDecisions handles GET /decisions: the public register, the newest first.
func (s *Server) showDecisions(c echo.Context) error {
	if err := s.unhurriedReader(c); err != nil {
		return err
	}
	ctx, l := c.Request().Context(), decisionList{Query: decisionQueryOf(c)}
	lines, more, err := s.decisionsOf(ctx, l.Query, decisionRows)
	if l.Wrong = problems(ctx, err); err != nil && l.Wrong == nil {
		return err
	}
	if l.Lines = lines; more {
		l.Next = l.Query.next("", lines[len(lines)-1])
	}
	if l.Query.Words != "" && len(lines) > 0 {
		ids := make([]publication.ID, len(lines))
		for i, line := range lines {
			ids[i] = line.ID
		}
		if l.Excerpts, err = s.Records.Excerpts(ctx, l.Query.Words, ids); err != nil {
			return err
		}
	}
	if l.Choices, err = s.Records.DecisionChoices(ctx, mostChoices); err != nil {
		return err
	}
	if l.Wrong != nil {
		return s.page(c, l.Wrong.status(), decisionsPage(l))
	}
	return s.leaflet(c, decisionsPage(l))
}

// decisionAt is the decision an address names. Whatever the public has never read is
// not there.
func (s *Server) decisionAt(c echo.Context) (publication.Publication, error) {
	if err := s.unhurriedReader(c); err != nil {
		return publication.Publication{}, err
	}
	key, err := publication.ParseKey(c.Param("number"))
	if err != nil {
		return publication.Publication{}, err
	}
	code := nameable(c.Param("commission"))
	if code == "" {
		return publication.Publication{}, publication.ErrNotFound
	}
	return s.Records.Decision(c.Request().Context(), code, key)
}

// unhurriedReader asks who reads very much to come back later.
func (s *Server) unhurriedReader(c echo.Context) error {
	return s.unhurried(c, "decisions", decisionsPerHour, regulation.Refuse("", tooManyAttempts, regulation.Values{"Minutes": int(time.Hour / time.Minute)}))
}

// showDecision handles GET /decisions/:commission/:number.
func (s *Server) showDecision(c echo.Context) error {
	p, err := s.decisionAt(c)
	if err != nil {
		return err
	}
	if !p.Withdrawn.IsZero() {
		return s.page(c, http.StatusGone, withdrawnPage(p))
	}
	ties, err := s.Records.DecisionTies(c.Request().Context(), p.ID)
	if err != nil {
		return err
	}
	return s.leaflet(c, decisionPage(p, ties))
}

// decisionPDF handles GET /decisions/:commission/:number/text.pdf: the public copy,
// drawn from the redacted model.
func (s *Server) decisionPDF(c echo.Context) error {
	p, err := s.decisionAt(c)
	if err != nil {
		return err
	}
	if !p.Withdrawn.IsZero() {
		return publication.ErrNotFound
	}
	content, err := s.Public.Open(c.Request().Context(), p)
	if err != nil {
		return err
	}
	defer content.Close()
	return s.sendFileAs(c, content, "reshenie-"+p.Code+"-"+p.Key.String()+".pdf", "application/pdf", p.PDF.Size)
}

// decisionName is what the commission calls the decision: "Решение № 31".
func decisionName(ctx context.Context, p publication.Publication) string {
	if strings.EqualFold(p.Paper.ActName, string(regulation.Resolution)) {
		return t(ctx, "decisions.resolution", "Number", p.Number)
	}
	return t(ctx, "decisions.decision", "Number", p.Number)
}
