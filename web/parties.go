package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// invitationView is who was invited to one item, and the form for the next invitation.
type invitationView struct {
	sittingView
	item  sitting.Item
	form  invitationForm
	typed url.Values // what became of an invitation, after a refusal
}

// invitationForm is an invitation as it was typed.
type invitationForm struct {
	whom, name, way, email, reach, clock, note string
	sent                                       DateBoxes
}

// showInvitations handles GET /sittings/:n/items/:item/invitations.
func (s *Server) showInvitations(c echo.Context) error {
	v, err := s.invitationsOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, partiesPage(v))
}

func (s *Server) invitationsOf(c echo.Context) (invitationView, error) {
	v := invitationView{}
	var err error
	if v.sittingView, err = s.sittingOf(c, "agenda"); err != nil {
		return v, err
	}
	id, err := itemIn(c)
	if err != nil {
		return v, err
	}
	item, ok := v.sitting().Item(id)
	if !ok || item.General() {
		return v, sitting.ErrNotFound
	}
	v.item = item
	v.form = invitationForm{whom: string(sitting.Complainant), way: string(sitting.ByPhone), reach: string(sitting.Delivered),
		sent: boxesOf(v.moment.Day), clock: v.moment.At.In(v.zone()).Format("15:04")}
	if missing := item.Uninvited(); len(missing) > 0 {
		v.form.whom = string(missing[0])
	}
	return v, nil
}

// invites reports whether the visitor may record invitations to an item now.
func (v sittingView) invites(item sitting.Item) bool {
	return !v.sitting().Over() && item.State == sitting.Pending && !item.General() && v.actor.May(identity.PrepareSitting)
}

// settles reports whether the visitor may record what became of an invitation.
func (v invitationView) settles(in sitting.Invitation) bool {
	return in.State == sitting.OnItsWay && in.Struck == "" && in.Way != sitting.Noted && !v.sitting().MinutesSigned && v.actor.May(identity.PrepareSitting)
}

// uninvited names the parties of an item that nobody has invited yet.
func uninvited(ctx context.Context, item sitting.Item) string {
	var names []string
	for _, party := range item.Uninvited() {
		names = append(names, word(ctx, party))
	}
	return strings.Join(names, ", ")
}

// invitee names who was invited.
func invitee(ctx context.Context, in sitting.Invitation) string {
	if in.Name != "" {
		return capital(word(ctx, in.Whom)) + ": " + in.Name
	}
	return capital(word(ctx, in.Whom))
}

// reached says how and when somebody was invited, and what became of it.
func (v sittingView) reached(ctx context.Context, in sitting.Invitation) string {
	return invitedHow(ctx, in, v.zone())
}

func invitedHow(ctx context.Context, in sitting.Invitation, zone *time.Location) string {
	said := word(ctx, in.Way)
	if in.Way == sitting.Noted {
		return said
	}
	if !in.SentAt.IsZero() {
		said += ", " + moment(ctx, in.SentAt, zone)
	}
	switch {
	case in.State == sitting.OnItsWay && in.Way == sitting.ByPost:
		return said + ": " + t(ctx, "parties.in_the_post")
	case in.State == sitting.Delivered && in.Way == sitting.ByPost, in.State == sitting.Delivered && in.Way == sitting.ByEmail:
		return said + ": " + t(ctx, "parties.delivered_on", "Day", day(ctx, calendar.On(in.DoneAt, zone)))
	}
	return said + ": " + word(ctx, in.State)
}

func (v invitationView) invitees(ctx context.Context) []Option {
	return options(ctx, sitting.Invitees)
}

func (v invitationView) ways(ctx context.Context) []Option { return options(ctx, sitting.Ways) }

// reaches are what may be known of an invitation when it is written down.
func (v invitationView) reaches(ctx context.Context, values ...sitting.Reach) []Option {
	return options(ctx, values)
}

// options are the values of a list of the domain with their words.
func options[T interface {
	~string
	worded
}](ctx context.Context, values []T) []Option {
	out := make([]Option, len(values))
	for i, value := range values {
		out[i] = Option{Value: string(value), Label: capital(word(ctx, value))}
	}
	return out
}

