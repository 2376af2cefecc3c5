package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// begun is an open sitting with nine present and the parties of its item invited.
func (h *harness) begun(t *testing.T) (n int, at string, secretary *browser) {
	t.Helper()
	n, _ = h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at, secretary = "/sittings/"+strconv.Itoa(n), h.signIn("secretary")
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	return n, at, secretary
}

// after moves the clock of legal acts on.
func (h *harness) after(n int, d time.Duration) {
	h.t.Helper()
	s, err := h.db.Sitting(h.t.Context(), h.own, n)
	must(h.t, err)
	h.at(s.OpenedAt.Add(d))
}

func m(id identity.ID) string { return "m" + fmtInt(int64(id)) }

// TestTheFloor: asked for on one's own screen or entered, given in turn, timed, extended by
// a decision, withdrawn for abuse; all of it is in the minutes.
func TestTheFloor(t *testing.T) {
	h := filled(t)
	n, at, secretary := h.begun(t)
	now := at + "/conduct#now"
	member := h.signIn("member")
	sees(t, member.get(at+"/conduct"), 200, "Попросить слова", "Слова пока никто не просил")
	goes(t, member.post(h.itemAt(n, "floor"), nil), now)
	sees(t, member.post(h.itemAt(n, "floor"), nil), 422, "уже просит слова")
	sees(t, member.get(at+"/conduct"), 200, "ждёт слова", "Вы попросили слова")
	sees(t, member.post(h.itemAt(n, "floor/1/give"), nil), 422, "Заседание ведут")
	sees(t, secretary.post(h.itemAt(n, "floor/enter"), url.Values{"speaker": {""}, "kind": {"debate"}}), 422, "Выберите человека из списка")
	goes(t, secretary.post(at+"/attendees", url.Values{"name": {"Новосёлов Н. Н."}, "status": {"complainant"}}), at+"/attendance")
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	goes(t, secretary.post(h.itemAt(n, "floor/enter"), url.Values{"speaker": {"a" + fmtInt(s.Attendees[0].ID)}, "kind": {"debate"}}), now)
	goes(t, secretary.post(h.itemAt(n, "floor/enter"), url.Values{"speaker": {m(h.people["deputy"])}, "kind": {"report"}}), now)
	goes(t, secretary.post(h.itemAt(n, "floor/3/give"), nil), now)
	sees(t, secretary.post(h.itemAt(n, "floor/2/give"), nil), 422, "Слово у другого выступающего")
	sees(t, secretary.get(at+"/conduct"), 200, "Голосование можно открыть, когда выступление закончится")
	h.after(n, 7*time.Minute+50*time.Second)
	for _, page := range []string{"/conduct", "/hall"} {
		sees(t, member.get(at+page), 200, "Порядкова П. А.", "Осталось 2 мин 10 с", `data-seconds="130"`)
	}
	sees(t, secretary.post(h.itemAt(n, "vote"), nil), 422, "ещё выступают")
	goes(t, secretary.post(h.itemAt(n, "floor/3/pause"), nil), now)
	sees(t, member.get(at+"/conduct"), 200, "Осталось 2 мин 10 с, пауза")
	goes(t, secretary.post(h.itemAt(n, "floor/3/resume"), nil), now)
	h.after(n, 10*time.Minute+40*time.Second)
	sees(t, member.get(at+"/conduct"), 200, "Время вышло 0:40 назад")
	sees(t, secretary.post(h.itemAt(n, "floor/3/more"), url.Values{"minutes": {"5"}, "more_for": {"4"}, "more_against": {"5"}}), 422, "Решение не принято", `value="4"`)
	sees(t, secretary.post(h.itemAt(n, "floor/3/more"), url.Values{"minutes": {"5"}, "more_for": {"много"}}), 422, "Присутствуют 9")
	goes(t, secretary.post(h.itemAt(n, "floor/3/more"), url.Values{"minutes": {"5"}, "more_for": {"6"}, "more_against": {"3"}}), now)
	goes(t, secretary.post(h.itemAt(n, "floor/3/end"), nil), now)
	goes(t, secretary.post(h.itemAt(n, "floor/2/give"), nil), now)
	wall := member.get(at + "/hall")
	sees(t, wall, 200, "<b>заявитель</b>, прения")
	if strings.Contains(wall.Body.String(), "Новосёлов") {
		t.Error("R-028: the wall names who complained")
	}
	sees(t, secretary.post(h.itemAt(n, "floor/2/withdraw"), nil), 422, "Напишите, за что лишают слова")
	goes(t, secretary.post(h.itemAt(n, "floor/2/withdraw"), url.Values{"abuse": {"оскорбления"}}), now)
	sees(t, secretary.post(h.itemAt(n, "floor/enter"), url.Values{"speaker": {"a" + fmtInt(s.Attendees[0].ID)}, "kind": {"debate"}}), 422, "Ещё раз слово ему не дают")
	sees(t, secretary.post(at+"/attendees/"+fmtInt(s.Attendees[0].ID)+"/strike", nil), 422, "протокол называет его")
	goes(t, member.post(h.itemAt(n, "floor/1/take-back"), nil), now)
	sees(t, member.get(at+"/conduct"), 200, "запрос снят", "слова лишили", "выступление 10 мин 40 с")

	text := url.Values{heardField(h.item(n).ID): {"Доложила материалы."}, summaryField(h.item(n).ID, 3): {"Предложила отклонить."}}
	goes(t, secretary.post(at+"/minutes", text), at+"/minutes")
	sees(t, secretary.get(at+"/minutes"), 200, "Предложила отклонить.")
	goes(t, secretary.post(at+"/close", url.Values{"knowing": {"1"}}), now)
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, strings.ReplaceAll(sheet.Paper().Plain(), "\u00a0", " "), "ВЫСТУПИЛИ", "Новосёлов Н. Н. (заявитель) – прения. Лишён слова: оскорбления.",
		"Порядкова П. А. – доклад; решением комиссии предоставлено дополнительно 5 мин (за – 6, против – 3, воздержались – 0). Предложила отклонить.")
}

