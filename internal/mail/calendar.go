package mail

import (
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"redress/internal/notice"
)

// hall is how long a sitting stands in a calendar: nobody knows when it will end.
const hall = 2 * time.Hour

// calendarFile is the sitting that a member is told of, for the member's calendar. The
// same sitting is the same event in every letter, and a later letter replaces it: its
// sequence is the sitting's version, which every change raises.
func calendarFile(m notice.Message, host string) []byte {
	t := m.Telling
	calendar := ics.NewCalendarFor("Redress")
	event := calendar.AddEvent(fmt.Sprintf("sitting-%d-%d@%s", t.Sitting.Commission, t.Sitting.Number, host))
	event.SetSequence(t.Sitting.Version)
	event.SetDtStampTime(t.MadeAt)
	event.SetStartAt(t.Sitting.StartsAt)
	event.SetEndAt(t.Sitting.StartsAt.Add(hall))
	event.SetSummary(t.Summary() + ", " + m.From.ShortName)
	event.SetLocation(t.Sitting.Place)
	event.SetDescription(strings.TrimSpace(t.Description()))
	return []byte(calendar.Serialize(ics.WithNewLine("\r\n")))
}
