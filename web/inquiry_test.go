package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/notice"
)

var shownToken = regexp.MustCompile(`name="token" value="([^"]+)"`)

// answers fills in the page's form for an answer or an explanation.
func (b *browser) answers(page, action string, form url.Values, files map[string]string) *httptest.ResponseRecorder {
	b.h.t.Helper()
	found := shownToken.FindStringSubmatch(b.get(page).Body.String())
	if found == nil {
		b.h.t.Fatalf("%s has no form for an answer", page)
	}
	form.Set("token", found[1])
	return b.sends(action, form, files)
}

// signsInquiry signs a request or a referral as it is shown.
func (b *browser) signsInquiry(at string) {
	b.h.t.Helper()
	looked := b.get(at)
	digest := shownDigest.FindStringSubmatch(looked.Body.String())
	if digest == nil {
		b.h.t.Fatalf("nothing to sign at %s: %s", at, plainText(shown(looked)))
	}
	if t, ok := b.h.t.(*testing.T); ok {
		soundly(t, b.h, looked.Body.String())
	}
	if w := b.post(at+"/sign", url.Values{"digest": {digest[1]}, "password": {harnessPassword}}); w.Code != http.StatusSeeOther {
		b.h.t.Fatalf("signing: status %d: %s", w.Code, plainText(shown(w)))
	}
}

// cameIn is a day as the boxes of an answer have it.
func cameIn(day calendar.Date, form url.Values) url.Values {
	return dateValues(form, "received", day)
}

