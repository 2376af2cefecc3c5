package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/notice"
)

// routed files a paper and registers it on a route.
func (h *harness) routed(change func(*complaint.Answers), intake func(*complaint.Intake), attached ...string) complaint.Ref {
	h.t.Helper()
	ref := h.file(change, attached...)
	h.registerAs(ref, intake)
	return ref
}

// registerAs registers a paper on a route.
func (h *harness) registerAs(ref complaint.Ref, intake func(*complaint.Intake)) {
	h.t.Helper()
	c := h.complaint(ref)
	in := complaint.Intake{Contested: c.Contested, Respondent: c.Respondent, Title: "График приёма"}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckYes})
	}
	intake(&in)
	must(h.t, h.Desk.Register(h.t.Context(), h.secretary, ref, in))
}

var shownDigest = regexp.MustCompile(`name="digest" value="([0-9a-f]+)"`)

// signs looks at a letter with what is filled in, and signs what it was shown.
func (b *browser) signs(ref complaint.Ref, form url.Values) string {
	b.h.t.Helper()
	at := "/complaints/" + ref.String() + "/letter"
	form.Set("look", "letter")
	looked := b.post(at, form)
	digest := shownDigest.FindStringSubmatch(looked.Body.String())
	if digest == nil {
		b.h.t.Fatalf("no letter to sign, status %d: %s", looked.Code, plainText(shown(looked)))
	}
	if t, ok := b.h.t.(*testing.T); ok {
		soundly(t, b.h, looked.Body.String())
	}
	form.Del("look")
	form.Set("digest", digest[1])
	form.Set("password", harnessPassword)
	w := b.post(at, form)
	if w.Code != http.StatusSeeOther {
		b.h.t.Fatalf("signing: status %d: %s", w.Code, plainText(shown(w)))
	}
	return w.Header().Get("Location")
}

// TestForwardedUp: a complaint about the own commission goes to the one
// above, which works here too: it appears there with its answers, files and code.
func TestForwardedUp(t *testing.T) {
	h := newHarness(t)
	region, err := h.db.CommissionByCode(t.Context(), "42")
	must(t, err)
	h.seat(region.ID, "secretary42", "Областная Ольга Олеговна", identity.Secretary)
	citizen := h.visitor()
	number, code := citizen.sent()
	ref, err := complaint.ParseRef(number)
	must(t, err)
	secretary := h.signIn("secretary")
	form := h.registerValues()
	form.Set("respondent", strconv.FormatInt(int64(h.own), 10))
	form.Set("look", "terms")
	at := "/complaints/" + number + "/register"
	w := secretary.post(at, form)
	sees(t, w, 200, "Передать в вышестоящую комиссию", "себя комиссия не судит")
	soundly(t, h, w.Body.String())
	form.Del("look")
	sees(t, secretary.post(at, form), 422, "Комиссия не рассматривает жалобу на саму себя")
	form.Set("route", string(complaint.ForwardUp))
	if w := secretary.post(at, form); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, plainText(shown(w)))
	}
	c := h.complaint(ref)
	if c.State != complaint.LetterDue || c.RegisterNumber != 1 || c.Respondent != h.own {
		t.Fatalf("R-027: %s, number %d", c.State, c.RegisterNumber)
	}
	sees(t, citizen.open(number, string(code)), http.StatusSeeOther)
	sees(t, citizen.get("/track/complaint"), 200, "Комиссия готовит письмо", "никто не судит сам себя")
	if w := secretary.post("/complaints/"+number+"/letter", url.Values{"kind": {"forwarding_cover"}, "to": {strconv.FormatInt(int64(region.ID), 10)}}); w.Code != http.StatusForbidden && w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the secretary forwards: status %d", w.Code)
	}
	chair := h.signIn("chair")
	sees(t, chair.get("/desk"), 200, "Ждут вашего письма", number)
	sees(t, chair.get("/complaints/"+number+"/letter"), 200, "Сопроводительное письмо", "Избирком Примерной области", "Тому, на кого жалуются, жалобу не передают")
	refused := chair.post("/complaints/"+number+"/letter", url.Values{"kind": {"forwarding_cover"}, "to": {strconv.FormatInt(int64(h.own), 10)}, "look": {"letter"}})
	sees(t, refused, 422, "Это наша комиссия")
	saved := chair.signs(ref, url.Values{"kind": {"forwarding_cover"}, "to": {strconv.FormatInt(int64(region.ID), 10)}})
	sees(t, chair.get(saved), 200, "Письмо подписано, обращение закрыто", "Передана")
	c = h.complaint(ref)
	passed, err := h.db.Complaint(t.Context(), region.ID, c.Ending.As)
	must(t, err)
	if c.State != complaint.Forwarded || passed.State != complaint.Filed || passed.Channel != complaint.Passed || passed.Text != c.Text ||
		passed.Respondent != h.own || len(passed.Attachments) != len(c.Attachments) {
		t.Fatalf("R-043: %s, passed on as %+v", c.State, passed)
	}
	entries, err := h.db.History(t.Context(), docket.ComplaintChain(int64(passed.ID)), 10)
	must(t, err)
	if len(entries) != 1 || !strings.Contains(string(entries[0].Payload), number) {
		t.Errorf("R-043: the docket there holds %v", entries)
	}
	sees(t, citizen.get("/track/complaint"), 200, "Жалоба передана", "Избирательная комиссия Примерной области", c.Ending.As.String(), "Уведомление о переадресации")
	sees(t, h.signIn("secretary42").get("/intake"), 200, c.Ending.As.String())
	if w := h.visitor().open(c.Ending.As.String(), string(code)); w.Code != http.StatusSeeOther {
		t.Errorf("the code does not open the complaint there: status %d", w.Code)
	}
	sees(t, chair.get("/complaints/"+number+"/documents"), 200, "Письма комиссии", "Сопроводительное письмо", "Уведомление о переадресации", "Председатель")
	sees(t, secretary.get("/deliver"), 200, "Уведомление о переадресации", "передано вместе с обращением")
	sees(t, chair.get("/complaints/"+number+"/history"), 200, "Передана тому, кто вправе её решить", "Решение не требуется, нужно письмо")
	papers, err := h.db.PapersOf(t.Context(), c.ID)
	must(t, err)
	for _, p := range papers {
		if len(p.Signatures) != 1 || p.Signatures[0].Signer != h.people["chair"] {
			t.Errorf("%s is signed by %+v", p.Letter, p.Signatures)
		}
		if w := chair.get(string(paperAddress(p, "pdf"))); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "%PDF") {
			t.Errorf("the paper: status %d", w.Code)
		}
		want := http.StatusNotFound // the cover is not the complainant's
		if p.Letter == complaint.Notice {
			want = http.StatusOK
		}
		if w := citizen.get("/track/letters/" + strconv.FormatInt(int64(p.ID), 10) + ".pdf"); w.Code != want {
			t.Errorf("%s to the complainant: status %d", p.Letter, w.Code)
		}
	}
}

