package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"redress/internal/complaint"
)

// TestLinkingAfterRegistration: the secretary links two complaints later than at the
// registration, both pages show it, and the history says so.
func TestLinkingAfterRegistration(t *testing.T) {
	h := newHarness(t)
	one, other := h.register("member"), h.register("member")
	b, at := h.signIn("secretary"), "/complaints/"+one.String()
	sees(t, b.post(at+"/link", url.Values{"link_number": {"2026-9999"}}), 422, "нет другой жалобы с таким номером", `value="2026-9999"`)
	sees(t, b.post(at+"/link", nil), 422, "Напишите номер жалобы")
	sees(t, b.post(at+"/link", url.Values{"link_number": {one.String()}}), 422, "нет другой жалобы")
	goes(t, b.post(at+"/link", url.Values{"link_number": {other.String()}}), at+"?saved=link")
	sees(t, b.post(at+"/link", url.Values{"link_number": {other.String()}}), 422, "связь уже есть")
	sees(t, b.get(at+"?saved=link"), 200, other.String(), "Жалобы связаны")
	sees(t, b.get("/complaints/"+other.String()), 200, one.String())
	sees(t, b.get(at+"/history"), 200, "Связана с другой жалобой")
	if linked := h.complaint(one).Linked; !slices.Equal(linked, []complaint.ID{h.complaint(other).ID}) {
		t.Errorf("linked to %v", linked)
	}
	m := h.signIn("member")
	if page := shown(m.get(at)); strings.Contains(page, at+"/link") || !strings.Contains(page, other.String()) {
		t.Error("a member may link, or does not see the link")
	}
	if w := m.post(at+"/link", url.Values{"link_number": {other.String()}}); w.Code != http.StatusForbidden {
		t.Errorf("a member links: %d", w.Code)
	}
}

// TestRegistrationKnowsTheResults: where the campaign says that the commission fixed its
// results, nobody ticks it.
func TestRegistrationKnowsTheResults(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil)
	b, page := h.signIn("secretary"), "/complaints/"+ref.String()+"/register"
	if !strings.Contains(shown(b.get(page)), "finding_own_results_fixed") {
		t.Error("nothing asks whether the results are fixed")
	}
	_, err := h.db.Pool().Exec(t.Context(), `INSERT INTO campaign_results (campaign_id, commission_id, fixed_at) VALUES ($1, $2, legal_now() - interval '1 hour')`, int64(h.campaign), int64(h.own))
	must(t, err)
	sees(t, b.get(page), 200, "Комиссия установила итоги")
	if strings.Contains(shown(b.get(page)), "finding_own_results_fixed") {
		t.Error("it is asked though the campaign says it")
	}
	values := h.registerValues()
	values.Set("finding_voting_results", "1")
	values.Set("contested_decision", "1")
	goes(t, b.post(page, values), "/complaints/"+ref.String()+"?saved=registration")
	if !h.complaint(ref).Findings.OwnResultsFixed {
		t.Error("R-057: the register does not hold it")
	}
}
