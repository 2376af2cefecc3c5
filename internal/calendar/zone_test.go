package calendar

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones below, wherever the test runs

	"pgregory.net/rapid"
)

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

func TestOn(t *testing.T) {
	for _, row := range []struct {
		name, at, zone string
		want           Date
	}{
		{"R-110: the local date counts, not that of UTC", "2026-09-16T17:30:00Z", "Asia/Novokuznetsk", Day(2026, 9, 17)},
		{"R-110: the last minute of the local day", "2026-08-10T16:59:00Z", "Asia/Novokuznetsk", Day(2026, 8, 10)},
		{"R-110: 23:59:59", "2026-08-10T23:59:59+07:00", "Asia/Novokuznetsk", Day(2026, 8, 10)},
		{"R-110: 00:00:00", "2026-08-11T00:00:00+07:00", "Asia/Novokuznetsk", Day(2026, 8, 11)},
		{"R-110: the same instant further west", "2026-08-11T00:00:00+07:00", "Europe/Kaliningrad", Day(2026, 8, 10)},
		{"R-110: the same instant further east", "2026-08-10T23:59:59+07:00", "Asia/Kamchatka", Day(2026, 8, 11)},
	} {
		t.Run(row.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, row.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := On(at, zone(t, row.zone)); got != row.want {
				t.Errorf("On() = %s, want %s", got, row.want)
			}
		})
	}
}

func TestStartAndEnd(t *testing.T) {
	for _, row := range []struct {
		name, zone string
		day        Date
		start, end string
	}{
		{"R-110: a plain day", "Asia/Novokuznetsk", Day(2026, 9, 17), "2026-09-17T00:00:00+07:00", "2026-09-17T23:59:59+07:00"},
		{"a day of 23 hours", "Europe/Berlin", Day(2026, 3, 29), "2026-03-29T00:00:00+01:00", "2026-03-29T23:59:59+02:00"},
		{"a day of 25 hours", "Europe/Berlin", Day(2026, 10, 25), "2026-10-25T00:00:00+02:00", "2026-10-25T23:59:59+01:00"},
		{"a day without a midnight", "America/Sao_Paulo", Day(2018, 11, 4), "2018-11-04T01:00:00-02:00", "2018-11-04T23:59:59-02:00"},
		{"a day with two midnights", "America/Havana", Day(2026, 11, 1), "2026-11-01T00:00:00-04:00", "2026-11-01T23:59:59-05:00"},
		{"two midnights east of Greenwich", "Asia/Amman", Day(2021, 10, 29), "2021-10-29T00:00:00+03:00", "2021-10-29T23:59:59+02:00"},
		{"a day the zone left out", "Pacific/Apia", Day(2011, 12, 30), "2011-12-31T00:00:00+14:00", "2011-12-29T23:59:59-10:00"},
		{"clocks set back into the eve", "America/Sao_Paulo", Day(2018, 2, 18), "2018-02-18T00:00:00-03:00", "2018-02-18T23:59:59-03:00"},
		{"Novokuznetsk changes its zone", "Asia/Novokuznetsk", Day(2010, 3, 28), "2010-03-28T00:00:00+07:00", "2010-03-28T23:59:59+07:00"},
	} {
		t.Run(row.name, func(t *testing.T) {
			z := zone(t, row.zone)
			if got := row.day.Start(z).Format(time.RFC3339); got != row.start {
				t.Errorf("Start() = %s, want %s", got, row.start)
			}
			if got := row.day.End(z).Format(time.RFC3339); got != row.end {
				t.Errorf("End() = %s, want %s", got, row.end)
			}
		})
	}
}

func TestStartAndEndBoundTheDay(t *testing.T) {
	var zones []*time.Location
	for _, name := range []string{"Asia/Novokuznetsk", "Europe/Kaliningrad", "Europe/Berlin", "Asia/Kamchatka",
		"America/Havana", "America/Sao_Paulo", "Asia/Beirut", "Asia/Amman", "Australia/Lord_Howe", "UTC"} {
		zones = append(zones, zone(t, name))
	}
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(t, "zone")
		d := Day(2000, 1, 1).AddDays(rapid.IntRange(0, 13000).Draw(t, "day"))
		start, end := d.Start(z), d.End(z)
		if On(start, z) != d || On(end, z) != d {
			t.Fatalf("%s lasts from %s to %s", d, start, end)
		}
		if before := On(start.Add(-time.Nanosecond), z); before != d.AddDays(-1) {
			t.Fatalf("%s before the start of %s is %s", start, d, before)
		}
		if after := On(end.Add(time.Second), z); after != d.AddDays(1) {
			t.Fatalf("a second after %s is %s, not the day after %s", end, after, d)
		}
	})
}
