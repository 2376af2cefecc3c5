package deadline

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

func TestStanding(t *testing.T) {
	due := calendar.Day(2026, 9, 12)
	noon := func(d int) time.Time { return calendar.Day(2026, 9, d).Start(novokuznetsk).Add(12 * time.Hour) }
	stay := func(from int) Deadline {
		return Deadline{DueOn: due, Paused: true, Working: Explanation{Stays: []Stay{{From: calendar.Day(2026, 9, from)}}}}
	}
	for _, row := range []struct {
		name string
		r    Running
		at   time.Time
		want Standing
	}{
		{"R-110: before its last day", Running{Deadline: Deadline{DueOn: due}}, noon(11), Runs},
		{"R-110: the last second of the last day", Running{Deadline: Deadline{DueOn: due}}, due.End(novokuznetsk), Runs},
		{"R-110: a second later", Running{Deadline: Deadline{DueOn: due}}, due.End(novokuznetsk).Add(time.Second), Missed},
		{"R-110: met on its last day", Running{Deadline: Deadline{DueOn: due}, MetAt: due.End(novokuznetsk)}, noon(20), Met},
		{"R-110: met the day after", Running{Deadline: Deadline{DueOn: due}, MetAt: noon(13)}, noon(20), MetLate},
		{"R-059: a court has it", Running{Deadline: stay(10)}, noon(20), Suspended},
		{"R-059: a stay does not heal what had run out", Running{Deadline: stay(13)}, noon(20), Missed},
		{"R-058: a court decided it", Running{Deadline: Deadline{DueOn: due, Cancelled: true}, MetAt: noon(20)}, noon(21), Cancelled},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.r.Standing(row.at, novokuznetsk); got != row.want {
				t.Errorf("Standing() = %s, want %s", got, row.want)
			}
		})
	}
}

// TestFollowingOfATerminatedComplaint: nobody answered it, so nobody met the term.
func TestFollowingOfATerminatedComplaint(t *testing.T) {
	c := complaint.Complaint{FiledAt: at(calendar.Day(2026, 9, 7)), RegisteredAt: at(calendar.Day(2026, 9, 8)), Regime: ordinary,
		State: complaint.Terminated, ClosedAt: at(calendar.Day(2026, 9, 15))}
	all, err := Following(c, momentWith(), calendar.Russia())
	if err != nil || len(all) != 2 {
		t.Fatalf("Following() = %v, %v", all, err)
	}
	now := at(calendar.Day(2026, 9, 20))
	if got := []Standing{all[0].Standing(now, novokuznetsk), all[1].Standing(now, novokuznetsk)}; !slices.Equal(got, []Standing{Met, Cancelled}) {
		t.Errorf("R-058: the registration and the answer are %v", got)
	}
}

func TestEveryClockHasATrigger(t *testing.T) {
	for _, clock := range append(Clocks(), SetClocks()...) {
		if clock.Trigger() == "" {
			t.Errorf("%s runs from nothing", clock)
		}
	}
}

// TestASetDay: the commission named the day: it is no term, nothing is
// counted, nothing computes it, and its last day is in time.
func TestASetDay(t *testing.T) {
	signed := at(calendar.Day(2026, 9, 10))
	for i, clock := range SetClocks() {
		clause := []regulation.Clause{regulation.RemandTerm, regulation.NotConsideredBelow}[i]
		d := Set(clock, signed, calendar.Day(2026, 9, 14), campaign, novokuznetsk)
		if d.Clause != clause || d.Counting() != Named || !clock.IsSet() || d.DueOn != calendar.Day(2026, 9, 14) {
			t.Errorf("%s: %+v", clause, d)
		}
		on := func(day int) Standing {
			return Running{Deadline: d}.Standing(at(calendar.Day(2026, 9, day)), novokuznetsk)
		}
		if on(14) != Runs || on(15) != Missed {
			t.Errorf("%s: on its last day %s, after it %s", clause, on(14), on(15))
		}
		if _, err := Compute(clock, Facts{At: signed, Zone: novokuznetsk}, regulation.Izhmorsky(), calendar.Russia()); err == nil {
			t.Errorf("%s: %s was computed", clause, clock)
		}
	}
}

// TestValue: the whole of a deadline as programs read it, field by field.
func TestValue(t *testing.T) {
	adopted := time.Date(2026, 6, 10, 17, 30, 0, 0, time.UTC) // half past midnight of the 11th in Novokuznetsk
	d, err := Compute(RulingDelivery, Facts{At: adopted, Zone: novokuznetsk}, regulation.Izhmorsky(), calendar.Russia())
	if err != nil {
		t.Fatal(err)
	}
	late := Running{Deadline: d, MetAt: time.Date(2026, 6, 18, 3, 0, 0, 0, time.UTC)}
	got, err := json.Marshal(late.Value(time.Date(2026, 6, 20, 3, 0, 0, 0, time.UTC), novokuznetsk))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"clock":"ruling_delivery","trigger":{"event":"ruling_adopted","on":"2026-06-11","at":"2026-06-11T00:30:00+07:00","zone":"Asia/Novokuznetsk"},` +
		`"clause":"R-086","regime":"ordinary","counting":"working_days","term":3,"skipped":[{"on":"2026-06-12","number":0,"status":{"kind":"holiday","name":"День России"}},` +
		`{"on":"2026-06-13","number":0,"status":{"kind":"weekend"}},{"on":"2026-06-14","number":0,"status":{"kind":"weekend"}}],"stood_days":0,"capped":false,` +
		`"term_ends":"2026-06-17","kind":"by_date","due_on":"2026-06-17","due_at":"2026-06-17T23:59:59+07:00","state":"met_late",` +
		`"met_at":"2026-06-18T10:00:00+07:00","met_on":"2026-06-18","days_late":1}`
	if string(got) != want {
		t.Errorf("R-086: the value is\n%s\nwant\n%s", got, want)
	}
	once, err := Compute(CampaignReply, Facts{At: at(autumn().VotingDays[0]), Zone: novokuznetsk, Campaign: autumn()}, regulation.Izhmorsky(), calendar.Russia())
	if v := (Running{Deadline: once}).Value(at(autumn().VotingDays[0]), novokuznetsk); err != nil || v.Counting != AtOnce || v.Term != 0 || v.State != Runs || v.MetAt != nil {
		t.Errorf("R-052: the value is %+v, %v", v, err)
	}
	notice, err := Compute(SittingNotice, Facts{At: at(calendar.Day(2026, 9, 7)), Zone: novokuznetsk}, regulation.Izhmorsky(), calendar.Russia())
	if err != nil || notice.Counting() != Before {
		t.Errorf("R-116: a notice is counted %s, %v", notice.Counting(), err)
	}
}
