package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// registerValues are the registration screen filled in as it should be.
func (h *harness) registerValues() url.Values {
	form := url.Values{"contested_inaction": {"1"}, "respondent": {strconv.FormatInt(int64(h.precincts[1]), 10)}, "title": {"Комиссия закрыта в приёмные часы"},
		"category": {"office_hours"}, "article": {"67-ФЗ, ст. 75, п. 6"}, "rapporteur": {strconv.FormatInt(int64(h.people["member"]), 10)}}
	for _, name := range complaint.CheckNames {
		form.Set("check_"+string(name), "yes")
	}
	form.Set("check_earlier", "unclear")
	form.Set("note_earlier", "Позвонить заявителю: подан ли иск")
	return form
}

func TestRegisterScreen(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil, "grafik.txt")
	b := h.signIn("secretary")
	w := b.get("/complaints/" + ref.String() + "/register")
	page := shown(w)
	for _, want := range []string{"Регистрация жалобы", ref.String(), "grafik.txt", "Комиссия закрыта в приёмные часы, график на двери сорван.", "Эта комиссия прямо под нашей.",
		"Законова З. И., дел сейчас: 0", "до 15 сен", "Кампания: жалоба получена 10 сентября", "до 20 сентября", "Очередь приёма, ждёт 1",
		`value="` + strconv.FormatInt(int64(h.precincts[1]), 10) + `" selected`} {
		if !strings.Contains(page, want) {
			t.Errorf("the screen does not say %q", want)
		}
	}
	for _, name := range []string{"check_level", "check_respondent", "check_window", "check_earlier", "check_identity", "check_repeat"} { // as the machine answers
		if !strings.Contains(page, `id="`+name+`" name="`+name+`" value="yes" checked`) {
			t.Errorf("%s is not suggested", name)
		}
	}
	if strings.Contains(page, "<details open") {
		t.Error("what only a person can find out stands open for an ordinary paper")
	}
	soundly(t, h, w.Body.String())
	soundly(t, h, b.get("/complaints/"+ref.String()+"/register?lang=en").Body.String())
}

func TestRegister(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil)
	b := h.signIn("secretary")
	w := b.post("/complaints/"+ref.String()+"/register", h.registerValues())
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/complaints/"+ref.String()+"?saved=registration" {
		t.Fatalf("status %d to %q: %s", w.Code, w.Header().Get("Location"), shown(w))
	}
	c := h.complaint(ref)
	if c.State != complaint.InReview || c.RegisterNumber != 1 || c.Regime != regulation.CampaignRegime || c.Rapporteur != h.people["member"] ||
		c.Category != "office_hours" || c.Article != "67-ФЗ, ст. 75, п. 6" || c.Contested != (complaint.Contested{Inaction: true}) {
		t.Errorf("registered as %+v", c)
	}
	if i := slices.IndexFunc(c.Checks, func(each complaint.Check) bool { return each.Name == complaint.CheckEarlier }); c.Checks[i].Answer != complaint.CheckUnclear || c.Checks[i].Note == "" {
		t.Errorf("check %+v", c.Checks[i])
	}
	page := shown(b.get(w.Header().Get("Location")))
	for _, want := range []string{"Сохранено: вх. № 1", "Готовится решение", "Законова З. И. готовит проект решения", "до 15 сен", "Позвонить заявителю"} {
		if !strings.Contains(page, want) {
			t.Errorf("the complaint does not say %q", want)
		}
	}
	if w := b.get("/complaints/" + ref.String() + "/register"); w.Code != http.StatusSeeOther {
		t.Errorf("the screen of a registered complaint: status %d", w.Code)
	}
	again := b.post("/complaints/"+ref.String()+"/register", h.registerValues())
	if page := shown(again); again.Code != http.StatusUnprocessableEntity || !strings.Contains(page, "Сейчас это сделать нельзя") || !strings.Contains(page, "59‑ФЗ") {
		t.Errorf("registered twice: status %d", again.Code)
	}
	if c := h.complaint(ref); c.RegisterNumber != 1 || c.Version != 3 {
		t.Errorf("the second registration changed the complaint: number %d, version %d", c.RegisterNumber, c.Version)
	}
}

