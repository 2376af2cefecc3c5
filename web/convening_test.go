package web

import (
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// petition begins a petition with one question, signed by whoever begins it.
func (h *harness) petition(login string) sitting.PetitionID {
	h.t.Helper()
	id, err := h.Sittings.Petition(h.t.Context(), h.actor(login), "накопились вопросы",
		[]sitting.Proposal{{Title: "О графике приёма", Text: "Утвердить график.", Question: regulation.OtherQuestion}})
	must(h.t, err)
	return id
}

// hasMail gives a member an e-mail address.
func (h *harness) hasMail(login string) {
	h.t.Helper()
	_, err := h.db.Pool().Exec(h.t.Context(), `UPDATE people SET email = $1 WHERE id = $2`, login+"@primer.example", int64(h.people[login]))
	must(h.t, err)
}

// owedLetters is how many letters about sittings the queue owes.
func (h *harness) owedLetters() int {
	h.t.Helper()
	n := 0
	must(h.t, h.db.Pool().QueryRow(h.t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'tell_member'`).Scan(&n))
	return n
}

// TestMembersAreToldOfASitting: by mail and by hand, each with the time; who was told late
// or not at all is named on the pages and in the minutes, and hinders nothing.
func TestMembersAreToldOfASitting(t *testing.T) {
	h := filled(t)
	h.hasMail("member")
	h.hasMail("member2")
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	n := h.convened(chair)
	at := "/sittings/" + strconv.Itoa(n)
	page := at + "/notices"
	if owed := h.owedLetters(); owed != 2 {
		t.Fatalf("R-063: %d letters are owed, want those of the two with an address", owed)
	}
	sees(t, secretary.get(page), 200, "не позднее 11 сентября 2026", "письмо отправляется", "нет адреса почты: известите сами", "ещё не извещён", "на своём столе")
	sees(t, h.signIn("member").get(page), 200, "письмо отправляется")
	sees(t, secretary.get("/desk"), 200, "Не извещены 8 членов комиссии")

	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	letter := func(login string) int64 {
		m, ok := s.Mailing(h.people[login])
		if !ok {
			t.Fatalf("no letter to %s", login)
		}
		return m.ID
	}
	must(t, h.Letters.Tell(t.Context(), letter("member"), false))
	must(t, h.Letters.Tell(t.Context(), letter("member"), false)) // the job may run twice
	must(t, h.db.NotTold(t.Context(), letter("member2")))
	sees(t, secretary.get(page), 200, "по электронной почте", "10 сентября 2026, 12:00", "почта не приняла письмо")

	before := h.rows()
	entry := func(login, way, told, note string) url.Values {
		return url.Values{"member": {strconv.FormatInt(int64(h.people[login]), 10)}, "way": {way}, "told": {told}, "note": {note}}
	}
	sees(t, secretary.post(page, url.Values{}), 422, "Выберите один вариант", "Укажите, когда известили")
	sees(t, secretary.post(page, entry("deputy", "phone", "утром", "")), 422, "Укажите день и время")
	sees(t, secretary.post(page, entry("deputy", "phone", "2026-09-12T10:00", "")), 422, "ещё не наступило")
	sees(t, h.signIn("member").post(page, entry("deputy", "phone", "2026-09-10T10:00", "")), 403)
	sees(t, h.signIn("secretary98").post(page, entry("deputy", "phone", "2026-09-10T10:00", "")), 404)
	h.unchanged(t, before)
	goes(t, secretary.post(page, entry("deputy", "phone", "2026-09-10T10:00", "")), page)
	h.at(time.Date(2026, 9, 12, 5, 0, 0, 0, time.UTC)) // the day after the last one
	goes(t, secretary.post(page, entry("member2", "in_person", "2026-09-12T11:30", "встретил у комиссии")), page)
	sees(t, secretary.get(page), 200, "Извещены позднее срока: Докладов Д. К.", "не извещены: Реестрова Р. Е.", "встретил у комиссии")
	sees(t, secretary.post(page, entry("deputy", "paper", "2026-09-10T11:00", "")), 422, "почему исправляете прежнюю запись")
	goes(t, secretary.post(page, entry("deputy", "paper", "2026-09-10T11:00", "перепутано имя")), page)
	sees(t, secretary.get(at), 200, "Извещены позднее срока: Докладов Д. К.")

	goes(t, secretary.post(page+"/send", nil), page)
	if owed := h.owedLetters(); owed != 4 {
		t.Errorf("R-063: %d letters after the agenda was sent, want 4", owed)
	}
	h.comes(n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 5)), at+"/attendance")
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	sees(t, secretary.post(page+"/send", nil), 422, "уже открыто")
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, n)
	must(t, err)
	minutes := strings.ReplaceAll(sheet.Paper().Plain(), nbsp, " ")
	for _, says := range []string{"извещены позднее срока, установленного регламентом: Докладов Д. К.", "О заседании не извещены: Реестрова Р. Е."} {
		if !strings.Contains(minutes, says) {
			t.Errorf("R-063: the minutes do not say %q: %s", says, minutes)
		}
	}
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %+v, %v", v.Faults, err)
	}
}

// TestMembersAnswer: from the desk and from the sitting, as often as they like until the
// opening; what they say is shown and is no presence.
func TestMembersAnswer(t *testing.T) {
	h := filled(t)
	n := h.convened(h.signIn("chair"))
	at := "/sittings/" + strconv.Itoa(n)
	member := h.signIn("member")
	sees(t, member.get("/desk"), 200, "Буду в зале", "Буду по видеосвязи", "Не смогу")
	goes(t, member.post(at+"/answer", url.Values{"answer": {"video"}}), at+"/attendance")
	sees(t, member.get("/desk"), 200, "Будет по видеосвязи, ответ от 10 сентября 2026, 12:00")
	sees(t, member.get(at+"/attendance"), 200, "Ваш ответ:", "Будет по видеосвязи", "Присутствуют 0 из 9")
	sees(t, member.get(at), 200, "придут 1, не смогут 0, не ответили 8. Для кворума нужно 5")
	sees(t, h.signIn("secretary").get(at+"/notices"), 200, "Будет по видеосвязи", "на своём столе")
	goes(t, member.post(at+"/answer", url.Values{"answer": {"absent"}, "reason": {"командировка"}}), at+"/attendance")
	sees(t, member.get(at), 200, "придут 0, не смогут 1")
	goes(t, member.post(at+"/answer", url.Values{"answer": {"hall"}}), at+"/attendance")
	sees(t, member.get(at+"/attendance"), 200, "Будет в зале", "не отмечено")
	before := h.rows()
	sees(t, member.post(at+"/answer", url.Values{"answer": {"может быть"}}), 422, "Выберите один вариант")
	sees(t, h.signIn("chair98").post(at+"/answer", url.Values{"answer": {"hall"}}), 404)
	h.unchanged(t, before)
	said := 0
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM attendance WHERE said <> '' AND person_id = $1`, int64(h.people["member"])).Scan(&said))
	if said != 3 {
		t.Errorf("R-014: %d records of three answers", said)
	}
}

// TestThirdDemandsASitting: members sign, one of them withdraws and signs again; once a
// third has signed, the chair owes a sitting, on every desk, and convenes it with the
// questions on its agenda.
func TestThirdDemandsASitting(t *testing.T) {
	h := filled(t)
	member := h.signIn("member")
	sees(t, member.get("/petitions"), 200, "никто не требовал", "Потребовать созыва")
	before := h.rows()
	sees(t, member.post("/petitions/new", url.Values{"title_2": {"О смете"}, "question_2": {"financing"}}), 422,
		"Напишите, почему нужно заседание", "пункт 4.5", `id="title_1"`, `id="text_2"`)
	h.unchanged(t, before)
	form := url.Values{"reason": {"Накопились вопросы."}, "title_1": {"О графике приёма"}, "text_1": {"Утвердить график."}, "question_1": {"other"}}
	w := member.post("/petitions/new", form)
	at := w.Header().Get("Location")
	sees(t, member.get(at), 200, "Подписей 1, нужно 3: 1/3 установленного числа 9", "Собираются подписи", "Утвердить график", "Отозвать подпись")
	second := h.signIn("member2")
	sees(t, second.get("/desk"), 200, "Собираются подписи под требованием")
	goes(t, second.post(at+"/sign", nil), at)
	before = h.rows()
	sees(t, second.post(at+"/sign", nil), 422, "Вы уже подписали")
	sees(t, h.signIn("chair98").get(at), 404)
	sees(t, h.signIn("chair98").post(at+"/sign", nil), 404)
	h.unchanged(t, before)
	goes(t, second.post(at+"/unsign", nil), at)
	sees(t, second.get(at), 200, "отозвана 10 сентября", "Подписей 1, нужно 3")
	goes(t, second.post(at+"/sign", nil), at)
	goes(t, h.signIn("deputy").post(at+"/sign", nil), at)
	sees(t, second.post(at+"/unsign", nil), 422, "Подписей уже достаточно")

	h.at(harnessNow.AddDate(0, 0, 2))
	chair := h.signIn("chair")
	for _, login := range []string{"chair", "secretary", "member"} {
		sees(t, h.signIn(login).get("/desk"), 200, "председатель обязан созвать заседание", "Ждёт 2 дня.")
	}
	sees(t, chair.get("/sittings/new"), 200, "На каком основании", "Ждёт 2 дня", `selected`)
	call := h.call()
	call.Set("starts_at_day", "15")
	call.Set("petition", strings.TrimPrefix(at, "/petitions/"))
	w = chair.post("/sittings/new", call)
	sitting := w.Header().Get("Location")
	sees(t, chair.get(sitting), 200, "Созвано по требованию членов комиссии", "О графике приёма", "Внесён требованием")
	if text := shown(chair.get(sitting)); strings.Contains(text, "Убрать из повестки О графике") {
		t.Error("R-011: the page offers to take a demanded question off")
	}
	sees(t, chair.get(at), 200, "Созвано заседание № 1")
	sees(t, chair.post("/sittings/new", call), 422, "уже созвано заседание № 1")
	if text := shown(chair.get("/desk")); strings.Contains(text, "обязан созвать") {
		t.Error("R-064: an answered petition stands on the desk")
	}
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %+v, %v", v.Faults, err)
	}
}

