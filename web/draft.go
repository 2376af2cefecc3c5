package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// memberNames are the names of everybody who has sat in a commission.
type memberNames map[identity.ID]identity.Name

// namesIn returns the names of a commission's members, past ones included.
func namesIn(c commission.Composition) memberNames {
	names := memberNames{}
	for _, m := range c.Members {
		names[m.Person] = m.Name
	}
	return names
}

// ownMoment returns the present instant with the commission of the one who acts: the
// one that was read when the request was let in.
func (s *Server) ownMoment(c echo.Context) (commission.Moment, error) {
	if m := visitOf(c.Request().Context()).moment; !m.At.IsZero() {
		return m, nil
	}
	return s.Records.Moment(c.Request().Context(), actor(c).Commission)
}

// draftForm is a draft as it was typed.
type draftForm struct {
	text  ruling.Draft
	until DateBoxes
}

// draftFormOf returns the form filled with a version.
func draftFormOf(d ruling.Draft) draftForm { return draftForm{text: d, until: boxesOf(d.Until)} }

// draftTyped reads the form. The error says that the date typed is none; everything
// typed comes back all the same.
func draftTyped(form url.Values) (draftForm, error) {
	text := func(name string) string { return typedText(form, name) }
	f := draftForm{until: boxesIn(form, "until")}
	f.text = ruling.Draft{Facts: text("facts"), Reasons: text("reasons"), Law: text("law"), Demands: demandsTyped(form), Selection: ruling.Selection{
		Outcome: regulation.Outcome(form.Get("outcome")), Findings: actsTyped(form), ByParts: form.Get("by_parts") == "1",
		Merits: text("merits"), Matter: listed(ruling.Matter(form.Get("matter")), ruling.Matters...),
		Duty: listed(ruling.Duty(form.Get("duty")), ruling.Reconsider, ruling.DoAct), Action: text("action"),
	}}
	var err error
	f.text.Until, err = f.until.Date("until")
	return f, err
}

func typedText(form url.Values, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(form.Get(name), "\r\n", "\n"))
}

// listed returns the value if it is one of the choices, else the zero value.
func listed[V comparable](value V, choices ...V) V {
	if slices.Contains(choices, value) {
		return value
	}
	var none V
	return none
}

// draftView is everything the page of a draft shows.
type draftView struct {
	complaintFrameData
	about  ruling.Subject
	latest ruling.Draft // as it is saved
	shown  ruling.Draft // the version on the page, for reading
	form   draftForm
	number string // of the ruling, once it is adopted
	edits  bool   // the visitor may change the draft, were it the time
	opened bool   // what the acts are called is being changed
	stale  bool   // somebody saved a newer version meanwhile
	read   bool   // one version is shown for reading, whoever asks
	talk   discussion
	named  namedInPaper

	sections map[ruling.Section][]ruling.Paragraph // of the version shown
	beside   map[ruling.Paragraph][]ruling.Thread
	adrift   []ruling.Thread // whose paragraph is no longer there
}

// address is where the draft is.
func (v draftView) address() string { return "/complaints/" + v.Complaint.Ref.String() + "/draft" }

// writable reports whether the page is a form.
func (v draftView) writable() bool {
	return v.edits && !v.read && v.Complaint.State == complaint.InReview && !v.old()
}

// old reports whether an earlier version is shown.
func (v draftView) old() bool { return v.shown.Version != v.latest.Version }

func (v draftView) profile() regulation.Profile { return v.Moment.Composition.Commission.Profile }

// operative returns the operative part that follows from what is saved.
func (v draftView) operative() []string {
	return v.shown.Operative(v.about, v.profile())
}

// missing are the parts that the saved version still lacks.
func (v draftView) missing(ctx context.Context) Problems {
	return problems(ctx, v.latest.Prepared(v.Complaint).Complete(v.Complaint, v.Moment.Day))
}

// answer returns the deadline the decision is owed by, while it is owed.
func (v draftView) answer() (deadline.Deadline, bool) {
	for _, d := range v.Running {
		if d.MetAt.IsZero() && d.Clock.Answers() {
			return d.Deadline, true
		}
	}
	return deadline.Deadline{}, false
}

// earlier lists the earlier versions, the latest first; a long history is cut.
func (v draftView) earlier() []int {
	var versions []int
	for n := v.latest.Version; n > 0 && len(versions) < 12; n-- {
		if n != v.shown.Version {
			versions = append(versions, n)
		}
	}
	return versions
}

