package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"redress/internal/complaint"
)

// TestConductRefuses: every step out of order is a refusal with its clause, and
// nothing changes.
func TestConductRefuses(t *testing.T) {
	h := filled(t)
	chair, secretary, member := h.signIn("chair"), h.signIn("secretary"), h.signIn("member")
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at := "/sittings/" + strconv.Itoa(n)
	refused := func(w *httptest.ResponseRecorder, before string, sentences ...string) {
		t.Helper()
		sees(t, w, 422, sentences...)
		h.unchanged(t, before)
	}
	refused(secretary.post(at+"/items", url.Values{"complaint": {ref.String()}}), h.rows(), "Сейчас это сделать нельзя", "пункт 7.3")
	refused(secretary.post(h.itemAt(n, "vote"), nil), h.rows(), "Заседание не открыто", "пункт 4.2")

	goes(t, secretary.post(at+"/attendance", h.everybody(n, 4)), at+"/attendance")
	refused(secretary.post(at+"/open", nil), h.rows(), "Заседание назначено на 13 сентября 2026", "пункт 4.5")
	h.comes(n)
	refused(secretary.post(at+"/open", nil), h.rows(), "Кворума нет: присутствуют 4, нужно не меньше 5 из 9", "пункт 4.2")
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	refused(member.post(at+"/open", nil), h.rows(), "Заседание ведут председательствующий и секретарь заседания", "пункт 4.7")
	refused(member.post(at+"/attendance", h.everybody(n, 5)), h.rows(), "Заседание ведут")
	refused(secretary.post(at+"/attendance", url.Values{"mode_999": {"hall"}}), h.rows(), "Этого человека нет среди членов комиссии")
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	refused(secretary.post(at+"/open", nil), h.rows(), "Заседание уже открыто")
	refused(secretary.post(h.itemAt(n, "remove"), nil), h.rows(), "повестку изменить нельзя", "пункт 4.5")
	refused(secretary.post(h.itemAt(n, "vote"), nil), h.rows(), "не отмечено приглашение сторон", "пункт 4.4")
	failed := h.rang("complainant")
	failed.Set("reach", "failed")
	refused(secretary.post(h.itemAt(n, "invite"), failed), h.rows(), "почему приглашение не доставлено", "пункт 4.4")
	h.invites(t, secretary, n)

	refused(secretary.post(h.itemAt(n, "votes"), h.votes(n, 0)), h.rows(), "Голосование по этому вопросу не открыто")
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	refused(secretary.post(h.itemAt(n, "vote"), nil), h.rows(), "уже есть итог", "пункт 6.3")
	refused(secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}), h.rows(), "Председательствующий голосует последним. Не хватает голосов: 8.", "пункт 5.1")
	early := h.votes(n, 0)
	early.Set("vote_"+strconv.FormatInt(int64(h.people["chair"]), 10), "for")
	refused(secretary.post(h.itemAt(n, "votes"), early), h.rows(), "председательствующий голосует последним", "пункт 5.1")
	stranger := h.votes(n, 0)
	stranger.Set("vote_999", "for")
	refused(secretary.post(h.itemAt(n, "votes"), stranger), h.rows(), "Записан голос того, кто отсутствует", "пункт 5.1")
	odd := h.votes(n, 0)
	odd.Set("vote_"+strconv.FormatInt(int64(h.people["member"]), 10), "perhaps")
	refused(secretary.post(h.itemAt(n, "votes"), odd), h.rows(), "Выберите один вариант")
	moved := h.everybody(n, 9)
	moved.Set("mode_"+strconv.FormatInt(int64(h.people["secretary"]), 10), "video")
	refused(secretary.post(at+"/attendance", moved), h.rows(), "Идёт голосование")
	refused(secretary.post(at+"/close", nil), h.rows(), "идёт голосование")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 0)), at+"/conduct#now")
	refused(secretary.post(h.itemAt(n, "conclude"), nil), h.rows(), "Выберите один вариант")
	refused(member.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}), h.rows(), "Заседание ведут")
	if w := chair.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("the presiding vote: %d", w.Code)
	}
	refused(secretary.post(h.itemAt(n, "vote"), nil), h.rows(), "уже есть итог", "пункт 6.3")
	refused(secretary.post(h.itemAt(n, "votes"), h.votes(n, 0)), h.rows(), "Голосование по этому вопросу не открыто")
	refused(secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"against"}}), h.rows(), "Голосование по этому вопросу не открыто")
	refused(secretary.post(at+"/minutes/print", nil), h.rows(), "Заседание ещё идёт", "пункт 4.7")
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	refused(member.post(at+"/minutes/print", nil), h.rows(), "Заседание ведут")
	refused(secretary.post(at+"/close", nil), h.rows(), "Заседание не открыто")
}

