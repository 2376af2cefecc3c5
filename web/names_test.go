package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/grammar"
	"redress/internal/identity"
)

// TestNamesAreCorrected: a name that nobody is sure how to decline stands in the nominative
// in a letter, until the secretary writes its forms down; the letter before that stays, and
// another commission is told nothing.
func TestNamesAreCorrected(t *testing.T) {
	h := newHarness(t)
	ref := h.routed(func(a *complaint.Answers) {
		a.Complainant.Name = identity.ParseName("Кравец Пётр Ильич")
	}, func(in *complaint.Intake) { in.Route = complaint.TellUnreadable; in.Findings.Unreadable = true })
	at := "/complaints/" + ref.String() + "/letter"
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	sees(t, chair.get(at), http.StatusOK, "формы не определены: Кравец Пётр Ильич")

	page := secretary.post("/names/look", url.Values{"name": {"Кравец  Пётр Ильич"}})
	sees(t, page, http.StatusOK, "Формы не определяются по правилам", "Записей нет")
	soundly(t, h, page.Body.String())
	if !strings.Contains(page.Body.String(), `value="Кравца Петра Ильича"`) {
		t.Error("the form does not begin with a guess")
	}
	form := url.Values{}
	for i, words := range []string{"Кравец Пётр Ильич", "Кравеца Петра Ильича", "Кравецу Петру Ильичу", "Кравеца Петра Ильича", "", "Кравеце Петре"} {
		form.Set(document.FormField(grammar.Cases[i]), words)
	}
	sees(t, secretary.post("/names", form), http.StatusUnprocessableEntity, "Напишите форму имени", "Слов должно быть столько же")
	form.Set("form_instrumental", "Кравецем 1 Ильичом")
	form.Set("form_prepositional", "Кравеце Петре Ильиче")
	sees(t, secretary.post("/names", form), http.StatusUnprocessableEntity, "В имени бывают только буквы")
	form.Set("form_instrumental", "Кравецем Петром Ильичом")
	goes(t, secretary.post("/names", form), "/names?saved=1")
	for _, address := range []string{"/names?record=1", "/names?of=" + ref.String()} {
		if !strings.Contains(secretary.get(address).Body.String(), `value="Кравецем Петром Ильичом"`) {
			t.Errorf("%s does not lead to the forms kept", address)
		}
	}
	if page := chair.get(at).Body.String(); strings.Contains(page, "/names?name=") || !strings.Contains(page, "/names?of="+ref.String()) {
		t.Error("a name stands in an address")
	}
	sees(t, secretary.get("/names?saved=1"), http.StatusOK, "Записано", "Кравецу Петру Ильичу", "Реестрова")

	sees(t, chair.get(at), http.StatusOK, "Имя в бумагах: Кравеца Петра Ильича", "Исправить формы")
	post, err := h.Postage.Compose(t.Context(), h.chair, ref, complaint.Letter{Kind: complaint.UnreadableTold})
	must(t, err)
	if text := post.Papers[0].Paper.Plain(); !strings.Contains(text, "Кравецу Петру Ильичу") {
		t.Errorf("the letter goes to somebody else:\n%s", text)
	}
	if w := h.signIn("member").get("/names"); w.Code != http.StatusForbidden {
		t.Errorf("a member reads the dictionary: %d", w.Code)
	}
	for _, c := range []string{"UPDATE name_forms SET name = 'иное'", "DELETE FROM name_forms"} {
		if _, err := h.db.Pool().Exec(t.Context(), c); err == nil {
			t.Errorf("what was written down can be changed: %s", c)
		}
	}
	kept, err := h.db.Dictionary(t.Context(), h.other, identity.ParseName("Кравец Пётр Ильич"))
	must(t, err)
	if len(kept) != 0 {
		t.Errorf("another commission's dictionary holds %v", kept)
	}
}
