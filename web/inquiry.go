package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// inquiryRecords reads what desks show of requests and referrals.
type inquiryRecords interface {
	// AnswersAwaited returns the answers a commission waits for, the one due first first.
	AnswersAwaited(ctx context.Context, own commission.ID, limit int) ([]deadline.AwaitedAnswer, error)
	// InquiriesToSign returns the complaints in which one waits for the chair's signature.
	InquiriesToSign(ctx context.Context, own commission.ID, limit int) ([]complaint.Complaint, error)
}

// inquiryView is a page of one request, referral or explanation: as it is being
// written, as it went out, with what came back.
type inquiryView struct {
	complaintFrameData
	Inquiry  complaint.Inquiry
	Decision DateBoxes
	Bodies   []Option // the commissions that can be asked
	Search   string
	Reached  DateBoxes
	Answer   answerForm
	Silence  string
	Post     *document.Post   // the letter as it would be signed now
	Paper    document.Printed // the letter as it was signed
}

// answerForm is what is typed of an answer, with the files that came already.
type answerForm struct {
	paperForm
	answer complaint.Answer
	on     DateBoxes
}

// showInquiries handles GET /complaints/:no/inquiries.
func (s *Server) showInquiries(c echo.Context) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, inquiriesPage(f))
}

// inquires reports whether the visitor may ask, refer and enter answers over the complaint.
func (f complaintFrameData) inquires(ctx context.Context) bool {
	return visitOf(ctx).actor.MayAbout(identity.PrepareInquiry, f.Complaint.Matter())
}

// mayInquire reports whether an inquiry of the kind can be prepared now by the visitor.
func (f complaintFrameData) mayInquire(ctx context.Context, k complaint.InquiryKind) bool {
	return f.inquires(ctx) && f.Complaint.Inquirable(k)
}

// mayExplain reports whether an explanation can be entered now by the visitor.
func (f complaintFrameData) mayExplain(ctx context.Context) bool {
	return f.inquires(ctx) && f.Complaint.Explainable()
}

// offersReferral says why the page offers a referral: threats, or signs of a
// crime, while none was written.
func (f complaintFrameData) offersReferral(ctx context.Context) (regulation.Clause, bool) {
	clause, ok := f.Complaint.ReferralOffered()
	return clause, ok && f.mayInquire(ctx, complaint.Referral)
}

// inquiryHref is the page of an inquiry.
func (f complaintFrameData) inquiryHref(i complaint.Inquiry) templ.SafeURL {
	return f.href("/inquiries/" + strconv.Itoa(i.Number))
}

// answerDue is the deadline of the answer to an inquiry; false where it has none.
func (f complaintFrameData) answerDue(i complaint.Inquiry) (deadline.Running, bool) {
	n := slices.IndexFunc(f.Running, func(r deadline.Running) bool { return r.Inquiry == i.Number })
	if n < 0 {
		return deadline.Running{}, false
	}
	return f.Running[n], true
}

// clockName names a deadline of the complaint; the answer to an inquiry also by whom it
// is awaited from.
func (f complaintFrameData) clockName(ctx context.Context, r deadline.Running) string {
	if i, ok := f.Complaint.Inquiry(r.Inquiry); ok {
		return t(ctx, "inquiry.clock", "Clock", word(ctx, r.Clock), "Number", i.Number, "Body", glued(i.Body))
	}
	return clockName(ctx, ruled(f.Complaint), r.Clock)
}

// writtenInquiry reads the page on which an inquiry is written.
func (s *Server) writtenInquiry(c echo.Context) (inquiryView, error) {
	f, err := s.framed(c)
	if err != nil {
		return inquiryView{}, err
	}
	err = actor(c).MustAbout(identity.PrepareInquiry, f.Complaint.Matter(), regulation.InformationRequest)
	return inquiryView{complaintFrameData: f}, err
}

