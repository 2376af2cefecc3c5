package web

import (
	"net/url"
	"testing"

	"redress/internal/complaint"
)

// TestAppealIsLinked: the secretary links a complaint to the ruling it is against,
// and the page of that ruling says where it was appealed.
func TestAppealIsLinked(t *testing.T) {
	h := filled(t)
	ruled := h.remanded(t)
	for _, statement := range []string{ // as if the commission complained about had ruled
		`ALTER TABLE rulings DISABLE TRIGGER rulings_are_kept`, `UPDATE rulings SET commission_id = (SELECT respondent_id FROM remands)`,
	} {
		_, err := h.db.Pool().Exec(t.Context(), statement)
		must(t, err)
	}
	r, err := h.db.RulingOf(t.Context(), ruled.Complaint)
	must(t, err)
	ref := h.registered(complaint.Contested{Decision: true})
	at, secretary := "/complaints/"+ref.String(), h.signIn("secretary")
	sees(t, secretary.get(at), 200, "Связать с обжалуемым решением", "№ 1 от 13 сентября")
	before := h.rows()
	sees(t, secretary.post(at+"/appeal", url.Values{"ruling": {"0"}}), 422, "Выберите решение, которое обжалуют")
	sees(t, secretary.post("/complaints/"+ruled.Ref.String()+"/appeal", url.Values{"ruling": {fmtInt(int64(r.ID))}}), 422, "решение ещё впереди")
	sees(t, h.signIn("chair").post(at+"/appeal", url.Values{"ruling": {fmtInt(int64(r.ID))}}), 403)
	h.unchanged(t, before)
	goes(t, secretary.post(at+"/appeal", url.Values{"ruling": {fmtInt(int64(r.ID))}}), at)
	sees(t, h.signIn("member").get(at), 200, "Обжалуется решение № 1 от 13 сентября")
	sees(t, secretary.get("/complaints/"+ruled.Ref.String()+"/documents"), 200, "Обжаловано", ref.String())
	sees(t, secretary.get(at+"/history"), 200, "Связана с обжалуемым решением № 1")
	h.whole(t)
}