// settling names a field of the form about one invitation.
func settling(field string, in sitting.Invitation) string {
	return field + "_" + strconv.FormatInt(in.ID, 10)
}

// settlingDay is the day in that form.
func (v invitationView) settlingDay(in sitting.Invitation) DateBoxes {
	if v.typed != nil {
		return boxesIn(v.typed, settling("on", in))
	}
	return boxesOf(v.moment.Day)
}

// inviteParty handles POST /sittings/:n/items/:item/invite.
func (s *Server) inviteParty(c echo.Context) error {
	v, err := s.invitationsOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v.form = invitationTyped(form)
	in, err := s.invitationIn(c.Request().Context(), v)
	if err == nil {
		err = s.Sittings.Invite(c.Request().Context(), v.actor, v.sitting().Number, v.item.ID, in)
	}
	return s.invitationsAgain(c, v, err, "whom", "name", "way", "email", "reach", "sent", "sent_time", "note")
}

func invitationTyped(form url.Values) invitationForm {
	line := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return invitationForm{whom: line("whom"), name: line("name"), way: line("way"), email: line("email"), reach: line("reach"),
		clock: line("sent_time"), note: line("note"), sent: boxesIn(form, "sent")}
}

// invitationIn makes an invitation of what was typed. The e-mail of a party is that of the
// complaint, or of the commission, unless another is given.
func (s *Server) invitationIn(ctx context.Context, v invitationView) (sitting.Invitation, error) {
	f := v.form
	in := sitting.Invitation{Whom: sitting.Status(f.whom), Name: f.name, Way: sitting.Way(f.way), Email: f.email, State: sitting.Reach(f.reach), Note: f.note}
	if slices.Contains([]sitting.Way{sitting.ByPhone, sitting.ByPost, sitting.InPerson}, in.Way) {
		var err error
		in.SentAt, err = instantOf("sent", f.sent, f.clock, v.zone())
		return in, err
	}
	if in.Way != sitting.ByEmail || in.Email != "" {
		return in, nil
	}
	of, err := s.Records.ComplaintByID(ctx, v.item.Complaint)
	switch {
	case err != nil:
		return in, err
	case in.Whom == sitting.Complainant:
		in.Email = of.Complainant.Email
	case in.Whom == sitting.Respondent && of.Respondent != 0:
		respondent, err := s.Records.Commission(ctx, of.Respondent)
		in.Email = respondent.Email
		return in, err
	}
	return in, nil
}

// settleInvitation handles POST /sittings/:n/items/:item/invitations/:invitation.
func (s *Server) settleInvitation(c echo.Context) error {
	v, err := s.invitationsOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	in := sitting.Invitation{ID: whole(c.Param("invitation"))}
	v.typed = form
	on, err := boxesIn(form, settling("on", in)).Date(settling("on", in))
	if err == nil {
		err = s.Sittings.Settle(c.Request().Context(), v.actor, v.sitting().Number, v.item.ID, in.ID,
			sitting.Delivery{State: sitting.Reach(form.Get(settling("reach", in))), On: on, Note: form.Get(settling("note", in))})
		err = fieldsOfInvitation(err, in)
	}
	return s.invitationsAgain(c, v, err, settling("reach", in), settling("on", in), settling("note", in))
}

// fieldsOfInvitation points refusals at the form about one invitation.
func fieldsOfInvitation(err error, in sitting.Invitation) error {
	found, only := refusalsIn(err)
	if !only {
		return err
	}
	var pointed []error
	for _, r := range found {
		one := *r
		if one.Field != "" {
			one.Field = settling(one.Field, in)
		}
		pointed = append(pointed, &one)
	}
	return errors.Join(pointed...)
}

// invitationsAgain answers an act on invitations: back to them, or the page with what
// was refused.
func (s *Server) invitationsAgain(c echo.Context, v invitationView, cause error, fields ...string) error {
	if cause == nil {
		return c.Redirect(http.StatusSeeOther, string(v.itemAddress(v.item.ID, "invitations")))
	}
	found := problems(c.Request().Context(), cause)
	if found == nil || found.has(notYourOffice) {
		return cause
	}
	v.refused(found, fields...)
	return s.page(c, found.status(), partiesPage(v))
}
