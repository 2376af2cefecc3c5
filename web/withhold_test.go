package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestConfidentialFile: a member is told the rule and the reason, the rapporteur reads it
// all the same.
func TestConfidentialFile(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil, "список.txt", "график.txt")
	c := h.complaint(ref)
	at, id := "/complaints/"+ref.String(), fmtInt(int64(c.Attachments[0].ID))
	file := at + "/files/" + id
	secretary, member := h.signIn("secretary"), h.signIn("member")
	w := secretary.get(at + "/documents")
	sees(t, w, 200, "Закрыть от членов комиссии")
	soundly(t, h, w.Body.String())
	w = secretary.post(file+"/withhold", url.Values{"withhold_reason": {" "}})
	sees(t, w, 422, "Напишите причину")
	soundly(t, h, w.Body.String())
	if w := member.post(file+"/withhold", url.Values{"withhold_reason": {"так"}}); w.Code != http.StatusForbidden {
		t.Errorf("R-010: a member withholds a file: %d", w.Code)
	}
	sees(t, member.get(file), 200)
	goes(t, secretary.post(file+"/withhold", url.Values{"withhold_reason": {"копия списка избирателей"}}), at+"/documents")
	sees(t, member.get(file), http.StatusForbidden, "Файл конфиденциальный: копия списка избирателей", "3.2")
	w = member.get(at + "/documents")
	sees(t, w, 200, "конфиденциально", "копия списка избирателей")
	soundly(t, h, w.Body.String())
	if strings.Contains(w.Body.String(), file+`"`) || strings.Contains(shown(w), "Закрыть от членов комиссии") {
		t.Error("R-010: a member is offered the file, or to withhold one")
	}
	for _, login := range []string{"chair", "secretary"} {
		sees(t, h.signIn(login).get(file), 200)
	}
	form := h.registerValues()
	goes(t, secretary.post(at+"/register", form), at+"?saved=registration")
	sees(t, h.signIn("member").get(file), 200) // who reports on it now
	sees(t, h.signIn("member2").get(file), http.StatusForbidden)
	sees(t, secretary.get(at+"/history"), 200, "закрыт от членов комиссии: копия списка избирателей")
	goes(t, secretary.post(file+"/open", url.Values{"withhold_reason": {"списка в нём нет"}}), at+"/documents")
	sees(t, h.signIn("member2").get(file), 200)
	if w := secretary.post(at+"/files/999999/withhold", url.Values{"withhold_reason": {"так"}}); w.Code != http.StatusNotFound {
		t.Errorf("a file of another complaint: %d", w.Code)
	}
}
