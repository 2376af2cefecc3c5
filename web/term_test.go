package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
)

func dateValues(form url.Values, name string, d calendar.Date) url.Values {
	b := boxesOf(d)
	form.Set(name+"_day", b.Day)
	form.Set(name+"_month", b.Month)
	form.Set(name+"_year", b.Year)
	return form
}

// posts has the chair sign a letter, and so do what it says.
func (h *harness) posts(ref complaint.Ref, l complaint.Letter) {
	h.t.Helper()
	post, err := h.Postage.Compose(h.t.Context(), h.chair, ref, l)
	must(h.t, err)
	must(h.t, h.Postage.Sign(h.t.Context(), h.chair, ref, l, post.Digest(), harnessPassword))
}

// moves looks at the letter that moves a term, signs it, and returns what it says.
func (b *browser) moves(at string, form url.Values) string {
	b.h.t.Helper()
	form.Set("look", "letter")
	looked := b.post(at, form)
	digest := shownDigest.FindStringSubmatch(looked.Body.String())
	if looked.Code != http.StatusOK || digest == nil {
		b.h.t.Fatalf("%s: no letter to sign, status %d: %s", at, looked.Code, plainText(shown(looked)))
	}
	form.Del("look")
	form.Set("digest", digest[1])
	form.Set("password", "не тот пароль")
	if w := b.post(at, form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "Пароль не подошёл") {
		b.h.t.Errorf("%s: signed with a wrong password, status %d", at, w.Code)
	}
	form.Set("password", harnessPassword)
	if w := b.post(at, form); w.Code != http.StatusSeeOther {
		b.h.t.Fatalf("%s: status %d: %s", at, w.Code, plainText(shown(w)))
	}
	return plainText(shown(looked))
}

// answerDue is where the term for the ruling ends, and whether it stands.
func (h *harness) answerDue(ref complaint.Ref) (calendar.Date, deadline.Running) {
	h.t.Helper()
	running, err := h.db.Deadlines(h.t.Context(), h.complaint(ref).ID)
	must(h.t, err)
	var answers []deadline.Running
	for _, r := range running {
		if r.Clock.Answers() {
			answers = append(answers, r)
		}
	}
	if len(answers) != 1 {
		h.t.Fatalf("%d terms for the ruling, want one: %+v", len(answers), answers)
	}
	return deadline.AnswerDue(running), answers[0]
}

