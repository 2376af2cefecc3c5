package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// noticesView is how the members were told of a sitting.
type noticesView struct {
	sittingView
	form noticeForm
}

// noticeForm is what a person tells of the telling of one member, as typed.
type noticeForm struct{ member, way, told, note string }

// noticeFields are the fields of the form.
var noticeFields = []string{"member", "way", "told", "note"}

// notices handles GET /sittings/:n/notices.
func (s *Server) notices(c echo.Context) error {
	v, err := s.noticesOf(c)
	if err != nil {
		return err
	}
	v.form.told = v.moment.At.In(v.zone()).Format(toldLayout)
	return s.page(c, http.StatusOK, noticesPage(v))
}

func (s *Server) noticesOf(c echo.Context) (noticesView, error) {
	shown, err := s.sittingOf(c, "notices")
	return noticesView{sittingView: shown}, err
}

// enterNotice handles POST /sittings/:n/notices: a person told a member.
func (s *Server) enterNotice(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	return s.onNotices(c, noticeTyped(form), func(ctx context.Context, v noticesView) error {
		n := sitting.Notice{Member: identity.ID(whole(v.form.member)), Way: sitting.Way(v.form.way), Note: v.form.note}
		if v.form.told != "" {
			at, err := time.ParseInLocation(toldLayout, v.form.told, v.zone())
			if err != nil {
				return regulation.Missing("", "told", "notice_told_unreadable")
			}
			n.ToldAt = at.UTC()
		}
		return s.Sittings.EnterNotice(ctx, v.actor, v.sitting().Number, n)
	})
}

// sendNotices handles POST /sittings/:n/notices/send: the letters once more.
func (s *Server) sendNotices(c echo.Context) error {
	return s.onNotices(c, noticeForm{}, func(ctx context.Context, v noticesView) error {
		return s.Sittings.SendNotices(ctx, v.actor, v.sitting().Number)
	})
}

// onNotices makes one act and leads back to the list, or to it with what was typed and
// what is wrong with it.
func (s *Server) onNotices(c echo.Context, typed noticeForm, act func(context.Context, noticesView) error) error {
	v, err := s.noticesOf(c)
	if err != nil {
		return err
	}
	v.form = typed
	if err := act(c.Request().Context(), v); err != nil {
		found := problems(c.Request().Context(), err)
		if found == nil || found.has(notYourOffice) {
			return err
		}
		var fields []string
		if v.tells() {
			fields = noticeFields
		}
		v.refused(found, fields...)
		return s.page(c, found.status(), noticesPage(v))
	}
	return c.Redirect(http.StatusSeeOther, v.address()+"/notices")
}

func noticeTyped(form url.Values) noticeForm {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return noticeForm{member: text("member"), way: text("way"), told: text("told"), note: text("note")}
}

// tells reports whether the visitor may write down now how a member was told.
func (v sittingView) tells() bool {
	return !v.sitting().MinutesSigned && v.actor.May(identity.PrepareSitting)
}

// timeliness is how a member stands to the notice term, seen from today.
func (v sittingView) timeliness(a sitting.Attendance) sitting.Timeliness {
	today := v.moment.Day
	if opened := v.sitting().OpenedAt; !opened.IsZero() {
		today = v.sitting().Day(v.moment)
	}
	return v.sitting().Timeliness(a.Member.Person, v.profile(), today)
}

// toldHow says how and when a member was told, or that a letter is on its way or came back.
func (v noticesView) toldHow(ctx context.Context, a sitting.Attendance) (how, when string) {
	s := v.sitting()
	if told, ok := s.Told(a.Member.Person); ok {
		return word(ctx, told.Way), moment(ctx, told.ToldAt, v.zone())
	}
	if s.Adjourned() {
		return t(ctx, "change.not_told"), ""
	}
	return v.onItsWay(ctx, a), ""
}

