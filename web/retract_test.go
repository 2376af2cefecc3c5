package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
)

// TestTakenBack: the complainant takes a complaint back; the commission decides it all
// the same, and a note ends what was to be answered by a letter.
func TestTakenBack(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	leads(t, b.get("/track/retract"), "/track")
	leads(t, b.post("/track/retract", nil), "/track")
	number, code := h.visitor().sent()
	leads(t, b.open(number, strings.Join(code.Groups(), " ")), "/track/complaint")
	says(t, b.get("/track/complaint"), http.StatusOK, "Отозвать жалобу")
	w := b.get("/track/retract")
	says(t, w, http.StatusOK, "примет его и после отзыва")
	sound(t, h.Server, w.Body.String())
	w = b.post("/track/retract", url.Values{"retract_reason": {strings.Repeat("х", 301)}})
	says(t, w, http.StatusUnprocessableEntity)
	sound(t, h.Server, w.Body.String())
	leads(t, b.post("/track/retract", url.Values{"retract_reason": {"Копию мне выдали"}}), "/track/complaint")
	w = b.get("/track/complaint")
	says(t, w, http.StatusOK, "Вы отозвали жалобу 10 сентября", "Вы отозвали жалобу")
	sound(t, h.Server, w.Body.String())
	says(t, b.post("/track/retract", nil), http.StatusUnprocessableEntity, "уже отозвана")

	ref, err := complaint.ParseRef(number)
	must(t, err)
	at := "/complaints/" + number
	secretary, member := h.signIn("secretary"), h.signIn("member2")
	sees(t, secretary.get("/desk"), 200, "Отозваны заявителями", number)
	sees(t, member.get(at), 200, "Заявитель отозвал обращение", "Копию мне выдали")
	sees(t, member.get(at+"/history"), 200, "Заявитель отозвал жалобу")
	form := h.registerValues()
	for _, contested := range []string{"contested_decision", "contested_action", "contested_inaction"} {
		form.Del(contested)
	}
	form.Set("route", string(complaint.HandleAsAppeal))
	form.Set("route_reason", "просит только разъяснить порядок")
	goes(t, secretary.post(at+"/register", form), at+"?saved=registration")
	w = secretary.get(at)
	sees(t, w, 200, "Обращение отозвано", "Закрыть без ответа")
	soundly(t, h, w.Body.String())
	if strings.Contains(shown(member.get(at)), "Закрыть без ответа") || member.post(at+"/close", url.Values{"close_note": {"так"}}).Code != http.StatusForbidden {
		t.Error("R-029: a member closes what was taken back")
	}
	w = secretary.post(at+"/close", url.Values{"close_note": {" "}})
	sees(t, w, 422, "Напишите записку")
	soundly(t, h, w.Body.String())
	goes(t, secretary.post(at+"/close", url.Values{"close_note": {"копия выдана, спора нет"}}), at)
	sees(t, secretary.get(at), 200, "Закрыта без ответа, потому что заявитель отозвал обращение: копия выдана, спора нет")
	if c := h.complaint(ref); c.State != complaint.Shelved || c.ClosedAt.IsZero() {
		t.Errorf("closed as %s", c.State)
	}
	if strings.Contains(shown(secretary.get("/desk")), "Отозваны заявителями") {
		t.Error("the desk shows what is closed")
	}
	says(t, b.get("/track/complaint"), http.StatusOK, "Обращение отозвано", "Закрыто после отзыва", "Комиссия закрыла отозванное обращение")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket differs: %v, %v", v.Faults, err)
	}
}

// TestTakenBackAndDecided: where a ruling is owed it is owed still.
func TestTakenBackAndDecided(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	must(t, h.Filings.Retract(t.Context(), h.complaint(ref).ID, ""))
	at := "/complaints/" + ref.String()
	sees(t, h.signIn("member2").get(at), 200, "Решение по ней всё равно принимает комиссия")
	chair := h.signIn("chair")
	if strings.Contains(shown(chair.get(at)), "Закрыть без ответа") {
		t.Error("R-029: a complaint may be closed by a note")
	}
	sees(t, chair.post(at+"/close", url.Values{"close_note": {"отозвано"}}), 422)
	goes(t, h.signIn("member").post(at+"/draft", ways[1].form), at+"/draft")
}
