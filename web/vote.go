package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// voteTab is the page on which a member votes personally.
const voteTab = "vote"

// silentField begins the name of the box that says of a member that he does not vote.
const silentField = "silent_"

// ownChoices are what a member can choose on his own screen.
var ownChoices = []sitting.Choice{sitting.For, sitting.Against, sitting.Abstained}

// voteView is the page on which a member votes.
type voteView struct {
	conductView
	item   sitting.Item   // whose vote is open
	open   bool           // a vote is
	cannot error          // why the visitor does not vote in it
	chosen sitting.Choice // to be confirmed; empty while nothing is
	silent bool           // the presiding member says that those who have not voted do not
}

// presides reports whether the visitor is the presiding member, and there.
func (v voteView) presides() bool { return presidesOver(v.sitting(), v.actor.ID) }

func presidesOver(s sitting.Sitting, by identity.ID) bool {
	return by == s.Presiding.Person && slices.ContainsFunc(s.Present(), func(a sitting.Attendance) bool { return a.Member.Person == by })
}

// own is the vote of the visitor that is recorded.
func (v voteView) own() (sitting.Vote, bool) { return v.item.Current().Vote(v.actor.ID) }

// given says how and when the visitor's vote was given.
func (v voteView) given(ctx context.Context, vote sitting.Vote) string {
	said := t(ctx, "vote.given", "Choice", word(ctx, vote.Choice), "Time", vote.At.In(v.zone()).Format("15:04:05"))
	if !vote.Personal {
		said += " " + t(ctx, "vote.recorded")
	}
	return said
}

// waitingNames names those who have no vote yet.
func (v conductView) waitingNames(item sitting.Item) string {
	var ids []identity.ID
	for _, a := range v.sitting().Waiting(item) {
		ids = append(ids, a.Member.Person)
	}
	return v.named(ids)
}

// address of the page, and of a choice on it.
func (v sittingView) voteAddress() templ.SafeURL { return templ.SafeURL(v.address() + "/vote") }

// votes reports whether a vote waits for the visitor: he is present and has none in it.
func (v sittingView) votes() bool { return mayVote(v.sitting(), v.actor) }

// mayVote reports whether a vote that is open waits for a member; for the presiding one
// when the others have voted.
func mayVote(s sitting.Sitting, by identity.Actor) bool {
	item, open := s.Voting()
	if !open {
		return false
	}
	if presidesOver(s, by.ID) {
		return len(s.Waiting(item)) == 0
	}
	_, given := item.Choice(by.ID)
	return !given && s.MayCast(by, item.ID, item.VoteNumber()) == nil
}

// putHeading names the vote: of a question by its number on the agenda.
func putHeading(ctx context.Context, item sitting.Item) string {
	if item.Matter.Agenda {
		return t(ctx, "vote.on_agenda")
	}
	return t(ctx, "conduct.item_vote", "Ordinal", item.Ordinal)
}

// tableOf is the name of a table of the votes on an item; key is that of a question.
func tableOf(ctx context.Context, key string, item sitting.Item) string {
	if item.Matter.Agenda {
		return t(ctx, "vote.on_agenda")
	}
	return t(ctx, key, "Ordinal", item.Ordinal)
}

// handsSaid writes the hands that were counted without names.
func handsSaid(ctx context.Context, h sitting.Hands) string {
	return t(ctx, "vote.hands_said", "Count", h.Sum(), "For", h.For, "Against", h.Against, "Abstained", h.Abstained, "NotVoting", h.NotVoting)
}

// leavers are those who may be recorded as gone while the vote is open, the presiding
// member among them.
func (v conductView) leavers(ctx context.Context, item sitting.Item) []Option {
	options := []Option{{Value: "", Label: t(ctx, "questions.nobody")}}
	for _, a := range v.sitting().Present() {
		if _, voted := item.Choice(a.Member.Person); !voted {
			options = append(options, Option{Value: strconv.FormatInt(int64(a.Member.Person), 10), Label: a.Member.Name.Short()})
		}
	}
	return options
}

// showVote handles GET /sittings/:n/vote: the vote that is open, and the choice to confirm.
func (s *Server) showVote(c echo.Context) error {
	v, err := s.voteOf(c)
	if err != nil {
		return err
	}
	if !v.open || c.QueryParam("choice") == "" {
		return s.page(c, http.StatusOK, votePage(v))
	}
	v.chosen, v.silent = sitting.Choice(c.QueryParam("choice")), c.QueryParam("silent") == "1"
	if cause := v.confirmable(); cause != nil {
		v.chosen = ""
		found := problems(c.Request().Context(), cause)
		v.refused(found, "choice", "silent")
		return s.page(c, found.status(), votePage(v))
	}
	return s.page(c, http.StatusOK, votePage(v))
}

