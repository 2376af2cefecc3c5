package complaint

import (
	"slices"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// LinkingAct is what the docket calls linking a complaint to others after its
// registration. It is no step: the complaint stays where it is.
const LinkingAct = "linking"

// Link adds complaints of the same commission to those the complaint belongs with:
// that two papers are about one matter often shows only later. Before
// registration the links are entered with it.
func (c Complaint) Link(by identity.Actor, others []ID) (Complaint, docket.Line, error) {
	const clause = regulation.StopCorrespondence
	if err := c.must(by, identity.RegisterPaper, clause); err != nil {
		return c, docket.Line{}, err
	}
	if c.State == Filed {
		return c, docket.Line{}, regulation.Refuse(clause, "link_unregistered", nil)
	}
	if len(others) == 0 {
		return c, docket.Line{}, regulation.Missing(clause, "link_number", "link_missing")
	}
	next := c
	next.Linked = slices.Clone(c.Linked)
	for _, other := range others {
		switch {
		case other == c.ID:
			return c, docket.Line{}, regulation.Missing(clause, "link_number", "link_not_found")
		case slices.Contains(next.Linked, other):
			return c, docket.Line{}, regulation.Missing(clause, "link_number", "link_already")
		}
		next.Linked = append(next.Linked, other)
	}
	next.Version++
	return next, docket.Line{Act: LinkingAct, By: by, Clause: clause, Facts: docket.Facts{"linked": others}}, nil
}
