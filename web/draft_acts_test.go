package web

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// TestActsAndDemandsWithoutScripts: acts and demands are added and removed by buttons
// of the form, which keeps everything typed and saves nothing.
func TestActsAndDemandsWithoutScripts(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Decision: true, Inaction: true})
	at, writer := "/complaints/"+ref.String()+"/draft", h.signIn("member")
	sees(t, writer.get(at), 200, "Ответ на требования", "Признать незаконным бездействие комиссии", "Решение от 8 сентября 2026 года № 7/24", "Бездействие: Отказ включить", "оставить в силе")

	typed := draftText("outcome", "remand", "act_1_kind", "decision", "act_1_about", "от 8 сентября", "act_1_verdict", "part", "act_1_part", "пункта 2",
		"act_2_kind", "inaction", "act_2_about", "молчание комиссии", "act_2_verdict", "unlawful", "until_day", "31")
	press := func(change string) string {
		t.Helper()
		typed.Set("change", change)
		w := writer.post(at, typed)
		sees(t, w, 200, "Заявитель приходил три дня подряд.", "молчание комиссии", "Требование проверено.", `value="31"`)
		return shown(w)
	}
	before := h.rows()
	page := press("add_act:decision")
	contains(t, page, `name="act_3_kind" value="decision"`, `value="remove_act:1"`, `value="remove_act:3"`, `value="part" checked`)
	if strings.Contains(page, `value="remove_act:2"`) {
		t.Error("R-020: the only inaction can be removed")
	}
	if page := press("add_act:action"); strings.Contains(page, "act_3_kind") {
		t.Error("R-020: an act was added that nobody contests")
	}
	if page := press("remove_act:1"); strings.Contains(page, "act_2_kind") || !strings.Contains(page, `name="act_1_kind" value="inaction"`) {
		t.Error("the first act was not removed")
	}
	contains(t, press("add_demand"), `name="demand_2_text"`, `value="remove_demand:2"`)
	typed.Set("demand_2_text", "Выдать копию решения")
	typed.Set("demand_2_answer", "Копия выдана.")
	if page := press("remove_demand:2"); strings.Contains(page, "Выдать копию решения") {
		t.Error("the added demand was not removed")
	}
	if page := press("remove_demand:1"); !strings.Contains(page, "Признать незаконным бездействие комиссии") {
		t.Error("R-088: a demand of the complaint was removed")
	}
	press("remove_act:99")
	press("nonsense")
	h.unchanged(t, before)

	typed.Del("change")
	typed.Set("until_day", "14")
	typed.Set("until_month", "9")
	typed.Set("until_year", "2026")
	typed.Set("duty", "reconsider")
	goes(t, writer.post(at+"/complete", typed), at)
	sees(t, writer.get(at), 200, "Отменить решение", "в части: пункта 2", "(«молчание комиссии»)", "Выдать копию решения", "Копия выдана.",
		"и отменяет решение, и признаёт действие или бездействие незаконным")
	d := h.draft(ref)
	if question, err := d.Question(); err != nil || question != regulation.AnnulAndUnlawful || len(d.Demands) != 2 {
		t.Errorf("R-074: %s, %v, %+v", question, err, d.Demands)
	}
}

// TestActsAreAnsweredBesideTheirFields: what is missing stands beside the act and the
// demand it is about.
func TestActsAreAnsweredBesideTheirFields(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Decision: true})
	at, writer := "/complaints/"+ref.String()+"/draft", h.signIn("member")
	w := writer.post(at+"/complete", draftText("outcome", "decide_on_merits", "merits", "обязать комиссию", "demand_1_answer", "",
		"act_1_kind", "decision", "act_1_about", "", "act_1_verdict", "part"))
	sees(t, w, 422, "Напишите, что именно обжалуется.", "Ответьте на это требование.", "программа пишет сама", "<details open",
		`href="#act_1_about"`, `href="#act_1_part"`, `href="#demand_1_answer"`, `id="act_1_about-err"`, `id="demand_1_answer-err"`, "обязать комиссию")
	w = writer.post(at+"/complete", draftText("outcome", "dismiss", "base", "1", "act_1_kind", "inaction", "act_1_about", "x"))
	sees(t, w, 422, "Это в жалобе не обжалуется. Уберите.", "Обжалуется решение, а в проекте о нём ничего нет.")
}

