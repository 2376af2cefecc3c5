package web

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// hall are the members who are present, the presiding one last.
func (h *harness) hall(t *testing.T, n int) []identity.ID {
	t.Helper()
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	var members []identity.ID
	for _, a := range s.InTheHall() {
		members = append(members, a.Member.Person)
	}
	return members
}

// countingOf is a counting commission of the first two of the members, as the form has it.
func countingOf(members []identity.ID) url.Values {
	return url.Values{countingField + strconv.Itoa(int(members[0])): {"1"}, countingField + strconv.Itoa(int(members[1])): {"1"},
		"counting_chair": {strconv.Itoa(int(members[0]))}}
}

// protocolOf is their protocol on five ballots, signed by both.
func protocolOf(members []identity.ID, votesFor, against, invalid string) url.Values {
	return url.Values{"issued": {"5"}, "found": {"5"}, "ballot_for": {votesFor}, "ballot_against": {against}, "ballot_invalid": {invalid},
		signedField + strconv.Itoa(int(members[0])): {"1"}, signedField + strconv.Itoa(int(members[1])): {"1"}}
}

// TestASecretBallotMakesARuling walks through R-078 without scripts: six are present, one of
// them on video, and five of nine seats annul by ballots; who voted how stands nowhere.
func TestASecretBallotMakesARuling(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, mixed("by_parts", "1"), bothContested, 6)
	secretary := h.signIn("secretary")
	sees(t, secretary.get(at+"/conduct"), 200, "Голосовать, голосовать ли тайно")
	contains(t, h.polled(t, n, "secrecy", nil, 1, "for"), "Решено голосовать тайно", "За 5, против 1", "Продолжить вопрос 1")
	before := h.rows()
	for _, act := range []string{"vote", "part", "secrecy"} {
		sees(t, secretary.post(h.itemAt(n, act), nil), 422, "Решено голосовать тайно. Изберите счётную комиссию", "5.1")
	}
	sees(t, secretary.post(h.itemAt(n, "counting"), nil), 422, "Отметьте членов счётной комиссии")
	h.unchanged(t, before)
	page := secretary.get(at + "/conduct")
	sees(t, page, 200, "Члены счётной комиссии", "Принять решение по жалобе № "+ref.String(), "Будет изготовлено 5 бюллетеней", "По видеоконференцсвязи присутствует 1 член комиссии")
	if strings.Contains(shown(page), "Открыть голосование") || strings.Contains(shown(page), "Голосовать по частям") {
		t.Error("R-078: an open vote is offered")
	}
	members := h.hall(t, n)
	contains(t, h.polled(t, n, "counting", countingOf(members), 0, "for"), "Счётная комиссия избрана, бюллетень утверждён")
	before = h.rows()
	sees(t, secretary.post(h.itemAt(n, "ballot"), protocolOf(members, "4", "0", "0")), 422, "Найдено 5, а действительных и недействительных вместе 4")
	sees(t, secretary.post(h.itemAt(n, "ballot"), protocolOf(members, "пять", "0", "0")), 422, "Впишите число")
	sees(t, secretary.post(at+"/attendance", h.everybody(n, 5)), 422, "Идёт тайное голосование")
	h.unchanged(t, before)
	goes(t, secretary.post(h.itemAt(n, "ballot"), protocolOf(members, "4", "0", "1")), at+"/conduct#now")
	sees(t, secretary.get(at+"/conduct"), 200, "выдано 5, найдено в ящике 5, за 4, против 0, недействительных 1.", "Исправить числа протокола")
	result := h.polled(t, n, "ballot", protocolOf(members, "5", "0", "0"), 1, "for")
	contains(t, result, "Результаты тайного голосования утверждены", "Голосование тайное. Присутствуют 6. За 5, против 0, воздержались 0, не голосовали 1.",
		"от установленного числа (9): не менее 5", "Решение № 1.")
	item := h.item(n)
	if item.State != sitting.Adopted || len(item.Votes) != 0 || !item.Result.Tally.Secret || h.complaint(ref).State != complaint.Decided {
		t.Errorf("R-078: the item is %s by %+v", item.State, item.Result)
	}
	h.namesNobody(t, item)
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "предложение голосовать по проекту решения тайно", "состав счётной комиссии", "количество бюллетеней – 5",
		"выдано бюллетеней – 5, найдено в ящике – 5, «за» – 5, «против» – 0, недействительных – 0.", "Протокол подписали все члены счётной комиссии",
		"Результаты тайного голосования утверждены.", "Голосование тайное, решающего голоса при нём нет. Присутствуют 6. За 5, против 0", "Принято решение № 1 (прилагается).")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket does not agree: %v, %v", v.Faults, err)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `INSERT INTO votes (item_id, person_id, choice, at) VALUES ($1, 1, 'for', now())`, int64(item.ID)); err == nil {
		t.Error("R-078: a member's vote in a secret ballot was stored")
	}
	_, err = h.db.Pool().Exec(t.Context(), `ALTER TABLE polls DISABLE TRIGGER polls_as_closed;
		UPDATE polls SET protocol = jsonb_set(jsonb_set(protocol, '{For}', '4'), '{Against}', '1') WHERE motion = 'ballot'`)
	must(t, err)
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) != 1 || !strings.Contains(v.Faults[0].Note, "the figures of the secret ballot on "+ref.String()) {
		t.Errorf("R-078: figures were changed unseen: %v, %v", v.Faults, err)
	}
}

