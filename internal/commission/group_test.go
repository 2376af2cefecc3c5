package commission

import (
	"errors"
	"slices"
	"testing"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// groupMoment is 14 September in a commission with members 1 to 4, the chair first.
func groupMoment(maker regulation.GroupMaker) Moment {
	c := Composition{Commission: Commission{ID: 5, Established: 9}}
	for i := identity.ID(1); i <= 4; i++ {
		m := Member{Person: i, Office: identity.Member, From: calendar.Day(2026, 1, 1)}
		if i == 1 {
			m.Office = identity.Chair
		}
		if i == 4 {
			m.From = calendar.Day(2026, 9, 14)
		}
		c.Members = append(c.Members, m)
	}
	profile := regulation.Izhmorsky()
	profile.WorkingGroup = maker
	return Moment{Day: calendar.Day(2026, 9, 14), Composition: Composition{Commission: Commission{ID: 5, Profile: profile}, Members: c.Members,
		Groups: []Group{{ID: 7, From: calendar.Day(2026, 9, 1), Until: calendar.Day(2026, 9, 30), Head: 2, Members: []identity.ID{2}}}}}
}

func aGroup() Group {
	return Group{Name: " Группа  по спискам ", Ground: Decision{" 14/31 ", calendar.Day(2026, 9, 8)}, From: calendar.Day(2026, 9, 9), Head: 2,
		Members: []identity.ID{3, 2}, Involved: []Involved{{identity.Name{Surname: "Почеркова", Given: "Полина"}, " специалист "}}}
}

// refused returns the key of a refusal, empty for none.
func refused(err error) string {
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return refusal.Key
	}
	return ""
}

func TestGroupForm(t *testing.T) {
	chair := identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}
	secretary := identity.Actor{ID: 3, Office: identity.Secretary, Commission: 5}
	acting := identity.Actor{ID: 2, Office: identity.Deputy, Commission: 5, ActsAsChair: true}
	for _, row := range []struct {
		name   string
		maker  regulation.GroupMaker
		by     identity.Actor
		change func(*Group)
		key    string
	}{
		{"R-092: the secretary enters the commission's decision", regulation.ByCommission, secretary, nil, ""},
		{"R-092: the chair enters it", regulation.ByCommission, chair, nil, ""},
		{"R-092: the chair's own order", regulation.ByChair, chair, nil, ""},
		{"R-007, R-092: the order of who acts as chair", regulation.ByChair, acting, nil, ""},
		{"R-092: no order of the secretary", regulation.ByChair, secretary, nil, "group_by_chair"},
		{"R-092: a member forms none", regulation.ByCommission, identity.Actor{ID: 2, Office: identity.Member, Commission: 5}, nil, "not_your_office"},
		{"R-092: no group without a name", regulation.ByCommission, chair, func(g *Group) { g.Name = " " }, "field_missing"},
		{"R-092: no group without a paper", regulation.ByCommission, chair, func(g *Group) { g.Ground.Number = "" }, "field_missing"},
		{"R-092: the paper has been made", regulation.ByCommission, chair, func(g *Group) { g.Ground.On = calendar.Day(2026, 9, 15) }, "decision_in_future"},
		{"R-092: it has a first day", regulation.ByCommission, chair, func(g *Group) { g.From = calendar.Date{} }, "date_missing"},
		{"R-092: it does not end before it begins", regulation.ByCommission, chair, func(g *Group) { g.Until = calendar.Day(2026, 9, 8) }, "ends_before_start"},
		{"R-092: it has not ended yet", regulation.ByCommission, chair, func(g *Group) { g.Until = calendar.Day(2026, 9, 13) }, "group_over_already"},
		{"R-092: somebody heads it", regulation.ByCommission, chair, func(g *Group) { g.Head = 0 }, "choose_one"},
		{"R-092: its members sit in the commission", regulation.ByCommission, chair, func(g *Group) { g.Members = []identity.ID{9} }, "group_not_member"},
		{"R-092: and do so when it begins", regulation.ByCommission, chair, func(g *Group) { g.Members = []identity.ID{4} }, "group_not_member"},
		{"R-092: who is involved has a name", regulation.ByCommission, chair, func(g *Group) { g.Involved = []Involved{{Status: "специалист"}} }, "group_involved_how"},
		{"R-092: and is somebody", regulation.ByCommission, chair, func(g *Group) { g.Involved[0].Status = "" }, "group_involved_how"},
		{"R-092: not a whole crowd", regulation.ByCommission, chair, func(g *Group) { g.Involved = slices.Repeat(g.Involved, 31) }, "group_too_many"},
	} {
		g, m := aGroup(), groupMoment(row.maker)
		if row.change != nil {
			row.change(&g)
		}
		next, line, err := g.Form(row.by, m)
		if refused(err) != row.key || (err == nil) != (row.key == "") {
			t.Errorf("%s: Form() = %v, want %q", row.name, err, row.key)
			continue
		}
		if err != nil {
			continue
		}
		made := next.Groups[len(next.Groups)-1]
		if len(m.Composition.Groups) != 1 || made.Name != "Группа по спискам" || made.Maker != row.maker || !slices.Equal(made.Members, []identity.ID{2, 3}) || made.Involved[0].Status != "специалист" {
			t.Errorf("%s: formed %+v", row.name, made)
		}
		if line.Clause != regulation.WorkingGroups || line.Facts["paper"] != "14/31" || line.Facts["involved"] != 1 {
			t.Errorf("%s: recorded as %v", row.name, line.Facts)
		}
	}
}

func TestGroupEnd(t *testing.T) {
	chair := identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}
	for _, row := range []struct {
		name string
		end  GroupEnd
		by   identity.Actor
		key  string
	}{
		{"R-092: with today", GroupEnd{7, calendar.Day(2026, 9, 14)}, chair, ""},
		{"R-092: with yesterday", GroupEnd{7, calendar.Day(2026, 9, 13)}, chair, ""},
		{"R-092: not before what it did", GroupEnd{7, calendar.Day(2026, 9, 12)}, chair, "group_ended_in_past"},
		{"R-092: not before it began", GroupEnd{7, calendar.Day(2026, 8, 31)}, chair, "ends_before_start"},
		{"R-092: not later than it ends anyway", GroupEnd{7, calendar.Day(2026, 9, 30)}, chair, "term_ends_anyway"},
		{"R-092: with a day", GroupEnd{7, calendar.Date{}}, chair, "date_missing"},
		{"R-092: a group there is", GroupEnd{8, calendar.Day(2026, 9, 14)}, chair, "choose_one"},
		{"R-092: not by a member", GroupEnd{7, calendar.Day(2026, 9, 14)}, identity.Actor{ID: 2, Office: identity.Member, Commission: 5}, "not_your_office"},
	} {
		m := groupMoment(regulation.ByCommission)
		next, _, err := row.end.End(row.by, m)
		if refused(err) != row.key || (err == nil) != (row.key == "") {
			t.Errorf("%s: End() = %v, want %q", row.name, err, row.key)
		}
		if err == nil && (next.Groups[0].Until != row.end.Last || m.Composition.Groups[0].Until == row.end.Last) {
			t.Errorf("%s: ends %s", row.name, next.Groups[0].Until)
		}
	}
}
