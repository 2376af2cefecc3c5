package deadline

import (
	"cmp"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// Due is one line of a list of what is due: a complaint with one of its deadlines,
// as the store reads it.
type Due struct {
	Complaint   complaint.ID
	State       complaint.State
	Number      string // public number, "2026-0107"
	Title       string // what it is about, in a line
	Respondent  string // name of the commission complained about
	Complainant string // short name
	Rapporteur  string // name of the member who reports on it, empty if none
	Files       int
	FiledAt     time.Time
	Sort        string // SortKey as the store keeps it

	Regime  regulation.Regime
	Clock   Clock
	Kind    Kind
	EventAt time.Time // the instant the clock runs from
	DueOn   calendar.Date
	WorkBy  calendar.Date // zero if there is none
	Capped  bool
	Paused  bool
	Clause  regulation.Clause
}

// Deadline returns the deadline of the line, without its full explanation.
func (d Due) Deadline() Deadline {
	return Deadline{
		Clock: d.Clock, Kind: d.Kind, DueOn: d.DueOn, WorkBy: d.WorkBy,
		Capped: d.Capped, Paused: d.Paused, Clause: d.Clause,
		Working: Explanation{Event: Event{At: d.EventAt}, Regime: d.Regime},
	}
}

// Chip says how the line stands at an instant in the commission's zone.
func (d Due) Chip(at time.Time, zone *time.Location) Chip { return d.Deadline().Chip(at, zone) }

// SortKey returns the text that lists are sorted by, ascending: what is due at once
// first, the longest waiting on top; then by day; what is paused last. In the
// ordinary regime the day is work_by, the last day there is anybody in the office
// to do it, elsewhere the due day. The number settles what is left.
func (d Due) SortKey() string {
	const instant = "2006-01-02T15:04:05.000000000" // UTC, of one width, so that text sorts like time
	day := d.DueOn
	if d.Regime == ordinary && !d.WorkBy.IsZero() {
		day = d.WorkBy
	}
	rest := day.String() + "|" + d.DueOn.String() + "|" + d.Number
	switch {
	case d.Paused:
		return "2|" + rest
	case d.Kind == Immediate:
		return "0|" + d.EventAt.UTC().Format(instant) + "|" + rest
	default:
		return "1|" + rest
	}
}

// Compare orders two lines as SortKey does, for slices.SortFunc.
func Compare(a, b Due) int { return cmp.Compare(a.SortKey(), b.SortKey()) }
