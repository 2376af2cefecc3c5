package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/ruling"
)

// The faces of a paper as they are sent.
const (
	pdfType  = "application/pdf"
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// trackedFile handles GET /track/files/:id: what the complainant sent, as it was sent.
func (s *Server) trackedFile(c echo.Context) error {
	id, ok := s.tracked(c)
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/track")
	}
	followed, err := s.Records.ComplaintByID(c.Request().Context(), id)
	if err != nil {
		return err
	}
	wanted, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	i := slices.IndexFunc(followed.Attachments, func(a attachment.Attachment) bool { return a.ID == attachment.ID(wanted) })
	if i < 0 {
		return echo.ErrNotFound
	}
	return s.sendFile(c, followed.Attachments[i])
}

// trackedLetter handles GET /track/letters/:file, "12.pdf" or "12.docx": a letter that
// was written to the complainant.
func (s *Server) trackedLetter(c echo.Context) error {
	ctx := c.Request().Context()
	id, ok := s.tracked(c)
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/track")
	}
	number, ending, _ := strings.Cut(c.Param("file"), ".")
	format, known := paperFormats[ending]
	papers, err := s.Records.PapersOf(ctx, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(papers, func(p document.Printed) bool {
		return strconv.FormatInt(int64(p.ID), 10) == number && p.Letter.ToComplainant()
	})
	if !known || i < 0 {
		return document.ErrNotFound
	}
	file := format.file(papers[i])
	content, err := s.Press.Open(ctx, file)
	if err != nil {
		return err
	}
	defer content.Close()
	return s.sendFileAs(c, content, paperName(papers[i])+"."+ending, format.mediaType, file.Size)
}

// trackedRulingPDF handles GET /track/complaint/ruling.pdf.
func (s *Server) trackedRulingPDF(c echo.Context) error {
	return s.sendTrackedRuling(c, pdfType, func(p document.Printed) (document.File, string) { return p.Latest(), ".pdf" })
}

// trackedRulingDOCX handles GET /track/complaint/ruling.docx.
func (s *Server) trackedRulingDOCX(c echo.Context) error {
	return s.sendTrackedRuling(c, docxType, func(p document.Printed) (document.File, string) { return p.DOCX, ".docx" })
}

// sendTrackedRuling sends a face of the signed ruling; before both signatures stand
// on it there is none to send.
func (s *Server) sendTrackedRuling(c echo.Context, mediaType string, face func(document.Printed) (document.File, string)) error {
	ctx := c.Request().Context()
	id, ok := s.tracked(c)
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/track")
	}
	followed, err := s.Records.ComplaintByID(ctx, id)
	if err != nil {
		return err
	}
	if followed.State != complaint.Signed && followed.State != complaint.Delivered {
		return ruling.ErrNotFound
	}
	r, err := s.Records.RulingOf(ctx, id)
	if err != nil {
		return err
	}
	paper, err := s.Records.PaperOfRuling(ctx, r.ID)
	if err != nil {
		return err
	}
	file, extension := face(paper)
	content, err := s.Press.Open(ctx, file)
	if err != nil {
		return err
	}
	defer content.Close()
	return s.sendFileAs(c, content, t(ctx, "track.file_name", "Number", r.Number)+extension, mediaType, file.Size)
}
