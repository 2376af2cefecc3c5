package document

import (
	"strings"
	"testing"

	"redress/internal/grammar"
	"redress/internal/identity"
)

// TestWhoComplains: the title and the introduction of a ruling, and the addressee of a
// letter, say the name in its case where that is sure, in the nominative where it is not,
// and as the commission wrote it down where it did.
func TestWhoComplains(t *testing.T) {
	kravets := identity.Name{Surname: "Кравец", Given: "Пётр", Patronymic: "Ильич"}
	corrected := Dictionary{kravets.Full(): grammar.Forms{"Кравец Пётр Ильич", "Кравеца Петра Ильича", "Кравецу Петру Ильичу", "Кравеца Петра Ильича", "Кравецем Петром Ильичом", "Кравеце Петре Ильиче"}}
	for _, row := range []struct {
		name                         string
		who                          identity.Name
		kept                         Dictionary
		title, introduction, address string
	}{
		{"a name that is sure", identity.Name{Surname: "Орёл", Given: "Павел", Patronymic: "Никитич"}, nil,
			"О жалобе № 2026-0110 Орла П. Н. на", "(вх. № 118) Орла Павла Никитича на", "Орлу Павлу Никитичу"},
		{"one that is not", kravets, nil, "(заявитель – Кравец П. И.)", "Заявитель – Кравец Пётр Ильич. Суть жалобы", "Кравец Пётр Ильич"},
		{"one that was corrected", kravets, corrected, "О жалобе № 2026-0110 Кравеца П. И. на", "(вх. № 118) Кравеца Петра Ильича на", "Кравецу Петру Ильичу"},
		{"nobody", identity.Name{}, nil, "О жалобе № 2026-0110", "Заявитель – не назван.", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			sheet := sheetOf("decide")
			sheet.Complaint.Complainant.Name, sheet.Dictionary = row.who, row.kept
			text := strings.ReplaceAll(sheet.Paper().Plain(), "\u00a0", " ")
			for _, want := range []string{row.title, row.introduction} {
				if !strings.Contains(text, want) {
					t.Errorf("the ruling lacks %q:\n%s", want, text[:min(len(text), 1500)])
				}
			}
			letter := letterSheet("reply")
			letter.Complaint.Complainant.Name, letter.Dictionary = row.who, row.kept
			if got := letter.addressee(); !strings.HasPrefix(got, row.address) {
				t.Errorf("the letter goes to %q, want %q", got, row.address)
			}
		})
	}
}
