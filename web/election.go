package web

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// proposeElection handles POST /sittings/:n/elections.
func (s *Server) proposeElection(c echo.Context) error {
	number, err := numberIn(c)
	if err == nil {
		err = s.Sittings.ProposeElection(c.Request().Context(), actor(c), number, identity.Office(c.FormValue("office")))
	}
	return s.agendaAgain(c, err, 0, "", "")
}

// proposeRelease handles POST /sittings/:n/releases.
func (s *Server) proposeRelease(c echo.Context) error {
	number, err := numberIn(c)
	if err == nil {
		err = s.Sittings.ProposeRelease(c.Request().Context(), actor(c), number, identity.Office(c.FormValue("office")), c.FormValue("own_request") == "1")
	}
	return s.agendaAgain(c, err, 0, "", "")
}

// nominate handles POST /sittings/:n/items/:item/nominations: a member's own nomination, or
// one made aloud and written down.
func (s *Server) nominate(c echo.Context) error {
	return s.onItem(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID) error {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		nominee := identity.ID(whole(form.Get("nominee")))
		if form.Has("nominator") {
			return s.Sittings.EnterNominee(c.Request().Context(), by, number, item, nominee, identity.ID(whole(form.Get("nominator"))))
		}
		return s.Sittings.Nominate(c.Request().Context(), by, number, item, nominee)
	}, "nominee", "nominator")(c)
}

// decline handles POST /sittings/:n/items/:item/nominations/:person/decline.
func (s *Server) decline(c echo.Context) error {
	return s.onItem(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID) error {
		return s.Sittings.Decline(c.Request().Context(), by, number, item, identity.ID(whole(c.Param("person"))))
	})(c)
}

// officeLine is an office that the commission fills, beside the agenda.
type officeLine struct {
	office   identity.Office
	holder   string        // short name; empty while the office is free
	by       calendar.Date // last day for the election after an early release; zero if none runs
	electing bool          // on the agenda
	leaving  bool          // so is the release
}

// offices are the offices that the commission fills, as they are on the day of the sitting.
func (v agendaView) offices() []officeLine {
	var lines []officeLine
	day := v.sitting().Day(v.moment)
	for _, office := range []identity.Office{identity.Deputy, identity.Secretary} {
		line := officeLine{office: office}
		if m, held := v.moment.Composition.Officer(day, office); held {
			line.holder = m.Name.Short()
		}
		for _, vacated := range v.vacant {
			if vacated.Office == office {
				line.by = vacated.DueOn
			}
		}
		for _, item := range v.sitting().Items {
			line.electing = line.electing || item.Elects() && item.Matter.Office == office
			line.leaving = line.leaving || item.Question == regulation.ReleaseOfficer && item.Matter.Office == office
		}
		lines = append(lines, line)
	}
	return lines
}

// offersElection reports whether an election can be put on the agenda at all.
func offersElection(lines []officeLine) bool { return slices.ContainsFunc(lines, officeLine.offered) }

// offered reports whether an election can be put on the agenda.
func (l officeLine) offered() bool { return !l.electing && (l.holder == "" || l.leaving) }

// vacancies are the offices whose election is due after an early release.
func vacancies(m commission.Moment) ([]deadline.OfficeDue, error) {
	all, err := deadline.Offices(m)
	return slices.DeleteFunc(all, func(d deadline.OfficeDue) bool { return d.Office == "" }), err
}

// electable are those who can be put forward now: members without an office who were not
// put forward in this cycle yet.
func (v conductView) electable(ctx context.Context, item sitting.Item) []Option {
	options := []Option{{Label: t(ctx, "floor.choose")}}
	cycle := item.Election().Cycle
	for _, m := range v.moment.Composition.On(v.moment.Day) {
		named := slices.ContainsFunc(item.Nominees, func(n sitting.Nominee) bool { return n.Cycle == cycle && n.Member == m.Person })
		if !named && v.moment.Composition.MayHold(m.Person, v.moment.Day) == nil {
			options = append(options, Option{Value: fmtID(m.Person), Label: m.Name.Full()})
		}
	}
	return options
}

// nominators are the members who can put somebody forward: those present, the visitor first.
func (v conductView) nominators(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "floor.choose")}}
	for _, a := range v.sitting().Present() {
		options = append(options, Option{Value: fmtID(a.Member.Person), Label: a.Member.Name.Short()})
	}
	return options
}

// nominees are those put forward in the cycle that goes on.
func nominees(item sitting.Item) []sitting.Nominee {
	cycle := item.Election().Cycle
	return slices.DeleteFunc(slices.Clone(item.Nominees), func(n sitting.Nominee) bool { return n.Cycle != cycle })
}

// nominates reports whether the visitor can put somebody forward now.
func (v conductView) nominates(item sitting.Item) bool {
	return item.Nominating() && (v.speaks() || v.conducts()) && v.goesOn()
}

// declines reports whether the visitor can take the nominee off.
func (v conductView) declines(item sitting.Item, n sitting.Nominee) bool {
	return v.nominates(item) && n.DeclinedAt.IsZero() && (n.Member == v.actor.ID || v.conducts())
}

// standsSaid names the candidates of the next ballot, and says in which round it is.
func (v sittingView) standsSaid(ctx context.Context, item sitting.Item) string {
	e := item.Election()
	if len(e.Candidates) == 0 {
		return ""
	}
	return t(ctx, "election.stand", "Round", e.Round, "Names", v.named(e.Candidates))
}

// roundSaid is what became of a round.
func (v sittingView) roundSaid(ctx context.Context, item sitting.Item, r sitting.Round) string {
	said := v.givenSaid(ctx, *item.Polls[r.Poll].Protocol)
	switch {
	case r.Next.Elected != 0:
		return said
	case r.Next.Round == 2:
		return said + " " + t(ctx, "election.second_round", "Names", v.named(r.Next.Candidates))
	}
	return said + " " + t(ctx, "election.anew")
}

// givenSaid writes the figures of an election.
func (v sittingView) givenSaid(ctx context.Context, p sitting.Protocol) string {
	var said []string
	for _, g := range p.Given {
		said = append(said, t(ctx, "election.given_count", "Name", v.name(g.Candidate), "Votes", g.Votes))
	}
	if len(p.Given) == 1 {
		said = append(said, t(ctx, "election.against", "Votes", p.Against))
	}
	if p.Abstained > 0 {
		said = append(said, t(ctx, "election.abstained", "Votes", p.Abstained))
	}
	return t(ctx, "election.figures", "Issued", p.Issued, "Found", p.Found, "Given", strings.Join(said, ", "), "Invalid", p.Invalid)
}

// electedSaid says who was elected by how many votes.
func (v sittingView) electedSaid(ctx context.Context, item sitting.Item) string {
	return t(ctx, "election.elected", "Name", v.name(item.Election().Elected), "Votes", item.Result.Tally.For, "Needed", item.Result.Needed,
		"Established", item.Result.Tally.Established)
}

// reportHeading names the step before the vote on an item.
func (v conductView) reportHeading(ctx context.Context, item sitting.Item) string {
	if item.Elects() {
		return t(ctx, "election.step", "Ordinal", item.Ordinal)
	}
	return t(ctx, "conduct.item_report", "Ordinal", item.Ordinal)
}

// givenAt is what was entered for a candidate of the ballot.
func givenAt(p sitting.Protocol, i int) int {
	if i < len(p.Given) {
		return p.Given[i].Votes
	}
	return 0
}
