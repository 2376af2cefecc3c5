package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/remand"
)

// remanded takes a complaint to a signed ruling that obliges the polling station to act
// until 14 September, and returns what stands under control then, on 13 September.
func (h *harness) remanded(t *testing.T) remand.Remand {
	t.Helper()
	n, ref := h.scheduled(t, ways[2].form, ways[2].contested)
	secretary, at := h.signIn("secretary"), "/sittings/"+strconv.Itoa(n)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 0)), at+"/conduct#now")
	if w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("concluding the vote: %d %s", w.Code, headingIn(w))
	}
	h.sign(ref)
	return h.control(t, ref)
}

// control reads what stands under control of a complaint.
func (h *harness) control(t *testing.T, ref complaint.Ref) remand.Remand {
	t.Helper()
	all, err := h.db.RemandsOf(t.Context(), h.complaint(ref).ID)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("under control are %+v", all)
	}
	return all[0]
}

// below signs in as an officer of the polling station that was ordered.
func (h *harness) below(login string, office identity.Office) *browser {
	h.t.Helper()
	h.seat(h.precincts[0], login, "Исполнителев Илья Игоревич", office)
	return h.signIn(login)
}

// reports sends the report form of a control, with files by name.
func (b *browser) reports(t *testing.T, at string, form url.Values, files map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	found := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(b.get(at).Body.String())
	if found == nil {
		t.Fatalf("%s has no form for a report", at)
	}
	return b.reportsAs(t, at, found[1], form, files)
}

func (b *browser) reportsAs(t *testing.T, at, token string, form url.Values, files map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	must(t, w.WriteField("token", token))
	for name := range form {
		must(t, w.WriteField(name, form.Get(name)))
	}
	for name, text := range files {
		part, err := w.CreateFormFile("files", name)
		must(t, err)
		_, err = part.Write([]byte(text))
		must(t, err)
	}
	must(t, w.Close())
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://complaints.example"+at+"/report", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(r)
}

// whole checks that the docket and the rows say the same.
func (h *harness) whole(t *testing.T) {
	t.Helper()
	v, err := h.db.VerifyDocket(t.Context())
	must(t, err)
	for _, f := range v.Faults {
		t.Errorf("the docket: %+v", f)
	}
}

