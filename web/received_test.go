package web

import (
	"strings"
	"testing"

	"redress/internal/identity"
	"redress/internal/notice"
)

// TestTheCommissionBelowReceives: a respondent that works here reads the ruling on
// it and says that it has it; nobody else sees it there.
func TestTheCommissionBelowReceives(t *testing.T) {
	h := newHarness(t)
	h.seat(h.precincts[1], "below", "Участкова Ульяна Ильинична", identity.Secretary)
	h.seat(h.precincts[1], "below-member", "Членов Иван Ильич", identity.Member)
	h.seat(h.precincts[0], "beside", "Соседова Анна Ильинична", identity.Secretary)
	ref := h.signedRuling()
	h.at(sixOClock)
	complainant, l := h.owed(ref)
	at, below := string(receivedHref(l.ID)), h.signIn("below")
	sees(t, below.get("/desk"), 200, "Документы о нас", ref.String())
	sees(t, below.get("/received"), 200, "Решение № 1", ref.String(), "Отметьте получение")
	page := below.get(at)
	sees(t, page, 200, "Решение № 1", "Получено")
	soundly(t, h, page.Body.String())
	soundly(t, h, below.get("/received").Body.String())
	for _, ending := range []string{"pdf", "docx"} {
		if w := below.get(at + "/paper." + ending); w.Code != 200 || w.Body.Len() == 0 {
			t.Errorf("the paper in %s: %d", ending, w.Code)
		}
	}
	sees(t, below.get(at+"/other.pdf"), 404)
	before := h.rows()
	for login, status := range map[string]int{"beside": 404, "below-member": 403, "secretary98": 404, "chair": 404, "member": 403} {
		b := h.signIn(login)
		for _, address := range []string{at, at + "/paper.pdf"} {
			sees(t, b.get(address), status)
		}
		sees(t, b.post(at, nil), status)
	}
	sees(t, below.get(string(receivedHref(complainant.ID))), 404)
	sees(t, below.post(string(receivedHref(complainant.ID)), nil), 404)
	sees(t, h.signIn("beside").get("/received"), 200, "ничего о нас не присылала")
	h.unchanged(t, before)
	goes(t, below.post(at, nil), at)
	sees(t, below.post(at, nil), 422, "уже отмечено")
	const proof = "получено в системе Redress: секретарь, 12.09.2026 в 18:00"
	if got := h.letter(l.ID); got.State != notice.HandedOver || got.Proof != proof {
		t.Errorf("R-086: %+v", got)
	}
	sees(t, h.signIn("secretary").get("/deliver"), 200, proof)
	sees(t, h.signIn("secretary").get("/complaints/"+ref.String()+"/history"), 200, "Документ получен в системе: комиссии, на которую жаловались", "УИК № 9002")
	if strings.Contains(shown(below.get("/desk")), "Отметьте получение") {
		t.Error("what was received still waits on the desk")
	}
	h.whole(t)
}
