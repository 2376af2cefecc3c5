package web

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
)

// TestAttendees: who attends besides the members is written down with a status, and
// struck off by mistake only.
func TestAttendees(t *testing.T) {
	h := filled(t)
	n, _ := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at := "/sittings/" + strconv.Itoa(n)
	page, secretary := at+"/attendance", h.signIn("secretary")
	before := h.rows()
	sees(t, secretary.post(at+"/attendees", url.Values{"name": {" "}, "whose": {"газета"}}), 422, "Укажите фамилию и инициалы", "Выберите один вариант", "газета")
	sees(t, h.signIn("member").post(at+"/attendees", url.Values{"name": {"Зимина А. К."}, "status": {"media"}}), 422, "Заседание ведут")
	h.unchanged(t, before)
	goes(t, secretary.post(at+"/attendees", url.Values{"name": {"Зимина А. К."}, "status": {"media"}, "whose": {"Газета «Пример»"}}), page)
	goes(t, secretary.post(at+"/attendees", url.Values{"name": {"Лишний Л. Л."}, "status": {"observer"}}), page)
	sees(t, secretary.get(page), 200, "Зимина А. К.", "Представитель СМИ", "Газета «Пример»", "Лишний")
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	goes(t, secretary.post(at+"/attendees/"+strconv.FormatInt(s.Attendees[1].ID, 10)+"/strike", nil), page)
	if w := secretary.get(page); strings.Contains(shown(w), "Лишний") {
		t.Error("R-067: who was struck off is still on the list")
	}
	sees(t, secretary.post(at+"/attendees/99/strike", nil), 404)
}

// TestAbsenceIsToldInTimeOrLate: by the member or by the secretary, and told after the
// last day it is marked.
func TestAbsenceIsToldInTimeOrLate(t *testing.T) {
	h := filled(t)
	n, _ := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at := "/sittings/" + strconv.Itoa(n)
	page, secretary, member := at+"/attendance", h.signIn("secretary"), h.signIn("member")
	sees(t, member.get(page), 200, "Вы придёте?", "не позднее 12 сентября 2026")
	sees(t, member.post(at+"/answer", url.Values{"answer": {"absent"}, "reason": {""}}), 422, "Напишите причину отсутствия")
	goes(t, member.post(at+"/answer", url.Values{"answer": {"absent"}, "reason": {"командировка"}}), page)
	w := member.get(page)
	sees(t, w, 200, "командировка", "Сообщено 10 сентября 2026, 12:00")
	if text := shown(w); strings.Contains(text, "позднее срока") || !strings.Contains(text, "Не сможет прийти, ответ от 10 сентября") {
		t.Error("R-014: told in time and yet late, or the answer is not shown")
	}
	h.at(time.Date(2026, 9, 13, 2, 0, 0, 0, time.UTC)) // the morning of the sitting
	id := strconv.FormatInt(int64(h.people["member2"]), 10)
	form := url.Values{"mode_" + id: {"absent"}, "reason_" + id: {"болезнь"}, "told_" + id: {"2026-09-13T08:15"}}
	sees(t, secretary.post(page, url.Values{"mode_" + id: {"absent"}, "reason_" + id: {"болезнь"}, "told_" + id: {"утром"}}), 422, "Укажите день и время сообщения")
	sees(t, secretary.post(page, url.Values{"mode_" + id: {"absent"}, "reason_" + id: {"болезнь"}, "told_" + id: {"2026-09-14T08:15"}}), 422, "ещё не наступило")
	goes(t, secretary.post(page, form), page)
	sees(t, secretary.get(page), 200, "Сообщено 13 сентября 2026, 8:15", "позднее срока")
	before := h.rows()
	goes(t, secretary.post(page, form), page)
	h.unchanged(t, before)
}
