package document

import (
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// partiesInvited says whom the commission invited to an item, how, and what became of it
// nothing where nobody was. What was struck, or invited to a day that does not hold
// any more, is left out. Names stand in the minutes, not in the ruling.
func partiesInvited(all []sitting.Invitation, named bool, zone *time.Location) string {
	var said []string
	for _, in := range all {
		if words := invitedBy(in, named, zone); in.Holds() && words != "" && !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return "Стороны приглашены (" + strings.Join(said, "; ") + ")."
}

// invitedBy is one invitation in words.
func invitedBy(in sitting.Invitation, named bool, zone *time.Location) string {
	on := func(at time.Time) string { return digits(calendar.On(at, zone)) }
	if in.Way == sitting.Noted { // both parties at once, in the words of whoever noted it
		return ruling.Unstopped(oneLine(in.Note))
	}
	if in.State == sitting.Owed {
		return ""
	}
	who := statusWords[in.Whom]
	if in.Whom == sitting.Respondent {
		who = "сторона, действия которой обжалуются"
	}
	if named && in.Name != "" {
		who += " " + in.Name
	}
	how := map[sitting.Way]string{sitting.ByEmail: "по электронной почте ", sitting.ByPost: "письмом ", sitting.ByPhone: "по телефону ",
		sitting.InPerson: "лично ", sitting.OnPage: "на странице жалобы ", sitting.OnPaper: "", sitting.OnDesk: "", sitting.AtHand: "", sitting.Noted: ""}[in.Way] + on(in.SentAt)
	switch {
	case in.State == sitting.Failed:
		how += ", не доставлено"
		if named && in.Note != "" {
			how += ": " + ruling.Unstopped(oneLine(in.Note))
		}
	case in.State == sitting.Delivered && in.Way == sitting.ByPost:
		how += ", вручено " + on(in.DoneAt)
	}
	return who + " – " + how
}