// draftOf reads the draft of the complaint in the address.
func (s *Server) draftOf(c echo.Context) (draftView, error) {
	ctx, v := c.Request().Context(), draftView{}
	var err error
	if v.complaintFrameData, err = s.framed(c); err != nil {
		return v, err
	}
	v.edits = v.Complaint.Edits(actor(c), v.Moment)
	if v.latest, err = s.Records.Draft(ctx, v.Complaint.ID); err != nil {
		return v, err
	}
	v.shown, v.form = v.latest, draftFormOf(v.latest.Prepared(v.Complaint))
	if v.Complaint.Respondent != 0 {
		if v.about, err = s.Records.Subject(ctx, v.Complaint); err != nil {
			return v, err
		}
	}
	if decided := v.Complaint.State; decided == complaint.Decided || decided == complaint.Signed || decided == complaint.Delivered {
		r, err := s.Records.RulingOf(ctx, v.Complaint.ID)
		if err != nil {
			return v, err
		}
		v.number = r.Number
	}
	if v.named, err = s.namedIn(c, v.complaintFrameData); err != nil {
		return v, err
	}
	v.talk, err = s.discussed(c, v)
	return v.laid(), err
}

// draft handles GET /complaints/:no/draft.
func (s *Server) draft(c echo.Context) error {
	v, err := s.draftOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, draftPage(v))
}

// draftVersion handles GET /complaints/:no/draft/:version.
func (s *Server) draftVersion(c echo.Context) error {
	n, err := strconv.Atoi(c.Param("version"))
	if err != nil {
		return ruling.ErrNotFound
	}
	v, err := s.versionOf(c, n)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, draftPage(v))
}

// versionOf reads one version of the draft of the complaint in the address, for reading.
func (s *Server) versionOf(c echo.Context, n int) (draftView, error) {
	v, err := s.draftOf(c)
	if err != nil {
		return v, err
	}
	v.read = true
	v.shown, err = s.Records.DraftVersion(c.Request().Context(), v.Complaint.ID, n)
	return v.laid(), err
}

// saveDraft handles POST /complaints/:no/draft.
func (s *Server) saveDraft(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ref, err := complaint.ParseRef(c.Param("no"))
	if err != nil {
		return err
	}
	typed, err := draftTyped(form)
	if form.Get("change") != "" {
		return s.draftChanged(c, form.Get("change"), typed)
	}
	if err == nil {
		base, _ := strconv.Atoi(form.Get("base")) // what is no number is no version anybody wrote from
		err = s.Rulings.Save(c.Request().Context(), actor(c), ref, base, typed.text)
	}
	if err != nil {
		return s.draftAgain(c, err, &typed)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+ref.String()+"/draft")
}

// completeDraft handles POST /complaints/:no/draft/complete. What was typed on the
// page and not saved yet is saved first: nobody loses text to the wrong button.
func (s *Server) completeDraft(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ctx, by := c.Request().Context(), actor(c)
	ref, err := complaint.ParseRef(c.Param("no"))
	if err != nil {
		return err
	}
	var typed *draftForm
	if form.Has("base") {
		f, err := draftTyped(form)
		typed = &f
		if err == nil {
			err = s.saveTyped(ctx, by, ref, form.Get("base"), f.text)
		}
		if err != nil {
			return s.draftAgain(c, err, typed)
		}
	}
	if err := s.draftPrints(c); err != nil {
		return s.draftAgain(c, err, typed)
	}
	if err := s.Rulings.Complete(ctx, by, ref); err != nil {
		return s.draftAgain(c, err, typed)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+ref.String()+"/draft")
}

// draftPrints refuses a draft with letters no paper can hold, before it is voted on: the
// ruling could not be printed.
func (s *Server) draftPrints(c echo.Context) error {
	v, err := s.draftOf(c)
	if err != nil {
		return err
	}
	paper, _ := v.sheet().Paper()
	var letters *document.MissingGlyphs
	if err := s.Press.Prints(paper); errors.As(err, &letters) {
		return regulation.Refuse("", "draft_letters_missing", regulation.Values{"Letters": letters.Names()})
	}
	return nil
}

// saveTyped saves a text unless the latest version says the same.
func (s *Server) saveTyped(ctx context.Context, by identity.Actor, ref complaint.Ref, base string, text ruling.Draft) error {
	found, err := s.Records.Complaint(ctx, by.Commission, ref)
	if err != nil {
		return err
	}
	latest, err := s.Records.Draft(ctx, found.ID)
	if err != nil || latest.Digest() == text.Prepared(found).Digest() {
		return err
	}
	version, _ := strconv.Atoi(base)
	return s.Rulings.Save(ctx, by, ref, version, text)
}

