package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// screens are the members present in a sitting, each signed in; the presiding one is last.
func (h *harness) screens(t *testing.T, n int) (others []*browser, presiding *browser) {
	t.Helper()
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	logins := map[identity.ID]string{}
	for login, id := range h.people {
		logins[id] = login
	}
	for _, a := range s.Present() {
		others = append(others, h.signIn(logins[a.Member.Person]))
	}
	return others[:len(others)-1], others[len(others)-1]
}

// ballotOf is a member's own vote as the confirmation page has it.
func (h *harness) ballotOf(n int, choice string) url.Values {
	return url.Values{"vote": {strconv.Itoa(h.item(n).VoteNumber())}, "choice": {choice}}
}

// TestNineVoteOnTheirOwnScreens: each member personally, one changes, the presiding member
// last.
func TestNineVoteOnTheirOwnScreens(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, ways[0].form, complaint.Contested{Decision: true}, 9)
	others, presiding := h.screens(t, n)
	sees(t, others[0].get(at+"/vote"), 200, "Сейчас голосования нет")
	goes(t, h.signIn("secretary").post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	sees(t, others[0].get("/desk"), 200, "Идёт голосование.", at+"/vote")
	sees(t, others[0].get(at), 200, "Идёт голосование.")
	sees(t, others[0].get(at+"/vote"), 200, "На голосование ставится проект:", "Весь текст проекта", "Воздержался")
	sees(t, others[0].get(at+"/vote?choice=for"), 200, "Вы голосуете: За.", "Подтвердить: За")
	sees(t, others[0].get(at+"/vote?choice=maybe"), 422, "Выберите один вариант")
	sees(t, presiding.get(at+"/vote"), 200, "Не проголосовали: 8.")
	sees(t, presiding.get(at+"/vote?choice=for"), 422, "Председательствующий голосует последним. Не хватает голосов: 8.")
	sees(t, presiding.post(h.itemAt(n, "conclude"), url.Values{"own": {"1"}, "presiding": {"for"}}), 422, "Не хватает голосов: 8.")
	sees(t, presiding.post(h.itemAt(n, "cast"), h.ballotOf(n, "for")), 422, "председательствующий голосует последним")
	for i, b := range others {
		choice := "against"
		if i < 4 {
			choice = "for"
		}
		goes(t, b.post(h.itemAt(n, "cast"), h.ballotOf(n, choice)), at+"/vote")
	}
	sees(t, others[0].get(at+"/vote"), 200, "Ваш голос: За, 11:00:00.", "Голос можно изменить")
	goes(t, others[3].post(h.itemAt(n, "cast"), h.ballotOf(n, "abstain")), at+"/vote")
	sees(t, others[3].get(at+"/vote"), 200, "Ваш голос: Воздержался")
	goes(t, others[7].post(h.itemAt(n, "cast"), h.ballotOf(n, "abstain")), at+"/vote")
	before := h.rows()
	sees(t, others[1].post(h.itemAt(n, "cast"), url.Values{"vote": {"7"}, "choice": {"for"}}), 422, "началось другое голосование")
	sees(t, h.signIn("secretary").post(h.itemAt(n, "votes"), h.votes(n, 8)), 422, "уже голосует лично", "пункт 5.1")
	h.unchanged(t, before)
	sees(t, presiding.get(at+"/desk"), 404)
	sees(t, presiding.get("/desk"), 200, "Идёт голосование.")
	sees(t, presiding.get(at+"/vote?choice=for"), 200, "Подтвердить: За")
	if w := presiding.post(h.itemAt(n, "conclude"), url.Values{"own": {"1"}, "presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("the presiding vote: %d %s", w.Code, headingIn(w))
	}
	sees(t, others[0].post(h.itemAt(n, "cast"), h.ballotOf(n, "against")), 422, "Голосование по этому вопросу закончено")
	page := h.signIn("member").get(fmt.Sprintf("%s/conduct?result=%d", at, h.item(n).ID))
	sees(t, page, 200, "За 4, против 3, воздержались 2.", ", лично")
	for _, vote := range h.item(n).Votes {
		if !vote.Personal {
			t.Errorf("R-005: the vote %+v was given personally", vote)
		}
	}
	if c := h.complaint(ref); c.State != complaint.InReview {
		t.Errorf("the complaint is %s", c.State)
	}
	h.verified(t)
}

func (h *harness) verified(t *testing.T) {
	t.Helper()
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket does not agree: %v, %v", v.Faults, err)
	}
}

