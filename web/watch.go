package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/document"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// watchView is a sitting as everybody may follow it: on the wall of the hall, or from
// anywhere.
type watchView struct {
	conductView
	watched sitting.Watched
	at      string // address of the page
}

// live is how such a page follows its sitting; nothing on it is typed.
func (v watchView) live() Live {
	if v.sitting().Over() {
		return Live{}
	}
	return Live{Events: v.at + "/events", Version: v.sitting().Version, Refresh: refreshEvery}
}

// hallLive is the same for staff, whose stream hangs on the sitting itself.
func (v watchView) hallLive() Live {
	l := v.live()
	if l.Events != "" {
		l.Events = v.sittingView.address() + "/events"
	}
	return l
}

// watchOf reads a sitting for everybody.
func (s *Server) watchOf(c echo.Context, own commission.ID, number int) (watchView, error) {
	w, err := s.Records.WatchedSitting(c.Request().Context(), own, number)
	if err != nil {
		return watchView{}, err
	}
	v := watchView{watched: w, at: "/sittings/watch/" + url.PathEscape(w.Commission.Code) + "/" + strconv.Itoa(number)}
	v.moment.At = w.At
	v.sheet = document.MinutesSheet{Sitting: w.Sitting, Commission: w.Commission, Rulings: w.Rulings, Names: w.Names}
	return v, nil
}

// hall handles GET /sittings/:n/hall: what stands on the wall while a sitting goes on.
func (s *Server) hall(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	v, err := s.watchOf(c, actor(c).Commission, number)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, hallPage(v))
}

// watchedAt is the sitting that a public address names.
func (s *Server) watchedAt(c echo.Context) (commission.ID, int, error) {
	if err := s.hurries.count(networkOf(c.RealIP()), time.Now()); err != nil {
		return 0, 0, err
	}
	number, err := numberIn(c)
	code := nameable(c.Param("commission"))
	if err != nil || code == "" {
		return 0, 0, sitting.ErrNotFound
	}
	own, err := s.Records.CommissionByCode(c.Request().Context(), code)
	return own.ID, number, err
}

// watch handles GET /sittings/watch/:commission/:n.
func (s *Server) watch(c echo.Context) error {
	own, number, err := s.watchedAt(c)
	if err != nil {
		return err
	}
	v, err := s.watchOf(c, own, number)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, watchPage(v))
}

// watchEvents handles GET /sittings/watch/:commission/:n/events.
func (s *Server) watchEvents(c echo.Context) error {
	own, number, err := s.watchedAt(c)
	if err != nil {
		return err
	}
	return s.stream(c, own, number, streamLimit{"network/" + networkOf(c.RealIP()), streamsOfNetwork},
		streamLimit{fmt.Sprintf("sitting/%d/%d", own, number), streamsOfSitting}, streamLimit{"public", streamsOfPublic})
}

// announcedListed is how many sittings a page of the public list holds.
const announcedListed = 30

// announcedView is a page of the public list.
type announcedView struct {
	lines []sitting.Announced
	later bool // not the first page
	next  templ.SafeURL
}

// showAnnounced handles GET /sittings: what goes on and what is planned, of all
// commissions.
func (s *Server) showAnnounced(c echo.Context) error {
	if err := s.hurries.count(networkOf(c.RealIP()), time.Now()); err != nil {
		return err
	}
	after := sitting.Ahead{ID: sitting.ID(whole(c.QueryParam("id")))}
	after.StartsAt, _ = time.Parse(time.RFC3339Nano, c.QueryParam("after")) // what is no instant begins at the start
	lines, err := s.Records.Announced(c.Request().Context(), after, announcedListed+1)
	if err != nil {
		return err
	}
	v := announcedView{lines: lines, later: !after.StartsAt.IsZero()}
	if len(lines) > announcedListed {
		v.lines = lines[:announcedListed]
		last := v.lines[announcedListed-1]
		v.next = withQuery("/sittings", url.Values{"after": {last.StartsAt.Format(time.RFC3339Nano)}, "id": {strconv.FormatInt(int64(last.ID), 10)}})
	}
	return s.page(c, http.StatusOK, announcedPage(v))
}

// watchHref is the public address of a sitting.
func watchHref(a sitting.Announced) templ.SafeURL {
	return templ.SafeURL("/sittings/watch/" + url.PathEscape(a.Commission.Code) + "/" + strconv.Itoa(a.Number))
}

// startsAt says when a sitting of the list begins, by its commission's time.
func startsAt(ctx context.Context, a sitting.Announced) string {
	zone := a.Commission.Profile.Zone()
	return dayYear(ctx, calendar.On(a.StartsAt, zone)) + ", " + clock(a.StartsAt, zone)
}

