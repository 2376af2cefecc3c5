package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// mixed is a draft that annuls a decision and finds an inaction unlawful.
func mixed(pairs ...string) url.Values {
	form := draftText("outcome", "remand", "act_1_kind", "decision", "act_1_about", "от 8 сентября № 7/24", "act_1_verdict", "full",
		"act_2_kind", "inaction", "act_2_about", "молчание комиссии", "act_2_verdict", "unlawful", "duty", "reconsider",
		"until_day", "20", "until_month", "9", "until_year", "2026")
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// reported brings a draft to the point where it can be put to the vote, with so many present.
func (h *harness) reported(t *testing.T, form url.Values, contested complaint.Contested, present int) (n int, at string, ref complaint.Ref) {
	t.Helper()
	n, ref = h.scheduled(t, form, contested)
	at = "/sittings/" + strconv.Itoa(n)
	secretary := h.signIn("secretary")
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, present)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	return n, at, ref
}

// polled opens a vote and brings it to its end: so many against, then the presiding member.
func (h *harness) polled(t *testing.T, n int, act string, form url.Values, against int, presiding string) string {
	t.Helper()
	secretary, at := h.signIn("secretary"), "/sittings/"+strconv.Itoa(n)
	goes(t, secretary.post(h.itemAt(n, act), form), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, against)), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {presiding}}), fmt.Sprintf("%s/conduct?result=%d#now", at, h.item(n).ID))
	return shown(secretary.get(fmt.Sprintf("%s/conduct?result=%d", at, h.item(n).ID)))
}

var bothContested = complaint.Contested{Decision: true, Inaction: true}

// TestAMixedDraftIsVotedPartByPart: with six of nine there, five are for the annulment,
// which is enough of all seats, and three of six for the rest, which the presiding
// member's vote decides. As a whole neither sum would do for both.
func TestAMixedDraftIsVotedPartByPart(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, mixed("by_parts", "1"), bothContested, 6)
	secretary := h.signIn("secretary")
	sees(t, secretary.get("/complaints/"+ref.String()+"/draft"), 200, "Части проекта требуют разного большинства", "5 из 9 голосов от установленного числа",
		"большинства присутствующих", "Проект предложено голосовать по частям.")
	sees(t, secretary.get(at+"/conduct"), 200, "Проект разделён на части", "Отмена решения и то, что из неё следует: пункты 1, 3", "Голосовать по частям", "Голосовать за проект целиком")
	contains(t, h.polled(t, n, "part", nil, 1, "for"), "Часть 1 из 2 принята", "За 5, против 1", "от установленного числа (9): не менее 5", "Продолжить вопрос 1")
	before := h.rows()
	sees(t, secretary.post(h.itemAt(n, "vote"), nil), 422, "Часть проекта уже поставили на голосование", "6.2")
	h.unchanged(t, before)
	sees(t, secretary.get(at+"/conduct"), 200, "Открыть голосование по части 2 из 2")
	page := h.polled(t, n, "part", nil, 3, "for")
	contains(t, page, "Часть 2 из 2 принята", "Поровну, 3 и 3. Решающий голос председательствующего: За.", "Решение № 1.")
	if item := h.item(n); item.State != sitting.Adopted || len(item.Votes) != 0 || item.Result.Majority.Basis != regulation.OfSeats {
		t.Errorf("R-074: the item is %s by %+v", item.State, item.Result)
	}
	c := h.complaint(ref)
	r, err := h.db.RulingOf(t.Context(), c.ID)
	must(t, err)
	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	about, err := h.db.Subject(t.Context(), c)
	must(t, err)
	if c.State != complaint.Decided || c.Outcome != regulation.Remand || len(r.Parts) != 2 || !r.AsVoted(about, m.Composition) {
		t.Errorf("R-070: the complaint is %s with %+v", c.State, r)
	}
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "часть 1 из 2 проекта решения (пункты 1, 3", "часть 2 из 2 проекта решения (пункт 2)", "Часть 1 принята.", "Часть 2 принята.",
		"Поровну, 3 и 3.", "Принято решение № 1 (прилагается).")
	sees(t, h.signIn("chair").get("/sign"), 200, "Часть 1: За 5, против 1")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket does not agree: %v, %v", v.Faults, err)
	}
	for _, statement := range []string{`UPDATE polls SET reason = 'x', closed_at = NULL`, `DELETE FROM polls`, `UPDATE poll_votes SET choice = 'against'`, `DELETE FROM poll_votes`} {
		if _, err := h.db.Pool().Exec(t.Context(), statement); err == nil {
			t.Errorf("R-079: %s of a closed vote went through", statement)
		}
	}
	_, err = h.db.Pool().Exec(t.Context(), `ALTER TABLE poll_votes DISABLE TRIGGER poll_votes_while_open; UPDATE poll_votes SET choice = 'for' WHERE choice = 'against' AND ordinal = 2`)
	must(t, err)
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) != 1 || !strings.Contains(v.Faults[0].Note, ref.String()+", vote 2 are not those counted") {
		t.Errorf("votes on a part were changed unseen: %v, %v", v.Faults, err)
	}
}

