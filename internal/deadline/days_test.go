package deadline

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// russianZones are the zones of the country from west to east, an hour apart.
var russianZones = []string{"Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk",
	"Asia/Novokuznetsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka"}

// TestLaterReceiptIsNeverDueEarlier moves the event of a clock on, under the same law.
//
// A suspension belongs to one complaint and its own days, so none is drawn. The
// forwarding of a dissenting opinion is left out: of two handed in on the eve of voting
// and on the day itself, the second is forwarded at once and so first.
func TestLaterReceiptIsNeverDueEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		if d.facts.Stays = nil; d.clock == DissentForwarding {
			return
		}
		earlier := d.compute(t, calendar.Russia())
		d.facts.At = d.facts.At.Add(time.Duration(rapid.IntRange(0, 15*24).Draw(t, "hours later")) * time.Hour)
		later := d.compute(t, calendar.Russia())
		if later.DueOn.Before(earlier.DueOn) {
			t.Fatalf("%s from %s is due on %s, from %s on %s", d.clock, earlier.Working.Event.On, earlier.DueOn,
				later.Working.Event.On, later.DueOn)
		}
	})
}

// TestLastSecondOfTheDayFromKaliningradToKamchatka: what comes in at 23:59:59
// of the commission's own clock is of that day, a second later it is of the next, and
// where the commission sits changes neither.
func TestLastSecondOfTheDayFromKaliningradToKamchatka(t *testing.T) {
	received := calendar.Day(2026, 9, 1)
	campaign := &commission.Campaign{ID: 1, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 10, 1),
		VotingDays: []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}}
	var before time.Time
	for i, name := range russianZones {
		zone := mustZone(name)
		last := received.End(zone).Truncate(time.Second)
		if hour, minute, second := last.In(zone).Clock(); hour != 23 || minute != 59 || second != 59 {
			t.Fatalf("the day ends in %s at %s", name, last)
		}
		for _, row := range []struct {
			at   time.Time
			want calendar.Date
		}{
			{received.Start(zone), calendar.Day(2026, 9, 6)},
			{last, calendar.Day(2026, 9, 6)},
			{last.Add(time.Second), calendar.Day(2026, 9, 7)},
		} {
			got, err := Compute(CampaignReply, Facts{At: row.at.UTC(), Zone: zone, Campaign: campaign}, regulation.Izhmorsky(), calendar.Russia())
			if err != nil || got.DueOn != row.want {
				t.Errorf("R-110: received at %s in %s, due on %s, %v, want %s", row.at.In(zone), name, got.DueOn, err, row.want)
			}
		}
		if i > 0 && before.Sub(last) != time.Hour {
			t.Errorf("the day ends in %s %s before it ends in %s", name, before.Sub(last), russianZones[i-1])
		}
		before = last
	}
}

// TestVotingDayIsTheCommissionsOwn: at one instant it is the eve of voting in
// Kaliningrad and voting day in Kamchatka.
func TestVotingDayIsTheCommissionsOwn(t *testing.T) {
	votes := calendar.Day(2026, 9, 20)
	campaign := &commission.Campaign{ID: 1, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 10, 10), VotingDays: []calendar.Date{votes}}
	at := time.Date(2026, 9, 19, 18, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		zone string
		kind Kind
		due  calendar.Date
	}{
		{"Europe/Kaliningrad", ByDate, votes.AddDays(-1)},
		{"Europe/Moscow", ByDate, votes.AddDays(-1)},
		{"Asia/Novokuznetsk", Immediate, votes},
		{"Asia/Kamchatka", Immediate, votes},
	} {
		got, err := Compute(CampaignReply, Facts{At: at, Zone: mustZone(row.zone), Campaign: campaign}, regulation.Izhmorsky(), calendar.Russia())
		if err != nil || got.Kind != row.kind || got.DueOn != row.due {
			t.Errorf("R-052: in %s it is %s on %s, %v, want %s on %s", row.zone, got.Kind, got.DueOn, err, row.kind, row.due)
		}
	}
}

func TestLeapDayAndYearEnd(t *testing.T) {
	day := calendar.Day
	for _, row := range []struct {
		name  string
		clock Clock
		on    calendar.Date
		want  calendar.Date
	}{
		{"R-041: received on a leap day", OrdinaryReply, day(2024, 2, 29), day(2024, 3, 30)},
		{"R-041: over a leap day", OrdinaryReply, day(2024, 2, 1), day(2024, 3, 2)},
		{"R-041: ends on a leap day", OrdinaryReply, day(2024, 1, 30), day(2024, 2, 29)},
		{"R-041: the same days of a common year", OrdinaryReply, day(2025, 1, 30), day(2025, 3, 1)},
		{"R-040: from the eve of a leap day", OrdinaryRegistration, day(2024, 2, 28), day(2024, 3, 2)},
		{"R-101: three months end on a leap day", CourtGeneral, day(2023, 11, 30), day(2024, 2, 29)},
		{"R-101: from a leap day", CourtGeneral, day(2024, 2, 29), day(2024, 5, 29)},
		{"R-040: over the year end", OrdinaryRegistration, day(2025, 12, 31), day(2026, 1, 3)},
		{"R-041: from the last day of the year", OrdinaryReply, day(2025, 12, 31), day(2026, 1, 30)},
		{"R-041: ends on the last day of the year", OrdinaryReply, day(2025, 12, 1), day(2025, 12, 31)},
		{"R-083: working days over the new year", MinutesText, day(2025, 12, 29), day(2026, 1, 15)},
		{"R-086: the first working days of a year", RulingDelivery, day(2025, 12, 30), day(2026, 1, 14)},
		{"R-083: over a leap day", MinutesText, day(2024, 2, 26), day(2024, 3, 4)},
		{"R-083: a leap day is worked", MinutesText, day(2024, 2, 22), day(2024, 3, 1)},
	} {
		for _, second := range []time.Time{row.on.Start(novokuznetsk), row.on.End(novokuznetsk).Truncate(time.Second)} {
			got, err := Compute(row.clock, Facts{At: second, Zone: novokuznetsk}, regulation.Izhmorsky(), calendar.Russia())
			if err != nil || got.DueOn != row.want {
				t.Errorf("%s: %s from %s is due on %s, %v, want %s", row.name, row.clock, second.In(novokuznetsk), got.DueOn, err, row.want)
			}
		}
	}
	last := calendar.Day(calendar.Russia().Years()[len(calendar.Russia().Years())-1], 12, 31)
	var missing *calendar.MissingYearError
	if got, err := Compute(MinutesText, Facts{At: at(last), Zone: novokuznetsk}, regulation.Izhmorsky(), calendar.Russia()); !errors.As(err, &missing) || missing.Year != last.Year()+1 {
		t.Errorf("R-112: working days from %s are due on %s, %v, want the next year to be missing", last, got.DueOn, err)
	}
}