// TestRegisterFaults: each fault is told beside its field, everything typed stays,
// and nothing is registered.
func TestRegisterFaults(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil)
	b := h.signIn("secretary")
	own := strconv.FormatInt(int64(h.own), 10)
	rows := []struct {
		name   string
		change func(url.Values)
		field  string
		says   []string
	}{
		{"nothing contested", func(f url.Values) { f.Del("contested_inaction") }, "contested", []string{"Отметьте, что обжалуют", "67‑ФЗ"}},
		{"no respondent", func(f url.Values) { f.Set("respondent", "0") }, "respondent", []string{"Выберите комиссию, на которую жалуются"}},
		{"a respondent that is none", func(f url.Values) { f.Set("respondent", "999999") }, "respondent", []string{"Выберите комиссию, на которую жалуются"}},
		{"its own judge", func(f url.Values) { f.Set("respondent", own) }, "respondent", []string{"Комиссия не рассматривает жалобу на саму себя"}},
		{"no title", func(f url.Values) { f.Set("title", "  ") }, "title", []string{"Напишите суть жалобы одной строкой"}},
		{"a title too long", func(f url.Values) { f.Set("title", strings.Repeat("я", 301)) }, "title", []string{"лишних 1"}},
		{"an article no column holds", func(f url.Values) { f.Set("article", "ст.\x00 75") }, "article", []string{"знаки, которые нельзя прочитать"}},
		{"a check left open", func(f url.Values) { f.Del("check_window") }, "check_window", []string{"<b>Срок подачи соблюдён?</b> Выберите один вариант"}},
		{"a check answered otherwise", func(f url.Values) { f.Set("check_repeat", "maybe") }, "check_repeat", []string{"Выберите один вариант"}},
		{"a note too long", func(f url.Values) { f.Set("note_level", strings.Repeat("я", 301)) }, "note_level", []string{"лишних 1"}},
		{"a rapporteur of another commission", func(f url.Values) {
			f.Set("rapporteur", strconv.FormatInt(int64(h.people["chair98"]), 10))
		}, "rapporteur", []string{"Выберите докладчика из членов комиссии"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			form := h.registerValues()
			row.change(form)
			w := b.post("/complaints/"+ref.String()+"/register", form)
			page := shown(w)
			if w.Code != http.StatusUnprocessableEntity {
				t.Fatalf("status %d, want 422", w.Code)
			}
			for _, want := range append(row.says, `href="#`+row.field+`"`, `id="`+row.field+`"`, `id="`+row.field+`-err"`, "<title>Ошибка: ",
				"Позвонить заявителю: подан ли иск", `value="office_hours" selected`) {
				if !strings.Contains(page, want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			if row.field != "title" && !strings.Contains(page, `value="Комиссия закрыта в приёмные часы"`) {
				t.Error("the title typed is lost")
			}
			if strings.Count(page, `<li><a href="#`)+strings.Count(page, "<a href=\"#") < 2 {
				t.Error("no summary of errors")
			}
			soundly(t, h, w.Body.String())
			if c := h.complaint(ref); c.State != complaint.Filed {
				t.Fatalf("state %s after a refusal", c.State)
			}
		})
	}
}

func TestOnlyTheSecretaryRegisters(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil)
	for login, want := range map[string]int{"chair": 403, "deputy": 403, "member": 403, "admin": 403, "secretary98": 404, "": 401} {
		b := h.visitor()
		if login != "" {
			b = h.signIn(login)
		}
		if w := b.post("/complaints/"+ref.String()+"/register", h.registerValues()); w.Code != want {
			t.Errorf("%q registers: status %d, want %d", login, w.Code, want)
		}
	}
	if c := h.complaint(ref); c.State != complaint.Filed {
		t.Errorf("state %s", c.State)
	}
}

// TestRegisterNumbersHaveNoGaps (P6): eight registrations at once, three of them
// refused, take the numbers 1 to 8 and then 9.
func TestRegisterNumbersHaveNoGaps(t *testing.T) {
	h := newHarness(t)
	var refs []complaint.Ref
	for range 9 {
		refs = append(refs, h.file(nil))
	}
	session := h.signIn("secretary").cookies
	var wait sync.WaitGroup
	codes := make(chan int, 16)
	send := func(ref complaint.Ref, form url.Values) {
		wait.Go(func() {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://complaints.example/complaints/"+ref.String()+"/register", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for _, c := range session {
				r.AddCookie(c)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			codes <- w.Code
		})
	}
	bad := h.registerValues()
	bad.Set("title", "")
	for i, ref := range refs[:8] {
		if i < 3 {
			send(refs[8], bad)
		}
		send(ref, h.registerValues())
	}
	wait.Wait()
	close(codes)
	counts := map[int]int{}
	for code := range codes {
		counts[code]++
	}
	if counts[http.StatusSeeOther] != 8 || counts[http.StatusUnprocessableEntity] != 3 {
		t.Fatalf("answers %v, want 8 registered and 3 refused", counts)
	}
	if w := h.signIn("secretary").post("/complaints/"+refs[8].String()+"/register", h.registerValues()); w.Code != http.StatusSeeOther {
		t.Fatalf("the ninth: status %d", w.Code)
	}
	var numbers []int
	for _, ref := range refs {
		numbers = append(numbers, h.complaint(ref).RegisterNumber)
	}
	slices.Sort(numbers)
	if fmt.Sprint(numbers) != "[1 2 3 4 5 6 7 8 9]" {
		t.Errorf("numbers %v", numbers)
	}
}

// TestAdditionalCheckIsGivenAReason: beside the field, and the complainant reads it.
func TestAdditionalCheckIsGivenAReason(t *testing.T) {
	h := newHarness(t)
	citizen := h.visitor()
	number, code := citizen.sent()
	at := "/complaints/" + number + "/register"
	form := h.registerValues()
	form.Set("additional", "1")
	secretary := h.signIn("secretary")
	sees(t, secretary.post(at, form), 422, "почему нужно больше времени")
	form.Set("additional_reason", "Запрошены списки избирателей.")
	if w := secretary.post(at, form); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, plainText(shown(w)))
	}
	sees(t, citizen.open(number, string(code)), http.StatusSeeOther)
	sees(t, citizen.get("/track/complaint"), 200, "Запрошены списки избирателей")
}