// TestReplyEndsAnAppeal: a complaint becomes an appeal with
// a reason the complainant reads, and the chair replies to every question.
func TestReplyEndsAnAppeal(t *testing.T) {
	h := newHarness(t)
	ref := h.register("")
	chair := h.signIn("chair")
	at := "/complaints/" + ref.String()
	sees(t, chair.post(at+"/reroute", url.Values{"route": {"handle_as_appeal"}}), 422, "Причину увидит заявитель")
	if w := h.signIn("secretary").post(at+"/reroute", url.Values{"route": {"handle_as_appeal"}, "route_reason": {"не просит отменить"}}); w.Code != http.StatusForbidden {
		t.Errorf("the secretary: status %d", w.Code)
	}
	if w := chair.post(at+"/reroute", url.Values{"route": {"handle_as_appeal"}, "route_reason": {"не просит отменить"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, plainText(shown(w)))
	}
	sees(t, chair.get(at+"/letter"), 200, "Ответ на обращение", "Выводы")
	sees(t, chair.post(at+"/letter", url.Values{"kind": {"reply"}, "look": {"letter"}}), 422, "Напишите, что установлено", "Напишите вывод на каждый вопрос")
	reply := url.Values{"kind": {"reply"}, "text": {"График проверен."}, "conclusions": {"График вывешен."}}
	unseen := url.Values{"kind": {"reply"}, "text": {"Другое."}, "conclusions": {"Другое."}, "digest": {strings.Repeat("0", 64)}, "password": {harnessPassword}}
	sees(t, chair.post(at+"/letter", unseen), 422, "Письмо теперь другое, чем вы видели")
	chair.signs(ref, reply)
	c := h.complaint(ref)
	letters, err := h.db.LettersOf(t.Context(), c.ID)
	must(t, err)
	if c.State != complaint.Answered || len(letters) != 1 || letters[0].About != complaint.Reply || letters[0].Addressee != notice.Complainant || letters[0].DueOn != calendar.Day(2026, 9, 15) {
		t.Fatalf("R-033: %s, %+v", c.State, letters)
	}
	running, err := h.db.Deadlines(t.Context(), c.ID)
	must(t, err)
	for _, r := range running {
		if r.MetAt.IsZero() {
			t.Errorf("%s is still owed", r.Clock)
		}
	}
	if due, err := h.db.Due(t.Context(), h.own, deadline.Filter{}, deadline.Cursor{}, 10); err != nil || len(due) != 0 {
		t.Errorf("still on the list: %v, %v", due, err)
	}
	must(t, h.Letters.Deliver(t.Context(), letters[0].ID, true))
	if done, err := h.db.LettersDone(t.Context(), h.own, 5); err != nil || len(done) != 1 {
		t.Errorf("sent %v, %v", done, err)
	}
	if c := h.complaint(ref); c.State != complaint.Answered {
		t.Errorf("the delivery moved it to %s", c.State)
	}
	sees(t, chair.post(at+"/letter", reply), 422, "такого письма нет")
}

// TestEmailPointedToItsChannels: outside a campaign plain e-mail is no appeal;
// the courtesy letter ends it.
func TestEmailPointedToItsChannels(t *testing.T) {
	h := newHarness(t)
	h.at(time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC))
	ref := h.file(nil)
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE complaints SET channel = 'email' WHERE id = $1`, int64(h.complaint(ref).ID))
	must(t, err)
	h.registerAs(ref, func(in *complaint.Intake) { in.Route = complaint.PointToElectronicChannels })
	chair := h.signIn("chair")
	at := "/complaints/" + ref.String() + "/letter"
	w := chair.get(at)
	sees(t, w, 200, "Письмо готово", "обращением не является", "Вы можете подать обращение")
	digest := shownDigest.FindStringSubmatch(w.Body.String())
	form := url.Values{"kind": {"email_pointer"}, "digest": {digest[1]}, "password": {"не тот"}}
	if w := chair.post(at, form); w.Code != http.StatusUnprocessableEntity || h.complaint(ref).State != complaint.LetterDue {
		t.Errorf("with another password: status %d", w.Code)
	}
	form.Set("password", harnessPassword)
	if w := chair.post(at, form); w.Code != http.StatusSeeOther || h.complaint(ref).State != complaint.Answered {
		t.Errorf("status %d, %s", w.Code, h.complaint(ref).State)
	}
}

// TestCourtDecisionReturned.
func TestCourtDecisionReturned(t *testing.T) {
	h := newHarness(t)
	ref := h.routed(nil, func(in *complaint.Intake) {
		in.Findings, in.Route = complaint.Findings{CourtDecision: true}, complaint.ReturnCourtDecision
	})
	chair := h.signIn("chair")
	chair.signs(ref, url.Values{"kind": {"return_court"}})
	if c := h.complaint(ref); c.State != complaint.Returned || c.Ending.Letter != complaint.ReturnedOfCourt {
		t.Errorf("R-048: %s by %s", c.State, c.Ending.Letter)
	}
	sees(t, chair.get("/complaints?state=returned"), 200, ref.String())
}

// TestAnonymousIsShelved: registered, and at its end at once; a paper with a name
// is never put away like that.
func TestAnonymousIsShelved(t *testing.T) {
	h := newHarness(t)
	named := h.routed(nil, func(in *complaint.Intake) { in.Route = complaint.TellUnreadable; in.Findings.Unreadable = true })
	chair := h.signIn("chair")
	sees(t, chair.post("/complaints/"+named.String()+"/reroute", url.Values{"route": {"no_answer_anonymous"}, "route_reason": {"не подписано"}}), 422, "В обращении есть имя и адрес")
	sees(t, chair.post("/complaints/"+named.String()+"/shelve", nil), 422, "такого письма нет")

	ref := h.file(nil)
	h.nameless(ref)
	secretary := h.signIn("secretary")
	form := h.registerValues()
	form.Set("route", string(complaint.FileAnonymous))
	sees(t, secretary.get("/complaints/"+ref.String()+"/register"), 200, "Оставить без ответа: анонимно", "Нет фамилии или адреса для ответа")
	if w := secretary.post("/complaints/"+ref.String()+"/register", form); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, plainText(shown(w)))
	}
	c := h.complaint(ref)
	if c.State != complaint.Shelved || c.RegisterNumber != 2 || c.ClosedAt.IsZero() {
		t.Errorf("R-044: %s, number %d", c.State, c.RegisterNumber)
	}
	sees(t, secretary.get("/complaints/"+ref.String()), 200, "Оставлена без ответа", "вх. № 2")
	due, err := h.db.Due(t.Context(), h.own, deadline.Filter{}, deadline.Cursor{}, 10)
	must(t, err)
	if len(due) != 1 || due[0].Number != named.String() {
		t.Errorf("R-044: still due: %+v", due)
	}
}

// nameless makes a filed paper one that came without a name or an address.
func (h *harness) nameless(ref complaint.Ref) {
	h.t.Helper()
	for _, statement := range []string{
		`ALTER TABLE complaints DISABLE TRIGGER complaints_are_kept`,
		`UPDATE complaints SET channel = 'post', complainant = '', answers = jsonb_set(answers::jsonb, '{Complainant}', '{"Role": "anonymous"}')::json WHERE number = ` + strconv.Itoa(ref.Number),
		`ALTER TABLE complaints ENABLE TRIGGER complaints_are_kept`,
	} {
		_, err := h.db.Pool().Exec(h.t.Context(), statement)
		must(h.t, err)
	}
}

// TestSentDown: with a finding only; the complaint stays, its term runs on.
func TestSentDown(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	chair := h.signIn("chair")
	at := "/complaints/" + ref.String() + "/letter"
	sees(t, chair.get(at), 200, "Письмо нижестоящей комиссии")
	form := url.Values{"kind": {"sending_down"}, "control_on_day": {"15"}, "control_on_month": {"9"}, "control_on_year": {"2026"}, "look": {"letter"}}
	sees(t, chair.post(at, form), 422, "какие обстоятельства не рассмотрены", "раньше срока решения")
	form.Set("control_on_day", "13")
	form.Set("text", "довод о графике не рассматривался")
	chair.signs(ref, form)
	c := h.complaint(ref)
	if c.State != complaint.InReview || c.SentDown.ControlOn != calendar.Day(2026, 9, 13) {
		t.Fatalf("R-036: %s, %+v", c.State, c.SentDown)
	}
	sees(t, chair.get("/complaints/"+ref.String()), 200, "Контрольный срок", "13 сен", "15 сен")
	letters, err := h.db.LettersOf(t.Context(), c.ID)
	must(t, err)
	if len(letters) != 1 || letters[0].Addressee != notice.Respondent {
		t.Errorf("R-036: letters %+v", letters)
	}
}

// TestAccusedTold: an immediate task of the secretary until done.
func TestAccusedTold(t *testing.T) {
	h := newHarness(t)
	ref := h.routed(nil, func(in *complaint.Intake) { in.Findings.AccusedNamed = true })
	secretary := h.signIn("secretary")
	at := "/complaints/" + ref.String()
	sees(t, secretary.get(at), 200, "Известите немедленно")
	due, err := h.db.Due(t.Context(), h.own, deadline.Filter{}, deadline.Cursor{}, 10)
	must(t, err)
	if len(due) != 1 || due[0].Clock != deadline.AccusedNotice || due[0].Kind != deadline.Immediate {
		t.Errorf("R-055: due %+v", due)
	}
	sees(t, secretary.post(at+"/nobody-accused", url.Values{"reason": {" "}}), 422, "почему некого извещать")
	secretary.signs(ref, url.Values{"kind": {"accused_told"}, "body": {"Кандидат Образцов О. О."}, "email": {"kandidat@primer.example"}, "text": {"Агитация в день тишины."}})
	if c := h.complaint(ref); c.TellsAccused() || c.Accused.Name != "Кандидат Образцов О. О." || c.State != complaint.Registered {
		t.Errorf("R-055: %+v", c.Accused)
	}
	sees(t, secretary.get(at), 200, "Кандидат Образцов")
}

// TestForwardedOutside: to a body with an address, by post, with the
// text and the list of files in the letter.
func TestForwardedOutside(t *testing.T) {
	h := newHarness(t)
	ref := h.routed(func(a *complaint.Answers) { a.Respondent, a.RespondentText = 0, "отдел полиции № 9" }, func(in *complaint.Intake) {
		in.Contested, in.Respondent, in.Route, in.RouteReason = complaint.Contested{}, 0, complaint.ForwardCompetent, "не наша компетенция"
	}, "grafik.txt")
	chair := h.signIn("chair")
	form := url.Values{"kind": {"forwarding_cover"}, "to": {"0"}, "body": {"Отдел полиции №9"}, "address": {"пгт Примерный"}, "apart": {"1"}, "look": {"letter"}}
	sees(t, chair.post("/complaints/"+ref.String()+"/letter", form), 422, "На этот орган и жалуются")
	form.Set("body", "Прокуратура Примерного округа")
	chair.signs(ref, form)
	c := h.complaint(ref)
	letters, err := h.db.LettersOf(t.Context(), c.ID)
	must(t, err)
	if c.State != complaint.Forwarded || c.Ending.Body != "Прокуратура Примерного округа" || len(letters) != 2 || letters[0].Way != complaint.ByPost || letters[0].State != notice.Owed {
		t.Errorf("R-043: %s, %+v, %+v", c.State, c.Ending, letters)
	}
}
