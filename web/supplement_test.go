package web

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/signature"
)

// minutesOf brings a sitting of one complaint without a vote to its printed minutes.
func (h *harness) minutesPrinted(t *testing.T) (n int, at string, secretary *browser) {
	t.Helper()
	n, _ = h.scheduled(t, ways[0].form, ways[0].contested)
	secretary, at = h.signIn("secretary"), "/sittings/"+strconv.Itoa(n)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	goes(t, secretary.post(at+"/close", url.Values{"knowing": {"1"}}), at+"/conduct#now")
	goes(t, secretary.post(at+"/minutes/print", url.Values{"heard_" + fmtInt(int64(h.item(n).ID)): {"Не рассматривали."}}), at+"/minutes#paper")
	return n, at, secretary
}

// paperOf returns the minutes of a sitting that hold.
func (h *harness) paperOf(t *testing.T, n int) document.Printed {
	t.Helper()
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	paper, err := h.db.PaperOfSitting(t.Context(), s.ID)
	must(t, err)
	return paper
}

// signs puts a signature on a paper through its page.
func signs(b *browser, p document.Printed) (code int, page string) {
	w := b.post("/sign/"+fmtInt(int64(p.ID)), url.Values{"digest": {signature.Digest(p.PDF.SHA256).String()}, "password": {harnessPassword}})
	return w.Code, shown(w)
}

func (h *harness) verifies(t *testing.T) {
	t.Helper()
	found, err := h.db.VerifyDocket(t.Context())
	must(t, err)
	if len(found.Faults) > 0 {
		t.Errorf("the docket does not verify: %v", found.Faults)
	}
}

// TestMinutesAreWithdrawnAndSignedAnew: between the two signatures something stored
// changed. The second signature is refused, the first edition is withdrawn with a reason
// and stays on file, and the next one is signed by both.
func TestMinutesAreWithdrawnAndSignedAnew(t *testing.T) {
	h := filled(t)
	n, at, secretary := h.minutesPrinted(t)
	chair, member := h.signIn("chair"), h.signIn("member")
	first := h.paperOf(t, n)
	withdraw := func(b *browser, reason string) (int, string) {
		w := b.post(at+"/minutes/withdraw", url.Values{"paper": {fmtInt(int64(first.ID))}, "withdraw_reason": {reason}})
		return w.Code, plainText(shown(w))
	}
	refused := func(what string, b *browser, reason, said string) {
		t.Helper()
		if code, page := withdraw(b, reason); code != 422 || !strings.Contains(page, said) {
			t.Errorf("R-085: %s: %d, and the page does not say %q", what, code, said)
		}
	}
	refused("nobody has signed", secretary, "ошибка", "можно просто напечатать заново")
	if code, page := signs(secretary, first); code != 303 {
		t.Fatalf("the first signature: %d %s", code, plainText(page)[:300])
	}
	refused("somebody else's signature, nothing has changed", chair, "ошибка", "Подпись отзывает тот, кто её поставил")
	refused("neither of the two", member, "ошибка", "")
	h.sql(t, `INSERT INTO attendance (sitting_id, person_id, office, mode, reason, at)
		SELECT sitting_id, person_id, office, 'absent', 'ушёл', legal_now() FROM attendance WHERE mode = 'hall' ORDER BY id LIMIT 1`)
	sees(t, chair.get(at+"/minutes"), 200, "второй подписи протокол не получит", "Вводная часть: явка", "Отозвать документ")
	if code, page := signs(chair, first); code != 422 || !strings.Contains(page, "Отзовите протокол") {
		t.Errorf("R-085: minutes that differ are signed: %d", code)
	}
	refused("no reason", chair, " ", "Напишите, почему документ отзывается")
	if code, page := withdraw(chair, "Записан уход члена комиссии."); code != 303 {
		t.Fatalf("withdrawing: %d %s", code, page[:300])
	}
	sees(t, member.get(at+"/minutes"), 200, "Отозванные редакции", "Записан уход члена комиссии.", "Уставов")
	sees(t, secretary.get("/sign/"+fmtInt(int64(first.ID))), 200, "Этот документ отозван")
	if w := member.get("/papers/" + fmtInt(int64(first.ID)) + ".pdf"); w.Code != 200 || w.Body.Len() != int(first.PDF.Size) {
		t.Errorf("R-085: the withdrawn edition is not on file: %d", w.Code)
	}
	goes(t, secretary.post(at+"/minutes/print", url.Values{"heard_" + fmtInt(int64(h.item(n).ID)): {"Не рассматривали."}}), at+"/minutes#paper")
	second := h.paperOf(t, n)
	if second.Edition != 2 || second.ID == first.ID || len(second.Signatures) > 0 {
		t.Errorf("R-085: the next edition is %+v", second)
	}
	for _, b := range []*browser{chair, secretary} {
		if code, page := signs(b, second); code != 303 {
			t.Fatalf("R-085: the next edition is not signed: %d %s", code, plainText(page)[:300])
		}
	}
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, sheet.Paper().Plain(), "Редакция 2. Подпись под редакцией 1 отозвана")
	sees(t, secretary.get(at+"/minutes"), 200, "редакция 2", "Отозванные редакции")
	if w := secretary.post(at+"/minutes/withdraw", url.Values{"withdraw_reason": {"ещё раз"}}); w.Code != 422 {
		t.Errorf("R-085: minutes with both signatures are withdrawn: %d", w.Code)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `INSERT INTO withdrawn_papers (paper_id, by_id, reason, at) VALUES ($1, $2, 'x', legal_now())`, int64(second.ID), int64(h.people["chair"])); err == nil {
		t.Error("R-085: the database withdraws minutes with both signatures")
	}
	h.verifies(t)
}