// TestRequestAndAnswer: the secretary writes it, the chair signs it, its
// clock runs from the day it arrived, and the answer with its file belongs to the case.
func TestRequestAndAnswer(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	secretary, chair, member := h.signIn("secretary"), h.signIn("chair"), h.signIn("member")
	at := "/complaints/" + ref.String()
	form := url.Values{"kind": {"request"}, "to": {fmtInt(int64(h.precincts[1]))}, "text": {"График приёма.\nЖурнал приёма за август."}, "why": {"проверить часы приёма"}}
	sees(t, secretary.get(at+"/inquiries/new"), 200, "жалобу ей этим не передают", "УИК", "избирательного участка № 9002")
	sees(t, secretary.post(at+"/inquiries/new", url.Values{"kind": {"request"}, "to": {"0"}}), 422, "Назовите, кому", "Напишите, что просите", "для чего нужны сведения")
	sees(t, member.post(at+"/inquiries/new", form), 403)
	goes(t, secretary.post(at+"/inquiries/new", form), at+"/inquiries/1")
	sees(t, secretary.get(at+"/inquiries/1"), 200, "ждёт подписи", "Подписать может председатель")
	sees(t, chair.get("/desk"), 200, "Запросы на подпись", "Участковая избирательная комиссия")
	sees(t, secretary.post(at+"/inquiries/1/sign", url.Values{"password": {harnessPassword}}), 403)
	chair.signsInquiry(at + "/inquiries/1")

	c := h.complaint(ref)
	i, _ := c.Inquiry(1)
	if c.State != complaint.InReview || i.State() != complaint.Asked || i.To != h.precincts[1] {
		t.Fatalf("R-035: %s, %+v", c.State, i)
	}
	letters, err := h.db.LettersOf(t.Context(), c.ID)
	must(t, err)
	if len(letters) != 1 || letters[0].Addressee != notice.Asked || letters[0].Way != complaint.ByEmail || letters[0].About != complaint.RequestLetter {
		t.Errorf("R-090: letters %+v", letters)
	}
	sees(t, secretary.get(at+"/documents"), 200, "Запрос сведений № 1/2026-1")
	sees(t, member.get(at+"/deadlines"), 200, "Ответ на запрос сведений № 1", "до 15 сен")
	if due := h.awaited(c.ID); due.DueOn != calendar.Day(2026, 9, 15) || due.Clock != deadline.CampaignInformationRequest || !due.MetAt.IsZero() {
		t.Errorf("R-090: the answer is due %+v", due)
	}
	if d, _ := h.db.Due(t.Context(), h.own, deadline.Filter{}, deadline.Cursor{}, 10); len(d) != 1 || d[0].Clock != deadline.CampaignReply {
		t.Errorf("what others owe presses on the complaint: %+v", d)
	}

	h.at(harnessNow.Add(48 * time.Hour))
	sees(t, secretary.post(at+"/inquiries/1/reached", url.Values{"reached_day": {"9"}, "reached_month": {"9"}, "reached_year": {"2026"}}), 422, "раньше, чем его подписали")
	goes(t, secretary.post(at+"/inquiries/1/reached", url.Values{"reached_day": {"12"}, "reached_month": {"9"}, "reached_year": {"2026"}}), at+"/inquiries/1")
	if due := h.awaited(c.ID); due.DueOn != calendar.Day(2026, 9, 17) {
		t.Errorf("R-090: from the day it arrived the answer is due %s", due.DueOn)
	}
	sees(t, secretary.post(at+"/inquiries/1/silence", nil), 422, "Срок ответа ещё не прошёл")

	h.at(harnessNow.Add(9 * 24 * time.Hour))
	secretary, member = h.signIn("secretary"), h.signIn("member")
	sees(t, secretary.get("/desk"), 200, "Ждём ответа", "просрочено на 2 дня")
	page, action := at+"/inquiries/1", at+"/inquiries/1/answer"
	answer := url.Values{"from": {"УИК № 9002"}, "text": {"Комиссия работала по графику."}}
	w := secretary.answers(page, action, answer, map[string]string{"zhurnal.txt": "Журнал приёма.\n"})
	sees(t, w, 422, "Укажите, когда получен ответ", "zhurnal.txt", "Комиссия работала по графику")
	goes(t, secretary.sends(action, cameIn(calendar.Day(2026, 9, 16), answer), nil), page)
	i, _ = h.complaint(ref).Inquiry(1)
	if i.State() != complaint.Heard || len(i.Files) != 1 || i.Files[0].Name != "zhurnal.txt" {
		t.Fatalf("R-090: %+v", i)
	}
	if len(h.complaint(ref).Attachments) != 0 {
		t.Error("the file of the answer is among those the complainant sent")
	}
	due := h.awaited(c.ID)
	if due.Standing(harnessNow.Add(9*24*time.Hour), harnessZone(h)) != deadline.Met {
		t.Errorf("R-090: entered late, it came in time: %+v", due)
	}
	file := at + "/inquiries/1/files/" + fmtInt(int64(i.Files[0].ID))
	if w := member.get(file); w.Code != 200 || w.Body.String() != "Журнал приёма.\n" {
		t.Errorf("the file of the answer: %d %q", w.Code, w.Body)
	}
	sees(t, h.signIn("secretary98").get(file), 404)
	sees(t, member.get(page), 200, "Комиссия работала по графику", "zhurnal.txt")
	sees(t, member.get(at+"/draft"), 200, "Запросы и ответы", "ответ получен")
	sees(t, member.get(at+"/history"), 200, "Подготовлено для подписи: Запрос № 1", "Подписан запрос № 1", "получен адресатом 12 сентября", "Внесён ответ")
	sees(t, secretary.sends(action, answer, nil), 422, "Ответа по нему не ждут")
	if _, err := h.db.Pool().Exec(t.Context(), `DELETE FROM attachments WHERE inquiry_of IS NOT NULL`); err == nil {
		t.Error("the file of an answer can be deleted")
	}
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %+v, %v", v.Faults, err)
	}
}

// harnessZone is the zone of the first commission.
func harnessZone(h *harness) *time.Location {
	h.t.Helper()
	m, err := h.db.Moment(h.t.Context(), h.own)
	must(h.t, err)
	return m.Composition.Commission.Profile.Zone()
}

// awaited is the deadline of the first answer as stored.
func (h *harness) awaited(id complaint.ID) deadline.Running {
	h.t.Helper()
	running, err := h.db.Deadlines(h.t.Context(), id)
	must(h.t, err)
	for _, r := range running {
		if r.Inquiry == 1 {
			return r
		}
	}
	return deadline.Running{}
}

// TestSilenceIsRecorded: once the term is over.
func TestSilenceIsRecorded(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	page := h.asked(ref, complaint.Inquiry{Kind: complaint.Request, Body: "Редакция газеты", Address: "пгт Примерный", Text: "Номер за 1 сентября.", Why: "проверить довод"})
	h.at(harnessNow.Add(7 * 24 * time.Hour))
	secretary := h.signIn("secretary")
	sees(t, secretary.get(page), 200, "Записать, что ответа нет")
	goes(t, secretary.post(page+"/silence", url.Values{"silence": {"редакция закрыта"}}), page)
	sees(t, secretary.get(page), 200, "не отвечено", "редакция закрыта")
	if w := secretary.get("/complaints/" + ref.String() + "/deadlines"); !strings.Contains(shown(w), "Ответа не было") || strings.Contains(shown(w), "суд решил") {
		t.Error("the page of the clocks does not say that nobody answered")
	}
	if due := h.awaited(h.complaint(ref).ID); due.Standing(harnessNow.Add(7*24*time.Hour), harnessZone(h)) != deadline.Cancelled {
		t.Errorf("R-090: %+v", due)
	}
	if w := secretary.get("/desk"); strings.Contains(shown(w), "Ждём ответа") {
		t.Error("an answer is awaited still")
	}
}

