package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// showComplaint handles GET /complaints/:no.
func (s *Server) showComplaint(c echo.Context) error {
	return s.complaintPage(c, http.StatusOK, 0, nil)
}

// complaintPage shows the complaint with the form that names its rapporteur.
func (s *Server) complaintPage(c echo.Context, status int, rapporteur identity.ID, wrong Problems) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	load, err := s.Records.Workload(c.Request().Context(), f.Complaint.Commission)
	if err != nil {
		return err
	}
	if rapporteur == 0 {
		rapporteur = f.Complaint.Rapporteur
	}
	f.Wrong = wrong
	if wrong != nil {
		f.GroupTyped = c.FormValue("group")
	}
	if wrong.For("link_number").Text != "" {
		f.LinkTyped = c.FormValue("link_number")
	}
	if f.Linked, err = s.Records.Linked(c.Request().Context(), f.Complaint, linkedShown); err != nil {
		return err
	}
	if err := s.withAppeal(c, &f); err != nil {
		return err
	}
	return s.page(c, status, substancePage(f, c.QueryParam("saved"), rapporteurs(c.Request().Context(), f.Complaint, f.Moment, load), rapporteur))
}

// assignRapporteur handles POST /complaints/:no/assign.
func (s *Server) assignRapporteur(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	rapporteur := identity.ID(whole(c.FormValue("rapporteur")))
	if err := s.Desk.Assign(ctx, actor(c), found.Ref, rapporteur, c.FormValue("namesake") == "1"); err != nil {
		if wrong := problems(ctx, err); wrong != nil && !wrong.has(notYourOffice) {
			return s.complaintPage(c, wrong.status(), rapporteur, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"?saved=assignment")
}

// rapporteurs are the members of the day who may report on the complaint, with the work
// each has.
func rapporteurs(ctx context.Context, found complaint.Complaint, m commission.Moment, load map[identity.ID]int) []Option {
	var options []Option
	for _, member := range m.Composition.On(m.Day) {
		if found.MayReport(member.Person, m) != nil {
			continue
		}
		options = append(options, Option{Value: strconv.FormatInt(int64(member.Person), 10),
			Label: t(ctx, "assign.option", "Name", member.Name.Short(), "Load", number(ctx, load[member.Person]))})
	}
	return options
}

// whole reads a number of a form; what is none is zero.
func whole(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// showDocuments handles GET /complaints/:no/documents.
func (s *Server) showDocuments(c echo.Context) error {
	return s.documentsPage(c, http.StatusOK, withheldForm{}, nil)
}

func (s *Server) documentsPage(c echo.Context, status int, form withheldForm, wrong Problems) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	f.Wrong = wrong
	decided, err := s.Records.RulingOf(c.Request().Context(), f.Complaint.ID)
	if err != nil && !errors.Is(err, ruling.ErrNotFound) {
		return err
	}
	var paper document.Printed
	if decided.ID != 0 {
		if f.Appeals, err = s.Records.Appeals(c.Request().Context(), decided.ID); err != nil {
			return err
		}
		paper, err = s.Records.PaperOfRuling(c.Request().Context(), decided.ID)
		if err != nil && !errors.Is(err, document.ErrNotFound) {
			return err
		}
	}
	letters, err := s.Records.PapersOf(c.Request().Context(), f.Complaint.ID)
	if err != nil {
		return err
	}
	sheets, err := s.Records.SheetsOfComplaint(c.Request().Context(), f.Complaint.ID, sheetsListed)
	if err != nil {
		return err
	}
	return s.page(c, status, documentsPage(f, form, decided, paper, letters, sheets, c.FormValue("sheet_for")))
}

// showDeadlines handles GET /complaints/:no/deadlines.
func (s *Server) showDeadlines(c echo.Context) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, deadlinesPage(f, c.QueryParam("saved")))
}

// showSittingOf handles GET /complaints/:no/sitting.
func (s *Server) showSittingOf(c echo.Context) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, sittingOfPage(f))
}

// item returns the agenda item of the complaint.
func (f complaintFrameData) item() sitting.Item {
	for _, item := range f.Sitting.Items {
		if item.Complaint == f.Complaint.ID {
			return item
		}
	}
	return sitting.Item{}
}

// download handles GET /complaints/:no/files/:id. A file somebody sent is given out
// to be saved, never to be shown: its name and its bytes are not to be trusted.
func (s *Server) download(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	id := attachment.ID(whole(c.Param("id")))
	i := slices.IndexFunc(found.Attachments, func(a attachment.Attachment) bool { return a.ID == id })
	if i < 0 {
		return complaint.ErrNotFound
	}
	if err := found.MayOpen(actor(c), id); err != nil {
		return err
	}
	return s.sendFile(c, found.Attachments[i])
}

// sendFile streams an attachment, checked on the way. Damage cuts the answer short
// of its length, so that nobody takes half a file for the whole.
func (s *Server) sendFile(c echo.Context, file attachment.Attachment) error {
	ctx := c.Request().Context()
	content, err := attachment.Open(ctx, s.Intake.Vault, file)
	if err != nil {
		return err
	}
	defer content.Close()
	return s.sendFileAs(c, content, file.Name, file.MediaType, file.Size)
}

// fileHref is where an attachment of a complaint is saved from.
func (f complaintFrameData) fileHref(a attachment.Attachment) templ.SafeURL {
	return f.href("/files/" + strconv.FormatInt(int64(a.ID), 10))
}

// withQuery writes an address with a query, dropping empty values.
func withQuery(path string, values url.Values) templ.SafeURL {
	for name, each := range values {
		if len(each) == 0 || each[0] == "" {
			delete(values, name)
		}
	}
	if len(values) == 0 {
		return templ.SafeURL(path)
	}
	return templ.SafeURL(path + "?" + values.Encode())
}

// paragraphs splits a text where its writer began new lines.
func paragraphs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
}

// mayAssign reports whether the visitor may name the rapporteur of the complaint now.
func mayAssign(ctx context.Context, c complaint.Complaint) bool {
	open := c.State == complaint.Registered || c.State == complaint.InReview || c.State == complaint.Ready
	return open && visitOf(ctx).actor.MayAbout(identity.AssignRapporteur, c.Matter())
}

// withNone puts "choose" before the options while nothing is chosen.
func withNone(ctx context.Context, options []Option, chosen identity.ID) []Option {
	if chosen != 0 {
		return options
	}
	return append([]Option{{Value: "0", Label: t(ctx, "assign.choose")}}, options...)
}

// metOn is the date a deadline was met on.
func (f complaintFrameData) metOn(ctx context.Context, r deadline.Running) calendar.Date {
	return calendar.On(r.MetAt, visitOf(ctx).zone())
}

// voteWords writes the counts of a vote.
func voteWords(ctx context.Context, r sitting.Result) string {
	return t(ctx, "sitting_of.tally", "For", r.Tally.For, "Against", r.Tally.Against, "Abstained", r.Tally.Abstained)
}

// capital begins a sentence with a capital letter.
func capital(sentence string) string {
	r, n := utf8.DecodeRuneInString(sentence)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + sentence[n:]
}
