package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
	"redress/internal/regulation"
)

// fileComplaint handles POST /file/check: the form becomes a complaint. However often it
// is sent, it is one complaint and leads to one receipt.
func (s *Server) fileComplaint(c echo.Context) error {
	ctx := c.Request().Context()
	form, err := typed(c)
	if err != nil {
		return err
	}
	token, ok := s.tokenOf(c)
	if !ok {
		return s.page(c, http.StatusNotFound, fileLostPage())
	}
	if s.FilingsPerHour > 0 {
		if held, ok := s.formHeld(ctx, token); ok && held.Sent == (complaint.Ref{}) { // a form sent before leads to its receipt
			front := visitOf(ctx).office
			err = s.unhurried(c, "filing", s.FilingsPerHour, regulation.Refuse("", "too_many_filings", regulation.Values{"Address": front.Address, "Phone": front.Phone}))
		}
	}
	if err == nil {
		_, err = s.Filings.Send(ctx, token, form.Get("agree") == "1")
	}
	if errors.Is(err, complaint.ErrNoForm) {
		return s.page(c, http.StatusNotFound, fileLostPage())
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, "/file/receipt")
	}
	found := problems(ctx, err)
	if found == nil {
		return err
	}
	a, err := s.askedOf(c, complaint.AboutAll)
	if err != nil {
		return err
	}
	if next := a.form.Next(a.today); next != complaint.AboutAll {
		return c.Redirect(http.StatusSeeOther, "/file/"+string(next))
	}
	if err := s.furnish(ctx, &a, "", false); err != nil {
		return err
	}
	a.problems, a.agreed = plain(found), form.Get("agree") == "1"
	return s.page(c, a.status(), filePage(a))
}
