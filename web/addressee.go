package web

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// lettersView is the letters of a complaint, with the form that adds an addressee.
type lettersView struct {
	complaintFrameData
	letters []notice.Letter
	papers  []Option // signed papers that may go to one more addressee
	typed   addresseeForm
}

// addresseeForm is one more addressee as typed.
type addresseeForm struct {
	paper, addressee, name, way, address string
}

// lettersOf reads the letters of a complaint.
func (s *Server) lettersOf(c echo.Context) (lettersView, error) {
	v := lettersView{typed: addresseeForm{addressee: string(notice.Executor), way: string(complaint.ByEmail)}}
	var err error
	if v.complaintFrameData, err = s.framed(c); err != nil {
		return v, err
	}
	ctx := c.Request().Context()
	if v.letters, err = s.Records.LettersOf(ctx, v.Complaint.ID); err != nil {
		return v, err
	}
	if !v.mayAddress(ctx) {
		return v, nil
	}
	decided, err := s.Records.RulingOf(ctx, v.Complaint.ID)
	if err != nil && !errors.Is(err, ruling.ErrNotFound) {
		return v, err
	}
	var paper document.Printed
	if decided.ID != 0 {
		if paper, err = s.Records.PaperOfRuling(ctx, decided.ID); err != nil && !errors.Is(err, document.ErrNotFound) {
			return v, err
		}
	}
	written, err := s.Records.PapersOf(ctx, v.Complaint.ID)
	v.papers = copyable(ctx, decided.Number, paper, written)
	return v, err
}

// mayAddress reports whether the visitor delivers the papers of the complaint.
func (v lettersView) mayAddress(ctx context.Context) bool {
	return visitOf(ctx).actor.MayAbout(identity.DeliverPaper, v.Complaint.Matter())
}

// showLetters handles GET /complaints/:no/letters.
func (s *Server) showLetters(c echo.Context) error {
	v, err := s.lettersOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, lettersPage(v))
}

// addressPaper handles POST /complaints/:no/letters: a signed paper goes to one more
// addressee.
func (s *Server) addressPaper(c echo.Context) error {
	v, err := s.lettersOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v.typed = addresseeForm{form.Get("paper"), form.Get("addressee"), legible(oneLine(form, "name")), form.Get("way"), legible(oneLine(form, "address"))}
	if len(v.papers) == 0 {
		return notice.ErrNotFound
	}
	ctx := c.Request().Context()
	if !slices.ContainsFunc(v.papers, func(o Option) bool { return o.Value == v.typed.paper }) {
		v.Wrong = problems(ctx, regulation.Missing("", "paper", "choose_one"))
		return s.page(c, v.Wrong.status(), lettersPage(v))
	}
	err = s.Letters.Address(ctx, actor(c), whole(v.typed.paper), notice.Addressee(v.typed.addressee), v.typed.name, complaint.ReplyBy(v.typed.way), v.typed.address)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, string(v.href("/letters")))
	}
	if v.Wrong = problems(ctx, err); v.Wrong == nil || v.Wrong.has(notYourOffice) {
		return err
	}
	return s.page(c, v.Wrong.status(), lettersPage(v))
}

// furtherAddressees are who else a paper may go to.
func furtherAddressees(ctx context.Context) []Option {
	options := make([]Option, len(notice.Further))
	for i, to := range notice.Further {
		options[i] = Option{Value: string(to), Label: t(ctx, "delivery.further_"+string(to))}
	}
	return options
}
