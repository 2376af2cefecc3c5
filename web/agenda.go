package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// agendaListed is how many complaints each list beside the agenda holds.
const agendaListed = 50

// agendaView is the agenda of a sitting beside what could be put on it.
type agendaView struct {
	sittingView
	ready   []deadline.Due // can be put on the agenda
	blocked []deadline.Due // cannot yet
	due     map[complaint.ID]deadline.Due
	typed   map[sitting.ItemID]string // invitations as they were typed
	first   []deadline.OfficeDue      // by when the first sitting is to be, if it is owed
}

// agenda handles GET /sittings/:n.
func (s *Server) agenda(c echo.Context) error {
	v, err := s.agendaOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, agendaPage(v))
}

func (s *Server) agendaOf(c echo.Context) (agendaView, error) {
	v := agendaView{due: map[complaint.ID]deadline.Due{}}
	var err error
	if v.sittingView, err = s.sittingOf(c, "agenda"); err != nil {
		return v, err
	}
	if v.sitting().State == sitting.Closed {
		return v, nil // nothing is chosen any more
	}
	if v.first, err = firstSitting(v.moment); err != nil {
		return v, err
	}
	list := func(states ...complaint.State) []deadline.Due {
		var found []deadline.Due
		if err == nil {
			found, err = s.Records.Due(c.Request().Context(), v.actor.Commission, deadline.Filter{States: states}, deadline.Cursor{}, agendaListed)
		}
		return found
	}
	v.ready, v.blocked = list(complaint.Ready), list(complaint.Registered, complaint.InReview)
	for _, line := range list(complaint.Scheduled) {
		v.due[line.Complaint] = line
	}
	return v, err
}

// warnings are what the chair should know before the sitting: texts, not obstacles.
func (v agendaView) warnings(ctx context.Context) []string {
	s := v.sitting()
	var said []string
	said = append(said, v.firstSittingLate(ctx)...)
	if s.State != sitting.Closed {
		said = append(said, v.shortfall(ctx)...)
	}
	if s.Urgent {
		said = append(said, t(ctx, "agenda.urgent", "Reason", s.UrgentReason, "Source", source(ctx, regulation.UrgentSitting)))
	}
	for _, item := range s.Items {
		if line, ok := v.due[item.Complaint]; ok && s.State == sitting.Planned && v.late(line) {
			said = append(said, t(ctx, "agenda.too_late", "Number", item.Ref.String(), "Day", day(ctx, line.DueOn)))
		}
	}
	return said
}

// late reports whether the term of a complaint ends before the sitting.
func (v agendaView) late(line deadline.Due) bool {
	return !line.DueOn.IsZero() && line.DueOn.Before(calendar.On(v.sitting().StartsAt, v.zone()))
}

// need says what an item needs to be adopted.
func (v sittingView) need(ctx context.Context, item sitting.Item) string {
	s := v.sitting()
	return need(ctx, v.profile(), item.Question, s.Established, len(s.Present()))
}

// agendaAgain answers an act on the agenda: back to it, or the page with what was refused.
func (s *Server) agendaAgain(c echo.Context, cause error, item sitting.ItemID, typed string) error {
	if cause == nil {
		return c.Redirect(http.StatusSeeOther, "/sittings/"+c.Param("n"))
	}
	found := problems(c.Request().Context(), cause)
	if found == nil || found.has(notYourOffice) {
		return cause
	}
	v, err := s.agendaOf(c)
	if err != nil {
		return err
	}
	field := invitationField(item)
	for i := range found {
		if found[i].Field == "invitation" {
			found[i].Field = field
		}
	}
	known := ""
	if found, ok := v.sitting().Item(item); ok && v.invites(found) {
		known = field
	}
	v.refused(found, known)
	v.typed = map[sitting.ItemID]string{item: typed}
	return s.page(c, found.status(), agendaPage(v))
}

// invites reports whether the visitor may note the invitation to an item now.
func (v agendaView) invites(item sitting.Item) bool {
	return v.sitting().State != sitting.Closed && item.State == sitting.Pending && !item.General() && v.actor.May(identity.PrepareSitting)
}

func invitationField(item sitting.ItemID) string {
	return "invitation_" + strconv.FormatInt(int64(item), 10)
}

// scheduleComplaint handles POST /sittings/:n/items.
func (s *Server) scheduleComplaint(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	ref, err := complaint.ParseRef(c.FormValue("complaint"))
	if err == nil {
		err = s.Rulings.Schedule(c.Request().Context(), actor(c), number, ref)
	}
	return s.agendaAgain(c, err, 0, "")
}

// removeItem handles POST /sittings/:n/items/:item/remove.
func (s *Server) removeItem(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	item, err := itemIn(c)
	if err == nil {
		err = s.Sittings.Remove(c.Request().Context(), actor(c), number, item)
	}
	return s.agendaAgain(c, err, item, "")
}

// inviteParties handles POST /sittings/:n/items/:item/invite.
func (s *Server) inviteParties(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	item, err := itemIn(c)
	how := c.FormValue("invitation")
	if err == nil {
		err = s.Sittings.Invite(c.Request().Context(), actor(c), number, item, how)
	}
	return s.agendaAgain(c, err, item, how)
}

// blockedBy says why a complaint cannot be put on the agenda.
func blockedBy(ctx context.Context, line deadline.Due) string {
	if line.State == complaint.Registered {
		return t(ctx, "agenda.no_rapporteur")
	}
	return t(ctx, "agenda.no_draft", "Rapporteur", line.Rapporteur)
}

// invitation returns what stands in the field of an item.
func (v agendaView) invitation(item sitting.Item) string {
	if typed, ok := v.typed[item.ID]; ok {
		return typed
	}
	return item.Invitation
}

func (v agendaView) count(ctx context.Context) string {
	return tn(ctx, "agenda.count", len(v.sitting().Items))
}
