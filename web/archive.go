package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
)

// archiveRecords reads what the commission keeps.
type archiveRecords interface {
	Archive(ctx context.Context, own commission.ID, record complaint.Record, from, until time.Time, after complaint.Place, limit int) ([]complaint.Kept, error)
	KeptSince(ctx context.Context, own commission.ID) (time.Time, error)
}

// The years an archive list can be asked for: of dates a person can mean.
const firstYear, lastYear = 2000, 9999

// archiveQuery is what the archive list was asked for; it stands in the address.
type archiveQuery struct {
	Record complaint.Record
	Year   int // zero for all
	After  complaint.Place
}

func archiveQueryOf(c echo.Context) archiveQuery {
	q := archiveQuery{Record: complaint.ComplaintRecord}
	if record := complaint.Record(c.QueryParam("record")); slices.Contains(complaint.Records, record) {
		q.Record = record
	}
	if year := int(whole(c.QueryParam("year"))); year >= firstYear && year <= lastYear {
		q.Year = year
	}
	if at, err := time.Parse(time.RFC3339Nano, c.QueryParam("after")); err == nil {
		q.After = complaint.Place{At: at, ID: whole(c.QueryParam("id"))}
	}
	return q
}

// href is the address of the list with the query, from its beginning.
func (q archiveQuery) href() templ.SafeURL { return withQuery("/archive", q.values()) }

func (q archiveQuery) values() url.Values {
	v := url.Values{}
	if q.Record != complaint.ComplaintRecord {
		v.Set("record", string(q.Record))
	}
	if q.Year != 0 {
		v.Set("year", strconv.Itoa(q.Year))
	}
	return v
}

// of is the address of the list of another kind of records, of the same year.
func (q archiveQuery) of(record complaint.Record) templ.SafeURL {
	return archiveQuery{Record: record, Year: q.Year}.href()
}

// next is the address of the page after a line.
func (q archiveQuery) next(last complaint.Kept) templ.SafeURL {
	v := q.values()
	v.Set("after", last.FinishedAt.Format(time.RFC3339Nano))
	v.Set("id", strconv.FormatInt(last.ID, 10))
	return withQuery("/archive", v)
}

// span is the time the year lasts in the commission's zone, or all of time.
func (q archiveQuery) span(zone *time.Location) (from, until time.Time) {
	if q.Year == 0 {
		return calendar.Day(firstYear, time.January, 1).Start(zone), calendar.Day(lastYear, time.December, 31).End(zone)
	}
	return calendar.Day(q.Year, time.January, 1).Start(zone), calendar.Day(q.Year+1, time.January, 1).Start(zone)
}

// archiveView is a page of the archive list.
type archiveView struct {
	Query  archiveQuery
	Lines  []complaint.Kept
	Next   templ.SafeURL
	Moment commission.Moment
	Since  time.Time // when the first record was finished; zero while there is none
}

// finished is the day a record was finished.
func (v archiveView) finished(k complaint.Kept) calendar.Date {
	return calendar.On(k.FinishedAt, v.Moment.Composition.Commission.Profile.Zone())
}

// keeping says how long a record is kept, by the regulation of the day it was finished.
func (v archiveView) keeping(k complaint.Kept) complaint.Keeping {
	return complaint.Keep(k.Record, v.finished(k), k.Held, v.Moment.Campaigns, v.Moment.Composition.ProfileAt(k.FinishedAt))
}

// years are the years to choose from, the latest first.
func (v archiveView) years(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "archive.any_year")}}
	if v.Since.IsZero() {
		return options
	}
	first := calendar.On(v.Since, v.Moment.Composition.Commission.Profile.Zone()).Year()
	for year := v.Moment.Day.Year(); year >= first; year-- {
		options = append(options, Option{Value: strconv.Itoa(year), Label: strconv.Itoa(year)})
	}
	return options
}

// chosen is the year of the list as the form has it.
func (q archiveQuery) chosen() string {
	if q.Year == 0 {
		return ""
	}
	return strconv.Itoa(q.Year)
}

