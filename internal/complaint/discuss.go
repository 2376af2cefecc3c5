package complaint

import (
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Discuss records that a voting member said something of the draft, among the members.
// What it was package ruling keeps; the docket has its digest.
func (c Complaint) Discuss(by identity.Actor, facts docket.Facts, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.DiscussDraft, regulation.Reasoned); err != nil {
		return c, docket.Line{}, err
	}
	if !c.Discusses(by, m) {
		return c, docket.Line{}, regulation.Refuse(regulation.NotOwnJudge, "discussion_of_own_case", nil)
	}
	return c.take(Discussing, by, facts)
}

// Discusses reports whether the actor reads what the members say of the draft and may
// add to it: a voting member of the day, but neither whoever complained nor one who sits
// in the commission complained about too.
func (c Complaint) Discusses(by identity.Actor, m commission.Moment) bool {
	return by.MayAbout(identity.DiscussDraft, c.Matter()) && c.MayReport(by.ID, m) == nil
}

// Discussable reports whether the draft can be spoken of as the complaint stands.
func (c Complaint) Discussable() bool {
	_, _, err := c.take(Discussing, identity.Nobody, nil)
	return err == nil
}

// Amend records that an amendment the sitting accepted was woven into the draft, which is
// now this version.
func (c Complaint) Amend(by identity.Actor, version int, digest string, amendment int, sitting int64) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.ConductSitting, regulation.SerialNumbers); err != nil {
		return c, docket.Line{}, err
	}
	return c.take(Amending, by, docket.Facts{"draft": version, "text": digest, "amendment": amendment, "sitting": sitting})
}
