package complaint

import (
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Admission is whether the paper of somebody outside the list of complainants is decided
// as a complaint: the secretary asks, the chair answers with reasons.
type Admission struct {
	AskedBy identity.ID `json:"asked_by,omitempty"`
	AskedAt time.Time   `json:"asked_at,omitzero"`
	Granted bool        `json:"granted,omitempty"`
	Note    string      `json:"note,omitempty"` // of the chair: why, or why not
	By      identity.ID `json:"by,omitempty"`
	At      time.Time   `json:"at,omitzero"` // of the answer, zero while there is none
}

// Waits reports whether the chair was asked and has not answered.
func (a Admission) Waits() bool { return !a.AskedAt.IsZero() && a.At.IsZero() }

// Unlisted reports whether the complainant's role stands outside the list of R-021.
func (c Complaint) Unlisted() bool { return c.Complainant.Role == OtherRole }

// Unadmitted reports whether the paper needs the chair's note before it is registered
// for a ruling, and has none.
func (c Complaint) Unadmitted() bool { return c.Unlisted() && !c.Admission.Granted }

// AskAdmission puts before the chair whether the paper is decided as a complaint.
func (c Complaint) AskAdmission(by identity.Actor, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.AskAdmission, regulation.Complainants); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(AskingAdmission, by, nil)
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case !c.Unlisted():
		return c, docket.Line{}, regulation.Refuse(regulation.Complainants, "admission_not_needed", nil)
	case !c.Admission.At.IsZero():
		return c, docket.Line{}, regulation.Refuse(regulation.Complainants, "admission_answered", nil)
	case c.Admission.Waits():
		return c, docket.Line{}, regulation.Refuse(regulation.Complainants, "admission_asked", nil)
	}
	next.Admission = Admission{AskedBy: by.ID, AskedAt: m.At}
	return next, line, nil
}

// Admit is the chair's reasoned note: the paper is decided as a complaint, or answered as
// an appeal. Until it is registered the chair may think better of it, and the docket
// keeps both notes.
func (c Complaint) Admit(by identity.Actor, granted bool, note string, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.AdmitRole, regulation.Complainants); err != nil {
		return c, docket.Line{}, err
	}
	act, note := Refusing, strings.TrimSpace(note)
	if granted {
		act = Admitting
	}
	next, line, err := c.take(act, by, docket.Facts{"note": note})
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case !c.Unlisted():
		return c, docket.Line{}, regulation.Refuse(regulation.Complainants, "admission_not_needed", nil)
	case note == "":
		return c, docket.Line{}, regulation.Missing(regulation.Complainants, "note", "admission_note_missing")
	}
	if err := regulation.Legible(regulation.Complainants, "note", note, MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	next.Admission.Granted, next.Admission.Note, next.Admission.By, next.Admission.At = granted, note, by.ID, m.At
	return next, line, nil
}
