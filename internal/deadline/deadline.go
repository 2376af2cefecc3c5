// Package deadline is which dates follow from which steps of a complaint: by which
// day it must be registered, answered, forwarded, voted on, brought to people; how
// that day was found; and what is due, soon due or late at a given instant.
//
// A term is counted in days of the commission's own zone. The day of the event is
// day 0, a term of N days ends with the end of day N, and weekends do not move it
// unless the commission's regulation says so for ordinary terms. Terms in
// working days follow the production calendar. In a campaign the eve of
// voting cuts terms short, and around voting there is no term at all but "at once"
// . No date here is ever set by hand.
package deadline

import (
	"time"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// Kind says whether a deadline has a day or is "at once".
type Kind string

// The two kinds. An Immediate deadline alarms from its first minute; its DueOn is
// only the outer bound that is shown, the end of the same local day.
const (
	ByDate    Kind = "by_date"
	Immediate Kind = "immediate"
)

// Deadline is the date that follows from one event by one clock.
type Deadline struct {
	Clock  Clock         `json:"clock"`
	Kind   Kind          `json:"kind"`
	DueOn  calendar.Date `json:"due_on"`           // last day of the term, in the commission's zone
	WorkBy calendar.Date `json:"work_by,omitzero"` // last working day of a calendar term; zero if there is none
	Capped bool          `json:"capped,omitempty"` // cut short by the eve of voting
	Paused bool          `json:"paused,omitempty"` // the clock stands now; DueOn is where it stood
	// Inquiry is the number of the request or referral whose answer is awaited, zero of
	// what the commission itself owes.
	Inquiry int `json:"inquiry,omitempty"`
	// Cancelled says that nobody owes it any more, though nobody met it.
	Cancelled bool              `json:"cancelled,omitempty"`
	Clause    regulation.Clause `json:"clause"`           // the rule that settled the date
	Working   Explanation       `json:"working,omitzero"` // how the date was found
}

// DaysLate returns by how many days an act done on a date is late, 0 if it is in
// time. An act on the due day itself is in time.
func (d Deadline) DaysLate(done calendar.Date) int { return max(0, done.Sub(d.DueOn)) }

// Explanation is how a date was found, as values: pages make sentences of it. What
// did not matter for the date is left out (nil, zero).
type Explanation struct {
	Event    Event              `json:"event"`
	Regime   regulation.Regime  `json:"regime"`
	Campaign string             `json:"campaign,omitempty"` // title of the campaign the complaint belongs to
	Period   regulation.Period  `json:"period"`
	Ahead    bool               `json:"ahead,omitempty"`     // counted back from the event
	FullDays bool               `json:"full_days,omitempty"` // with N full days between
	Days     []calendar.Counted `json:"days,omitempty"`      // of a working-day term: each day counted or skipped

	TermEndsOn calendar.Date `json:"term_ends_on,omitzero"` // where the term alone ends, before all below
	Eve        calendar.Date `json:"eve,omitzero"`          // of the first voting day, where it limits the clock
	Voting     *VotingDay    `json:"voting,omitempty"`      // why the answer is due at once
	Stays      []Stay        `json:"stays,omitempty"`       // during which the clock stood
	StoodDays  int           `json:"stood_days,omitempty"`  // days by which they moved the date
	Moved      *Moved        `json:"moved,omitempty"`       // the profile moved the end off a day off

	// PassesVoting is the first voting day, where a term without a cap runs past it:
	// decide before, if the right would be lost.
	PassesVoting calendar.Date `json:"passes_voting,omitzero"`
	// MissingYear is the year whose production calendar is missing, so that WorkBy of
	// a calendar term is not known.
	MissingYear int `json:"missing_year,omitempty"`
}

// Event is what a clock runs from.
type Event struct {
	At   time.Time     `json:"at"`   // the instant
	On   calendar.Date `json:"on"`   // its date in the zone: day 0
	Zone string        `json:"zone"` // IANA name of the commission's zone
}

// VotingDay is the voting day an event fell on, or the day after the last one.
type VotingDay struct {
	Number int  `json:"number"` // which voting day, from 1; 0 on the day after
	Of     int  `json:"of"`     // how many voting days the campaign has
	After  bool `json:"after,omitempty"`
}

// Moved says that an ordinary term would end on a day off and the commission's
// regulation moves it.
type Moved struct {
	From   calendar.Date              `json:"from"`
	To     calendar.Date              `json:"to"`
	By     regulation.EndOnNonworking `json:"by"`
	Status calendar.Status            `json:"status"` // what the day off is
}