// TestRemandIsWatched: a signed ruling that obliges the commission below stands
// under control to its day, on the list, on the desks of both sides and among the clocks;
// the one below reports with files, the one above checks; done ends it.
func TestRemandIsWatched(t *testing.T) {
	h := filled(t)
	r := h.remanded(t)
	at, list := string(remandHref(r.ID)), "/control"
	if r.State != remand.Open || r.Until != calendar.Day(2026, 9, 14) || r.Matter.Respondent != h.precincts[0] {
		t.Fatalf("R-095: under control is %+v", r)
	}
	chair, secretary, ordered := h.signIn("chair"), h.signIn("secretary"), h.below("uik", identity.Chair)
	sees(t, secretary.get(list), 200, "На контроле", r.Ref.String(), "УИК № 9001", "Решение № 1", "Ждём исполнения")
	sees(t, chair.get("/desk"), 200, "На контроле: 1")
	sees(t, secretary.get("/desk"), 200, "На контроле: 1")
	sees(t, ordered.get("/desk"), 200, "Поручено нам: 1", r.Ref.String())
	sees(t, ordered.get(list+"?whose=ours"), 200, r.Ref.String(), "ТИК")
	sees(t, chair.get("/complaints/"+r.Ref.String()+"/deadlines"), 200, "Исполнение решения нижестоящей комиссией", "Последний день назван в самом решении", "14 сентября")
	sees(t, h.follower(r.Ref).get("/track/complaint"), 200, "Мы следим за сроком")
	page := ordered.get(at)
	sees(t, page, 200, "Работать по графику", "Сообщить об исполнении", "Обязать")
	if strings.Contains(shown(page), "/complaints/"+r.Ref.String()) {
		t.Error("who was ordered is led to a complaint of the commission above")
	}

	before := h.rows()
	sees(t, ordered.reports(t, at, url.Values{"text": {" "}, "number": {"7/21"}}, nil), 422, "Напишите, что решено и сделано", "Укажите дату нового решения", `value="7/21"`)
	h.unchanged(t, before)
	w := ordered.reports(t, at, dateValues(url.Values{"text": {"График восстановлен."}, "number": {"7/21"}}, "decided_on", calendar.Day(2026, 9, 13)), map[string]string{"reshenie.txt": "Решение № 7/21\n"})
	goes(t, w, at)
	if r = h.control(t, r.Ref); r.State != remand.Received || len(r.Reports) != 1 || len(r.Reports[0].Files) != 1 || r.Reports[0].OnPaper {
		t.Fatalf("R-095: after the report %+v", r)
	}
	file := string(remandView{Remand: r}.fileOfReport(r.Reports[0].Files[0].ID))
	if got := chair.get(file); got.Code != 200 || got.Body.String() != "Решение № 7/21\n" {
		t.Errorf("the file of the report: %d", got.Code)
	}
	sees(t, h.signIn("chair98").get(file), 404)
	sees(t, chair.get("/desk"), 200, "Ждёт проверки")
	sees(t, ordered.get(at), 200, "Поступило сообщение", "График восстановлен.")
	sees(t, ordered.post(at+"/check", url.Values{"verdict": {"done"}, "reason": {"исполнено"}}), 404)

	sees(t, secretary.post(at+"/check", url.Values{"verdict": {"not_done"}}), 422, "Напишите, что показала проверка")
	goes(t, secretary.post(at+"/check", url.Values{"verdict": {"not_done"}, "reason": {"График висит прежний."}}), at)
	sees(t, ordered.get(at), 200, "График висит прежний.", "Не исполнено", "Сообщить об исполнении")
	h.whole(t)

	goes(t, ordered.reports(t, at, url.Values{"text": {"Повешен новый график."}}, nil), at)
	goes(t, chair.post(at+"/check", url.Values{"verdict": {"done"}, "reason": {"Проверено на месте."}}), at)
	if r = h.control(t, r.Ref); r.State != remand.Accepted || r.ClosedAt.IsZero() {
		t.Errorf("R-095: after the check %+v", r)
	}
	clocks, err := h.db.Deadlines(t.Context(), r.Complaint)
	must(t, err)
	for _, c := range clocks {
		if c.Clock == deadline.RemandTerm && c.Standing(r.ClosedAt, harnessNow.Location()) != deadline.Met {
			t.Errorf("R-095: the clock is %+v", c)
		}
	}
	sees(t, chair.get(list), 200, "Снято с контроля")
	sees(t, chair.get("/complaints/"+r.Ref.String()+"/history"), 200, "Поставлено на контроль до", "Нижестоящая комиссия сообщила об исполнении", "Исполнение проверено: Не исполнено", "УИК № 9001, председатель")
	sees(t, h.follower(r.Ref).get("/track/complaint"), 200, "исполнено")
	h.whole(t)
}

// TestRemandOnPaper: where the commission below has no accounts, the secretary
// enters what came, and the term is met on the day it came.
func TestRemandOnPaper(t *testing.T) {
	h := filled(t)
	r := h.remanded(t)
	at, secretary := string(remandHref(r.ID)), h.signIn("secretary")
	h.at(harnessNow.Add(6 * 24 * time.Hour))
	sees(t, secretary.get("/desk"), 200, "Просрочено:")
	sees(t, secretary.get(at), 200, "Внести поступившее сообщение")
	sees(t, secretary.reports(t, at, url.Values{"text": {"График восстановлен."}}, nil), 422, "Укажите день, когда бумага поступила")
	goes(t, secretary.reports(t, at, dateValues(url.Values{"text": {"График восстановлен."}}, "arrived_on", calendar.Day(2026, 9, 14)), nil), at)
	goes(t, secretary.post(at+"/check", url.Values{"verdict": {"done"}, "reason": {"исполнено"}}), at)
	clocks, err := h.db.Deadlines(t.Context(), r.Complaint)
	must(t, err)
	for _, c := range clocks {
		if c.Clock == deadline.RemandTerm && c.MetAt.After(calendar.Day(2026, 9, 15).Start(harnessZone(h))) {
			t.Errorf("R-095: a paper of the last day met the term at %s", c.MetAt)
		}
	}
	h.whole(t)
}

