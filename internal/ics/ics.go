// Package ics writes sittings as calendar files, for the letters to members and for the
// calendars that follow a commission.
package ics

import (
	"fmt"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"redress/internal/commission"
	"redress/internal/notice"
	"redress/internal/sitting"
)

// Length is how long a sitting stands in a calendar: nobody knows when it will end.
const Length = 2 * time.Hour

// Event is one sitting of a calendar with the commission that holds it.
type Event struct {
	notice.Telling
	From commission.Commission
}

// File is a calendar of sittings. The same sitting is the same event in every file of one
// host, and a later file replaces it: its sequence is the sitting's version, which every
// change raises. Each further day of a sitting is an event of its own; what is not held
// stays as cancelled.
func File(host string, made time.Time, events ...Event) []byte {
	return serialized(calendarOf(host, made, events))
}

// Letter is the calendar that goes with a letter about one sitting. That it was called off
// is said so that a calendar takes it out.
func Letter(host string, made time.Time, e Event) []byte {
	calendar := calendarOf(host, made, []Event{e})
	if e.Sitting.State == sitting.Cancelled {
		calendar.SetMethod(ical.MethodCancel)
		if e.From.Email != "" {
			for _, event := range calendar.Events() {
				event.SetOrganizer("mailto:"+e.From.Email, ical.WithCN(e.From.ShortName))
			}
		}
	}
	return serialized(calendar)
}

func calendarOf(host string, made time.Time, events []Event) *ical.Calendar {
	calendar := ical.NewCalendarFor("Redress")
	for _, e := range events {
		id := fmt.Sprintf("sitting-%d-%d", e.Sitting.Commission, e.Sitting.Number)
		add := func(id string, starts time.Time, place string, held bool) {
			event := calendar.AddEvent(id + "@" + host)
			event.SetSequence(e.Sitting.Version)
			event.SetDtStampTime(made)
			event.SetStartAt(starts)
			event.SetEndAt(starts.Add(Length))
			event.SetSummary(e.Summary() + ", " + e.From.ShortName)
			event.SetLocation(place)
			event.SetDescription(strings.TrimSpace(e.Description()))
			if !held {
				event.SetStatus(ical.ObjectStatusCancelled)
			}
		}
		add(id, e.Sitting.StartsAt, e.Sitting.Place, e.Sitting.State != sitting.Cancelled)
		for i, b := range e.Sitting.Adjournments() {
			add(fmt.Sprintf("%s-day-%d", id, i+2), b.Expected, b.Place, e.Sitting.State != sitting.Closed || !b.Until.IsZero())
		}
	}
	return calendar
}

func serialized(calendar *ical.Calendar) []byte {
	return []byte(calendar.Serialize(ical.WithNewLine("\r\n")))
}
