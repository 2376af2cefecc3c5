package commission

import (
	"testing"

	"redress/internal/calendar"
)

func TestVoting(t *testing.T) {
	three := Campaign{ID: 1, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20),
		VotingDays: []calendar.Date{calendar.Day(2026, 9, 20), calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19)}} // in no order
	for _, row := range []struct {
		name string
		day  calendar.Date
		want Voting
	}{
		{"R-030: the day before the campaign", calendar.Day(2026, 6, 17), OutsideCampaign},
		{"R-030: its first day", calendar.Day(2026, 6, 18), BeforeVoting},
		{"R-051: two days before voting", calendar.Day(2026, 9, 16), BeforeVoting},
		{"R-051: the eve of the first voting day", calendar.Day(2026, 9, 17), EveOfVoting},
		{"R-052: the first voting day", calendar.Day(2026, 9, 18), VotingDay},
		{"R-052: the last voting day", calendar.Day(2026, 9, 20), VotingDay},
		{"R-052: the day after", calendar.Day(2026, 9, 21), DayAfterVoting},
		{"R-054: later", calendar.Day(2026, 9, 22), AfterVoting},
		{"R-030: the last day", calendar.Day(2026, 11, 20), AfterVoting},
		{"R-030: the day after the campaign", calendar.Day(2026, 11, 21), OutsideCampaign},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := three.Voting(row.day); got != row.want {
				t.Errorf("Voting(%s) = %s, want %s", row.day, got, row.want)
			}
		})
	}
	unknown := Campaign{ID: 1, StartsOn: three.StartsOn, EndsOn: three.EndsOn}
	if got := unknown.Voting(calendar.Day(2026, 9, 19)); got != BeforeVoting || !unknown.Eve().IsZero() {
		t.Errorf("R-032: without voting days 19 September is %s, want before them", got)
	}
}
