package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// receipt is what the page after sending shows.
type receipt struct {
	form      complaint.Form
	complaint complaint.Complaint
	code      complaint.Code // empty once the complainant said that it is kept
	moment    commission.Moment
	running   []deadline.Running
	problems  Problems
}

// showReceipt handles GET /file/receipt. The code is shown until the complainant
// says that it is kept, and in this browser alone.
func (s *Server) showReceipt(c echo.Context) error {
	r, err := s.receiptOf(c)
	if err != nil {
		return err
	}
	if r.form.Sent == (complaint.Ref{}) {
		return c.Redirect(http.StatusSeeOther, "/file")
	}
	return s.page(c, http.StatusOK, receiptPage(r))
}

// receiptOf reads the receipt of the browser's form; an empty one if nothing was sent.
func (s *Server) receiptOf(c echo.Context) (receipt, error) {
	ctx := c.Request().Context()
	token, form, _, err := s.formOf(c)
	if err != nil || form.Sent == (complaint.Ref{}) {
		return receipt{}, err
	}
	r := receipt{form: form}
	if !form.CodeKept {
		r.code = s.Filings.Code(token)
	}
	if r.complaint, err = s.Records.Complaint(ctx, form.SentTo, form.Sent); err != nil {
		return r, err
	}
	if r.moment, err = s.Records.Moment(ctx, form.SentTo); err != nil {
		return r, err
	}
	r.running, err = s.Records.Deadlines(ctx, r.complaint.ID)
	return r, err
}

// keepCode handles POST /file/receipt: from here on the code is with the complainant
// alone, and this browser may follow the complaint for a while.
func (s *Server) keepCode(c echo.Context) error {
	ctx := c.Request().Context()
	form, err := typed(c)
	if err != nil {
		return err
	}
	r, err := s.receiptOf(c)
	if err != nil {
		return err
	}
	if r.form.Sent == (complaint.Ref{}) {
		return c.Redirect(http.StatusSeeOther, "/file")
	}
	if form.Get("saved") != "1" && !r.form.CodeKept {
		r.problems = plain(problems(ctx, regulation.Missing("", "saved", "code_not_saved")))
		return s.page(c, r.problems.status(), receiptPage(r))
	}
	token, _ := s.tokenOf(c)
	if err := s.Filings.KeepCode(ctx, token); err != nil {
		return err
	}
	s.letTrack(c, r.complaint.ID)
	return c.Redirect(http.StatusSeeOther, "/track/complaint")
}

// registration returns the deadline to register the complaint.
func registration(all []deadline.Running) (deadline.Running, bool) {
	return clockOf(all, deadline.CampaignRegistration, deadline.OrdinaryRegistration)
}

// decision returns the deadline to decide. Outside a campaign it runs from the
// registration, and before that there is none.
func decision(all []deadline.Running) (deadline.Running, bool) {
	return clockOf(all, deadline.CampaignReply, deadline.CampaignAdditionalCheck, deadline.OrdinaryReply, deadline.OrdinaryReplyExtended)
}

// delivery returns the deadline to bring the ruling to the parties.
func delivery(all []deadline.Running) (deadline.Running, bool) {
	return clockOf(all, deadline.RulingDelivery)
}

// clockOf returns the latest deadline of any of the clocks.
func clockOf(all []deadline.Running, clocks ...deadline.Clock) (deadline.Running, bool) {
	var found deadline.Running
	ok := false
	for _, r := range all {
		for _, clock := range clocks {
			if r.Clock == clock && (!ok || r.DueOn.After(found.DueOn)) {
				found, ok = r, true
			}
		}
	}
	return found, ok
}

// answering is who answers for the complaint: the secretary of the day.
func answering(m commission.Moment) (commission.Member, bool) {
	return m.Composition.Officer(m.Day, identity.Secretary)
}

// until writes when a step is due: "9 сентября, среда" for something due the same
// day, else "до 14 сентября, понедельник".
func until(ctx context.Context, d deadline.Deadline) string {
	key := "receipt.until"
	if d.DueOn == d.Working.Event.On {
		key = "receipt.same_day"
	}
	return t(ctx, key, "Day", date(ctx, d.DueOn))
}

// replyNote says how the text of the ruling comes.
func replyNote(ctx context.Context, by complaint.ReplyBy) string {
	return t(ctx, "receipt.reply_"+string(by))
}