// asked prepares an inquiry and signs it, and returns its page.
func (h *harness) asked(ref complaint.Ref, i complaint.Inquiry) string {
	h.t.Helper()
	number, err := h.Inquiries.Prepare(h.t.Context(), h.secretary, ref, i)
	must(h.t, err)
	page := "/complaints/" + ref.String() + "/inquiries/" + fmtInt(int64(number))
	h.signIn("chair").signsInquiry(page)
	return page
}

// TestReferralOfThreats: the page of a paper with threats offers it, the
// chair signs it, and its clock is that of the police.
func TestReferralOfThreats(t *testing.T) {
	h := newHarness(t)
	ref := h.routed(nil, func(in *complaint.Intake) {
		in.Route, in.RouteReason = complaint.TellAbuse, "угрозы секретарю участка"
	}, "grafik.txt")
	secretary := h.signIn("secretary")
	at := "/complaints/" + ref.String()
	sees(t, secretary.get(at), 200, "Если в тексте угрозы")
	form := url.Values{"kind": {"referral"}, "authority": {"police"}, "body": {"Отдел полиции по Примерному округу"}, "address": {"пгт Примерный, ул. Мирная, 1"},
		"text": {"В обращении угрозы секретарю участковой комиссии."}, "materials": {"объяснение секретаря, 1 л."}, "enclose": {"1"}, "checking": {"1"}, "decision_number": {"№ 12/40"}}
	sees(t, secretary.post(at+"/inquiries/new", form), 422, "Укажите дату решения")
	for part, value := range map[string]string{"day": "9", "month": "9", "year": "2026"} {
		form.Set("decision_on_"+part, value)
	}
	goes(t, secretary.post(at+"/inquiries/new", form), at+"/inquiries/1")
	chair := h.signIn("chair")
	sees(t, chair.get(at+"/inquiries/1"), 200, "по решению комиссии от 9 сентября 2026 года № 12/40", "дополнительной проверки", "объяснение секретаря", "файлы заявителя, 1 шт.: grafik.txt", "закрыта в приёмные часы")
	chair.signsInquiry(at + "/inquiries/1")
	c := h.complaint(ref)
	if due := h.awaited(c.ID); c.State != complaint.LetterDue || due.Clock != deadline.LawEnforcementCheck || due.DueOn != calendar.Day(2026, 9, 20) {
		t.Errorf("R-091: %s, due %+v", c.State, due)
	}
	if w := secretary.get(at); strings.Contains(shown(w), "Если в тексте угрозы") {
		t.Error("R-049: offered again after it was written")
	}
	letters, err := h.db.LettersOf(t.Context(), c.ID)
	must(t, err)
	if len(letters) != 1 || letters[0].Way != complaint.ByPost {
		t.Errorf("R-091: materials go by %+v", letters)
	}
	if file := chair.get("/reports/half-year.csv?half=2026-2").Body.String(); !strings.Contains(file, ";referrals;") && !strings.Contains(file, ",referrals,") {
		t.Errorf("R-105: no referrals in %s", file)
	} else if !regexp.MustCompile(`[;,]requests[;,][^;,]+[;,]0\r?\n`).MatchString(file) || !regexp.MustCompile(`[;,]referrals[;,][^;,]+[;,]1\r?\n`).MatchString(file) {
		t.Errorf("R-105: the referral is not counted: %s", file)
	}
}