// confirmable refuses a choice that there is nothing to confirm of.
func (v voteView) confirmable() error {
	waiting := len(v.sitting().Waiting(v.item))
	switch {
	case v.chosen != sitting.For && v.chosen != sitting.Against && v.chosen != sitting.Abstained:
		return regulation.Missing(regulation.VotingMembers, "choice", "choose_one")
	case v.presides() && waiting > 0 && !v.silent:
		return &regulation.Refusal{Clause: regulation.PresidingLast, Field: "silent", Key: "others_vote_first", Values: regulation.Values{"Waiting": waiting}}
	case v.presides():
		return nil
	}
	return v.cannot
}

func (s *Server) voteOf(c echo.Context) (voteView, error) {
	v := voteView{}
	var err error
	if v.sittingView, err = s.sittingOf(c, voteTab); err != nil {
		return v, err
	}
	if v.item, v.open = v.sitting().Voting(); v.open {
		v.cannot = v.sitting().MayCast(v.actor, v.item.ID, v.item.VoteNumber())
	}
	return v, nil
}

// voteAgain shows the page with what was refused.
func (s *Server) voteAgain(c echo.Context, cause error) error {
	found := problems(c.Request().Context(), cause)
	if found == nil {
		return cause
	}
	v, err := s.voteOf(c)
	if err != nil {
		return err
	}
	v.refused(found)
	return s.page(c, found.status(), votePage(v))
}

// castVote handles POST /sittings/:n/items/:item/cast: a member's own vote.
func (s *Server) castVote(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	vote, _ := strconv.Atoi(c.FormValue("vote")) // what is no number is no vote that is open
	cause := s.Sittings.Cast(c.Request().Context(), actor(c), number, item, vote, sitting.Choice(c.FormValue("choice")))
	if cause != nil {
		return s.voteAgain(c, cause)
	}
	return c.Redirect(http.StatusSeeOther, "/sittings/"+strconv.Itoa(number)+"/vote")
}

// conclude closes a vote with that of the presiding member. Those who he says do not vote
// are recorded so first.
func (s *Server) conclude(c echo.Context, number int, item sitting.ItemID) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ctx, by := c.Request().Context(), actor(c)
	if silent := membersTicked(form, silentField); len(silent) > 0 {
		if err := s.Sittings.NotVotes(ctx, by, number, item, silent); err != nil {
			return err
		}
	}
	return s.Rulings.Conclude(ctx, by, number, item, sitting.Choice(form.Get("presiding")))
}

// countHands handles POST /sittings/:n/items/:item/hands: raised hands by their number.
func (s *Server) countHands(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	counted := func(field string) int {
		if form.Get(field) == "" {
			return 0
		}
		return figureIn(form, field)
	}
	hands := sitting.Hands{For: counted("hands_for"), Against: counted("hands_against"), Abstained: counted("hands_abstained"), NotVoting: counted("hands_not_voting")}
	cause := s.Sittings.CountHands(c.Request().Context(), actor(c), number, item, hands)
	return s.conductAgain(c, cause, nil, "hands_for", "hands_against", "hands_abstained", "hands_not_voting")
}

// breakOff handles POST /sittings/:n/items/:item/break.
func (s *Server) breakOff(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	return s.conductAgain(c, s.Sittings.BreakOff(c.Request().Context(), actor(c), number, item, c.FormValue("break_reason")), nil, "break_reason")
}

// memberLeft handles POST /sittings/:n/left: a member is gone, or lost the link, while a
// vote is open.
func (s *Server) memberLeft(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	member, _ := strconv.ParseInt(c.FormValue("left"), 10, 64) // what is no number is nobody
	if member == 0 {
		return s.conductAgain(c, regulation.Refuse(regulation.Quorum, "leaver_missing", nil), nil)
	}
	cause := s.Sittings.Attend(c.Request().Context(), actor(c), number, identity.ID(member), sitting.Absent, c.FormValue("left_reason"))
	var refusal *regulation.Refusal
	if errors.As(cause, &refusal) && refusal.Field == "reason" {
		refusal.Field = "left_reason"
	}
	return s.conductAgain(c, cause, nil, "left_reason")
}

// confirmAddress is where a confirmed choice goes.
func (v voteView) confirmAddress() templ.SafeURL {
	if v.presides() {
		return v.itemAddress(v.item.ID, "conclude")
	}
	return v.itemAddress(v.item.ID, "cast")
}

// pollSum is the sum of a vote; one that was broken off has none.
func pollSum(ctx context.Context, p sitting.Poll) string {
	if p.Result == nil {
		return ""
	}
	return arithmetic(ctx, *p.Result)
}

// agendaSaid says in one line what became of the agenda.
func (v conductView) agendaSaid(ctx context.Context, item sitting.Item) string {
	if item.Result == nil {
		return t(ctx, "vote.agenda_fell")
	}
	return t(ctx, "vote.agenda_adopted") + " " + arithmetic(ctx, *item.Result)
}
