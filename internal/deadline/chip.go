package deadline

import (
	"time"

	"redress/internal/calendar"
)

// State is how a deadline stands at one instant.
type State string

// The states of a deadline. The due day itself is Today, never Over: a term ends
// with the end of its last day in the commission's zone.
const (
	OK     State = "ok"
	Soon   State = "soon"
	Today  State = "today"
	Over   State = "over"
	Paused State = "paused" // the clock stands
	Now    State = "now"    // at once; alarm from minute 0
)

// Chip is what is shown of a deadline at one instant.
type Chip struct {
	State   State
	Days    int           // calendar days to the due day: 0 on the day itself, negative when late
	Left    time.Duration // to the end of the due day, 24:00; negative when late
	Waiting time.Duration // since the event, if it is known: the age by which immediate cases are sorted
}

// Hours returns the whole hours left until the end of the due day, at least 0.
func (c Chip) Hours() int { return max(0, int(c.Left/time.Hour)) }

// Chip says how d stands at an instant in the commission's zone.
func (d Deadline) Chip(at time.Time, zone *time.Location) Chip {
	today := calendar.On(at, zone)
	chip := Chip{
		Days: d.DueOn.Sub(today),
		Left: d.DueOn.AddDays(1).Start(zone).Sub(at),
	}
	if event := d.Working.Event.At; !event.IsZero() {
		chip.Waiting = max(0, at.Sub(event))
	}
	switch {
	case d.Paused:
		chip.State = Paused
	case chip.Days < 0:
		chip.State = Over
	case d.Kind == Immediate:
		chip.State = Now
	case chip.Days == 0:
		chip.State = Today
	case chip.Days <= d.Clock.SoonDays():
		chip.State = Soon
	default:
		chip.State = OK
	}
	return chip
}

// SoonDays returns how many days before the due day a deadline of this clock counts
// as soon due: a few days of a campaign term, a week of a month.
func (c Clock) SoonDays() int { return rules[c].soon }
