package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
)

// TestChairAdmits: the secretary asks, the chair's desk shows what waits, and the paper
// is registered as a complaint once the note stands.
func TestChairAdmits(t *testing.T) {
	h := newHarness(t)
	ref := h.file(func(a *complaint.Answers) { a.Complainant.Role = complaint.OtherRole })
	at := "/complaints/" + ref.String()
	secretary, chair := h.signIn("secretary"), h.signIn("chair")
	sees(t, secretary.get(at+"/register"), 200, "Заявитель не из списка закона", "Председателя ещё не спрашивали")
	if page := shown(secretary.get(at + "/admission")); strings.Contains(page, "Записать") || !strings.Contains(page, "Спросить председателя") {
		t.Error("R-021: the secretary's page of the admission")
	}
	if strings.Contains(shown(chair.get("/desk")), "Ждут решения о допуске") {
		t.Error("the desk shows what nobody asked")
	}
	goes(t, secretary.post(at+"/admission/ask", nil), at+"?saved=asking_admission")
	sees(t, secretary.get(at+"?saved=asking_admission"), 200, "Вопрос передан председателю", "Ждёт председателя")
	sees(t, secretary.post(at+"/admission/ask", nil), 422, "уже спросили")
	sees(t, chair.get("/desk"), 200, "Ждут решения о допуске", ref.String())
	if w := secretary.post(at+"/admission", url.Values{"answer": {"admit"}, "note": {"можно"}}); w.Code != http.StatusForbidden {
		t.Errorf("R-021: the secretary admits: %d", w.Code)
	}
	w := chair.post(at+"/admission", url.Values{"answer": {"admit"}, "note": {" "}})
	sees(t, w, 422, "Без причины допуска нет")
	soundly(t, h, w.Body.String())
	sees(t, chair.post(at+"/admission", url.Values{"note": {"потому что"}}), 422, "Выберите один вариант", "потому что")
	goes(t, chair.post(at+"/admission", url.Values{"answer": {"admit"}, "note": {"от инициативной группы"}}), at+"?saved=admission")
	if strings.Contains(shown(chair.get("/desk")), "Ждут решения о допуске") {
		t.Error("the desk shows what is answered")
	}
	sees(t, secretary.get(at+"/register"), 200, "рассмотреть как жалобу", "от инициативной группы", "Принять к рассмотрению")
	goes(t, secretary.post(at+"/register", h.registerValues()), at+"?saved=registration")
	if c := h.complaint(ref); c.State != complaint.InReview || !c.Findings.RoleAdmitted {
		t.Errorf("registered as %s", c.State)
	}
	sees(t, secretary.get(at+"/history"), 200, "Председатель решил рассмотреть обращение как жалобу: от инициативной группы")
	sees(t, chair.post(at+"/admission", url.Values{"answer": {"refuse"}, "note": {"передумал"}}), 422)
}
