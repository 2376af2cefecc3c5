package document

import (
	"fmt"
	"strings"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// convened says from which day the sitting was moved, why it was convened, if not by the chair alone or not with
// the usual term, and names the members who were told late.
func (s MinutesSheet) convened() Body {
	m, zone := s.Sitting, s.Commission.Profile.Zone()
	var body Body
	say := func(text string) { body = append(body, P(Text(glue(text)))) }
	if m.Petition != 0 {
		say("Заседание созвано по требованию членов комиссии с правом решающего голоса.")
	}
	for _, c := range m.Changes {
		if c.Kind == sitting.Rescheduled {
			say(fmt.Sprintf("Заседание было назначено на %s в %s, место: %s; перенесено %s: %s", digits(calendar.On(c.Was.StartsAt, zone)), clock(c.Was.StartsAt, zone),
				ruling.Unstopped(c.Was.Place), digits(calendar.On(c.At, zone)), stop(c.Reason)))
		}
	}
	if m.Urgent {
		say("Заседание созвано срочно: " + stop(m.UrgentReason))
	}
	late, missed := m.Shortfall(s.Commission.Profile, calendar.On(m.StartsAt, zone))
	if len(late) > 0 {
		say("О заседании извещены позднее срока, установленного регламентом: " + stop(shortNamesOf(late)))
	}
	if len(missed) > 0 {
		say("О заседании не извещены: " + stop(shortNamesOf(missed)))
	}
	return body
}

func shortNamesOf(members []commission.Member) string {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name.Short()
	}
	return strings.Join(names, ", ")
}