// TestHandsAreCounted: the same by hands, by their number, with two personal votes among
// them and one who does not vote; the minutes say that it was counted.
func TestHandsAreCounted(t *testing.T) {
	h := filled(t)
	n, at, _ := h.reported(t, ways[0].form, complaint.Contested{Decision: true}, 9)
	others, _ := h.screens(t, n)
	secretary := h.signIn("secretary")
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	for _, b := range others[:2] {
		goes(t, b.post(h.itemAt(n, "cast"), h.ballotOf(n, "for")), at+"/vote")
	}
	sees(t, secretary.get(at+"/conduct"), 200, "Сосчитайте руки: всего 6 членов комиссии.", "За, лично в 11:00")
	before := h.rows()
	sees(t, secretary.post(h.itemAt(n, "hands"), url.Values{"hands_for": {"8"}}), 422, "Сосчитано 8, а должно быть 6")
	sees(t, secretary.post(h.itemAt(n, "hands"), url.Values{"hands_for": {"шесть"}}), 422, "Напишите число")
	sees(t, others[0].post(h.itemAt(n, "hands"), url.Values{"hands_for": {"6"}}), 422, "Заседание ведут")
	h.unchanged(t, before)
	goes(t, secretary.post(h.itemAt(n, "hands"), url.Values{"hands_for": {"2"}, "hands_against": {"3"}, "hands_not_voting": {"1"}}), at+"/conduct#now")
	sees(t, secretary.get(at+"/conduct"), 200, "Сосчитано по поднятым рукам, без имён (6): за 2, против 3, воздержались 0, не голосовали 1.")
	w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}})
	sees(t, secretary.get(fmt.Sprintf("%s/conduct?result=%d", at, h.item(n).ID)), 200, "За 5, против 3, воздержались 0, не голосовали 1.", "без имён")
	if w.Code != http.StatusSeeOther || h.item(n).State != sitting.Adopted || len(h.item(n).Votes) != 3 {
		t.Errorf("counted: %d, %+v", w.Code, h.item(n))
	}
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	seats, err := h.db.Seats(t.Context(), h.own, h.item(n).SettledAt.AddDate(0, 0, -1), h.item(n).SettledAt.AddDate(0, 0, 1))
	must(t, err)
	for _, seat := range seats { // whose hands were counted without names missed nothing
		if seat.Questions != seat.For+seat.Against || seat.Questions > 1 {
			t.Errorf("R-013: %s is recorded with %d questions, for %d, against %d", seat.Name.Short(), seat.Questions, seat.For, seat.Against)
		}
	}
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "На голосование поставлена повестка дня, вопросов в ней: 1.", "Повестка дня утверждена.",
		"Поднятые руки подсчитаны без записи имён (6): за 2, против 3, воздержались 0, не голосовали 1.")
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE items SET hands = jsonb_set(hands, '{For}', '3') WHERE hands IS NOT NULL`); err == nil {
		t.Error("R-084: hands that were counted were changed after the vote")
	}
	h.verified(t)
	_, err = h.db.Pool().Exec(t.Context(), `ALTER TABLE items DISABLE TRIGGER hands_while_open; UPDATE items SET hands = jsonb_set(hands, '{For}', '3') WHERE hands IS NOT NULL`)
	must(t, err)
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) == 0 {
		t.Errorf("R-084: counted hands were changed unseen: %v", err)
	}
}

// TestAVoteIsBrokenOff: a member loses the link and takes the quorum along; the void vote
// stays in the minutes and the question is voted on anew.
func TestAVoteIsBrokenOff(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, ways[0].form, complaint.Contested{Decision: true}, 5)
	others, presiding := h.screens(t, n)
	secretary := h.signIn("secretary")
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	gone := s.Present()[2].Member.Person
	goes(t, others[0].post(h.itemAt(n, "cast"), h.ballotOf(n, "for")), at+"/vote")
	before := h.rows()
	sees(t, secretary.post(h.itemAt(n, "break"), url.Values{"break_reason": {"передумали"}}), 422, "Голосование можно завершить", "пункт 4.2")
	sees(t, secretary.post(at+"/left", url.Values{"left": {strconv.Itoa(int(s.Present()[0].Member.Person))}}), 422, "Его голос уже учтён")
	h.unchanged(t, before)
	goes(t, secretary.post(at+"/left", url.Values{"left": {strconv.Itoa(int(gone))}, "left_reason": {"потеря связи"}}), at+"/conduct#now")
	sees(t, others[2].post(h.itemAt(n, "cast"), h.ballotOf(n, "for")), 422, "Вы отмечены ушедшим", "пункт 1.6")
	sees(t, others[2].get(at+"/vote"), 200, "Вы отмечены ушедшим")
	sees(t, presiding.get(at+"/conduct"), 200, "Подвести итог нельзя", "Прервать голосование")
	sees(t, presiding.post(h.itemAt(n, "break"), nil), 422, "Напишите, почему голосование прервано")
	goes(t, presiding.post(h.itemAt(n, "break"), url.Values{"break_reason": {"потерян кворум"}}), at+"/conduct#now")
	sees(t, secretary.get(at+"/conduct"), 200, "Голосование прервано, итога нет (потерян кворум)")
	sees(t, secretary.post(h.itemAt(n, "vote"), nil), 422, "Кворума нет")
	goes(t, secretary.post(at+"/attendance", url.Values{"mode_" + strconv.Itoa(int(gone)): {"hall"}}), at+"/attendance")
	page := h.polled(t, n, "vote", nil, 0, "for")
	contains(t, page, "За 5, против 0", "Голосование прервано, итога нет (потерян кворум)")
	if item := h.item(n); item.State != sitting.Adopted || len(item.Polls) != 1 || len(item.Polls[0].Votes) != 1 || h.complaint(ref).State != complaint.Decided {
		t.Errorf("after the second vote: %+v", item)
	}
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "Голосование прервано и итога не имеет. Причина: потерян кворум.")
	h.verified(t)
}

// TestAgendaIsVotedOnFirst: it fails, a complaint is left out and goes back, and the rest is
// adopted. The presiding member says who does not vote.
func TestAgendaIsVotedOnFirst(t *testing.T) {
	h := filled(t)
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at, secretary := "/sittings/"+strconv.Itoa(n), h.signIn("secretary")
	goes(t, secretary.post(at+"/questions", cabinet()), at)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	sees(t, secretary.get(at+"/conduct"), 200, "На голосование ставится повестка дня:", "Голосовать за повестку")
	before := h.rows()
	sees(t, secretary.post(h.itemAt(n, "vote"), nil), 422, "Сначала проголосуйте за повестку дня", "пункт 4.3")
	h.unchanged(t, before)
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	agenda := fmt.Sprintf("%s/items/%d/", at, s.Agenda.ID)
	result := fmt.Sprintf("%s/conduct?result=%d", at, s.Agenda.ID)
	goes(t, secretary.post(agenda+"vote", nil), at+"/conduct#now")
	sees(t, h.signIn("member").get(at+"/vote"), 200, "Повестка дня. Голосование")
	sees(t, secretary.post(h.itemAt(n, "remove"), nil), 422, "повестку изменить нельзя")
	goes(t, secretary.post(agenda+"votes", h.votes(n, 7)), at+"/conduct#now")
	goes(t, secretary.post(agenda+"conclude", url.Values{"presiding": {"for"}}), result+"#now")
	sees(t, secretary.get(result), 200, "Повестка дня не утверждена", "За 2, против 7")
	sees(t, secretary.get(at+"/conduct"), 200, "Голосовать за повестку", "Изменить повестку")
	goes(t, secretary.post(h.itemAt(n, "remove"), nil), at)
	if c := h.complaint(ref); c.State != complaint.Ready {
		t.Errorf("R-011: the complaint left out is %s", c.State)
	}
	goes(t, secretary.post(agenda+"vote", nil), at+"/conduct#now")
	_, presiding := h.screens(t, n)
	member := h.signIn("member")
	goes(t, member.post(agenda+"cast", url.Values{"vote": {"2"}, "choice": {"for"}}), at+"/vote")
	form := url.Values{"own": {"1"}, "presiding": {"for"}}
	for _, a := range s.Present()[:8] {
		form.Set(silentField+strconv.Itoa(int(a.Member.Person)), "1")
	}
	goes(t, presiding.post(agenda+"conclude", form), result+"#now")
	sees(t, secretary.get(result), 200, "За 2, против 0, воздержались 0, не голосовали 7.", "Повестка дня не утверждена")
	h.adopts(t, n)
	sees(t, secretary.get(at+"/conduct"), 200, "Утверждена.", "Открыть голосование")
	sees(t, secretary.post(h.itemAt(n, "remove"), nil), 422, "повестку изменить нельзя")
	h.polled(t, n, "vote", nil, 0, "for")
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "вопросов в ней: 2.", "Повестка дня не утверждена.", "вопросов в ней: 1.", "Повестка дня утверждена.")
	h.verified(t)
	_, err = h.db.Pool().Exec(t.Context(), `ALTER TABLE items DISABLE TRIGGER questions_stay; UPDATE items SET title = title || '.' WHERE ordinal = 1`)
	must(t, err)
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) != 2 || v.Faults[1].Note != "the agenda is not the one adopted" {
		t.Errorf("R-011: a question was put under another title unseen: %v, %v", v.Faults, err)
	}
}
