package publication

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

var (
	secretary = identity.Actor{ID: 3, Office: identity.Secretary, Commission: 5}
	noon      = time.Date(2026, 9, 14, 5, 0, 0, 0, time.UTC)
)

// facts are of a ruling whose text is the paragraphs.
func facts(paragraphs ...string) Facts {
	k := known()
	f := Facts{Own: commission.Commission{ID: 5, Code: "42-9000", Name: k.Official[0], Address: k.Official[2]},
		Complaint: complaint.Complaint{ID: 42, Commission: 5, State: complaint.Signed, Version: 7},
		Ruling: ruling.Ruling{Serial: 31, Number: "14/31", AdoptedOn: calendar.Day(2026, 9, 12),
			Operative: []string{"Оставить жалобу без удовлетворения.", "Разместить настоящее решение на сайте комиссии."}},
		Officials: k.Officials, Moment: commission.Moment{At: noon, Day: calendar.Day(2026, 9, 14)}}
	f.Complaint.Complainant = complaint.Complainant{Name: k.Complainant, Email: k.Email, Phone: k.Phone, Address: k.Address}
	f.Paper = document.Paper{Kind: document.RulingKind, Title: "Решение № 14/31 по жалобе Примеровой", Subject: "О жалобе (заявитель – Примерова\u00a0А.\u00a0П.)",
		Issuer: []string{"ТЕРРИТОРИАЛЬНАЯ ИЗБИРАТЕЛЬНАЯ КОМИССИЯ", "ПРИМЕРНОГО МУНИЦИПАЛЬНОГО ОКРУГА"}, Address: k.Official[2], Number: "14/31",
		Signatures: []document.SignatureLine{{Office: "Председатель", Name: "М. П. Соколова"}}, Marks: []document.ESignature{{Owner: "Соколова"}}}
	for _, p := range paragraphs {
		f.Paper.Body = append(f.Paper.Body, document.P(document.Text(p)))
	}
	return f
}

func refusal(t *testing.T, err error) *regulation.Refusal {
	t.Helper()
	var r *regulation.Refusal
	if !errors.As(err, &r) {
		t.Fatalf("%v, want a refusal", err)
	}
	return r
}

func TestThePublicCopyHoldsNothingThatWasRemoved(t *testing.T) {
	f := facts("Заявитель – Примерова Анна Петровна, ул. Садовая, д. 5, кв. 3, anna@primer.example.",
		"ПРИМЕРОВА, Примерову, При\u00adмеровой и Анны Петровны не было; свидетель Бобров О. Л. подтвердил.",
		"Комиссия заслушала Соколову М. П. и отказала.")
	f.Paper.Body = append(f.Paper.Body,
		document.Paragraph{Runs: []document.Run{document.Text("Жалоба Приме"), document.Bold("ровой Анны"), document.Text(" Петровны")}},
		document.Heading{Level: 1, Text: "Довод Примеровой"}, document.Numbered{Number: "1.", Runs: []document.Run{document.Text("Примеровой отказать.")}},
		document.Quote{Runs: []document.Run{document.Text("Я, Примерова")}},
		document.Table{Columns: []document.Column{{Head: "Примерова"}}, Rows: [][]document.Cell{{document.C("Примеровой")}}})
	before, _ := json.Marshal(f.Paper)
	e, err := f.Edition()
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := json.Marshal(f.Paper); string(after) != string(before) {
		t.Error("R-087: the original was changed")
	}
	data, err := json.Marshal(e.Paper)
	if err != nil {
		t.Fatal(err)
	}
	text := newLine(string(data)).low
	for _, gone := range []string{"примеров", "анна", " анны", "петровн", "садов", "primer.example", "бобров"} {
		if strings.Contains(text, gone) {
			t.Errorf("R-028: %q stands in the copy: %s", gone, data)
		}
	}
	for _, stays := range []string{"соколову м. п.", "м. п. соколова", "пл. советов", Person.Mark(), Address.Mark(), Contact.Mark(), footer} {
		if !strings.Contains(text, folded(stays)) {
			t.Errorf("R-087: %q is missing: %s", stays, data)
		}
	}
	if len(e.Left) != 0 || e.Paper.Marks != nil {
		t.Errorf("R-087: %v is left, marks %v", e.Left, e.Paper.Marks)
	}
	f.Paper.Body = document.Body{document.P(document.Text("Заявитель – Примерова\u00a0А.\u00a0П. Суть жалобы: отказ."))}
	if e, err := f.Edition(); err != nil || e.Paper.Body[0].(document.Paragraph).Runs[0].Text != "Заявитель – "+Person.Mark()+". Суть жалобы: отказ." {
		t.Errorf("a sentence that ends with an initial: %+v, %v", e.Paper.Body, err)
	}
	if got := e.Paper.Body[3].(document.Paragraph).Runs; got[0].Text != "Жалоба "+Person.Mark() || got[1].Text != "" || got[2].Text != "" {
		t.Errorf("a name over three runs leaves %+v", got)
	}
}