func TestSuspendedForACourtAndResumed(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	address := "/complaints/" + ref.String()
	if due, _ := h.answerDue(ref); due != calendar.Day(2026, 9, 15) {
		t.Fatalf("R-050: due on %s", due)
	}
	if w := h.signIn("secretary").get(address + "/term"); w.Code != http.StatusForbidden {
		t.Errorf("R-058: the secretary's status is %d", w.Code)
	}
	b := h.signIn("chair")
	form := dateValues(url.Values{"court": {"Примерный районный суд"}, "case": {"2а-7/2026"}}, "accepted_on", calendar.Day(2026, 9, 10))
	w := b.post(address+"/suspend", form)
	page := shown(w)
	for _, want := range []string{"только если в суде тот же заявитель", `value="Примерный районный суд"`, `value="2а-7/2026"`} {
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(page, want) {
			t.Errorf("R-058: status %d, the form lacks %q", w.Code, want)
		}
	}
	form.Set("same", "1")
	h.at(harnessNow.AddDate(0, 0, 1))
	if said := b.moves(address+"/suspend", form); !strings.Contains(said, "пунктом 9 статьи 75") || !strings.Contains(said, "дело № 2а-7/2026, принятое к рассмотрению 10 сентября 2026 года") {
		t.Errorf("R-058: the letter says %s", said)
	}
	if _, d := h.answerDue(ref); !d.Paused || h.complaint(ref).State != complaint.Suspended {
		t.Errorf("R-059: the clock runs: %+v", d)
	}
	for path, want := range map[string]string{address + "/deadlines?saved=suspension": "с 11 сен", address + "/history": "Рассмотрение приостановлено: Примерный районный суд, дело № 2а-7/2026",
		"/complaints?due=all": "приостановлено", "/complaints?due=later": "Таких жалоб нет", "/desk": "Приостановлено"} {
		if page := shown(b.get(path)); !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	says(t, h.follower(ref).get("/track/complaint"), http.StatusOK, "Рассмотрение приостановлено", "Примерный районный суд, дело № 2а-7/2026")
	h.at(harnessNow.AddDate(0, 0, 4))
	soundly(t, h, b.get(address+"/term").Body.String())
	form = dateValues(url.Values{"result": {courtUndecided}}, "in_force_on", calendar.Day(2026, 9, 14))
	if said := b.moves(address+"/resume", form); !strings.Contains(said, "Срок рассмотрения – до 17 сентября 2026 года включительно") {
		t.Errorf("R-059: the letter says %s", said)
	}
	letters, err := h.db.LettersOf(t.Context(), h.complaint(ref).ID)
	if must(t, err); len(letters) != 2 {
		t.Errorf("R-058: the complainant gets %d letters, want both", len(letters))
	}
	// Three days longer would be the 18th, a voting day: the eve still limits it.
	if due, d := h.answerDue(ref); due != calendar.Day(2026, 9, 17) || d.Paused {
		t.Errorf("R-059, R-051: due on %s, paused %v", due, d.Paused)
	}
	if c := h.complaint(ref); c.State != complaint.InReview || len(c.Stays) != 1 || c.Stays[0].Resumed.IsZero() {
		t.Errorf("resumed as %s with %+v", c.State, c.Stays)
	}
}

func TestTerminatedByAJudgment(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	suit := complaint.Suit{Court: "Примерный районный суд", Number: "2а-7/2026", AcceptedOn: calendar.Day(2026, 9, 9)}
	h.posts(ref, complaint.Letter{Kind: complaint.SuspensionTold, Suit: suit, Same: true})
	b := h.signIn("chair")
	form := dateValues(url.Values{"result": {courtDecided}}, "in_force_on", calendar.Day(2026, 9, 10))
	if said := b.moves("/complaints/"+ref.String()+"/resume", form); !strings.Contains(said, "решён судом по существу") {
		t.Errorf("R-058: the letter says %s", said)
	}
	if _, d := h.answerDue(ref); h.complaint(ref).State != complaint.Terminated || d.MetAt.IsZero() {
		t.Errorf("R-058: %s, %+v", h.complaint(ref).State, d)
	}
	verified, err := h.db.VerifyDocket(t.Context())
	if must(t, err); len(verified.Faults) > 0 {
		t.Errorf("the docket has faults: %+v", verified.Faults)
	}
	says(t, h.follower(ref).get("/track/complaint"), http.StatusOK, "Рассмотрение прекращено", "Суд решил вопрос по существу")
	if page := shown(b.get("/complaints/" + ref.String() + "/term")); strings.Contains(page, "<form action=\"/complaints") {
		t.Error("what is terminated can be moved")
	}
}

func TestExtendTheTerm(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	address := "/complaints/" + ref.String()
	b := h.signIn("chair")
	page := shown(b.get(address + "/term"))
	if want := "срок решения станет до 20\u00a0сентября 2026"; !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), strings.ReplaceAll(want, "\u00a0", " ")) {
		t.Errorf("R-053: the page does not say %q", want)
	}
	if w := b.post(address+"/extend", url.Values{"reason": {""}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "Напишите, почему") {
		t.Errorf("without a reason: status %d", w.Code)
	}
	if w := b.post(address+"/extend", url.Values{"reason": {"запрошены документы"}, "password": {harnessPassword}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("R-053: a letter nobody was shown is signed: status %d", w.Code)
	}
	if said := b.moves(address+"/extend", url.Values{"reason": {"запрошены документы"}}); !strings.Contains(said, "до 20 сентября 2026 года включительно. Причина: запрошены документы.") {
		t.Errorf("R-053: the letter says %s", said)
	}
	if due, d := h.answerDue(ref); due != calendar.Day(2026, 9, 20) || d.Clock != deadline.CampaignAdditionalCheck {
		t.Errorf("R-053: due on %s by %s", due, d.Clock)
	}
	says(t, h.follower(ref).get("/track/complaint"), http.StatusOK, "до 20 сентября 2026", "Срок продлён: запрошены документы.")
	if w := b.post(address+"/extend", url.Values{"reason": {"ещё раз"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "Срок уже продлён") {
		t.Errorf("a second time: status %d", w.Code)
	}
	late := h.register("member")
	h.at(harnessNow.Add(6 * 24 * time.Hour))
	if w := h.signIn("chair").post("/complaints/"+late.String()+"/extend", url.Values{"reason": {"поздно"}}); w.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(shown(w), "Срок уже истёк") {
		t.Errorf("R-042: after the term: status %d", w.Code)
	}
	if (identity.Actor{Office: identity.Secretary}).May(identity.MoveTerm) {
		t.Error("the secretary moves terms")
	}
}

// TestExtendTheTermOfAReply: thirty days more for a letter, told to its author.
func TestExtendTheTermOfAReply(t *testing.T) {
	h := newHarness(t)
	h.at(time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC))
	citizen := h.visitor()
	number, code := citizen.sent()
	ref, err := complaint.ParseRef(number)
	must(t, err)
	h.registerAs(ref, func(in *complaint.Intake) {
		in.Contested, in.Route, in.RouteReason = complaint.Contested{}, complaint.HandleAsAppeal, "просит разъяснить порядок"
	})
	address := "/complaints/" + number
	chair := h.signIn("chair")
	sees(t, chair.get(address+"/deadlines"), 200, address+"/term")
	sees(t, chair.get(address+"/term"), 200, "30 января 2027")
	if said := chair.moves(address+"/extend", url.Values{"reason": {"Запрошены документы."}}); !strings.Contains(said, "частью 2 статьи 12") || !strings.Contains(said, "до 30 января 2027 года включительно") {
		t.Errorf("R-042: the letter says %s", said)
	}
	if due, r := h.answerDue(ref); due != calendar.Day(2027, 1, 30) || r.Clock != deadline.OrdinaryReplyExtended {
		t.Errorf("R-042: due on %s by %s", due, r.Clock)
	}
	sees(t, citizen.open(number, string(code)), http.StatusSeeOther)
	sees(t, citizen.get("/track/complaint"), 200, "Запрошены документы")
}
