package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// changeView is the page on which what was convened is changed.
type changeView struct {
	sittingView
	form                  conveneForm
	reason, off, knowing  string // as typed
	changingTo, declining bool   // which of the forms came back
}

// changes reports whether the visitor may move the sitting or call it off now.
func (v sittingView) changes() bool {
	return v.sitting().State == sitting.Planned && v.actor.May(identity.ConveneSitting)
}

// tabs are the pages of this sitting: of one that was called off nothing follows.
func (v sittingView) tabs() []string {
	if v.sitting().State == sitting.Cancelled {
		return sittingTabs[:2]
	}
	return sittingTabs
}

// changed says what was decided about the sitting, and when.
func (v sittingView) changed(ctx context.Context, c sitting.Change) string {
	hour := func(at time.Time) string { return dayYear(ctx, calendar.On(at, v.zone())) + ", " + clock(at, v.zone()) }
	when := hour(c.At)
	switch {
	case c.Kind == sitting.CalledOff:
		return t(ctx, "change.cancelled", "When", when)
	case c.Kind == sitting.Rescheduled:
		return t(ctx, "change.moved", "When", when, "Was", hour(c.Was.StartsAt), "Place", c.Was.Place)
	case c.Was.Video:
		return t(ctx, "change.video_off", "When", when)
	}
	return t(ctx, "change.video_on", "When", when)
}

// lateIfMoved are the items whose term would end before the sitting: of the day that was
// typed.
func (v changeView) lateIfMoved() []sitting.Item {
	to, err := v.form.day.Date("starts_at")
	if err != nil || to.IsZero() {
		return nil
	}
	return v.sitting().Misses(to)
}

// secretaries are the members who may keep the minutes of the moved sitting.
func (v changeView) secretaries(ctx context.Context) []Option {
	return conveneView{moment: v.moment}.secretaries(ctx)
}

// showChange handles GET /sittings/:n/change.
func (s *Server) showChange(c echo.Context) error {
	v, err := s.changeOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, changePage(v))
}

func (s *Server) changeOf(c echo.Context) (changeView, error) {
	shown, err := s.sittingOf(c, "agenda")
	if err != nil {
		return changeView{}, err
	}
	held := shown.sitting()
	v := changeView{sittingView: shown, form: conveneForm{day: boxesOf(shown.day()), time: clock(held.StartsAt, shown.zone()), place: held.Place,
		secretary: strconv.FormatInt(int64(held.Secretary.Person), 10)}}
	if held.Away {
		v.form.away = "1"
	}
	return v, nil
}

// moveSitting handles POST /sittings/:n/move: to another day, hour or place.
func (s *Server) moveSitting(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v, err := s.changeOf(c)
	if err != nil {
		return err
	}
	v.changingTo, v.form, v.reason, v.knowing = true, conveneTyped(form), strings.TrimSpace(form.Get("reason")), form.Get("knowing")
	call, wrong := v.form.call(v.zone())
	err = s.Sittings.Reschedule(c.Request().Context(), v.actor, v.sitting().Number, call, v.reason, v.knowing == "1")
	return s.changeAgain(c, v, unread(err, "starts_at", wrong), "starts_at", "starts_time", "place", "secretary", "reason", "knowing")
}

// cancelSitting handles POST /sittings/:n/cancel.
func (s *Server) cancelSitting(c echo.Context) error {
	v, err := s.changeOf(c)
	if err != nil {
		return err
	}
	v.declining, v.off = true, strings.TrimSpace(c.FormValue("cancel_reason"))
	err = s.Sittings.CallOff(c.Request().Context(), v.actor, v.sitting().Number, v.off)
	return s.changeAgain(c, v, err, "cancel_reason")
}

// decideVideo handles POST /sittings/:n/video: the chair's decision on videoconference.
func (s *Server) decideVideo(c echo.Context) error {
	v, err := s.changeOf(c)
	if err != nil {
		return err
	}
	err = s.Sittings.DecideVideo(c.Request().Context(), v.actor, v.sitting().Number, c.FormValue("video") == "1")
	return s.changeAgain(c, v, err)
}

