package complaint

import (
	"errors"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// grouped is the moment with three working groups: the first stands and is of members 4
// and 5 with a specialist, the second ended yesterday, the third is of member 5 alone.
func grouped() commission.Moment {
	m := moment()
	names := map[identity.ID]string{4: "Законова Зоя Ивановна", 5: "Докладов Денис Кириллович"}
	for i, each := range m.Composition.Members {
		m.Composition.Members[i].Name = identity.ParseName(names[each.Person])
	}
	from := calendar.Day(2026, 9, 1)
	m.Composition.Groups = []commission.Group{
		{ID: 1, From: from, Head: 4, Members: []identity.ID{4, 5}, Involved: []commission.Involved{{Name: identity.ParseName("Почеркова Полина Павловна"), Status: "специалист"}}},
		{ID: 2, From: from, Until: today.AddDays(-1), Head: 5, Members: []identity.ID{5}},
		{ID: 3, From: from, Head: 5, Members: []identity.ID{5}},
	}
	return m
}

func TestGiveToGroup(t *testing.T) {
	theirs := []identity.Name{identity.ParseName("Почеркова Полина Павловна")}
	for _, row := range []struct {
		name       string
		by         identity.Actor
		group      commission.GroupID
		namesakes  bool
		theirs     []identity.Name
		text       string
		change     func(*Complaint, *commission.Moment)
		key        string
		wantClause regulation.Clause
	}{
		{name: "R-092: the chair gives it", by: chair, group: 1},
		{name: "R-092: the secretary gives it", by: secretary, group: 1},
		{name: "R-092: a member does not", by: member, group: 1, key: "not_your_office", wantClause: regulation.WorkingGroups},
		{name: "R-092: not to a group that has ended", by: chair, group: 2, key: "group_not_standing", wantClause: regulation.WorkingGroups},
		{name: "R-092: not to a group there is none of", by: chair, group: 9, key: "group_not_standing", wantClause: regulation.WorkingGroups},
		{name: "R-092: not taken back from none", by: chair, key: "group_same", wantClause: regulation.WorkingGroups},
		{name: "R-022: a member of the group complained", by: chair, group: 1, key: "group_complained", wantClause: regulation.NotOwnJudge,
			change: func(c *Complaint, _ *commission.Moment) {
				c.Complainant.Name = identity.ParseName("ДОКЛАДОВ Денис Кириллович")
			}},
		{name: "R-022: a member of the group sits in the respondent", by: chair, group: 1, key: "group_of_respondent", wantClause: regulation.NotOwnJudge,
			change: func(_ *Complaint, m *commission.Moment) {
				m.Composition.Elsewhere = []commission.Seat{{Commission: 8, Person: 5}}
			}},
		{name: "R-022: somebody involved sits in the respondent", by: chair, group: 1, theirs: theirs, key: "group_of_respondent", wantClause: regulation.NotOwnJudge},
		{name: "R-022: a member is named in the complaint", by: chair, group: 1, text: "Копию отказался выдать Докладов Д. К.", key: "group_named", wantClause: regulation.NotOwnJudge},
		{name: "R-022: named in another case", by: chair, group: 1, text: "Жалуюсь на действия Законовой.", key: "group_named", wantClause: regulation.NotOwnJudge},
		{name: "R-022: somebody involved is named", by: chair, group: 1, text: "Подпись сверяла Почеркова.", key: "group_named", wantClause: regulation.NotOwnJudge},
		{name: "R-022: it is a namesake", by: chair, group: 1, text: "Копию выдал Докладов П. П.", namesakes: true},
		{name: "a longer word is no surname", by: chair, group: 1, text: "Прочитал докладоведение."},
	} {
		c, m := in(InReview), grouped()
		c.Text = row.text
		if row.change != nil {
			row.change(&c, &m)
		}
		next, line, err := c.GiveToGroup(row.by, row.group, row.namesakes, row.theirs, m)
		key := ""
		var refusal *regulation.Refusal
		if errors.As(err, &refusal) {
			key = refusal.Key
		}
		if key != row.key || clauseOf(err) != row.wantClause {
			t.Errorf("%s: GiveToGroup() = %v, want %q under %q", row.name, err, row.key, row.wantClause)
		}
		if err == nil && (next.Group != row.group || line.Facts["group"] != int64(row.group)) {
			t.Errorf("%s: given to %d, recorded as %v", row.name, next.Group, line.Facts)
		}
	}
	c := in(InReview)
	c.Group = 1
	if next, line, err := c.GiveToGroup(chair, 0, false, nil, grouped()); err != nil || next.Group != 0 || line.Facts["was"] != int64(1) {
		t.Errorf("R-092: taken back: %d, %v, %v", next.Group, line.Facts, err)
	}
}

// TestGroupDrafts: the group proposes. Its members edit the draft while it stands, and do
// nothing else that the others may not.
func TestGroupDrafts(t *testing.T) {
	fifth := identity.Actor{ID: 5, Office: identity.Member, Commission: own}
	c := in(InReview)
	m := grouped()
	for _, row := range []struct {
		name  string
		group commission.GroupID
		by    identity.Actor
		may   bool
	}{
		{"R-092: a member of the group", 1, fifth, true},
		{"R-092: not a member of another one", 0, fifth, false},
		{"R-092: not once the group has ended", 2, fifth, false},
		{"R-092: not who does not belong to it", 1, other, false},
		{"R-092: not the same number in another commission", 1, identity.Actor{ID: 5, Office: identity.Member, Commission: own + 1}, false},
	} {
		c.Group = row.group
		_, _, err := c.Draft(row.by, 2, "ab", m)
		if (err == nil) != row.may {
			t.Errorf("%s: Draft() = %v, want allowed %v", row.name, err, row.may)
		}
	}
	c.Group = 1
	m.Composition.Elsewhere = []commission.Seat{{Commission: 8, Person: 5, From: today}}
	if _, _, err := c.Draft(fifth, 2, "ab", m); err == nil {
		t.Error("R-022: a member of the group drafts who has come to sit in the respondent")
	}
	ready := in(Ready)
	ready.Group = 3
	if _, _, err := ready.Schedule(fifth, 14); err == nil {
		t.Error("R-092: a member of the group puts the draft on an agenda")
	}
}