// showArchive handles GET /archive.
func (s *Server) showArchive(c echo.Context) error {
	ctx, v := c.Request().Context(), archiveView{Query: archiveQueryOf(c)}
	var err error
	if v.Moment, err = s.ownMoment(c); err != nil {
		return err
	}
	own := v.Moment.Composition.Commission
	from, until := v.Query.span(own.Profile.Zone())
	if v.Lines, err = s.Records.Archive(ctx, own.ID, v.Query.Record, from, until, v.Query.After, listRows+1); err != nil {
		return err
	}
	if len(v.Lines) > listRows {
		v.Lines = v.Lines[:listRows]
		v.Next = v.Query.next(v.Lines[listRows-1])
	}
	if v.Since, err = s.Records.KeptSince(ctx, own.ID); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, archivePage(v))
}

// keptUntil says until when a record is kept in the commission.
func keptUntil(ctx context.Context, k complaint.Keeping) string {
	switch {
	case k.Ground == complaint.CaseLasts:
		return t(ctx, "archive.while_case")
	case k.Until.IsZero():
		return tn(ctx, "archive.not_known", k.Years)
	case k.Class == complaint.ForGood:
		return t(ctx, "archive.hand_over", "Day", dayYear(ctx, k.Until))
	}
	return t(ctx, "archive.until", "Day", dayYear(ctx, k.Until))
}

// keptBecause says on what ground.
func keptBecause(ctx context.Context, k complaint.Keeping) string {
	switch k.Ground {
	case complaint.ElectionsCalled:
		return t(ctx, "archive.elections_called", "Day", dayYear(ctx, k.Called))
	case complaint.ElectionsAwaited:
		return t(ctx, "archive.elections_awaited")
	case complaint.MunicipalArchive:
		return tn(ctx, "archive.for_good", k.Years)
	case complaint.CaseLasts:
	}
	return t(ctx, "archive.case_lasts")
}

// keepView is how long the papers of one complaint are kept, and the form that holds
// or releases them.
type keepView struct {
	complaintFrameData
	Reason string // as typed
}

// keeping says how long the complaint is kept; false while it is not closed.
func (v keepView) keeping() (complaint.Keeping, bool) {
	c := v.Complaint
	if c.ClosedAt.IsZero() {
		return complaint.Keeping{}, false
	}
	_, held := c.Held()
	closed := calendar.On(c.ClosedAt, v.Moment.Composition.Commission.Profile.Zone())
	return complaint.Keep(complaint.ComplaintRecord, closed, held, v.Moment.Campaigns, v.Moment.Composition.ProfileAt(c.ClosedAt)), true
}

// showKeep handles GET /complaints/:no/keep.
func (s *Server) showKeep(c echo.Context) error { return s.keepPage(c, http.StatusOK, "", nil) }

func (s *Server) keepPage(c echo.Context, status int, reason string, wrong Problems) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	f.Wrong = wrong
	return s.page(c, status, keepPage(keepView{complaintFrameData: f, Reason: reason}))
}

// holdPapers handles POST /complaints/:no/hold.
func (s *Server) holdPapers(c echo.Context) error {
	return s.keep(c, "hold_reason", s.Desk.Hold)
}

// releasePapers handles POST /complaints/:no/release.
func (s *Server) releasePapers(c echo.Context) error {
	return s.keep(c, "release_reason", s.Desk.Release)
}

// keep makes one act on the papers of a complaint and leads back to their page.
func (s *Server) keep(c echo.Context, field string, act func(context.Context, identity.Actor, complaint.Ref, string) error) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(c.FormValue(field))
	if err := act(c.Request().Context(), actor(c), found.Ref, reason); err != nil {
		if wrong := problems(c.Request().Context(), err); wrong != nil && !wrong.has(notYourOffice) {
			return s.keepPage(c, wrong.status(), reason, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"/keep")
}
