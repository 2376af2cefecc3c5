package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"redress/internal/complaint"
)

// formOf makes a form of fields; a date is written 2026-09-01 under its field's name.
func formOf(values ...string) url.Values {
	form := url.Values{}
	for i := 0; i < len(values); i += 2 {
		if parts := strings.Split(values[i+1], "-"); len(parts) == 3 && len(parts[0]) == 4 {
			form.Set(values[i]+"_year", parts[0])
			form.Set(values[i]+"_month", parts[1])
			form.Set(values[i]+"_day", parts[2])
			continue
		}
		form.Set(values[i], values[i+1])
	}
	return form
}

func TestOfficesAreChanged(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	page := commissionSettings(h.own)
	of := func(login string) string { return page + "/members/" + strconv.FormatInt(int64(h.people[login]), 10) }
	for _, row := range []struct {
		name, path string
		form       url.Values
		says       []string // what is refused with; empty if it is done
	}{
		{"R-008: released by no decision", of("secretary") + "/release", formOf("last", "2026-09-07"), []string{"Заполните это поле", "Укажите дату"}},
		{"R-008: released before the term", of("secretary") + "/release", formOf("last", "2020-09-07", "release", "5", "release_on", "2026-09-07"), []string{"нет места"}},
		{"R-006: a second secretary", of("member") + "/transfer", formOf("office", "secretary", "transfer_from", "2026-09-10", "transfer", "6", "transfer_on", "2026-09-09"), []string{"вдвоём занимали бы должность", "пункт 2.1"}},
		{"R-008: the secretary is released", of("secretary") + "/release", formOf("last", "2026-09-07", "release", "5", "release_on", "2026-09-07"), nil},
		{"R-009: the duties on the chair", page + "/acting", formOf("duties", "secretary", "basis", "decision", "person", h.number("chair"), "paper", "7", "paper_on", "2026-09-07", "acting_from", "2026-09-08"), []string{"нельзя возложить на председателя"}},
		{"R-009: the duties on a member", page + "/acting", formOf("duties", "secretary", "basis", "decision", "person", h.number("member2"), "paper", "7", "paper_on", "2026-09-07", "acting_from", "2026-09-08"), nil},
		{"R-004: below the members", page + "/number", formOf("established", "4", "from", "2026-09-10", "decision", "8", "decision_on", "2026-09-10"), []string{"от 5 до 14", "пункт 1.9"}},
		{"R-004: another number", page + "/number", formOf("established", "11", "from", "2026-09-10", "decision", "8", "decision_on", "2026-09-10"), nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := admin.post(row.path, row.form)
			if row.says == nil {
				goes(t, w, page)
				return
			}
			for _, says := range row.says {
				if w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), says) {
					t.Errorf("status %d, want 422 with %q", w.Code, says)
				}
			}
		})
	}
	text := strings.ReplaceAll(shown(admin.get(page)), nbsp, " ")
	for _, says := range []string{"11 установлено, 4 назначено, 7 вакансий", "освободилась досрочно", "решение комиссии от 07.09.2026 № 7", "Реестрова Регина"} {
		if !strings.Contains(text, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if desk := shown(h.signIn("chair").get("/desk")); !strings.Contains(desk, "освободилась досрочно") || !strings.Contains(strings.ReplaceAll(desk, nbsp, " "), "до 14 сен") {
		t.Error("R-008: the chair is not warned")
	}
	if w := h.signIn("member2").get("/intake"); w.Code != http.StatusOK {
		t.Errorf("R-009: who has the secretary's duties opens the intake: status %d", w.Code)
	}
	goes(t, admin.post(of("member")+"/transfer", formOf("office", "secretary", "transfer_from", "2026-09-10", "transfer", "9", "transfer_on", "2026-09-09")), page)
	if strings.Contains(shown(h.signIn("chair").get("/desk")), "освободилась досрочно") {
		t.Error("R-008: the chair is warned though there is a new secretary")
	}
	if w := h.signIn("member2").get("/intake"); w.Code != http.StatusForbidden {
		t.Errorf("R-009: the duties end with the new secretary: status %d", w.Code)
	}
	for _, path := range []string{page + "/number", page + "/formation", of("member")} {
		if w := admin.get(path); w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	if w := admin.get(of("admin")); w.Code != http.StatusNotFound {
		t.Errorf("the page of somebody who is no member: status %d", w.Code)
	}
}

func TestCommissionIsDissolvedAndFormedAnew(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	ref := h.file(nil)
	page := commissionSettings(h.own)
	if w := admin.post(page+"/form", formOf("formed_from", "2026-09-10", "formation", "1", "formation_on", "2026-09-09", "established", "9")); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "Комиссия действует") {
		t.Errorf("R-060: formed while it exists: status %d", w.Code)
	}
	goes(t, admin.post(page+"/dissolve", formOf("dissolved_from", "2026-09-10", "dissolution", "1", "dissolution_on", "2026-09-09")), page)
	text := shown(admin.get(page + "/formation"))
	for _, says := range []string{"Эта комиссия расформирована с", ref.String(), "рассматривает вышестоящая: Избирательная комиссия Примерной области"} {
		if !strings.Contains(strings.ReplaceAll(text, nbsp, " "), says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if past := shown(admin.get(page)); !strings.Contains(past, "Кто был в комиссии раньше") || !strings.Contains(past, "Реестрова Регина") {
		t.Error("the members of the old composition are gone")
	}
	goes(t, admin.post(page+"/form", formOf("formed_from", "2026-09-10", "formation", "2", "formation_on", "2026-09-09", "established", "11")), page)
	goes(t, admin.post(page+"/members", formOf("surname", "Реестрова", "given", "Регина", "patronymic", "Егоровна", "office", "secretary", "login", "secretary",
		"from", "2026-09-10", "decision", "3", "decision_on", "2026-09-10")), page)
	if text := shown(admin.get(page)); strings.Contains(text, "/invitation/") || !strings.Contains(text, "первого заседания ещё не было") {
		t.Error("R-060: the first sitting is not called for, or a known person was invited")
	}
	if w := h.signIn("secretary").get("/complaints/" + ref.String()); w.Code != http.StatusOK {
		t.Errorf("the complaint stays with the commission: status %d", w.Code)
	}
}

func TestOverridesOfACampaign(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	page := overrideSettings(h.campaign)
	if w := admin.post(page, formOf("lower", "42-9001", "higher", "42-9002", "link_from", "2026-09-01", "link_until", "2026-09-30", "reason", "решение № 5")); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "не может стоять прямо над") {
		t.Errorf("R-001: below a precinct: status %d", w.Code)
	}
	goes(t, admin.post(page, formOf("lower", "42-9001\n42-9003", "higher", "42-T98", "link_from", "2026-09-01", "link_until", "2026-09-30", "reason", "решение № 5")), page)
	listed := shown(admin.get(page))
	if !strings.Contains(listed, "42-9001") || !strings.Contains(listed, "решение № 5") {
		t.Error("R-002: the links are not listed")
	}
	above, err := h.db.Superior(t.Context(), h.precincts[0])
	if err != nil || above.ID != h.other {
		t.Errorf("R-002: above stands %+v, %v", above, err)
	}
	if w := admin.post(page+"/end", formOf("link_last", "2026-09-09", "do", "end")); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "Выберите один вариант") {
		t.Errorf("R-002: none chosen: status %d", w.Code)
	}
	goes(t, admin.post(page+"/end", formOf(regexp.MustCompile(`link_\d+`).FindString(listed), "1", "do", "end", "link_last", "2026-09-09")), page)
	if above, err := h.db.Superior(t.Context(), h.precincts[0]); err != nil || above.ID != h.own {
		t.Errorf("R-001: after the last day stands %+v, %v", above, err)
	}
	ref := h.file(func(a *complaint.Answers) { a.Respondent = h.precincts[2] })
	if w := h.signIn("secretary98").get("/complaints/" + ref.String() + "/register"); w.Code != http.StatusOK || !strings.Contains(shown(w), "решение № 5") {
		t.Errorf("R-002: registration does not say why it is decided here: status %d", w.Code)
	}
}

// number is a person's number as forms carry it.
func (h *harness) number(login string) string { return strconv.FormatInt(int64(h.people[login]), 10) }