// TestSignaturesAtOnceAllCount: the last two members needed sign in the same moment.
func TestSignaturesAtOnceAllCount(t *testing.T) {
	h := filled(t)
	for range 5 {
		id := h.petition("member")
		var signing sync.WaitGroup
		for _, login := range []string{"member2", "deputy"} {
			by := h.actor(login)
			signing.Go(func() {
				if err := h.Sittings.SignPetition(t.Context(), by, id); err != nil {
					t.Error(err)
				}
			})
		}
		signing.Wait()
		if p, err := h.db.Petition(t.Context(), h.own, id); err != nil || !p.Owed() {
			t.Fatalf("R-064: three of three have signed, and it is not reached: %+v, %v", p, err)
		}
	}
}

// TestNobodyDismissesAPetition: not even past the program.
func TestNobodyDismissesAPetition(t *testing.T) {
	h := filled(t)
	id := int64(h.petition("member"))
	for _, login := range []string{"member2", "deputy"} {
		must(t, h.Sittings.SignPetition(t.Context(), h.actor(login), sitting.PetitionID(id)))
	}
	n := h.convened(h.signIn("chair"))
	for _, statement := range []string{`DELETE FROM petitions`, `UPDATE petitions SET reached_at = NULL, needed = NULL, established = NULL`,
		`UPDATE petitions SET questions = '[]'`, `DELETE FROM petition_signatures`, `UPDATE petition_signatures SET at = now()`,
		`DELETE FROM sitting_notices`, `UPDATE sitting_notices SET note = 'иначе'`} {
		if _, err := h.db.Pool().Exec(t.Context(), statement); err == nil {
			t.Errorf("R-064: %s is let through", statement)
		}
	}
	if p, err := h.db.Petition(t.Context(), h.own, sitting.PetitionID(id)); err != nil || !p.Owed() {
		t.Errorf("R-064: after sitting %d was convened on no demand: %+v, %v", n, p, err)
	}
}