// reopenDraft handles POST /complaints/:no/draft/reopen.
func (s *Server) reopenDraft(c echo.Context) error {
	ref, err := complaint.ParseRef(c.Param("no"))
	if err != nil {
		return err
	}
	if err := s.Rulings.Reopen(c.Request().Context(), actor(c), ref); err != nil {
		return s.draftAgain(c, err, nil)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+ref.String()+"/draft")
}

// draftAgain shows the page once more with what is wrong and everything typed. After
// a newer version of somebody else the form goes on from that one, so that pressing
// the button again keeps both: versions are never overwritten.
func (s *Server) draftAgain(c echo.Context, cause error, typed *draftForm) error {
	stale := errors.Is(cause, ruling.ErrStale)
	found := problems(c.Request().Context(), cause)
	if !stale && found == nil {
		return cause
	}
	v, err := s.draftOf(c)
	if err != nil {
		return err
	}
	v.Wrong, v.stale = found, stale
	if typed != nil {
		v.form = *typed
		v.form.text = typed.text.Prepared(v.Complaint)
	}
	if !v.writable() { // no field is on the page for the list to lead to
		for i := range v.Wrong {
			v.Wrong[i].Field = ""
		}
	}
	status := http.StatusConflict
	if !stale {
		status = found.status()
	}
	return s.page(c, status, draftPage(v))
}

// title names the page in the window.
func (v draftView) title(ctx context.Context) string {
	if v.shown.Version == 0 {
		return t(ctx, "draft.title_new", "Number", v.Complaint.Ref.String())
	}
	return t(ctx, "draft.title", "Number", v.Complaint.Ref.String(), "Version", v.shown.Version)
}

func (v draftView) heading(ctx context.Context) string {
	if v.shown.Version == 0 {
		return t(ctx, "draft.heading_new")
	}
	return t(ctx, "draft.heading", "Version", v.shown.Version)
}

// seats returns the established number of the commission's members.
func (v draftView) seats() int { return v.Moment.Composition.Commission.Established }

func (v draftView) quorum() int { return sitting.QuorumOf(v.seats(), 0).Needed }

// readyCheck is one line of what a draft needs: done, or what is missing.
type readyCheck struct {
	Done    string
	Problem Problem
}

// readiness puts what is done and what is missing into one list, in the order of the form.
func (v draftView) readiness(ctx context.Context) []readyCheck {
	missing := v.missing(ctx)
	var list []readyCheck
	take := func(done string, mine func(field string) bool) {
		found := false
		for _, p := range missing {
			if mine(p.Field) {
				list, found = append(list, readyCheck{Problem: p}), true
			}
		}
		if !found {
			list = append(list, readyCheck{Done: t(ctx, done)})
		}
	}
	parts := []string{"facts", "reasons", "law"}
	about := func(field string) bool { return strings.HasPrefix(field, "demand") }
	take("draft_done.facts", func(field string) bool { return field == "facts" })
	take("draft_done.reasons", func(field string) bool { return field == "reasons" })
	take("draft_done.demands", about)
	take("draft_done.law", func(field string) bool { return field == "law" })
	take("draft_done.outcome", func(field string) bool { return !about(field) && !slices.Contains(parts, field) })
	return list
}

// outcomeChoices words the three outcomes for what is contested.
func outcomeChoices(ctx context.Context, c complaint.Contested) []Option {
	kind := "act"
	switch {
	case c.Decision && (c.Action || c.Inaction):
		kind = "both"
	case c.Decision:
		kind = "decision"
	}
	return []Option{
		{Value: string(regulation.Dismiss), Label: t(ctx, "outcome_choice.dismiss")},
		{Value: string(regulation.DecideOnMerits), Label: t(ctx, "outcome_choice.merits_"+kind), Hint: t(ctx, "outcome_choice.merits_hint")},
		{Value: string(regulation.Remand), Label: t(ctx, "outcome_choice.remand_"+kind), Hint: t(ctx, "outcome_choice.remand_hint")},
	}
}

// rowsFor makes a text area as high as its text, within reason.
func rowsFor(text string, least int) int {
	rows := 1
	for _, line := range strings.Split(text, "\n") {
		rows += 1 + len([]rune(line))/90
	}
	return min(max(rows, least), 30)
}

func linesOf(text string) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// inRussian says a sentence in the commission's language, for what goes into papers.
func inRussian(key string) string {
	return catalogues[Russian].say(key, nil)
}
