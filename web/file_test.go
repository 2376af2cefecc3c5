package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/internal/complaint"
)

// filing is a form filled in as it should be, question by question. The event was
// the day before the harness's today.
func (h *harness) filing() []struct {
	question complaint.Question
	form     url.Values
} {
	return []struct {
		question complaint.Question
		form     url.Values
	}{
		{complaint.AboutContested, url.Values{"contested": {"inaction"}}},
		{complaint.AboutCommission, url.Values{"q": {"9002"}, "respondent": {h.id(1)}}},
		{complaint.AboutWhen, url.Values{"event_day": {"9"}, "event_month": {"09"}, "event_year": {"2026"}, "decision_number": {"№ 7/24"}}},
		{complaint.AboutEarlier, url.Values{"earlier": {"none"}}},
		{complaint.AboutWhat, url.Values{"text": {"Дверь закрыта.\r\nТелефон молчит третий день."}}},
		{complaint.AboutAsk, url.Values{"ask": {"unlawful"}}},
		{complaint.AboutFiles, nil},
		{complaint.AboutComplainant, url.Values{"surname": {"Рабочев"}, "given": {"Роман"}, "role": {"voter"}, "reply_by": {"email"}, "email": {"rabochev@example.ru"}}},
	}
}

// id is the number of a polling station's commission as a form holds it.
func (h *harness) id(precinct int) string { return fmtInt(int64(h.precincts[precinct])) }

// fill answers every question but the last.
func (b *browser) fill() {
	b.h.t.Helper()
	for _, step := range b.h.filing() {
		if step.question == complaint.AboutFiles {
			b.upload(nil, "next", "1")
			continue
		}
		if w := b.post("/file/"+string(step.question), step.form); w.Code != http.StatusSeeOther {
			b.h.t.Fatalf("answering %s: status %d\n%s", step.question, w.Code, shown(w))
		}
	}
}

// leads asserts where an answer leads.
func leads(t *testing.T, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != to {
		t.Errorf("status %d to %q, want 303 to %q", w.Code, got, to)
	}
}

// says asserts what a person reads.
func says(t *testing.T, w *httptest.ResponseRecorder, status int, sentences ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d", w.Code, status)
	}
	page := shown(w)
	for _, sentence := range sentences {
		if !strings.Contains(page, sentence) {
			t.Errorf("the page does not say %q", sentence)
		}
	}
}

func TestFilingFromTheFirstQuestionToTheComplaint(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	leads(t, b.get("/file"), "/file/contested")
	if b.cookie("__Host-redress_form") != "" {
		t.Error("reading a question already made a form")
	}
	steps := h.filing()
	for i, step := range steps {
		w := b.get("/file/" + string(step.question))
		says(t, w, http.StatusOK, "Вопрос "+fmtInt(int64(i+1))+" из 9")
		sound(t, h.Server, w.Body.String())
		next := "/file/check"
		if i+1 < len(steps) {
			next = "/file/" + string(steps[i+1].question)
		}
		if step.question == complaint.AboutFiles {
			leads(t, b.upload(map[string]string{"график.txt": "График сорван.\n"}), "/file/files")
			says(t, b.get("/file/files"), http.StatusOK, "график.txt", "Ваши файлы: 1")
			leads(t, b.upload(nil, "next", "1"), next)
			continue
		}
		leads(t, b.post("/file/"+string(step.question), step.form), next)
	}
	w := b.get("/file/check")
	says(t, w, http.StatusOK, "На бездействие", "избирательного участка № 9002", "9 сентября 2026, среда", "Телефон молчит третий день.", "график.txt",
		"Рабочев Роман", "rabochev@example.ru", "Решать будет: "+office.Name, "Личность пока не подтверждена", "Отправить жалобу")
	sound(t, h.Server, w.Body.String())

	leads(t, b.post("/file/check", url.Values{"agree": {"1"}}), "/file/receipt")
	w = b.get("/file/receipt")
	says(t, w, http.StatusOK, "Жалоба принята", "2026-0001", "Реестрова Р. Е.", office.Phone, "10 сентября 2026, четверг", "до 15 сентября 2026, вторник", "график.txt")
	sound(t, h.Server, w.Body.String())
	leads(t, b.get("/file/what"), "/file")
	says(t, b.get("/file"), http.StatusOK, "Вы уже отправили жалобу")

	c := h.complaint(complaint.Ref{Year: 2026, Number: 1})
	if c.Text != "Дверь закрыта.\nТелефон молчит третий день." || c.Respondent != h.precincts[1] || len(c.Attachments) != 1 || c.Assurance != complaint.Unconfirmed {
		t.Errorf("the complaint is %+v", c)
	}
}