// changeAgain answers a change: to the sitting, or the page with what was refused.
func (s *Server) changeAgain(c echo.Context, v changeView, cause error, fields ...string) error {
	if cause == nil {
		return c.Redirect(http.StatusSeeOther, v.address())
	}
	found := problems(c.Request().Context(), cause)
	if found == nil || found.has(notYourOffice) {
		return cause
	}
	if !v.changes() {
		fields = nil
	}
	v.refused(found, fields...)
	return s.page(c, found.status(), changePage(v))
}

// summonMembers handles POST /sittings/:n/notices/summon: those appointed since the others
// were told are called too.
func (s *Server) summonMembers(c echo.Context) error {
	return s.onNotices(c, noticeForm{}, func(ctx context.Context, v noticesView) error {
		return s.Sittings.Summon(ctx, v.actor, v.sitting().Number)
	})
}

// unaware reports whether a member who was told of the sitting knows nothing yet of what
// was decided since.
func (v noticesView) unaware(a sitting.Attendance) bool {
	_, told := v.sitting().Told(a.Member.Person)
	return v.sitting().State == sitting.Planned && told && !v.sitting().KnowsChange(a.Member.Person)
}

// holding are the invitations that count: neither struck nor to another day.
func holding(all []sitting.Invitation) []sitting.Invitation {
	return slices.DeleteFunc(slices.Clone(all), func(in sitting.Invitation) bool { return !in.Holds() })
}

// uncalled names the parties of an item whom nobody has told of the day to which the
// sitting was adjourned.
func uncalled(ctx context.Context, s sitting.Sitting, item sitting.Item) string {
	var names []string
	for _, party := range s.Uncalled(item) {
		names = append(names, word(ctx, party))
	}
	return strings.Join(names, ", ")
}

// newcomers says who has come to sit on the day of the sitting and was told by nobody.
func (v sittingView) newcomers(ctx context.Context) string {
	found := v.sitting().Newcomers(v.moment)
	if len(found) == 0 {
		return ""
	}
	return t(ctx, "change.newcomers", "Names", shortNames(found), "Source", source(ctx, regulation.MembersNotice))
}

// toldOfContinuation says how and when a member was told of the day to which the sitting
// was adjourned.
func (v noticesView) toldOfContinuation(ctx context.Context, a sitting.Attendance) string {
	s := v.sitting()
	if told, ok := s.ToldLast(a.Member.Person); ok {
		return word(ctx, told.Way) + ", " + moment(ctx, told.ToldAt, v.zone())
	}
	return v.onItsWay(ctx, a)
}

// continuation says when and where an adjourned sitting goes on.
func (v sittingView) continuation(ctx context.Context) string {
	at, place := v.sitting().Gathers()
	return t(ctx, "change.continuation", "When", day(ctx, calendar.On(at, v.zone()))+", "+clock(at, v.zone()), "Place", place)
}

// strikes reports whether the visitor may strike an invitation that was recorded by mistake.
func (v invitationView) strikes(in sitting.Invitation) bool {
	return in.Struck == "" && in.State != sitting.Owed && v.item.State != sitting.Voting && !v.sitting().MinutesSigned && v.actor.May(identity.PrepareSitting)
}

// strikeInvitation handles POST /sittings/:n/items/:item/invitations/:invitation/strike.
func (s *Server) strikeInvitation(c echo.Context) error {
	v, err := s.invitationsOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	in := sitting.Invitation{ID: whole(c.Param("invitation"))}
	v.typed = form
	err = s.Sittings.StrikeInvitation(c.Request().Context(), v.actor, v.sitting().Number, v.item.ID, in.ID, form.Get(settling("struck", in)))
	return s.invitationsAgain(c, v, fieldsOfInvitation(err, in), settling("struck", in))
}