// TestSuggestions: proposals keep the order in which they came in, and only the proposer
// takes one back.
func TestSuggestions(t *testing.T) {
	h := filled(t)
	n, at, secretary := h.begun(t)
	now, member := at+"/conduct#now", h.signIn("member")
	sees(t, member.post(h.itemAt(n, "suggestions"), url.Values{"suggestion": {" "}}), 422, "Напишите текст предложения")
	goes(t, member.post(h.itemAt(n, "suggestions"), url.Values{"suggestion": {"Перенести срок исправления."}}), now)
	sees(t, secretary.post(h.itemAt(n, "suggestions/enter"), url.Values{"suggestion": {"Заслушать свидетеля."}}), 422, "Выберите человека", "Заслушать свидетеля.")
	goes(t, secretary.post(h.itemAt(n, "suggestions/enter"), url.Values{"suggestion": {"Заслушать свидетеля."}, "proposer": {m(h.people["deputy"])}}), now)
	sees(t, secretary.post(h.itemAt(n, "suggestions/1/withdraw"), nil), 422, "снимает тот, кто его внёс")
	goes(t, member.post(h.itemAt(n, "suggestions/1/withdraw"), nil), now)
	page := plainText(shown(member.get(at + "/conduct")))
	if first, second := strings.Index(page, "Перенести срок"), strings.Index(page, "Заслушать свидетеля"); first < 0 || second < first {
		t.Errorf("R-069: the proposals stand at %d and %d", first, second)
	}
	contains(t, page, "Снято автором")
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), now)
	sees(t, member.get(at+"/conduct"), 200, "Заслушать свидетеля.")
	sees(t, member.post(h.itemAt(n, "suggestions"), url.Values{"suggestion": {"Поздно"}}), 422, "идёт голосование")
}

