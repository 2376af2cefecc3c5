package web

import (
	"context"

	"github.com/a-h/templ"

	"redress/internal/deadline"
)

// Icon is one of the small drawings of the pages.
type Icon string

// The icons, as paths on a field of 20 by 20.
const (
	iconBack    Icon = "M12 4.5L6.5 10l5.5 5.5"
	iconAlert   Icon = "M2.5 10a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0M10 6v4.5M10 13.6v.1"
	iconDone    Icon = "M4 10.5l4 4L16.5 5.5"
	iconCross   Icon = "M5 5l10 10M15 5L5 15"
	iconLoad    Icon = "M10 3v9M6 8.5l4 4 4-4M4 17h12"
	iconClock   Icon = "M2.5 10a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0M10 5.8V10l2.8 1.8"
	iconGlass   Icon = "M5.5 2.8h9M5.5 17.2h9M7 2.8c0 4.2 6 10.2 6 14.4M13 2.8c0 4.2-6 10.2-6 14.4"
	iconBell    Icon = "M4.5 14h11l-1.5-2.2V9a4 4 0 0 0-8 0v2.8zM8.5 16.8h3M10 5V3.2"
	iconWarning Icon = "M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.1"
	iconPause   Icon = "M7 4.5v11M13 4.5v11"
	iconBolt    Icon = "M11.5 2.5l-7 9h5l-1 6 7-9h-5z"
)

// dueIcon goes with each state of a deadline: no state is told by colour alone.
var dueIcon = map[deadline.State]Icon{
	deadline.OK: iconClock, deadline.Soon: iconGlass, deadline.Today: iconBell,
	deadline.Over: iconWarning, deadline.Paused: iconPause, deadline.Now: iconBolt,
}

// Step is one step of a row of steps.
type Step struct {
	Name, Note string // "Проверка", "11 сентября"
	State      StepState
}

// StepState says whether a step lies behind, is now, or lies ahead.
type StepState string

// The states of a step.
const (
	StepDone  StepState = "done"
	StepHere  StepState = "here"
	StepAhead StepState = ""
)

// words says where the step lies, for whoever sees no dots: "пройдено, 11 сентября".
func (s Step) words(ctx context.Context) string {
	said := t(ctx, "step.ahead")
	switch s.State {
	case StepDone:
		said = t(ctx, "step.done")
	case StepHere:
		said = t(ctx, "step.here")
	case StepAhead:
	}
	if s.Note != "" {
		said += ", " + s.Note
	}
	return said
}

// Tile is one counter at the top of a desk.
type Tile struct {
	Count int
	Name  string
	Href  templ.SafeURL
	State deadline.State // colours the edge; empty for none
}

// Column is one column of a table.
type Column struct {
	Title  string
	Href   templ.SafeURL // sorts by this column; empty if it cannot be sorted by
	Sorted string        // "ascending" or "descending" while sorted by it
	Class  string        // "r" for numbers
}
