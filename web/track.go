package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
	"redress/internal/regulation"
)

// trackForm is what the page that asks for number and code shows again.
type trackForm struct{ Number, Code string }

// Limits of attempts to follow a complaint: on one number and from one network.
const (
	tracksOfNumber    = 10
	tracksFromNetwork = 60
	trackWindow       = 15 * time.Minute
)

// showTrack handles GET /track.
func (s *Server) showTrack(c echo.Context) error {
	return s.page(c, http.StatusOK, trackPage(trackForm{}, nil))
}

// track handles POST /track. A wrong code and a number that was never given look the
// same and take the same time.
func (s *Server) track(c echo.Context) error {
	ctx := c.Request().Context()
	values, err := typed(c)
	if err != nil {
		return err
	}
	form := trackForm{Number: legible(oneLine(values, "number")), Code: legible(oneLine(values, "code"))}
	id, err := s.follow(c, form)
	if err == nil {
		s.letTrack(c, id)
		return c.Redirect(http.StatusSeeOther, "/track/complaint")
	}
	if errors.Is(err, complaint.ErrNotFound) {
		err = regulation.Missing("", "number", "not_tracked")
	}
	found := plain(problems(ctx, err))
	if found == nil {
		return err
	}
	return s.page(c, found.status(), trackPage(form, found))
}

// follow returns the complaint of number and code.
func (s *Server) follow(c echo.Context, form trackForm) (complaint.ID, error) {
	ctx := c.Request().Context()
	ref, unread := complaint.ParseRef(strings.TrimLeft(form.Number, "№# "+nbsp))
	code, ok := complaint.ParseCode(form.Code)
	var faults []error
	if unread != nil {
		faults = append(faults, regulation.Missing("", "number", "number_unreadable"))
	}
	if !ok {
		faults = append(faults, regulation.Missing("", "code", "code_unreadable"))
	}
	if len(faults) > 0 {
		return 0, errors.Join(faults...)
	}
	if err := s.Gate.Throttle(ctx, "track/number/"+ref.String(), tracksOfNumber, trackWindow); err != nil {
		return 0, err
	}
	if err := s.Gate.Throttle(ctx, "track/network/"+networkOf(c.RealIP()), tracksFromNetwork, trackWindow); err != nil {
		return 0, err
	}
	return s.Filings.Track(ctx, ref, code)
}

// showTracked handles GET /track/complaint.
func (s *Server) showTracked(c echo.Context) error {
	id, ok := s.tracked(c)
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/track")
	}
	f, err := s.following(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, trackedPage(f))
}

// leaveTrack handles POST /track/leave.
func (s *Server) leaveTrack(c echo.Context) error {
	s.setSecret(c, trackCookie, "", 0)
	return c.Redirect(http.StatusSeeOther, "/track")
}
