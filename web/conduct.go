package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// conductView is a sitting as it goes on: a script with one active step.
type conductView struct {
	sittingView
	asked   sitting.ItemID // whose result is shown instead of the next step
	typed   map[identity.ID]sitting.Choice
	texts   url.Values       // about the report, after a refusal
	minutes deadline.Running // owed once the sitting is closed
}

// conductStep names where the script stands.
type conductStep string

// The steps of the script. Of a settled item only its result can be active.
const (
	stepOpening conductStep = "opening"
	stepAgenda  conductStep = "agenda"
	stepReport  conductStep = "report"
	stepVote    conductStep = "vote"
	stepResult  conductStep = "result"
	stepClosing conductStep = "closing"
	stepOver    conductStep = "over"
)

// here returns the active step and its item, if it has one.
func (v conductView) here() (conductStep, sitting.Item) {
	s := v.sitting()
	if item, ok := s.Item(v.asked); ok && counted(item) {
		return stepResult, item
	}
	if item, voting := s.Voting(); voting {
		return stepVote, item
	}
	switch s.State {
	case sitting.Planned:
		return stepOpening, sitting.Item{}
	case sitting.Closed, sitting.Cancelled:
		return stepOver, sitting.Item{}
	case sitting.Open:
	}
	if !s.AgendaAdopted() {
		return stepAgenda, *s.Agenda
	}
	for _, item := range s.Items {
		if item.State == sitting.Pending {
			return stepReport, item
		}
	}
	return stepClosing, sitting.Item{}
}

// next returns the item that comes after the one given.
func (v conductView) next(item sitting.Item) (sitting.Item, bool) {
	for _, other := range v.sitting().Items {
		if other.Ordinal > item.Ordinal && other.State == sitting.Pending {
			return other, true
		}
	}
	return sitting.Item{}, false
}

// waiting returns how many members still have to vote before the presiding one.
func (v conductView) waiting(item sitting.Item) int {
	return len(v.sitting().Waiting(item))
}

// choice returns what is marked for a member: as typed after a refusal, else as recorded.
func (v conductView) choice(item sitting.Item, member identity.ID) sitting.Choice {
	if choice, ok := v.typed[member]; ok {
		return choice
	}
	choice, _ := item.Choice(member)
	return choice
}

// absent are the members who do not take part, those nobody has asked yet among them.
func (v conductView) absent() []sitting.Attendance {
	var absent []sitting.Attendance
	for _, a := range v.sitting().Attendance {
		if !a.Mode.Present() {
			absent = append(absent, a)
		}
	}
	return absent
}

// unmarked counts the members whose presence nobody has recorded.
func (v conductView) unmarked() int {
	n := 0
	for _, a := range v.sitting().Attendance {
		if a.Mode == "" {
			n++
		}
	}
	return n
}

// opened says who was there when the sitting began.
func (v conductView) opened(ctx context.Context) string {
	s := v.sitting()
	said := tn(ctx, "conduct.present", len(s.Present()))
	if n := s.PresentOnVideo(); n > 0 {
		said += t(ctx, "conduct.on_video", "Video", n)
	}
	return said + ". " + t(ctx, "conduct.opened_at", "Time", clock(s.OpenedAt, v.zone()))
}

// settled says in one line what became of an item.
func (v conductView) settled(ctx context.Context, item sitting.Item) string {
	switch {
	case item.General():
		return v.questionSettled(ctx, item)
	case len(item.Polls) > 0:
		return v.pollsSettled(ctx, item)
	case item.State == sitting.Returned:
		return t(ctx, "conduct.void", "Source", source(ctx, regulation.ResultsFixed))
	case !item.Missed.IsZero():
		return t(ctx, "conduct.postponed_late", "Day", day(ctx, item.Missed))
	case item.Result == nil:
		return t(ctx, "conduct.postponed")
	}
	said := arithmetic(ctx, *item.Result) + " "
	if number := v.sheet.Rulings[item.ID]; number != "" {
		return said + t(ctx, "conduct.ruling_at", "Number", number, "Time", clock(item.SettledAt, v.zone()))
	}
	return said + t(ctx, "conduct.rejected_at", "Time", clock(item.SettledAt, v.zone()))
}

