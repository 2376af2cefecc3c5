package sitting

import (
	"fmt"
	"slices"
	"strings"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// agenda is what a sitting begins with: the vote on its agenda, which has no number among
// the questions. Where there are no questions there is nothing to vote on.
func (s Sitting) agenda() *Item {
	if len(s.Items) == 0 {
		return nil
	}
	return &Item{Rapporteur: s.Presiding.Person, Question: regulation.OtherQuestion, Matter: Matter{Agenda: true}, State: Pending}
}

// votable are the items that a vote can be open on: the agenda, and the questions on it.
func (s Sitting) votable() []Item {
	if s.Agenda == nil {
		return s.Items
	}
	return append(slices.Clone(s.Items), *s.Agenda)
}

// AgendaAdopted reports whether the questions may be put to the vote. Without an agenda to
// vote on they may: nobody had put a question before the opening, or the sitting was opened
// before agendas were voted on here.
func (s Sitting) AgendaAdopted() bool { return s.Agenda == nil || s.Agenda.State == Adopted }

// AgendaChangeable reports whether questions may be put on the agenda and taken off it: until
// the sitting is opened, and then until the members have adopted it.
func (s Sitting) AgendaChangeable() bool {
	return s.State == Planned || s.State == Open && s.Agenda != nil && s.Agenda.State == Pending
}

// agendaFell reports whether the agenda was put to the vote and no vote carried it.
func (s Sitting) agendaFell() bool {
	return !s.AgendaAdopted() && slices.ContainsFunc(s.Agenda.Polls, func(p Poll) bool { return p.Result != nil })
}

// openAgenda puts the agenda to the vote as it stands. The docket keeps the digest of its
// questions in their order.
func (s Sitting) openAgenda(by identity.Actor, item Item) (Sitting, docket.Line, error) {
	return s.openPoll(by, item, regulation.VoteDemand, Poll{Motion: OnAgenda, Question: item.Question, Text: AgendaDigest(s.Items), Of: len(s.Items)})
}

// AgendaDigest is the SHA-256 of the questions of an agenda in their order, for the docket.
func AgendaDigest(items []Item) string {
	lines := make([]string, len(items))
	for i, item := range items {
		ref := item.Ref.String()
		if item.General() {
			ref = ""
		}
		lines[i] = fmt.Sprintf("%d. %s %s", item.Ordinal, ref, item.Title)
	}
	return digestOf(strings.Join(lines, "\n"))
}
