package web

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// reportRecords counts for the reports.
type reportRecords interface {
	// Seats returns how each member took part in each sitting of a time, member by member.
	Seats(ctx context.Context, own commission.ID, from, until time.Time) ([]sitting.Seat, error)
	Activity(ctx context.Context, own commission.ID, from, until time.Time) (sitting.Activity, error)
	// FirstActivity is the day anything first was, the zero one if nothing has been.
	FirstActivity(ctx context.Context, own commission.ID, zone *time.Location) (calendar.Date, error)
}

// reportDays is the longest period of the report of members, so that it stays a page.
const reportDays = 2 * 366

// membersView is the report of attendance, votes and absences by member.
type membersView struct {
	moment  commission.Moment
	period  sitting.Period
	members []sitting.MemberRecord
	wrong   bool // the days asked for are no period
}

// showMembersReport handles GET /reports/members.
func (s *Server) showMembersReport(c echo.Context) error {
	v, err := s.membersOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, membersReportPage(v))
}

func (s *Server) membersOf(c echo.Context) (membersView, error) {
	m, err := s.ownMoment(c)
	if err != nil {
		return membersView{}, err
	}
	v := membersView{moment: m, period: sitting.HalfYear(m.Day)}
	if v.period.To.After(m.Day) {
		v.period.To = m.Day
	}
	if c.QueryParams().Has("from") {
		asked, ok := periodIn(c)
		if v.wrong = !ok; ok {
			v.period = asked
		}
	}
	from, until := v.period.Span(m.Composition.Commission.Profile.Zone())
	seats, err := s.Records.Seats(c.Request().Context(), m.Composition.Commission.ID, from, until)
	v.members = sitting.MemberRecords(seats, m.Composition)
	return v, err
}

func (v membersView) csvHref() templ.SafeURL {
	return templ.SafeURL("/reports/members.csv?from=" + v.period.From.String() + "&to=" + v.period.To.String())
}

// membersCSV handles GET /reports/members.csv: the same record for a spreadsheet.
func (s *Server) membersCSV(c echo.Context) error {
	v, err := s.membersOf(c)
	if err != nil {
		return err
	}
	rows := [][]string{{"period_from", "period_to", "member", "sittings", "attended", "attended_in_part", "absent_told", "absent_told_late", "absent_not_told",
		"votes", "for", "against", "abstained", "not_voting", "missed"}}
	for _, r := range v.members {
		row := []string{v.period.From.String(), v.period.To.String(), r.Name.Full()}
		for _, count := range []int{r.Sittings, r.Attended, r.Partly, r.Told, r.ToldLate, r.NotTold, r.Questions, r.For, r.Against, r.Abstained, r.NotVoting, r.Missed()} {
			row = append(row, strconv.Itoa(count))
		}
		rows = append(rows, row)
	}
	return spreadsheet(c, "members-"+v.period.From.String()+"-"+v.period.To.String(), rows)
}

// periodIn reads the period that was asked for; false if it is none, or too long.
func periodIn(c echo.Context) (sitting.Period, bool) {
	from, err := calendar.Parse(c.QueryParam("from"))
	if err != nil {
		return sitting.Period{}, false
	}
	to, err := calendar.Parse(c.QueryParam("to"))
	if err != nil || from.After(to) || to.Sub(from) > reportDays || from.Year() < firstYear || to.Year() >= lastYear {
		return sitting.Period{}, false
	}
	return sitting.Period{From: from, To: to}, true
}

// halfYearView is the report of a half-year.
type halfYearView struct {
	moment   commission.Moment
	period   sitting.Period
	halves   []sitting.Period // to choose from, the latest first
	activity sitting.Activity
}

// halfYearsOffered is how many half-years the page offers.
const halfYearsOffered = 12

// showHalfYear handles GET /reports/half-year.
func (s *Server) showHalfYear(c echo.Context) error {
	v, err := s.halfYearOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, halfYearPage(v))
}

func (s *Server) halfYearOf(c echo.Context) (halfYearView, error) {
	m, err := s.ownMoment(c)
	if err != nil {
		return halfYearView{}, err
	}
	ctx, own, zone := c.Request().Context(), m.Composition.Commission.ID, m.Composition.Commission.Profile.Zone()
	v := halfYearView{moment: m, period: sitting.HalfYear(m.Day)}
	first, err := s.Records.FirstActivity(ctx, own, zone)
	if err != nil {
		return v, err
	}
	for half := v.period; len(v.halves) < halfYearsOffered; half = sitting.HalfYear(half.From.AddDays(-1)) {
		v.halves = append(v.halves, half)
		if halfCode(half) == c.QueryParam("half") {
			v.period = half
		}
		if first.IsZero() || !half.From.After(first) {
			break
		}
	}
	from, until := v.period.Span(zone)
	v.activity, err = s.Records.Activity(ctx, own, from, until)
	return v, err
}

