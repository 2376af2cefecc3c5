package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"redress/internal/regulation"
)

// TestRegimeChanges: the chair sees which terms move before confirming it; the docket
// keeps both dates, and the rapporteur and the secretary are told.
func TestRegimeChanges(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	at := "/complaints/" + ref.String()
	chair, secretary, writer, other := h.signIn("chair"), h.signIn("secretary"), h.signIn("member"), h.signIn("member2")
	sees(t, chair.get(at), 200, "Изменить режим")
	if strings.Contains(shown(secretary.get(at)), "Изменить режим") || secretary.get(at+"/regime").Code != http.StatusForbidden {
		t.Error("R-031: the secretary is offered to change the regime")
	}
	w := chair.get(at + "/regime")
	sees(t, w, 200, "Режим определяет день поступления")
	soundly(t, h, w.Body.String())
	form := url.Values{"regime": {"ordinary"}, "reason": {" "}}
	w = chair.post(at+"/regime", form)
	sees(t, w, 422, "Напишите, почему меняется режим")
	soundly(t, h, w.Body.String())
	form.Set("reason", "жалоба не о выборах")
	before := h.rows()
	w = chair.post(at+"/regime", form)
	sees(t, w, 200, "Какие сроки станут другими", "15 сентября 2026", "10 октября 2026", "жалоба не о выборах")
	soundly(t, h, w.Body.String())
	h.unchanged(t, before)

	version := h.complaint(ref).Version
	form.Set("seen", fmtInt(int64(version-1)))
	sees(t, chair.post(at+"/regime/change", form), 422, "с жалобой что-то произошло")
	form.Set("seen", fmtInt(int64(version)))
	goes(t, chair.post(at+"/regime/change", form), at+"?saved=regime_change")
	c := h.complaint(ref)
	if c.Regime != regulation.OrdinaryRegime || c.Campaign != 0 {
		t.Errorf("R-031: %s of %d", c.Regime, c.Campaign)
	}
	sees(t, chair.get(at+"/deadlines"), 200, "10 октября")
	sees(t, secretary.get(at+"/history"), 200, "Режим изменён: был «избирательная кампания", "жалоба не о выборах", "15 сентября 2026", "10 октября 2026")
	for name, b := range map[string]*browser{"secretary": secretary, "member": writer} {
		if !strings.Contains(shown(b.get("/desk")), "Изменён режим рассмотрения") {
			t.Errorf("R-031: the %s is not told", name)
		}
	}
	for name, b := range map[string]*browser{"chair": chair, "member2": other} {
		if strings.Contains(shown(b.get("/desk")), "Изменён режим рассмотрения") {
			t.Errorf("R-031: the %s is told", name)
		}
	}
	_, rest, _ := strings.Cut(writer.get("/desk").Body.String(), `action="/desk/calls/`)
	id, _, _ := strings.Cut(rest, `"`)
	goes(t, writer.post("/desk/calls/"+id, nil), "/desk")
	if strings.Contains(shown(writer.get("/desk")), "Изменён режим рассмотрения") {
		t.Error("the call stays though it was put away")
	}
	back := url.Values{"regime": {"campaign_" + fmtInt(int64(h.campaign))}, "reason": {"всё же о выборах"}, "seen": {fmtInt(int64(c.Version))}}
	goes(t, chair.post(at+"/regime/change", back), at+"?saved=regime_change")
	if c := h.complaint(ref); c.Regime != regulation.CampaignRegime || c.Campaign != h.campaign {
		t.Errorf("R-031: back to %s of %d", c.Regime, c.Campaign)
	}
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket differs: %v, %v", v.Faults, err)
	}
}
