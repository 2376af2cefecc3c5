package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/sitting"
)

// sheetRecords reads what was printed for a hand to sign.
type sheetRecords interface {
	Sheet(ctx context.Context, own commission.ID, id document.SheetID) (document.Sheet, error)
	Extracts(ctx context.Context, of sitting.ID, item sitting.ItemID, limit int) ([]document.Sheet, error)
	SheetsOfSitting(ctx context.Context, id sitting.ID, limit int) ([]document.Sheet, error)
	SheetsOfComplaint(ctx context.Context, id complaint.ID, limit int) ([]document.Sheet, error)
}

// sheetsListed is how many sheets a page shows.
const sheetsListed = 30

// sheetsView is what is printed of a sitting.
type sheetsView struct {
	sittingView
	printed []document.Sheet
}

// showSheets handles GET /sittings/:n/papers.
func (s *Server) showSheets(c echo.Context) error {
	v, err := s.sheetsOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, sheetsPage(v))
}

func (s *Server) sheetsOf(c echo.Context) (sheetsView, error) {
	v := sheetsView{}
	var err error
	if v.sittingView, err = s.sittingOf(c, "papers"); err != nil {
		return v, err
	}
	v.printed, err = s.Records.SheetsOfSitting(c.Request().Context(), v.sitting().ID, sheetsListed)
	return v, err
}

// prints reports whether the visitor can print now.
func (v sheetsView) prints() bool {
	return v.actor.May(identity.PrintSheet) && v.sitting().State != sitting.Cancelled
}

// told are to whom a notice can go.
func (v sheetsView) told(ctx context.Context) []Option {
	options := []Option{{Value: "", Label: t(ctx, "paper_sheet.everybody")}}
	for _, a := range v.sitting().Attendance {
		options = append(options, Option{Value: fmtID(a.Member.Person), Label: a.Member.Name.Full()})
	}
	return options
}

// invited are the invitations that can be printed, each under its item.
func (v sheetsView) invited(ctx context.Context) []Option {
	var options []Option
	for _, item := range v.sitting().Items {
		for _, in := range item.Invitations {
			if !in.Holds() {
				continue
			}
			name := word(ctx, in.Whom)
			if in.Name != "" {
				name = in.Name
			}
			options = append(options, Option{Value: fmtID(item.ID) + "-" + strconv.FormatInt(in.ID, 10), Label: t(ctx, "paper_sheet.invited", "Ordinal", item.Ordinal, "Name", name)})
		}
	}
	return options
}

// dissented are the items on which there are dissenting opinions.
func (v sheetsView) dissented(ctx context.Context) []Option {
	var options []Option
	for _, item := range v.sitting().Items {
		if len(item.Dissents) > 0 {
			options = append(options, Option{Value: fmtID(item.ID), Label: t(ctx, "conduct.item", "Ordinal", item.Ordinal) + " " + item.Title})
		}
	}
	return options
}

// printOfSitting handles POST /sittings/:n/papers.
func (s *Server) printOfSitting(c echo.Context) error {
	number, err := numberIn(c)
	if err != nil {
		return err
	}
	o := document.Order{Kind: document.Kind(c.FormValue("kind")), Member: identity.ID(whole(c.FormValue("sheet_to")))}
	item, invitation, _ := strings.Cut(c.FormValue("sheet_invitation"), "-")
	o.Item, o.Whom = sitting.ItemID(whole(item)), whole(invitation)
	if o.Kind == document.DissentKind {
		o.Item = sitting.ItemID(whole(c.FormValue("sheet_dissent")))
	}
	if _, err = s.Press.PrintOfSitting(c.Request().Context(), actor(c), number, o); err == nil {
		return c.Redirect(http.StatusSeeOther, "/sittings/"+strconv.Itoa(number)+"/papers#printed")
	}
	found := problems(c.Request().Context(), err)
	if found == nil || found.has(notYourOffice) {
		return err
	}
	v, err := s.sheetsOf(c)
	if err != nil {
		return err
	}
	v.refused(found)
	return s.page(c, found.status(), sheetsPage(v))
}

// printOfComplaint handles POST /complaints/:no/papers.
func (s *Server) printOfComplaint(c echo.Context) error {
	ref, err := complaint.ParseRef(c.Param("no"))
	if err != nil {
		return err
	}
	o := document.Order{Kind: document.Kind(c.FormValue("kind")), Paper: document.PaperID(whole(c.FormValue("sheet_original"))), For: strings.TrimSpace(c.FormValue("sheet_for")), Letter: notice.ID(whole(c.FormValue("sheet_letter")))}
	if _, err = s.Press.PrintOfComplaint(c.Request().Context(), actor(c), ref, o); err == nil {
		return c.Redirect(http.StatusSeeOther, "/complaints/"+ref.String()+"/documents#printed")
	}
	found := problems(c.Request().Context(), err)
	if found == nil || found.has(notYourOffice) {
		return err
	}
	return s.documentsPage(c, found.status(), withheldForm{}, found)
}

// sheetNames begin the name of the file that is downloaded.
var sheetNames = map[document.Kind]string{document.AgendaKind: "povestka", document.NoticeKind: "izveschenie", document.InvitationKind: "priglashenie",
	document.DissentKind: "osoboe-mnenie", document.ExtractKind: "vypiska", document.CopyKind: "kopiya", document.DeliveryKind: "list-vrucheniya", document.RemandKind: "ispolnenie", document.ReceiptKind: "raspiska", document.LabelKind: "yarlyk",
	document.RulingKind: "", document.MinutesKind: "", document.SupplementKind: "", document.LetterKind: ""}

// sheet handles GET /sheets/:sheet, "12.pdf" or "12.docx": a sheet of the own commission,
// checked against its digest as it is read.
func (s *Server) sheet(c echo.Context) error {
	number, ending, _ := strings.Cut(c.Param("sheet"), ".")
	format, known := paperFormats[ending]
	if !known {
		return document.ErrNotFound
	}
	ctx := c.Request().Context()
	sheet, err := s.Records.Sheet(ctx, actor(c).Commission, document.SheetID(whole(number)))
	if err != nil {
		return err
	}
	file := format.file(document.Printed{PDF: sheet.PDF, DOCX: sheet.DOCX})
	content, err := s.Press.Open(ctx, file)
	if err != nil {
		return err
	}
	defer content.Close()
	name := sheetNames[sheet.Kind] + "-" + sheet.Ref.String()
	if sheet.Sitting != 0 {
		name = sheetNames[sheet.Kind] + "-" + strconv.Itoa(sheet.SittingNo)
		if sheet.Ordinal != 0 {
			name += "-" + strconv.Itoa(sheet.Ordinal)
		}
	}
	return s.sendFileAs(c, content, name+"."+ending, format.mediaType, file.Size)
}

func sheetAddress(s document.Sheet, ending string) templ.SafeURL {
	return templ.SafeURL("/sheets/" + fmtID(s.ID) + "." + ending)
}

// copyable are the signed papers of a complaint that a certified copy is made of.
func copyable(ctx context.Context, decided string, paper document.Printed, letters []document.Printed) []Option {
	var options []Option
	if paper.ID != 0 && paper.Whole() {
		options = append(options, Option{Value: fmtID(paper.ID), Label: t(ctx, "documents.ruling") + " № " + decided})
	}
	for _, l := range letters {
		if l.Whole() {
			options = append(options, Option{Value: fmtID(l.ID), Label: t(ctx, "letter_kind."+string(l.Letter)) + " № " + l.Number})
		}
	}
	return options
}
