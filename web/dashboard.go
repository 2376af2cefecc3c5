package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// What the dashboard looks at.
const (
	threatRows   = 15
	threatDays   = 3  // what is due by then is under threat
	flowDays     = 14 // of the chart of arrivals
	timelyMonths = 4  // of the chart of rulings within the term
)

// dashboard is what the chair sees first.
type dashboard struct {
	desk
	Owed     []deadline.Due // papers that wait for a letter
	ToAdmit  []deadline.Due // papers that wait for the chair's note
	Flow     flowChart
	Timely   timelyChart
	Outcomes outcomeChart
	Since    calendar.Date // first day of the two charts of rulings
}

// dashboard answers with the first page of the chair, or of who acts as one.
func (s *Server) dashboard(c echo.Context, d desk) error {
	ctx, by, today := c.Request().Context(), actor(c), d.Moment.Day
	board := dashboard{desk: d}
	var err error
	if board.Lines, err = s.Records.Due(ctx, by.Commission, deadline.Filter{DueTo: today.AddDays(threatDays)}, deadline.Cursor{}, threatRows); err != nil {
		return err
	}
	if board.Owed, err = s.Records.Due(ctx, by.Commission, deadline.Filter{States: []complaint.State{complaint.LetterDue}, AboutUs: true}, deadline.Cursor{}, deskRows); err != nil {
		return err
	}
	if board.desk, err = s.withDissents(ctx, by.Commission, board.desk); err != nil {
		return err
	}
	if board.ToAdmit, err = s.Records.Due(ctx, by.Commission, deadline.Filter{ToAdmit: true}, deadline.Cursor{}, deskRows); err != nil {
		return err
	}
	days, err := s.Records.Flow(ctx, by.Commission, today, flowDays, visitOf(ctx).zone())
	if err != nil {
		return err
	}
	board.Flow = newFlowChart(ctx, days)
	if err := s.rulings(ctx, by, today, &board); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, chairDesk(board))
}

// rulings counts the rulings of the last months. The store counts from a day on, so
// a month is what came since its first day, less what came since the next one's.
func (s *Server) rulings(ctx context.Context, by identity.Actor, today calendar.Date, board *dashboard) error {
	first := calendar.Day(today.Year(), today.Month(), 1)
	board.Since = first.AddMonths(1 - timelyMonths)
	var months []share
	later := share{}
	for n := range timelyMonths {
		from := first.AddMonths(-n)
		counts, err := s.Records.Outcomes(ctx, by.Commission, from)
		if err != nil {
			return err
		}
		since := share{}
		outcomes := make(map[regulation.Outcome]int)
		for _, each := range counts {
			since.Part, since.Of = since.Part+each.InTime, since.Of+each.Count
			outcomes[each.Outcome] = each.Count
		}
		month := share{Name: t(ctx, "month_name."+strconv.Itoa(int(from.Month()))), Part: since.Part - later.Part, Of: since.Of - later.Of}
		months, later = append([]share{month}, months...), since
		if n == timelyMonths-1 {
			board.Outcomes = newOutcomeChart(ctx, outcomes)
		}
	}
	board.Timely = newTimelyChart(ctx, months)
	return nil
}

// tiles are the counters by time left, each a way to its list.
func (d dashboard) tiles(ctx context.Context) []Tile {
	b := d.Burden
	tile := func(count int, span string, state deadline.State) Tile {
		return Tile{Count: count, Name: t(ctx, "tile."+span), Href: listQuery{Due: span}.href(), State: state}
	}
	return []Tile{tile(b.Over, dueOver, deadline.Over), tile(b.Today, dueToday, deadline.Today), tile(b.WithinOne, dueTomorrow, deadline.Soon),
		tile(b.WithinThree, dueThree, deadline.Soon), tile(b.Later, dueLater, ""),
		{Count: b.Paused, Name: t(ctx, "tile.paused"), Href: listQuery{State: complaint.Suspended}.href()}}
}

// hindrance says what keeps a complaint from being decided in time, empty if nothing does.
func (d dashboard) hindrance(ctx context.Context, line deadline.Due) string {
	if line.Clock == deadline.DissentForwarding {
		return t(ctx, "dissent.hinders")
	}
	if line.State == complaint.Delivered && line.Clock == deadline.RulingPublication {
		return t(ctx, "publication.hindrance")
	}
	if line.State != complaint.Scheduled {
		return t(ctx, "hindrance."+string(line.State))
	}
	for _, item := range d.Next.Items {
		if on := calendar.On(d.Next.StartsAt, visitOf(ctx).zone()); item.Complaint == line.Complaint && on.After(line.DueOn) {
			return t(ctx, "hindrance.scheduled", "Day", day(ctx, on))
		}
	}
	return ""
}

// action says what the chair can do about a complaint.
func (d dashboard) action(ctx context.Context, line deadline.Due) string {
	if line.State == complaint.Registered {
		return t(ctx, "assign.button")
	}
	if line.State == complaint.LetterDue {
		return t(ctx, "letter_form.open")
	}
	if line.Clock == deadline.DissentForwarding {
		return t(ctx, "dissent.record")
	}
	return t(ctx, "dashboard.open")
}
