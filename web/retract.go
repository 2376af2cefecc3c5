package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
	"redress/internal/identity"
)

// showRetract handles GET /track/retract: what taking a complaint back means.
func (s *Server) showRetract(c echo.Context) error {
	return s.retractPage(c, http.StatusOK, "", nil)
}

func (s *Server) retractPage(c echo.Context, status int, reason string, wrong Problems) error {
	id, ok := s.tracked(c)
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/track")
	}
	f, err := s.following(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return s.page(c, status, retractPage(f, reason, wrong))
}

// retract handles POST /track/retract.
func (s *Server) retract(c echo.Context) error {
	id, ok := s.tracked(c)
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/track")
	}
	form, err := typed(c)
	if err != nil {
		return err
	}
	ctx, reason := c.Request().Context(), oneLine(form, "retract_reason")
	if err := s.Filings.Retract(ctx, id, reason); err != nil {
		if wrong := plain(problems(ctx, err)); wrong != nil {
			return s.retractPage(c, wrong.status(), legible(reason), wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/track/complaint")
}

// closeRetracted handles POST /complaints/:no/close.
func (s *Server) closeRetracted(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	ctx, note := c.Request().Context(), strings.TrimSpace(c.FormValue("close_note"))
	if err := s.Desk.CloseRetracted(ctx, actor(c), found.Ref, note); err != nil {
		if wrong := problems(ctx, err); wrong != nil && !wrong.has(notYourOffice) {
			return s.complaintPage(c, wrong.status(), 0, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String())
}

// closable reports whether the visitor may end the paper that was taken back.
func (f complaintFrameData) closable(ctx context.Context) bool {
	return f.Complaint.State == complaint.LetterDue && f.Complaint.Retracted() && !f.Complaint.Recommended.Ruled() && visitOf(ctx).actor.MayAbout(identity.CloseRetracted, f.Complaint.Matter())
}

// retracted says when the complaint was taken back, and what follows from it.
func (f complaintFrameData) retracted(ctx context.Context) string {
	when := moment(ctx, f.Complaint.Retraction.At, visitOf(ctx).zone())
	if f.Complaint.State.Rules() {
		return t(ctx, "retract.still_decided", "When", when)
	}
	return t(ctx, "retract.at", "When", when)
}