// TestTakeOver: the term has passed in silence; the chair takes the matter over,
// and it comes in for registration under a number of its own, to be decided once more.
// What was signed stands.
func TestTakeOver(t *testing.T) {
	h := filled(t)
	r := h.remanded(t)
	at, chair := string(remandHref(r.ID)), h.signIn("chair")
	before := h.rows()
	sees(t, chair.post(at+"/take-over", url.Values{"take_over_reason": {"не исполнено"}}), 422, "когда срок истёк")
	h.unchanged(t, before)
	h.at(harnessNow.Add(6 * 24 * time.Hour))
	sees(t, chair.get("/desk"), 200, "Просрочено:", "взять дело на себя")
	sees(t, h.follower(r.Ref).get("/track/complaint"), 200, "не сообщила об исполнении")
	sees(t, chair.get(at), 200, "Взять дело на себя", "статья 20, пункт 11")
	sees(t, h.signIn("secretary").post(at+"/take-over", url.Values{"take_over_reason": {"не исполнено"}}), 403)
	sees(t, chair.post(at+"/take-over", nil), 422, "Напишите, почему комиссия берёт дело на себя")
	w := chair.post(at+"/take-over", url.Values{"take_over_reason": {"не исполнено"}})
	was := h.complaint(r.Ref)
	r = h.control(t, r.Ref)
	goes(t, w, "/complaints/"+r.As.String())
	if c := h.complaint(r.As); c.State != complaint.Filed || c.Channel != complaint.TakenOver || c.Text != was.Text || c.Complainant != was.Complainant || c.Respondent != h.precincts[0] {
		t.Errorf("R-096: the complaint begins as %+v", c)
	}
	if was.State != complaint.Signed || r.State != remand.TakenOver {
		t.Errorf("R-096: the ruling is %s, the control %s", was.State, r.State)
	}
	sees(t, h.signIn("secretary").get("/intake"), 200, r.As.String())
	sees(t, h.follower(r.Ref).get("/track/complaint"), 200, r.As.String())
	sees(t, chair.get("/complaints/"+r.Ref.String()+"/history"), 200, "Комиссия взяла дело на себя")
	h.whole(t)

	secretary := h.signIn("secretary")
	values := h.registerValues()
	values.Set("respondent", fmtInt(int64(h.precincts[0])))
	if w := secretary.post("/complaints/"+r.As.String()+"/register", values); w.Code != http.StatusSeeOther {
		t.Errorf("R-096: registering it anew: %d %s", w.Code, headingIn(w))
	}
	sees(t, chair.get("/complaints/"+r.As.String()), 200, "комиссия взяла дело на себя", r.Ref.String())
}

// TestSentDownIsWatched: the control date stands on the list; the control ends by
// hand, or with the complaint.
func TestSentDownIsWatched(t *testing.T) {
	h := newHarness(t)
	chair := h.signIn("chair")
	send := func() remand.Remand {
		ref := h.register("member")
		chair.signs(ref, url.Values{"kind": {"sending_down"}, "control_on_day": {"13"}, "control_on_month": {"9"}, "control_on_year": {"2026"}, "look": {"letter"}, "text": {"довод о графике не рассматривался"}})
		return h.control(t, ref)
	}
	r := send()
	at := string(remandHref(r.ID))
	sees(t, chair.get("/control"), 200, r.Ref.String(), "Жалоба направлена вниз", "13 сен")
	sees(t, chair.get(at), 200, "довод о графике не рассматривался", "Снять с контроля")
	sees(t, chair.post(at+"/take-over", url.Values{"take_over_reason": {"не исполнено"}}), 422)
	sees(t, chair.post(at+"/check", url.Values{"verdict": {"done"}}), 422, "Напишите, что показала проверка")
	goes(t, chair.post(at+"/check", url.Values{"verdict": {"done"}, "reason": {"Рассмотрели на месте."}}), at)
	if r = h.control(t, r.Ref); r.State != remand.Accepted || r.Note != "Рассмотрели на месте." {
		t.Errorf("R-036: %+v", r)
	}
	other := send()
	must(t, h.Desk.Reroute(t.Context(), h.chair, other.Ref, complaint.HandleAsAppeal, "это обращение"))
	if other = h.control(t, other.Ref); other.State != remand.Lapsed {
		t.Errorf("R-036: the complaint is no complaint any more, and the control is %s", other.State)
	}
	h.whole(t)
}

