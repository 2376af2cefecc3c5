package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// firstMeeting is a commission formed anew, a chair and eight members, in its first sitting:
// both elections are on the adopted agenda.
func (h *harness) firstMeeting(t *testing.T) (n int, at string) {
	t.Helper()
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE seats SET office = 'member' WHERE commission_id = $1 AND office IN ('deputy', 'secretary')`, int64(h.own))
	must(t, err)
	chair := h.signIn("chair")
	n = h.convened(chair)
	at = "/sittings/" + strconv.Itoa(n)
	sees(t, chair.get(at), 200, "должность свободна", "Поставить выборы в повестку", "нужно больше половины от установленного числа")
	for _, office := range []string{"deputy", "secretary"} {
		goes(t, chair.post(at+"/elections", url.Values{"office": {office}}), at)
	}
	sees(t, chair.get(at), 200, "Об избрании заместителя председателя комиссии", "Об избрании секретаря комиссии", "Выборы стоят в повестке.")
	sees(t, chair.post(at+"/elections", url.Values{"office": {"deputy"}}), 422, "Этот вопрос уже стоит в повестке")
	keeper := h.signIn("secretary") // a member, who keeps the minutes of this sitting
	goes(t, keeper.post(at+"/attendance", h.inHall(n)), at+"/attendance")
	h.comes(n)
	goes(t, keeper.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	return n, at
}

// inHall marks all members present in the hall: by video nobody fills in a ballot.
func (h *harness) inHall(n int) url.Values {
	form := h.everybody(n, 9)
	for name := range form {
		form.Set(name, "hall")
	}
	return form
}

// given is the protocol of a ballot on candidates, signed by both who count.
func (h *harness) given(members []identity.ID, invalid int, votes map[string]int) url.Values {
	form, sum := url.Values{}, invalid
	for login, n := range votes {
		form.Set(sitting.GivenField(h.people[login]), strconv.Itoa(n))
		sum += n
	}
	form.Set("issued", strconv.Itoa(sum))
	form.Set("found", strconv.Itoa(sum))
	form.Set("ballot_invalid", strconv.Itoa(invalid))
	for _, m := range members[:2] {
		form.Set(signedField+fmtID(m), "1")
	}
	return form
}

// TestAFirstSittingElectsItsOfficers walks through R-006 without scripts: three candidates,
// one who declines, a round that elects nobody, the second that does, and the office is held
// from then on.
func TestAFirstSittingElectsItsOfficers(t *testing.T) {
	h := filled(t)
	n, at := h.firstMeeting(t)
	keeper, member := h.signIn("secretary"), h.signIn("member")
	now := at + "/conduct#now"
	sees(t, keeper.get(at+"/conduct"), 200, "Пока никто не выдвинут.", "Кого выдвигают", "Кто выдвигает")
	before := h.rows()
	sees(t, keeper.post(h.itemAt(n, "counting"), countingOf(h.hall(t, n))), 422, "Сначала выдвиньте хотя бы одного кандидата")
	sees(t, keeper.post(h.itemAt(n, "vote"), nil), 422, "По этому вопросу голосуют только тайно", "5.1")
	sees(t, keeper.post(h.itemAt(n, "nominations"), url.Values{"nominee": {""}, "nominator": {fmtID(h.people["chair"])}}), 422, "Кого выдвигают")
	sees(t, keeper.post(h.itemAt(n, "nominations"), url.Values{"nominee": {fmtID(h.people["member"])}, "nominator": {""}}), 422, "Выдвигает член комиссии, который присутствует")
	sees(t, member.post(h.itemAt(n, "nominations"), url.Values{"nominee": {fmtID(h.people["chair"])}}), 422, "уже занимает должность")
	h.unchanged(t, before)
	for _, login := range []string{"deputy", "member", "member2"} {
		goes(t, keeper.post(h.itemAt(n, "nominations"), url.Values{"nominee": {fmtID(h.people[login])}, "nominator": {fmtID(h.people["chair"])}}), now)
	}
	goes(t, member.post(h.itemAt(n, "nominations"), url.Values{"nominee": {fmtID(h.people["secretary"])}}), now)
	sees(t, member.post(h.itemAt(n, "nominations/"+fmtID(h.people["deputy"])+"/decline"), nil), 422, "Самоотвод берёт сам кандидат")
	goes(t, keeper.post(h.itemAt(n, "nominations/"+fmtID(h.people["secretary"])+"/decline"), nil), now)
	sees(t, keeper.get(at+"/conduct"), 200, "Самоотвод в", "По закону голосуют тайно", "1) Порядкова Полина Андреевна; 2) Законова Зоя Ивановна; 3) Докладов Денис Кириллович.")

	counters := []identity.ID{h.people["chair"], h.people["secretary"]}
	contains(t, h.polled(t, n, "counting", countingOf(counters), 0, "for"), "Счётная комиссия избрана, бюллетень утверждён")
	page := keeper.get(at + "/conduct")
	sees(t, page, 200, "Выдвижение закончено", "За кандидата: Порядкова П. А.")
	if strings.Contains(shown(page), "Действительных «за»") {
		t.Error("R-006: the protocol asks for votes for the draft")
	}
	before = h.rows()
	sees(t, keeper.post(h.itemAt(n, "ballot"), h.given(counters, 0, map[string]int{"deputy": 4, "member": 3})), 422, "Впишите число")
	sees(t, member.post(h.itemAt(n, "nominations"), url.Values{"nominee": {fmtID(h.people["secretary"])}}), 422, "Выдвижение закончено")
	h.unchanged(t, before)
	contains(t, h.polled(t, n, "ballot", h.given(counters, 0, map[string]int{"deputy": 4, "member": 3, "member2": 2}), 0, "for"), "Результаты тайного голосования утверждены", "Вопрос ещё не решён")
	sees(t, keeper.get(at+"/conduct"), 200, "Во второй тур проходят: Порядкова П. А., Законова З. И.", "Тур 2. В бюллетене: Порядкова П. А., Законова З. И.")
	sees(t, h.visitor().get(fmt.Sprintf("/sittings/watch/42-T99/%d", n)), 200, "заместитель председателя", "Во второй тур проходят")

	h.polled(t, n, "counting", countingOf(counters), 0, "for")
	said := h.polled(t, n, "ballot", h.given(counters, 1, map[string]int{"deputy": 2, "member": 6}), 0, "for")
	contains(t, said, "Избран(а) Законова З. И.: за — 6, нужно не менее 5 (больше половины от установленного числа, 9).", "Порядкова П. А. — 2")
	if item := h.item(n); item.State != sitting.Adopted || item.Election().Elected != h.people["member"] || len(item.Votes) != 0 {
		t.Errorf("R-006: %s, %+v", item.State, item.Election())
	}
	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	deputy, held := m.Composition.Officer(calendar.Day(2026, 9, 13), identity.Deputy)
	if !held || deputy.Person != h.people["member"] || deputy.Appointed.Number != fmt.Sprintf("П-%d/1", n) || len(m.Composition.On(calendar.Day(2026, 9, 13))) != 9 {
		t.Errorf("R-006: the deputy is %+v of %d", deputy, len(m.Composition.On(calendar.Day(2026, 9, 13))))
	}
	sees(t, h.visitor().get(fmt.Sprintf("/sittings/watch/42-T99/%d", n)), 200, "Избран(а) Законова З. И.")

	goes(t, keeper.post(at+"/close", nil), now) // the secretary is elected another day
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	contains(t, plainText(sheet.Paper().Plain()), "Выдвинуты кандидатуры: Порядкова Полина Андреевна", "Самоотвод взяли: Реестрова Р. Е.", "голосов за кандидатов: Порядкова П. А. – 4, Законова З. И. – 3, Докладов Д. К. – 2",
		"По итогам тура 1 никто не набрал", "на должность заместителя председателя комиссии избрана Законова Зоя Ивановна", "Голосование не проводилось, рассмотрение вопроса отложено.")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket does not agree: %v, %v", v.Faults, err)
	}
	item := h.item(n)
	if _, err := h.db.Pool().Exec(t.Context(), `INSERT INTO votes (item_id, person_id, choice, at) VALUES ($1, 1, 'for', now())`, int64(item.ID)); err == nil {
		t.Error("R-078: a member's vote in an election was stored")
	}
	for name, change := range map[string]string{
		"nobody is put forward afterwards unseen": `UPDATE nominees SET person_id = (SELECT person_id FROM seats WHERE office = 'chair' LIMIT 1) WHERE ordinal = 1`,
		"nor struck":                   `DELETE FROM nominees`,
		"nor does anybody stand again": `UPDATE nominees SET declined_at = NULL`,
	} {
		if _, err := h.db.Pool().Exec(t.Context(), change); err == nil {
			t.Errorf("R-006: %s", name)
		}
	}
	_, err = h.db.Pool().Exec(t.Context(), `ALTER TABLE polls DISABLE TRIGGER polls_as_closed;
		UPDATE polls SET protocol = jsonb_set(protocol, '{Given,0,Votes}', '1') WHERE motion = 'ballot' AND ordinal = 4`)
	must(t, err)
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) != 1 || !strings.Contains(v.Faults[0].Note, "the figures of the secret ballot on item 1") {
		t.Errorf("R-078: figures were changed unseen: %v, %v", v.Faults, err)
	}
}

// TestAnOfficerIsReleasedAndFollowed: the secretary is released openly at the own request, and
// on the same agenda another one is elected, who holds the office from the next day.
func TestAnOfficerIsReleasedAndFollowed(t *testing.T) {
	h := filled(t)
	n := h.convened(h.signIn("chair"))
	at := "/sittings/" + strconv.Itoa(n)
	secretary := h.signIn("secretary")
	sees(t, secretary.post(at+"/elections", url.Values{"office": {"secretary"}}), 422, "Эту должность занимает Реестрова Р. Е.")
	sees(t, secretary.post(at+"/elections", url.Values{"office": {"chair"}}), 404)
	goes(t, secretary.post(at+"/releases", url.Values{"office": {"secretary"}, "own_request": {"1"}}), at)
	goes(t, secretary.post(at+"/elections", url.Values{"office": {"secretary"}}), at)
	sees(t, secretary.get(at), 200, "Об освобождении от должности секретаря комиссии по личному заявлению", "Освобождение стоит в повестке.", "Выборы стоят в повестке.")
	goes(t, secretary.post(at+"/attendance", h.inHall(n)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	contains(t, h.polled(t, n, "vote", nil, 0, "for"), "Освободить от должности секретаря комиссии по личному заявлению: Реестрова Регина Егоровна.")
	day := calendar.Day(2026, 9, 13)
	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	if now, _ := m.Composition.Officer(day, identity.Secretary); now.Person != h.people["secretary"] || now.Until != day || now.Released.Number != fmt.Sprintf("П-%d/1", n) {
		t.Errorf("Reg. 2.7: the secretary of the day is %+v", now)
	}
	if _, held := m.Composition.Officer(day.AddDays(1), identity.Secretary); held {
		t.Error("Reg. 2.7: the office is still held the next day")
	}
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	second := func(act string) string { return fmt.Sprintf("%s/items/%d/%s", at, s.Items[1].ID, act) }
	vote := func(act string, form url.Values) {
		t.Helper()
		goes(t, secretary.post(second(act), form), at+"/conduct#now")
		goes(t, secretary.post(second("votes"), h.votes(n, 0)), at+"/conduct#now")
		goes(t, secretary.post(second("conclude"), url.Values{"presiding": {"for"}}), fmt.Sprintf("%s/conduct?result=%d#now", at, s.Items[1].ID))
	}
	goes(t, secretary.post(second("nominations"), url.Values{"nominee": {fmtID(h.people["member2"])}, "nominator": {fmtID(h.people["member"])}}), at+"/conduct#now")
	counters := []identity.ID{h.people["chair"], h.people["deputy"]}
	vote("counting", countingOf(counters))
	protocol := h.given(counters, 0, map[string]int{"member2": 9})
	protocol.Set("ballot_against", "0")
	vote("ballot", protocol)
	sees(t, secretary.get(at+"/conduct"), 200, "Избран(а) Докладов Д. К.: за — 9, нужно не менее 5")
	m, err = h.db.Moment(t.Context(), h.own)
	must(t, err)
	if now, held := m.Composition.Officer(day.AddDays(1), identity.Secretary); !held || now.Person != h.people["member2"] {
		t.Errorf("R-008: the secretary of the next day is %+v", now)
	}
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket does not agree: %v, %v", v.Faults, err)
	}
}