// TestRegisterOutsideACampaign: the answer is counted from the registration.
func TestRegisterOutsideACampaign(t *testing.T) {
	h := newHarness(t)
	h.at(time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC))
	ref := h.file(func(a *complaint.Answers) { a.EventOn = calendar.Day(2026, 11, 30) })
	h.at(time.Date(2026, 12, 3, 5, 0, 0, 0, time.UTC))
	b := h.signIn("secretary")
	page := shown(b.get("/complaints/" + ref.String() + "/register"))
	for _, want := range []string{"Вне кампании: жалоба получена 1 декабря 2026", "до 2 янв"} {
		if !strings.Contains(page, want) {
			t.Errorf("the screen does not say %q", want)
		}
	}
	if strings.Contains(page, `name="additional"`) {
		t.Error("an additional check is offered outside a campaign")
	}
	if w := b.post("/complaints/"+ref.String()+"/register", h.registerValues()); w.Code != http.StatusSeeOther || h.complaint(ref).Regime != regulation.OrdinaryRegime {
		t.Errorf("status %d, regime %s", w.Code, h.complaint(ref).Regime)
	}
}

// TestManyCommissionsBelow: one searches, and what is typed stays meanwhile.
func TestManyCommissionsBelow(t *testing.T) {
	h := newHarness(t)
	var last commission.ID
	for n := range listedCommissions {
		var err error
		last, err = h.db.AddCommission(t.Context(), commission.Commission{Code: fmt.Sprintf("42-8%03d", n), Kind: commission.Precinct, Parent: h.own,
			Number: fmt.Sprintf("8%03d", n), Name: fmt.Sprintf("Участковая избирательная комиссия избирательного участка № 8%03d", n), ShortName: fmt.Sprintf("УИК № 8%03d", n), Profile: regulation.Izhmorsky()})
		must(t, err)
	}
	ref := h.file(func(a *complaint.Answers) { a.Respondent, a.RespondentText = 0, "участок 8059" })
	b := h.signIn("secretary")
	page := shown(b.get("/complaints/" + ref.String() + "/register"))
	if !strings.Contains(page, `name="q"`) || strings.Contains(page, "УИК № 8001") || !strings.Contains(page, "названа так: «участок 8059»") {
		t.Error("a list of many is not searched")
	}
	form := h.registerValues()
	form.Set("q", "8059")
	form.Set("look", "commission")
	form.Set("respondent", "0")
	w := b.post("/complaints/"+ref.String()+"/register", form)
	page = shown(w)
	for _, want := range []string{"УИК № 8059", `value="8059"`, "Позвонить заявителю", `value="Комиссия закрыта в приёмные часы"`} {
		if !strings.Contains(page, want) {
			t.Errorf("after the search the page lacks %q", want)
		}
	}
	if w.Code != http.StatusOK || h.complaint(ref).State != complaint.Filed {
		t.Errorf("a search registers: status %d", w.Code)
	}
	form.Del("look")
	form.Set("respondent", strconv.FormatInt(int64(last), 10))
	if w := b.post("/complaints/"+ref.String()+"/register", form); w.Code != http.StatusSeeOther {
		t.Errorf("status %d", w.Code)
	}
}

// TestRouteIsRecommended: the screen says what the rules lead to, and whoever registers
// a paper all the same says why.
func TestRouteIsRecommended(t *testing.T) {
	h := newHarness(t)
	plain := h.file(nil)
	b := h.signIn("secretary")
	sees(t, b.get("/complaints/"+plain.String()+"/register"), 200, "Принять к рассмотрению", "В кампанию решение принимают за 5 дней")
	ref := h.file(func(a *complaint.Answers) { a.Complainant.Role = complaint.OtherRole })
	at := "/complaints/" + ref.String() + "/register"
	w := b.get(at)
	sees(t, w, 200, "Ответить письмом как на обращение", "не из числа тех, кто вправе", "Почему не так, как советуют правила")
	soundly(t, h, w.Body.String())
	form := h.registerValues()
	form.Set("route", string(complaint.AcceptForReview))
	form.Set("route_reason", "представитель инициативной группы")
	sees(t, b.post(at, form), 422, "когда председатель напишет, почему")
	form.Set("route", string(complaint.TellUnreadable))
	form.Del("route_reason")
	sees(t, b.post(at, form), 422, "Напишите, почему вы выбираете другой путь")
	form.Set("route_reason", "текст на половине листов не читается")
	if w := b.post(at, form); w.Code != http.StatusSeeOther || h.complaint(ref).State != complaint.LetterDue {
		t.Errorf("with a reason: status %d, %s", w.Code, h.complaint(ref).State)
	}
}
