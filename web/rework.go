package web

import (
	"context"

	"github.com/a-h/templ"

	"redress/internal/complaint"
	"redress/internal/identity"
)

// toRework reads the drafts that sittings gave back: those of a member, and for the
// chair and the secretary those of the whole commission.
func (s *Server) toRework(ctx context.Context, by identity.Actor) ([]complaint.ToRework, error) {
	person := by.ID
	if by.May(identity.PrepareSitting) {
		person = 0
	}
	return s.Records.ToRework(ctx, by.Commission, person, deskRows)
}

// reworkWords says why a draft was given back.
func reworkWords(ctx context.Context, r complaint.Rework) string {
	return t(ctx, "rework."+string(r.Cause), "Sitting", r.Sitting)
}

// reworkHref leads to the draft.
func reworkHref(line complaint.ToRework) templ.SafeURL {
	return templ.SafeURL("/complaints/" + line.Ref.String() + "/draft")
}