// TestFirstSittingHasItsTerm: the page of convening says by when the first sitting is, and
// one that is later is marked, never refused.
func TestFirstSittingHasItsTerm(t *testing.T) {
	h := newHarness(t)
	admin, page := h.signIn("admin"), commissionSettings(h.own)
	goes(t, admin.post(page+"/dissolve", formOf("dissolved_from", "2026-09-10", "dissolution", "1", "dissolution_on", "2026-09-09")), page)
	goes(t, admin.post(page+"/form", formOf("formed_from", "2026-09-10", "formation", "2", "formation_on", "2026-09-09", "established", "9")), page)
	for _, m := range harnessMembers {
		name := identity.ParseName(m.name)
		goes(t, admin.post(page+"/members", formOf("surname", name.Surname, "given", name.Given, "patronymic", name.Patronymic, "office", string(m.office),
			"login", m.login, "from", "2026-09-10", "decision", "3", "decision_on", "2026-09-10")), page)
	}
	chair := h.signIn("chair")
	sees(t, chair.get("/sittings/new"), 200, "первого заседания ещё не было", "до 24 сен")
	call := h.call()
	call.Set("starts_at_day", "25")
	w := chair.post("/sittings/new", call)
	sees(t, chair.get(w.Header().Get("Location")), 200, "Первое заседание нужно провести не позднее 24 сентября 2026", "пункт 4.2")
	w = chair.post("/sittings/new", h.call())
	if text := shown(chair.get(w.Header().Get("Location"))); strings.Contains(text, "Первое заседание") {
		t.Error("R-060: a sitting in time is marked")
	}
}
