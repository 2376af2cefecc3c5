package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// extractsListed is how many extracts of one item a page shows.
const extractsListed = 30

// extractView is the extracts taken of one item of the minutes.
type extractView struct {
	minutesView
	item  sitting.Item
	taken []document.Sheet
}

// showExtracts handles GET /sittings/:n/items/:item/extracts.
func (s *Server) showExtracts(c echo.Context) error {
	v, err := s.extractsOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, extractPage(v))
}

func (s *Server) extractsOf(c echo.Context) (extractView, error) {
	v := extractView{}
	var err error
	if v.minutesView, err = s.minutesOf(c); err != nil {
		return v, err
	}
	id, err := itemIn(c)
	if err != nil {
		return v, err
	}
	item, ok := v.sitting().Item(id)
	if !ok {
		return v, sitting.ErrNotFound
	}
	v.item = item
	v.taken, err = s.Records.Extracts(c.Request().Context(), v.sitting().ID, id, extractsListed)
	return v, err
}

// takes reports whether the visitor can take an extract now.
func (v extractView) takes() bool {
	return v.actor.May(identity.TakeExtract) && v.paper != nil && v.paper.Whole()
}

// takeExtract handles POST /sittings/:n/items/:item/extracts.
func (s *Server) takeExtract(c echo.Context) error {
	v, err := s.extractsOf(c)
	if err != nil {
		return err
	}
	if _, err := s.Press.Extract(c.Request().Context(), v.actor, v.sitting().Number, v.item.ID); err != nil {
		found := problems(c.Request().Context(), err)
		if found == nil {
			return err
		}
		v.refused(found)
		return s.page(c, found.status(), extractPage(v))
	}
	return c.Redirect(http.StatusSeeOther, string(v.itemAddress(v.item.ID, "extracts")))
}