// TestReferralEndsAnAnonymousReport: it is forwarded by the referral itself, and
// the answer of the police is awaited after that.
func TestReferralEndsAnAnonymousReport(t *testing.T) {
	h := newHarness(t)
	secretary := h.signIn("secretary")
	ref := taken(t, secretary, paperValues(paperToken(t, secretary)), nil)
	h.registerAs(ref, func(in *complaint.Intake) { in.Findings.Crime, in.Route = true, complaint.FileAnonymousReportCrime })
	at := "/complaints/" + ref.String()
	sees(t, secretary.get(at), 200, "признаки преступления")
	form := url.Values{"kind": {"referral"}, "authority": {"police"}, "body": {"Отдел полиции"}, "address": {"пгт Примерный"}, "text": {"Сообщают о подкупе."}}
	sees(t, secretary.post(at+"/inquiries/new", form), 422, "не жалуются")
	form.Set("apart", "1")
	goes(t, secretary.post(at+"/inquiries/new", form), at+"/inquiries/1")
	h.signIn("chair").signsInquiry(at + "/inquiries/1")
	c := h.complaint(ref)
	if c.State != complaint.Forwarded || c.Ending.Body != "Отдел полиции" || c.Ending.Letter != complaint.ReferralLetter {
		t.Errorf("R-045: %s, %+v", c.State, c.Ending)
	}
	sees(t, secretary.get("/desk"), 200, "Ждём ответа", "Отдел полиции")
	w := secretary.answers(at+"/inquiries/1", at+"/inquiries/1/answer", cameIn(calendar.Day(2026, 9, 10), url.Values{"from": {"Отдел полиции"}, "text": {"Начата проверка."}}), nil)
	goes(t, w, at+"/inquiries/1")
}

// TestExplanationIsKeptApart: of the accused who was told, beside no other paper.
func TestExplanationIsKeptApart(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	secretary := h.signIn("secretary")
	at := "/complaints/" + ref.String()
	form := cameIn(calendar.Day(2026, 9, 10), url.Values{"from": {"Кандидат Образцов О. О."}, "text": {"Агитации не было."}})
	sees(t, secretary.answers(at+"/explanation", at+"/explanation", form, nil), 422, "Сначала известите")
	secretary.signs(ref, url.Values{"kind": {"accused_told"}, "body": {"Кандидат Образцов О. О."}, "email": {"kandidat@primer.example"}, "text": {"Агитация в день тишины."}})
	sees(t, secretary.get(at), 200, "Внести объяснения")
	goes(t, secretary.answers(at+"/explanation", at+"/explanation", form, map[string]string{"foto.txt": "фото\n"}), at+"/inquiries/1")
	c := h.complaint(ref)
	i, _ := c.Inquiry(1)
	if i.Kind != complaint.Explanation || i.State() != complaint.Heard || len(i.Files) != 1 || len(c.Attachments) != 0 {
		t.Errorf("R-055: %+v", i)
	}
	member := h.signIn("member")
	for _, page := range []string{at, at + "/inquiries"} {
		sees(t, member.get(page), 200, "Объяснения тех, кого обвиняют", "Агитации не было")
	}
	sees(t, member.get(at+"/draft"), 200, "Объяснения: Кандидат Образцов")
}

// TestPutAside: what the chair does not sign is not sent.
func TestPutAside(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	number, err := h.Inquiries.Prepare(t.Context(), h.secretary, ref, complaint.Inquiry{Kind: complaint.Request, Body: "Архив", Email: "arhiv@primer.example", Text: "Справка.", Why: "проверить"})
	must(t, err)
	chair, page := h.signIn("chair"), "/complaints/"+ref.String()+"/inquiries/"+fmtInt(int64(number))
	digest := shownDigest.FindStringSubmatch(chair.get(page).Body.String())
	sees(t, chair.post(page+"/sign", url.Values{"digest": {strings.Repeat("0", 64)}, "password": {harnessPassword}}), 422, "Письмо теперь другое")
	sees(t, chair.post(page+"/sign", url.Values{"digest": {digest[1]}, "password": {"не тот"}}), 422)
	goes(t, chair.post(page+"/set-aside", nil), page)
	sees(t, chair.get(page), 200, "отложен")
	sees(t, chair.post(page+"/sign", url.Values{"digest": {digest[1]}, "password": {harnessPassword}}), 422, "уже подписано или снято")
	if w := chair.get("/desk"); strings.Contains(shown(w), "Запросы на подпись") {
		t.Error("set aside, it waits for a signature still")
	}
}

// TestOthersAnswersAreNoTermOfOurs: to the complainant a letter is due by its own clock,
// whatever the commission waits for.
func TestOthersAnswersAreNoTermOfOurs(t *testing.T) {
	f := followed{running: []deadline.Running{{Deadline: deadline.Deadline{Clock: deadline.CampaignInformationRequest, Inquiry: 1}},
		{Deadline: deadline.Deadline{Clock: deadline.CampaignReply}}}}
	if r, ok := f.letterDue(); !ok || r.Clock != deadline.CampaignReply {
		t.Errorf("R-090: the letter is due by %s", r.Clock)
	}
}
