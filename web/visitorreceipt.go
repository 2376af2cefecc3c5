package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
)

// visitorReceipt is the printed receipt of a paper, for the one who brought it.
type visitorReceipt struct {
	complaintFrameData
	code complaint.Code // empty for a paper without a name, and once it was handed over
}

// showVisitorReceipt handles GET /complaints/:no/receipt. The code is shown in the
// browser the paper was entered in, until the secretary says that it was handed over.
func (s *Server) showVisitorReceipt(c echo.Context) error {
	r, err := s.visitorReceiptOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, visitorReceiptPage(r))
}

func (s *Server) visitorReceiptOf(c echo.Context) (visitorReceipt, error) {
	frame, err := s.framed(c)
	if err != nil || frame.Complaint.TakenBy == 0 {
		if err == nil {
			err = echo.ErrNotFound
		}
		return visitorReceipt{}, err
	}
	r := visitorReceipt{complaintFrameData: frame}
	if token, ok := s.paperToken(c, frame.Complaint); ok && frame.Complaint.Complainant.Name.Surname != "" {
		r.code = s.Filings.Code(token)
	}
	return r, nil
}

// paperToken returns the token the paper was entered under, while its code may be shown.
func (s *Server) paperToken(c echo.Context, of complaint.Complaint) (complaint.Token, bool) {
	cookie, err := c.Cookie(s.ownCookie(paperCookie))
	if err != nil {
		return complaint.Token{}, false
	}
	token, ok := tokenIn(cookie.Value)
	if !ok {
		return token, false
	}
	form, held := s.formHeld(c.Request().Context(), token)
	return token, held && form.Sent == of.Ref && form.SentTo == of.Commission && !form.CodeKept
}

// handOverCode handles POST /complaints/:no/receipt: the receipt was printed and given.
func (s *Server) handOverCode(c echo.Context) error {
	r, err := s.visitorReceiptOf(c)
	if err != nil {
		return err
	}
	if token, ok := s.paperToken(c, r.Complaint); ok {
		if err := s.Filings.KeepCode(c.Request().Context(), token); err != nil {
			return err
		}
		s.setSecret(c, paperCookie, "", 0)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+r.Complaint.Ref.String())
}

// takenBy names who took the paper in.
func (r visitorReceipt) takenBy() string { return r.Names[r.Complaint.TakenBy].Full() }

// sheetsWords says of how many sheets the paper is.
func (r visitorReceipt) sheetsWords(ctx context.Context) string {
	if r.Complaint.Sheets == 0 {
		return t(ctx, "visitor.not_counted")
	}
	return tn(ctx, "visitor.sheets", r.Complaint.Sheets)
}
