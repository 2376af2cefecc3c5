package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/ruling"
)

func said(version, at, text string) url.Values {
	return url.Values{"version": {version}, "at": {at}, "comment": {text}}
}

// TestCommentsOnADraft: a member comments on a paragraph without scripts, the rapporteur
// answers and resolves, and a later version has the comment at the same text, or in a
// list of its own once the text is gone.
func TestCommentsOnADraft(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Inaction: true})
	at := "/complaints/" + ref.String() + "/draft"
	writer, reader, chair := h.signIn("member"), h.signIn("member2"), h.signIn("chair")
	goes(t, writer.post(at, draftText("outcome", "dismiss", "facts", "Заявитель пришёл.\n\nЕму отказали.")), at)

	w := reader.get(at)
	sees(t, w, 200, "Нерешённых замечаний нет.", "Замечания видят только члены комиссии", `href="`+at+`/1?at=facts-2#facts-2"`, `href="`+at+`/1?at=operative-1#operative-1"`)
	soundly(t, h, w.Body.String())
	w = reader.get(at + "/1?at=facts-2")
	sees(t, w, 200, "Замечание к части «Комиссия установила», абзац 2", `<textarea`, "После отправки текст не изменить")
	soundly(t, h, w.Body.String())

	before := h.rows()
	w = reader.post(at+"/comments", said("1", "facts-2", " "))
	sees(t, w, 422, "Напишите текст.", `href="#comment"`, `id="comment-err"`)
	soundly(t, h, w.Body.String())
	sees(t, reader.post(at+"/comments", said("1", "facts-2", strings.Repeat("о", ruling.MaxComment+1))), 422, "ооо")
	for _, none := range []url.Values{said("1", "facts-9", "Где?"), said("7", "facts-1", "Где?"), said("1", "", "Где?"), said("1", "preamble-1", "Где?")} {
		if w := reader.post(at+"/comments", none); w.Code != http.StatusNotFound {
			t.Errorf("a comment on nothing, %v: %d", none, w.Code)
		}
	}
	h.unchanged(t, before)

	goes(t, reader.post(at+"/comments", said("1", "facts-2", "Кто отказал?\r\n<b>Когда?</b>")), at+"/1#facts-2")
	goes(t, chair.post(at+"/comments", said("1", "law-1", "Назовите пункт.")), at+"/1#law-1")
	w = writer.get(at)
	sees(t, w, 200, "2 не решены", "Докладов Д. К.", "К части «Комиссия установила», абзац 2", "Ему отказали.", "&lt;b&gt;Когда?&lt;/b&gt;", "Читать текст с замечаниями", "Сохранить версию")
	w = writer.get(at + "/1")
	sees(t, w, 200, "Замечание 1", "Кто отказал?", "Вы читаете проект с замечаниями.", "Править проект", `action="`+at+`/comments/1/resolve"`)
	soundly(t, h, w.Body.String())
	sees(t, writer.get("/complaints/"+ref.String()), 200, "2 замечания")
	sees(t, writer.get("/complaints/"+ref.String()+"/history"), 200, "Замечание 2 к проекту")

	w = writer.get(at + "/1?reply=1")
	sees(t, w, 200, "Ответ на замечание 1")
	soundly(t, h, w.Body.String())
	sees(t, writer.post(at+"/comments/1/answer", url.Values{"version": {"1"}, "comment": {""}}), 422, "Напишите текст.")
	goes(t, writer.post(at+"/comments/1/answer", url.Values{"version": {"1"}, "comment": {"Секретарь участковой комиссии."}}), at+"/1#comment-1")
	w = reader.post(at+"/comments/1/resolve", url.Values{"version": {"1"}})
	sees(t, w, 422, "Замечание отмечают решённым докладчик или председатель.")
	soundly(t, h, w.Body.String())
	goes(t, writer.post(at+"/comments/2/resolve", url.Values{"version": {"1"}}), at+"/1#comment-2")
	w = chair.get(at + "/1")
	sees(t, w, 200, "1 не решено", "Решённые замечания: 1", "Замечание 2, решено", "Секретарь участковой комиссии.")
	soundly(t, h, w.Body.String())

	goes(t, writer.post(at, draftText("base", "1", "outcome", "dismiss", "facts", "Новое.\nЗаявитель пришёл.\nЕму отказали.")), at)
	w = reader.get(at)
	sees(t, w, 200, "К версии 1", "Кто отказал?")
	if strings.Contains(shown(w), "Замечание 2, решено") || strings.Contains(shown(w), "прежней редакции") {
		t.Error("version 2 shows what was resolved, or looks for what is there")
	}
	goes(t, writer.post(at, draftText("base", "2", "outcome", "dismiss", "facts", "Секретарь отказала ему.")), at)
	w = reader.get(at)
	sees(t, w, 200, "Замечания к прежней редакции", "Тогда он был таким:", "Ему отказали.", "Кто отказал?")
	soundly(t, h, w.Body.String())

	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Fatalf("VerifyDocket() = %v, %v", v.Faults, err)
	}
	for _, change := range []string{`UPDATE draft_comments SET body = 'Нет.'`, `DELETE FROM draft_comments`, `TRUNCATE draft_comments`} {
		if _, err := h.db.Pool().Exec(t.Context(), change); err == nil {
			t.Errorf("%s is done", change)
		}
	}
	_, err := h.db.Pool().Exec(t.Context(), `ALTER TABLE draft_comments DISABLE TRIGGER draft_comments_are_kept; UPDATE draft_comments SET body = 'Всё верно.' WHERE number = 1;
		DELETE FROM draft_comments WHERE number = 4`)
	must(t, err)
	v, err := h.db.VerifyDocket(t.Context())
	must(t, err)
	var notes []string
	for _, f := range v.Faults {
		notes = append(notes, f.Note)
	}
	if got := strings.Join(notes, "; "); len(notes) != 2 || !strings.Contains(got, "comment 1 on the draft is not the one made") || !strings.Contains(got, "comment 4 on the draft is gone") {
		t.Errorf("VerifyDocket() of changed comments = %q", got)
	}
}