// participation says how a member takes part, for the table of votes.
func (v conductView) participation(ctx context.Context, a sitting.Attendance, item sitting.Item) string {
	if a.Member.Person == v.sitting().Presiding.Person {
		return t(ctx, "conduct.presides")
	}
	said := word(ctx, a.Mode)
	if a.Member.Person == item.Rapporteur {
		said += t(ctx, "conduct.and_rapporteur")
	}
	return said
}

// due is the chip of the minutes' deadline, once there is one.
func (v conductView) due(ctx context.Context) Due {
	return dueOf(ctx, v.minutes.Deadline, v.moment.At, v.zone())
}

// conduct handles GET /sittings/:n/conduct.
func (s *Server) conduct(c echo.Context) error {
	v, err := s.conductOf(c)
	if err != nil {
		return err
	}
	asked, _ := strconv.ParseInt(c.QueryParam("result"), 10, 64) // what is no number asks for nothing
	v.asked = sitting.ItemID(asked)
	return s.page(c, http.StatusOK, conductPage(v))
}

func (s *Server) conductOf(c echo.Context) (conductView, error) {
	v := conductView{}
	var err error
	if v.sittingView, err = s.sittingOf(c, "conduct"); err != nil {
		return v, err
	}
	v.minutes, err = s.Records.MinutesDue(c.Request().Context(), v.sitting().ID)
	return v, err
}

// conductAgain answers an act of the sitting: on to the next step, or the page with
// what was refused and the votes as they were typed.
func (s *Server) conductAgain(c echo.Context, cause error, typed map[identity.ID]sitting.Choice, fields ...string) error {
	if cause == nil {
		return c.Redirect(http.StatusSeeOther, "/sittings/"+c.Param("n")+"/conduct#now")
	}
	found := problems(c.Request().Context(), cause)
	if found == nil {
		return cause
	}
	v, err := s.conductOf(c)
	if err != nil {
		return err
	}
	v.typed = typed
	if v.texts, err = c.FormParams(); err != nil {
		return err
	}
	v.refused(found, v.onPage(fields)...)
	return s.page(c, found.status(), conductPage(v))
}

// onSitting makes a handler of an act on a whole sitting.
func (s *Server) onSitting(act func(ctx context.Context, by identity.Actor, number int) error, fields ...string) echo.HandlerFunc {
	return func(c echo.Context) error {
		number, err := numberIn(c)
		if err != nil {
			return err
		}
		return s.conductAgain(c, act(c.Request().Context(), actor(c), number), nil, append(fields, "knowing")...)
	}
}

// openSitting handles POST /sittings/:n/open.
func (s *Server) openSitting(c echo.Context) error { return s.onSitting(s.Sittings.Open)(c) }

// closeSitting handles POST /sittings/:n/close.
func (s *Server) closeSitting(c echo.Context) error {
	return s.onSitting(func(ctx context.Context, by identity.Actor, number int) error {
		return s.Sittings.Close(ctx, by, number, c.FormValue("knowing") == "1")
	})(c)
}

// openVote handles POST /sittings/:n/items/:item/vote. What was typed about the
// report beside the button is kept first.
func (s *Server) openVote(c echo.Context) error { return s.opensVote(c, s.Rulings.OpenVote) }

func (s *Server) opensVote(c echo.Context, open func(context.Context, identity.Actor, int, sitting.ItemID) error) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ctx, by := c.Request().Context(), actor(c)
	if err := s.reportTyped(ctx, by, number, item, form); err != nil {
		return s.conductAgain(c, fieldsOfItem(err, item), nil, heardField(item), spokeField(item), interestField(item))
	}
	return s.conductAgain(c, open(ctx, by, number, item), nil)
}

