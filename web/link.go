package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// linkComplaint handles POST /complaints/:no/link.
func (s *Server) linkComplaint(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	others, err := s.links(ctx, found, form)
	if err == nil {
		err = s.Desk.Link(ctx, actor(c), found.Ref, others)
	}
	if err != nil {
		if wrong := problems(ctx, err); wrong != nil && !wrong.has(notYourOffice) {
			return s.complaintPage(c, wrong.status(), 0, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"?saved=link")
}
