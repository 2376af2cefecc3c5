package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/document"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// openPart handles POST /sittings/:n/items/:item/part: the next part of a draft is put
// to the vote. What was typed about the report beside the button is kept first.
func (s *Server) openPart(c echo.Context) error { return s.opensVote(c, s.Rulings.OpenPart) }

// openPostponement handles POST /sittings/:n/items/:item/postpone.
func (s *Server) openPostponement(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	cause := s.Rulings.OpenPostponement(c.Request().Context(), actor(c), number, item, c.FormValue("postpone_knowing") == "1")
	return s.conductAgain(c, cause, nil, "postpone_knowing")
}

// openReturn handles POST /sittings/:n/items/:item/return.
func (s *Server) openReturn(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	members := membersTicked(form, reworkField)
	slices.Sort(members)
	cause := s.Rulings.OpenReturn(c.Request().Context(), actor(c), number, item, members, typedText(form, "rework_reason"))
	return s.conductAgain(c, cause, nil, "rework_reason", "rework_members")
}

// reworkField begins the name of the box beside a member in the form of a return.
const reworkField = "rework_by_"

// counted reports whether a vote on the item has a result to show.
func counted(item sitting.Item) bool {
	return item.Result != nil || slices.ContainsFunc(item.Polls, func(p sitting.Poll) bool { return p.Result != nil })
}

// needNow says what the vote that is open needs.
func (v sittingView) needNow(ctx context.Context, item sitting.Item) string {
	return need(ctx, v.profile(), item.Current().Question, v.sitting().Established, len(v.sitting().Present()))
}

// parts are the parts that the draft of an item is to be voted on in; none if as a whole.
// A secret ballot is on the whole.
func (v sittingView) parts(item sitting.Item) []ruling.Part {
	if item.Secret() {
		return nil
	}
	return v.sheet.Parts[item.ID]
}

// partWords names a part, the annulment first, its clauses and what it needs.
func (v sittingView) partWords(ctx context.Context, i int, p ruling.Part) string {
	return capital(partName(ctx, i)) + ": " + clauseWords(ctx, p.Clauses) + ". " +
		capital(need(ctx, v.profile(), p.Question, v.sitting().Established, len(v.sitting().Present()))) + "."
}

// partName says what a part of a draft is about: the first one annuls, the second finds unlawful.
func partName(ctx context.Context, i int) string { return t(ctx, "votes.part_"+strconv.Itoa(i+1)) }

// clauseWords names clauses by their numbers.
func clauseWords(ctx context.Context, clauses []int) string {
	return tn(ctx, "votes.clauses", len(clauses), "Numbers", document.Ranges(clauses))
}

// pollSaid is what became of a vote in a few words. n is the number of a part.
func pollSaid(ctx context.Context, p sitting.Poll, n int) string {
	if p.Broken != "" {
		return t(ctx, "vote.broken", "Reason", p.Broken)
	}
	if p.Carried() {
		return t(ctx, "votes.carried_"+string(p.Motion), "Part", n, "Of", p.Of, "Amendment", p.Amendment)
	}
	return t(ctx, "votes.fell_"+string(p.Motion), "Part", n, "Of", p.Of, "Amendment", p.Amendment)
}

// numberedPoll is a vote on an item; Part is its number among the parts of the draft.
type numberedPoll struct {
	sitting.Poll
	Part int
}

// pollLine is what became of a vote, with its sum; one that was broken off has none.
func pollLine(ctx context.Context, p numberedPoll) string {
	said := pollSaid(ctx, p.Poll, p.Part)
	if p.Result == nil {
		return said + "."
	}
	return said + ": " + arithmetic(ctx, *p.Result)
}

