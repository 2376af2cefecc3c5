package web

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// continues says when a sitting goes on: the day only where it is another one.
func (v sittingView) continues(ctx context.Context, b sitting.Break) string {
	if b.Adjourns() {
		return day(ctx, calendar.On(b.Expected, v.zone())) + ", " + clock(b.Expected, v.zone())
	}
	return clock(b.Expected, v.zone())
}

// interrupts reports whether a break or an adjournment can be announced now.
func (v sittingView) interrupts() bool {
	_, voting := v.sitting().Voting()
	return v.conducts() && v.sitting().State == sitting.Open && v.goesOn() && !voting
}

// lateIfAdjourned are the items whose term would end before the sitting went on: after the
// day that was typed, or else tomorrow already.
func (v conductView) lateIfAdjourned() []sitting.Item {
	until, err := boxesIn(v.texts, "adjourn_day").Date("adjourn_day")
	if err != nil || until.IsZero() {
		until = v.moment.Day.AddDays(1)
	}
	return v.sitting().Misses(until)
}

// presidesNext is who is to preside in place of who has left, and whether the commission
// must decide on it; ok is false where nothing is to change.
func (v sittingView) presidesNext() (who commission.Signatory, decided, ok bool) {
	if v.sitting().State != sitting.Open {
		return who, false, false
	}
	return v.sitting().Presides(v.moment)
}

// takesChair reports whether the visitor may change who presides.
func (v sittingView) takesChair() bool {
	who, _, ok := v.presidesNext()
	_, voting := v.sitting().Voting()
	return ok && !voting && (v.conducts() || who.Person == v.actor.ID)
}

// succeeds reports whether the visitor runs the sitting no more than others do now, and is
// to preside as soon as the presiding member is gone.
func (v sittingView) succeeds() bool {
	return !v.conducts() && v.sitting().Succeeds(v.actor, v.moment)
}

// presidingAway reports whether the presiding member is marked as gone.
func (v sittingView) presidingAway() bool {
	return !presidesOver(v.sitting(), v.sitting().Presiding.Person)
}

// keepers are the members who may keep the minutes instead.
func (v sittingView) keepers() []Option {
	var options []Option
	if _, voting := v.sitting().Voting(); voting || !v.conducts() || v.sitting().State != sitting.Open {
		return nil
	}
	for _, a := range v.sitting().Present() {
		if v.sitting().Keeps(a.Member.Person, v.moment) == nil {
			options = append(options, Option{Value: fmtID(a.Member.Person), Label: a.Member.Name.Short()})
		}
	}
	return options
}

// announceBreak handles POST /sittings/:n/break.
func (s *Server) announceBreak(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	expected, wrong := timeOn(m.Day, c.FormValue("break_end"), "break_end", m.Composition.Commission.Profile.Zone())
	err = s.Sittings.AnnounceBreak(c.Request().Context(), actor(c), number, expected)
	return s.conductAgain(c, unread(err, "break_end", wrong), nil, "break_end")
}

// unread says that a time was typed which is none, in place of what is said of no time at
// all: whatever stands in the way of the act itself is said first.
func unread(err error, field string, wrong error) error {
	found, only := refusalsIn(err)
	if wrong == nil || !only {
		return err
	}
	all := make([]error, 0, len(found))
	for _, r := range found {
		if r.Field == field {
			all = append(all, wrong)
		} else {
			all = append(all, r)
		}
	}
	return errors.Join(all...)
}

// timeOn reads a time of a day.
func timeOn(day calendar.Date, typed, field string, zone *time.Location) (time.Time, error) {
	at, err := time.Parse("15:04", typed)
	if err != nil {
		return time.Time{}, regulation.Missing("", field, "time_missing")
	}
	return time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, zone), nil
}

// endBreak handles POST /sittings/:n/break/end.
func (s *Server) endBreak(c echo.Context) error { return s.onSitting(s.Sittings.EndBreak)(c) }

// continueSitting handles POST /sittings/:n/continue.
func (s *Server) continueSitting(c echo.Context) error { return s.onSitting(s.Sittings.Continue)(c) }

// adjourn handles POST /sittings/:n/adjourn.
func (s *Server) adjourn(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	to, wrong := continuationTyped(form, m.Composition.Commission.Profile.Zone())
	err = s.Sittings.Adjourn(c.Request().Context(), actor(c), number, to, form.Get("adjourn_knowing") == "1")
	return s.conductAgain(c, unread(err, "adjourn_day", wrong), nil, "adjourn_day", "adjourn_time", "adjourn_place", "adjourn_reason", "adjourn_knowing")
}

func continuationTyped(form url.Values, zone *time.Location) (sitting.Continuation, error) {
	to := sitting.Continuation{Place: form.Get("adjourn_place"), Reason: form.Get("adjourn_reason")}
	on, err := boxesIn(form, "adjourn_day").Date("adjourn_day")
	if err == nil && on.IsZero() {
		err = regulation.Missing("", "adjourn_day", "date_missing")
	}
	if err != nil {
		return to, err
	}
	to.At, err = timeOn(on, form.Get("adjourn_time"), "adjourn_time", zone)
	return to, err
}

// takeChair handles POST /sittings/:n/presiding.
func (s *Server) takeChair(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	return s.onSitting(func(ctx context.Context, by identity.Actor, number int) error {
		return pointed(s.Sittings.TakeChair(ctx, by, number, showTyped(form, "chair")), "show_for", "chair_for")
	}, "chair_for")(c)
}

// presidingGone handles POST /sittings/:n/presiding/gone.
func (s *Server) presidingGone(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	return s.conductAgain(c, s.Sittings.PresidingGone(c.Request().Context(), actor(c), number, c.FormValue("gone_reason")), nil, "gone_reason")
}

// keepMinutes handles POST /sittings/:n/secretary.
func (s *Server) keepMinutes(c echo.Context) error {
	return s.onSitting(func(ctx context.Context, by identity.Actor, number int) error {
		return s.Sittings.KeepMinutes(ctx, by, number, identity.ID(whole(c.FormValue("keeper"))))
	}, "keeper")(c)
}
