package ruling

import (
	"context"
	"errors"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// AppealAct is the act of the docket that links a complaint to the ruling it is against.
const AppealAct = "appeal_linked"

// Brief is a ruling as the commission above may choose it: who ruled what about whom is
// not in it.
type Brief struct {
	ID        ID
	Number    string
	AdoptedOn calendar.Date
}

// Appeal is a complaint against a ruling, as the commission that ruled sees it.
type Appeal struct {
	Ref        complaint.Ref
	Commission string // that decides it
	State      complaint.State
	Outcome    regulation.Outcome
}

// Upheld reports whether the complaint against the ruling was decided and not dismissed: the
// ruling does not stand as it was made.
func (a Appeal) Upheld() bool { return a.Outcome != "" && a.Outcome != regulation.Dismiss }

// LinkAppeal records that a complaint is against a ruling: the secretary's act, while the
// complaint is still to be ruled on. The ruling is one of the commission complained about,
// and nothing about it stops.
func LinkAppeal(by identity.Actor, c complaint.Complaint, r Ruling) (docket.Line, error) {
	err := by.MustAbout(identity.RegisterPaper, c.Matter(), regulation.FurtherAppeal)
	switch {
	case errors.Is(err, identity.ErrForeign):
		return docket.Line{}, complaint.ErrNotFound
	case err != nil:
		return docket.Line{}, err
	case !c.State.Rules():
		return docket.Line{}, regulation.Missing(regulation.FurtherAppeal, "ruling", "appeal_not_open")
	case r.Commission != c.Respondent:
		return docket.Line{}, regulation.Missing(regulation.FurtherAppeal, "ruling", "appeal_of_another")
	}
	return docket.Line{Act: AppealAct, By: by, Clause: regulation.FurtherAppeal,
		Facts: docket.Facts{"appealed": int64(r.ID), "appealed_number": r.Number}}, nil
}

// AppealStore links complaints to rulings.
type AppealStore interface {
	// LinkAppeal locks the complaint and reads the ruling; ErrNotFound if there is none.
	LinkAppeal(ctx context.Context, by identity.Actor, ref complaint.Ref, id ID, link func(complaint.Complaint, Ruling) (docket.Line, error)) error
}

// LinkAppeal links a complaint of the secretary's commission to the ruling it is against.
func (s *Service) LinkAppeal(ctx context.Context, by identity.Actor, ref complaint.Ref, id ID) error {
	err := s.store.LinkAppeal(ctx, by, ref, id, func(c complaint.Complaint, r Ruling) (docket.Line, error) { return LinkAppeal(by, c, r) })
	if errors.Is(err, ErrNotFound) {
		return regulation.Missing(regulation.FurtherAppeal, "ruling", "appeal_missing")
	}
	return err
}