// TestSignedMinutesAreSupplemented: an error found afterwards is put right by a paper of its
// own; what was signed stays as it is.
func TestSignedMinutesAreSupplemented(t *testing.T) {
	h := filled(t)
	n, at, secretary := h.minutesPrinted(t)
	chair, member := h.signIn("chair"), h.signIn("member")
	page := at + "/minutes/supplements"
	form := url.Values{"supplement_about": {"1"}, "supplement_reason": {"Пропущены слова докладчика."}, "supplement_text": {"Докладчик предложил отложить вопрос.\nОн назвал причину."}}
	if w := secretary.post(page, form); w.Code != 422 {
		t.Errorf("R-085: minutes nobody has signed are supplemented: %d", w.Code)
	}
	minutes := h.paperOf(t, n)
	for _, b := range []*browser{secretary, chair} {
		if code, said := signs(b, minutes); code != 303 {
			t.Fatalf("signing the minutes: %d %s", code, plainText(said)[:300])
		}
	}
	sees(t, secretary.get(at+"/minutes"), 200, "Дополнения к протоколу")
	sees(t, chair.post(page, form), 422, "Дополнение составляет секретарь заседания")
	w := secretary.post(page, url.Values{"supplement_about": {"1"}, "supplement_reason": {"Пропущены слова."}, "supplement_text": {" "}})
	sees(t, w, 422, "Напишите, как следует читать протокол", "Пропущены слова.")
	sees(t, secretary.post(page, url.Values{"supplement_reason": {"Причина."}, "supplement_text": {"Текст."}}), 422)
	before := h.entriesOf(t, docket.SittingChain(int64(minutes.Sitting)))
	goes(t, secretary.post(page, form), page)
	after := h.entriesOf(t, docket.SittingChain(int64(minutes.Sitting)))
	if last := after[len(after)-1]; len(after) != len(before)+1 || last.Act != "supplement" || strings.Contains(string(last.Payload), "Докладчик") {
		t.Errorf("R-085: the docket says %s %s", last.Act, last.Payload)
	}
	all, err := h.db.Supplements(t.Context(), minutes.Sitting)
	must(t, err)
	if len(all) != 1 || all[0].Supplement.Number != 1 || all[0].Paper.Kind != document.SupplementKind {
		t.Fatalf("the supplements are %+v", all)
	}
	sees(t, member.get(page), 200, "Дополнение № 1", "Пропущены слова докладчика.", "Вопрос 1")
	sees(t, member.get(at+"/minutes"), 200, "ждёт подписей")
	for _, b := range []*browser{secretary, chair} {
		sees(t, b.get("/sign"), 200, "Дополнение № 1 к протоколу № "+strconv.Itoa(n))
		if code, said := signs(b, all[0].Paper); code != 303 {
			t.Fatalf("signing the supplement: %d %s", code, plainText(said)[:300])
		}
	}
	sees(t, member.get(at+"/minutes"), 200, "Дополнение № 1", "подписано")
	if w := member.get("/papers/" + fmtInt(int64(all[0].Paper.ID)) + ".docx"); w.Code != 200 {
		t.Errorf("R-084: the supplement is not read: %d", w.Code)
	}
	goes(t, secretary.post(page, form), page) // a second one, then withdrawn unsigned
	all, err = h.db.Supplements(t.Context(), minutes.Sitting)
	must(t, err)
	goes(t, secretary.post(at+"/minutes/withdraw", url.Values{"paper": {fmtInt(int64(all[1].Paper.ID))}, "withdraw_reason": {"Повторяет первое."}}), page)
	sees(t, member.get(page), 200, "Дополнение № 2", "Повторяет первое.")
	if held := h.paperOf(t, n); held.PDF != minutes.PDF || !held.Whole() {
		t.Errorf("R-085: the signed minutes are now %+v", held)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE supplements SET text = 'иное'`); err == nil {
		t.Error("R-085: the database writes a supplement over")
	}
	h.verifies(t)
	h.sql(t, `ALTER TABLE supplements DISABLE TRIGGER supplements_stay`)
	h.sql(t, `UPDATE supplements SET text = 'иное' WHERE number = 1`)
	if found, err := h.db.VerifyDocket(t.Context()); err != nil || len(found.Faults) != 1 {
		t.Errorf("R-085: a supplement written over is found: %v, %v", found.Faults, err)
	}
}
