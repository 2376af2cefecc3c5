package calendar

import "time"

// On returns the date that an instant falls on in a zone. It is the only function
// that turns an instant into a date; the zone is the commission's own: a
// paper received at 17:30 UTC on the 16th came in on the 17th in Novokuznetsk.
func On(t time.Time, zone *time.Location) Date { return dateOf(t.In(zone)) }

// Start returns the first instant of d in a zone: midnight, or what the clocks
// showed instead where they were changed at midnight.
func (d Date) Start(zone *time.Location) time.Time {
	t := time.Date(d.year, d.month, d.day, 0, 0, 0, 0, zone)
	from, until := t.ZoneBounds()
	switch on := On(t, zone); {
	case on.Before(d): // midnight was skipped: the day begins when the clocks jump
		return until
	case on.After(d), from.IsZero(): // the zone left the whole day out; it never changed
		return t
	}
	// Clocks set back across midnight show it twice; the day begins with the first.
	if eve := from.Add(-time.Nanosecond); On(eve, zone) == d {
		hour, minute, second := eve.In(zone).Clock()
		sinceMidnight := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
		if first := eve.Truncate(time.Second).Add(-sinceMidnight); first.Before(t) {
			return first
		}
	}
	return t
}

// End returns the last second of d in a zone, 23:59:59: a term that ends on d ends
// with it.
func (d Date) End(zone *time.Location) time.Time {
	return d.AddDays(1).Start(zone).Add(-time.Second)
}
