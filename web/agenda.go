package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// agendaRecords reads what could be put on an agenda.
type agendaRecords interface {
	Candidacies(ctx context.Context, own commission.ID, states []complaint.State, limit int) ([]sitting.Candidacy, error)
}

// agendaListed is how many complaints each list beside the agenda holds.
const agendaListed = 50

// agendaView is the agenda of a sitting beside what could be put on it.
type agendaView struct {
	sittingView
	ready   []sitting.Candidacy // can be put on the agenda
	blocked []sitting.Candidacy // cannot yet, or not without a thought
	due     map[complaint.ID]deadline.Due
	typed   map[string]string    // by the name of the field, after a refusal
	first   []deadline.OfficeDue // by when the first sitting is to be, if it is owed
	vacant  []deadline.OfficeDue // by when officers are to be elected after an early release
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
	if v.sitting().Over() {
		return v, nil // nothing is chosen any more
	}
	if v.first, err = firstSitting(v.moment); err != nil {
		return v, err
	}
	if v.vacant, err = vacancies(v.moment); err != nil {
		return v, err
	}
	list := func(states ...complaint.State) []sitting.Candidacy {
		var found []sitting.Candidacy
		if err == nil {
			found, err = s.Records.Candidacies(c.Request().Context(), v.actor.Commission, states, agendaListed)
		}
		return found
	}
	for _, line := range list(complaint.Ready) {
		if len(line.Obstacles(v.day())) == 0 {
			v.ready = append(v.ready, line)
		} else {
			v.blocked = append(v.blocked, line)
		}
	}
	v.blocked = append(v.blocked, list(complaint.Registered, complaint.InReview, complaint.Suspended)...)
	for _, line := range list(complaint.Scheduled) {
		v.due[line.Complaint] = line.Due
		if line.Sitting != v.sitting().Number {
			v.blocked = append(v.blocked, line)
		}
	}
	return v, err
}

// warnings are what the chair should know before the sitting: texts, not obstacles.
func (v agendaView) warnings(ctx context.Context) []string {
	s := v.sitting()
	var said []string
	said = append(said, v.firstSittingLate(ctx)...)
	if !s.Over() {
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

// obstacle says in words what keeps a complaint from the agenda.
func obstacle(ctx context.Context, line sitting.Candidacy, o sitting.Obstacle) string {
	switch o {
	case sitting.AnswerAwaited:
		return t(ctx, "obstacle.answer_awaited", "Day", day(ctx, line.AnswersBy), "Source", source(ctx, regulation.InformationRequest))
	case sitting.AccusedNotTold:
		return t(ctx, "obstacle.accused_not_told", "Source", source(ctx, regulation.AccusedTold))
	case sitting.OtherAgenda:
		return t(ctx, "obstacle.other_agenda", "Number", line.Sitting)
	case sitting.NoDraft, sitting.DraftUnfinished:
		return t(ctx, "obstacle."+string(o), "Rapporteur", line.Rapporteur, "Version", line.Draft)
	case sitting.NoRapporteur, sitting.CourtDecides:
	}
	return t(ctx, "obstacle."+string(o))
}

// addable reports whether a complaint can be put on the agenda in spite of what is known.
func addable(obstacles []sitting.Obstacle) bool {
	return !slices.ContainsFunc(obstacles, sitting.Obstacle.Bars)
}

// planned is how long the whole agenda is expected to take.
func (v agendaView) planned(ctx context.Context) string {
	minutes := 0
	for _, item := range v.sitting().Items {
		minutes += item.Takes(v.profile())
	}
	if minutes < 60 {
		return t(ctx, "agenda.takes_minutes", "Minutes", minutes)
	}
	return t(ctx, "agenda.takes", "Hours", minutes/60, "Minutes", minutes%60)
}

func placeField(item sitting.ItemID) string { return "place_" + strconv.FormatInt(int64(item), 10) }

func plannedField(item sitting.ItemID) string {
	return "minutes_" + strconv.FormatInt(int64(item), 10)
}

// kept returns what stands in a field of an item: as typed, else as stored.
func (v agendaView) kept(field string, stored int) string {
	if typed, ok := v.typed[field]; ok {
		return typed
	}
	return strconv.Itoa(stored)
}

// agendaAgain answers an act on the agenda: back to the item, or the page with what was
// refused. The field of an item's form has the number of the item behind its name.
func (s *Server) agendaAgain(c echo.Context, cause error, item sitting.ItemID, field, typed string) error {
	if cause == nil {
		anchor := ""
		if item != 0 {
			anchor = "#item-" + strconv.FormatInt(int64(item), 10)
		}
		return c.Redirect(http.StatusSeeOther, "/sittings/"+c.Param("n")+anchor)
	}
	found := problems(c.Request().Context(), cause)
	if found == nil || found.has(notYourOffice) {
		return cause
	}
	v, err := s.agendaOf(c)
	if err != nil {
		return err
	}
	known := ""
	if _, ok := v.sitting().Item(item); ok && v.prepares() && field != "" {
		known = field
		for i := range found {
			if found[i].Field != "" {
				found[i].Field = field
			}
		}
	}
	v.refused(found, known)
	v.typed = map[string]string{field: typed}
	return s.page(c, found.status(), agendaPage(v))
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
	return s.agendaAgain(c, err, 0, "", "")
}

// removeItem handles POST /sittings/:n/items/:item/remove.
func (s *Server) removeItem(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	if err := s.Sittings.Remove(c.Request().Context(), actor(c), number, item); err != nil {
		return s.agendaAgain(c, err, item, "", "")
	}
	return s.agendaAgain(c, nil, 0, "", "")
}

// moveItem handles POST /sittings/:n/items/:item/move: to the place that a button or the
// field names.
func (s *Server) moveItem(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	field := placeField(item)
	typed := c.FormValue("to")
	if typed == "" {
		typed = c.FormValue(field)
	}
	to, _ := strconv.Atoi(typed) // what is no number is no place
	err = s.Sittings.Move(c.Request().Context(), actor(c), number, item, to)
	return s.agendaAgain(c, err, item, field, typed)
}

// planItem handles POST /sittings/:n/items/:item/plan: how many minutes it is expected to take.
func (s *Server) planItem(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	field := plannedField(item)
	typed := c.FormValue(field)
	minutes, wrong := strconv.Atoi(typed)
	if wrong != nil && typed != "" {
		minutes = -1 // what is no number is refused as such
	}
	err = s.Sittings.Plan(c.Request().Context(), actor(c), number, item, minutes)
	return s.agendaAgain(c, err, item, field, typed)
}

func (v agendaView) count(ctx context.Context) string {
	return tn(ctx, "agenda.count", len(v.sitting().Items))
}
