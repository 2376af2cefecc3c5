package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
)

// listRows is how many rows a page of a list has.
const listRows = 50

// The spans of time a list can be narrowed to by its due dates.
const (
	dueAll      = "all" // whatever is owed
	dueOver     = "over"
	dueToday    = "today"
	dueTomorrow = "tomorrow"
	dueThree    = "three" // in two or three days
	dueLater    = "later"
)

var dueSpans = []string{dueAll, dueOver, dueToday, dueTomorrow, dueThree, dueLater}

// listQuery is what a list was asked for; it stands in the address.
type listQuery struct {
	State complaint.State // empty for all
	Due   string          // empty for the newest first
	Mine  bool
	After deadline.Cursor // the last row of the page before
}

// listQueryOf reads the query of an address; what makes no sense is left out.
func listQueryOf(c echo.Context) listQuery {
	var q listQuery
	if state := complaint.State(c.QueryParam("state")); slices.Contains(complaint.States, state) {
		q.State = state
	}
	if due := c.QueryParam("due"); slices.Contains(dueSpans, due) {
		q.Due = due
	}
	q.Mine = c.QueryParam("mine") == "1"
	q.After = cursorOf(c)
	return q
}

// cursorOf reads where the page before ended.
func cursorOf(c echo.Context) deadline.Cursor {
	return deadline.Cursor{Sort: legible(c.QueryParam("after")), ID: complaint.ID(whole(c.QueryParam("id")))}
}

// values writes the query without its place in the list.
func (q listQuery) values() url.Values {
	v := url.Values{"state": {string(q.State)}, "due": {q.Due}}
	if q.Mine {
		v.Set("mine", "1")
	}
	return v
}

// href is the address of the list with the query.
func (q listQuery) href() templ.SafeURL { return withQuery("/complaints", q.values()) }

// next is the address of the page after the line.
func (q listQuery) next(last deadline.Due) templ.SafeURL {
	v := q.values()
	v.Set("id", strconv.FormatInt(int64(last.Complaint), 10))
	if q.Due != "" {
		v.Set("after", last.Sort)
	}
	return withQuery("/complaints", v)
}

// filter is the query for the store.
func (q listQuery) filter(by identity.Actor, today calendar.Date) deadline.Filter {
	var f deadline.Filter
	if q.State != "" {
		f.States = []complaint.State{q.State}
	}
	if q.Mine {
		f.Rapporteur = by.ID
	}
	switch q.Due {
	case dueOver:
		f.DueTo = today.AddDays(-1)
	case dueToday:
		f.DueFrom, f.DueTo = today, today
	case dueTomorrow:
		f.DueFrom, f.DueTo = today.AddDays(1), today.AddDays(1)
	case dueThree:
		f.DueFrom, f.DueTo = today.AddDays(2), today.AddDays(3)
	case dueLater:
		f.DueFrom = today.AddDays(4)
	}
	return f
}

// listChip is one condition of a list with the address of the list without it.
type listChip struct {
	Text string
	Href templ.SafeURL
}

// chips are the conditions that apply.
func (q listQuery) chips(ctx context.Context) []listChip {
	var chips []listChip
	q.After = deadline.Cursor{}
	if q.State != "" {
		without := q
		without.State = ""
		chips = append(chips, listChip{word(ctx, q.State), without.href()})
	}
	if q.Due != "" {
		without := q
		without.Due = ""
		chips = append(chips, listChip{t(ctx, "due_span."+q.Due), without.href()})
	}
	if q.Mine {
		without := q
		without.Mine = false
		chips = append(chips, listChip{t(ctx, "list.mine"), without.href()})
	}
	return chips
}

// complaintList is a page of a list.
type complaintList struct {
	Query listQuery
	Lines []deadline.Due
	Next  templ.SafeURL
	At    time.Time
}

// due puts the deadline of a line into words.
func (l complaintList) due(ctx context.Context, line deadline.Due) Due {
	return dueOf(ctx, line.Deadline(), l.At, visitOf(ctx).zone())
}

// showComplaints handles GET /complaints.
func (s *Server) showComplaints(c echo.Context) error {
	ctx, q := c.Request().Context(), listQueryOf(c)
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	own, f := actor(c).Commission, q.filter(actor(c), m.Day)
	if q.Mine {
		f.Groups = m.Composition.GroupsOf(m.Day, actor(c).ID)
	}
	var lines []deadline.Due
	if q.Due == "" {
		lines, err = s.Records.Complaints(ctx, own, f, q.After.ID, listRows+1)
	} else {
		lines, err = s.Records.Due(ctx, own, f, q.After, listRows+1)
	}
	if err != nil {
		return err
	}
	list := complaintList{Query: q, Lines: lines, At: m.At}
	if len(lines) > listRows {
		list.Lines = lines[:listRows]
		list.Next = q.next(list.Lines[listRows-1])
	}
	return s.page(c, http.StatusOK, complaintListPage(list))
}

// stateOptions are the states to choose from.
func stateOptions(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "list.any_state")}}
	for _, state := range complaint.States {
		options = append(options, Option{Value: string(state), Label: word(ctx, state)})
	}
	return options
}

// dueOptions are the spans to choose from.
func dueOptions(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "list.newest")}}
	for _, span := range dueSpans {
		options = append(options, Option{Value: span, Label: t(ctx, "due_span."+span)})
	}
	return options
}

// lineHref is the address of a complaint of a list.
func lineHref(line deadline.Due) templ.SafeURL { return templ.SafeURL("/complaints/" + line.Number) }

// intakeList is a page of the queue of what waits for registration.
type intakeList struct {
	complaintList
	Latest time.Time // when the last complaint of all came in; zero if none ever did
}

// showIntake handles GET /intake.
func (s *Server) showIntake(c echo.Context) error {
	ctx := c.Request().Context()
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	lines, err := s.Records.Due(ctx, m.Composition.Commission.ID, deadline.Filter{States: []complaint.State{complaint.Filed}, CountFiles: true, AboutUs: true}, cursorOf(c), listRows+1)
	if err != nil {
		return err
	}
	list := intakeList{complaintList: complaintList{Lines: lines, At: m.At}}
	if len(lines) > listRows {
		list.Lines = lines[:listRows]
		last := list.Lines[listRows-1]
		list.Next = withQuery("/intake", url.Values{"after": {last.Sort}, "id": {strconv.FormatInt(int64(last.Complaint), 10)}})
	}
	if len(lines) == 0 {
		if list.Latest, err = s.latest(ctx, m.Composition.Commission.ID); err != nil {
			return err
		}
	}
	return s.page(c, http.StatusOK, intakePage(list))
}

// latest returns when the last complaint of a commission came in.
func (s *Server) latest(ctx context.Context, own commission.ID) (time.Time, error) {
	lines, err := s.Records.Complaints(ctx, own, deadline.Filter{}, 0, 1)
	if err != nil || len(lines) == 0 {
		return time.Time{}, err
	}
	return lines[0].FiledAt, nil
}

// sortedByDue marks the column a list is sorted by.
func sortedByDue(list complaintList) string {
	if list.Query.Due == "" {
		return ""
	}
	return "ascending"
}