// onItsWay says of a member who was not told yet that a letter is on its way or came back.
func (v noticesView) onItsWay(ctx context.Context, a sitting.Attendance) string {
	switch n, waits := v.sitting().Mailing(a.Member.Person); {
	case waits && n.Failed:
		return t(ctx, "notices.mail_failed")
	case waits:
		return t(ctx, "notices.mail_waits", "When", moment(ctx, n.MadeAt, v.zone()))
	}
	return t(ctx, "notices.by_hand")
}

// entered are what people wrote about the telling of a member, the latest first: if it is
// more than the page says of it already.
func (v noticesView) entered(ctx context.Context, member identity.ID) []string {
	var lines []string
	for _, n := range slices.Backward(v.sitting().Notices) {
		if n.Member == member && slices.Contains(sitting.ByHand, n.Way) {
			line := t(ctx, "notices.entered", "Way", word(ctx, n.Way), "When", moment(ctx, n.ToldAt, v.zone()), "Name", v.name(n.By))
			if n.Note != "" {
				line += ": " + n.Note
			}
			lines = append(lines, line)
		}
	}
	if told, _ := v.sitting().Told(member); len(lines) == 1 && told.Note == "" && slices.Contains(sitting.ByHand, told.Way) {
		return nil
	}
	return lines
}

// answer is what a member last said about coming; empty if nothing.
func (v sittingView) answer(ctx context.Context, a sitting.Attendance) string {
	if a.Said == "" {
		return ""
	}
	return t(ctx, "answers.said_"+string(a.Said), "When", moment(ctx, a.SaidAt, v.zone()))
}

// tellBy says by when the members are told in time, and why.
func (v sittingView) tellBy(ctx context.Context) string {
	if v.sitting().State == sitting.Cancelled {
		return t(ctx, "change.told_cancelled")
	}
	if last := v.sitting().TellBy; !last.IsZero() {
		return t(ctx, "notices.tell_by", "Day", dayYear(ctx, last), "Source", source(ctx, regulation.MembersNotice))
	}
	return t(ctx, "notices.no_term", "Reason", v.sitting().UrgentReason, "Source", source(ctx, regulation.UrgentSitting))
}

// shortfall says who was told late and who was not at all: a warning for the minutes.
func (v sittingView) shortfall(ctx context.Context) []string {
	late, missed := v.sitting().Shortfall(v.profile(), v.moment.Day)
	var said []string
	for _, of := range []struct {
		key     string
		members []commission.Member
	}{{"notices.late", late}, {"notices.missed", missed}} {
		if len(of.members) > 0 {
			said = append(said, t(ctx, of.key, "Names", shortNames(of.members), "Source", source(ctx, regulation.MembersNotice)))
		}
	}
	return said
}

func shortNames(members []commission.Member) string {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = together(m.Name.Short())
	}
	return strings.Join(names, ", ")
}

// untoldFirst are the members to choose from, those who were not told yet before the others.
func (v noticesView) untoldFirst(ctx context.Context) []Option {
	var untold, told []Option
	for _, a := range v.sitting().Attendance {
		o := Option{Value: strconv.FormatInt(int64(a.Member.Person), 10), Label: a.Member.Name.Full()}
		if _, ok := v.sitting().ToldLast(a.Member.Person); ok {
			o.Label = t(ctx, "notices.already", "Name", o.Label)
			told = append(told, o)
			continue
		}
		untold = append(untold, o)
	}
	return append(untold, told...)
}

func waysByHand(ctx context.Context) []Option {
	var options []Option
	for _, way := range sitting.ByHand {
		options = append(options, Option{Value: string(way), Label: capital(word(ctx, way))})
	}
	return options
}

// expected says how many members said that they come, and whether that is a quorum; empty
// once the sitting is open.
func (v sittingView) expected(ctx context.Context) string {
	if v.sitting().State != sitting.Planned && !v.sitting().Adjourned() {
		return ""
	}
	coming, away, silent := v.sitting().Answers()
	return t(ctx, "answers.expected", "Coming", coming, "Away", away, "Silent", silent, "Needed", v.sitting().Quorum().Needed)
}
