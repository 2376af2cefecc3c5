package complaint

import (
	"context"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
)

// Desk is where the secretary and the chair act on complaints of their commission.
type Desk struct{ store Store }

// Store changes complaints. Each method is one transaction: it locks the
// complaint, hands it to the closure with the moment, and saves what comes back
// together with the docket lines and the deadlines that follow.
type Store interface {
	// RegisterComplaint also takes the next number of the register, without gaps, and
	// finds the commission directly above the respondent, zero for none.
	RegisterComplaint(ctx context.Context, own commission.ID, ref Ref, respondent commission.ID,
		change func(c Complaint, higher commission.ID, number int, m commission.Moment) (Complaint, []docket.Line, error)) error
	// ChangeComplaint makes one step. ErrNotFound if the commission has no such complaint.
	ChangeComplaint(ctx context.Context, own commission.ID, ref Ref,
		change func(Complaint, commission.Moment) (Complaint, docket.Line, error)) error
	// RouteComplaint is ChangeComplaint with the commission directly above the respondent, zero for none.
	RouteComplaint(ctx context.Context, own commission.ID, ref Ref,
		change func(c Complaint, higher commission.ID, m commission.Moment) (Complaint, docket.Line, error)) error
	// GroupComplaint is ChangeComplaint with the names of those who sit in the respondent commission today.
	GroupComplaint(ctx context.Context, own commission.ID, ref Ref,
		change func(c Complaint, theirs []identity.Name, m commission.Moment) (Complaint, docket.Line, error)) error
	// ChangeFiles is ChangeComplaint with the files of the complaint.
	ChangeFiles(ctx context.Context, own commission.ID, ref Ref,
		change func(Complaint, commission.Moment) (Complaint, docket.Line, error)) error
	// ChangeRegime is ChangeComplaint that writes into the line which terms move, and calls
	// the rapporteur and the secretary.
	ChangeRegime(ctx context.Context, own commission.ID, ref Ref,
		change func(Complaint, commission.Moment) (Complaint, docket.Line, error)) error
}

// NewDesk returns the desk over a store.
func NewDesk(store Store) *Desk { return &Desk{store: store} }

// Register enters the complaint into the register and returns nothing but what
// refuses it; the number is on the complaint afterwards.
func (d *Desk) Register(ctx context.Context, by identity.Actor, ref Ref, in Intake) error {
	return d.store.RegisterComplaint(ctx, by.Commission, ref, in.Respondent,
		func(c Complaint, higher commission.ID, number int, m commission.Moment) (Complaint, []docket.Line, error) {
			return c.Register(by, in, higher, number, m)
		})
}

// Assign names the rapporteur.
func (d *Desk) Assign(ctx context.Context, by identity.Actor, ref Ref, rapporteur identity.ID, namesake bool) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Assign(by, rapporteur, namesake, m)
	})
}

// Link adds complaints to those a complaint belongs with, see Complaint.Link.
func (d *Desk) Link(ctx context.Context, by identity.Actor, ref Ref, others []ID) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, _ commission.Moment) (Complaint, docket.Line, error) {
		return c.Link(by, others)
	})
}

// Hold keeps the papers of a complaint while a case lasts, see Complaint.Hold.
func (d *Desk) Hold(ctx context.Context, by identity.Actor, ref Ref, reason string) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Hold(by, reason, m)
	})
}

// Release lets the papers of a complaint go by their days again.
func (d *Desk) Release(ctx context.Context, by identity.Actor, ref Ref, reason string) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Release(by, reason, m)
	})
}

// Reroute takes a paper off its route, see Complaint.Reroute.
func (d *Desk) Reroute(ctx context.Context, by identity.Actor, ref Ref, route Route, reason string) error {
	return d.store.RouteComplaint(ctx, by.Commission, ref, func(c Complaint, higher commission.ID, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Reroute(by, route, reason, higher, m)
	})
}

// Shelve files an anonymous paper without an answer.
func (d *Desk) Shelve(ctx context.Context, by identity.Actor, ref Ref) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Shelve(by, m)
	})
}

// NobodyToTell notes why nobody is told by R-055.
func (d *Desk) NobodyToTell(ctx context.Context, by identity.Actor, ref Ref, reason string) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.NobodyToTell(by, reason, m)
	})
}

// GiveToGroup gives the complaint to a working group, or takes it back from one.
func (d *Desk) GiveToGroup(ctx context.Context, by identity.Actor, ref Ref, group commission.GroupID, namesakes bool) error {
	return d.store.GroupComplaint(ctx, by.Commission, ref, func(c Complaint, theirs []identity.Name, m commission.Moment) (Complaint, docket.Line, error) {
		return c.GiveToGroup(by, group, namesakes, theirs, m)
	})
}

// AskAdmission asks the chair whether somebody outside the list is admitted.
func (d *Desk) AskAdmission(ctx context.Context, by identity.Actor, ref Ref) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.AskAdmission(by, m)
	})
}

// Admit is the chair's answer to that.
func (d *Desk) Admit(ctx context.Context, by identity.Actor, ref Ref, granted bool, note string) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Admit(by, granted, note, m)
	})
}

// ChangeRegime puts the complaint under another regime, see Complaint.ChangeRegime.
func (d *Desk) ChangeRegime(ctx context.Context, by identity.Actor, ref Ref, change RegimeChange) error {
	return d.store.ChangeRegime(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.ChangeRegime(by, change, m)
	})
}

// Withhold makes a file confidential, with the reason.
func (d *Desk) Withhold(ctx context.Context, by identity.Actor, ref Ref, file attachment.ID, reason string) error {
	return d.store.ChangeFiles(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.Withhold(by, file, reason, m)
	})
}

// OpenFile lets all members read it again.
func (d *Desk) OpenFile(ctx context.Context, by identity.Actor, ref Ref, file attachment.ID, reason string) error {
	return d.store.ChangeFiles(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.OpenFile(by, file, reason, m)
	})
}

// CloseRetracted ends a paper that was taken back, see Complaint.CloseRetracted.
func (d *Desk) CloseRetracted(ctx context.Context, by identity.Actor, ref Ref, note string) error {
	return d.store.ChangeComplaint(ctx, by.Commission, ref, func(c Complaint, m commission.Moment) (Complaint, docket.Line, error) {
		return c.CloseRetracted(by, note, m)
	})
}
