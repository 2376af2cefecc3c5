package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/sitting"
)

// attendanceView is who takes part in a sitting and how.
type attendanceView struct {
	sittingView
	marks    []mark
	attendee attendeeForm // as typed, after a refusal
}

// mark is how one member takes part, as it was recorded or typed.
type mark struct {
	sitting.Attendance
	role string // "presiding", "secretary" or empty
}

func (m mark) person() string { return strconv.FormatInt(int64(m.Member.Person), 10) }

// attendance handles GET /sittings/:n/attendance.
func (s *Server) attendance(c echo.Context) error {
	v, err := s.attendanceOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, attendancePage(v))
}

func (s *Server) attendanceOf(c echo.Context) (attendanceView, error) {
	v := attendanceView{}
	var err error
	if v.sittingView, err = s.sittingOf(c, "attendance"); err != nil {
		return v, err
	}
	for _, a := range v.sitting().Attendance {
		m := mark{Attendance: a}
		switch a.Member.Person {
		case v.sitting().Presiding.Person:
			m.role = "presiding"
		case v.sitting().Secretary.Person:
			m.role = "secretary"
		}
		v.marks = append(v.marks, m)
	}
	return v, nil
}

// marks reports whether the visitor may record the attendance now.
func (v attendanceView) writes() bool {
	_, voting := v.sitting().Voting()
	return v.conducts() && v.sitting().State != sitting.Closed && !voting
}

// modes are the ways to take part in this sitting.
func (v attendanceView) modes() []sitting.Mode {
	if v.sitting().Video {
		return []sitting.Mode{sitting.InHall, sitting.OnVideo, sitting.Absent}
	}
	return []sitting.Mode{sitting.InHall, sitting.Absent}
}

// recordAttendance handles POST /sittings/:n/attendance: one act for each member
// whose mark changed.
func (s *Server) recordAttendance(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v, err := s.attendanceOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	changes, err := attendanceChanged(v.sitting().Attendance, form, v.zone())
	if err != nil {
		return s.attendanceAgain(c, form, err)
	}
	for _, change := range changes {
		if err := s.attend(ctx, v, change); err != nil {
			return s.attendanceAgain(c, form, err)
		}
	}
	return c.Redirect(http.StatusSeeOther, v.address()+"/attendance")
}

// attendanceChanged returns the marks of the form that differ from what is recorded.
// A mark for somebody who is no member comes first: the domain refuses it before
// anything is recorded.
func attendanceChanged(recorded []sitting.Attendance, form url.Values, zone *time.Location) ([]sitting.Attendance, error) {
	var changed []sitting.Attendance
	seen := map[string]bool{}
	for _, a := range recorded {
		id := strconv.FormatInt(int64(a.Member.Person), 10)
		seen["mode_"+id] = true
		mode, reason := sitting.Mode(form.Get("mode_"+id)), strings.TrimSpace(form.Get("reason_"+id))
		if mode.Present() {
			reason = ""
		}
		told, err := toldIn(form, id, a.ToldAt, zone)
		if err != nil {
			return nil, err
		}
		if mode != "" && (mode != a.Mode || reason != a.Reason || mode == sitting.Absent && told != a.ToldAt) {
			a.Mode, a.Reason, a.ToldAt = mode, reason, told
			changed = append(changed, a)
		}
	}
	for name := range form {
		if id, ok := strings.CutPrefix(name, "mode_"); ok && !seen[name] {
			stranger := sitting.Attendance{Mode: sitting.Mode(form.Get(name))}
			if n, err := strconv.ParseInt(id, 10, 64); err == nil {
				stranger.Member.Person = identity.ID(n)
			}
			changed = append([]sitting.Attendance{stranger}, changed...)
		}
	}
	return changed, nil
}

// attendanceAgain shows the page with what was refused and every mark as it was typed.
func (s *Server) attendanceAgain(c echo.Context, form url.Values, cause error) error {
	found := problems(c.Request().Context(), cause)
	if found == nil {
		return cause
	}
	v, err := s.attendanceOf(c)
	if err != nil {
		return err
	}
	for i, m := range v.marks {
		if mode := sitting.Mode(form.Get("mode_" + m.person())); mode != "" {
			v.marks[i].Mode, v.marks[i].Reason = mode, form.Get("reason_"+m.person())
		}
	}
	v.refused(found)
	return s.page(c, found.status(), attendancePage(v))
}

// office says what the member is at this sitting.
func (m mark) office(ctx context.Context) string {
	text := word(ctx, m.Member.Office)
	if m.role != "" {
		text += ", " + t(ctx, "attendance."+m.role)
	}
	return text
}
