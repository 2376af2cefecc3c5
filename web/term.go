package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/regulation"
)

// termView is the page on which the chair moves the term of a complaint: extends it,
// or lets it stand while a court has the matter. Each is done by signing the letter that
// tells the complainant.
type termView struct {
	complaintFrameData
	Form     termForm
	Extended calendar.Date // where the term would end; zero if it cannot be extended
	named    namedInPaper
}

// termForm is what was typed.
type termForm struct {
	Reason              string
	Court, Case, Same   string
	AcceptedOn, InForce DateBoxes
	Result              string // of the court: merits or not

	Kind complaint.LetterKind // of the letter that can be signed now
	Post *document.Post       // that letter; nil while something is missing
}

// The two results of a case, as the form names them.
const (
	courtDecided   = "merits"
	courtUndecided = "other"
)

// showTerm handles GET /complaints/:no/term.
func (s *Server) showTerm(c echo.Context) error {
	return s.termPage(c, http.StatusOK, termForm{}, nil)
}

func (s *Server) termPage(c echo.Context, status int, form termForm, wrong Problems) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	f.Wrong = wrong
	v := termView{complaintFrameData: f, Form: form}
	if v.Extended, err = s.extended(f); err != nil {
		return err
	}
	if v.named, err = s.namedIn(c, f); err != nil {
		return err
	}
	return s.page(c, status, termPage(v))
}

// extended finds where the term would end if the chair extended it now.
func (s *Server) extended(f complaintFrameData) (calendar.Date, error) {
	next := f.Complaint
	if next.Extended || next.AdditionalCheck || !next.Extendable() || f.Moment.Day.After(deadline.AnswerDue(f.Running)) {
		return calendar.Date{}, nil
	}
	next.Extended, next.AdditionalCheck = next.Regime == regulation.OrdinaryRegime, next.Regime == regulation.CampaignRegime
	running, err := deadline.Following(next, f.Moment, f.Moment.Days)
	return deadline.AnswerDue(running), err
}

// extendTerm handles POST /complaints/:no/extend.
func (s *Server) extendTerm(c echo.Context) error {
	return s.moveTerm(c, "extension", func(form url.Values, typed *termForm) (complaint.Letter, error) {
		typed.Reason = strings.TrimSpace(form.Get("reason"))
		return complaint.Letter{Kind: complaint.ExtensionTold, Text: typed.Reason}, nil
	})
}

// suspendComplaint handles POST /complaints/:no/suspend.
func (s *Server) suspendComplaint(c echo.Context) error {
	return s.moveTerm(c, "suspension", func(form url.Values, typed *termForm) (complaint.Letter, error) {
		typed.Court, typed.Case, typed.Same = strings.TrimSpace(form.Get("court")), strings.TrimSpace(form.Get("case")), form.Get("same")
		typed.AcceptedOn = boxesIn(form, "accepted_on")
		on, err := typed.AcceptedOn.Date("accepted_on")
		return complaint.Letter{Kind: complaint.SuspensionTold, Suit: complaint.Suit{Court: typed.Court, Number: typed.Case, AcceptedOn: on}, Same: typed.Same == "1"}, err
	})
}

// resumeComplaint handles POST /complaints/:no/resume.
func (s *Server) resumeComplaint(c echo.Context) error {
	return s.moveTerm(c, "resumption", func(form url.Values, typed *termForm) (complaint.Letter, error) {
		typed.InForce, typed.Result = boxesIn(form, "in_force_on"), form.Get("result")
		on, err := typed.InForce.Date("in_force_on")
		l := complaint.Letter{Kind: complaint.ResumptionTold, Judgment: complaint.Judgment{InForceOn: on}}
		switch typed.Result {
		case courtDecided:
			l.Kind = complaint.TerminationTold
		case courtUndecided:
		default:
			err = errors.Join(err, regulation.Missing(regulation.CourtCase, "result", "choose_one"))
		}
		return l, err
	})
}

// moveTerm looks at the letter by which a term is moved, or signs it and so moves the
// term; it leads to the deadlines, or back to the form.
func (s *Server) moveTerm(c echo.Context, what string, read func(url.Values, *termForm) (complaint.Letter, error)) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ctx, by := c.Request().Context(), actor(c)
	var typed termForm
	letter, err := read(form, &typed)
	if err == nil {
		var post document.Post
		if post, err = s.Postage.Compose(ctx, by, found.Ref, letter); err == nil {
			typed.Kind, typed.Post = letter.Kind, &post
		}
	}
	if err == nil && !form.Has("look") {
		err = s.signed(ctx, by, found.Ref, letter, form)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"/deadlines?saved="+what)
		}
	}
	if err == nil {
		return s.termPage(c, http.StatusOK, typed, nil)
	}
	wrong := problems(ctx, err)
	if wrong == nil || wrong.has(notYourOffice) {
		return err
	}
	return s.termPage(c, wrong.status(), typed, wrong)
}

// whyNotExtended is the key of the sentence that says why the term stays.
func (v termView) whyNotExtended() string {
	switch c := v.Complaint; {
	case c.Extended || c.AdditionalCheck:
		return "term.extended_once"
	case !c.Extendable():
		return "term.not_now"
	}
	return "term.too_late"
}
