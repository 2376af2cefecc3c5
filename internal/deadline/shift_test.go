package deadline

import (
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

func TestStays(t *testing.T) {
	stay := func(from, resumed calendar.Date) Stay { return Stay{from, resumed} }
	day := func(month time.Month, d int) calendar.Date { return calendar.Day(2026, month, d) }
	for _, row := range []struct {
		name   string
		clock  Clock
		facts  Facts
		due    calendar.Date
		workBy calendar.Date
		capped bool
		paused bool
	}{
		{"R-059: the term moves by the days it stood", OrdinaryReply,
			local(day(3, 2), nil, stay(day(3, 12), day(3, 22))), day(4, 11), day(4, 10), false, false},
		{"R-059: two stays add up", OrdinaryReply,
			local(day(3, 2), nil, stay(day(3, 12), day(3, 22)), stay(day(4, 1), day(4, 3))), day(4, 13), day(4, 13), false, false},
		{"R-059: days in two stays count once", OrdinaryReply,
			local(day(3, 2), nil, stay(day(3, 12), day(3, 22)), stay(day(3, 15), day(3, 24))), day(4, 13), day(4, 13), false, false},
		{"R-059: resumed the same day, nothing moves", OrdinaryReply,
			local(day(3, 2), nil, stay(day(3, 12), day(3, 12))), day(4, 1), day(4, 1), false, false},
		{"R-059: a stay does not heal a term that ran out", OrdinaryReply,
			local(day(3, 2), nil, stay(day(4, 2), day(4, 22))), day(4, 1), day(4, 1), false, false},
		{"R-059: while it lasts the clock stands", OrdinaryReply,
			local(day(3, 2), nil, stay(day(3, 12), calendar.Date{})), day(4, 1), day(4, 1), false, true},
		{"R-059: work_by lies after the resumption", OrdinaryReply,
			local(day(4, 1), nil, stay(day(4, 29), day(5, 9))), day(5, 11), calendar.Date{}, false, false},
		{"R-051: taken up before voting, the eve still limits it", CampaignReply,
			local(day(9, 11), autumn(), stay(day(9, 12), day(9, 15))), day(9, 17), day(9, 17), true, false},
		{"R-059: taken up after voting, the rest of the term runs", CampaignReply,
			local(day(9, 13), autumn(), stay(day(9, 15), day(9, 28))), day(9, 30), day(9, 30), true, false},
		{"R-059: the notice of a ruling does not stand", RulingDelivery,
			local(day(3, 2), nil, stay(day(3, 2), calendar.Date{})), day(3, 5), calendar.Date{}, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := Compute(row.clock, row.facts, regulation.Izhmorsky(), calendar.Russia())
			if err != nil {
				t.Fatal(err)
			}
			if got.DueOn != row.due || got.WorkBy != row.workBy || got.Capped != row.capped || got.Paused != row.paused {
				t.Errorf("Compute() = %s, work by %q, capped %v, paused %v", got.DueOn, got.WorkBy, got.Capped, got.Paused)
			}
		})
	}
	if _, err := Compute(OrdinaryReply, local(day(3, 2), nil, stay(day(3, 12), day(3, 11))), regulation.Izhmorsky(), calendar.Russia()); err == nil {
		t.Error("a stay that ends before it begins was taken")
	}
}