// TestRejectedDraftIsNoRuling: a draft that lacks one vote goes back to its writer.
func TestRejectedDraftIsNoRuling(t *testing.T) {
	h := filled(t)
	secretary := h.signIn("secretary")
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at := "/sittings/" + strconv.Itoa(n)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 5)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 1)), at+"/conduct#now")
	w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}})
	page := secretary.get(strings.TrimSuffix(w.Header().Get("Location"), "#now"))
	sees(t, page, 200, "Проект отклонён", "За 4, против 1, воздержались 0. Нужно большинство от установленного числа (9): не менее 5.", "Отклонённый проект — ещё не решение")
	if c := h.complaint(ref); c.State != complaint.InReview {
		t.Errorf("the complaint is %s, want in review", c.State)
	}
	if strings.Contains(shown(h.signIn("chair").get("/sign")), "Решение №") {
		t.Error("a rejected draft waits for a signature")
	}
}

// TestActingChairSignsOnAGround: 2.3, 2.7. The page says in what office and on what
// ground the acting chair signs.
func TestActingChairSignsOnAGround(t *testing.T) {
	h := filled(t)
	_, err := h.db.Pool().Exec(t.Context(), `INSERT INTO acting_chairs (commission_id, person_id, held_from, ground) VALUES ($1, $2, '2026-09-10', 'распоряжение № 3')`,
		int64(h.own), int64(h.people["deputy"]))
	must(t, err)
	deputy, secretary := h.signIn("deputy"), h.signIn("secretary")
	n := h.convened(deputy)
	at := "/sittings/" + strconv.Itoa(n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, deputy.post(at+"/open", nil), at+"/conduct#now")
	goes(t, deputy.post(at+"/close", nil), at+"/conduct#now")
	goes(t, deputy.post(at+"/minutes/print", nil), at+"/minutes#paper")
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	paper, err := h.db.PaperOfSitting(t.Context(), s.ID)
	must(t, err)
	sees(t, deputy.get(string(signAddress(paper))), 200, "Вы подписываете как «И.о. председателя».", "Основание: распоряжение № 3", "Подписать протокол")
}

// TestPagesOfASittingAreTheCommissionsOwn: somebody else's sitting is not there.
func TestPagesOfASittingAreTheCommissionsOwn(t *testing.T) {
	h := filled(t)
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at, foreign := "/sittings/"+strconv.Itoa(n), h.signIn("secretary98")
	before := h.rows()
	for _, address := range []string{at, at + "/attendance", at + "/conduct", at + "/minutes", "/complaints/" + ref.String() + "/draft",
		"/complaints/" + ref.String() + "/draft/1", "/sittings/0", "/sittings/x", "/sign/1", "/sign/x", "/papers/1.pdf"} {
		sees(t, foreign.get(address), 404)
	}
	for _, address := range []string{at + "/items", at + "/attendance", at + "/open", at + "/close", at + "/minutes", at + "/minutes/print",
		h.itemAt(n, "vote"), h.itemAt(n, "votes"), h.itemAt(n, "conclude"), h.itemAt(n, "report"), h.itemAt(n, "remove"),
		h.itemAt(n, "invite"), "/complaints/" + ref.String() + "/draft", "/complaints/" + ref.String() + "/draft/complete", "/deliver/1"} {
		sees(t, foreign.post(address, url.Values{"invitation": {"по телефону"}, "presiding": {"for"}, "complaint": {ref.String()}, "facts": {"x"}}), 404)
	}
	h.unchanged(t, before)
	sees(t, h.signIn("member").get(at), 200)
	sees(t, h.signIn("member").post(at+"/items", url.Values{"complaint": {ref.String()}}), 403)
	sees(t, h.signIn("member").get("/sittings/new"), 403)
}
