package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/regulation"
	"redress/internal/sitting"
)

// attendeeForm is who attends besides the members, as typed, and a member's own reason
// not to come.
type attendeeForm struct{ name, status, whose, reason string }

// admits reports whether the visitor may change the list of who attends besides the members.
func (v attendanceView) admits() bool { return v.conducts() && !v.sitting().MinutesSigned }

// lastDay says until when an absence is told in time.
func (v sittingView) lastDay(ctx context.Context) string {
	return dayYear(ctx, v.sitting().AbsenceDue(v.profile()))
}

// told says when an absence was told; empty if it was not.
func (v attendanceView) told(ctx context.Context, m mark) string {
	if m.Mode != sitting.Absent || m.ToldAt.IsZero() {
		return ""
	}
	return t(ctx, "attendance.told", "When", moment(ctx, m.ToldAt, v.zone()))
}

func (v attendanceView) late(m mark) bool { return v.sitting().ToldLate(m.Attendance, v.profile()) }

// toldLayout is how a browser writes a day with its time.
const toldLayout = "2006-01-02T15:04"

// toldValue is the instant an absence was told, for its field.
func (v attendanceView) toldValue(m mark) string {
	if m.ToldAt.IsZero() {
		return ""
	}
	return m.ToldAt.In(v.zone()).Format(toldLayout)
}

// toldIn reads when an absence was told from the form of the attendance; what is recorded
// stays where the form says nothing else.
func toldIn(form url.Values, id string, recorded time.Time, zone *time.Location) (time.Time, error) {
	typed := strings.TrimSpace(form.Get("told_" + id))
	if typed == "" {
		return recorded, nil
	}
	at, err := time.ParseInLocation(toldLayout, typed, zone)
	if err != nil {
		return recorded, regulation.Missing("", "told_"+id, "absence_told_unreadable")
	}
	if at.Equal(recorded.Truncate(time.Minute)) {
		return recorded, nil
	}
	return at.UTC(), nil
}

// attend records one mark: an absence that was told with its instant.
func (s *Server) attend(ctx context.Context, v attendanceView, a sitting.Attendance) error {
	if a.Mode == sitting.Absent && !a.ToldAt.IsZero() {
		return s.Sittings.Excuse(ctx, v.actor, v.sitting().Number, a.Member.Person, a.Reason, a.ToldAt)
	}
	return s.Sittings.Attend(ctx, v.actor, v.sitting().Number, a.Member.Person, a.Mode, a.Reason)
}

// statuses are the statuses to choose from.
func statuses(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "attendee.choose")}}
	for _, status := range sitting.Statuses {
		options = append(options, Option{Value: string(status), Label: capital(word(ctx, status))})
	}
	return options
}

// admitAttendee handles POST /sittings/:n/attendees.
func (s *Server) admitAttendee(c echo.Context) error {
	typed := attendeeForm{name: strings.TrimSpace(c.FormValue("name")), status: c.FormValue("status"), whose: strings.TrimSpace(c.FormValue("whose"))}
	return s.onAttendance(c, typed, func(ctx context.Context, v attendanceView) error {
		return s.Sittings.Admit(ctx, v.actor, v.sitting().Number, sitting.Attendee{Name: typed.name, Status: sitting.Status(typed.status), Whose: typed.whose})
	})
}

// strikeAttendee handles POST /sittings/:n/attendees/:attendee/strike.
func (s *Server) strikeAttendee(c echo.Context) error {
	return s.onAttendance(c, attendeeForm{}, func(ctx context.Context, v attendanceView) error {
		return s.Sittings.Strike(ctx, v.actor, v.sitting().Number, whole(c.Param("attendee")))
	})
}

// onAttendance makes one act and leads back to the attendance, or to the page with what
// was typed and what is wrong with it.
func (s *Server) onAttendance(c echo.Context, typed attendeeForm, act func(context.Context, attendanceView) error) error {
	v, err := s.attendanceOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := act(ctx, v); err != nil {
		found := problems(ctx, err)
		if found == nil || found.has(notYourOffice) {
			return err
		}
		v.attendee = typed
		v.refused(found, "name", "status", "whose", "reason", "answer")
		return s.page(c, found.status(), attendancePage(v))
	}
	return c.Redirect(http.StatusSeeOther, v.address()+"/attendance")
}

func (v attendanceView) strikeAddress(a sitting.Attendee) templ.SafeURL {
	return templ.SafeURL(v.address() + "/attendees/" + strconv.FormatInt(a.ID, 10) + "/strike")
}
