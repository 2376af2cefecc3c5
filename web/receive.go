package web

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// paperCookie holds the token of the paper entered last, so that its receipt can show
// the code to the one who brought it.
const paperCookie = "redress_paper"

// paperCookieSeconds is how long the receipt shows the code.
const paperCookieSeconds = 2 * 60 * 60

// paperForm is the page for a paper that came otherwise than through the site, with
// what was typed so far.
type paperForm struct {
	token       complaint.Token
	taken       complaint.Taken
	received    DateBoxes
	hour        string
	event       DateBoxes
	decision    DateBoxes
	sheets      string
	search      string
	respondents []Option
	files       []attachment.Attachment // held under the token already
	limits      attachment.Limits
	moment      commission.Moment
	wrong       Problems
}

// newPaper handles GET /register/new.
func (s *Server) newPaper(c echo.Context) error {
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	zone := m.Composition.Commission.Profile.Zone()
	return s.paperPage(c, http.StatusOK, paperForm{token: complaint.NewToken(), moment: m, received: boxesOf(m.Day), hour: m.At.In(zone).Format("15:04")})
}

// receivePaper handles POST /register/new. Files are taken in as they come, before
// anything is said about the rest, so that a slip in a field costs no upload.
func (s *Server) receivePaper(c echo.Context) error {
	ctx := c.Request().Context()
	body, err := s.paperBody(c)
	if err != nil {
		return err
	}
	if body.form.Sent != (complaint.Ref{}) {
		return s.paperReceived(c, body.token, body.form.Sent)
	}
	f := paperForm{token: body.token, wrong: body.problems}
	if held, ok := s.formHeld(ctx, body.token); ok {
		f.files = held.Files
	}
	if f.moment, err = s.ownMoment(c); err != nil {
		return err
	}
	faults, err := s.readPaper(ctx, &f, body.values)
	switch {
	case err != nil:
		return err
	case body.values.Has("detach"):
		file := attachment.ID(whole(body.values.Get("detach")))
		if err := s.Filings.Detach(ctx, f.token, file); err != nil {
			return err
		}
		f.files = slices.DeleteFunc(f.files, func(a attachment.Attachment) bool { return a.ID == file })
		return s.paperPage(c, http.StatusOK, f)
	case body.values.Has("look") && len(f.wrong) == 0:
		return s.paperPage(c, http.StatusOK, f)
	case faults != nil || len(f.wrong) > 0: // all that is wrong at once, and nothing is entered
		_, refused := complaint.Receive(actor(c), f.taken, f.files, f.moment)
		return s.refusePaper(c, f, errors.Join(faults, refused))
	}
	ref, err := s.Filings.Receive(ctx, actor(c), f.token, f.taken)
	if err != nil {
		return s.refusePaper(c, f, err)
	}
	return s.paperReceived(c, f.token, ref)
}

// paperReceived leads on to the registration of the paper.
func (s *Server) paperReceived(c echo.Context, token complaint.Token, ref complaint.Ref) error {
	s.setSecret(c, paperCookie, base64.RawURLEncoding.EncodeToString(token[:]), paperCookieSeconds)
	return c.Redirect(http.StatusSeeOther, "/complaints/"+ref.String()+"/register")
}

// refusePaper shows the page again with what is wrong and everything typed.
func (s *Server) refusePaper(c echo.Context, f paperForm, err error) error {
	found := problems(c.Request().Context(), err)
	if err != nil && (found == nil || found.has(notYourOffice)) {
		return err
	}
	f.wrong = plain(append(f.wrong, found...))
	return s.paperPage(c, f.wrong.status(), f)
}

// paperPage shows the page with the commissions to choose from.
func (s *Server) paperPage(c echo.Context, status int, f paperForm) error {
	ctx := c.Request().Context()
	f.limits = s.Intake.Limits
	screen := registerScreen{Search: f.search, Intake: complaint.Intake{Respondent: f.taken.Respondent}}
	screen.Moment, screen.Complaint.Commission = f.moment, f.moment.Composition.Commission.ID
	if err := s.respondents(ctx, &screen); err != nil {
		return err
	}
	f.respondents = screen.Respondents
	f.respondents[0].Label = t(ctx, "receive.respondent_unknown")
	if f.search != "" { // a paper may be about a commission that is not below ours: it is passed on
		all, err := s.Records.FindCommissions(ctx, f.search, listedCommissions)
		if err != nil {
			return err
		}
		for _, each := range all {
			value := strconv.FormatInt(int64(each.ID), 10)
			if !slices.ContainsFunc(f.respondents, func(o Option) bool { return o.Value == value }) {
				f.respondents = append(f.respondents, Option{Value: value, Label: glued(each.Name)})
			}
		}
	}
	return s.page(c, status, receivePage(f))
}

