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

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/remand"
	"redress/internal/ruling"
)

// remandRecords reads what stands under control.
type remandRecords interface {
	Remand(ctx context.Context, id remand.ID) (remand.Remand, error)
	RemandsOf(ctx context.Context, id complaint.ID) ([]remand.Remand, error)
	// Remands and RemandsClosed list what a commission watches or, with ordered, what it
	// has been ordered to do itself.
	Remands(ctx context.Context, own commission.ID, ordered bool, after remand.Cursor, limit int) ([]remand.Line, error)
	RemandsClosed(ctx context.Context, own commission.ID, ordered bool, limit int) ([]remand.Line, error)
	RemandBurden(ctx context.Context, own commission.ID, day calendar.Date) (remand.Burden, error)
}

// order is what orders it, with its day.
func (v remandView) order(ctx context.Context) string {
	name := orderName(ctx, v.Kind, v.Number)
	if v.RuledOn.IsZero() {
		return name
	}
	return name + ", " + dayYear(ctx, v.RuledOn)
}

// orderName says by what the lower commission was given the matter.
func orderName(ctx context.Context, kind remand.Kind, number string) string {
	if kind == remand.SentDown {
		return t(ctx, "control.by_sending_down")
	}
	return t(ctx, "control.by_ruling", "Number", number)
}

// whatToDo says what is to be done, as the ruling has it.
func whatToDo(ctx context.Context, r remand.Remand) string {
	switch {
	case r.Kind == remand.SentDown:
		return t(ctx, "control.consider", "Finding", strings.TrimRight(r.Task, "."))
	case r.Duty == ruling.DoAct:
		return capital(strings.TrimSpace(r.Task))
	}
	return t(ctx, "control.reconsider")
}

func remandHref(id remand.ID) templ.SafeURL {
	return templ.SafeURL("/control/" + strconv.FormatInt(int64(id), 10))
}

// remandView is the page of one control, with what was typed into its forms so far.
type remandView struct {
	remand.Remand
	Operative []string // of the ruling
	Moment    commission.Moment
	By        identity.Actor

	token   complaint.Token
	files   []attachment.Attachment // held under the token
	limits  attachment.Limits
	Typed   remand.Report
	decided DateBoxes
	arrived DateBoxes
	Verdict remand.Verdict
	Reason  string // of the check
	Taking  string // the reason of taking over
	Wrong   Problems
}

// remandAt reads the control of an address for an act. To whom it is foreign it is not
// there; nor is what is for the other side of it to do.
func (s *Server) remandAt(c echo.Context, act identity.Act) (remandView, error) {
	ctx, by := c.Request().Context(), actor(c)
	v := remandView{By: by, token: complaint.NewToken(), limits: s.Intake.Limits}
	var err error
	if v.Remand, err = s.Records.Remand(ctx, remand.ID(whole(c.Param("remand")))); err != nil {
		return v, err
	}
	if !by.MayAbout(identity.SeeRemand, v.Matter) || (v.Ordered(by) || act == identity.ReportRemand) && !by.MayAbout(act, v.Matter) {
		return v, remand.ErrNotFound
	}
	if v.Moment, err = s.Records.Moment(ctx, v.Matter.Commission); err != nil {
		return v, err
	}
	if v.Kind == remand.ByRuling {
		r, err := s.Records.RulingOf(ctx, v.Complaint)
		if err != nil {
			return v, err
		}
		v.Operative = r.Operative
	}
	return v, nil
}

// showRemand handles GET /control/:remand.
func (s *Server) showRemand(c echo.Context) error {
	v, err := s.remandAt(c, identity.SeeRemand)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, remandPage(v))
}

