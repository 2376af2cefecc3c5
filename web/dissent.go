package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// dissentRecords reads lists of dissenting opinions.
type dissentRecords interface {
	DissentsToTell(ctx context.Context, own commission.ID, limit int) ([]sitting.DissentLine, error)
	DissentsFromBelow(ctx context.Context, own commission.ID, before int64, limit int) ([]sitting.DissentLine, error)
}

// dissentView is the dissenting opinions on one decision.
type dissentView struct {
	sittingView
	item    sitting.Item
	running deadline.Running // until when the higher commission must be told
	higher  commission.Superior
	typed   dissentForm
}

// dissentForm is what was typed into the two forms.
type dissentForm struct {
	text, how, clock string
	told             DateBoxes
}

// showDissent handles GET /sittings/:n/items/:item/dissent.
func (s *Server) showDissent(c echo.Context) error {
	v, err := s.dissentOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, dissentPage(v))
}

func (s *Server) dissentOf(c echo.Context) (dissentView, error) {
	v := dissentView{}
	var err error
	if v.sittingView, err = s.sittingOf(c, "minutes"); err != nil {
		return v, err
	}
	id, err := itemIn(c)
	if err != nil {
		return v, err
	}
	item, ok := v.sitting().Item(id)
	if !ok {
		return v, sitting.ErrNotFound
	}
	v.item = item
	v.typed = dissentForm{told: boxesOf(v.moment.Day), clock: v.moment.At.In(v.zone()).Format("15:04")}
	ctx := c.Request().Context()
	if v.higher, err = s.Records.Superior(ctx, v.actor.Commission); err != nil {
		return v, err
	}
	if item.General() {
		var handed []complaint.Dissent
		for _, d := range item.Dissents {
			handed = append(handed, complaint.Dissent{Member: d.Member, At: d.At, Told: d.ToldAt})
		}
		running, err := deadline.Dissents(handed, v.moment, v.moment.Days)
		if len(running) > 0 {
			v.running = running[0]
			v.running.Clock = deadline.DissentForwarding
		}
		return v, err
	}
	all, err := s.Records.Deadlines(ctx, item.Complaint)
	for _, r := range all {
		if r.Clock == deadline.DissentForwarding {
			v.running = r
		}
	}
	return v, err
}

// refusal says why the visitor can hand in no opinion now; empty if they can.
func (v dissentView) refusal(ctx context.Context) string {
	err := v.sitting().TakesDissent(v.actor, v.item.ID)
	if found := problems(ctx, err); found != nil {
		return found[0].Text
	}
	return ""
}

// own is the visitor's opinion, if they have handed one in.
func (v dissentView) own() (sitting.Dissent, bool) { return v.item.Dissent(v.actor.ID) }

// tells reports whether the visitor may record that the higher commission was told.
func (v dissentView) tells() bool {
	return v.actor.May(identity.TellDissent) && len(v.item.Untold()) > 0
}

// higherName names the commission that is told, as far as it works here.
func (v dissentView) higherName(ctx context.Context) string {
	if v.higher.Name == "" {
		return t(ctx, "dissent.higher_unknown")
	}
	return glued(v.higher.Name)
}

func (v dissentView) vote(ctx context.Context, member identity.ID) string {
	if choice, voted := v.item.Choice(member); voted {
		return word(ctx, choice)
	}
	return t(ctx, "dissent.no_vote")
}

// handInDissent handles POST /sittings/:n/items/:item/dissent.
func (s *Server) handInDissent(c echo.Context) error {
	return s.onDissent(c, func(ctx context.Context, v dissentView, f dissentForm) error {
		return s.Sittings.HandIn(ctx, v.actor, v.sitting().Number, v.item.ID, f.text)
	})
}

// takeBackDissent handles POST /sittings/:n/items/:item/dissent/withdraw.
func (s *Server) takeBackDissent(c echo.Context) error {
	return s.onDissent(c, func(ctx context.Context, v dissentView, _ dissentForm) error {
		return s.Sittings.TakeBack(ctx, v.actor, v.sitting().Number, v.item.ID)
	})
}

// tellDissent handles POST /sittings/:n/items/:item/dissent/told.
func (s *Server) tellDissent(c echo.Context) error {
	return s.onDissent(c, func(ctx context.Context, v dissentView, f dissentForm) error {
		at, err := instantOf("told", f.told, f.clock, v.zone())
		if err != nil && v.tells() { // else it is the act that is refused, not the date
			return err
		}
		return s.Sittings.Tell(ctx, v.actor, v.sitting().Number, v.item.ID, sitting.Told{How: f.how, At: at})
	})
}

// onDissent makes one act on the opinions of an item and leads back to them, or to the
// form with what was typed.
func (s *Server) onDissent(c echo.Context, act func(context.Context, dissentView, dissentForm) error) error {
	v, err := s.dissentOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ctx, typed := c.Request().Context(), dissentTyped(form)
	if err := act(ctx, v, typed); err != nil {
		found := problems(ctx, err)
		if found == nil || found.has(notYourOffice) {
			return err
		}
		if form.Has("how") {
			typed.text = ""
		} else {
			typed.told, typed.clock = v.typed.told, v.typed.clock
		}
		v.typed = typed
		v.refused(found, "dissent", "how", "told", "told_time")
		return s.page(c, found.status(), dissentPage(v))
	}
	return c.Redirect(http.StatusSeeOther, string(v.itemAddress(v.item.ID, "dissent")))
}