// newInquiry handles GET /complaints/:no/inquiries/new.
func (s *Server) newInquiry(c echo.Context) error {
	v, err := s.writtenInquiry(c)
	if err != nil {
		return err
	}
	v.Inquiry.Kind = complaint.Request
	if complaint.InquiryKind(c.QueryParam("kind")) == complaint.Referral {
		v.Inquiry.Kind = complaint.Referral
	} else if v.Respondent.ID != v.Complaint.Commission {
		v.Inquiry.To = v.Respondent.ID // whose explanations are asked for most often
	}
	return s.inquiryForm(c, http.StatusOK, v)
}

// prepareInquiry handles POST /complaints/:no/inquiries/new: looks for a commission, or
// puts the letter before the chair.
func (s *Server) prepareInquiry(c echo.Context) error {
	v, err := s.writtenInquiry(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v.Inquiry, v.Decision, v.Search = inquiryTyped(form), boxesIn(form, "decision_on"), legible(oneLine(form, "q"))
	if form.Get("look") != "" {
		return s.inquiryForm(c, http.StatusOK, v)
	}
	ctx := c.Request().Context()
	on, err := v.Decision.Date("decision_on")
	number := 0
	if v.Inquiry.DecisionOn = on; err == nil {
		number, err = s.Inquiries.Prepare(ctx, actor(c), v.Complaint.Ref, v.Inquiry)
	}
	if err != nil {
		if v.Wrong = problems(ctx, err); v.Wrong == nil || v.Wrong.has(notYourOffice) {
			return err
		}
		return s.inquiryForm(c, v.Wrong.status(), v)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+v.Complaint.Ref.String()+"/inquiries/"+strconv.Itoa(number))
}

// inquiryTyped reads the form as it was typed.
func inquiryTyped(form url.Values) complaint.Inquiry {
	i := complaint.Inquiry{Kind: complaint.Request, Authority: complaint.Authority(form.Get("authority")),
		To: commission.ID(whole(form.Get("to"))), Body: oneLine(form, "body"), Address: oneLine(form, "address"), Email: oneLine(form, "email"),
		Text: manyLines(form, "text"), Why: oneLine(form, "why"), Materials: manyLines(form, "materials"), DecisionNumber: oneLine(form, "decision_number"),
		Enclose: form.Has("enclose"), Checking: form.Has("checking"), Apart: form.Has("apart")}
	if complaint.InquiryKind(form.Get("kind")) == complaint.Referral {
		i.Kind, i.To = complaint.Referral, 0
	}
	return i
}

// inquiryForm shows the form with the commissions that can be asked: the respondent,
// those below ours, and those found.
func (s *Server) inquiryForm(c echo.Context, status int, v inquiryView) error {
	ctx := c.Request().Context()
	if v.Inquiry.Kind == complaint.Referral {
		return s.page(c, status, newInquiryPage(v))
	}
	v.Bodies = []Option{{Value: "0", Label: t(ctx, "letter_form.outside")}}
	listed := map[commission.ID]bool{0: true, v.Complaint.Commission: true}
	add := func(each commission.Commission) {
		if !listed[each.ID] {
			listed[each.ID] = true
			v.Bodies = append(v.Bodies, Option{Value: strconv.FormatInt(int64(each.ID), 10), Label: glued(each.Name)})
		}
	}
	add(v.Respondent)
	below, err := s.Records.Below(ctx, v.Complaint.Commission, listedCommissions)
	if err != nil {
		return err
	}
	if v.Search != "" {
		found, err := s.Records.FindCommissions(ctx, v.Search, listedCommissions)
		if err != nil {
			return err
		}
		below = append(found, below...)
	}
	for _, each := range below {
		add(each)
	}
	if !listed[v.Inquiry.To] {
		chosen, err := s.Records.Commission(ctx, v.Inquiry.To)
		if err != nil {
			return err
		}
		add(chosen)
	}
	return s.page(c, status, newInquiryPage(v))
}

// inquiryAt reads the page of the inquiry an address names.
func (s *Server) inquiryAt(c echo.Context) (inquiryView, error) {
	f, err := s.framed(c)
	if err != nil {
		return inquiryView{}, err
	}
	i, ok := f.Complaint.Inquiry(int(whole(c.Param("inquiry"))))
	if !ok {
		return inquiryView{}, complaint.ErrNotFound
	}
	v := inquiryView{complaintFrameData: f, Inquiry: i}
	v.Answer = answerForm{paperForm: paperForm{token: complaint.NewToken(), limits: s.Intake.Limits, moment: f.Moment}, on: boxesOf(f.Moment.Day)}
	v.Answer.answer.From = i.Body
	v.Reached = boxesOf(i.ReachedOn)
	ctx := c.Request().Context()
	if v.signs(ctx) {
		post, err := s.Postage.Compose(ctx, actor(c), f.Complaint.Ref, v.letter())
		if err != nil && problems(ctx, err) == nil {
			return v, err
		}
		if err == nil {
			v.Post = &post
		}
	}
	if i.SentAt.IsZero() || i.Kind == complaint.Explanation {
		return v, nil
	}
	papers, err := s.Records.PapersOf(ctx, f.Complaint.ID)
	if n := slices.IndexFunc(papers, func(p document.Printed) bool {
		return p.Letter == i.Letter() && strings.HasSuffix(p.Number, "-"+strconv.Itoa(i.Number))
	}); n >= 0 {
		v.Paper = papers[n]
	}
	return v, err
}

// letter is the letter the inquiry goes out by.
func (v inquiryView) letter() complaint.Letter {
	return complaint.Letter{Kind: v.Inquiry.Letter(), Inquiry: v.Inquiry.Number}
}

// signs reports whether the visitor can sign the inquiry now.
func (v inquiryView) signs(ctx context.Context) bool {
	return v.Inquiry.State() == complaint.Prepared && v.Complaint.Inquirable(v.Inquiry.Kind) && visitOf(ctx).actor.MayAbout(identity.SignInquiry, v.Complaint.Matter())
}

// open reports whether an answer to the inquiry can be entered by the visitor.
func (v inquiryView) open(ctx context.Context) bool {
	return v.Inquiry.State() == complaint.Asked && v.inquires(ctx)
}

// late reports whether the term of the answer is over.
func (v inquiryView) late() bool {
	r, ok := v.answerDue(v.Inquiry)
	return !ok || v.Moment.Day.After(r.DueOn)
}

// showInquiry handles GET /complaints/:no/inquiries/:inquiry.
func (s *Server) showInquiry(c echo.Context) error {
	v, err := s.inquiryAt(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, inquiryPage(v))
}

// signInquiry handles POST /complaints/:no/inquiries/:inquiry/sign.
func (s *Server) signInquiry(c echo.Context) error {
	return s.onInquiry(c, func(ctx context.Context, by identity.Actor, v *inquiryView) error {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		return s.signed(ctx, by, v.Complaint.Ref, v.letter(), form)
	})
}

// setInquiryAside handles POST /complaints/:no/inquiries/:inquiry/set-aside.
func (s *Server) setInquiryAside(c echo.Context) error {
	return s.onInquiry(c, func(ctx context.Context, by identity.Actor, v *inquiryView) error {
		return s.Inquiries.PutAside(ctx, by, v.Complaint.Ref, v.Inquiry.Number)
	})
}

// reachInquiry handles POST /complaints/:no/inquiries/:inquiry/reached.
func (s *Server) reachInquiry(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	return s.onInquiry(c, func(ctx context.Context, by identity.Actor, v *inquiryView) error {
		v.Reached = boxesIn(form, "reached")
		on, err := v.Reached.Date("reached")
		if err != nil {
			return err
		}
		return s.Inquiries.Reach(ctx, by, v.Complaint.Ref, v.Inquiry.Number, on)
	})
}

// hearNothing handles POST /complaints/:no/inquiries/:inquiry/silence.
func (s *Server) hearNothing(c echo.Context) error {
	return s.onInquiry(c, func(ctx context.Context, by identity.Actor, v *inquiryView) error {
		v.Silence = strings.TrimSpace(c.FormValue("silence"))
		return s.Inquiries.HearNothing(ctx, by, v.Complaint.Ref, v.Inquiry.Number, v.Silence)
	})
}

// onInquiry makes one act on an inquiry and shows its page again.
func (s *Server) onInquiry(c echo.Context, act func(context.Context, identity.Actor, *inquiryView) error) error {
	v, err := s.inquiryAt(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := act(ctx, actor(c), &v); err != nil {
		if v.Wrong = problems(ctx, err); v.Wrong == nil || v.Wrong.has(notYourOffice) {
			return err
		}
		return s.page(c, v.Wrong.status(), inquiryPage(v))
	}
	return c.Redirect(http.StatusSeeOther, string(v.inquiryHref(v.Inquiry)))
}

// hearInquiry handles POST /complaints/:no/inquiries/:inquiry/answer. Files are taken in
// as they come, so that a slip in a field costs no upload.
func (s *Server) hearInquiry(c echo.Context) error {
	v, err := s.inquiryAt(c)
	if err != nil {
		return err
	}
	return s.hears(c, v.Answer, func(f answerForm) error {
		v.Answer, v.Wrong = f, f.wrong
		return s.page(c, statusOf(f.wrong), inquiryPage(v))
	}, func(f answerForm) (int, error) {
		return v.Inquiry.Number, s.Inquiries.Hear(c.Request().Context(), actor(c), v.Complaint.Ref, v.Inquiry.Number, f.answer, f.token)
	})
}

// newExplanation handles GET /complaints/:no/explanation.
func (s *Server) newExplanation(c echo.Context) error {
	v, err := s.explained(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, explanationPage(v))
}

// explained reads the page on which an explanation is entered.
func (s *Server) explained(c echo.Context) (inquiryView, error) {
	v, err := s.writtenInquiry(c)
	if err != nil {
		return v, err
	}
	v.Answer = answerForm{paperForm: paperForm{token: complaint.NewToken(), limits: s.Intake.Limits, moment: v.Moment}, on: boxesOf(v.Moment.Day)}
	v.Answer.answer.From = v.Complaint.Accused.Name
	return v, nil
}

// enterExplanation handles POST /complaints/:no/explanation.
func (s *Server) enterExplanation(c echo.Context) error {
	v, err := s.explained(c)
	if err != nil {
		return err
	}
	return s.hears(c, v.Answer, func(f answerForm) error {
		v.Answer, v.Wrong = f, f.wrong
		return s.page(c, statusOf(f.wrong), explanationPage(v))
	}, func(f answerForm) (int, error) {
		return s.Inquiries.Explain(c.Request().Context(), actor(c), v.Complaint.Ref, f.answer, f.token)
	})
}

// hears reads a form with files and enters what it says: again shows the form, enter
// stores it and returns the number of the inquiry.
func (s *Server) hears(c echo.Context, f answerForm, again func(answerForm) error, enter func(answerForm) (int, error)) error {
	ctx := c.Request().Context()
	body, err := s.paperBody(c)
	switch {
	case err != nil:
		return err
	case body.form.Sent != (complaint.Ref{}): // the token of a complaint that was filed
		return echo.ErrBadRequest
	}
	f.token, f.wrong = body.token, body.problems
	if held, ok := s.formHeld(ctx, body.token); ok {
		f.files = held.Files
	}
	f.on = boxesIn(body.values, "received")
	f.answer = complaint.Answer{From: oneLine(body.values, "from"), Text: manyLines(body.values, "text"), Refused: body.values.Has("refused")}
	if detach := whole(body.values.Get("detach")); detach != 0 {
		if err := s.Filings.Detach(ctx, f.token, attachment.ID(detach)); err != nil {
			return err
		}
		f.files = slices.DeleteFunc(f.files, func(a attachment.Attachment) bool { return int64(a.ID) == detach })
		return again(f)
	}
	on, err := f.on.Date("received")
	f.answer.On = on
	number := 0
	if err == nil && len(f.wrong) == 0 {
		number, err = enter(f)
	}
	if err != nil || len(f.wrong) > 0 {
		found := problems(ctx, err)
		if err != nil && (found == nil || found.has(notYourOffice)) {
			return err
		}
		f.wrong = plain(append(f.wrong, found...))
		return again(f)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+c.Param("no")+"/inquiries/"+strconv.Itoa(number))
}

// statusOf is the status of a form with what is wrong in it.
func statusOf(wrong Problems) int {
	if len(wrong) == 0 {
		return http.StatusOK
	}
	return wrong.status()
}

// answerFile handles GET /complaints/:no/inquiries/:inquiry/files/:id.
func (s *Server) answerFile(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	i, _ := found.Inquiry(int(whole(c.Param("inquiry"))))
	for _, file := range i.Files {
		if int64(file.ID) == whole(c.Param("id")) {
			return s.sendFile(c, file)
		}
	}
	return complaint.ErrNotFound
}

// authorityOptions are the authorities materials go to.
func authorityOptions(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "inquiry.choose")}}
	for _, a := range complaint.Authorities {
		options = append(options, Option{Value: string(a), Label: word(ctx, a)})
	}
	return options
}