// TestAHalfAdoptedDraftIsNoRuling: one part carries, the other does not. Nothing was
// decided about the second act, so the draft goes back.
func TestAHalfAdoptedDraftIsNoRuling(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, mixed("by_parts", "1"), bothContested, 6)
	h.polled(t, n, "part", nil, 3, "for")
	contains(t, h.polled(t, n, "part", nil, 1, "for"), "Часть 1 из 2 не принята", "Часть 2 из 2 принята", "Приняты не все части. Решения нет")
	if c := h.complaint(ref); c.State != complaint.InReview || c.Outcome != "" || h.item(n).State != sitting.Returned {
		t.Errorf("R-080: the complaint is %s, the item %s", c.State, h.item(n).State)
	}
	sees(t, h.signIn("member").get("/desk"), 200, "Заседание вернуло 1 проект", "приняты не все части проекта: нужен новый")
	sees(t, h.signIn("member").get("/complaints/"+ref.String()+"/draft"), 200, "приняты не все части проекта", "Срок рассмотрения жалобы продолжает идти.")
	goes(t, h.signIn("secretary").post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "Часть 1 не принята.", "Приняты не все части проекта, решение не принято")
}

// TestOnlyADividedDraftIsVotedByParts: the drafter divides it, and only where the parts
// need different majorities.
func TestOnlyADividedDraftIsVotedByParts(t *testing.T) {
	h := filled(t)
	n, at, _ := h.reported(t, mixed(), bothContested, 9)
	secretary := h.signIn("secretary")
	if page := shown(secretary.get(at + "/conduct")); strings.Contains(page, "Голосовать по частям") {
		t.Error("a draft that was not divided is offered by parts")
	}
	before := h.rows()
	sees(t, secretary.post(h.itemAt(n, "part"), nil), 422, "По частям этот проект не голосуют")
	h.unchanged(t, before)
}

