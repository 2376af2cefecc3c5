package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// admissionView is the page on which the chair admits a complainant outside the list, and
// the secretary asks for it.
type admissionView struct {
	complaintFrameData
	Answer, Note string // as typed
}

// The two answers of the chair, as the form names them.
const (
	admits  = "admit"
	refuses = "refuse"
)

// showAdmission handles GET /complaints/:no/admission.
func (s *Server) showAdmission(c echo.Context) error {
	return s.admissionPage(c, http.StatusOK, admissionView{}, nil)
}

func (s *Server) admissionPage(c echo.Context, status int, v admissionView, wrong Problems) error {
	var err error
	if v.complaintFrameData, err = s.framed(c); err != nil {
		return err
	}
	v.Wrong = wrong
	return s.page(c, status, admissionPage(v))
}

// askAdmission handles POST /complaints/:no/admission/ask.
func (s *Server) askAdmission(c echo.Context) error {
	return s.admission(c, complaint.AskingAdmission, admissionView{}, func(ctx context.Context, by identity.Actor, found complaint.Complaint) error {
		return s.Desk.AskAdmission(ctx, by, found.Ref)
	})
}

// admit handles POST /complaints/:no/admission.
func (s *Server) admit(c echo.Context) error {
	v := admissionView{Answer: c.FormValue("answer"), Note: strings.TrimSpace(c.FormValue("note"))}
	return s.admission(c, complaint.Admitting, v, func(ctx context.Context, by identity.Actor, found complaint.Complaint) error {
		if v.Answer != admits && v.Answer != refuses && found.State == complaint.Filed && found.Unlisted() { // else the act itself is refused
			return regulation.Missing(regulation.Complainants, "answer", "choose_one")
		}
		return s.Desk.Admit(ctx, by, found.Ref, v.Answer == admits, v.Note)
	})
}

// admission makes one act and leads back to the complaint.
func (s *Server) admission(c echo.Context, what complaint.Act, v admissionView, act func(context.Context, identity.Actor, complaint.Complaint) error) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := act(ctx, actor(c), found); err != nil {
		if wrong := problems(ctx, err); wrong != nil && !wrong.has(notYourOffice) {
			return s.admissionPage(c, wrong.status(), v, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"?saved="+string(what))
}

// mayAdmit and mayAskAdmission report whether the visitor may answer, or ask, now.
func (f complaintFrameData) mayAdmit(ctx context.Context) bool {
	return f.Complaint.State == complaint.Filed && f.Complaint.Unlisted() && visitOf(ctx).actor.MayAbout(identity.AdmitRole, f.Complaint.Matter())
}

func (f complaintFrameData) mayAskAdmission(ctx context.Context) bool {
	c := f.Complaint
	return c.State == complaint.Filed && c.Unlisted() && c.Admission == (complaint.Admission{}) && visitOf(ctx).actor.MayAbout(identity.AskAdmission, c.Matter())
}

// admissionState says how the question stands.
func (f complaintFrameData) admissionState(ctx context.Context) string {
	a, zone := f.Complaint.Admission, visitOf(ctx).zone()
	switch {
	case a.Granted:
		return t(ctx, "admission.granted", "Name", f.Names[a.By].Short(), "When", moment(ctx, a.At, zone))
	case !a.At.IsZero():
		return t(ctx, "admission.declined", "Name", f.Names[a.By].Short(), "When", moment(ctx, a.At, zone))
	case a.Waits():
		return t(ctx, "admission.waits", "When", moment(ctx, a.AskedAt, zone))
	}
	return t(ctx, "admission.not_asked")
}