// namesNobody checks that nothing stored or written down links a member and a ballot: the
// only votes by member are those of the three open votes, and the lines of the docket hold
// counts alone.
func (h *harness) namesNobody(t *testing.T, item sitting.Item) {
	t.Helper()
	var votes, open int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT (SELECT count(*) FROM votes), (SELECT count(DISTINCT ordinal) FROM poll_votes WHERE item_id = $1)`, int64(item.ID)).Scan(&votes, &open))
	if votes != 0 || open != 3 {
		t.Errorf("R-078: %d votes by member on the draft, %d votes by name", votes, open)
	}
	rows, err := h.db.Pool().Query(t.Context(), `SELECT payload::jsonb->>'ballot', payload::jsonb ? 'votes' FROM docket WHERE act = 'ballot_protocol' ORDER BY at, seq`)
	must(t, err)
	defer rows.Close()
	lines := 0
	for rows.Next() {
		var counts string
		var named bool
		must(t, rows.Scan(&counts, &named))
		lines++
		if named || lines == 2 && counts != `{"found": 5, "issued": 5, "ballot_for": 5, "ballot_against": 0, "ballot_invalid": 0, "ballot_abstained": 0}` {
			t.Errorf("R-078: the docket says %s of the ballot, votes by name: %v", counts, named)
		}
	}
	must(t, rows.Err())
	if lines != 2 {
		t.Errorf("R-078: %d lines of the docket about the ballot", lines)
	}
}

// TestASecretBallotThatFailsIsNoRuling: three of the six present.
func TestASecretBallotThatFailsIsNoRuling(t *testing.T) {
	h := filled(t)
	n, at, ref := h.reported(t, mixed(), bothContested, 6)
	h.polled(t, n, "secrecy", nil, 0, "for")
	members := h.hall(t, n)
	h.polled(t, n, "counting", countingOf(members), 0, "for")
	contains(t, h.polled(t, n, "ballot", protocolOf(members, "3", "2", "0"), 5, "against"), "Результаты тайного голосования не утверждены", "Вопрос ещё не решён")
	h.polled(t, n, "counting", countingOf(members), 0, "for")
	contains(t, h.polled(t, n, "ballot", protocolOf(members, "3", "2", "0"), 0, "for"), "Голосование тайное. Присутствуют 6. За 3, против 2, воздержались 0, не голосовали 1.")
	if c := h.complaint(ref); c.State != complaint.InReview || c.Outcome != "" || h.item(n).State != sitting.Rejected || h.item(n).Result.Casting {
		t.Errorf("R-080: the complaint is %s, the item %+v", c.State, h.item(n))
	}
	goes(t, h.signIn("secretary").post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "Результаты тайного голосования не утверждены.", "Проект решения не принят.")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket does not agree: %v, %v", v.Faults, err)
	}
}