// TestCommentsStayAmongTheMembers: neither the member who complained nor anybody outside
// reads a comment or adds one.
func TestCommentsStayAmongTheMembers(t *testing.T) {
	h := filled(t)
	among := "Подождём до понедельника."
	ref := h.file(func(a *complaint.Answers) {
		a.Complainant.Name, a.Complainant.Role = identity.ParseName("Докладов Денис Кириллович"), complaint.VotingMember
		a.Contested = complaint.Contested{Inaction: true}
	})
	in := complaint.Intake{Contested: complaint.Contested{Inaction: true}, Respondent: h.precincts[0], Title: "Отказ", Category: "voter_lists", Rapporteur: h.people["member"]}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckYes})
	}
	must(t, h.Desk.Register(t.Context(), h.secretary, ref, in))
	at := "/complaints/" + ref.String() + "/draft"
	writer := h.signIn("member")
	goes(t, writer.post(at, draftText("outcome", "dismiss")), at)
	goes(t, h.signIn("chair").post(at+"/comments", said("1", "facts-1", among)), at+"/1#facts-1")
	sees(t, writer.get(at+"/1"), 200, among)

	complained := h.signIn("member2")
	for _, page := range []string{"", "/draft", "/draft/1", "/draft/1?at=facts-1", "/draft/1?reply=1", "/history"} {
		w := complained.get("/complaints/" + ref.String() + page)
		sees(t, w, 200)
		if text := shown(w); strings.Contains(text, among) || strings.Contains(strings.ToLower(text), "замечани") {
			t.Errorf("R-012: %s tells who complained of the comments", page)
		}
	}
	before := h.rows()
	for _, act := range []string{"/comments", "/comments/1/answer", "/comments/1/resolve", "/comments/1/reopen"} {
		if w := complained.post(at+act, said("1", "facts-1", "Нет!")); w.Code != http.StatusUnprocessableEntity || strings.Contains(shown(w), among) {
			t.Errorf("R-012: %s by who complained: %d", act, w.Code)
		}
	}
	h.unchanged(t, before)
}

// TestVersionsAreCompared: any two versions, paragraphs with their words, the selection
// in sentences.
func TestVersionsAreCompared(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Inaction: true})
	at := "/complaints/" + ref.String() + "/draft"
	writer := h.signIn("member")
	sees(t, writer.get(at+"/compare"), 404)
	goes(t, writer.post(at, draftText("outcome", "dismiss", "facts", "Первый.\nЗаявитель пришёл третьего сентября.\nУйдёт.")), at)
	w := writer.get(at + "/compare")
	sees(t, w, 200, "Без изменений")
	soundly(t, h, w.Body.String())
	goes(t, writer.post(at, draftText("base", "1", "outcome", "remand", "duty", "act", "action", "выдать копию", "until_day", "20", "until_month", "9", "until_year", "2026",
		"act_1_kind", "inaction", "act_1_about", "молчание", "act_1_verdict", "unlawful", "facts", "Первый.\nЗаявитель пришёл четвёртого сентября.\nНовое лицо <здесь>.")), at)
	sees(t, writer.get(at), 200, "Сравнить с версией 1", at+"/compare?from=1&amp;to=2")
	w = writer.get(at + "/compare?from=1&to=2")
	sees(t, w, 200, "Версии 1 и 2: что изменилось", "1 абзац без изменений", "Изменено", "Добавлено", "Исключено", "Новое лицо &lt;здесь&gt;.", "Уйдёт.",
		"Итог: ", "Какое действие совершить: выдать копию", "Срок для комиссии: 20 сентября 2026")
	contains(t, w.Body.String(), "[добавлено: четвёртого ]", "[исключено: третьего ]")
	soundly(t, h, w.Body.String())
	sees(t, writer.get(at+"/compare?from=2&to=1"), 200, "Версии 1 и 2: что изменилось") // the earlier one is always what was
	for _, none := range []string{"?from=1&to=3", "?from=0&to=1", "?from=x&to=1"} {
		sees(t, writer.get(at+"/compare"+none), 404)
	}
	for _, login := range []string{"chair", "member2"} {
		sees(t, h.signIn(login).get(at+"/compare"), 200, "Изменено")
	}
}