// reportRemand handles POST /control/:remand/report. Files are taken in as they come; a
// slip in a field costs no upload.
func (s *Server) reportRemand(c echo.Context) error {
	v, err := s.remandAt(c, identity.ReportRemand)
	if err != nil {
		return err
	}
	if err := v.May(v.By, identity.ReportRemand); err != nil {
		return err
	}
	body, err := s.paperBody(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	v.token, v.Wrong = body.token, body.problems
	if held, ok := s.formHeld(ctx, body.token); ok {
		v.files = held.Files
	}
	if body.values.Has("detach") {
		file := attachment.ID(whole(body.values.Get("detach")))
		if err := s.Filings.Detach(ctx, v.token, file); err != nil {
			return err
		}
		v.files = slices.DeleteFunc(v.files, func(a attachment.Attachment) bool { return a.ID == file })
	}
	faults := v.readReport(body.values)
	if body.values.Has("detach") {
		return s.page(c, http.StatusOK, remandPage(v))
	}
	if faults != nil || len(v.Wrong) > 0 { // all that is wrong at once, and nothing is entered
		_, _, refused := v.Report(v.By, v.Typed, v.files, v.Moment)
		return s.refuseRemand(c, v, errors.Join(faults, refused))
	}
	if err := s.Remands.Report(ctx, v.By, v.ID, v.token, v.Typed); err != nil {
		return s.refuseRemand(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, string(remandHref(v.ID)))
}

// readReport reads what was typed.
func (v *remandView) readReport(form url.Values) error {
	v.decided, v.arrived = boxesIn(form, "decided_on"), boxesIn(form, "arrived_on")
	v.Typed = remand.Report{Text: manyLines(form, "text"), Number: oneLine(form, "number")}
	var one, other error
	v.Typed.DecidedOn, one = v.decided.Date("decided_on")
	v.Typed.ArrivedOn, other = v.arrived.Date("arrived_on")
	return errors.Join(one, other)
}

// checkRemand handles POST /control/:remand/check.
func (s *Server) checkRemand(c echo.Context) error {
	v, err := s.remandAt(c, identity.CheckRemand)
	if err != nil {
		return err
	}
	v.Verdict, v.Reason = remand.Verdict(c.FormValue("verdict")), legible(strings.TrimSpace(c.FormValue("reason")))
	if err := s.Remands.Check(c.Request().Context(), v.By, v.ID, v.Verdict, v.Reason); err != nil {
		return s.refuseRemand(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, string(remandHref(v.ID)))
}

// takeOver handles POST /control/:remand/take-over, and leads on to the complaint that
// begins by it.
func (s *Server) takeOver(c echo.Context) error {
	v, err := s.remandAt(c, identity.TakeOver)
	if err != nil {
		return err
	}
	v.Taking = legible(strings.TrimSpace(c.FormValue("take_over_reason")))
	as, err := s.Remands.TakeOver(c.Request().Context(), v.By, v.ID, v.Taking)
	if err != nil {
		return s.refuseRemand(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+as.String())
}

// refuseRemand shows the page again with what is wrong and everything typed.
func (s *Server) refuseRemand(c echo.Context, v remandView, err error) error {
	found := problems(c.Request().Context(), err)
	if err != nil && (found == nil || found.has(notYourOffice)) {
		return err
	}
	v.Wrong = plain(append(v.Wrong, found...))
	return s.page(c, v.Wrong.status(), remandPage(v))
}

// remandFile handles GET /control/:remand/files/:id.
func (s *Server) remandFile(c echo.Context) error {
	v, err := s.remandAt(c, identity.SeeRemand)
	if err != nil {
		return err
	}
	id := attachment.ID(whole(c.Param("id")))
	for _, report := range v.Reports {
		for _, file := range report.Files {
			if file.ID == id {
				return s.sendFile(c, file)
			}
		}
	}
	return remand.ErrNotFound
}

// due is the day of the control in words.
func (v remandView) due(ctx context.Context) Due {
	return dueOf(ctx, v.Deadline().Deadline, v.Moment.At, visitOf(ctx).zone())
}

// page is the Page of the control.
func (v remandView) page(ctx context.Context) Page {
	return Page{Title: t(ctx, "control.page", "Number", v.Ref.String()), Section: "/control", Invalid: len(v.Wrong) > 0}
}

// heading says whose control it is to the reader.
func (v remandView) heading(ctx context.Context) string {
	if v.Ordered(v.By) {
		return t(ctx, "control.heading_ordered", "Number", v.Ref.String())
	}
	return t(ctx, "control.heading_watched", "Number", v.Ref.String())
}

// back is the list the control stands on for its reader.
func (v remandView) back() templ.SafeURL { return controlList{}.side(v.Ordered(v.By)) }

// Who may do what on the page now.
func (v remandView) mayReport() bool {
	return v.State == remand.Open && v.May(v.By, identity.ReportRemand) == nil
}

func (v remandView) mayCheck() bool {
	return (v.State == remand.Received || v.State == remand.Open && v.Kind == remand.SentDown) && v.May(v.By, identity.CheckRemand) == nil
}

func (v remandView) mayTakeOver() bool {
	return v.MayTakeOver(v.Moment.Day) && v.May(v.By, identity.TakeOver) == nil
}

// field returns a field of a form with its problem.
func (v remandView) field(field Field) Field {
	field.Problem = v.Wrong.For(field.Name)
	return field
}

// secret is the token as the page carries it.
func (v remandView) secret() string { return base64.RawURLEncoding.EncodeToString(v.token[:]) }

// scans are the files of the report, as the page for papers shows them.
func (v remandView) scans() paperForm {
	return paperForm{limits: v.limits, files: v.files, wrong: v.Wrong}
}

// verdictOptions are what a report can be found to be.
func verdictOptions(ctx context.Context) []Option {
	var options []Option
	for _, verdict := range remand.Verdicts {
		options = append(options, Option{Value: string(verdict), Label: word(ctx, verdict), Hint: t(ctx, "control.verdict_hint_"+string(verdict))})
	}
	return options
}

// fileOfReport is where a file of a report is saved from.
func (v remandView) fileOfReport(id attachment.ID) templ.SafeURL {
	return remandHref(v.ID) + templ.SafeURL("/files/"+strconv.FormatInt(int64(id), 10))
}

// decidedWords names the new decision, empty if there is none.
func decidedWords(ctx context.Context, p remand.Report) string {
	if p.Number == "" {
		return ""
	}
	return t(ctx, "control.new_decision", "Number", p.Number, "Day", dayYear(ctx, p.DecidedOn))
}
