package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/complaint"
	"redress/internal/identity"
)

// withheldForm is the form beside one file that came back: which file, and the reason.
type withheldForm struct {
	File   attachment.ID
	Reason string
}

// withholdFile handles POST /complaints/:no/files/:id/withhold.
func (s *Server) withholdFile(c echo.Context) error { return s.changeFile(c, s.Desk.Withhold) }

// openFile handles POST /complaints/:no/files/:id/open.
func (s *Server) openFile(c echo.Context) error { return s.changeFile(c, s.Desk.OpenFile) }

// changeFile makes one act on a file and leads back to the documents.
func (s *Server) changeFile(c echo.Context, act func(context.Context, identity.Actor, complaint.Ref, attachment.ID, string) error) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	form := withheldForm{attachment.ID(whole(c.Param("id"))), strings.TrimSpace(c.FormValue("withhold_reason"))}
	if err := act(ctx, actor(c), found.Ref, form.File, form.Reason); err != nil {
		if wrong := problems(ctx, err); wrong != nil && !wrong.has(notYourOffice) {
			return s.documentsPage(c, wrong.status(), form, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"/documents")
}

// opens reports whether the visitor may read a file.
func (f complaintFrameData) opens(ctx context.Context, a attachment.Attachment) bool {
	return f.Complaint.MayOpen(visitOf(ctx).actor, a.ID) == nil
}

// withholds reports whether the visitor decides which files are confidential.
func (f complaintFrameData) withholds(ctx context.Context) bool {
	return visitOf(ctx).actor.MayAbout(identity.WithholdFile, f.Complaint.Matter())
}

// fileName is the name of a file of the complaint.
func (f complaintFrameData) fileName(id attachment.ID) string {
	for _, a := range f.Complaint.Attachments {
		if a.ID == id {
			return a.Name
		}
	}
	return ""
}

// withheldAct is the last part of the address that changes whether a file is withheld.
func (f complaintFrameData) withheldAct(id attachment.ID) string {
	if _, confidential := f.Complaint.Confidential(id); confidential {
		return "open"
	}
	return "withhold"
}

// reasonField asks for the reason; the form beside the file at fault shows what is wrong.
func (f complaintFrameData) reasonField(ctx context.Context, form withheldForm, id attachment.ID) Field {
	field := Field{Name: "withhold_reason", Label: t(ctx, "withhold."+f.withheldAct(id)+"_reason"), Complete: "off"}
	if form.File == id {
		field.Value, field.Problem = form.Reason, f.Wrong.For("withhold_reason")
	}
	return field
}