// polls are the closed votes on an item beside that on the whole draft, those that were
// broken off among them.
func polls(item sitting.Item) []numberedPoll {
	var all []numberedPoll
	part := 0
	for _, p := range item.Polls {
		switch {
		case p.Broken != "":
			all = append(all, numberedPoll{p, part + 1})
			continue
		case p.Motion == sitting.OnPart:
			part++
		}
		if p.Result != nil {
			all = append(all, numberedPoll{p, part})
		}
	}
	return all
}

// toWhom names who is to rework a draft.
func (v sittingView) toWhom(ctx context.Context, p sitting.Poll) string {
	if len(p.Members) == 0 {
		return t(ctx, "votes.to_authors")
	}
	return t(ctx, "votes.to_members", "Names", v.named(p.Members))
}

// pollsSettled says in one line what became of an item on which there was more than one vote.
func (v conductView) pollsSettled(ctx context.Context, item sitting.Item) string {
	var said []string
	for _, p := range polls(item) {
		said = append(said, pollLine(ctx, p))
	}
	if votedWhole(item) {
		said = append(said, arithmetic(ctx, *item.Result))
	}
	return strings.Join(append(said, v.fate(ctx, item)), " ")
}

// fate says what became of an item after all its votes, without their sums.
func (v conductView) fate(ctx context.Context, item sitting.Item) string {
	if item.General() {
		return v.questionFate(ctx, item)
	}
	at := clock(item.SettledAt, v.zone())
	settling, voted := item.Settling()
	switch item.State {
	case sitting.Adopted:
		return t(ctx, "conduct.ruling_at", "Number", v.sheet.Rulings[item.ID], "Time", at)
	case sitting.Rejected:
		return t(ctx, "conduct.rejected_at", "Time", at)
	case sitting.Postponed:
		if item.Missed.IsZero() {
			return t(ctx, "votes.postponed", "Source", source(ctx, regulation.TermStands))
		}
		return t(ctx, "votes.postponed_late", "Day", day(ctx, item.Missed), "Source", source(ctx, regulation.TermStands))
	case sitting.Returned:
		switch {
		case voted:
			return t(ctx, "votes.returned", "Whom", v.toWhom(ctx, settling))
		case item.Divided():
			return t(ctx, "votes.divided", "Source", source(ctx, regulation.RejectedDraft))
		}
		return t(ctx, "conduct.void", "Source", source(ctx, regulation.ResultsFixed))
	case sitting.Pending, sitting.Voting, sitting.Withdrawn:
	}
	return t(ctx, "votes.goes_on")
}

// pollWords writes the counts of the votes that decided on a draft, part by part if so.
func pollWords(ctx context.Context, item sitting.Item, r sitting.Result) string {
	parts := item.Parts()
	if len(parts) == 0 {
		return voteWords(ctx, r)
	}
	return partCounts(ctx, parts)
}

// partCounts writes the counts of the votes on the parts of a draft.
func partCounts(ctx context.Context, parts []sitting.Poll) string {
	var said []string
	for i, p := range parts {
		if p.Result != nil {
			said = append(said, t(ctx, "votes.part_count", "Part", i+1, "Votes", voteWords(ctx, *p.Result)))
		}
	}
	return strings.Join(said, "; ")
}

// reworkers are the members who can be named to rework a draft.
func (v conductView) reworkers() []Option {
	var options []Option
	for _, a := range v.sitting().Attendance {
		if _, ok := v.moment.Composition.Member(v.moment.Day, a.Member.Person); ok {
			options = append(options, Option{Value: reworkField + strconv.FormatInt(int64(a.Member.Person), 10), Label: a.Member.Name.Short()})
		}
	}
	return options
}

// ticks are the boxes that were ticked, after a refusal.
func (v conductView) ticks() map[string]bool {
	ticked := map[string]bool{}
	for name := range v.texts {
		ticked[name] = v.texts.Get(name) == "1"
	}
	return ticked
}

// moving reports whether something about postponing or returning was typed and refused.
func (v conductView) moving() bool {
	return v.texts.Has("rework_reason") || v.problems.For("postpone_knowing").Text != ""
}
