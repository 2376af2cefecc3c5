package commission

import (
	"slices"
	"testing"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
)

// ofMinutes is the decision that a sitting of that day made.
func ofMinutes(day calendar.Date) Decision { return Decision{Number: "П-14/2", On: day} }

// TestOfficerVote: an office begins on the first day on which it is free, the other offices
// and seats stay as they were, and nobody has two (R-006, Reg. 2.7).
func TestOfficerVote(t *testing.T) {
	day := calendar.Day(2026, 9, 21)
	vote := func(office identity.Office, person identity.ID) OfficerVote {
		return OfficerVote{Office: office, Person: person, Decision: ofMinutes(day)}
	}
	elect := func(office identity.Office, person identity.ID) compositionAct {
		return func(m Moment) (Composition, docket.Line, error) { return vote(office, person).Elect(chairOfNine, m) }
	}
	releases := func(office identity.Office, person identity.ID) compositionAct {
		return func(m Moment) (Composition, docket.Line, error) { return vote(office, person).Release(chairOfNine, m) }
	}
	for _, row := range []struct {
		name string
		acts []compositionAct
		want string
		on   calendar.Date // the day on which the last one holds the office
		who  identity.ID
	}{
		{"R-006: of a free office", []compositionAct{release(2, day.AddDays(-3)), elect(identity.Deputy, 5)}, "", day, 5},
		{"R-006: of one held", []compositionAct{elect(identity.Deputy, 5)}, " office_filled", day, 0},
		{"R-008: released that day, the new one from the next", []compositionAct{releases(identity.Deputy, 2), elect(identity.Deputy, 5)}, "", day.AddDays(1), 5},
		{"R-008: and until midnight the old one", []compositionAct{releases(identity.Deputy, 2), elect(identity.Deputy, 5)}, "", day, 2},
		{"R-006: the same again, once the seat without the office has begun", []compositionAct{releases(identity.Deputy, 2), elect(identity.Deputy, 2)}, "", day.AddDays(2), 2},
		{"R-006: the chair", []compositionAct{releases(identity.Deputy, 2), elect(identity.Deputy, 1)}, "nominee nominee_holds_office", day, 0},
		{"R-006: a stranger", []compositionAct{releases(identity.Deputy, 2), elect(identity.Deputy, 77)}, "nominee not_a_member", day, 0},
		{"R-006: twice that day", []compositionAct{releases(identity.Deputy, 2), elect(identity.Deputy, 5), elect(identity.Deputy, 6)}, " office_filled", day, 0},
		{"R-006: to both offices", []compositionAct{releases(identity.Deputy, 2), releases(identity.Secretary, 3), elect(identity.Deputy, 5), elect(identity.Secretary, 5)},
			"nominee nominee_holds_office", day, 0},
		{"Reg. 2.7: who does not hold it", []compositionAct{releases(identity.Deputy, 5)}, " office_vacant", day, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := served(day)
			before := m.Composition.Appointed(day.AddDays(1))
			var err error
			for _, act := range row.acts {
				var next Composition
				if next, _, err = act(m); err != nil {
					break
				}
				m.Composition = next
			}
			if got := refusedAs(t, err); row.want == "" && got != nil || row.want != "" && !slices.Equal(got, []string{row.want}) {
				t.Fatalf("%v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			if now, ok := m.Composition.Officer(row.on, identity.Deputy); !ok || now.Person != row.who {
				t.Errorf("the deputy of %s is %d, want %d", row.on, now.Person, row.who)
			}
			if row.who != 2 {
				if now, _ := m.Composition.Officer(row.on, identity.Deputy); now.Appointed != ofMinutes(day) {
					t.Errorf("R-006: the ground is %v", now.Appointed)
				}
			}
			after := m.Composition.Appointed(day.AddDays(1))
			if after != before && row.name != "R-006: of a free office" {
				t.Errorf("%d seats before, %d after", before, after)
			}
		})
	}
}

// TestElectedOnTheFirstDayOfTheSeat: a term is whole days, so who was appointed today
// holds the office from tomorrow.
func TestElectedOnTheFirstDayOfTheSeat(t *testing.T) {
	day := calendar.Day(2026, 9, 21)
	m := served(day)
	for i := range m.Composition.Members {
		m.Composition.Members[i].From = day
		if m.Composition.Members[i].Office.Elected() {
			m.Composition.Members[i].Office = identity.Member
		}
	}
	next, line, err := OfficerVote{Office: identity.Secretary, Person: 5, Decision: ofMinutes(day)}.Elect(chairOfNine, m)
	if err != nil || line.Facts["from"] != "2026-09-22" {
		t.Fatalf("Elect() = %v, %v", line.Facts, err)
	}
	if now, ok := next.Officer(day.AddDays(1), identity.Secretary); !ok || now.Person != 5 || next.Appointed(day) != 9 || next.Appointed(day.AddDays(1)) != 9 {
		t.Errorf("%+v", next.Members)
	}
}

var chairOfNine = identity.Actor{ID: 1, Office: identity.Chair}
