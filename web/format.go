package web

import (
	"context"
	"path"
	"strconv"
	"strings"
	"time"

	"redress/internal/calendar"
)

// date writes a day in full, "14 августа 2026, четверг".
func date(ctx context.Context, d calendar.Date) string {
	return t(ctx, "date.full", "Day", day(ctx, d), "Year", d.Year(), "Weekday", t(ctx, "weekday."+strconv.Itoa(int(d.Weekday()))))
}

// dayYear writes a day with its year, "14 августа 2026".
func dayYear(ctx context.Context, d calendar.Date) string {
	return t(ctx, "date.year", "Day", day(ctx, d), "Year", d.Year())
}

// day writes a day without its year, "14 августа".
func day(ctx context.Context, d calendar.Date) string {
	return strconv.Itoa(d.Day()) + nbsp + t(ctx, "month."+strconv.Itoa(int(d.Month())))
}

// shortDay writes a day for tables and chips, "14 авг".
func shortDay(ctx context.Context, d calendar.Date) string {
	return strconv.Itoa(d.Day()) + nbsp + t(ctx, "month_short."+strconv.Itoa(int(d.Month())))
}

// dayRange writes a span of days, "18–20 сентября 2026"; both ends belong to it.
func dayRange(ctx context.Context, first, last calendar.Date) string {
	switch {
	case first == last:
		return dayYear(ctx, first)
	case first.Month() == last.Month() && first.Year() == last.Year():
		return strconv.Itoa(first.Day()) + "–" + wordJoiner + dayYear(ctx, last)
	case first.Year() == last.Year():
		return day(ctx, first) + nbsp + "– " + dayYear(ctx, last)
	}
	return dayYear(ctx, first) + nbsp + "– " + dayYear(ctx, last)
}

// clock writes the time of day, "14:05", "0:30".
func clock(at time.Time, zone *time.Location) string {
	return strings.TrimPrefix(at.In(zone).Format("15:04"), "0")
}

// moment writes an instant, "14 августа 2026, 14:05 (Кемерово)". The zone is
// always named: two people may read the page in two zones.
func moment(ctx context.Context, at time.Time, zone *time.Location) string {
	return dayYear(ctx, calendar.On(at, zone)) + ", " + clock(at, zone) + nbsp + "(" + zoneName(ctx, zone) + ")"
}

// machineTime writes an instant for the datetime attribute of <time>.
func machineTime(at time.Time, zone *time.Location) string {
	return at.In(zone).Format("2006-01-02T15:04Z07:00")
}

// zoneName returns the name of a zone as people of the region say it, "Кемерово".
func zoneName(ctx context.Context, zone *time.Location) string {
	if key := "zone." + zone.String(); known(ctx, key) {
		return t(ctx, key)
	}
	return strings.ReplaceAll(path.Base(zone.String()), "_", " ")
}

// zoneNote says in which zone the dates of the page are, and how far from Moscow.
func zoneNote(ctx context.Context, zone *time.Location, now time.Time) string {
	moscow := time.FixedZone("Moscow", 3*60*60) // since 2014, without summer time
	_, here := now.In(zone).Zone()
	_, there := now.In(moscow).Zone()
	hours, name := (here-there)/(60*60), zoneName(ctx, zone)
	switch {
	case hours > 0:
		return tn(ctx, "zone_note.ahead", hours, "Zone", name)
	case hours < 0:
		return tn(ctx, "zone_note.behind", -hours, "Zone", name)
	}
	return t(ctx, "zone_note.same", "Zone", name)
}

// span writes how long something has lasted, in its two largest units: "1 ч 12 мин".
func span(ctx context.Context, d time.Duration) string {
	minutes := int(d / time.Minute)
	days, hours := minutes/(24*60), minutes/60%24
	unit := func(n int, key string) string { return strconv.Itoa(n) + nbsp + t(ctx, key) }
	switch {
	case days > 0 && hours > 0:
		return unit(days, "span.d") + " " + unit(hours, "span.h")
	case days > 0:
		return unit(days, "span.d")
	case hours > 0 && minutes%60 > 0:
		return unit(hours, "span.h") + " " + unit(minutes%60, "span.min")
	case hours > 0:
		return unit(hours, "span.h")
	}
	return unit(minutes, "span.min")
}

// number writes a whole number with its thousands apart, "12 345".
func number(ctx context.Context, n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "−"
	}
	separator := nbsp
	if visitOf(ctx).lang == English {
		separator = ","
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return sign + digits
}

// size writes the size of a file, "2,4 МБ".
func size(ctx context.Context, bytes int64) string {
	unit, value := "size.b", float64(bytes)
	for _, next := range []string{"size.kb", "size.mb", "size.gb"} {
		if value < 1024 {
			break
		}
		unit, value = next, value/1024
	}
	digits := 0
	if value < 10 && unit != "size.b" {
		digits = 1
	}
	text := strings.TrimSuffix(strconv.FormatFloat(value, 'f', digits, 64), ".0")
	if visitOf(ctx).lang == Russian {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text + nbsp + t(ctx, unit)
}