func TestApprove(t *testing.T) {
	f := facts("Заявитель – Примерова Анна Петровна.", "Свидетель Бобров О. Л. подтвердил.")
	e, err := f.Edition()
	if err != nil {
		t.Fatal(err)
	}
	made, err := f.Approve(secretary, e.Digest)
	if err != nil {
		t.Fatal(err)
	}
	p := made.Publication
	if p.Key != (Key{2026, 31}) || p.Number != "14/31" || p.Edition != 1 || !p.At.Equal(noon) || made.Complaint.PublishedAt != noon {
		t.Errorf("R-087: published %+v", p)
	}
	said, _ := json.Marshal(made.Line.Facts)
	for _, private := range []string{"Примеров", "Бобров", "Анна"} {
		if strings.Contains(string(said), private) {
			t.Errorf("R-028: the docket says %s", said)
		}
	}
	if r := refusal(t, second(f.Approve(secretary, [32]byte{1}))); r.Key != "publication_changed" {
		t.Errorf("R-087: another text than shown: %s", r.Key)
	}
	f.Selection.Kept = []Kept{{Phrase: "Примерова Анна Петровна", Reason: "сама просит"}}
	e, _ = f.Edition()
	if r := refusal(t, second(f.Approve(secretary, e.Digest))); r.Key != "publication_left" || r.Values["Paragraph"] != 1 ||
		!strings.Contains(r.Values["Excerpt"].(string), "Примерова") || r.Clause != regulation.Confidentiality {
		t.Errorf("R-028: the complainant's name stays: %+v", r)
	}
	f.Selection.Kept = []Kept{{Phrase: "Примеровой", Reason: "нет"}}
	e, _ = f.Edition()
	if r := refusal(t, second(f.Approve(secretary, e.Digest))); r.Key != "publication_left_in_head" {
		t.Errorf("R-028: the name stays in the title: %+v", r)
	}
	f = facts("Без имён.")
	f.Ruling.Operative = f.Ruling.Operative[:1]
	e, _ = f.Edition()
	if r := refusal(t, second(f.Approve(secretary, e.Digest))); r.Key != "not_for_publication" {
		t.Errorf("R-087: not subject to publication: %s", r.Key)
	}
	f = facts("Без имён.")
	f.Complaint.State = complaint.Decided
	e, _ = f.Edition()
	if r := refusal(t, second(f.Approve(secretary, e.Digest))); r.Key != "act_not_now" {
		t.Errorf("R-087: not signed yet: %s", r.Key)
	}
	chair := secretary
	chair.Office = identity.Chair
	if r := refusal(t, second(f.Approve(chair, e.Digest))); r.Key != "not_your_office" {
		t.Errorf("R-087: the chair: %s", r.Key)
	}
}

func second[T any](_ T, err error) error { return err }

func TestTheSecretaryChangesWhatIsRemoved(t *testing.T) {
	f := facts("Свидетель Бобров О. Л. подтвердил, что двор Бетазавода закрыт.", "Ли и лица, участвующие в деле.")
	f.Selection = must(t)(f.Add(secretary, Removal{Private, "  бетазавод "}))
	e, _ := f.Edition()
	if text := e.Paper.Plain(); strings.Contains(text, "етазавод") || !strings.Contains(text, "двор "+Private.Mark()+" закрыт") {
		t.Errorf("R-087: a typed phrase goes with the word it stands in: %s", text)
	}
	f.Selection = must(t)(f.Add(secretary, Removal{Person, "Ли"}))
	e, _ = f.Edition()
	if text := e.Paper.Plain(); !strings.Contains(text, Person.Mark()+" и лица") {
		t.Errorf("R-087: a short phrase is a word of its own: %s", text)
	}
	f.Selection = must(t)(f.Keep(secretary, Kept{Phrase: "Бобров О. Л.", Reason: " должностное лицо "}))
	e, _ = f.Edition()
	if !strings.Contains(e.Paper.Plain(), "Бобров О. Л.") {
		t.Errorf("R-087: a proposal that was taken away: %s", e.Paper.Plain())
	}
	f.Selection = must(t)(f.Restore(secretary, "бобров о. л."))
	f.Selection = must(t)(f.Keep(secretary, Kept{Phrase: "Бетазавод"}))
	e, _ = f.Edition()
	if text := e.Paper.Plain(); strings.Contains(text, "Бобров") || !strings.Contains(text, "Бетазавода") {
		t.Errorf("R-087: restored, and the typed one taken back: %s", text)
	}
	for key, err := range map[string]error{
		"phrase_missing":      second(f.Add(secretary, Removal{Person, " . "})),
		"phrase_not_found":    second(f.Add(secretary, Removal{Person, "Пушкин"})),
		"choose_one":          second(f.Add(secretary, Removal{"other", "закрыт"})),
		"text_too_long":       second(f.Add(secretary, Removal{Person, "закрыт" + strings.Repeat("а", maxPhrase)})),
		"keep_reason_missing": second(f.Keep(secretary, Kept{Phrase: "Бобров О. Л."})),
	} {
		if !strings.Contains(err.Error(), key) {
			t.Errorf("R-087: %v, want %s", err, key)
		}
	}
}

func must(t *testing.T) func(Selection, error) Selection {
	return func(s Selection, err error) Selection {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func TestWithdraw(t *testing.T) {
	f := facts("Без имён.")
	f.Complaint.PublishedAt, f.Last = noon, Publication{ID: 1, Edition: 1}
	made, err := f.Withdraw(secretary, " остался адрес ")
	if err != nil || made.Publication.Reason != "остался адрес" || !made.Publication.Withdrawn.Equal(noon) || !made.Complaint.PublishedAt.IsZero() || made.Line.Facts["edition"] != 1 {
		t.Errorf("R-087: withdrawn %+v, %v", made, err)
	}
}

func TestADecisionHasOneAddress(t *testing.T) {
	if k, err := ParseKey("2026-37"); err != nil || k != (Key{2026, 37}) {
		t.Errorf("ParseKey() = %v, %v", k, err)
	}
	for _, wrong := range []string{"", "37", "2026-037", "2026-+37", "2026-0", "2026--1", "1999-1", "2026-37-1", "2026-37 ", "２０２６-37", "2026-999999999"} {
		if _, err := ParseKey(wrong); !errors.Is(err, ErrNotFound) {
			t.Errorf("ParseKey(%q) = %v, want not found", wrong, err)
		}
	}
}
