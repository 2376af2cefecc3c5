package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// amendmentsView is the page of the amendments to the draft of an item.
type amendmentsView struct {
	sittingView
	item  sitting.Item
	draft draftView // the version put to the vote
	at    string    // the paragraph a form is open at, "facts-2"; of the choice, choiceID
	kind  string
	typed string
}

// choiceID stands for the operative part, which is amended by another choice.
const choiceID = "choice"

// amendmentFields are the fields of the forms.
var amendmentFields = []string{"amendment_text", "amendment_kind", "outcome", "merits", "duty", "action", "until"}

// amendmentsOf reads the draft of an item with its amendments. A question that is no
// complaint has none.
func (s *Server) amendmentsOf(c echo.Context) (amendmentsView, error) {
	var v amendmentsView
	id, err := itemIn(c)
	if err != nil {
		return v, err
	}
	if v.sittingView, err = s.sittingOf(c, "agenda"); err != nil {
		return v, err
	}
	item, ok := v.sitting().Item(id)
	if !ok || item.General() {
		return v, sitting.ErrNotFound
	}
	ctx := c.Request().Context()
	found, err := s.Records.ComplaintByID(ctx, item.Complaint)
	if err != nil {
		return v, err
	}
	if !v.actor.MayAbout(identity.ReadComplaint, found.Matter()) {
		return v, complaint.ErrNotFound
	}
	v.item = item
	v.draft.complaintFrameData = complaintFrameData{Complaint: found, Moment: v.moment, Names: namesIn(v.moment.Composition)}
	if v.draft.latest, err = s.Records.DraftVersion(ctx, found.ID, item.Draft); err != nil {
		return v, err
	}
	v.draft.shown, v.draft.form = v.draft.latest, draftFormOf(v.draft.latest)
	v.draft.about, err = s.Records.Subject(ctx, found)
	v.draft = v.draft.laid()
	v.at, v.kind = c.QueryParam("at"), string(ruling.ReplaceParagraph)
	return v, err
}

// showAmendments handles GET /sittings/:n/items/:item/amendments.
func (s *Server) showAmendments(c echo.Context) error {
	v, err := s.amendmentsOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, amendmentsPage(v))
}

// proposeAmendment handles POST /sittings/:n/items/:item/amendments.
func (s *Server) proposeAmendment(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	typed, amendment, err := amendmentTyped(form)
	if err == nil {
		err = s.Rulings.Amend(c.Request().Context(), actor(c), number, item, amendment)
	}
	return s.amendedAgain(c, err, func(v *amendmentsView) {
		v.at, v.kind, v.typed = form.Get("at"), form.Get("amendment_kind"), form.Get("amendment_text")
		if v.at == choiceID {
			v.draft.form = typed
		}
	})
}

// amendmentTyped reads an amendment: of a paragraph, or another choice.
func amendmentTyped(form url.Values) (draftForm, ruling.Amendment, error) {
	if form.Get("at") == choiceID {
		typed, err := draftTyped(form)
		return typed, ruling.Amendment{Kind: ruling.ChooseAnew, Selection: &typed.text.Selection}, err
	}
	section, paragraph := paragraphIn(form.Get("at"))
	return draftForm{}, ruling.Amendment{Kind: listed(ruling.AmendmentKind(form.Get("amendment_kind")), ruling.AmendmentKinds...),
		Section: section, Paragraph: paragraph, Text: form.Get("amendment_text")}, nil
}

// withdrawAmendment handles POST /sittings/:n/items/:item/amendments/:amendment/withdraw.
func (s *Server) withdrawAmendment(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	err = s.Sittings.WithdrawAmendment(c.Request().Context(), actor(c), number, item, int(whole(c.Param("amendment"))))
	return s.amendedAgain(c, err, func(*amendmentsView) {})
}

// amendedAgain leads back to the amendments, or shows the page once more with what is wrong.
func (s *Server) amendedAgain(c echo.Context, cause error, keep func(*amendmentsView)) error {
	if cause == nil {
		return c.Redirect(http.StatusSeeOther, "/sittings/"+c.Param("n")+"/items/"+c.Param("item")+"/amendments")
	}
	found := problems(c.Request().Context(), cause)
	if found == nil || found.has(notYourOffice) {
		return cause
	}
	v, err := s.amendmentsOf(c)
	if err != nil {
		return err
	}
	keep(&v)
	fields := amendmentFields
	if !v.proposes() || v.at == "" {
		fields = nil
	}
	for i := range v.draft.form.text.Findings {
		fields = append(fields, actField(i, "verdict"), actField(i, "part"))
	}
	v.refused(found, fields...)
	v.draft.Wrong = v.problems
	return s.page(c, found.status(), amendmentsPage(v))
}

// openAmendment handles POST /sittings/:n/items/:item/amend: the next amendment is put to
// the vote.
func (s *Server) openAmendment(c echo.Context) error { return s.opensVote(c, s.Rulings.OpenAmendment) }

// proposes reports whether the visitor can propose an amendment now.
func (v amendmentsView) proposes() bool {
	return v.actor.May(identity.ProposeAmendment) && v.sitting().Amends(v.item)
}

// withdraws reports whether the visitor can take an amendment back.
func (v amendmentsView) withdraws(a sitting.Amendment) bool {
	_, _, err := v.sitting().WithdrawAmendment(v.actor, v.item.ID, a.Number)
	return err == nil
}

// amendmentsAddress is the address of the amendments to an item.
func (v sittingView) amendmentsAddress(item sitting.ItemID) string {
	return v.address() + "/items/" + strconv.FormatInt(int64(item), 10) + "/amendments"
}

// form is the page with the form open at a paragraph.
func (v amendmentsView) form(at string) templ.SafeURL {
	return templ.SafeURL(v.amendmentsAddress(v.item.ID) + "?at=" + at + "#" + at)
}

// amendmentKinds are what can be done to a paragraph. The answer to a demand is only reworded.
func amendmentKinds(ctx context.Context, section ruling.Section) []Option {
	var options []Option
	for _, kind := range ruling.AmendmentKinds {
		if section != ruling.DemandsSection || kind == ruling.ReplaceParagraph {
			options = append(options, Option{Value: string(kind), Label: t(ctx, "amendment.kind."+string(kind))})
		}
	}
	return options
}

// prefilled is what the text field begins with: the paragraph as it stands.
func (v amendmentsView) prefilled(p ruling.Paragraph) string {
	switch {
	case v.typed != "":
		return v.typed
	case p.Section == ruling.DemandsSection:
		return v.draft.latest.Demands[p.Number-1].Answer
	}
	return p.Text
}

// amendmentContent is what an amendment changes; nothing if it cannot be read.
func amendmentContent(a sitting.Amendment) ruling.Amendment {
	content, err := ruling.AmendmentOf(a)
	if err != nil {
		return ruling.Amendment{}
	}
	return content
}

// amendmentAbout says what an amendment does and where.
func amendmentAbout(ctx context.Context, a ruling.Amendment) string {
	if a.Kind == ruling.ChooseAnew {
		return t(ctx, "amendment.does.choose")
	}
	return t(ctx, "amendment.does."+string(a.Kind), "Section", sectionName(ctx, a.Section), "Paragraph", a.Paragraph)
}

// fateOf says what became of an amendment.
func (v sittingView) fateOf(ctx context.Context, item sitting.Item, a sitting.Amendment) string {
	said := t(ctx, "amendment.state."+string(a.State), "Version", a.Version)
	if p, ok := item.PollOn(a.Number); ok && p.Result != nil {
		said += " " + arithmetic(ctx, *p.Result)
	}
	return said
}