// TestBreakAndAdjournment: nothing is voted on or said in a break; an adjourned sitting
// keeps everything and asks for the attendance anew.
func TestBreakAndAdjournment(t *testing.T) {
	h := filled(t)
	n, at, secretary := h.begun(t)
	now := at + "/conduct#now"
	sees(t, secretary.post(at+"/break", url.Values{"break_end": {"скоро"}}), 422, "Перерыв до")
	sees(t, secretary.post(at+"/break", url.Values{"break_end": {"10:00"}}), 422, "уже прошло")
	goes(t, secretary.post(h.itemAt(n, "floor/enter"), url.Values{"speaker": {m(h.people["deputy"])}, "kind": {"report"}}), now)
	goes(t, secretary.post(h.itemAt(n, "floor/1/give"), nil), now)
	h.after(n, 4*time.Minute)
	goes(t, secretary.post(at+"/break", url.Values{"break_end": {"11:30"}}), now)
	sees(t, h.signIn("member").get(at+"/conduct"), 200, "Перерыв до 11:30.")
	for _, act := range []string{"vote", "floor/1/resume", "postpone"} {
		sees(t, secretary.post(h.itemAt(n, act), nil), 422, "Идёт перерыв")
	}
	h.after(n, 20*time.Minute)
	goes(t, secretary.post(at+"/break/end", nil), now)
	goes(t, secretary.post(h.itemAt(n, "floor/1/resume"), nil), now)

	form := url.Values{"adjourn_day_day": {"14"}, "adjourn_day_month": {"9"}, "adjourn_day_year": {"2026"}, "adjourn_time": {"10:00"}, "adjourn_place": {"Зал 3"}, "adjourn_reason": {"отключён свет"}}
	sees(t, secretary.post(at+"/adjourn", url.Values{"adjourn_place": {""}, "adjourn_reason": {""}}), 422, "Напишите, где пройдёт заседание", "почему заседание прервано")
	late := url.Values{"adjourn_day_day": {"1"}, "adjourn_day_month": {"12"}, "adjourn_day_year": {"2026"}, "adjourn_time": {"10:00"}, "adjourn_place": {"Зал 3"}, "adjourn_reason": {"отключён свет"}}
	sees(t, secretary.post(at+"/adjourn", late), 422, "Подтвердите, что знаете об этом", "Зал 3", "Знаю, что срок")
	goes(t, secretary.post(at+"/adjourn", form), now)
	for page, sentences := range map[string][]string{
		at + "/conduct":    {"Заседание прервано и продолжится 14 сентября, 10:00.", "Зал 3", "отключён свет"},
		"/sittings/manage": {"прервано до 14 сентября, 10:00"}, "/desk": {"Заседание прервано"}} {
		sees(t, h.signIn("member").get(page), 200, sentences...)
	}
	sees(t, secretary.post(at+"/continue", nil), 422, "Раньше этого дня")
	h.at(time.Date(2026, 9, 14, 3, 5, 0, 0, time.UTC))
	sees(t, secretary.post(at+"/continue", nil), 422, "Кворума нет")
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 6)), at+"/attendance")
	goes(t, secretary.post(at+"/continue", nil), now)
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	if p := s.Items[0].Speeches[0]; p.State() != sitting.Paused || len(s.Present()) != 6 {
		t.Errorf("the speech is %s, %d are present after the continuation", p.State(), len(s.Present()))
	}
	goes(t, secretary.post(h.itemAt(n, "floor/1/end"), nil), now)
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), now)
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 0)), now)
	if w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("concluding: %d %s", w.Code, headingIn(w))
	}
	goes(t, secretary.post(at+"/close", nil), now)
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, strings.ReplaceAll(sheet.Paper().Plain(), "\u00a0", " "), "13.09.2026, 14.09.2026", "Объявлялись перерывы: с 13.09.2026 в 11:04 до 11:20", "прервано до 14.09.2026 в 10:00", "отключён свет",
		"Продолжено 14.09.2026 в 10:05", "Присутствие членов комиссии до перерыва 13.09.2026")
	due, err := h.db.MinutesDue(t.Context(), s.ID)
	must(t, err)
	if due.DueOn.String() != "2026-09-21" {
		t.Errorf("R-083: the minutes are due on %s, five working days after the closing are 21 September", due.DueOn)
	}
}

