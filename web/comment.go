package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
	"redress/internal/ruling"
)

// discussion is what the members say of a draft, as the page of a version shows it. It
// is empty for whoever does not take part: none of it is told to anybody else.
type discussion struct {
	takesPart bool
	open      bool // more can be said
	threads   []ruling.Thread
	at        string // the paragraph a form is open at, "facts-2"
	reply     int    // the thread a form is open in
	typed     string
}

// discussed reads what was said of the drafts on a complaint, if the visitor takes part.
func (s *Server) discussed(c echo.Context, v draftView) (discussion, error) {
	d := discussion{takesPart: v.Complaint.Discusses(actor(c), v.Moment)}
	if !d.takesPart || v.latest.Version == 0 {
		return d, nil
	}
	said, err := s.Records.DraftComments(c.Request().Context(), v.Complaint.ID)
	d.threads, d.open = ruling.Threads(said), v.Complaint.Discussable()
	d.at, d.reply = c.QueryParam("at"), int(whole(c.QueryParam("reply")))
	return d, err
}

// paragraphID names a paragraph in addresses and forms.
func paragraphID(p ruling.Paragraph) string { return string(p.Section) + "-" + strconv.Itoa(p.Number) }

// paragraphIn reads such a name.
func paragraphIn(text string) (ruling.Section, int) {
	section, number, _ := strings.Cut(text, "-")
	return ruling.Section(section), int(whole(number))
}

func commentID(number int) string { return "comment-" + strconv.Itoa(number) }

// laid puts the paragraphs of the version shown in their places, and beside each what is
// said of it: what was made on this version, and what was made on an earlier one and is
// still unresolved. What has no paragraph any more is adrift.
func (v draftView) laid() draftView {
	v.sections, v.beside, v.adrift = make(map[ruling.Section][]ruling.Paragraph), make(map[ruling.Paragraph][]ruling.Thread), nil
	all := v.shown.Paragraphs(v.about, v.profile())
	for _, p := range all {
		v.sections[p.Section] = append(v.sections[p.Section], p)
	}
	for _, t := range v.talk.threads {
		if !v.carries(t) {
			continue
		}
		if p, ok := t.On(v.shown.Version, all); ok {
			v.beside[p] = append(v.beside[p], t)
		} else {
			v.adrift = append(v.adrift, t)
		}
	}
	return v
}

// carries reports whether a thread is shown with this version.
func (v draftView) carries(t ruling.Thread) bool {
	return t.Remark.Version == v.shown.Version || t.Remark.Version < v.shown.Version && !t.Resolved()
}

// split parts the threads that are settled from those that are not.
func (d discussion) split() (unresolved, resolved []ruling.Thread) {
	for _, t := range d.threads {
		if t.Resolved() {
			resolved = append(resolved, t)
		} else {
			unresolved = append(unresolved, t)
		}
	}
	return unresolved, resolved
}

// at is the address of a version, with the form open at a paragraph or in a thread.
func (v draftView) at(version int, query, id string) templ.SafeURL {
	address := v.address() + "/" + strconv.Itoa(version)
	if query != "" {
		address += "?" + query
	}
	return templ.SafeURL(address + "#" + id)
}

// where is the version a thread can be read and answered on: the latest, as long as it
// is shown there.
func (v draftView) where(t ruling.Thread) templ.SafeURL {
	version := v.latest.Version
	if t.Resolved() {
		version = t.Remark.Version
	}
	return v.at(version, "", commentID(t.Remark.Number))
}

// sayings are what the visitor may do about a thread beside answering it.
func (v draftView) sayings(ctx context.Context, t ruling.Thread) []ruling.Saying {
	by := visitOf(ctx).actor
	settles := ruling.Settles(by, v.Complaint)
	switch {
	case !v.talk.open:
	case !t.Resolved() && settles:
		return []ruling.Saying{ruling.Resolve}
	case t.Resolved() && (settles || by.ID == t.Remark.Author):
		return []ruling.Saying{ruling.Reopen}
	}
	return nil
}

// sectionName is what a part of the draft is called.
func sectionName(ctx context.Context, s ruling.Section) string { return t(ctx, "draft."+string(s)) }

// remarkOn says what a comment is about, "К части «Нормы», абзац 2".
func remarkOn(ctx context.Context, c ruling.Comment) string {
	return t(ctx, "comment.on", "Section", sectionName(ctx, c.Section), "Paragraph", c.Paragraph)
}

