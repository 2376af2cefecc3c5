package sitting

import (
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Status is what lets somebody who is no member attend a sitting: they are open,
// and the parties are invited.
type Status string

// The statuses: those who may come uninvited, then those who are invited.
const (
	HigherMember   Status = "higher_member" // a member of a higher commission
	HigherStaff    Status = "higher_staff"
	Candidate      Status = "candidate"
	CandidateProxy Status = "candidate_proxy" // or who represents a candidate in finances
	Party          Status = "party"           // a representative or proxy of an electoral association
	Initiative     Status = "initiative"      // of a referendum's initiative group
	Media          Status = "media"
	Observer       Status = "observer"
	Complainant    Status = "complainant"
	Respondent     Status = "respondent"
	Representative Status = "representative" // of the complainant
	LowerMember    Status = "lower_member"   // a member of a commission below
	Invited        Status = "invited"        // anybody else the commission has asked to come
)

// Statuses lists the statuses in the order of the screen.
var Statuses = []Status{HigherMember, HigherStaff, Candidate, CandidateProxy, Party, Initiative, Media, Observer, Complainant, Representative, Respondent, LowerMember, Invited}

// Attendee is somebody at a sitting who is no member of the commission.
type Attendee struct {
	ID     int64 // zero until stored
	Name   string
	Status Status
	Whose  string    // a commission, a party, a newspaper they are from; may be empty
	At     time.Time // when they were written down
}

// Admit writes down that somebody who is no member attends, for the introduction of the
// minutes.
func (s Sitting) Admit(by identity.Actor, a Attendee, at time.Time) (Sitting, docket.Line, error) {
	if err := s.attending(by); err != nil {
		return s, docket.Line{}, err
	}
	a.ID, a.Name, a.Whose, a.At = 0, strings.TrimSpace(a.Name), strings.TrimSpace(a.Whose), at
	var faults []error
	if a.Name == "" {
		faults = append(faults, regulation.Missing(regulation.OpenSittings, "name", "attendee_name_missing"))
	}
	if !slices.Contains(Statuses, a.Status) {
		faults = append(faults, regulation.Missing(regulation.OpenSittings, "status", "choose_one"))
	}
	faults = append(faults, regulation.Legible(regulation.OpenSittings, "name", a.Name, complaint.MaxLine),
		regulation.Legible(regulation.OpenSittings, "whose", a.Whose, complaint.MaxLine))
	if err := errors.Join(faults...); err != nil {
		return s, docket.Line{}, err
	}
	s.Attendees = append(slices.Clone(s.Attendees), a)
	s.Version++
	return s, docket.Line{Act: "attendee", By: by, Clause: regulation.OpenSittings, Facts: s.attends(a)}, nil
}

// Strike takes off the list who was written down by mistake.
func (s Sitting) Strike(by identity.Actor, id int64) (Sitting, docket.Line, error) {
	if err := s.attending(by); err != nil {
		return s, docket.Line{}, err
	}
	i := slices.IndexFunc(s.Attendees, func(a Attendee) bool { return a.ID == id })
	if i < 0 {
		return s, docket.Line{}, ErrNotFound
	}
	if s.heardOf(id) {
		return s, docket.Line{}, regulation.Refuse(regulation.OpenSittings, "attendee_spoke", nil)
	}
	line := docket.Line{Act: "attendee_struck", By: by, Clause: regulation.OpenSittings, Facts: s.attends(s.Attendees[i])}
	line.Facts["since"] = s.Attendees[i].At.UTC().Format(time.RFC3339Nano) // the same person may stand there twice
	s.Attendees = slices.Delete(slices.Clone(s.Attendees), i, i+1)
	s.Version++
	return s, line, nil
}

// attending refuses a change of the list to whoever does not run the sitting, and after
// the first signature on the minutes.
func (s Sitting) attending(by identity.Actor) error {
	if err := s.conducting(by); err != nil {
		return err
	}
	if s.MinutesSigned {
		return regulation.Refuse(regulation.SerialNumbers, "minutes_signed", nil)
	}
	return nil
}
