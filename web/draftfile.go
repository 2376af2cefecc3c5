package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/document"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// DraftFiles write a draft as a file to be edited, with names for its parts, and read the
// parts of an edited one again.
type DraftFiles struct {
	Write func(w io.Writer, p document.Paper, marks map[int]string) error
	Read  func(r io.ReaderAt, size int64) (map[string]string, error)
}

// draftFileField is the field that an edited file is brought back in, draftFileBytes the
// most that is taken in; what a file may weigh says who reads it.
const (
	draftFileField = "docx"
	draftFileBytes = 10 << 20
)

// sheet is the latest version as a file.
func (v draftView) sheet() document.DraftSheet {
	return document.DraftSheet{Draft: v.latest, Complaint: v.Complaint, About: v.about, Commission: v.Moment.Composition.Commission}
}

// draftFile handles GET /complaints/:no/draft/text.docx: the latest version, to be edited.
func (s *Server) draftFile(c echo.Context) error {
	v, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if v.latest.Version == 0 {
		return ruling.ErrNotFound
	}
	var file bytes.Buffer
	paper, marks := v.sheet().Paper()
	if err := s.Drafts.Write(&file, paper, marks); err != nil {
		return err
	}
	name := "proekt-" + v.Complaint.Ref.String() + "-" + strconv.Itoa(v.latest.Version) + ".docx"
	return s.sendFileAs(c, &file, name, docxType, int64(file.Len()))
}

// returnedView is an edited file beside the draft.
type returnedView struct {
	draftView
	now     ruling.Draft // the draft with the texts of the file
	made    int          // the version the file was made from
	parts   []comparedPart
	differs bool
}

// bringDraftBack handles POST /complaints/:no/draft/docx: it shows what an edited file
// changes. Neither the file nor its text is kept.
func (s *Server) bringDraftBack(c echo.Context) error {
	v, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if !v.writable() || v.latest.Version == 0 {
		return c.Redirect(http.StatusSeeOther, v.address())
	}
	_, file, err := bringing{field: draftFileField, limit: draftFileBytes,
		heavy:  &regulation.Refusal{Field: draftFileField, Key: "docx_too_large", Values: regulation.Values{"Limit": draftFileBytes >> 20}},
		absent: regulation.Missing("", draftFileField, "docx_missing")}.read(c)
	if err != nil {
		return s.draftAgain(c, err, nil)
	}
	parts, err := s.Drafts.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return s.draftAgain(c, err, nil)
	}
	back := returnedView{draftView: v}
	if back.now, back.made, err = v.sheet().BroughtBack(draftFileField, parts); err != nil {
		return s.draftAgain(c, err, nil)
	}
	ctx := c.Request().Context()
	for _, text := range []struct {
		section     ruling.Section
		before, now string
	}{{ruling.FactsSection, v.latest.Facts, back.now.Facts}, {ruling.ReasonsSection, v.latest.Reasons, back.now.Reasons}, {ruling.LawSection, v.latest.Law, back.now.Law}} {
		part := comparedPart{name: sectionName(ctx, text.section), lang: "ru", compared: ruling.Compare(ruling.ParagraphsOf(text.before), ruling.ParagraphsOf(text.now))}
		back.parts, back.differs = append(back.parts, part), back.differs || ruling.Differs(part.compared)
	}
	return s.page(c, http.StatusOK, returnedPage(back))
}

// takeDraftBack handles POST /complaints/:no/draft/returned: the texts that were shown
// become a version of the draft, by the same act as if they had been typed.
func (s *Server) takeDraftBack(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v, err := s.draftOf(c)
	if err != nil {
		return err
	}
	typed := draftFormOf(v.latest.Prepared(v.Complaint))
	typed.text.Facts, typed.text.Reasons, typed.text.Law = typedText(form, "facts"), typedText(form, "reasons"), typedText(form, "law")
	base, _ := strconv.Atoi(form.Get("base")) // what is no number is no version anybody was shown
	if err := s.Rulings.Save(c.Request().Context(), actor(c), v.Complaint.Ref, base, typed.text); err != nil {
		return s.draftAgain(c, err, &typed)
	}
	return c.Redirect(http.StatusSeeOther, v.address())
}
