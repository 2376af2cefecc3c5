package sitting

import (
	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Move puts an item at another place of the agenda while the sitting is planned. What a
// member demanded a vote on stays on the agenda and may stand anywhere in it.
func (s Sitting) Move(by identity.Actor, id ItemID, to int) (Sitting, docket.Line, error) {
	if err := s.preparing(by); err != nil {
		return s, docket.Line{}, err
	}
	item, ok := s.Item(id)
	if !ok || item.Matter.Agenda {
		return s, docket.Line{}, ErrNotFound
	}
	if to < 1 || to > len(s.Items) {
		return s, docket.Line{}, &regulation.Refusal{Clause: regulation.Convening, Field: "place", Key: "no_such_place", Values: regulation.Values{"Last": len(s.Items)}}
	}
	if to == item.Ordinal {
		return s, docket.Line{}, &regulation.Refusal{Clause: regulation.Convening, Field: "place", Key: "stands_there"}
	}
	facts := item.about(docket.Facts{"from": item.Ordinal, "to": to})
	rest := make([]Item, 0, len(s.Items))
	for _, other := range s.Items {
		if other.ID != id {
			rest = append(rest, other)
		}
	}
	ordered := append(append(append(make([]Item, 0, len(s.Items)), rest[:to-1]...), item), rest[to-1:]...)
	for i := range ordered {
		ordered[i].Ordinal = i + 1
	}
	s.Items = ordered
	s.Version++
	return s, docket.Line{Act: "item_moved", By: by, Clause: regulation.Convening, Facts: facts}, nil
}

// MaxPlanned is the most minutes an item can be planned to take.
const MaxPlanned = 480

// Plan says how many minutes an item is expected to take; zero leaves it to the
// regulation, see Takes.
func (s Sitting) Plan(by identity.Actor, id ItemID, minutes int) (Sitting, docket.Line, error) {
	if err := s.preparing(by); err != nil {
		return s, docket.Line{}, err
	}
	item, ok := s.Item(id)
	if !ok || item.Matter.Agenda {
		return s, docket.Line{}, ErrNotFound
	}
	if minutes < 0 || minutes > MaxPlanned {
		return s, docket.Line{}, &regulation.Refusal{Clause: regulation.SpeechLimits, Field: "minutes", Key: "planned_out_of_range", Values: regulation.Values{"Most": MaxPlanned}}
	}
	item.Planned = minutes
	return s.with(item), docket.Line{Act: "item_planned", By: by, Clause: regulation.SpeechLimits, Facts: item.about(docket.Facts{"minutes": minutes})}, nil
}

// Takes is how many minutes an item is expected to take: as planned, or else a report, on
// a complaint a second one, and a speech of each of the parties, by the limits of the
// regulation.
func (i Item) Takes(p regulation.Profile) int {
	switch {
	case i.Planned > 0:
		return i.Planned
	case i.General():
		return p.ReportMinutes
	}
	return p.ReportMinutes + p.CoReportMinutes + len(Parties)*p.DebateMinutes
}

// Obstacle is what keeps a complaint from the agenda.
type Obstacle string

// The obstacles.
const (
	NoRapporteur    Obstacle = "no_rapporteur"
	NoDraft         Obstacle = "no_draft"
	DraftUnfinished Obstacle = "draft_unfinished"
	AccusedNotTold  Obstacle = "accused_not_told"
	AnswerAwaited   Obstacle = "answer_awaited"   // the term to answer a request has not ended
	CourtDecides    Obstacle = "court_decides"    // suspended
	OtherAgenda     Obstacle = "other_agenda"
)

// Bars reports whether the complaint cannot be put on the agenda at all. That an answer
// is awaited does not: nothing moves the term of the ruling, and whether to wait
// people decide.
func (o Obstacle) Bars() bool { return o != AnswerAwaited }

// Candidacy is a complaint that may come before a sitting, with what the store knows of
// its being ready.
type Candidacy struct {
	deadline.Due
	Draft     int           // latest version; zero while there is none
	NotTold   bool          // who is said to have broken the law was told nothing
	AnswersBy calendar.Date // the last day of the terms in which answers are awaited; zero if none is
	Sitting   int           // the sitting whose agenda it is on
}

// Obstacles returns what keeps the complaint from the agenda on a day; nothing if it can be put there.
func (c Candidacy) Obstacles(day calendar.Date) []Obstacle {
	var all []Obstacle
	add := func(is bool, o Obstacle) {
		if is {
			all = append(all, o)
		}
	}
	switch {
	case c.Paused:
		return []Obstacle{CourtDecides}
	case c.Sitting != 0:
		return []Obstacle{OtherAgenda}
	}
	ready := c.State == complaint.Ready
	add(c.Rapporteur == "", NoRapporteur)
	add(!ready && c.Draft == 0 && c.Rapporteur != "", NoDraft)
	add(!ready && c.Draft != 0, DraftUnfinished)
	add(c.NotTold, AccusedNotTold)
	add(!c.AnswersBy.IsZero() && !c.AnswersBy.Before(day), AnswerAwaited)
	return all
}