// TestBothWhoConductVanish: the chair and the secretary are gone in the middle of a vote and
// nobody is left to mark it; the deputy does, and the sitting goes on.
func TestBothWhoConductVanish(t *testing.T) {
	h := filled(t)
	n, at, secretary := h.begun(t)
	now := at + "/conduct#now"
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), now)
	member, deputy := h.signIn("member"), h.signIn("deputy")
	if body := shown(member.get(at + "/conduct")); strings.Contains(body, "потерял связь?") {
		t.Error("R-007: a member who is not to preside next is offered to mark the presiding member as gone")
	}
	sees(t, member.post(at+"/presiding/gone", url.Values{"gone_reason": {"не отвечает"}}), 422, "Заседание ведут председательствующий и секретарь")
	sees(t, deputy.get(at+"/conduct"), 200, "Председательствующий ушёл или потерял связь?")
	sees(t, deputy.post(at+"/presiding/gone", nil), 422, "Напишите, что произошло")
	sees(t, deputy.post(h.itemAt(n, "break"), url.Values{"break_reason": {"некому вести"}}), 422, "Заседание ведут председательствующий и секретарь")
	goes(t, deputy.post(at+"/presiding/gone", url.Values{"gone_reason": {"не отвечает"}}), now)
	sees(t, deputy.get(at+"/conduct"), 200, "Почему голосование прервано", "больше не может вести заседание")
	goes(t, deputy.post(h.itemAt(n, "break"), url.Values{"break_reason": {"некому вести"}}), now)
	goes(t, deputy.post(at+"/presiding", url.Values{"chair_for": {"7"}, "chair_against": {"0"}}), now)
	goes(t, deputy.post(at+"/attendance", url.Values{"mode_" + fmtInt(int64(h.people["secretary"])): {"absent"}}), at+"/attendance")
	goes(t, deputy.post(at+"/secretary", url.Values{"keeper": {fmtInt(int64(h.people["member"]))}}), now)
	goes(t, deputy.post(h.itemAt(n, "vote"), nil), now)
	sees(t, secretary.post(at+"/close", nil), 422, "Заседание ведут председательствующий и секретарь")
}

// TestWhoPresidesAndKeepsTheMinutesChanges: the chair leaves, the commission has the deputy
// preside; the secretary leaves, another member keeps the minutes.
func TestWhoPresidesAndKeepsTheMinutesChanges(t *testing.T) {
	h := filled(t)
	n, at, secretary := h.begun(t)
	now := at + "/conduct#now"
	leaves := func(b *browser, login string) {
		t.Helper()
		goes(t, b.post(at+"/attendance", url.Values{"mode_" + fmtInt(int64(h.people[login])): {"absent"}}), at+"/attendance")
	}
	sees(t, secretary.post(at+"/presiding", nil), 422, "участвует в заседании и ведёт его сам")
	leaves(secretary, "chair")
	sees(t, secretary.get(at+"/conduct"), 200, "Председательствует Порядкова", "Об этом решает комиссия")
	sees(t, secretary.post(h.itemAt(n, "vote"), nil), 422, "")
	sees(t, secretary.post(at+"/presiding", url.Values{"chair_for": {"4"}, "chair_against": {"4"}}), 422, "Решение не принято")
	goes(t, secretary.post(at+"/presiding", url.Values{"chair_for": {"7"}, "chair_against": {"1"}}), now)
	deputy := h.signIn("deputy")
	leaves(deputy, "secretary")
	sees(t, deputy.get(at+"/conduct"), 200, "Кто ведёт протокол дальше")
	goes(t, deputy.post(at+"/secretary", url.Values{"keeper": {fmtInt(int64(h.people["member"]))}}), now)
	goes(t, deputy.post(h.itemAt(n, "vote"), nil), now)
	goes(t, deputy.post(h.itemAt(n, "votes"), h.votes(n, 0)), now)
	if w := deputy.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("R-077: the deputy votes last: %d %s", w.Code, headingIn(w))
	}
	goes(t, deputy.post(at+"/close", nil), now)
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	if s.Presiding.Person != h.people["deputy"] || s.Secretary.Person != h.people["member"] || len(s.Presided) != 2 || len(s.Kept) != 2 {
		t.Errorf("R-085: %+v and %+v sign, %+v presided", s.Presiding, s.Secretary, s.Presided)
	}
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, strings.ReplaceAll(sheet.Paper().Plain(), "\u00a0", " "), "Председательствовали: с 13.09.2026 в 11:00 – Уставов", "решение комиссии на заседании № 1 (за – 7, против – 1, воздержались – 0)", "Протокол вели:")
}
