package web

import (
	"net/url"
	"strconv"
	"testing"

	"redress/internal/signature"
)

// TestMinutesThatDifferAreNotSigned: what is stored changed after the minutes were
// printed, so the page names the section and nobody signs until they are printed anew.
func TestMinutesThatDifferAreNotSigned(t *testing.T) {
	h := filled(t)
	n, _ := h.scheduled(t, ways[0].form, ways[0].contested)
	secretary, at := h.signIn("secretary"), "/sittings/"+strconv.Itoa(n)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	goes(t, secretary.post(at+"/close", url.Values{"knowing": {"1"}}), at+"/conduct#now")
	id := fmtInt(int64(h.item(n).ID))
	goes(t, secretary.post(at+"/minutes/print", url.Values{"heard_" + id: {"Не рассматривали."}}), at+"/minutes#paper")
	goes(t, secretary.post(at+"/minutes", url.Values{"heard_" + id: {"Рассматривали."}}), at+"/minutes")
	_, err := h.db.Pool().Exec(t.Context(), `INSERT INTO attendance (sitting_id, person_id, office, mode, reason, at)
		SELECT sitting_id, person_id, office, 'absent', 'ушёл', legal_now() FROM attendance WHERE mode = 'hall' ORDER BY id LIMIT 1`)
	must(t, err)
	sees(t, secretary.get(at+"/minutes"), 200, "Напечатанный протокол расходится с записанным", "Вводная часть: явка", "Вопрос 1. Тексты доклада и выступлений")

	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	sign := func() (int, string) {
		paper, err := h.db.PaperOfSitting(t.Context(), s.ID)
		must(t, err)
		w := secretary.post("/sign/"+fmtInt(int64(paper.ID)), url.Values{"digest": {signature.Digest(paper.PDF.SHA256).String()}, "password": {harnessPassword}})
		return w.Code, shown(w)
	}
	code, said := sign()
	if code != 422 {
		t.Errorf("R-085: minutes that differ are signed: %d", code)
	}
	contains(t, said, "Напечатайте его заново")
	goes(t, secretary.post(at+"/minutes/print", nil), at+"/minutes#paper")
	if code, said := sign(); code != 303 {
		t.Errorf("R-085: minutes printed anew are not signed: %d %s", code, plainText(said)[:300])
	}
}
