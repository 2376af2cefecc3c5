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
// change raises.
func File(host string, made time.Time, events ...Event) []byte {
	calendar := ical.NewCalendarFor("Redress")
	for _, e := range events {
		event := calendar.AddEvent(fmt.Sprintf("sitting-%d-%d@%s", e.Sitting.Commission, e.Sitting.Number, host))
		event.SetSequence(e.Sitting.Version)
		event.SetDtStampTime(made)
		event.SetStartAt(e.Sitting.StartsAt)
		event.SetEndAt(e.Sitting.StartsAt.Add(Length))
		event.SetSummary(e.Summary() + ", " + e.From.ShortName)
		event.SetLocation(e.Sitting.Place)
		event.SetDescription(strings.TrimSpace(e.Description()))
	}
	return []byte(calendar.Serialize(ical.WithNewLine("\r\n")))
}
