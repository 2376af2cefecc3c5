package complaint

import (
	"slices"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ReworkCause says why a sitting gave a draft back.
type ReworkCause string

// The causes.
const (
	DraftRejected ReworkCause = "rejected" // the draft was not adopted
	DraftDivided  ReworkCause = "divided"  // only some of its parts were adopted
	DraftReturned ReworkCause = "returned" // the commission voted to return it
	DraftVoid     ReworkCause = "void"     // own results were fixed during the vote
)

// Rework is what a sitting gave a draft back for. It stands until the next draft is
// declared ready; the zero value says that nothing is to be reworked.
type Rework struct {
	Cause   ReworkCause
	Members []identity.ID // who is to rework it beside its authors
	Reason  string        // in the words of the sitting
	Sitting int           // its number
}

// Owed reports whether the draft is to be reworked.
func (r Rework) Owed() bool { return r.Cause != "" }

// SendBack records that the commission gave the draft back for rework, to its authors or
// to the members named. Who may not report on the complaint may not rework it either.
// Its term runs on.
func (c Complaint) SendBack(by identity.Actor, r Rework) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.ConductSitting, regulation.SerialNumbers); err != nil {
		return c, docket.Line{}, err
	}
	facts := docket.Facts{"cause": string(r.Cause), "sitting_number": r.Sitting}
	if r.Cause == DraftReturned {
		facts["members"], facts["reason"] = r.Members, r.Reason
	}
	next, line, err := c.take(SendingBack, by, facts)
	if err != nil {
		return c, docket.Line{}, err
	}
	next.Rework = r
	return next, line, nil
}

// reworks reports whether the sitting named the actor to rework the draft.
func (c Complaint) reworks(by identity.Actor) bool {
	return c.State == InReview && slices.Contains(c.Rework.Members, by.ID)
}

// ToRework is a line of the list of drafts that sittings gave back.
type ToRework struct {
	Ref    Ref
	Title  string
	Rework Rework
	Named  bool // the one who asks was named by the sitting, and is not the rapporteur
}