// continuesAt says when an adjourned sitting of the list goes on, by its commission's time.
func continuesAt(ctx context.Context, a sitting.Announced) string {
	zone := a.Commission.Profile.Zone()
	return t(ctx, "break.tag", "Day", day(ctx, calendar.On(a.ContinuesAt, zone)), "Time", clock(a.ContinuesAt, zone))
}

// about names an item for everybody: whom it is about, or what kind of question it is.
func (v watchView) about(ctx context.Context, item sitting.Item) string {
	switch whom := v.watched.Contested[item.ID]; {
	case item.Matter.Agenda:
		return t(ctx, "vote.agenda")
	case item.Matter.Office != "":
		return t(ctx, "watch.office", "Kind", word(ctx, item.Question), "Office", word(ctx, item.Matter.Office))
	case item.General():
		return t(ctx, "watch.question", "Kind", word(ctx, item.Question))
	case whom == "":
		return t(ctx, "watch.complaint", "Number", item.Ref.String())
	default:
		return t(ctx, "watch.complaint_about", "Number", item.Ref.String(), "Commission", whom)
	}
}

// asks says what kind of question an item is; before the sitting nobody is told what its
// draft comes to.
func (v watchView) asks(ctx context.Context, item sitting.Item) string {
	if v.sitting().State == sitting.Planned || item.General() {
		return ""
	}
	return word(ctx, item.Question)
}

// moves says what a motion is about that is put to the vote by itself.
func (v watchView) moves(ctx context.Context, item sitting.Item, p sitting.Poll) string {
	switch p.Motion {
	case sitting.OnPart, sitting.ToPostpone, sitting.ToReturn, sitting.ToVoteSecretly, sitting.ToElectCounting, sitting.ToApproveBallot:
		return t(ctx, "watch.motion_"+string(p.Motion), "Part", len(item.Parts()), "Of", p.Of)
	case sitting.OnAgenda:
		return t(ctx, "watch.motion_agenda")
	case sitting.OnAmendment:
		return t(ctx, "watch.motion_amend", "Amendment", p.Amendment)
	case sitting.OnDraft:
	}
	return t(ctx, "watch.motion_other")
}

// voted is how many have voted of those present, not how.
func (v watchView) voted(item sitting.Item) int {
	p := item.Current()
	if p.Hands != nil {
		return len(p.Votes) + p.Hands.Sum()
	}
	return len(p.Votes)
}

// latest heads the last result.
func (v watchView) latest(ctx context.Context, item sitting.Item) string {
	if item.Matter.Agenda {
		return t(ctx, "watch.latest_agenda")
	}
	return t(ctx, "watch.latest", "Ordinal", item.Ordinal)
}

// following is the item that comes next, if one does.
func (v watchView) following(now sitting.Item) (sitting.Item, bool) {
	if v.sitting().Over() {
		return sitting.Item{}, false
	}
	return v.next(now)
}

// quorum is the line of the quorum.
func (v watchView) quorum(ctx context.Context) string {
	q := v.sitting().Quorum()
	key := "quorum.lacking"
	if q.Met() {
		key = "quorum.met"
	}
	return t(ctx, key, "Present", q.Present, "Established", q.Established, "Needed", q.Needed)
}

// when says where the sitting is in time, without the time of now, which a page that
// stands on a wall would have wrong.
func (v watchView) when(ctx context.Context) string {
	s := v.sitting()
	if s.State == sitting.Open {
		return t(ctx, "watch.since_open", "Opened", clock(s.OpenedAt, v.zone()))
	}
	return v.since(ctx)
}

// shownPerMinute is how much one network reads of public sittings in a minute: a hall full
// of telephones, each of which reads a page anew with every event.
const shownPerMinute = 3000

// hurries counts in memory what each network reads in a minute. Pages that renew
// themselves are too many to be counted in the database.
type hurries struct {
	mu     sync.Mutex
	minute time.Time
	reads  map[string]int
}

func (h *hurries) count(network string, at time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if minute := at.Truncate(time.Minute); h.reads == nil || !minute.Equal(h.minute) {
		h.minute, h.reads = minute, map[string]int{}
	}
	if h.reads[network]++; h.reads[network] > shownPerMinute {
		return regulation.Refuse("", tooManyAttempts, regulation.Values{"Minutes": 1})
	}
	return nil
}

// speaking names the member who has the floor; of others their status is told alone.
func (v watchView) speaking(ctx context.Context, p sitting.Speech) string {
	if p.Member == 0 {
		return word(ctx, p.Status)
	}
	return v.name(p.Member)
}
