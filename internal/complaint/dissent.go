package complaint

import (
	"slices"
	"time"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Dissent is what a term follows from when a member handed in a dissenting opinion on
// the ruling: the chair tells the higher commission of it. The opinion itself is
// kept with the sitting.
type Dissent struct {
	Member identity.ID
	At     time.Time // it was handed in
	Told   time.Time // the higher commission was told; zero while it was not
}

// What the docket calls the acts on dissenting opinions. They are no steps: a complaint
// stays where it is.
const (
	DissentAct          = "dissent"
	DissentWithdrawnAct = "dissent_withdrawn"
	DissentToldAct      = "dissent_told"
)

// Dissent records that a member handed in a dissenting opinion on the ruling, from which
// the term runs to tell the higher commission.
func (c Complaint) Dissent(by identity.Actor, at time.Time) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.GiveDissent, regulation.DissentForward); err != nil {
		return c, docket.Line{}, err
	}
	if c.DecidedAt.IsZero() {
		return c, docket.Line{}, regulation.Refuse(regulation.DissentForward, "dissent_no_decision", nil)
	}
	c.Dissents = append(slices.Clone(c.Dissents), Dissent{Member: by.ID, At: at})
	c.Version++
	return c, docket.Line{Act: DissentAct, By: by, Clause: regulation.DissentForward, Facts: docket.Facts{"member": int64(by.ID)}}, nil
}

// WithdrawDissent takes the member's opinion back. What nobody was told of owes no
// telling any more.
func (c Complaint) WithdrawDissent(by identity.Actor) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.GiveDissent, regulation.DissentForward); err != nil {
		return c, docket.Line{}, err
	}
	c.Dissents = slices.DeleteFunc(slices.Clone(c.Dissents), func(d Dissent) bool { return d.Member == by.ID && d.Told.IsZero() })
	c.Version++
	return c, docket.Line{Act: DissentWithdrawnAct, By: by, Clause: regulation.DissentForward, Facts: docket.Facts{"member": int64(by.ID)}}, nil
}

// TellDissents records that the higher commission was told of every opinion it did not
// know yet.
func (c Complaint) TellDissents(by identity.Actor, how string, told time.Time) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.TellDissent, regulation.DissentForward); err != nil {
		return c, docket.Line{}, err
	}
	c.Dissents = slices.Clone(c.Dissents)
	for i, d := range c.Dissents {
		if d.Told.IsZero() {
			c.Dissents[i].Told = told
		}
	}
	c.Version++
	return c, docket.Line{Act: DissentToldAct, By: by, Clause: regulation.DissentForward,
		Facts: docket.Facts{"how": how, "told": told.UTC().Format(time.RFC3339)}}, nil
}
