package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// sittingView is what every tab of a sitting knows.
type sittingView struct {
	tab      string // of sittingTabs
	sheet    document.MinutesSheet
	moment   commission.Moment
	actor    identity.Actor
	problems Problems
}

// sittingTabs are the pages of one sitting, in the order of the work.
var sittingTabs = []string{"agenda", "notices", "attendance", "conduct", "minutes"}

func (v sittingView) sitting() sitting.Sitting { return v.sheet.Sitting }

// conducts reports whether the visitor may run this sitting.
func (v sittingView) conducts() bool { return v.sitting().Conducts(v.actor) }

// prepares reports whether the visitor may change the agenda now.
func (v sittingView) prepares() bool {
	return v.sitting().AgendaChangeable() && v.actor.May(identity.PrepareSitting)
}

func (v sittingView) zone() *time.Location { return v.sheet.Commission.Profile.Zone() }

func (v sittingView) profile() regulation.Profile { return v.sheet.Commission.Profile }

func (v sittingView) day() calendar.Date { return calendar.On(v.sitting().StartsAt, v.zone()) }

func (v sittingView) address() string { return "/sittings/" + strconv.Itoa(v.sitting().Number) }

func (v sittingView) itemAddress(id sitting.ItemID, act string) templ.SafeURL {
	return templ.SafeURL(v.address() + "/items/" + strconv.FormatInt(int64(id), 10) + "/" + act)
}

// tabAddress returns where a tab is.
func (v sittingView) tabAddress(tab string) templ.SafeURL {
	if tab == sittingTabs[0] {
		return templ.SafeURL(v.address())
	}
	return templ.SafeURL(v.address() + "/" + tab)
}

func (v sittingView) title(ctx context.Context) string {
	return t(ctx, "sittings.title", "Number", v.sitting().Number, "Day", day(ctx, v.day()), "Tab", t(ctx, "sitting_tab."+v.tab))
}

func (v sittingView) heading(ctx context.Context) string {
	s := v.sitting()
	if b, ok := s.Break(); ok && b.Adjourns() {
		return t(ctx, "break.heading", "When", v.continues(ctx, b))
	}
	return t(ctx, "sittings.heading_"+string(s.State), "Day", day(ctx, v.day()), "Time", clock(s.StartsAt, v.zone()))
}

// since says where the sitting is in time.
func (v sittingView) since(ctx context.Context) string {
	s, zone := v.sitting(), v.zone()
	switch s.State {
	case sitting.Open:
		return t(ctx, "sittings.since_open", "Opened", clock(s.OpenedAt, zone), "Now", clock(v.moment.At, zone))
	case sitting.Closed:
		return t(ctx, "sittings.since_closed", "Opened", clock(s.OpenedAt, zone), "Closed", clock(s.ClosedAt, zone))
	case sitting.Planned, sitting.Cancelled:
	}
	return moment(ctx, s.StartsAt, zone)
}

func (v sittingView) name(person identity.ID) string {
	return memberNames(v.sheet.Names)[person].Short()
}

// refused notes what was refused. Fields that are not on the page become lines of
// the summary with their source.
func (v *sittingView) refused(found Problems, fields ...string) {
	for i := range found {
		if !slices.Contains(fields, found[i].Field) {
			found[i].Field = ""
		}
	}
	v.problems = found
}

// sittingOf reads the sitting in the address.
func (s *Server) sittingOf(c echo.Context, tab string) (sittingView, error) {
	v := sittingView{tab: tab, actor: actor(c)}
	number, err := strconv.Atoi(c.Param("n"))
	if err != nil || number < 1 {
		return v, sitting.ErrNotFound
	}
	if v.moment, err = s.ownMoment(c); err != nil {
		return v, err
	}
	v.sheet, err = s.Records.MinutesSheet(c.Request().Context(), v.actor.Commission, number)
	return v, err
}

// itemIn reads the number of an agenda item from the address.
func itemIn(c echo.Context) (sitting.ItemID, error) {
	id, err := strconv.ParseInt(c.Param("item"), 10, 64)
	if err != nil || id < 1 {
		return 0, sitting.ErrNotFound
	}
	return sitting.ItemID(id), nil
}

// numberIn reads the number of a sitting from the address.
func numberIn(c echo.Context) (int, error) {
	number, err := strconv.Atoi(c.Param("n"))
	if err != nil || number < 1 {
		return 0, sitting.ErrNotFound
	}
	return number, nil
}

// sittingsListed is how many sittings a page of the list holds.
const sittingsListed = 30

// sittingsView is the list of sittings.
type sittingsView struct {
	ahead, past []sitting.Summary
	zone        *time.Location
	next        templ.SafeURL
	later       bool // not the first page
	convenes    bool
}