// TestTheOrdinaryDraftStaysShort: one act asks for no more than how far it is annulled.
func TestTheOrdinaryDraftStaysShort(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Decision: true})
	page := shown(h.signIn("member").get("/complaints/" + ref.String() + "/draft"))
	if strings.Contains(page, "<details open") || strings.Contains(page, "оставить в силе") || strings.Contains(page, "remove_act") {
		t.Error("the only act is not folded away")
	}
	if n := strings.Count(page, "<textarea"); n != 6 {
		t.Errorf("the form has %d texts, want facts, reasons, law, merits, action and one answer", n)
	}
}

// TestNoRouteTakesAnOperativePart: what is posted as one changes nothing; the text is
// what the selection gives.
func TestNoRouteTakesAnOperativePart(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Inaction: true})
	at, writer := "/complaints/"+ref.String()+"/draft", h.signIn("member")
	forged := "Удовлетворить жалобу полностью."
	goes(t, writer.post(at, draftText("outcome", "dismiss", "operative", forged, "Operative", forged, "text", forged, "act_1_kind", "inaction",
		"act_1_about", "молчание", "act_1_verdict", "unlawful", "act_1_operative", forged)), at)
	d := h.draft(ref)
	if strings.Contains(strings.Join(d.Operative(ruling.Subject{Ref: ref}, regulation.Izhmorsky()), " "), forged) || strings.Contains(shown(writer.get(at)), forged) {
		t.Error("R-070: an operative part was typed")
	}
	if d.Findings[0].Verdict != ruling.LeaveStanding {
		t.Errorf("R-070: dismissed, and the act %s", d.Findings[0].Verdict)
	}
}

// TestClosingPastATermAsksFirst: items whose term ends are named, and postponed only
// when that is confirmed.
func TestClosingPastATermAsksFirst(t *testing.T) {
	h := filled(t)
	n, ref := h.scheduled(t, ways[0].form, complaint.Contested{Inaction: true})
	at, secretary := "/sittings/"+strconv.Itoa(n), h.signIn("secretary")
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE deadlines SET due_on = '2026-09-13' WHERE complaint_id = (SELECT id FROM complaints WHERE year = $1 AND number = $2)`, ref.Year, ref.Number)
	must(t, err)
	sees(t, secretary.get(at+"/conduct"), 200, "1 жалоба останется без решения в срок", ref.String(), "последний день срока — 13 сентября", "Всё равно закрыть заседание")
	before := h.rows()
	sees(t, secretary.post(at+"/close", nil), 422, "Без решения в срок останутся жалобы: "+ref.String(), "пункт 6.4", `id="knowing-err"`)
	h.unchanged(t, before)
	goes(t, secretary.post(at+"/close", url.Values{"knowing": {"1"}}), at+"/conduct#now")
	sees(t, secretary.get(at+"/conduct"), 200, "Срок, 13 сентября, нарушается.")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	if text := plainText(sheet.Paper().Plain()); !strings.Contains(text, "13 сентября 2026 года: срок нарушается.") {
		t.Errorf("R-081: the minutes say %q", text)
	}
}

// TestUnprintableDrafts: a draft whose letters no paper holds is not put to the vote.
func TestUnprintableDrafts(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Inaction: true})
	at, writer := "/complaints/"+ref.String()+"/draft", h.signIn("member")
	goes(t, writer.post(at, draftText("outcome", "dismiss", "facts", "Заявитель прислал 😀 и 漢字.")), at)
	sees(t, writer.post(at+"/complete", nil), 422, "«😀» (U+1F600), «漢» (U+6F22), «字» (U+5B57)")
	goes(t, writer.post(at, draftText("outcome", "dismiss", "base", "1")), at)
	goes(t, writer.post(at+"/complete", nil), at)
}
