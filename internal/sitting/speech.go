package sitting

import (
	"slices"
	"time"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// SpeechKind is what somebody is given the floor for; each has its own time.
type SpeechKind string

// The kinds.
const (
	MainReport SpeechKind = "report"
	CoReport   SpeechKind = "co_report"
	InDebate   SpeechKind = "debate"
)

// SpeechKinds lists the kinds in the order in which an item is heard.
var SpeechKinds = []SpeechKind{MainReport, CoReport, InDebate}

// minutes is how long a speech of the kind may last.
func (k SpeechKind) minutes(p regulation.Profile) int {
	switch k {
	case MainReport:
		return p.ReportMinutes
	case CoReport:
		return p.CoReportMinutes
	case InDebate:
	}
	return p.DebateMinutes
}

// SpeechState is where a speech stands.
type SpeechState string

// The states of a speech.
const (
	Asked     SpeechState = "asked"
	Speaking  SpeechState = "speaking"
	Paused    SpeechState = "paused"
	Spoken    SpeechState = "spoken"
	Silenced  SpeechState = "silenced"   // the floor was withdrawn for abuse
	TakenBack SpeechState = "taken_back" // the request, before the floor was given
)

// Speaker is who speaks or proposes: a member, or somebody who is written down among
// those who attend.
type Speaker struct {
	Member   identity.ID
	Attendee int64  // of whoever is no member
	Name     string // and the rest as written down
	Status   Status
	Whose    string
}

func (w Speaker) is(other Speaker) bool {
	return w.Member == other.Member && w.Attendee == other.Attendee
}

// facts say who it is without a name.
func (w Speaker) facts(facts docket.Facts) docket.Facts {
	if w.Member != 0 {
		facts["member"] = int64(w.Member)
	} else {
		facts["attendee"] = w.Attendee
	}
	return facts
}

// Stretch is a time somebody spoke without a pause; Until is zero while it goes on.
type Stretch struct{ From, Until time.Time }

// Grant is what the sitting itself allowed beyond the limits: more minutes, or, with
// none, a speech more than the regulation gives.
type Grant struct {
	Minutes int
	Show    Show
	At      time.Time
}

// Speech is one request for the floor and the speech it led to. An item keeps them in
// the order in which they were asked for; that place is a speech's number.
type Speech struct {
	Speaker
	Kind      SpeechKind
	Entered   identity.ID // who wrote the request down, where not the speaker
	AskedAt   time.Time
	Minutes   int // allowed when the floor was given; zero until then
	Stretches []Stretch
	Grants    []Grant
	EndedAt   time.Time
	Abuse     string // for which the floor was withdrawn
	Summary   string // one line for the minutes
}

// State returns where the speech stands.
func (p Speech) State() SpeechState {
	switch n := len(p.Stretches); {
	case p.Abuse != "":
		return Silenced
	case n == 0 && p.EndedAt.IsZero():
		return Asked
	case n == 0:
		return TakenBack
	case !p.EndedAt.IsZero():
		return Spoken
	case p.Stretches[n-1].Until.IsZero():
		return Speaking
	}
	return Paused
}

// Held reports whether the floor was given.
func (p Speech) Held() bool { return len(p.Stretches) > 0 }

// goesOn reports whether the floor was given and not ended.
func (p Speech) goesOn() bool { return p.State() == Speaking || p.State() == Paused }

// Used returns how long the person has spoken, pauses left out.
func (p Speech) Used(at time.Time) time.Duration {
	var used time.Duration
	for _, s := range p.Stretches {
		until := s.Until
		if until.IsZero() {
			until = at
		}
		used += until.Sub(s.From)
	}
	return used
}

// Allowed returns how long the person may speak, what the sitting added included.
func (p Speech) Allowed() time.Duration {
	minutes := p.Minutes
	for _, g := range p.Grants {
		minutes += g.Minutes
	}
	return time.Duration(minutes) * time.Minute
}

// Left returns how much time remains; below zero it is exceeded.
func (p Speech) Left(at time.Time) time.Duration { return p.Allowed() - p.Used(at) }

// Requests returns the numbers of the speeches on the item that wait for the floor: reports
// before the debate, each kind in the order in which it was asked for.
func (i Item) Requests() []int {
	waiting := i.speeches(func(p Speech) bool { return p.State() == Asked })
	slices.SortStableFunc(waiting, func(a, b int) int {
		return slices.Index(SpeechKinds, i.Speeches[a-1].Kind) - slices.Index(SpeechKinds, i.Speeches[b-1].Kind)
	})
	return waiting
}

// Ended returns the numbers of the speeches and requests that lie behind.
func (i Item) Ended() []int { return i.speeches(func(p Speech) bool { return !p.EndedAt.IsZero() }) }

func (i Item) speeches(are func(Speech) bool) []int {
	var numbers []int
	for n, p := range i.Speeches {
		if are(p) {
			numbers = append(numbers, n+1)
		}
	}
	return numbers
}

// Floor returns the item and the speech that goes on in the sitting, paused or not, with
// its number on the item.
func (s Sitting) Floor() (Item, Speech, int, bool) {
	for _, item := range s.Items {
		for i, p := range item.Speeches {
			if p.goesOn() {
				return item, p, i + 1, true
			}
		}
	}
	return Item{}, Speech{}, 0, false
}