func TestCodeIsShownUntilItIsKept(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	leads(t, b.get("/file/receipt"), "/file")
	b.fill()
	b.post("/file/check", url.Values{"agree": {"1"}})
	token, _ := h.tokenOf(h.echo.NewContext(b.request(http.MethodGet, "/"), nil))
	groups := h.Filings.Code(token).Groups()
	for range 2 {
		says(t, b.get("/file/receipt"), http.StatusOK, append(groups, "Я сохранил(а) номер и код")...)
	}
	w := b.post("/file/receipt", nil)
	says(t, w, http.StatusUnprocessableEntity, "Отметьте, что сохранили номер и код", groups[0])
	leads(t, b.post("/file/receipt", url.Values{"saved": {"1"}}), "/track/complaint")
	w = b.get("/file/receipt")
	says(t, w, http.StatusOK, "Код вы уже сохранили")
	if strings.Contains(w.Body.String(), "<span>"+groups[0]+"</span>") {
		t.Error("the code is shown after it was kept")
	}
	says(t, b.get("/track/complaint"), http.StatusOK, "Жалоба получена")
	leads(t, b.post("/file/receipt", nil), "/track/complaint")
}

// TestFaultsComeAllAtOnce: each with its field, and what was typed is still there.
func TestFaultsComeAllAtOnce(t *testing.T) {
	h := newHarness(t)
	long := strings.Repeat("ж", complaint.MaxText+5)
	for _, row := range []struct {
		name, address string
		form          url.Values
		wants         []string
	}{
		{"nothing chosen", "/file/contested", url.Values{}, []string{`href="#contested"`, "Выберите, на что вы жалуетесь"}},
		{"a kind there is not", "/file/contested", url.Values{"contested": {"all"}}, []string{`href="#contested"`}},
		{"no commission chosen", "/file/commission", url.Values{"q": {"900"}, "respondent_text": {"школа № 3"}}, []string{`href="#respondent"`, "школа № 3", "участка № 9002"}},
		{"a commission not offered", "/file/commission", url.Values{"respondent": {"999999"}}, []string{`href="#respondent"`}},
		{"a commission of letters", "/file/commission", url.Values{"respondent": {"УИК"}}, []string{`href="#respondent"`}},
		{"dates", "/file/when", url.Values{"event_day": {"8"}, "event_month": {"19"}, "event_year": {"2026"}, "decision_on_day": {"11"}, "decision_on_month": {"09"}, "decision_on_year": {"2026"}, "decision_number": {"7/24"}},
			[]string{`href="#event"`, "Укажите месяц числом от 1 до 12", `href="#decision_on"`, "не может быть позже сегодняшней", `value="19"`, `value="7/24"`}},
		{"no date", "/file/when", url.Values{}, []string{"Укажите дату, например 08 09 2026"}},
		{"tomorrow", "/file/when", url.Values{"event_day": {"11"}, "event_month": {"9"}, "event_year": {"2026"}}, []string{"Укажите дату не позже сегодняшней"}},
		{"a court without words", "/file/earlier", url.Values{"earlier": {"court"}}, []string{`href="#earlier_note"`}},
		{"no text", "/file/what", url.Values{"text": {"Беда"}}, []string{`href="#text"`, "Беда"}},
		{"over-long text", "/file/what", url.Values{"text": {"а б в " + long}}, []string{"лишних 11", long[:100]}},
		{"letter zero", "/file/what", url.Values{"text": {"Дверь была\x00закрыта весь день"}}, []string{"нельзя прочитать"}},
		{"broken letters", "/file/what", url.Values{"text": {"Дверь была закрыта\xff весь день"}}, []string{"нельзя прочитать"}},
		{"broken letters elsewhere", "/file/who", url.Values{"surname": {"Ра\x00бочев"}, "given": {"Ро\xff"}, "role": {"\x00"}, "reply_by": {"\xff"}},
			[]string{`href="#surname"`, `href="#given"`, `href="#role"`, `href="#reply_by"`}},
		{"broken letters in a search", "/file/commission", url.Values{"q": {"\x00\xff"}, "respondent": {"unknown"}, "respondent_text": {"\x00"}}, []string{`href="#respondent_text"`}},
		{"other without words", "/file/ask", url.Values{"ask": {"other"}}, []string{`href="#ask_text"`}},
		{"nobody", "/file/who", url.Values{"reply_by": {"email"}, "phone": {"8 900"}}, []string{`href="#surname"`, `href="#given"`, `href="#role"`, `href="#email"`, `value="8 900"`}},
		{"no address", "/file/who", url.Values{"surname": {"Ким"}, "given": {"Ир"}, "role": {"voter"}, "reply_by": {"post"}}, []string{`href="#address"`, `value="Ким"`}},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := h.visitor()
			w := b.post(row.address, row.form)
			says(t, w, http.StatusUnprocessableEntity, append(row.wants, "Исправьте ошибки", "<title>Ошибка: ")...)
			if strings.Contains(w.Body.String(), "Федеральный закон № 59‑ФЗ, статья 7") {
				t.Error("the law stands beside a fault of the form")
			}
			if b.cookie("__Host-redress_form") != "" {
				t.Error("a refused answer made a form")
			}
		})
	}
}