// halfCode names a half-year in an address, "2026-2".
func halfCode(p sitting.Period) string {
	half := "-1"
	if p.From.Month() > time.June {
		half = "-2"
	}
	return strconv.Itoa(p.From.Year()) + half
}

// halfName is the half-year as people say it, "июль–декабрь 2026 года".
func halfName(ctx context.Context, p sitting.Period) string {
	if p.From.Month() > time.June {
		return t(ctx, "report.second_half", "Year", p.From.Year())
	}
	return t(ctx, "report.first_half", "Year", p.From.Year())
}

func (v halfYearView) options(ctx context.Context) []Option {
	var options []Option
	for _, half := range v.halves {
		options = append(options, Option{Value: halfCode(half), Label: halfName(ctx, half)})
	}
	return options
}

func (v halfYearView) csvHref() templ.SafeURL {
	return templ.SafeURL("/reports/half-year.csv?half=" + halfCode(v.period))
}

// figure is one line of the report.
type figure struct {
	Code  string // for programs; the same in every language
	Name  string
	Count int
	Part  bool // of the line above that is none
}

// figures are the lines of the report in their order.
func (v halfYearView) figures(ctx context.Context) []figure {
	a := v.activity
	var all []figure
	add := func(code string, count int, part bool) {
		all = append(all, figure{code, t(ctx, "figure."+code), count, part})
	}
	add("sittings", a.Sittings, false)
	add("minutes_signed", a.MinutesSigned, true)
	add("questions", a.Questions, false)
	add("adopted", a.Adopted, true)
	add("rejected", a.Rejected, true)
	add("postponed", a.Postponed, true)
	add("returned", a.Returned, true)
	add("dissents", a.Dissents, false)
	add("received", a.Papers(), false)
	add("complaints", a.Complaints(), true)
	for _, r := range a.Received {
		if !r.Route.Ruled() {
			all = append(all, figure{"route_" + string(r.Route), routeName(ctx, r.Route), r.Count, true})
		}
	}
	add("contested_decision", a.Decision, true)
	add("contested_action", a.Action, true)
	add("contested_inaction", a.Inaction, true)
	add("rulings", a.Ruled(), false)
	for _, outcome := range []regulation.Outcome{regulation.Dismiss, regulation.DecideOnMerits, regulation.Remand} {
		all = append(all, figure{"outcome_" + string(outcome), capital(word(ctx, outcome)), v.outcome(outcome), true})
	}
	add("annulled", a.Annulled, false)
	add("annulled_in_part", a.InPart, false)
	add("requests", a.Requests, false)
	add("referrals", a.Referrals, false)
	return all
}

func (v halfYearView) outcome(outcome regulation.Outcome) int {
	for _, o := range v.activity.Rulings {
		if o.Outcome == outcome {
			return o.Count
		}
	}
	return 0
}

// routeName says what was done with papers that were not taken as complaints.
func routeName(ctx context.Context, r complaint.Route) string {
	if r == "" {
		return t(ctx, "figure.unregistered")
	}
	return word(ctx, r)
}

// halfYearCSV handles GET /reports/half-year.csv: the same figures for a spreadsheet.
func (s *Server) halfYearCSV(c echo.Context) error {
	v, err := s.halfYearOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	rows := [][]string{{"period_from", "period_to", "code", "name", "count"}}
	for _, f := range v.figures(ctx) {
		rows = append(rows, []string{v.period.From.String(), v.period.To.String(), f.Code, f.Name, strconv.Itoa(f.Count)})
	}
	return spreadsheet(c, "half-year-"+halfCode(v.period), rows)
}

// spreadsheet sends rows as a file that spreadsheets read, and take none of for a formula.
func spreadsheet(c echo.Context, name string, rows [][]string) error {
	for _, row := range rows {
		for i, cell := range row {
			row[i] = inert(cell)
		}
	}
	var sheet strings.Builder
	sheet.WriteString("\ufeff") // so that spreadsheets take it for UTF-8
	if err := csv.NewWriter(&sheet).WriteAll(rows); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`.csv"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte(sheet.String()))
}
