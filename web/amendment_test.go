package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// TestAmendmentsAreVotedAndWovenIn: members amend a draft on the agenda, before and at the
// sitting; each amendment is voted on in its turn, an accepted one makes the version that
// is put to the vote, and the draft waits until all of them are decided.
func TestAmendmentsAreVotedAndWovenIn(t *testing.T) {
	h := filled(t)
	way := ways[2]
	ref := h.registered(way.contested)
	draft := "/complaints/" + ref.String() + "/draft"
	form := url.Values{}
	for name, values := range way.form {
		form[name] = values
	}
	form.Set("facts", "Заявитель пришёл.\n\nЕму отказали.\nОн ушёл.")
	writer, chair, secretary, reader := h.signIn("member"), h.signIn("chair"), h.signIn("secretary"), h.signIn("member2")
	goes(t, writer.post(draft, form), draft)
	goes(t, writer.post(draft+"/complete", nil), draft)
	n := h.convened(chair)
	at := "/sittings/" + strconv.Itoa(n)
	goes(t, secretary.post(at+"/items", url.Values{"complaint": {ref.String()}}), at)
	h.invites(t, secretary, n)

	page, act := h.itemAt(n, "amendments"), h.draft(ref).Findings[0]
	w := reader.get(draft)
	sees(t, w, 200, "Поправки к проекту", page)
	w = reader.get(page)
	sees(t, w, 200, "Поправок пока нет.", "Проект решения, версия 1", page+"?at=facts-2#facts-2", "Предложить другой итог", "больше половины присутствующих")
	soundly(t, h, w.Body.String())
	w = reader.get(page + "?at=facts-2")
	sees(t, w, 200, "Часть «Комиссия установила», абзац 2: что сделать", "Ему отказали.</textarea>")
	soundly(t, h, w.Body.String())
	sees(t, reader.get(page+"?at=choice"), 200, "Итог", "Срок для комиссии")

	amend := func(b *browser, values ...string) {
		t.Helper()
		typed := url.Values{}
		for i := 0; i+1 < len(values); i += 2 {
			typed.Set(values[i], values[i+1])
		}
		goes(t, b.post(page, typed), page)
	}
	before := h.rows()
	w = reader.post(page, url.Values{"at": {"facts-2"}, "amendment_kind": {"replace"}, "amendment_text": {" "}})
	sees(t, w, 422, "Напишите новый текст.", `href="#amendment_text"`)
	soundly(t, h, w.Body.String())
	sees(t, reader.post(page, url.Values{"at": {"operative-1"}, "amendment_kind": {"replace"}, "amendment_text": {"Удовлетворить."}}), 422, "Резолютивную часть нельзя вписать руками.")
	sees(t, reader.post(page, url.Values{"at": {"law-1"}, "amendment_kind": {"strike"}}), 422, "норм")
	sees(t, reader.post(page, url.Values{"at": {"facts-1"}, "amendment_kind": {"nonsense"}, "amendment_text": {"Иначе."}}), 422)
	if w := reader.post(page, url.Values{"at": {"facts-77"}, "amendment_kind": {"strike"}}); w.Code != http.StatusNotFound {
		t.Errorf("an amendment to nothing: %d", w.Code)
	}
	sees(t, reader.post(h.itemAt(n, "amend"), nil), 422)
	h.unchanged(t, before)

	amend(reader, "at", "facts-2", "amendment_kind", "replace", "amendment_text", "Ему отказали <устно>.")
	amend(writer, "at", "facts-2", "amendment_kind", "strike")
	amend(reader, "at", "reasons-1", "amendment_kind", "add", "amendment_text", "И довод второй.")
	amend(chair, "at", "choice", "outcome", "dismiss", "act_1_kind", string(act.Kind), "act_1_about", act.About, "act_1_verdict", "stands")
	w = reader.get(page)
	sees(t, w, 200, "Поправка 4", "Ему отказали &lt;устно&gt;.", "Ждёт голосования.", "Отозвать поправку 3", "Другой итог. Резолютивная часть будет такой:", "без удовлетворения")
	soundly(t, h, w.Body.String())
	if strings.Contains(shown(w), "Отозвать поправку 2") {
		t.Error("R-011: another's amendment can be withdrawn")
	}
	sees(t, chair.post(page+"/3/withdraw", nil), 422, "Поправку отзывает тот, кто её предложил.")
	goes(t, reader.post(page+"/3/withdraw", nil), page)
	if w := reader.post(page+"/9/withdraw", nil); w.Code != http.StatusNotFound {
		t.Errorf("withdrawing what nobody proposed: %d", w.Code)
	}

	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	w = secretary.get(at + "/conduct")
	sees(t, w, 200, "Голосовать по поправке 1", "Сначала голосуют поправки, потом проект.")
	soundly(t, h, w.Body.String())
	if strings.Contains(w.Body.String(), `action="`+h.itemAt(n, "vote")+`"`) && strings.Contains(shown(w), "Поставить на голосование") {
		t.Error("the draft is offered for the vote before its amendments")
	}
	sees(t, secretary.post(h.itemAt(n, "vote"), nil), 422, "Сначала проголосуйте по поправке 1")
	vote := func(against int, presiding string) {
		t.Helper()
		goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, against)), at+"/conduct#now")
		goes(t, secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {presiding}}), at+"/conduct?result=1#now")
		sees(t, secretary.get(at+"/conduct?result=1"), 200)
	}
	goes(t, secretary.post(h.itemAt(n, "amend"), nil), at+"/conduct#now")
	w = secretary.get(at + "/conduct")
	sees(t, w, 200, "Поправка 1", "Ему отказали &lt;устно&gt;.", "большинств")
	soundly(t, h, w.Body.String())
	vote(0, "for")
	d := h.draft(ref)
	if d.Version != 2 || d.Facts != "Заявитель пришёл.\n\nЕму отказали <устно>.\nОн ушёл." || d.Author != h.people["member2"] {
		t.Fatalf("version %d reads %q", d.Version, d.Facts)
	}
	sees(t, reader.get(page), 200, "Принята, проект теперь в версии 2.", "Не голосовалась: этого текста в проекте больше нет", "Отозвана автором.")
	sees(t, reader.get("/complaints/"+ref.String()+"/history"), 200, "Заседание приняло поправку 1: проект теперь в версии 2")

	goes(t, secretary.post(h.itemAt(n, "amend"), nil), at+"/conduct#now")
	vote(8, "against")
	if item := h.item(n); item.Amendments[3].State != sitting.Declined || item.Draft != 2 || item.State != sitting.Pending {
		t.Fatalf("the item is %+v", item)
	}
	amend(chair, "at", "choice", "outcome", "dismiss", "act_1_kind", string(act.Kind), "act_1_about", act.About, "act_1_verdict", "stands")
	goes(t, secretary.post(h.itemAt(n, "amend"), nil), at+"/conduct#now")
	vote(0, "for")
	if item := h.item(n); item.Draft != 3 || item.Question != regulation.DismissComplaint {
		t.Fatalf("R-071: version %d is put as %s", item.Draft, item.Question)
	}
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	sees(t, reader.post(page, url.Values{"at": {"facts-1"}, "amendment_kind": {"strike"}}), 422)
	vote(0, "for")
	if c := h.complaint(ref); c.State != complaint.Decided || c.Outcome != regulation.Dismiss {
		t.Fatalf("R-070: the complaint is %s, %s", c.State, c.Outcome)
	}
	w = reader.get(page)
	sees(t, w, 200, "Поправки к этому проекту сейчас не принимаются.")
	soundly(t, h, w.Body.String())
	sees(t, secretary.get(at+"/conduct"), 200, "Поправка 1 принята", "Поправка 4 не принята")

	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "На голосование поставлена поправка 1 (Докладов Д. К.): абзац 2 описательной части изложить в редакции: «Ему отказали", "Поправка 1 принята.",
		"Поправка 4 не принята.", "изложить резолютивную часть в следующей редакции:", "Поправка 2 (Законова З. И.) на голосование не ставилась", "Поправка 3 (Докладов Д. К.) отозвана автором")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Fatalf("VerifyDocket() = %v, %v", v.Faults, err)
	}
	for _, change := range []string{`UPDATE amendments SET content = '{}'`, `UPDATE amendments SET state = 'accepted', version = 9 WHERE state = 'declined'`, `DELETE FROM amendments`} {
		if _, err := h.db.Pool().Exec(t.Context(), change); err == nil {
			t.Errorf("%s is done", change)
		}
	}
	_, err = h.db.Pool().Exec(t.Context(), `ALTER TABLE amendments DISABLE TRIGGER USER; UPDATE amendments SET content = content || ' ' WHERE number = 1; DELETE FROM amendments WHERE number = 3`)
	must(t, err)
	v, err := h.db.VerifyDocket(t.Context())
	must(t, err)
	if len(v.Faults) != 2 {
		t.Errorf("VerifyDocket() of changed amendments = %+v", v.Faults)
	}
}