func TestConsentIsAskedFor(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	b.fill()
	says(t, b.post("/file/check", nil), http.StatusUnprocessableEntity, `href="#agree"`, "Отметьте согласие", "Рабочев Роман")
	leads(t, b.post("/file/check", url.Values{"agree": {"1"}}), "/file/receipt")
}

func TestChangingAnAnswerLeadsBackToTheLastPage(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	b.fill()
	says(t, b.get("/file/ask?back=check"), http.StatusOK, `name="back" value="check"`, "Сохранить ответ", `href="/file/check"`)
	leads(t, b.post("/file/ask", url.Values{"ask": {"annul"}, "back": {"check"}}), "/file/check")
	says(t, b.get("/file/check"), http.StatusOK, "Отменить решение")
	leads(t, b.post("/file/files/1/delete", url.Values{"back": {"check"}}), "/file/files?back=check")
	leads(t, b.upload(nil, "next", "1", "back", "check"), "/file/check")
}

func TestTheLastPageWaitsForAllAnswers(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	leads(t, b.get("/file/check"), "/file/contested")
	leads(t, b.post("/file/what", url.Values{"text": {"Дверь закрыта третий день"}}), "/file/contested")
	says(t, b.get("/file"), http.StatusOK, "Вы уже начали жалобу", `href="/file/contested"`)
	leads(t, b.post("/file/check", url.Values{"agree": {"1"}}), "/file/contested")
	leads(t, b.post("/file/restart", nil), "/file/contested")
	if b.cookie("__Host-redress_form") != "" {
		t.Error("the browser still holds the form")
	}
	if w := b.get("/file/nonsense"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown question: status %d", w.Code)
	}
}

func TestTodayAndYesterday(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	says(t, b.get("/file/when"), http.StatusOK, "Сегодня, 10 сентября", "Вчера, 9 сентября")
	b.post("/file/when", url.Values{"day": {"yesterday"}})
	says(t, b.get("/file/when"), http.StatusOK, `name="event_day" inputmode="numeric" autocomplete="off" value="9"`)
	b.post("/file/when", url.Values{"day": {"today"}, "event_day": {"77"}})
	says(t, b.get("/file/when"), http.StatusOK, `name="event_day" inputmode="numeric" autocomplete="off" value="10"`)
}

