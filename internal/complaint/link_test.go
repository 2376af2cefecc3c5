package complaint

import (
	"slices"
	"testing"

	"redress/internal/identity"
)

func TestLink(t *testing.T) {
	for _, row := range []struct {
		name    string
		state   State
		by      identity.Actor
		linked  []ID
		others  []ID
		refused string
		want    []ID
	}{
		{"one more", InReview, secretary, []ID{7}, []ID{9}, "", []ID{7, 9}},
		{"after the end", Delivered, secretary, nil, []ID{9}, "", []ID{9}},
		{"before registration", Filed, secretary, nil, []ID{9}, "link_unregistered", nil},
		{"nothing", InReview, secretary, nil, nil, "link_missing", nil},
		{"to itself", InReview, secretary, nil, []ID{42}, "link_not_found", nil},
		{"twice", InReview, secretary, []ID{9}, []ID{9}, "link_already", []ID{9}},
		{"by a member", InReview, member, nil, []ID{9}, "not_your_office", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := in(row.state)
			c.Linked = row.linked
			got, line, err := c.Link(row.by, row.others)
			if key := keyOf(err); key != row.refused {
				t.Fatalf("Link() is refused by %q, want %q", key, row.refused)
			}
			if !slices.Equal(got.Linked, row.want) {
				t.Errorf("linked to %v, want %v", got.Linked, row.want)
			}
			if err == nil && (line.Act != LinkingAct || got.State != row.state || got.Version != c.Version+1) {
				t.Errorf("Link() = %+v, %+v", got, line)
			}
		})
	}
}
