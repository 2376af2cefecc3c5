package commission

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// GroupID is a working group's number in this installation.
type GroupID int64

// Group is a working group: members of the commission who prepare complaints
// together, with people they involve. It proposes and never decides.
type Group struct {
	ID       GroupID
	Name     string
	Maker    regulation.GroupMaker // whose paper the ground is, as the regulation says
	Ground   Decision
	From     calendar.Date
	Until    calendar.Date // the last day included; zero while it lasts
	Head     identity.ID
	Members  []identity.ID // of the commission, the head among them
	Involved []Involved
	FormedAt time.Time
}

// Involved is somebody from outside who helps a group: a member of a lower commission,
// a specialist. They have no vote, and no access but what an account gives them.
type Involved struct {
	Name   identity.Name
	Status string // who it is, "член УИК № 9001", "специалист-почерковед"
}

// maxInvolved is the most people from outside a group may have: more is a slip.
const maxInvolved = 30

// On reports whether the group stands on the day.
func (g Group) On(day calendar.Date) bool { return on(day, g.From, g.Until) }

// Has reports whether the person is one of the group's members from the commission.
func (g Group) Has(person identity.ID) bool { return slices.Contains(g.Members, person) }

// Group returns the working group with that number.
func (c Composition) Group(id GroupID) (Group, bool) {
	for _, g := range c.Groups {
		if g.ID == id {
			return g, true
		}
	}
	return Group{}, false
}

// GroupsOn returns the working groups that stand on the day.
func (c Composition) GroupsOn(day calendar.Date) []Group {
	return slices.DeleteFunc(slices.Clone(c.Groups), func(g Group) bool { return !g.On(day) })
}

