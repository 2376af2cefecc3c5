package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/remand"
)

// The list and the rows a desk shows of it.
const (
	controlDeskRows = 5
	closedRows      = 10
)

// ordersToUs is what the address of the list says of the orders a commission got itself.
const ordersToUs = "ours"

// controlList is the page of what stands under control.
type controlList struct {
	Ordered bool // what the commission itself has been ordered to do
	Lines   []remand.Line
	Closed  []remand.Line // the last that ended; on the first page alone
	Burden  remand.Burden
	Begun   bool // not the first page
	Next    templ.SafeURL
	Moment  commission.Moment
}

// listControl handles GET /control.
func (s *Server) listControl(c echo.Context) error {
	ctx, own := c.Request().Context(), actor(c).Commission
	v := controlList{Ordered: c.QueryParam("whose") == ordersToUs}
	var err error
	if v.Moment, err = s.ownMoment(c); err != nil {
		return err
	}
	if v.Burden, err = s.Records.RemandBurden(ctx, own, v.Moment.Day); err != nil {
		return err
	}
	var after remand.Cursor
	if day, err := calendar.Parse(c.QueryParam("after")); err == nil {
		after, v.Begun = remand.Cursor{Until: day, ID: remand.ID(whole(c.QueryParam("id")))}, true
	}
	if v.Lines, err = s.Records.Remands(ctx, own, v.Ordered, after, listRows+1); err != nil {
		return err
	}
	if len(v.Lines) > listRows {
		v.Lines = v.Lines[:listRows]
		last := v.Lines[listRows-1]
		next := v.query()
		next.Set("after", last.Until.String())
		next.Set("id", strconv.FormatInt(int64(last.ID), 10))
		v.Next = withQuery("/control", next)
	}
	if !v.Begun {
		if v.Closed, err = s.Records.RemandsClosed(ctx, own, v.Ordered, closedRows); err != nil {
			return err
		}
	}
	return s.page(c, http.StatusOK, controlPage(v))
}

func (v controlList) query() url.Values {
	q := url.Values{}
	if v.Ordered {
		q.Set("whose", ordersToUs)
	}
	return q
}

// side is the address of the list of one of the two sides.
func (v controlList) side(ordered bool) templ.SafeURL {
	return withQuery("/control", controlList{Ordered: ordered}.query())
}

// dueLine puts the day of a line into words.
func dueLine(ctx context.Context, l remand.Line, m commission.Moment) Due {
	return dueOf(ctx, deadline.Deadline{Clock: l.Kind.Clock(), Kind: deadline.ByDate, DueOn: l.Until}, m.At, visitOf(ctx).zone())
}

// withControl reads what the desks of the chair and the secretary show of controls.
func (s *Server) withControl(c echo.Context, d desk) (desk, error) {
	by := actor(c)
	if !by.May(identity.CheckRemand) {
		return d, nil
	}
	ctx := c.Request().Context()
	var err error
	if d.Control, err = s.Records.RemandBurden(ctx, by.Commission, d.Moment.Day); err != nil {
		return d, err
	}
	if d.Control.Watched > 0 {
		if d.Watched, err = s.Records.Remands(ctx, by.Commission, false, remand.Cursor{}, controlDeskRows); err != nil {
			return d, err
		}
	}
	if d.Control.Ordered > 0 {
		d.Ordered, err = s.Records.Remands(ctx, by.Commission, true, remand.Cursor{}, controlDeskRows)
	}
	return d, err
}

// controlled says what an entry about a control records, and whether it is one.
func controlled(ctx context.Context, act string, facts map[string]any) (string, bool) {
	text := func(name string) string { return fmt.Sprint(facts[name]) }
	switch act {
	case remand.BeganAct:
		return t(ctx, "docket.control_began", "Day", dated(ctx, deadline.ByDate, parsedDay(text("until")))), true
	case remand.ReportedAct:
		if paper, _ := facts["on_paper"].(bool); paper {
			return t(ctx, "docket.control_report_on_paper"), true
		}
		return t(ctx, "docket.control_report"), true
	case remand.CheckedAct:
		return t(ctx, "docket.control_check", "Verdict", word(ctx, remand.Verdict(text("verdict"))), "Reason", text("reason")), true
	case remand.TakenOverAct:
		return t(ctx, "docket.control_taken_over", "Number", text("as"), "Reason", text("reason")), true
	case remand.LapsedAct:
		return t(ctx, "docket.control_lapsed"), true
	}
	return "", false
}

// parsedDay reads a date of the docket; what is none is zero.
func parsedDay(text string) calendar.Date {
	d, err := calendar.Parse(text)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// reportedBelow reports whether an entry is what the lower commission did itself.
func reportedBelow(e docket.Entry, facts map[string]any) bool {
	if e.Act == notice.ReceivedAct {
		return true
	}
	paper, _ := facts["on_paper"].(bool)
	return e.Act == remand.ReportedAct && !paper
}