// reportTyped keeps what was heard and said on an item, if the form asks about it
// and says something new.
func (s *Server) reportTyped(ctx context.Context, by identity.Actor, number int, id sitting.ItemID, form url.Values) error {
	m, err := s.Records.Sitting(ctx, by.Commission, number)
	if err != nil {
		return err
	}
	item, ok := m.Item(id)
	if !ok {
		return sitting.ErrNotFound
	}
	typed := func(field, kept string) string {
		if !form.Has(field) {
			return kept
		}
		return strings.TrimSpace(strings.ReplaceAll(form.Get(field), "\r\n", "\n"))
	}
	kept := sitting.Said{Heard: item.Heard, Spoke: item.Spoke, Interest: item.Interest}
	said := sitting.Said{Heard: typed(heardField(id), kept.Heard), Spoke: typed(spokeField(id), kept.Spoke), Interest: typed(interestField(id), kept.Interest)}
	if said != kept {
		if err := s.Sittings.Report(ctx, by, number, id, said); err != nil {
			return err
		}
	}
	return s.summariesTyped(ctx, by, number, item, form)
}

// reportItem handles POST /sittings/:n/items/:item/report.
func (s *Server) reportItem(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	return s.conductAgain(c, fieldsOfItem(s.reportTyped(c.Request().Context(), actor(c), number, item, form), item), nil, heardField(item), spokeField(item), interestField(item))
}

// castVotes handles POST /sittings/:n/items/:item/votes: the votes of all but the
// presiding member, as the hands were raised.
func (s *Server) castVotes(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	choices := map[identity.ID]sitting.Choice{}
	for name := range form {
		if member, ok := strings.CutPrefix(name, "vote_"); ok {
			id, _ := strconv.ParseInt(member, 10, 64) // zero is nobody, and refused as such
			choices[identity.ID(id)] = sitting.Choice(form.Get(name))
		}
	}
	return s.conductAgain(c, s.Sittings.CastVotes(c.Request().Context(), actor(c), number, item, choices), choices)
}

// concludeVote handles POST /sittings/:n/items/:item/conclude: the presiding
// member's vote, after which the result stands.
func (s *Server) concludeVote(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	if err := s.conclude(c, number, item); err != nil && c.FormValue("own") == "1" {
		return s.voteAgain(c, err)
	} else if err != nil {
		return s.conductAgain(c, err, nil)
	}
	return c.Redirect(http.StatusSeeOther, "/sittings/"+strconv.Itoa(number)+"/conduct?result="+strconv.FormatInt(int64(item), 10)+"#now")
}

// itemOf reads the sitting and the item from the address.
func itemOf(c echo.Context) (int, sitting.ItemID, error) {
	number, err := numberIn(c)
	if err != nil {
		return 0, 0, err
	}
	item, err := itemIn(c)
	return number, item, err
}

// resultAddress shows the result of a settled item.
func (v conductView) resultAddress(item sitting.Item) templ.SafeURL {
	return templ.SafeURL(v.address() + "/conduct?result=" + strconv.FormatInt(int64(item.ID), 10) + "#now")
}

// pending counts the items nobody has voted on.
func (v conductView) pending() int {
	n := 0
	for _, item := range v.sitting().Items {
		if !item.State.Settled() {
			n++
		}
	}
	return n
}

// late are the items that closing now would leave undecided past their terms.
func (v conductView) late() []sitting.Item { return v.sitting().Late(v.moment.Day) }

// voteField is the name of a member's vote in the form.
func voteField(member identity.ID) string { return "vote_" + strconv.FormatInt(int64(member), 10) }

// recordedVote is one line of the table of votes.
type recordedVote struct {
	Name, How string
	Choice    sitting.Choice
}

// recorded lists the votes taken on an item, the presiding member's last. Who has left
// since is still there: the vote stays.
func (v conductView) recorded(ctx context.Context, item sitting.Item, votes []sitting.Vote) []recordedVote {
	var rows []recordedVote
	for _, vote := range votes {
		row := recordedVote{Name: v.name(vote.Member), Choice: vote.Choice}
		for _, a := range v.sitting().Attendance {
			if a.Member.Person == vote.Member {
				row.How = v.participation(ctx, a, item)
			}
		}
		if vote.Personal {
			row.How += t(ctx, "vote.and_personally")
		}
		rows = append(rows, row)
	}
	return rows
}

// outcome is settled for the pages that read it outside the script.
func (v sittingView) outcome(ctx context.Context, item sitting.Item) string {
	return conductView{sittingView: v}.settled(ctx, item)
}

// text returns what stands in a field about the report: as typed, else as kept.
func (v conductView) text(field, kept string) string {
	if v.texts.Has(field) {
		return v.texts.Get(field)
	}
	return kept
}
