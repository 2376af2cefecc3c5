package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// extractRecords reads extracts of minutes.
type extractRecords interface {
	Extract(ctx context.Context, own commission.ID, id document.ExtractID) (document.Extract, error)
	Extracts(ctx context.Context, item sitting.ItemID, limit int) ([]document.Extract, error)
}

// extractsListed is how many extracts of one item a page shows.
const extractsListed = 30

// extractView is the extracts taken of one item of the minutes.
type extractView struct {
	minutesView
	item  sitting.Item
	taken []document.Extract
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
	v.taken, err = s.Records.Extracts(c.Request().Context(), id, extractsListed)
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

// extract handles GET /extracts/:extract, "12.pdf" or "12.docx": an extract of the own
// commission, checked against its digest as it is read.
func (s *Server) extract(c echo.Context) error {
	number, ending, _ := strings.Cut(c.Param("extract"), ".")
	format, known := paperFormats[ending]
	if !known {
		return document.ErrNotFound
	}
	ctx := c.Request().Context()
	e, err := s.Records.Extract(ctx, actor(c).Commission, document.ExtractID(whole(number)))
	if err != nil {
		return err
	}
	file := format.file(document.Printed{PDF: e.PDF, DOCX: e.DOCX})
	content, err := s.Press.Open(ctx, file)
	if err != nil {
		return err
	}
	defer content.Close()
	name := "vypiska-" + strconv.Itoa(e.SittingNo) + "-" + strconv.Itoa(e.Ordinal)
	return s.sendFileAs(c, content, name+"."+ending, format.mediaType, file.Size)
}

func extractAddress(e document.Extract, ending string) templ.SafeURL {
	return templ.SafeURL("/extracts/" + strconv.FormatInt(int64(e.ID), 10) + "." + ending)
}
