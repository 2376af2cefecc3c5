package web

import (
	"fmt"
	"net/url"
	"strconv"
	"testing"

	"redress/internal/sitting"
)

// cabinet is a question that is no complaint, as it is typed.
func cabinet() url.Values {
	return url.Values{"title": {"О приобретении шкафа"}, "text": {"Приобрести шкаф для документов.\r\nПоручить секретарю заключить договор."}, "question": {"financing"}}
}

// questionAt is an address of an item of a sitting by its place on the agenda.
func (h *harness) questionAt(n, ordinal int, act string) string {
	h.t.Helper()
	s, err := h.db.Sitting(h.t.Context(), h.own, n)
	must(h.t, err)
	return fmt.Sprintf("/sittings/%d/items/%d/%s", n, s.Items[ordinal-1].ID, act)
}

// TestQuestion is the way of a question that is no complaint: put on the agenda, voted on
// by the established number, in the minutes in full, with a dissenting opinion; what the
// docket says of it is what is stored.
func TestQuestion(t *testing.T) {
	h := filled(t)
	chair, secretary, member := h.signIn("chair"), h.signIn("secretary"), h.signIn("member")
	n := h.convened(chair)
	at := "/sittings/" + strconv.Itoa(n)
	sees(t, secretary.get(at+"/question"), 200, "Нужно 5 из 9", "Нужно большинство присутствующих", "пункт 6.2", "Внести в повестку", "Потребовать голосования", "Записать требование", "Участие членов комиссии")
	sees(t, secretary.post(at+"/questions", url.Values{"title": {" "}, "question": {"elect_deputy_or_secretary"}}), 422, "Напишите, какой вопрос ставится", "Напишите проект решения")
	sees(t, secretary.post(at+"/questions", url.Values{"title": {"О бездействии"}, "text": {"Обратиться в суд."}, "question": {"court_claim_member_inactive"}}), 422, "Выберите члена комиссии, о котором обращаются в суд", "О бездействии")
	sees(t, member.post(at+"/questions", cabinet()), 403)
	goes(t, secretary.post(at+"/questions", cabinet()), at)
	claim := url.Values{"title": {"О бездействии члена комиссии"}, "text": {"Обратиться в суд."}, "question": {"court_claim_member_inactive"}, "about": {fmtInt(int64(h.people["member2"]))}}
	goes(t, chair.post(at+"/questions", claim), at)
	sees(t, secretary.get(at), 200, "О приобретении шкафа", "Финансирование: нужно 5 из 9", "О ком обращаются в суд:")
	sees(t, secretary.post(h.questionAt(n, 1, "invite"), h.rang("complainant")), 404)
	goes(t, secretary.post(h.questionAt(n, 2, "remove"), nil), at)

	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	sees(t, secretary.post(at+"/questions", cabinet()), 422, "повестку изменить нельзя")
	sees(t, secretary.get(at+"/conduct"), 200, "Приобрести шкаф для документов.", "Открыть голосование")
	sees(t, secretary.post(h.itemAt(n, "return"), url.Values{"rework_reason": {"дополнить"}}), 422, "Этот вопрос не о жалобе")
	sees(t, secretary.post(h.itemAt(n, "part"), nil), 422)
	goes(t, secretary.post(h.itemAt(n, "postpone"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 8)), at+"/conduct#now")
	secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}})
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 3)), at+"/conduct#now")
	secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}})
	if got := h.item(n); got.State != sitting.Adopted || got.Result.Needed < 5 {
		t.Fatalf("the item is %s by %+v", got.State, got.Result)
	}
	sees(t, secretary.get(at+"/conduct?result="+fmtInt(int64(h.item(n).ID))), 200, "Решение принято в", "За 6, против 3")

	goes(t, member.post(h.itemAt(n, "dissent"), url.Values{"dissent": {"Шкаф не нужен."}}), h.itemAt(n, "dissent"))
	sees(t, chair.get("/desk"), 200, "заседание № "+strconv.Itoa(n))
	sees(t, chair.get("/dissents"), 200, "Протокольное решение.")
	sees(t, chair.get(h.itemAt(n, "dissent")), 200, "16 сентября")
	goes(t, chair.post(h.itemAt(n, "dissent/told"), url.Values{"how": {"письмом № 12"}, "told_day": {"13"}, "told_month": {"9"}, "told_year": {"2026"}, "told_time": {"11:00"}}), h.itemAt(n, "dissent"))
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sees(t, secretary.get(at+"/minutes"), 200, "Вопрос и проект решения изложены.", "Решение принято в")
	goes(t, secretary.post(at+"/minutes/print", url.Values{heardField(h.item(n).ID): {"Доложил секретарь."}}), at+"/minutes#paper")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %v %v", v.Faults, err)
	}
	for _, change := range []string{`UPDATE votes SET choice = 'against'`, `UPDATE items SET proposal = 'Другое.'`} {
		for _, sql := range []string{`ALTER TABLE items DISABLE TRIGGER USER`, `ALTER TABLE votes DISABLE TRIGGER USER`, change} {
			if _, err := h.db.Pool().Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
		}
		v, err := h.db.VerifyDocket(t.Context())
		must(t, err)
		if len(v.Faults) == 0 {
			t.Errorf("the check of the docket did not see: %s", change)
		}
	}
}

