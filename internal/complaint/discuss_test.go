package complaint

import (
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
)

// TestDiscusses: every voting member of the day speaks of the draft, but for those whose
// own case it is.
func TestDiscusses(t *testing.T) {
	m := moment()
	m.Composition.Elsewhere = []commission.Seat{{Commission: 8, Person: 2, From: today}, {Commission: 8, Person: 5, From: calendar.Day(2026, 1, 1), Until: today.AddDays(-1)}}
	complained := identity.Actor{ID: 5, Office: identity.Member, Commission: own, Name: identity.ParseName("Жалобов Ян Ильич")}
	for _, row := range []struct {
		name string
		by   identity.Actor
		want bool
	}{
		{"R-005: a member", other, true},
		{"the chair", chair, true},
		{"the secretary", secretary, true},
		{"R-022: who sits in the commission complained about too", identity.Actor{ID: 2, Office: identity.Member, Commission: own}, false},
		{"whose seat there has ended", identity.Actor{ID: 5, Office: identity.Member, Commission: own}, true},
		{"R-012: who complained", complained, false},
		{"R-005: whose seat has not begun", identity.Actor{ID: 7, Office: identity.Member, Commission: own}, false},
		{"the administrator", admin, false},
		{"R-022: the commission complained about", identity.Actor{ID: 1, Office: identity.Chair, Commission: 8}, false},
		{"nobody", identity.Nobody, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := in(InReview)
			c.Complainant.Name = complained.Name
			if got := c.Discusses(row.by, m); got != row.want {
				t.Errorf("Discusses() = %v, want %v", got, row.want)
			}
			if _, _, err := c.Discuss(row.by, nil, m); (err == nil) != row.want {
				t.Errorf("Discuss() = %v, want done %v", err, row.want)
			}
		})
	}
}
