package document

import (
	"errors"
	"testing"

	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// draftSheet is the third version of a draft; its facts are typed untidily.
func draftSheet() DraftSheet {
	c := complaint.Complaint{ID: 42, Ref: complaint.Ref{Year: 2026, Number: 118}, Title: "Отказ включить в список"}
	d := ruling.Draft{Version: 3, Facts: "  Приходил три дня.\n\n\n Отказали.", Reasons: "Довод обоснован.", Law: "67-ФЗ, статья\u00a017"}
	d.Selection = outcomes()["dismiss"]
	return DraftSheet{Draft: d, Complaint: c, About: ruling.Subject{Ref: c.Ref, Title: c.Title, Respondent: station}, Commission: own}
}

// untouched is what is read of the file when nobody edits it.
func untouched() map[string]string {
	return map[string]string{"of_5_2026_118_3": "", "facts": "Приходил три дня.\nОтказали.", "reasons": "Довод обоснован.", "demands": "", "law": "67-ФЗ, статья\u00a017", "operative": "1. Оставить."}
}

func TestFileOfADraftNamesItsParts(t *testing.T) {
	paper, marks := draftSheet().Paper()
	named := map[string]Block{}
	for i, name := range marks {
		named[name] = paper.Body[i]
	}
	if len(named) != 6 || named["of_5_2026_118_3"] == nil {
		t.Errorf("the parts are %v", marks)
	}
	for section, heading := range draftHeadings {
		if named[string(section)] != (Heading{Level: 2, Text: heading}) {
			t.Errorf("%s begins with %v", section, named[string(section)])
		}
	}
}

func TestR070TheOperativePartStaysBoundToTheSelection(t *testing.T) {
	for name, row := range map[string]struct {
		edit func(map[string]string)
		want func(*ruling.Draft)
	}{
		"what nobody touched stays as it was typed": {func(map[string]string) {}, func(*ruling.Draft) {}},
		"the texts are taken": {func(parts map[string]string) {
			parts["facts"], parts["reasons"], parts["law"] = "Иначе.", "", "20-ФЗ"
		}, func(d *ruling.Draft) { d.Facts, d.Reasons, d.Law = "Иначе.", "", "20-ФЗ" }},
		"another operative part is not": {func(parts map[string]string) {
			parts["operative"], parts["demands"] = "1. Отменить всё.", "Нет."
		}, func(*ruling.Draft) {}},
	} {
		parts := untouched()
		row.edit(parts)
		want := draftSheet().Draft
		row.want(&want)
		got, made, err := draftSheet().BroughtBack("docx", parts)
		if err != nil || made != 3 {
			t.Errorf("%s: version %d, %v", name, made, err)
		}
		if got.Digest() != want.Digest() || got.Facts != want.Facts {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestFileOfAnotherDraftIsRefused(t *testing.T) {
	with := func(old, now string) map[string]string {
		parts := untouched()
		parts[now] = parts[old]
		delete(parts, old)
		return parts
	}
	long := untouched()
	long["law"] = string(make([]rune, ruling.MaxPart+1))
	for name, row := range map[string]struct {
		parts map[string]string
		key   string
	}{
		"of another complaint":   {with("of_5_2026_118_3", "of_5_2026_11_3"), "docx_other_draft"},
		"of another commission":  {with("of_5_2026_118_3", "of_6_2026_118_3"), "docx_other_draft"},
		"of a later version":     {with("of_5_2026_118_3", "of_5_2026_118_4"), "docx_other_draft"},
		"of a version that was":  {with("of_5_2026_118_3", "of_5_2026_118_2"), ""},
		"of no version":          {with("of_5_2026_118_3", "of_5_2026_118_x"), "docx_other_draft"},
		"of nothing":             {map[string]string{}, "docx_other_draft"},
		"without a heading":      {with("law", "x"), "docx_part_lost"},
		"without the last one":   {with("operative", "x"), "docx_part_lost"},
		"longer than a draft is": {long, "text_too_long"},
	} {
		_, made, err := draftSheet().BroughtBack("docx", row.parts)
		var refusal *regulation.Refusal
		if row.key == "" {
			if err != nil || made != 2 {
				t.Errorf("%s: version %d, %v", name, made, err)
			}
		} else if !errors.As(err, &refusal) || refusal.Key != row.key {
			t.Errorf("%s: %v, want %s", name, err, row.key)
		}
	}
}
