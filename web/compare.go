package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// comparison is two versions of a draft side by side.
type comparison struct {
	draftView
	before, after ruling.Draft
	parts         []comparedPart
}

// comparedPart is a part of the draft in both versions.
type comparedPart struct {
	name     string
	lang     string // of its text: the selection is put into the words of the page
	compared []ruling.Compared
}

// compareDrafts handles GET /complaints/:no/draft/compare.
func (s *Server) compareDrafts(c echo.Context) error {
	v, err := s.draftOf(c)
	if err != nil {
		return err
	}
	cmp := comparison{draftView: v}
	from, to := max(v.latest.Version-1, 1), v.latest.Version
	if c.QueryParams().Has("from") {
		from, to = int(whole(c.QueryParam("from"))), int(whole(c.QueryParam("to")))
	}
	ctx := c.Request().Context()
	if cmp.before, err = s.Records.DraftVersion(ctx, v.Complaint.ID, min(from, to)); err != nil {
		return err
	}
	if cmp.after, err = s.Records.DraftVersion(ctx, v.Complaint.ID, max(from, to)); err != nil {
		return err
	}
	cmp.parts = v.compared(ctx, cmp.before, cmp.after)
	return s.page(c, http.StatusOK, comparePage(cmp))
}

// compared puts the parts of two versions side by side, the selection as sentences.
func (v draftView) compared(ctx context.Context, before, after ruling.Draft) []comparedPart {
	texts := func(d ruling.Draft, section ruling.Section) []string {
		var said []string
		for _, p := range d.Paragraphs(v.about, v.profile()) {
			if p.Section == section {
				said = append(said, p.Text)
			}
		}
		return said
	}
	var parts []comparedPart
	for _, section := range ruling.Sections {
		if section == ruling.OperativeSection {
			parts = append(parts, comparedPart{name: t(ctx, "compare.selection"), compared: ruling.Compare(selected(ctx, before), selected(ctx, after))})
		}
		parts = append(parts, comparedPart{name: sectionName(ctx, section), lang: "ru", compared: ruling.Compare(texts(before, section), texts(after, section))})
	}
	return parts
}

// selected says in sentences what the drafter chose: the outcome, what becomes of each
// act, and what belongs to that outcome.
func selected(ctx context.Context, d ruling.Draft) []string {
	if d.Outcome == "" {
		return []string{t(ctx, "compare.no_outcome")}
	}
	said := []string{t(ctx, "compare.outcome", "Outcome", outcomeWord(ctx, d.Outcome, d.Duty))}
	for _, f := range d.Findings {
		verdict := t(ctx, "compare.no_verdict")
		if f.Verdict != "" {
			verdict = word(ctx, f.Verdict)
		}
		if f.Verdict == ruling.AnnulInPart {
			verdict += ": " + f.Part
		}
		said = append(said, t(ctx, "compare.act", "Act", actName(ctx, f), "Verdict", verdict))
	}
	if d.ByParts {
		said = append(said, t(ctx, "compare.by_parts"))
	}
	switch d.Outcome {
	case regulation.DecideOnMerits:
		said = append(said, t(ctx, "compare.merits", "Text", d.Merits))
		if d.Matter != ruling.NoMatter {
			said = append(said, t(ctx, "compare.matter", "Matter", t(ctx, "matter."+string(d.Matter))))
		}
	case regulation.Remand:
		if d.Duty == ruling.DoAct {
			said = append(said, t(ctx, "compare.action", "Text", d.Action))
		}
		said = append(said, t(ctx, "compare.until", "Day", orNone(ctx, d.Until)))
	case regulation.Dismiss:
	}
	return said
}

func orNone(ctx context.Context, d calendar.Date) string {
	if d.IsZero() {
		return t(ctx, "compare.no_day")
	}
	return dayYear(ctx, d)
}

// stretch is a run of paragraphs of a comparison: some that did not change, or one that did.
type stretch struct {
	same    []ruling.Compared
	changed ruling.Compared
}

// stretches puts paragraphs that did not change together, so that they can be folded.
func stretches(all []ruling.Compared) []stretch {
	var out []stretch
	for _, c := range all {
		switch n := len(out); {
		case c.Change != ruling.Same:
			out = append(out, stretch{changed: c})
		case n > 0 && out[n-1].same != nil:
			out[n-1].same = append(out[n-1].same, c)
		default:
			out = append(out, stretch{same: []ruling.Compared{c}})
		}
	}
	return out
}

// versionOptions are all versions to choose from, the latest first.
func (v draftView) versionOptions(ctx context.Context) []Option {
	var options []Option
	for n := v.latest.Version; n > 0; n-- {
		options = append(options, Option{Value: strconv.Itoa(n), Label: t(ctx, "draft.version", "Version", n)})
	}
	return options
}

// author says who saved a version and when.
func (v draftView) author(ctx context.Context, d ruling.Draft) string {
	return t(ctx, "draft.saved", "Author", v.Names[d.Author].Short(), "When", moment(ctx, d.SavedAt, v.profile().Zone()))
}

// compareHref is where two versions are compared.
func (v draftView) compareHref(from, to int) templ.SafeURL {
	return templ.SafeURL(v.address() + "/compare?from=" + strconv.Itoa(from) + "&to=" + strconv.Itoa(to))
}