func dissentTyped(form url.Values) dissentForm {
	return dissentForm{text: form.Get("dissent"), how: strings.TrimSpace(form.Get("how")), clock: strings.TrimSpace(form.Get("told_time")), told: boxesIn(form, "told")}
}

// instantOf reads a day and a time of day as typed; the time's field is the day's with
// "_time" behind.
func instantOf(field string, boxes DateBoxes, clock string, zone *time.Location) (time.Time, error) {
	on, err := boxes.Date(field)
	if err == nil && on.IsZero() {
		err = regulation.Missing("", field, "date_missing")
	}
	at, wrong := time.Parse("15:04", clock)
	if wrong != nil {
		wrong = regulation.Missing("", field+"_time", "time_wrong")
	}
	if err := errors.Join(err, wrong); err != nil {
		return time.Time{}, err
	}
	return time.Date(on.Year(), on.Month(), on.Day(), at.Hour(), at.Minute(), 0, 0, zone), nil
}

// dissentsListed is how many opinions a page of the list holds.
const dissentsListed = 20

// dissentsView is the opinions a commission must still tell of, and those it was told of.
type dissentsView struct {
	toTell, below []sitting.DissentLine
	first         bool
	next          templ.SafeURL
	zone          *time.Location
}

// listDissents handles GET /dissents.
func (s *Server) listDissents(c echo.Context) error {
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	ctx, own, before := c.Request().Context(), actor(c).Commission, whole(c.QueryParam("before"))
	v := dissentsView{zone: m.Composition.Commission.Profile.Zone(), first: before == 0}
	if v.first {
		if v.toTell, err = s.Records.DissentsToTell(ctx, own, dissentsListed); err != nil {
			return err
		}
		if err := dateDissents(v.toTell, m); err != nil {
			return err
		}
	}
	if v.below, err = s.Records.DissentsFromBelow(ctx, own, before, dissentsListed+1); err != nil {
		return err
	}
	if len(v.below) > dissentsListed {
		v.below = v.below[:dissentsListed]
		v.next = withQuery("/dissents", url.Values{"before": {strconv.FormatInt(v.below[dissentsListed-1].ID, 10)}})
	}
	return s.page(c, http.StatusOK, dissentsPage(v))
}

// dissentHref is where the opinions on an item are.
func dissentHref(number int, item sitting.ItemID) templ.SafeURL {
	return templ.SafeURL("/sittings/" + strconv.Itoa(number) + "/items/" + strconv.FormatInt(int64(item), 10) + "/dissent")
}

// dissentLink is what leads to the opinions on an item from its result and from the
// minutes: how many there are, or that one may be handed in.
func (v sittingView) dissentLink(ctx context.Context, item sitting.Item) string {
	if n := len(item.Dissents); n > 0 {
		return tn(ctx, "dissent.count", n)
	}
	if v.sitting().TakesDissent(v.actor, item.ID) == nil {
		return t(ctx, "dissent.hand_in_link")
	}
	return ""
}

// dissentDue is the deadline of a line, for its chip.
func dissentDue(line sitting.DissentLine) deadline.Deadline {
	d := deadline.Deadline{Clock: deadline.DissentForwarding, Kind: deadline.ByDate, DueOn: line.DueOn, Clause: regulation.DissentForward}
	if line.AtOnce {
		d.Kind = deadline.Immediate
		d.Working.Event.At = line.At
	}
	return d
}

// dateDissents dates the opinions on decisions of the minutes, whose term no complaint
// keeps: it follows from the day each was handed in.
func dateDissents(lines []sitting.DissentLine, m commission.Moment) error {
	for i := range lines {
		line := &lines[i]
		if line.Ref != (complaint.Ref{}) {
			continue
		}
		running, err := deadline.Dissents([]complaint.Dissent{{Member: line.Member, At: line.At}}, m, m.Days)
		if err != nil {
			return err
		}
		line.DueOn, line.AtOnce = running[0].DueOn, running[0].Kind == deadline.Immediate
	}
	return nil
}

// dissentsNews is how long the chair's desk shows what commissions below told of.
const dissentsNews = 14 * 24 * time.Hour

// withDissents reads what the chair's desk shows of dissenting opinions.
func (s *Server) withDissents(ctx context.Context, own commission.ID, d desk) (desk, error) {
	var err error
	if d.Dissents, err = s.Records.DissentsToTell(ctx, own, deskRows); err != nil {
		return d, err
	}
	m, err := s.Records.Moment(ctx, own)
	if err != nil {
		return d, err
	}
	if err := dateDissents(d.Dissents, m); err != nil {
		return d, err
	}
	below, err := s.Records.DissentsFromBelow(ctx, own, 0, deskRows)
	for _, line := range below {
		if d.At.Sub(line.ToldAt) < dissentsNews {
			d.Below = append(d.Below, line)
		}
	}
	return d, err
}