// TestReturningForRework: the commission votes on it and names members, who are told and
// may write; a motion that falls leaves the item as it was.
func TestReturningForRework(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, ways[1].form, complaint.Contested{Decision: true}, 9)
	secretary, named := h.signIn("secretary"), fmt.Sprintf("%s%d", reworkField, h.people["member3"])
	before := h.rows()
	sees(t, secretary.post(h.itemAt(n, "return"), url.Values{named: {"1"}}), 422, "Напишите, что доработать", "6.3", named+`" value="1" checked`)
	sees(t, secretary.post(h.itemAt(n, "return"), url.Values{"rework_reason": {"Доводы"}, reworkField + "999": {"1"}}), 422, "Этого человека нет среди членов комиссии")
	h.unchanged(t, before)
	form := url.Values{"rework_reason": {"Ответить на довод о графике"}, named: {"1"}}
	contains(t, h.polled(t, n, "return", form, 6, "for"), "Предложение вернуть проект на доработку не принято", "Продолжить вопрос 1")
	if c := h.complaint(ref); c.State != complaint.Scheduled || h.item(n).State != sitting.Pending {
		t.Fatalf("R-079: after a motion that fell the complaint is %s, the item %s", c.State, h.item(n).State)
	}
	goes(t, secretary.post(h.itemAt(n, "return"), form), at+"/conduct#now")
	sees(t, secretary.get(at+"/conduct"), 200, "вернуть проект на доработку с участием членов комиссии (Кворумов К. В.)", "Ответить на довод о графике", "Нужно большинство присутствующих: при 9")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 2)), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}), fmt.Sprintf("%s/conduct?result=%d#now", at, h.item(n).ID))
	sees(t, secretary.get(fmt.Sprintf("%s/conduct?result=%d", at, h.item(n).ID)), 200, "Проект решили вернуть на доработку", "За 7, против 2")
	c := h.complaint(ref)
	if c.State != complaint.InReview || h.item(n).State != sitting.Returned || len(c.Rework.Members) != 1 {
		t.Errorf("R-079: the complaint is %s, to be reworked by %+v", c.State, c.Rework)
	}
	reworker, other := h.signIn("member3"), h.signIn("member4")
	sees(t, reworker.get("/desk"), 200, "Заседание вернуло 1 проект", "Ответить на довод о графике")
	sees(t, h.signIn("chair").get("/desk"), 200, "Заседание вернуло 1 проект")
	if strings.Contains(shown(other.get("/desk")), "Заседание вернуло") {
		t.Error("R-079: a member nobody named is told of the rework")
	}
	draft := "/complaints/" + ref.String() + "/draft"
	sees(t, other.post(draft, afterFirst(ways[1].form)), 422, "проект")
	goes(t, reworker.post(draft, afterFirst(ways[1].form)), draft)
	goes(t, reworker.post(draft+"/complete", nil), draft)
	if c := h.complaint(ref); c.State != complaint.Ready || c.Rework.Owed() {
		t.Errorf("the reworked draft is %s, and still owed: %+v", c.State, c.Rework)
	}
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "предложение вернуть проект решения на доработку членам комиссии (Кворумов К. В.). Что доработать: Ответить на довод о графике.",
		"Предложение не принято.", "Предложение принято.", "Проект решения возвращён на доработку")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket does not agree: %v, %v", v.Faults, err)
	}
}

// TestPostponingPastATermAsksFirst: the item is put to the vote past its term only when
// that is confirmed, and the breach is shown.
func TestPostponingPastATermAsksFirst(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, ways[0].form, complaint.Contested{Inaction: true}, 9)
	secretary := h.signIn("secretary")
	sees(t, secretary.get(at+"/conduct"), 200, "Голосовать, отложить ли вопрос", "Срок не изменится")
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE deadlines SET due_on = '2026-09-13' WHERE complaint_id = (SELECT id FROM complaints WHERE year = $1 AND number = $2)`, ref.Year, ref.Number)
	must(t, err)
	before := h.rows()
	sees(t, secretary.post(h.itemAt(n, "postpone"), nil), 422, "Последний день срока — 13 сентября", "6.4", `id="postpone_knowing-err"`)
	h.unchanged(t, before)
	contains(t, h.polled(t, n, "postpone", url.Values{"postpone_knowing": {"1"}}, 1, "for"), "Вопрос решили отложить", "За 8, против 1", "13 сентября: срок нарушается")
	if c := h.complaint(ref); c.State != complaint.Ready || h.item(n).State != sitting.Postponed || h.item(n).Missed.IsZero() {
		t.Errorf("R-081: the complaint is %s, the item %s", c.State, h.item(n).State)
	}
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "предложение отложить рассмотрение вопроса", "Рассмотрение вопроса отложено.", "13 сентября 2026 года: срок нарушается.")
}

// TestAMotionThatFellLeavesTheVote: after it the draft is voted on as a whole, and the
// minutes hold both votes.
func TestAMotionThatFellLeavesTheVote(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, ways[1].form, complaint.Contested{Decision: true}, 9)
	h.polled(t, n, "postpone", nil, 8, "against")
	contains(t, h.polled(t, n, "vote", nil, 1, "for"), "Предложение отложить вопрос не принято", "Решение принято", "За 8, против 1", "Решение № 1.")
	goes(t, h.signIn("secretary").post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "Предложение не принято.", "На голосование поставлен проект решения:", "За 8, против 1", "Принято решение № 1 (прилагается).")
	sees(t, h.signIn("member").get("/complaints/"+ref.String()+"/sitting"), 200, "8")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket does not agree: %v, %v", v.Faults, err)
	}
}
