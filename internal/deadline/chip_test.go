package deadline

import (
	"slices"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

func TestChip(t *testing.T) {
	byDate := Deadline{Clock: CampaignReply, Kind: ByDate, DueOn: calendar.Day(2026, 7, 11)}
	month := Deadline{Clock: OrdinaryReply, Kind: ByDate, DueOn: calendar.Day(2026, 4, 1)}
	once := Deadline{Clock: CampaignReply, Kind: Immediate, DueOn: calendar.Day(2026, 9, 19)}
	paused := byDate
	paused.Paused = true
	for _, row := range []struct {
		name     string
		deadline Deadline
		at       string
		want     State
		days     int
		hours    int
	}{
		{"R-110: four days before", byDate, "2026-07-07T12:00:00+07:00", OK, 4, 108},
		{"R-050: three days before a five-day term ends", byDate, "2026-07-08T00:00:00+07:00", Soon, 3, 96},
		{"R-110: the last second of the eve", byDate, "2026-07-10T23:59:59+07:00", Soon, 1, 24},
		{"R-110: the due day is never overdue", byDate, "2026-07-11T00:00:00+07:00", Today, 0, 24},
		{"R-110: nor is its last second", byDate, "2026-07-11T23:59:59+07:00", Today, 0, 0},
		{"R-110: midnight ends it", byDate, "2026-07-12T00:00:00+07:00", Over, -1, 0},
		{"R-110: the commission's midnight, not that of UTC", byDate, "2026-07-11T17:00:00Z", Over, -1, 0},
		{"R-110: a moment earlier", byDate, "2026-07-11T16:59:59Z", Today, 0, 0},
		{"R-041: a month is soon over a week before", month, "2026-03-25T09:00:00+07:00", Soon, 7, 183},
		{"R-041: and not earlier", month, "2026-03-24T09:00:00+07:00", OK, 8, 207},
		{"R-114: at once from minute 0", once, "2026-09-19T00:00:00+07:00", Now, 0, 24},
		{"R-114: to the end of the same day", once, "2026-09-19T23:59:59+07:00", Now, 0, 0},
		{"R-114: after it, over", once, "2026-09-20T00:00:00+07:00", Over, -1, 0},
		{"R-059: paused, however late", paused, "2026-08-12T00:00:00+07:00", Paused, -32, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, row.at)
			if err != nil {
				t.Fatal(err)
			}
			got := row.deadline.Chip(at, novokuznetsk)
			if got.State != row.want || got.Days != row.days || got.Hours() != row.hours {
				t.Errorf("Chip() = %s, %d days, %d hours, want %s, %d, %d", got.State, got.Days, got.Hours(), row.want, row.days, row.hours)
			}
		})
	}
}

func TestChipOfALongDay(t *testing.T) {
	berlin := mustZone("Europe/Berlin")
	d := Deadline{Clock: CampaignReply, Kind: ByDate, DueOn: calendar.Day(2026, 10, 25)}
	if got := d.Chip(calendar.Day(2026, 10, 25).Start(berlin), berlin); got.State != Today || got.Hours() != 25 {
		t.Errorf("R-110: the day the clocks go back: %s, %d hours", got.State, got.Hours())
	}
}

func TestDaysLate(t *testing.T) {
	d := Deadline{DueOn: calendar.Day(2026, 7, 11)}
	for late, done := range map[int]calendar.Date{0: calendar.Day(2026, 7, 11), 2: calendar.Day(2026, 7, 13)} {
		if got := d.DaysLate(done); got != late {
			t.Errorf("R-110: DaysLate(%s) = %d, want %d", done, got, late)
		}
	}
	if got := d.DaysLate(calendar.Day(2026, 7, 1)); got != 0 {
		t.Errorf("R-110: early is %d days late", got)
	}
}

func TestListOrder(t *testing.T) {
	line := func(number string, regime regulation.Regime, kind Kind, due, workBy calendar.Date) Due {
		return Due{Number: number, Regime: regime, Kind: kind, DueOn: due, WorkBy: workBy, EventAt: at(due)}
	}
	day := func(d int) calendar.Date { return calendar.Day(2026, 9, d) }
	paused := line("paused", campaign, ByDate, day(1), day(1))
	paused.Paused = true
	early := line("at once, longer waiting", campaign, Immediate, day(18), calendar.Date{})
	early.EventAt = early.EventAt.Add(-time.Minute)
	want := []Due{
		early,
		line("at once", campaign, Immediate, day(18), calendar.Date{}),
		line("Thursday", campaign, ByDate, day(10), day(10)),
		line("Sunday, to be done by Friday", ordinary, ByDate, day(13), day(11)),
		line("Saturday", campaign, ByDate, day(12), day(11)),
		line("Sunday of a campaign", campaign, ByDate, day(13), day(11)),
		line("Sunday, nobody in the office before", ordinary, ByDate, day(13), calendar.Date{}),
		paused,
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, Compare)
	for i := range want {
		if got[i].Number != want[i].Number {
			t.Errorf("R-113: line %d is %q, want %q", i+1, got[i].Number, want[i].Number)
		}
	}
}

func TestDueShowsTheChipOfItsDeadline(t *testing.T) {
	received := calendar.Day(2026, 9, 19)
	d := Due{Clock: CampaignReply, Kind: Immediate, EventAt: at(received), DueOn: received, Regime: campaign}
	got := d.Chip(at(received).Add(17*time.Minute), novokuznetsk)
	if got.State != Now || got.Waiting != 17*time.Minute {
		t.Errorf("R-114: Chip() = %s, waiting %s", got.State, got.Waiting)
	}
}
