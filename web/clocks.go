package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/notice"
)

// clockRecords reads and keeps what desks show of deadlines beside their lists.
type clockRecords interface {
	// Calls returns what an officer was told of moved deadlines and has not put away.
	Calls(ctx context.Context, own commission.ID, person identity.ID, limit int) ([]notice.Call, error)
	PutAway(ctx context.Context, person identity.ID, id notice.CallID) error
	// ForeseeYear and ForeseeRegulation return which deadlines a change would move.
	ForeseeYear(ctx context.Context, y calendar.Year, shown int) (deadline.Preview, error)
	ForeseeRegulation(ctx context.Context, own commission.ID, next commission.Version, shown int) (deadline.Preview, error)
}

// deadlinesSchema names the shape of deadlinesJSON.
const deadlinesSchema = "redress/deadlines/1"

// deadlinesJSON is every clock of a complaint, for programs.
type deadlinesJSON struct {
	Schema    string          `json:"schema"`
	Complaint string          `json:"complaint"`
	State     complaint.State `json:"state"`
	Zone      string          `json:"zone"`
	At        time.Time       `json:"at"` // the instant that states are told for
	Lang      Lang            `json:"lang"`
	Deadlines []deadlineJSON  `json:"deadlines"`
}

// deadlineJSON is a deadline as a value, with its working in the visitor's language.
type deadlineJSON struct {
	deadline.Value
	Text Working `json:"text"`
}

// showDeadlinesJSON handles GET /complaints/:no/deadlines.json.
func (s *Server) showDeadlinesJSON(c echo.Context) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	zone := visitOf(ctx).zone()
	all := deadlinesJSON{Schema: deadlinesSchema, Complaint: f.Complaint.Ref.String(), State: f.Complaint.State, Zone: zone.String(), At: f.Moment.At.In(zone),
		Lang: visitOf(ctx).lang, Deadlines: []deadlineJSON{}}
	for _, r := range f.Running {
		all.Deadlines = append(all.Deadlines, deadlineJSON{r.Value(f.Moment.At, zone), WorkingOfDeadline(ctx, r.Deadline)})
	}
	return c.JSONPretty(http.StatusOK, all, " ")
}

// standing says what has become of a deadline of the complaint.
func (f complaintFrameData) standing(ctx context.Context, r deadline.Running) deadline.Standing {
	return r.Standing(f.Moment.At, visitOf(ctx).zone())
}

// missed is the deadline without the stay that came too late to heal it.
func missed(d deadline.Deadline) deadline.Deadline {
	d.Paused = false
	return d
}

// skippedWords writes the days passed over with why: "12 июня (День России), 13,
// 14 июня (выходной)".
func skippedWords(ctx context.Context, skipped []calendar.Counted) string {
	var parts []string
	for len(skipped) > 0 {
		why, days := skipReason(ctx, skipped[0].Status), []calendar.Date{skipped[0].On}
		skipped = skipped[1:]
		for len(skipped) > 0 && skipReason(ctx, skipped[0].Status) == why {
			days, skipped = append(days, skipped[0].On), skipped[1:]
		}
		parts = append(parts, dayList(ctx, days)+" ("+why+")")
	}
	return strings.Join(parts, ", ")
}

// skipReason says why a day is none of a term in working days.
func skipReason(ctx context.Context, s calendar.Status) string {
	if s.Name != "" { // a holiday, or the decree of a day
		return s.Name
	}
	return t(ctx, "skip."+string(s.Kind))
}

// alarmRows is how many cases the board of what is due at once shows.
const alarmRows = 50

// refreshSeconds is how often a board that is to keep itself up to date is loaded anew.
const refreshSeconds = 30

