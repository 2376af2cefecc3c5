package sitting

import (
	"strings"

	"redress/internal/docket"
)

// Whatever minutes state stands in the docket as well, so that the two can be laid side by
// side. Words of people are there as digests, and what tells of a person, a name or
// why somebody is absent, as a commitment under the sitting's own salt.

// Committed is the commitment to what the docket must not say in words.
func (s Sitting) Committed(words ...string) string {
	return docket.Commit(s.Salt, []byte(strings.Join(words, "\n")))
}

// stating puts a commitment to words under a name, where there are any.
func (s Sitting) stating(facts docket.Facts, name string, words ...string) {
	if strings.Join(words, "") != "" {
		facts[name] = s.Committed(words...)
	}
}

// digested puts the digest of a text under a name, where there is one.
func digested(facts docket.Facts, name, text string) {
	if text != "" {
		facts[name] = digestOf(text)
	}
}

// convened are the facts of the introduction of minutes that are fixed by the convening.
func (s Sitting) convened(facts docket.Facts) {
	digested(facts, "place", s.Place)
	digested(facts, "urgent_reason", s.UrgentReason)
	facts["video"], facts["members"] = s.Video, s.seats()
	if !s.TellBy.IsZero() {
		facts["tell_by"] = s.TellBy.String()
	}
}

// seats are the members the sitting is of.
func (s Sitting) seats() []int64 {
	members := make([]int64, len(s.Attendance))
	for i, a := range s.Attendance {
		members[i] = int64(a.Member.Person)
	}
	return members
}

// onDuty says who presides and who keeps the minutes from now on, and as whom.
func (s Sitting) onDuty(facts docket.Facts) {
	facts["presiding"], facts["presiding_title"] = int64(s.Presiding.Person), s.Presiding.Title
	facts["secretary"], facts["secretary_title"] = int64(s.Secretary.Person), s.Secretary.Title
	digested(facts, "presiding_ground", s.Presiding.Ground)
}

// brought is what an item is put on the agenda with.
func (i Item) brought(s Sitting, facts docket.Facts) docket.Facts {
	digested(facts, "title", i.Title)
	facts["rapporteur"] = int64(i.Rapporteur)
	s.stating(facts, "who", i.Matter.DemandedBy)
	return facts
}

// invited is the invitation as minutes have it, names and notes committed to.
func (s Sitting) invited(in Invitation, item Item) docket.Facts {
	facts := in.facts(item)
	s.stating(facts, "who", in.Name)
	s.stating(facts, "note", in.Note)
	return facts
}

// missing says which terms are missed, of the complaints that the facts name as late.
func missing(items []Item) []string {
	days := make([]string, len(items))
	for n, i := range items {
		days[n] = i.Due.String()
	}
	return days
}

// heardOn are the facts of what the secretary wrote on an item for the minutes.
func heardOn(facts docket.Facts, said Said) {
	digested(facts, "heard", said.Heard)
	digested(facts, "spoke", said.Spoke)
}

// attended is how a member takes part from now on, and did before.
func (s Sitting) attended(a Attendance, was Mode) docket.Facts {
	facts := docket.Facts{"member": int64(a.Member.Person), "mode": string(a.Mode), "was": string(was)}
	s.stating(facts, "reason", a.Reason)
	return facts
}

// attends is somebody who is no member, as the minutes name them.
func (s Sitting) attends(a Attendee) docket.Facts {
	return docket.Facts{"status": string(a.Status), "who": s.Committed(a.Name, string(a.Status), a.Whose)}
}

// questionsOf are the digests of the questions that a petition put on the agenda.
func questionsOf(items []Item) []string {
	digests := make([]string, len(items))
	for n, i := range items {
		digests[n] = TextDigest(i.Title, i.Matter.Text)
	}
	return digests
}
