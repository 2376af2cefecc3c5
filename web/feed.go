package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/ics"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// feedRecords reads the members' own calendars.
type feedRecords interface {
	FeedSince(ctx context.Context, person identity.ID) (time.Time, error)
	Feed(ctx context.Context, token [32]byte) ([]sitting.Sitting, error)
}

// feedsPerHour is how often one network may ask for calendars: a whole building of
// members whose programs ask every few minutes stays below it, a guesser does not get far.
const feedsPerHour = 600

// feedView is the page on which a member switches a calendar on and off.
type feedView struct {
	since   time.Time
	address string // told once, after it was switched on
	zone    *time.Location
}

// showFeed handles GET /calendar.
func (s *Server) showFeed(c echo.Context) error { return s.feedPage(c, "") }

func (s *Server) feedPage(c echo.Context, address string) error {
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	v := feedView{address: address, zone: m.Composition.Commission.Profile.Zone()}
	if v.since, err = s.Records.FeedSince(c.Request().Context(), actor(c).ID); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, feedPage(v))
}

// openFeed handles POST /calendar/on. The address is on this page alone, so nothing is
// redirected to.
func (s *Server) openFeed(c echo.Context) error {
	token, err := s.Sittings.OpenFeed(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	return s.feedPage(c, s.BaseURL+"/calendar/"+token+feedEnding)
}

// closeFeed handles POST /calendar/off.
func (s *Server) closeFeed(c echo.Context) error {
	if err := s.Sittings.CloseFeed(c.Request().Context(), actor(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/calendar")
}

// feedEnding is how the address of a calendar ends, for programs that go by it.
const feedEnding = ".ics"

// feed handles GET /calendar/:token: the sittings of a member's commissions, without
// personal data.
func (s *Server) feed(c echo.Context) error {
	token, ok := strings.CutSuffix(c.Param("token"), feedEnding)
	if !ok {
		return sitting.ErrNotFound
	}
	ctx := c.Request().Context()
	err := s.unhurried(c, "calendar", feedsPerHour, regulation.Refuse("", tooManyAttempts, regulation.Values{"Minutes": int(time.Hour / time.Minute)}))
	if err != nil {
		return err
	}
	sittings, err := s.Records.Feed(ctx, sitting.FeedHash(token))
	if err != nil {
		return err
	}
	events := make([]ics.Event, len(sittings))
	from := map[commission.ID]commission.Commission{}
	for i, one := range sittings {
		if _, known := from[one.Commission]; !known {
			if from[one.Commission], err = s.Records.Commission(ctx, one.Commission); err != nil {
				return err
			}
		}
		events[i] = ics.Event{Telling: notice.Telling{Sitting: one}, From: from[one.Commission]}
	}
	base, err := url.Parse(s.BaseURL)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", ics.File(base.Hostname(), time.Now(), events...))
}