// awaitedChip is how long an answer is waited for still.
func (d desk) awaitedChip(ctx context.Context, a deadline.AwaitedAnswer) Due {
	return dueOf(ctx, a.Deadline, d.At, visitOf(ctx).zone())
}

// awaitedHref is the page of the inquiry an answer is awaited to.
func awaitedHref(a deadline.AwaitedAnswer) templ.SafeURL {
	return templ.SafeURL("/complaints/" + a.Ref.String() + "/inquiries/" + strconv.Itoa(a.Inquiry))
}

// inquiryToSign is the first inquiry of a complaint that waits for a signature.
func inquiryToSign(c complaint.Complaint) (complaint.Inquiry, bool) {
	n := slices.IndexFunc(c.Inquiries, func(i complaint.Inquiry) bool { return i.State() == complaint.Prepared })
	if n < 0 {
		return complaint.Inquiry{}, false
	}
	return c.Inquiries[n], true
}

// withInquiries reads what desks show of requests and referrals.
func (s *Server) withInquiries(c echo.Context, d desk) (desk, error) {
	by := actor(c)
	if !by.May(identity.PrepareInquiry) {
		return d, nil
	}
	ctx := c.Request().Context()
	var err error
	if d.Awaited, err = s.Records.AnswersAwaited(ctx, by.Commission, deskRows); err != nil {
		return d, err
	}
	d.ToSign, err = s.Records.InquiriesToSign(ctx, by.Commission, deskRows)
	return d, err
}

// offer names the reason for which a referral is offered, as the catalogues have it.
func offer(clause regulation.Clause) string {
	if clause == regulation.AbuseOfRight {
		return "threats"
	}
	return "crime"
}

// fileNumber is the number of a file in its address.
func fileNumber(file attachment.Attachment) templ.SafeURL {
	return templ.SafeURL(strconv.FormatInt(int64(file.ID), 10))
}

// inquired says what an entry of the docket records of an inquiry.
func (f complaintFrameData) inquired(ctx context.Context, act string, facts map[string]any) string {
	n, _ := facts["inquiry"].(float64)
	i, _ := f.Complaint.Inquiry(int(n))
	values := []any{"Number", i.Number, "Kind", word(ctx, i.Kind), "Body", glued(i.Body)}
	if silent, _ := facts["silent"].(bool); silent {
		return t(ctx, "docket.inquiry_unanswered", values...)
	}
	if on, err := calendar.Parse(fmt.Sprint(facts["reached_on"])); err == nil {
		values = append(values, "Day", dayYear(ctx, on))
	}
	return t(ctx, "docket."+act, values...)
}
