package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/sitting"
)

// minutesView is the text of the minutes as it is written, and the paper made of it.
type minutesView struct {
	sittingView
	due   deadline.Running
	paper *document.Printed // nil until it is printed
	typed url.Values        // after a refusal

	earlier     []document.Printed // editions that were withdrawn
	supplements []document.SupplementPrinted
	withdrawing document.PaperID // whose withdrawal was refused, with the reason typed
	reason      string
}

// minutes handles GET /sittings/:n/minutes.
func (s *Server) minutes(c echo.Context) error {
	v, err := s.minutesOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, minutesPage(v))
}

func (s *Server) minutesOf(c echo.Context) (minutesView, error) {
	v := minutesView{}
	var err error
	if v.sittingView, err = s.sittingOf(c, "minutes"); err != nil {
		return v, err
	}
	ctx := c.Request().Context()
	if v.due, err = s.Records.MinutesDue(ctx, v.sitting().ID); err != nil {
		return v, err
	}
	if v.earlier, err = s.Records.EarlierMinutes(ctx, v.sitting().ID); err != nil {
		return v, err
	}
	if v.supplements, err = s.Records.Supplements(ctx, v.sitting().ID); err != nil {
		return v, err
	}
	paper, err := s.Records.PaperOfSitting(ctx, v.sitting().ID)
	if errors.Is(err, document.ErrNotFound) {
		return v, nil
	}
	v.paper = &paper
	return v, err
}

// writes reports whether the visitor may write the text now: those who run the
// sitting, from its opening until the first signature.
func (v minutesView) writes() bool {
	return v.conducts() && v.sitting().State != sitting.Planned && !v.signed()
}

// signed reports whether the printed minutes bear a signature.
func (v minutesView) signed() bool { return v.paper != nil && len(v.paper.Signatures) > 0 }

// heard returns what stands under СЛУШАЛИ: as typed, as kept, or what is suggested.
func (v minutesView) heard(item sitting.Item) string {
	field := heardField(item.ID)
	switch {
	case v.typed.Has(field):
		return v.typed.Get(field)
	case item.Heard == "" && v.sitting().State == sitting.Closed && item.General():
		return inRussian("questions.suggestion")
	case item.Heard == "" && v.sitting().State == sitting.Closed:
		return inRussian("minutes.suggestion")
	}
	return item.Heard
}

func (v minutesView) spoke(item sitting.Item) string {
	if field := spokeField(item.ID); v.typed.Has(field) {
		return v.typed.Get(field)
	}
	return item.Spoke
}

func heardField(item sitting.ItemID) string { return "heard_" + strconv.FormatInt(int64(item), 10) }

func interestField(item sitting.ItemID) string {
	return "interest_" + strconv.FormatInt(int64(item), 10)
}

// interest returns what stands under the declared interests.
func (v minutesView) interest(item sitting.Item) string {
	if field := interestField(item.ID); v.typed.Has(field) {
		return v.typed.Get(field)
	}
	return item.Interest
}

// summary returns the line about a speech.
func (v minutesView) summary(field, kept string) string {
	if v.typed.Has(field) {
		return v.typed.Get(field)
	}
	return kept
}

// declares reports whether the regulation provides for declarations of interest.
func (v sittingView) declares() bool { return v.sitting().Profile(v.moment.Composition).Recusal }

func spokeField(item sitting.ItemID) string { return "spoke_" + strconv.FormatInt(int64(item), 10) }

// saveMinutes handles POST /sittings/:n/minutes: one act for each item whose text changed.
func (s *Server) saveMinutes(c echo.Context) error {
	number, form, err := s.minutesTyped(c)
	if err != nil {
		return s.minutesAgain(c, form, err)
	}
	return c.Redirect(http.StatusSeeOther, "/sittings/"+strconv.Itoa(number)+"/minutes")
}

// printMinutes handles POST /sittings/:n/minutes/print. What was typed and not
// saved yet is saved first.
func (s *Server) printMinutes(c echo.Context) error {
	number, form, err := s.minutesTyped(c)
	if err == nil {
		_, err = s.Press.Minutes(c.Request().Context(), actor(c), number, true)
	}
	if err != nil {
		return s.minutesAgain(c, form, err)
	}
	return c.Redirect(http.StatusSeeOther, "/sittings/"+strconv.Itoa(number)+"/minutes#paper")
}

// minutesTyped keeps the texts of the form.
func (s *Server) minutesTyped(c echo.Context) (int, url.Values, error) {
	number, err := numberIn(c)
	if err != nil {
		return 0, nil, err
	}
	form, err := c.FormParams()
	if err != nil {
		return number, nil, err
	}
	v, err := s.minutesOf(c)
	if err != nil {
		return number, form, err
	}
	if err := v.sitting().MinutesBy(v.actor); err != nil { // also where no text has changed
		return number, form, err
	}
	for _, item := range v.sitting().Items {
		if err := s.reportTyped(c.Request().Context(), v.actor, number, item.ID, form); err != nil {
			return number, form, fieldsOfItem(err, item.ID)
		}
	}
	return number, form, nil
}

func (s *Server) minutesAgain(c echo.Context, form url.Values, cause error) error {
	found := problems(c.Request().Context(), cause)
	if found == nil {
		return cause
	}
	v, err := s.minutesOf(c)
	if err != nil {
		return err
	}
	v.typed = form
	var fields []string
	if v.writes() {
		for _, item := range v.sitting().Items {
			fields = append(fields, heardField(item.ID), spokeField(item.ID), interestField(item.ID))
		}
	}
	v.refused(found, fields...)
	return s.page(c, found.status(), minutesPage(v))
}

// title says what the section of an item is about.
func (v minutesView) section(ctx context.Context, item sitting.Item) string {
	return t(ctx, "conduct.item", "Ordinal", item.Ordinal) + " " + glued(item.Title)
}

// fieldsOfItem points refusals of the texts at the fields of one item.
func fieldsOfItem(err error, item sitting.ItemID) error {
	found, only := refusalsIn(err)
	if !only {
		return err
	}
	var pointed []error
	for _, r := range found {
		one := *r
		switch r.Field {
		case "heard":
			one.Field = heardField(item)
		case "spoke":
			one.Field = spokeField(item)
		case "interest":
			one.Field = interestField(item)
		}
		pointed = append(pointed, &one)
	}
	return errors.Join(pointed...)
}