func TestWhoDecidesIsExplained(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	says(t, b.get("/file/commission?q=9002"), http.StatusOK, "избирательного участка № 9002", "Решать будет: "+office.Name)
	says(t, b.get("/file/commission?q=Примерного"), http.StatusOK, "Комиссия не рассматривает жалобу на саму себя", "Избирательная комиссия Примерной области")
	says(t, b.get("/file/commission?q=7777"), http.StatusOK, "ничего не нашли", "Не знаю, какая это комиссия")
	says(t, b.get("/file/commission?q=%00%ff"), http.StatusUnprocessableEntity, `href="#q"`)
	says(t, b.get("/file/commission?q="+strings.Repeat("9", 400)), http.StatusUnprocessableEntity, `href="#q"`)

	b.fill()
	b.post("/file/commission", url.Values{"respondent": {unknown}, "respondent_text": {"школа на Лесной"}})
	says(t, b.get("/file/check"), http.StatusOK, "школа на Лесной", "Пока не ясно, чьё это решение", office.Name)
	b.post("/file/commission", url.Values{"q": {"Примерного"}, "respondent": {fmtInt(int64(h.own))}})
	says(t, b.get("/file/check"), http.StatusOK, "Комиссия не рассматривает жалобу на саму себя", "Жалобу примет и передаст туда", "Федеральный закон № 59‑ФЗ, статья 8")
	leads(t, b.post("/file/check", url.Values{"agree": {"1"}}), "/file/receipt")
}

// TestSentTwiceIsOneComplaint (P2): a double click, another tab, a replay.
func TestSentTwiceIsOneComplaint(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	b.fill()
	var all sync.WaitGroup
	for range 4 {
		r := b.request(http.MethodPost, "/file/check")
		all.Go(func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/file/receipt" {
				t.Errorf("status %d to %q", w.Code, w.Header().Get("Location"))
			}
		})
	}
	all.Wait()
	leads(t, b.post("/file/check", url.Values{"agree": {"1"}}), "/file/receipt")
	says(t, b.get("/file/receipt"), http.StatusOK, "2026-0001")
	var n int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM complaints`).Scan(&n))
	if n != 1 {
		t.Errorf("%d complaints of one form", n)
	}
	says(t, b.post("/file/what", url.Values{"text": {"Ещё одна вещь, которую я забыл"}}), http.StatusUnprocessableEntity, "уже отправлена", "которую я забыл")
}

func TestAFormThatIsGone(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	says(t, b.post("/file/check", url.Values{"agree": {"1"}}), http.StatusNotFound, "Начатая жалоба не нашлась")
	b.fill()
	held := b.cookie("__Host-redress_form")
	h.at(harnessNow.Add(complaint.FormLife + time.Hour))
	says(t, b.post("/file/check", url.Values{"agree": {"1"}}), http.StatusNotFound, "Начатая жалоба не нашлась")
	leads(t, b.get("/file"), "/file/contested")
	leads(t, b.post("/file/what", url.Values{"text": {"Дверь снова закрыта весь день"}}), "/file/contested")
	if b.cookie("__Host-redress_form") == held {
		t.Error("the browser keeps the token of an expired form")
	}
	says(t, b.get("/file/what"), http.StatusOK, "Дверь снова закрыта весь день")
	for _, forged := range []string{"", "x", strings.Repeat("A", 43), "%%%"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://complaints.example/file/what", http.NoBody)
		r.AddCookie(&http.Cookie{Name: "__Host-redress_form", Value: forged, Secure: true, HttpOnly: true})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "Дверь снова") {
			t.Errorf("cookie %q: status %d", forged, w.Code)
		}
	}
}

func TestFormCookie(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	w := b.post("/file/contested", url.Values{"contested": {"action"}})
	set := w.Header().Get("Set-Cookie")
	for _, want := range []string{"__Host-redress_form=", "Path=/", "Max-Age=2592000", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(set, want) {
			t.Errorf("the cookie %q lacks %s", set, want)
		}
	}
	if strings.Contains(w.Header().Get("Location"), b.cookie("__Host-redress_form")) {
		t.Error("the token stands in an address")
	}
}

func TestFilingInEnglish(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	b.post("/lang", url.Values{"lang": {"en"}})
	b.fill()
	for _, q := range complaint.Questions {
		w := b.get("/file/" + string(q))
		says(t, w, http.StatusOK, "of 9", `<html lang="en"`)
		sound(t, h.Server, w.Body.String())
	}
	b.post("/file/check", url.Values{"agree": {"1"}})
	w := b.get("/file/receipt")
	says(t, w, http.StatusOK, "The complaint is accepted")
	sound(t, h.Server, w.Body.String())
}
