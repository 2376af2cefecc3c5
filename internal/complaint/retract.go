package complaint

import (
	"context"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Retraction says that the complainant took the complaint back. It ends what is
// answered by a letter, by a note. On a complaint the commission decides all the same:
// it stays on its way, and everybody is shown that it was taken back.
type Retraction struct {
	At     time.Time `json:"at,omitzero"`
	Reason string    `json:"reason,omitempty"` // in the complainant's words, if any
	Note   string    `json:"note,omitempty"`   // of the chair or the secretary who ended it
}

// RetractingAct is what the docket calls it. It is no step: the complaint stays where it is.
const RetractingAct = "retraction"

// Retracted reports whether the complainant took the complaint back.
func (c Complaint) Retracted() bool { return !c.Retraction.At.IsZero() }

// Retractable reports whether it still can be: until it is decided or answered.
func (c Complaint) Retractable() bool { return c.State.Open() && !c.Retracted() }

// Retract takes the complaint back. Whoever has its number and code is its complainant.
func (c Complaint) Retract(reason string, m commission.Moment) (Complaint, docket.Line, error) {
	switch {
	case c.Retracted():
		return c, docket.Line{}, regulation.Refuse(regulation.ComplainantsRights, "retracted_already", nil)
	case !c.State.Open():
		return c, docket.Line{}, regulation.Refuse(regulation.ComplainantsRights, "retracted_too_late", nil)
	}
	reason = strings.TrimSpace(reason)
	if err := regulation.Legible(regulation.ComplainantsRights, "retract_reason", reason, MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	c.Retraction = Retraction{At: m.At, Reason: reason}
	c.Version++
	return c, docket.Line{Act: RetractingAct, By: identity.Nobody, Clause: regulation.ComplainantsRights, Facts: docket.Facts{"reasoned": reason != ""}}, nil
}

// CloseRetracted ends a paper that was to be answered by a letter and was taken back: no
// letter is owed any more. The note says so to whoever reads the case. What the rules
// lead to a ruling, and a person took off that way, is answered all the same: only the
// commission ends a complaint.
func (c Complaint) CloseRetracted(by identity.Actor, note string, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.CloseRetracted, regulation.ComplainantsRights); err != nil {
		return c, docket.Line{}, err
	}
	note = strings.TrimSpace(note)
	next, line, err := c.take(ClosingRetracted, by, docket.Facts{"note": note})
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case !c.Retracted():
		return c, docket.Line{}, regulation.Refuse(regulation.ComplainantsRights, "not_retracted", nil)
	case c.Recommended.Ruled():
		return c, docket.Line{}, regulation.Refuse(regulation.ComplainantsRights, "retracted_but_ruled", nil)
	case note == "":
		return c, docket.Line{}, regulation.Missing(regulation.ComplainantsRights, "close_note", "close_note_missing")
	}
	if err := regulation.Legible(regulation.ComplainantsRights, "close_note", note, MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	next.Retraction.Note, next.ClosedAt = note, m.At
	return next, line, nil
}

// Retract takes back the complaint that its complainant follows.
func (f *Filings) Retract(ctx context.Context, id ID, reason string) error {
	return f.store.ChangeTracked(ctx, id, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Retract(reason, m)
	})
}
