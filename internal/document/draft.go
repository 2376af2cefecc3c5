package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// DraftSheet is a version of a draft ruling as a file that is edited elsewhere and brought
// back. Its text stands as it was typed, with nothing glued together, so that what nobody
// touched comes back the same.
type DraftSheet struct {
	Draft      ruling.Draft
	Complaint  complaint.Complaint
	About      ruling.Subject
	Commission commission.Commission
}

// draftHeadings are the headings of the sections of the file.
var draftHeadings = map[ruling.Section]string{
	ruling.FactsSection: "Комиссия установила", ruling.ReasonsSection: "Мотивы", ruling.DemandsSection: "Требования и ответы",
	ruling.LawSection: "Нормы", ruling.OperativeSection: "Резолютивная часть",
}

// Paper builds the file, and says which of its blocks begin a part: the first, which names
// the complaint and the version, and the heading of each section.
func (s DraftSheet) Paper() (Paper, map[int]string) {
	note := "Можно изменить текст под заголовками «" + draftHeadings[ruling.FactsSection] + "», «" + draftHeadings[ruling.ReasonsSection] + "» и «" + draftHeadings[ruling.LawSection] +
		"». Остальное показано для сведения и обратно не читается: резолютивная часть следует из выбранного итога. Заголовки не удаляйте: по ним текст находит своё место."
	body := Body{Paragraph{Runs: []Run{Bold("Проект, версия " + strconv.Itoa(s.Draft.Version))}, Align: Centre}, Paragraph{Runs: []Run{Italic(note)}}}
	marks := map[int]string{0: s.mark() + strconv.Itoa(s.Draft.Version)}
	all := s.Draft.Paragraphs(s.About, s.Commission.Profile)
	for _, section := range ruling.Sections {
		marks[len(body)] = string(section)
		body = append(body, Heading{Level: 2, Text: draftHeadings[section]})
		before := len(body)
		for _, p := range all {
			switch {
			case p.Section == section && section == ruling.OperativeSection:
				body = append(body, Numbered{Number: strconv.Itoa(p.Number) + ".", Runs: []Run{Text(p.Text)}})
			case p.Section == section:
				body = append(body, P(Text(p.Text)))
			}
		}
		if len(body) == before { // a line to write on
			body = append(body, P())
		}
	}
	name := fmt.Sprintf("Проект решения по жалобе № %s, версия %d", s.Complaint.Ref, s.Draft.Version)
	return Paper{Kind: RulingKind, Title: name, Issuer: issuer(s.Commission), ActName: string(s.Commission.Profile.ActName),
		Subject: fmt.Sprintf("По жалобе № %s: %s", s.Complaint.Ref, s.Complaint.Title), Body: body, LongKept: true, Made: s.Draft.SavedAt}, marks
}

// mark names the complaint in the file.
func (s DraftSheet) mark() string {
	return fmt.Sprintf("of_%d_%d_%d_", s.Commission.ID, s.Complaint.Ref.Year, s.Complaint.Ref.Number)
}

// BroughtBack returns the draft with the texts of an edited file, and the version that the
// file was made from. Facts, reasons and law are taken from it; the operative part stays
// bound to the selection of the draft. A file of another draft, or one that lost the
// heading of a section, is refused.
func (s DraftSheet) BroughtBack(field string, parts map[string]string) (draft ruling.Draft, version int, err error) {
	for name := range parts {
		if number, ok := strings.CutPrefix(name, s.mark()); ok {
			version, err = strconv.Atoi(number)
			if err != nil || version < 1 || version > s.Draft.Version {
				return s.Draft, 0, regulation.Missing(regulation.Reasoned, field, "docx_other_draft")
			}
		}
	}
	if version == 0 {
		return s.Draft, 0, regulation.Missing(regulation.Reasoned, field, "docx_other_draft")
	}
	for _, section := range ruling.Sections { // each ends where the next one begins
		if _, ok := parts[string(section)]; !ok {
			return s.Draft, version, &regulation.Refusal{Clause: regulation.Reasoned, Field: field, Key: "docx_part_lost", Values: regulation.Values{"Heading": draftHeadings[section]}}
		}
	}
	draft = s.Draft
	for _, back := range []struct {
		section ruling.Section
		text    *string
	}{{ruling.FactsSection, &draft.Facts}, {ruling.ReasonsSection, &draft.Reasons}, {ruling.LawSection, &draft.Law}} {
		now := parts[string(back.section)]
		if !slices.Equal(ruling.ParagraphsOf(Printable(*back.text)), ruling.ParagraphsOf(now)) {
			*back.text = now
		}
	}
	return draft, version, draft.Check()
}
