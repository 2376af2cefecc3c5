package web

import (
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/ruling"
)

// TestDrafts: what the page of a draft refuses and keeps.
func TestDrafts(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Decision: true})
	at := "/complaints/" + ref.String() + "/draft"
	writer, secretary := h.signIn("member"), h.signIn("secretary")

	before := h.rows()
	sees(t, writer.post(at, draftText("outcome", "satisfied")), 422, "Такого итога нет", "пункт 7.3", "Заявитель приходил три дня подряд.")
	sees(t, writer.post(at, draftText("outcome", "remand", "until_day", "32", "until_month", "9", "until_year", "2026")), 422, "Укажите день числом", `value="32"`)
	sees(t, writer.post(at, draftText("facts", strings.Repeat("а", ruling.MaxPart+1))), 422, "Сократите текст")
	sees(t, writer.post(at+"/complete", url.Values{}), 422, "Опишите, что установила комиссия", "Выберите итог", "пункт 7.1")
	sees(t, h.signIn("member2").post(at, draftText("outcome", "dismiss")), 422, "Проект меняют докладчик и секретарь комиссии", "пункт 7.1")
	h.unchanged(t, before)
	sees(t, h.signIn("member2").get(at), 200, "Вы можете его прочитать", "Проекта ещё нет.")

	goes(t, writer.post(at, draftText("outcome", "dismiss")), at)
	before = h.rows()
	w := secretary.post(at, draftText("outcome", "dismiss", "facts", "Свой текст секретаря."))
	sees(t, w, 409, "Пока вы писали, появилась версия 1", "Свой текст секретаря.", "Прочитать версию 1", `name="base" value="1"`)
	h.unchanged(t, before)
	goes(t, secretary.post(at, draftText("outcome", "dismiss", "facts", "Свой текст секретаря.", "base", "1")), at)
	sees(t, secretary.get(at), 200, "Проект решения, версия 2", "Версия 1")
	sees(t, secretary.get(at+"/1"), 200, "Это версия 1, её уже сменили.", "Заявитель приходил три дня подряд.")
	sees(t, secretary.get(at+"/7"), 404)

	goes(t, writer.post(at+"/complete", draftText("outcome", "dismiss", "facts", "Последнее слово.", "base", "2")), at)
	if d := h.draft(ref); d.Version != 3 || d.Facts != "Последнее слово." {
		t.Errorf("completing kept version %d, %q", d.Version, d.Facts)
	}
	sees(t, writer.get(at), 200, "Проект готов к заседанию.")
	goes(t, writer.post(at+"/reopen", nil), at)
	if c := h.complaint(ref); c.State != complaint.InReview {
		t.Errorf("the complaint is %s, want in review", c.State)
	}
}
