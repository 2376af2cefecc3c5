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
	"redress/internal/notice"
)

// receivedRecords reads the papers that a higher commission wrote about the own one.
type receivedRecords interface {
	LettersArrived(ctx context.Context, own commission.ID, limit int) ([]notice.Letter, error)
	LetterArrived(ctx context.Context, own commission.ID, id notice.ID) (notice.Letter, error)
}

// The list of what came, and the rows a desk shows of it.
const (
	receivedRows     = 50
	receivedDeskRows = 5
)

// arrival is a letter that came from above, with its paper.
type arrival struct {
	notice.Letter
	paper document.Printed
	from  commission.Commission
}

// name is what came: the ruling or the letter, by its number.
func (a arrival) name(ctx context.Context) string {
	if a.paper.Kind == document.LetterKind {
		return t(ctx, "letter_kind."+string(a.paper.Letter)) + " № " + a.paper.Number
	}
	return t(ctx, "signing.ruling", "Number", a.paper.Number)
}

func receivedHref(id notice.ID) templ.SafeURL {
	return templ.SafeURL("/received/" + fmtID(id))
}

// arrivalOf reads what a letter brings.
func (s *Server) arrivalOf(ctx context.Context, l notice.Letter) (arrival, error) {
	a := arrival{Letter: l}
	var err error
	if a.paper, err = s.Records.Paper(ctx, l.Commission, document.PaperID(l.Paper)); err != nil {
		return a, err
	}
	a.from, err = s.Records.Commission(ctx, l.Commission)
	return a, err
}

// listReceived handles GET /received.
func (s *Server) listReceived(c echo.Context) error {
	ctx := c.Request().Context()
	letters, err := s.Records.LettersArrived(ctx, actor(c).Commission, receivedRows)
	if err != nil {
		return err
	}
	all := make([]arrival, len(letters))
	for i, l := range letters {
		if all[i], err = s.arrivalOf(ctx, l); err != nil {
			return err
		}
	}
	return s.page(c, http.StatusOK, receivedListPage(all))
}

// receivedAt reads the letter of an address; to whom it did not come it is not there.
func (s *Server) receivedAt(c echo.Context) (arrival, error) {
	ctx, by := c.Request().Context(), actor(c)
	id, err := strconv.ParseInt(c.Param("letter"), 10, 64)
	if err != nil {
		return arrival{}, notice.ErrNotFound
	}
	l, err := s.Records.LetterArrived(ctx, by.Commission, notice.ID(id))
	if err != nil {
		return arrival{}, err
	}
	return s.arrivalOf(ctx, l)
}

// showReceived handles GET /received/:letter.
func (s *Server) showReceived(c echo.Context) error {
	a, err := s.receivedAt(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, receivedPage(a, nil))
}

// receiveLetter handles POST /received/:letter.
func (s *Server) receiveLetter(c echo.Context) error {
	a, err := s.receivedAt(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	err = s.Letters.Receive(ctx, actor(c), a.ID)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, string(receivedHref(a.ID)))
	}
	found := problems(ctx, err)
	if found == nil || found.has(notYourOffice) {
		return err
	}
	return s.page(c, found.status(), receivedPage(a, found))
}

// receivedFile handles GET /received/:letter/:file: the paper by its two endings.
func (s *Server) receivedFile(c echo.Context) error {
	a, err := s.receivedAt(c)
	if err != nil {
		return err
	}
	name, ending, _ := strings.Cut(c.Param("file"), ".")
	format, known := paperFormats[ending]
	if !known || name != "paper" {
		return document.ErrNotFound
	}
	file := format.file(a.paper)
	content, err := s.Press.Open(c.Request().Context(), file)
	if err != nil {
		return err
	}
	defer content.Close()
	return s.sendFileAs(c, content, paperName(a.paper)+"."+ending, format.mediaType, file.Size)
}

// withArrived reads what the desks of the chair and the secretary show of papers that came
// from above and nobody has said to have.
func (s *Server) withArrived(c echo.Context, d desk) (desk, error) {
	by := actor(c)
	if !by.May(identity.ReceivePaper) {
		return d, nil
	}
	letters, err := s.Records.LettersArrived(c.Request().Context(), by.Commission, receivedDeskRows)
	for _, l := range letters {
		if l.MayBeReceived() {
			d.Arrived = append(d.Arrived, l)
		}
	}
	return d, err
}