// TestDemand is how a member demands a vote: nobody takes it off, and the sitting is not
// closed before it has its fate.
func TestDemand(t *testing.T) {
	h := filled(t)
	chair, secretary, member := h.signIn("chair"), h.signIn("secretary"), h.signIn("member")
	n := h.convened(chair)
	at := "/sittings/" + strconv.Itoa(n)
	sees(t, member.get(at), 200, "Потребовать голосования по вопросу")
	goes(t, member.post(at+"/demands", cabinet()), at)
	sees(t, chair.get(at), 200, "Голосования потребовал член комиссии")
	sees(t, chair.post(h.questionAt(n, 1, "remove"), nil), 422, "Снять его с повестки нельзя")
	sees(t, chair.post(h.questionAt(n, 1, "withdraw"), nil), 422, "Отозвать требование может только")

	sees(t, member.post(at+"/demands/higher", cabinet()), 403)
	sees(t, secretary.post(at+"/demands/higher", cabinet()), 422, "Напишите фамилию, имя и отчество члена вышестоящей комиссии")
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	other := cabinet()
	other.Set("question", "other")
	goes(t, member.post(at+"/demands", other), at)
	above := cabinet()
	above.Set("demanded_by", "Вышестоящий Пётр Ильич")
	goes(t, secretary.post(at+"/demands/higher", above), at)
	sees(t, chair.post(h.questionAt(n, 3, "withdraw"), nil), 422, "Отозвать требование может только")
	sees(t, secretary.post(at+"/close", nil), 422, "Проголосуйте по вопросу 1")

	sees(t, member.get(at+"/conduct"), 200, "Отозвать требование")
	goes(t, member.post(h.questionAt(n, 1, "withdraw"), nil), at)
	sees(t, member.post(h.questionAt(n, 1, "withdraw"), nil), 422, "Отозвать требование можно было до него")
	sees(t, secretary.post(at+"/close", nil), 422, "Проголосуйте по вопросу 2")
	goes(t, secretary.post(h.questionAt(n, 2, "vote"), nil), at+"/conduct#now")
	sees(t, member.post(h.questionAt(n, 2, "withdraw"), nil), 422, "голосование идёт")
	goes(t, secretary.post(h.questionAt(n, 2, "votes"), h.votes(n, 8)), at+"/conduct#now")
	secretary.post(h.questionAt(n, 2, "conclude"), url.Values{"presiding": {"against"}})
	goes(t, secretary.post(h.questionAt(n, 3, "postpone"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.questionAt(n, 3, "votes"), h.votes(n, 0)), at+"/conduct#now")
	secretary.post(h.questionAt(n, 3, "conclude"), url.Values{"presiding": {"for"}})
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sees(t, member.post(at+"/demands", cabinet()), 422, "Заседание уже закрыто")
	sees(t, secretary.get(at+"/conduct"), 200, "Требование о голосовании отозвано", "Решение не принято", "Рассмотрение вопроса отложено")
	sees(t, member.get(at+"/question"), 200, "Заседание закрыто")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %v %v", v.Faults, err)
	}
}
