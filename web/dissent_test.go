package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
	"redress/internal/signature"
)

// adopted takes a complaint to a ruling by a vote on a sitting's first item, and returns
// the sitting's address.
func (h *harness) adopted(t *testing.T) (string, int, complaint.Ref) {
	t.Helper()
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	secretary, at := h.signIn("secretary"), "/sittings/"+strconv.Itoa(n)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 1)), at+"/conduct#now")
	if w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("concluding the vote: %d %s", w.Code, headingIn(w))
	}
	return at, n, ref
}

// TestDissent is the way of a dissenting opinion: handed in, on the chair's desk with
// its term, told, seen above, in the minutes.
func TestDissent(t *testing.T) {
	h := filled(t)
	at, n, ref := h.adopted(t)
	chair, secretary, member := h.signIn("chair"), h.signIn("secretary"), h.signIn("member")
	page := h.itemAt(n, "dissent")
	sees(t, member.get(at+"/conduct?result="+fmtInt(int64(h.item(n).ID))), 200, "Изложить особое мнение", page)
	sees(t, member.get(page), 200, "Особых мнений по этому решению нет", "Подать особое мнение", "пункт 5.3")

	before := h.rows()
	sees(t, member.post(page, url.Values{"dissent": {" "}}), 422, "Напишите, с чем вы не согласны")
	h.unchanged(t, before)
	goes(t, member.post(page, url.Values{"dissent": {"Решение не учитывает график.\r\n\r\nПрошу приложить."}}), page)
	sees(t, member.get(page), 200, "Решение не учитывает график.", "Законова", "Отозвать особое мнение", "Срок")
	sees(t, member.post(page, url.Values{"dissent": {"ещё"}}), 422, "Вы уже подали особое мнение")
	sees(t, secretary.post(page+"/told", url.Values{"how": {"письмом"}}), http.StatusForbidden)

	for _, place := range []string{"/desk", "/dissents"} {
		sees(t, chair.get(place), 200, "Сообщить об особых мнениях", "Законова", ref.String(), page)
	}
	sees(t, chair.get("/complaints/"+ref.String()+"/deadlines"), 200, "Сообщение об особом мнении", "Особое мнение подано", page)

	told := func(how, day, clock string) url.Values {
		return url.Values{"how": {how}, "told_day": {day}, "told_month": {"9"}, "told_year": {"2026"}, "told_time": {clock}}
	}
	sees(t, chair.post(page+"/told", told("", "13", "11:00")), 422, "Напишите, каким способом")
	sees(t, chair.post(page+"/told", told("письмом", "13", "ночью")), 422, "Укажите время")
	sees(t, chair.post(page+"/told", told("письмом", "12", "11:00")), 422, "ещё не было подано")
	sees(t, chair.post(page+"/told", told("письмом", "14", "11:00")), 422, "ещё не наступило")
	h.at(h.item(n).SettledAt.Add(3 * time.Hour))
	goes(t, chair.post(page+"/told", told("письмом № 12", "13", "13:00")), page)
	sees(t, chair.get(page), 200, "Вышестоящей комиссии сообщено 13", "письмом № 12", "13:00")
	sees(t, chair.post(page+"/told", told("письмом", "13", "13:00")), 422, "Сообщать не о чем")
	if w := chair.get("/desk"); strings.Contains(shown(w), "Сообщить об особых мнениях") {
		t.Error("R-082: the chair's desk still asks to tell")
	}
	sees(t, chair.get("/complaints/"+ref.String()+"/history"), 200, "Член комиссии подал особое мнение", "сообщено об особом мнении: письмом № 12")

	own, err := h.db.Commission(t.Context(), h.own)
	must(t, err)
	h.seat(own.Parent, "above", "Верхов Вадим Олегович", "member")
	h.seat(own.Parent, "region", "Главин Глеб Олегович", "chair")
	sees(t, h.signIn("region").get("/desk"), 200, "Особые мнения нижестоящих комиссий", "ТИК Примерного округа")
	sees(t, h.signIn("above").get("/dissents"), 200, "ТИК Примерного округа", "Законова", "Решение не учитывает график.", "письмом № 12")
	if w := h.signIn("chair98").get("/dissents"); strings.Contains(shown(w), "Законова") {
		t.Error("R-082: a neighbour reads the opinion")
	}
	sees(t, h.signIn("chair98").get(page), 404)

	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	id := fmtInt(int64(h.item(n).ID))
	texts := url.Values{"heard_" + id: {"Доложила материалы."}, "spoke_" + id: {"Возражений нет."}}
	goes(t, secretary.post(at+"/minutes/print", texts), at+"/minutes#paper")
	second := h.signIn("deputy")
	goes(t, second.post(page, url.Values{"dissent": {"Согласна с Законовой."}}), page)
	if w := secretary.get(at + "/minutes"); strings.Contains(shown(w), "Подписать") || !strings.Contains(shown(w), "2 особых мнения") {
		t.Error("R-082: minutes printed before an opinion are still to be signed")
	}
	goes(t, second.post(page+"/withdraw", nil), page)
	goes(t, secretary.post(at+"/minutes/print", texts), at+"/minutes#paper")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	text := sheet.Paper().Plain()
	for _, want := range []string{"ОСОБОЕ МНЕНИЕ: Законова", "Приложение. Особое мнение: Законова", "Решение не учитывает график."} {
		if !strings.Contains(text, want) {
			t.Errorf("R-082: the minutes lack %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Согласна с Законовой") {
		t.Error("R-082: the minutes hold an opinion that was withdrawn")
	}
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	minutes, err := h.db.PaperOfSitting(t.Context(), s.ID)
	must(t, err)
	must(t, h.Press.Sign(t.Context(), h.secretary, minutes.ID, signature.Digest(minutes.PDF.SHA256), harnessPassword))
	for _, w := range []*browser{member, second} {
		sees(t, w.get(page), 200, "Решение не учитывает график.")
	}
	sees(t, second.post(page, url.Values{"dissent": {"поздно"}}), 422, "Протокол уже подписан")
	sees(t, member.post(page+"/withdraw", nil), 422, "Протокол уже подписан")
}
