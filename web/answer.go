package web

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/sitting"
)

// answerSitting handles POST /sittings/:n/answer: a member says whether they come.
func (s *Server) answerSitting(c echo.Context) error {
	typed := attendeeForm{reason: strings.TrimSpace(c.FormValue("reason"))}
	mode := sitting.Mode(c.FormValue("answer"))
	return s.onAttendance(c, typed, func(ctx context.Context, v attendanceView) error {
		return s.Sittings.Answer(ctx, v.actor, v.sitting().Number, mode, typed.reason)
	})
}

// answers returns what the visitor said about coming; false if they are not asked.
func (v sittingView) answers() (sitting.Attendance, bool) {
	return askedToCome(v.sitting(), v.actor.ID)
}

func (d desk) answers(ctx context.Context) (sitting.Attendance, bool) {
	return askedToCome(d.Next, visitOf(ctx).actor.ID)
}

func askedToCome(s sitting.Sitting, member identity.ID) (sitting.Attendance, bool) {
	if s.State == sitting.Planned || s.Adjourned() {
		for _, a := range s.Attendance {
			if a.Member.Person == member {
				return a, true
			}
		}
	}
	return sitting.Attendance{}, false
}

// waysToCome are the answers there are: by video only where the chair decided on it.
func waysToCome(s sitting.Sitting) []sitting.Mode {
	if s.Video {
		return []sitting.Mode{sitting.InHall, sitting.OnVideo, sitting.Absent}
	}
	return []sitting.Mode{sitting.InHall, sitting.Absent}
}

func (v sittingView) ways(ctx context.Context) []Option {
	var options []Option
	for _, way := range waysToCome(v.sitting()) {
		options = append(options, Option{Value: string(way), Label: t(ctx, "answers.come_"+string(way))})
	}
	return options
}

// untold is how many members of the next sitting were not told of it yet, those appointed
// since among them.
func (d desk) untold() int {
	n := len(d.Next.Newcomers(d.Moment))
	if d.Next.State == sitting.Planned || d.Next.Adjourned() {
		for _, a := range d.Next.Attendance {
			if _, told := d.Next.ToldLast(a.Member.Person); !told {
				n++
			}
		}
	}
	return n
}