// listSittings handles GET /sittings/manage.
func (s *Server) listSittings(c echo.Context) error {
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	before, _ := time.Parse(time.RFC3339Nano, c.QueryParam("before")) // what is no instant begins at the start
	all, err := s.Records.Sittings(c.Request().Context(), actor(c).Commission, before, sittingsListed+1)
	if err != nil {
		return err
	}
	v := sittingsView{zone: m.Composition.Commission.Profile.Zone(), later: !before.IsZero(), convenes: actor(c).May(identity.ConveneSitting)}
	if len(all) > sittingsListed {
		all = all[:sittingsListed]
		last := all[len(all)-1].StartsAt.UTC().Format(time.RFC3339Nano)
		v.next = templ.SafeURL("/sittings/manage?" + url.Values{"before": {last}}.Encode())
	}
	for _, each := range all {
		if each.State == sitting.Closed || each.State == sitting.Cancelled {
			v.past = append(v.past, each)
		} else {
			v.ahead = append([]sitting.Summary{each}, v.ahead...)
		}
	}
	return s.page(c, http.StatusOK, sittingsPage(v))
}

// conveneForm is a call as it was typed.
type conveneForm struct {
	day                         DateBoxes
	time, place, urgent, video  string
	reason, secretary, petition string
	away                        string
}

// conveneView is the page on which a sitting is convened.
type conveneView struct {
	form      conveneForm
	moment    commission.Moment
	petitions []sitting.Petition   // on which one is owed
	first     []deadline.OfficeDue // by when the first sitting is, if it is
	problems  Problems
}

func (v conveneView) profile() regulation.Profile { return v.moment.Composition.Commission.Profile }

// convenedBy says who convenes a sitting, and on whose demand.
func (v conveneView) convenedBy(ctx context.Context) string {
	part := v.profile().ConveneFraction
	return tn(ctx, "convened.by", part.Of(v.moment.Composition.Commission.Established), "Part", part.String())
}

// notice says how long before the sitting members must know of it.
func (v conveneView) notice() int {
	return v.profile().NoticeBefore(sitting.RegimeOfNotice(v.moment)).N
}

// secretaries are the members who may keep the minutes.
func (v conveneView) secretaries(ctx context.Context) []Option {
	var options []Option
	chair, _ := v.moment.Composition.Presiding(v.moment.Day)
	for _, m := range v.moment.Composition.On(v.moment.Day) {
		if m.Person == chair.Person {
			continue
		}
		option := Option{Value: strconv.FormatInt(int64(m.Person), 10), Label: m.Name.Full()}
		if m.Office == identity.Secretary {
			option.Label += ", " + word(ctx, m.Office)
			options = append([]Option{option}, options...)
			continue
		}
		options = append(options, option)
	}
	return options
}

// newSitting handles GET /sittings/new.
func (s *Server) newSitting(c echo.Context) error {
	v, err := s.conveneOf(c)
	if err != nil {
		return err
	}
	v.form = conveneForm{place: v.moment.Composition.Commission.Address, petition: c.QueryParam("petition")}
	if v.form.petition == "" && len(v.petitions) > 0 {
		v.form.petition = petitionValue(v.petitions[0])
	}
	return s.page(c, http.StatusOK, convenePage(v))
}

// conveneSitting handles POST /sittings/new.
func (s *Server) conveneSitting(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v, err := s.conveneOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	v.form = conveneTyped(form)
	call, err := v.form.call(v.profile().Zone())
	if err != nil {
		return s.conveneAgain(c, v, err)
	}
	number, err := s.Sittings.Convene(ctx, actor(c), call)
	if err != nil {
		return s.conveneAgain(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, "/sittings/"+strconv.Itoa(number))
}

// conveneAgain shows the form once more with everything typed and what is wrong.
func (s *Server) conveneAgain(c echo.Context, v conveneView, cause error) error {
	if v.problems = problems(c.Request().Context(), cause); v.problems == nil {
		return cause
	}
	return s.page(c, v.problems.status(), convenePage(v))
}

func conveneTyped(form url.Values) conveneForm {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return conveneForm{day: boxesIn(form, "starts_at"), time: text("starts_time"), place: text("place"), video: form.Get("video"),
		urgent: form.Get("urgent"), reason: text("urgent_reason"), secretary: form.Get("secretary"), petition: form.Get("petition"), away: form.Get("away")}
}

// call makes the call of what was typed. The error says that day or time are none.
func (f conveneForm) call(zone *time.Location) (sitting.Call, error) {
	call := sitting.Call{Place: f.place, Away: f.away == "1", Video: f.video == "1", Urgent: f.urgent == "1", UrgentReason: f.reason, Petition: sitting.PetitionID(whole(f.petition))}
	if id, err := strconv.ParseInt(f.secretary, 10, 64); err == nil {
		call.Secretary = identity.ID(id)
	}
	on, err := f.day.Date("starts_at")
	if err == nil && on.IsZero() {
		err = regulation.Missing("", "starts_at", "date_missing")
	}
	at, wrong := time.Parse("15:04", f.time)
	if wrong != nil {
		wrong = regulation.Missing("", "starts_time", "time_missing")
	}
	if err := errors.Join(err, wrong); err != nil {
		return call, err
	}
	call.StartsAt = time.Date(on.Year(), on.Month(), on.Day(), at.Hour(), at.Minute(), 0, 0, zone)
	return call, nil
}

// sittingLink leads to the tab where the work on a sitting goes on.
func sittingLink(s sitting.Summary) templ.SafeURL {
	address := "/sittings/" + strconv.Itoa(s.Number)
	switch s.State {
	case sitting.Open:
		address += "/conduct"
	case sitting.Closed:
		address += "/minutes"
	case sitting.Planned, sitting.Cancelled:
	}
	return templ.SafeURL(address)
}