// TestTheTermOfARemandStands: whatever is counted anew, the day a ruling set does not move
// and no later act drops it.
func TestTheTermOfARemandStands(t *testing.T) {
	h := filled(t)
	r := h.remanded(t)
	job := deadline.Recompute{Campaign: h.campaign}
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE campaigns SET voting_days = '{2026-09-16}' WHERE id = $1`, int64(h.campaign))
	must(t, err)
	_, err = job.Run(t.Context(), h.db)
	must(t, err)
	letters, err := h.db.LettersOf(t.Context(), r.Complaint)
	must(t, err)
	for _, l := range letters {
		must(t, h.Letters.HandOver(t.Context(), h.secretary, l.ID, "под подпись"))
	}
	if c := h.complaint(r.Ref); c.State != complaint.Delivered {
		t.Fatalf("the complaint is %s", c.State)
	}
	clocks, err := h.db.Deadlines(t.Context(), r.Complaint)
	must(t, err)
	for _, c := range clocks {
		if c.Clock == deadline.RemandTerm && c.DueOn == r.Until && c.MetAt.IsZero() {
			return
		}
	}
	t.Errorf("R-095: the clocks are %+v", clocks)
}

// TestControlByPages: the list is read in pages of a fixed length, the earliest day first.
func TestControlByPages(t *testing.T) {
	h := newHarness(t)
	_, err := h.db.Pool().Exec(t.Context(), `ALTER TABLE complaints DISABLE TRIGGER ALL`)
	must(t, err)
	chair := h.signIn("chair")
	for i := range listRows + 2 {
		ref := h.register("member")
		_, err := h.db.Pool().Exec(t.Context(), `INSERT INTO remands (kind, complaint_id, commission_id, respondent_id, duty, task, since, until, state)
			VALUES ('sent_down', $1, $2, $3, '', 'график', $4, $5::date, 'open')`, int64(h.complaint(ref).ID), int64(h.own), int64(h.precincts[1]), harnessNow,
			calendar.Day(2026, 11, 20).AddDays(-i).String())
		must(t, err)
	}
	lines, err := h.db.Remands(t.Context(), h.own, false, remand.Cursor{}, listRows)
	must(t, err)
	last := lines[len(lines)-1]
	rest, err := h.db.Remands(t.Context(), h.own, false, remand.Cursor{Until: last.Until, ID: last.ID}, listRows)
	must(t, err)
	if len(lines) != listRows || len(rest) != 2 || lines[0].Until != calendar.Day(2026, 11, 20).AddDays(-listRows-1) || !rest[0].Until.After(last.Until) {
		t.Errorf("pages of %d and %d, from %s", len(lines), len(rest), lines[0].Until)
	}
	page := chair.get("/control")
	sees(t, page, 200, "Мы контролируем: "+strconv.Itoa(listRows+2))
	next := regexp.MustCompile(`href="(/control\?[^"]+)" rel="next"`).FindStringSubmatch(page.Body.String())
	if next == nil {
		t.Fatal("no second page")
	}
	if got := strings.Count(shown(chair.get(strings.ReplaceAll(next[1], "&amp;", "&"))), `role="row"`); got != 3 {
		t.Errorf("the second page has %d rows", got)
	}
	if foreign, err := h.db.Remands(t.Context(), h.other, false, remand.Cursor{}, 5); err != nil || len(foreign) != 0 {
		t.Errorf("the neighbour sees %v, %v", foreign, err)
	}
}
