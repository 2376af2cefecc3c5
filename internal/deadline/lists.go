package deadline

import (
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Filter chooses lines of a list of what is due. The zero Filter chooses all.
type Filter struct {
	Rapporteur     identity.ID
	Groups         []commission.GroupID // with Rapporteur: or given to one of these working groups
	Retracted      bool                 // only what the complainant took back, and somebody can end
	ToAdmit        bool                 // only papers that wait for the chair's note
	States         []complaint.State
	DueFrom, DueTo calendar.Date // both included; zero is open
	AtOnce         bool          // only what is due at once
	CountFiles     bool          // lines say how many files they have; else 0
	AboutUs        bool          // with complaints about the commission itself, which it only passes on
}

// Cursor is the last line of a page: the next page begins after it.
type Cursor struct {
	Sort string
	ID   complaint.ID
}

// After returns the cursor of a line.
func (d Due) After() Cursor { return Cursor{Sort: d.Sort, ID: d.Complaint} }

// Burden is what a commission owes, counted by how pressing it is.
type Burden struct {
	Unregistered int
	Over         int // past the due day
	Today        int // due today, "at once" included
	WithinOne    int // due tomorrow
	WithinThree  int // due in two or three days
	Later        int
	Paused       int // a court has the matter
	ToSend       int // letters
}

// Day is what came in and what was decided on one day.
type Day struct {
	On             calendar.Date
	Filed, Decided int
}

// OutcomeCount is how often an outcome was decided, and how often within the term.
type OutcomeCount struct {
	Outcome       regulation.Outcome
	Count, InTime int
}