// withAlarm reads what stands above everything else on the desks of the chair and the
// secretary: what is due at once, the longest waiting first, and which deadlines were
// moved. The page loads itself anew only where its reader has asked for it.
func (s *Server) withAlarm(c echo.Context, d desk) (desk, error) {
	by := actor(c)
	ctx := c.Request().Context()
	var err error
	if !by.May(identity.SeeChairDesk) && by.Office != identity.Secretary {
		d.Calls, err = s.Records.Calls(ctx, by.Commission, by.ID, alarmRows)
		return d, err
	}
	if d.AtOnce, err = s.Records.Due(ctx, by.Commission, deadline.Filter{AtOnce: true, AboutUs: true}, deadline.Cursor{}, alarmRows); err != nil {
		return d, err
	}
	if d.Calls, err = s.Records.Calls(ctx, by.Commission, by.ID, alarmRows); err != nil {
		return d, err
	}
	if d.Refreshing = c.QueryParam("refresh") != "" && len(d.AtOnce) > 0; d.Refreshing {
		c.Response().Header().Set("Refresh", strconv.Itoa(refreshSeconds))
	}
	return d, nil
}

// waiting says how long ago a case of the board came in.
func (d desk) waiting(ctx context.Context, line deadline.Due) string {
	ago := line.Chip(d.At, visitOf(ctx).zone()).Waiting
	if ago < time.Hour {
		return tn(ctx, "alarm.minutes", int(ago/time.Minute))
	}
	return t(ctx, "alarm.ago", "Span", span(ctx, ago))
}

// putAwayCall handles POST /desk/calls/:id. A call that is not the officer's own stays
// as it is.
func (s *Server) putAwayCall(c echo.Context) error {
	err := s.Records.PutAway(c.Request().Context(), actor(c).ID, notice.CallID(whole(c.Param("id"))))
	if err != nil && !errors.Is(err, notice.ErrNotFound) {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/desk")
}

func callHref(call notice.Call) templ.SafeURL {
	return templ.SafeURL("/desk/calls/" + strconv.FormatInt(int64(call.ID), 10))
}

// callTitle is the first line of a call.
func callTitle(ctx context.Context, call notice.Call) string {
	if call.Kind == notice.Regime {
		return t(ctx, "call.regime_title")
	}
	return t(ctx, "call.title")
}

// callWords says what a call tells: how many dates moved, and because of what.
func callWords(ctx context.Context, call notice.Call) string {
	if call.Kind == notice.Regime {
		return t(ctx, "call.regime", "Number", call.Ref.String())
	}
	var counts []string
	if call.Complaints > 0 {
		counts = append(counts, tn(ctx, "call.complaints", call.Complaints))
	}
	if call.Minutes > 0 {
		counts = append(counts, tn(ctx, "call.minutes", call.Minutes))
	}
	return t(ctx, "call.moved", "Counts", strings.Join(counts, ", "), "Because", because(ctx, call.Cause.Change(), call.Title, call.Cause.Year, call.Cause.Version))
}

// because says what moved deadlines.
func because(ctx context.Context, by deadline.Change, title string, year, version any) string {
	switch by {
	case deadline.ByCalendar:
		return t(ctx, "deadline_moved.calendar", "Year", year)
	case deadline.ByRegulation:
		return t(ctx, "deadline_moved.regulation", "Version", version)
	case deadline.ByCampaign:
	}
	return t(ctx, "deadline_moved.campaign", "Title", title)
}

// movedTerm is the last change of the day a ruling is due by.
type movedTerm struct{ Was, Now, Because string }

// movedTermIn finds the last change of the answer's day among entries of a docket, the
// latest first.
func movedTermIn(ctx context.Context, entries []docket.Entry) (movedTerm, error) {
	for _, e := range entries {
		if e.Act != deadline.RedatedAct {
			continue
		}
		facts, err := factsOf(e)
		if err != nil {
			return movedTerm{}, err
		}
		for _, m := range movesIn(facts) {
			if m.clock.Answers() {
				return movedTerm{Was: m.was(ctx), Now: m.now(ctx), Because: redatedBecause(ctx, facts)}, nil
			}
		}
	}
	return movedTerm{}, nil
}

// foreseen says in sentences what a change would move.
func foreseen(ctx context.Context, p deadline.Preview) []string {
	said := []string{foreseenCount(ctx, p)}
	if p.Minutes > 0 {
		said = append(said, tn(ctx, "campaign.minutes_move", p.Minutes))
	}
	return said
}

// foreseenName names what a deadline that would move belongs to.
func foreseenName(ctx context.Context, f deadline.Foreseen) string {
	if f.Sitting != 0 {
		return t(ctx, "campaign.minutes_of", "Number", f.Sitting)
	}
	return f.Ref.String()
}