// TestAmendmentsOfAnItemTakenOffTheAgenda: they are kept, and lapse; put on the agenda
// again the draft can be voted on and amended.
func TestAmendmentsOfAnItemTakenOffTheAgenda(t *testing.T) {
	h := filled(t)
	n, ref := h.scheduled(t, ways[0].form, complaint.Contested{Inaction: true})
	page := h.itemAt(n, "amendments")
	goes(t, h.signIn("member2").post(page, url.Values{"at": {"facts-1"}, "amendment_kind": {"replace"}, "amendment_text": {"Иначе."}}), page)
	goes(t, h.signIn("secretary").post(h.itemAt(n, "remove"), nil), "/sittings/"+strconv.Itoa(n))
	goes(t, h.signIn("secretary").post("/sittings/"+strconv.Itoa(n)+"/items", url.Values{"complaint": {ref.String()}}), "/sittings/"+strconv.Itoa(n))
	page = h.itemAt(n, "amendments")
	goes(t, h.signIn("member2").post(page, url.Values{"at": {"facts-1"}, "amendment_kind": {"replace"}, "amendment_text": {"Совсем иначе."}}), page)
	if a := h.item(n).Amendments; len(a) != 2 || a[0].State != sitting.Lapsed || a[1].State != sitting.Proposed || a[1].Number != 2 {
		t.Errorf("the amendments are %+v", a)
	}
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("VerifyDocket() = %v, %v", v.Faults, err)
	}
}