// GroupsOf returns the working groups of the day a person belongs to.
func (c Composition) GroupsOf(day calendar.Date, person identity.ID) []GroupID {
	var ids []GroupID
	for _, g := range c.GroupsOn(day) {
		if g.Has(person) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// trimmed returns the group as it is kept: the head is a member, and nobody is one twice.
func (g Group) trimmed() Group {
	part := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	g.Name, g.Ground = part(g.Name), g.Ground.trimmed()
	members := g.Members
	if g.Head != 0 {
		members = append([]identity.ID{g.Head}, g.Members...)
	}
	g.Members = nil
	for _, person := range members {
		if !slices.Contains(g.Members, person) {
			g.Members = append(g.Members, person)
		}
	}
	var involved []Involved
	for _, i := range g.Involved {
		i.Status = part(i.Status)
		i.Name = identity.Name{Surname: part(i.Name.Surname), Given: part(i.Name.Given), Patronymic: part(i.Name.Patronymic)}
		involved = append(involved, i)
	}
	g.Involved = involved
	return g
}

// mayForm refuses whoever does not form groups. Where the regulation leaves it to the
// chair, only the chair does; a decision of the commission is entered by the secretary
// as well.
func mayForm(by identity.Actor, m Moment) error {
	if err := by.MustAbout(identity.FormGroup, identity.Matter{Commission: m.Composition.Commission.ID}, regulation.WorkingGroups); err != nil {
		return err
	}
	if m.Composition.Commission.Profile.WorkingGroup == regulation.ByChair && by.Capacity() != identity.Chair {
		return regulation.Refuse(regulation.WorkingGroups, "group_by_chair", nil)
	}
	return nil
}

// Form forms the group on its paper: a decision of the commission, or the chair's order,
// as the regulation says.
func (g Group) Form(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := mayForm(by, m); err != nil {
		return c, docket.Line{}, err
	}
	g = g.trimmed()
	g.Maker, g.FormedAt = c.Commission.Profile.WorkingGroup, m.At
	if err := g.check(m); err != nil {
		return c, docket.Line{}, err
	}
	c.Groups = append(slices.Clip(c.Groups), g)
	return c, docket.Line{Act: "group_formed", By: by, Clause: regulation.WorkingGroups, Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "maker": string(g.Maker), "paper": g.Ground.Number, "paper_on": g.Ground.On.String(),
		"from": g.From.String(), "until": g.Until.String(), "head": int64(g.Head), "members": g.Members, "involved": len(g.Involved)}}, nil
}

func (g Group) check(m Moment) error {
	faults := []error{needed(g.Name, "group_name"), short(g.Name, "group_name"), g.Ground.check(regulation.WorkingGroups, "ground", m),
		checkSpan(regulation.WorkingGroups, g.From, g.Until, "group_from", "group_until")}
	missing := func(field, key string) {
		faults = append(faults, regulation.Missing(regulation.WorkingGroups, field, key))
	}
	if g.Head == 0 {
		missing("head", "choose_one")
	}
	if !g.From.IsZero() {
		for _, person := range g.Members {
			if _, ok := m.Composition.Member(g.From, person); !ok {
				missing("members", "group_not_member")
				break
			}
		}
	}
	if !g.Until.IsZero() && g.Until.Before(m.Day) {
		missing("group_until", "group_over_already")
	}
	if len(g.Involved) > maxInvolved {
		faults = append(faults, &regulation.Refusal{Clause: regulation.WorkingGroups, Field: "involved", Key: "group_too_many", Values: regulation.Values{"Limit": maxInvolved}})
	}
	for _, i := range g.Involved {
		if i.Name.Surname == "" || i.Name.Given == "" || i.Status == "" {
			missing("involved", "group_involved_how")
			break
		}
		if err := errors.Join(short(i.Name.Full(), "involved"), short(i.Status, "involved")); err != nil {
			faults = append(faults, err)
			break
		}
	}
	return errors.Join(faults...)
}

// GroupEnd ends a working group with its last day. What it was given stays with the
// rapporteurs.
type GroupEnd struct {
	Group GroupID
	Last  calendar.Date
}

// End ends the group.
func (e GroupEnd) End(by identity.Actor, m Moment) (Composition, docket.Line, error) {
	c := m.Composition
	if err := mayForm(by, m); err != nil {
		return c, docket.Line{}, err
	}
	i := slices.IndexFunc(c.Groups, func(g Group) bool { return g.ID == e.Group })
	if i < 0 {
		return c, docket.Line{}, regulation.Missing(regulation.WorkingGroups, "ending", "choose_one")
	}
	g := c.Groups[i]
	refuse := func(field, key string) (Composition, docket.Line, error) {
		return c, docket.Line{}, regulation.Missing(regulation.WorkingGroups, field, key)
	}
	switch {
	case e.Last.IsZero():
		return refuse("group_last", "date_missing")
	case e.Last.Before(g.From):
		return refuse("group_last", "ends_before_start")
	case e.Last.Before(m.Day.AddDays(-1)):
		return refuse("group_last", "group_ended_in_past")
	case !g.Until.IsZero() && !e.Last.Before(g.Until):
		return refuse("group_last", "term_ends_anyway")
	}
	if err := possible(e.Last, "group_last"); err != nil {
		return c, docket.Line{}, err
	}
	c.Groups = slices.Clone(c.Groups)
	c.Groups[i].Until = e.Last
	return c, docket.Line{Act: "group_ended", By: by, Clause: regulation.WorkingGroups, Facts: docket.Facts{
		"commission": int64(c.Commission.ID), "group": int64(g.ID), "last": e.Last.String()}}, nil
}

// FormGroup forms a working group of the actor's commission, see Group.Form.
func (s *Setup) FormGroup(ctx context.Context, by identity.Actor, g Group) error {
	return s.store.ChangeComposition(ctx, by.Commission, func(m Moment) (Composition, docket.Line, error) { return g.Form(by, m) })
}

// EndGroup ends a working group of the actor's commission.
func (s *Setup) EndGroup(ctx context.Context, by identity.Actor, e GroupEnd) error {
	return s.store.ChangeComposition(ctx, by.Commission, func(m Moment) (Composition, docket.Line, error) { return e.End(by, m) })
}