// said is who said it and when.
func (v draftView) said(ctx context.Context, c ruling.Comment) string {
	return t(ctx, "comment.said."+string(c.Saying), "Author", v.Names[c.Author].Short(), "When", moment(ctx, c.At, v.profile().Zone()))
}

// commentDraft handles POST /complaints/:no/draft/comments.
func (s *Server) commentDraft(c echo.Context) error {
	ref, err := complaint.ParseRef(c.Param("no"))
	if err != nil {
		return err
	}
	version, at := int(whole(c.FormValue("version"))), c.FormValue("at")
	section, paragraph := paragraphIn(at)
	err = s.Rulings.Comment(c.Request().Context(), actor(c), ref, version, section, paragraph, c.FormValue("comment"))
	if err != nil {
		return s.discussedAgain(c, err, version, discussion{at: at, typed: c.FormValue("comment")})
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+ref.String()+"/draft/"+strconv.Itoa(version)+"#"+at)
}

// answerComment handles POST /complaints/:no/draft/comments/:comment/answer.
func (s *Server) answerComment(c echo.Context) error { return s.reply(c, ruling.Answer) }

// resolveComment handles POST /complaints/:no/draft/comments/:comment/resolve.
func (s *Server) resolveComment(c echo.Context) error { return s.reply(c, ruling.Resolve) }

// reopenComment handles POST /complaints/:no/draft/comments/:comment/reopen.
func (s *Server) reopenComment(c echo.Context) error { return s.reply(c, ruling.Reopen) }

func (s *Server) reply(c echo.Context, saying ruling.Saying) error {
	ref, err := complaint.ParseRef(c.Param("no"))
	if err != nil {
		return err
	}
	version, thread := int(whole(c.FormValue("version"))), int(whole(c.Param("comment")))
	if err := s.Rulings.Reply(c.Request().Context(), actor(c), ref, thread, saying, c.FormValue("comment")); err != nil {
		return s.discussedAgain(c, err, version, discussion{reply: thread, typed: c.FormValue("comment")})
	}
	address := "/complaints/" + ref.String() + "/draft"
	if version > 0 {
		address += "/" + strconv.Itoa(version)
	}
	return c.Redirect(http.StatusSeeOther, address+"#"+commentID(thread))
}

// discussedAgain shows the version once more with what is wrong and what was typed.
func (s *Server) discussedAgain(c echo.Context, cause error, version int, form discussion) error {
	wrong := problems(c.Request().Context(), cause)
	if wrong == nil || wrong.has(notYourOffice) {
		return cause
	}
	v, err := s.versionOf(c, version)
	if errors.Is(err, ruling.ErrNotFound) {
		v, err = s.draftOf(c)
	}
	if err != nil {
		return err
	}
	v.Wrong, v.talk.at, v.talk.reply, v.talk.typed = wrong, form.at, form.reply, form.typed
	if !v.formOpen() { // no field is on the page for the list to lead to
		for i := range v.Wrong {
			v.Wrong[i].Field = ""
		}
	}
	return s.page(c, wrong.status(), draftPage(v))
}

// formOpen reports whether the page has the form that is asked for.
func (v draftView) formOpen() bool {
	if !v.talk.open || v.writable() {
		return false
	}
	section, number := paragraphIn(v.talk.at)
	if _, ok := ruling.At(v.sections[section], section, number); ok {
		return true
	}
	return slices.ContainsFunc(v.talk.threads, func(t ruling.Thread) bool { return t.Remark.Number == v.talk.reply && v.carries(t) })
}

// remarks is how many comments on the draft wait to be settled, for whoever takes part.
func (s *Server) remarks(ctx context.Context, f complaintFrameData) (int, error) {
	by := visitOf(ctx).actor
	if !f.Complaint.Discussable() || !f.Complaint.Discusses(by, f.Moment) {
		return 0, nil
	}
	return s.Records.UnresolvedComments(ctx, f.Complaint.ID)
}

// commentAct is where an act on a thread is done.
func commentAct(v draftView, t ruling.Thread, act string) templ.SafeURL {
	return templ.SafeURL(v.address() + "/comments/" + strconv.Itoa(t.Remark.Number) + "/" + act)
}
