package deadline

import (
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
)

// TestDissentForwarding: the higher commission is told of each opinion within three days,
// around voting at once; of several the one not told of that presses most counts.
func TestDissentForwarding(t *testing.T) {
	day := func(d int) time.Time { return at(calendar.Day(2026, 9, d)) }
	one := func(handed, told int) complaint.Dissent {
		d := complaint.Dissent{Member: 4, At: day(handed)}
		if told != 0 {
			d.Told = day(told)
		}
		return d
	}
	for _, row := range []struct {
		name     string
		dissents []complaint.Dissent
		regime   bool // of the campaign
		due      calendar.Date
		kind     Kind
		met      bool
	}{
		{"R-082: three days", []complaint.Dissent{one(11, 0)}, true, calendar.Day(2026, 9, 14), ByDate, false},
		{"R-082: of an ordinary complaint too", []complaint.Dissent{one(11, 0)}, false, calendar.Day(2026, 9, 14), ByDate, false},
		{"R-082: on a voting day", []complaint.Dissent{one(20, 0)}, true, calendar.Day(2026, 9, 20), Immediate, false},
		{"R-082: on the day after, of an ordinary complaint", []complaint.Dissent{one(21, 0)}, false, calendar.Day(2026, 9, 21), Immediate, false},
		{"R-082: told", []complaint.Dissent{one(11, 12)}, true, calendar.Day(2026, 9, 14), ByDate, true},
		{"R-082: one told, one not", []complaint.Dissent{one(11, 12), one(12, 0)}, true, calendar.Day(2026, 9, 15), ByDate, false},
		{"R-082: two, the second presses", []complaint.Dissent{one(19, 0), one(20, 0)}, true, calendar.Day(2026, 9, 20), Immediate, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := complaint.Complaint{FiledAt: day(7), RegisteredAt: day(8), Regime: ordinary, DecidedAt: day(11), Dissents: row.dissents}
			if row.regime {
				c.Regime, c.Campaign = campaign, 1
			}
			voting := *autumn()
			voting.VotingDays = []calendar.Date{calendar.Day(2026, 9, 20)}
			all, err := Following(c, momentWith([]commission.Campaign{voting}...), calendar.Russia())
			if err != nil {
				t.Fatal(err)
			}
			found := 0
			for _, r := range all {
				if r.Clock != DissentForwarding {
					continue
				}
				found++
				if r.DueOn != row.due || r.Kind != row.kind || r.MetAt.IsZero() == row.met {
					t.Errorf("Following() = %s by %s, met %v, want %s, %s, %v", r.Kind, r.DueOn, !r.MetAt.IsZero(), row.due, row.kind, row.met)
				}
			}
			if found != 1 {
				t.Errorf("Following() has %d such clocks, want one", found)
			}
		})
	}
}
