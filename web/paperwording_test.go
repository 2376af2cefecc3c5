package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
)

// textOfLetter is the form that words a kind of letter from the day of the harness on.
func textOfLetter(text, ground string) url.Values {
	return url.Values{"base": {"0"}, document.WordingForm: {text}, "wording_ground": {ground},
		"wording_from_day": {"10"}, "wording_from_month": {"9"}, "wording_from_year": {"2026"}}
}

// TestLettersAreWorded: the secretary rewords a letter, tries it on a complaint and keeps it;
// the letter that follows says it, the one before stays, and nothing broken is kept.
func TestLettersAreWorded(t *testing.T) {
	h := newHarness(t)
	unreadable := func() complaint.Ref {
		return h.routed(func(a *complaint.Answers) {
			a.Complainant.Name = identity.ParseName("Иванова Анна Петровна")
		},
			func(in *complaint.Intake) { in.Route = complaint.TellUnreadable; in.Findings.Unreadable = true })
	}
	before, after := unreadable(), unreadable()
	h.posts(before, complaint.Letter{Kind: complaint.UnreadableTold})
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	const at = "/wording/unreadable"
	page := secretary.get("/wording")
	sees(t, page, http.StatusOK, "Тексты документов", "Исходный", "Приглашение")
	soundly(t, h, page.Body.String())
	page = secretary.get(at)
	sees(t, page, http.StatusOK, "{норма в творительном}", "Текст не меняли", "Обязательно")
	soundly(t, h, page.Body.String())

	builtIn := document.WordingKind(complaint.UnreadableTold).BuiltIn()
	own := "[{приветствие}]\n" + strings.Replace(builtIn, "рассмотрено", "изучено", 1)
	broken := strings.Replace(own, "{норма в творительном}", "{статья}", 1) + "\n\nТел. {телефон"
	page = secretary.post(at, textOfLetter(broken, ""))
	sees(t, page, http.StatusUnprocessableEntity, "строка 3: поля «статья» у этого документа нет", "строка 6: фигурная скобка без пары", "Напишите, почему текст меняется", "Тел. {телефон")
	soundly(t, h, page.Body.String())
	sees(t, secretary.post(at, textOfLetter(strings.Replace(own, "{норма в творительном}", "законом", 1), "решение № 5")), http.StatusUnprocessableEntity,
		"нет обязательного поля «норма в творительном»")
	sees(t, secretary.post(at, textOfLetter(own+"\n漢", "решение № 5")), http.StatusUnprocessableEntity, "строка 5: эти знаки нельзя напечатать: «漢»")
	sees(t, secretary.post(at, textOfLetter(builtIn, "решение № 5")), http.StatusUnprocessableEntity, "текст не изменился")

	look := textOfLetter(own, "")
	look.Set("wording_complaint", "2026-99999")
	sees(t, secretary.post(at+"/look", look), http.StatusUnprocessableEntity, "нет жалобы с таким номером", "изучено")
	look.Set("wording_complaint", after.String())
	page = secretary.post(at+"/look", look)
	sees(t, page, http.StatusOK, "ОБРАЗЕЦ", "Уважаемая Анна Петровна!", "изучено", "Не является документом комиссии", "Отличия от исходного текста")
	soundly(t, h, page.Body.String())
	look.Set("look", "pdf")
	if file := secretary.post(at+"/look", look); file.Code != http.StatusOK || !bytes.HasPrefix(file.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("the sample as a PDF: %d, %.20q", file.Code, file.Body)
	}
	sees(t, secretary.get(at), http.StatusOK, "Текст не меняли")

	goes(t, secretary.post(at, textOfLetter(own, "решение комиссии № 5")), at+"?kept=1")
	sees(t, secretary.get("/wording"), http.StatusOK, "Свой, редакция 1", "Реестрова")
	page = secretary.get(at + "?kept=1")
	sees(t, page, http.StatusOK, "Записано", "решение комиссии № 5", "действует", "Вернуть исходный текст")
	sees(t, chair.post(at, textOfLetter(builtIn, "решение № 6")), http.StatusUnprocessableEntity, "Пока Вы писали, текст изменили")

	sees(t, chair.get("/complaints/"+after.String()+"/letter"), http.StatusOK, "Уважаемая Анна Петровна!", "изучено")
	h.posts(after, complaint.Letter{Kind: complaint.UnreadableTold})
	for ref, want := range map[complaint.Ref]struct{ template, says string }{before: {document.Template, "рассмотрено"}, after: {document.Template + "+w1", "изучено"}} {
		papers, err := h.db.PapersOf(t.Context(), h.complaint(ref).ID)
		must(t, err)
		model, err := h.db.PaperModel(t.Context(), h.own, papers[0].ID)
		must(t, err)
		var template string
		must(t, h.db.Pool().QueryRow(t.Context(), "SELECT template FROM papers WHERE id = $1", int64(papers[0].ID)).Scan(&template))
		if template != want.template || !strings.Contains(model.Plain(), want.says) {
			t.Errorf("%s: template %s says\n%s", ref, template, model.Plain())
		}
	}

	broken = strings.Replace(builtIn, "{норма в творительном}", "{поле прежней программы}", 1)
	_, err := h.db.Pool().Exec(t.Context(), `INSERT INTO wordings SELECT commission_id, kind, 2, in_force_from, $1, ground, by_id, at FROM wordings`, broken)
	must(t, err)
	third := unreadable()
	sees(t, chair.get("/complaints/"+third.String()+"/letter"), http.StatusOK, "записан с ошибкой", "Изменить текст этого документа")
	for _, kind := range document.WordingKinds() {
		text := textOfLetter(kind.BuiltIn(), "")
		text.Set("wording_complaint", before.String())
		page := secretary.post("/wording/"+string(kind)+"/look", text)
		sees(t, page, http.StatusOK, "ОБРАЗЕЦ")
		if strings.Contains(page.Body.String(), "01.01.0001") {
			t.Errorf("%s: the sample has a day that is none", kind)
		}
	}
	back := textOfLetter("", "решение № 7")
	back.Set("base", "2")
	goes(t, chair.post(at+"/built-in", back), at+"?kept=1")
	sees(t, secretary.get("/wording"), http.StatusOK, "Исходный, с")
	back.Set("base", "3")
	sees(t, chair.post(at+"/built-in", back), http.StatusUnprocessableEntity, "Исходный текст и так действует")
	for _, login := range []string{"member", "admin"} {
		if w := h.signIn(login).get("/wording"); w.Code != http.StatusForbidden {
			t.Errorf("%s words letters: %d", login, w.Code)
		}
	}
	if w := secretary.get("/wording/minutes"); w.Code != http.StatusNotFound {
		t.Errorf("a kind that is none: %d", w.Code)
	}
	for _, c := range []string{"UPDATE wordings SET text = 'иное'", "DELETE FROM wordings", "INSERT INTO wordings SELECT commission_id, kind, 9, in_force_from, text, ground, by_id, at FROM wordings LIMIT 1"} {
		if _, err := h.db.Pool().Exec(t.Context(), c); err == nil {
			t.Errorf("what was kept can be changed: %s", c)
		}
	}
}
