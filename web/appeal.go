package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/ruling"
)

// rulingsOffered is how many rulings of the commission complained about a complaint may
// be linked to: the latest.
const rulingsOffered = 100

// withAppeal adds to the page of a complaint which ruling it is against, and for the
// secretary those it may be linked to.
func (s *Server) withAppeal(c echo.Context, f *complaintFrameData) error {
	if f.Complaint.Respondent == 0 {
		return nil
	}
	ctx := c.Request().Context()
	var err error
	if f.Against, err = s.Records.AppealOf(ctx, f.Complaint.ID); err != nil && !errors.Is(err, ruling.ErrNotFound) {
		return err
	}
	if !f.Complaint.State.Rules() || !actor(c).MayAbout(identity.RegisterPaper, f.Complaint.Matter()) {
		return nil
	}
	f.Rulings, err = s.Records.RulingsBy(ctx, f.Complaint.Respondent, rulingsOffered)
	return err
}

// linkAppeal handles POST /complaints/:no/appeal.
func (s *Server) linkAppeal(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := s.Rulings.LinkAppeal(ctx, actor(c), found.Ref, ruling.ID(whole(c.FormValue("ruling")))); err != nil {
		if wrong := problems(ctx, err); wrong != nil && !wrong.has(notYourOffice) {
			return s.complaintPage(c, wrong.status(), 0, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String())
}

// rulingOptions are the rulings a complaint may be against.
func rulingOptions(ctx context.Context, rulings []ruling.Brief) []Option {
	options := []Option{{Value: "0", Label: t(ctx, "appeal.none")}}
	for _, r := range rulings {
		options = append(options, Option{Value: strconv.FormatInt(int64(r.ID), 10), Label: t(ctx, "appeal.option", "Number", r.Number, "Day", dayYear(ctx, r.AdoptedOn))})
	}
	return options
}
