package sitting

import (
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

func TestHalfYear(t *testing.T) {
	for day, want := range map[calendar.Date]Period{
		calendar.Day(2020, 6, 30): {calendar.Day(2020, 1, 1), calendar.Day(2020, 6, 30)},
		calendar.Day(2020, 7, 1):  {calendar.Day(2020, 7, 1), calendar.Day(2020, 12, 31)},
		calendar.Day(2024, 2, 29): {calendar.Day(2024, 1, 1), calendar.Day(2024, 6, 30)},
	} {
		if got := HalfYear(day); got != want {
			t.Errorf("R-105: HalfYear(%s) = %v, want %v", day, got, want)
		}
	}
	zone := regulation.Izhmorsky().Zone()
	from, until := HalfYear(calendar.Day(2026, 8, 1)).Span(zone)
	if !from.Equal(calendar.Day(2026, 7, 1).Start(zone)) || !until.Equal(calendar.Day(2027, 1, 1).Start(zone)) {
		t.Errorf("R-105: Span() = %s, %s", from, until)
	}
}

// TestMemberRecords: who came, who told an absence in time, late, not at all; how they
// voted, and how many votes were taken without them.
func TestMemberRecords(t *testing.T) {
	c := commission.Composition{Commission: commission.Commission{ID: 5, Profile: regulation.Izhmorsky()}}
	seat := func(member int, came bool, told time.Time, votes ...int) Seat {
		s := Seat{Member: 4, StartsAt: start, OpenedAt: start, Came: came, ToldAt: told, Questions: 3}
		if member == 5 {
			s.Member = 5
		}
		if len(votes) > 0 {
			s.For, s.Against, s.Abstained, s.NotVoting = votes[0], votes[1], votes[2], votes[3]
		}
		return s
	}
	partly := func(s Seat) Seat { s.Days, s.There = 2, 1; return s }
	got := MemberRecords([]Seat{
		seat(4, true, time.Time{}, 1, 1, 0, 1), partly(seat(4, true, time.Time{}, 0, 0, 1, 0)), // left after the first vote, and did not come the next day
		seat(5, false, time.Time{}), seat(5, false, start.Add(-time.Hour)), seat(5, false, start.AddDate(0, 0, -1)),
	}, c)
	want := []MemberRecord{
		{Member: 4, Sittings: 2, Attended: 2, Partly: 1, Questions: 6, For: 1, Against: 1, Abstained: 1, NotVoting: 1},
		{Member: 5, Sittings: 3, Told: 1, ToldLate: 1, NotTold: 1, Questions: 9},
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("R-015: MemberRecords() = %+v, want %+v", got, want)
	}
	if got[0].Missed() != 2 || got[1].Missed() != 9 {
		t.Errorf("R-013: missed %d and %d votes", got[0].Missed(), got[1].Missed())
	}
}

func TestActivityAddsUp(t *testing.T) {
	a := Activity{Received: []RouteCount{{complaint.AcceptForReview, 4}, {complaint.AcceptAtOnce, 1}, {complaint.HandleAsAppeal, 2}, {"", 3}},
		Rulings: []OutcomeCount{{regulation.Dismiss, 2}, {regulation.Remand, 1}}}
	if a.Papers() != 10 || a.Complaints() != 5 || a.Ruled() != 3 {
		t.Errorf("R-105: %d papers, %d complaints, %d rulings", a.Papers(), a.Complaints(), a.Ruled())
	}
}