// readPaper reads what was typed. The faults are those only the form can have; the
// error is none of the form's.
func (s *Server) readPaper(ctx context.Context, f *paperForm, form url.Values) (faults, err error) {
	f.received, f.hour, f.event, f.decision = boxesIn(form, "received"), oneLine(form, "received_time"), boxesIn(form, "event"), boxesIn(form, "decision_on")
	f.sheets, f.search = oneLine(form, "sheets"), legible(oneLine(form, "q"))
	f.taken = complaint.Taken{Channel: complaint.Channel(form.Get("channel")), Seen: form.Has("seen"), Unreadable: form.Has("unreadable"), Answers: complaint.Answers{
		Contested:      complaint.Contested{Decision: form.Has("contested_decision"), Action: form.Has("contested_action"), Inaction: form.Has("contested_inaction")},
		RespondentText: oneLine(form, "respondent_text"), Place: oneLine(form, "place"), DecisionNumber: oneLine(form, "decision_number"),
		Text: manyLines(form, "text"), Ask: complaint.Ask(form.Get("ask")), AskText: oneLine(form, "ask_text"),
		Complainant: complaint.Complainant{
			Name: identity.Name{Surname: oneLine(form, "surname"), Given: oneLine(form, "given"), Patronymic: oneLine(form, "patronymic")},
			Role: complaint.Role(form.Get("role")), ReplyBy: complaint.ReplyBy(form.Get("reply_by")), Email: oneLine(form, "email"),
			Address: oneLine(form, "address"), Phone: oneLine(form, "phone"), Representative: oneLine(form, "representative")}}}
	if f.taken.Text == "" {
		f.taken.Title = catalogues[Russian].say("receive.untitled", nil) // lists are kept in the commission's language
	}
	respondent := commission.ID(whole(form.Get("respondent")))
	if _, err := s.Records.Commission(ctx, respondent); err == nil {
		f.taken.Respondent = respondent
	} else if !errors.Is(err, commission.ErrNotFound) {
		return nil, err
	}
	var wrong []error
	f.taken.ReceivedAt, faults = f.receivedAt()
	wrong = append(wrong, faults)
	f.taken.EventOn, faults = f.event.Date("event")
	wrong = append(wrong, faults)
	f.taken.DecisionOn, faults = f.decision.Date("decision_on")
	wrong = append(wrong, faults)
	if f.sheets != "" {
		if f.taken.Sheets, faults = strconv.Atoi(f.sheets); faults != nil {
			f.taken.Sheets = 0
			wrong = append(wrong, regulation.Missing("", "sheets", "sheets_wrong"))
		}
	}
	return errors.Join(wrong...), nil
}

// receivedAt is the instant of receipt, in the commission's zone.
func (f paperForm) receivedAt() (time.Time, error) {
	on, err := f.received.Date("received")
	at, wrong := time.Parse("15:04", f.hour)
	if wrong != nil {
		err = errors.Join(err, regulation.Missing(regulation.DutyToAccept, "received_time", "time_wrong"))
	}
	if err != nil || on == (calendar.Date{}) {
		return time.Time{}, err
	}
	return time.Date(on.Year(), on.Month(), on.Day(), at.Hour(), at.Minute(), 0, 0, f.moment.Composition.Commission.Profile.Zone()), nil
}

// field returns a field of the page with its problem.
func (f paperForm) field(field Field) Field {
	field.Problem = f.wrong.For(field.Name)
	return field
}

// secret is the token as the page carries it.
func (f paperForm) secret() string { return base64.RawURLEncoding.EncodeToString(f.token[:]) }

// contestedTicks are what can be contested, ticked as filled in so far.
func (f paperForm) contestedTicks(ctx context.Context) []tick {
	return registerScreen{Intake: complaint.Intake{Contested: f.taken.Contested}}.contestedTicks(ctx)
}

// channelOptions are the ways a paper comes in.
func channelOptions(ctx context.Context) []Option {
	var options []Option
	for _, channel := range complaint.PaperChannels {
		options = append(options, Option{Value: string(channel), Label: capital(word(ctx, channel))})
	}
	return options
}

// unsaid puts the choice of a paper that does not say it before the others.
func unsaid(ctx context.Context, options ...Option) []Option {
	return append([]Option{{Label: t(ctx, "receive.not_said")}}, options...)
}

// askOptions are what a paper may ask for.
func askOptions(ctx context.Context) []Option {
	var options []Option
	for _, ask := range []complaint.Ask{complaint.AskAnnul, complaint.AskUnlawful, complaint.AskOblige, complaint.AskOther} {
		options = append(options, Option{Value: string(ask), Label: word(ctx, ask)})
	}
	return options
}

// replyOptions are the ways of an answer.
func replyOptions(ctx context.Context) []Option {
	var options []Option
	for _, by := range []complaint.ReplyBy{complaint.ByEmail, complaint.ByPost, complaint.InPerson} {
		options = append(options, Option{Value: string(by), Label: word(ctx, by)})
	}
	return options
}

// tokenIn reads the token a page carried.
func tokenIn(text string) (complaint.Token, bool) {
	var token complaint.Token
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) != len(token) {
		return token, false
	}
	return complaint.Token(raw), true
}
