package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// newCommission is a commission an administrator may enter.
func newCommission() url.Values {
	return url.Values{"code": {"77-T01"}, "kind": {"territorial"}, "name": {"Территориальная избирательная комиссия Пробного округа"},
		"established": {"5"}, "time_zone": {"Europe/Moscow"}}
}

func TestAdministratorSetsUpACommission(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	for _, row := range []struct {
		name, field, value, says string
	}{
		{"no code", "code", " ", "Заполните это поле"},
		{"R-004: fewer than the regulation allows", "established", "4", "должно быть от 5 до 14"},
		{"R-004: no number", "established", "пять", "целое число"},
		{"R-001: above stands nobody known", "parent", "99-T99", "Комиссии с таким кодом нет"},
		{"R-001: above stands a precinct", "parent", "42-9001", "не может стоять прямо над комиссией уровня «территориальная»"},
		{"R-110: no such zone", "time_zone", "Луна/Море", "Такого часового пояса нет"},
		{"no such level", "kind", "galactic", "Выберите один вариант"},
	} {
		t.Run(row.name, func(t *testing.T) {
			form := newCommission()
			form.Set(row.field, row.value)
			w := admin.post("/settings/commissions/new", form)
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), row.says) {
				t.Errorf("status %d, want 422 with %q", w.Code, row.says)
			}
			if !strings.Contains(shown(w), "Пробного округа") {
				t.Error("what was typed is gone")
			}
		})
	}
	w := admin.post("/settings/commissions/new", newCommission())
	page := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(page, "/settings/commissions/") {
		t.Fatalf("status %d to %q", w.Code, page)
	}
	if w := admin.post("/settings/commissions/new", newCommission()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "код уже занят") {
		t.Errorf("the same code twice: status %d", w.Code)
	}

	member := url.Values{"surname": {"Новикова"}, "given": {"Нина"}, "office": {"chair"}, "login": {"nina"}, "decision": {"12/40"}}
	dated := func(form url.Values, field, day, month, year string) {
		form.Set(field+"_day", day)
		form.Set(field+"_month", month)
		form.Set(field+"_year", year)
	}
	dated(member, "from", "1", "9", "2026")
	dated(member, "decision_on", "28", "8", "2026")
	goes(t, admin.post(page+"/members", member), page)
	first := shown(admin.get(page))
	link := regexp.MustCompile(`https://complaints\.example(/invitation/\w+)`).FindStringSubmatch(first)
	if link == nil {
		t.Fatal("no invitation on the page")
	}
	if strings.Contains(shown(admin.get(page)), "/invitation/") {
		t.Error("the invitation is shown a second time")
	}
	if w := admin.post(page+"/members", member); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "занимал бы в комиссии два места") {
		t.Errorf("a second chair: status %d", w.Code)
	}
	nina := h.visitor()
	if w := nina.post(link[1], url.Values{"password": {"короткий"}, "again": {"короткий"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a short password: status %d", w.Code)
	}
	goes(t, nina.post(link[1], url.Values{"password": {harnessPassword}, "again": {harnessPassword}}), "/sign-in?note=ready")
	if w := nina.get(link[1]); w.Code != http.StatusNotFound {
		t.Errorf("the invitation a second time: status %d", w.Code)
	}
	member.Set("surname", "Иная")
	member.Set("login", "inaya")
	if w := admin.post(page+"/members", member); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "вдвоём занимали бы должность") {
		t.Errorf("R-006: a second chair: status %d", w.Code)
	}
	reinvite := regexp.MustCompile(page+`/members/\d+`).FindString(first) + "/invite"
	goes(t, admin.post(reinvite, nil), page)
	if again := regexp.MustCompile(`/invitation/\w+`).FindString(shown(admin.get(page))); again == "" || again == link[1] {
		t.Errorf("a new invitation is %q after %q", again, link[1])
	}
	if w := admin.post(page+"/members/999999/invite", nil); w.Code != http.StatusNotFound {
		t.Errorf("inviting somebody who is no member: status %d, want 404", w.Code)
	}
	if w := h.signIn("nina").get("/desk"); w.Code != http.StatusOK {
		t.Errorf("the new chair's desk: status %d", w.Code)
	}
}

func TestActingChairNeedsAGround(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	page := commissionSettings(h.own)
	form := url.Values{"person": {"0"}, "duties": {"chair"}, "basis": {"decision"}, "acting_from_day": {"1"}, "acting_from_month": {"9"}, "acting_from_year": {"2026"}}
	w := admin.post(page+"/acting", form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "Заполните это поле") || !strings.Contains(shown(w), "Укажите дату") || !strings.Contains(shown(w), "пункт 2.3") {
		t.Errorf("R-007: without a ground: status %d", w.Code)
	}
	form.Set("paper", "5")
	form.Set("paper_on_day", "1")
	form.Set("paper_on_month", "9")
	form.Set("paper_on_year", "2026")
	if w := admin.post(page+"/acting", form); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("R-007: somebody who is no member acts as chair: status %d", w.Code)
	}
}

func TestOnlyAnAdministratorSetsUp(t *testing.T) {
	h := newHarness(t)
	for _, login := range []string{"chair", "secretary", "member"} {
		if w := h.signIn(login).post("/settings/commissions/new", newCommission()); w.Code != http.StatusForbidden {
			t.Errorf("%s adds a commission: status %d, want 403", login, w.Code)
		}
	}
}
