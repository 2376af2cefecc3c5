package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/deadline"
)

// year2027 is the form of a year the program does not carry.
func year2027() url.Values {
	return url.Values{"year": {"2027"}, "decree": {"Постановление от 01.10.2026 № 1"}, "working_weekends": {"20.02.2027"}, "decreed": {""}, "days_off": {`01.01.2027 Новогодние каникулы
04.01.2027 Новогодние каникулы
05.01.2027 Новогодние каникулы
06.01.2027 Новогодние каникулы
07.01.2027 Рождество Христово
08.01.2027 Новогодние каникулы
22.02.2027 20.02.2027
23.02.2027 День защитника Отечества
08.03.2027 Международный женский день`}}
}

func TestCalendarIsLoadedAfterAPreview(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	h.at(time.Date(2026, 9, 30, 5, 0, 0, 0, time.UTC))
	for _, address := range []string{"/desk", "/settings/calendar"} {
		if page := shown(admin.get(address)); strings.Contains(page, "Нет календаря") {
			t.Errorf("R-112: %s warns before 1 October", address)
		}
	}
	h.at(time.Date(2026, 10, 1, 5, 0, 0, 0, time.UTC))
	for _, address := range []string{"/desk", "/settings/calendar"} {
		if page := shown(admin.get(address)); !strings.Contains(page, "Нет календаря на 2027 год") {
			t.Errorf("R-112: %s does not warn on 1 October", address)
		}
	}
	w := admin.post("/settings/calendar", year2027())
	page := shown(w)
	for _, says := range []string{"Что получится: 2027 год", "253", "22 февраля, перенесён с 20 февраля 2027", "Рождество Христово", "7 января", "20 февраля", "Принять календарь"} {
		if w.Code != http.StatusOK || !strings.Contains(page, says) {
			t.Errorf("the preview (status %d) does not say %q", w.Code, says)
		}
	}
	sound(t, h.Server, w.Body.String())
	if days, _, err := h.db.ProductionCalendar(t.Context()); err != nil || len(days.Years()) != 9 {
		t.Errorf("a preview loaded a year: %v, %v", days.Years(), err)
	}
	adopted := year2027()
	adopted.Set("do", "adopt")
	goes(t, admin.post("/settings/calendar", adopted), "/settings/calendar?note=saved")
	w = admin.get("/settings/calendar?note=saved")
	if page := shown(w); !strings.Contains(page, "Календарь принят") || !strings.Contains(page, "Постановление от 01.10.2026 № 1") || strings.Contains(page, "Нет календаря") {
		t.Error("the list does not show the loaded year")
	}
	sound(t, h.Server, w.Body.String())
	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	if got, _, err := m.Days.AddWorkingDays(calendar.Day(2026, 12, 30), 2, true); err != nil || got != calendar.Day(2027, 1, 12) {
		t.Errorf("R-112: the second working day is %s, %v", got, err)
	}
	if admin.get("/settings/calendar?lang=en").Code != http.StatusOK {
		t.Error("no English page")
	}
}

func TestCalendarWithoutSenseIsRefused(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	for _, row := range []struct{ name, field, value, says string }{
		{"R-115: a day of another year", "days_off", "01.01.2028 Новый год", "не относится к 2027 году"},
		{"R-115: a working Monday", "working_weekends", "22.03.2027", "только суббота или воскресенье"},
		{"R-115: no days off at all", "days_off", " ", "262 рабочих дней, а должно быть от 220 до 260"},
		{"no date", "days_off", "Новый год", "Строка 1 не начинается с даты"},
		{"no decree", "decree", " ", "Заполните это поле"},
		{"no year", "year", "следующий", "Укажите год от 2000 до 2100"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, do := range []string{"", "adopt"} {
				form := year2027()
				form.Set(row.field, row.value)
				form.Set("do", do)
				w := admin.post("/settings/calendar", form)
				if w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), row.says) {
					t.Errorf("status %d, want 422 with %q", w.Code, row.says)
				}
				if row.field != "decree" && !strings.Contains(shown(w), "от 01.10.2026 № 1") {
					t.Error("what was typed is gone")
				}
			}
		})
	}
	if w := h.signIn("chair").post("/settings/calendar", year2027()); w.Code != http.StatusForbidden {
		t.Errorf("a chair loads a calendar: status %d", w.Code)
	}
}

// upload sends the form of a year with a file.
func (b *browser) uploadYear(form url.Values, file string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		must(b.h.t, w.WriteField(name, values[0]))
	}
	part, err := w.CreateFormFile("file", "calendar.json")
	must(b.h.t, err)
	_, err = part.Write([]byte(file))
	must(b.h.t, err)
	must(b.h.t, w.Close())
	r := httptest.NewRequestWithContext(b.h.t.Context(), http.MethodPost, "https://complaints.example/settings/calendar", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(r)
}

func TestCalendarFromAFile(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	form := url.Values{"year": {"2027"}, "decree": {"Постановление"}}
	file := `{"schema": "redress/production-calendar/1", "years": {"2027": {"nonworking": [{"date": "2027-01-01", "holiday": "Новый год"},
		{"date": "2027-02-22", "transferred_from": "2027-02-20"}, {"date": "2027-02-23", "holiday": "День защитника Отечества"}], "working_weekends": ["2027-02-20"]}}}`
	w := admin.uploadYear(form, file)
	if page := shown(w); w.Code != http.StatusOK || !strings.Contains(page, "Что получится: 2027 год") || !strings.Contains(page, "2027-02-22 2027-02-20") {
		t.Errorf("the file is not shown: status %d", w.Code)
	}
	if w := admin.uploadYear(form, ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an empty file and no lines: status %d", w.Code)
	}
	if w := admin.uploadYear(form, "не файл"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "не файл производственного календаря") {
		t.Errorf("another file: status %d", w.Code)
	}
	form.Set("year", "2028")
	if w := admin.uploadYear(form, file); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "В файле нет 2028 года") {
		t.Errorf("a file without the year: status %d", w.Code)
	}
}

// campaignDaysForm is the form of the harness's campaign with its voting days.
func campaignDaysForm(first string) url.Values {
	return url.Values{"title": {"Выборы депутатов Примерного округа"}, "starts_on_day": {"18"}, "starts_on_month": {"6"}, "starts_on_year": {"2026"},
		"ends_on_day": {"20"}, "ends_on_month": {"11"}, "ends_on_year": {"2026"}, "voting_days_day": {first}, "voting_days_month": {"9"}, "voting_days_year": {"2026"}, "count": {"3"}}
}

func TestCampaignIsChangedAfterAPreview(t *testing.T) {
	h := newHarness(t)
	h.at(time.Date(2026, 9, 7, 5, 0, 0, 0, time.UTC))
	early := h.register("member") // due on the 12th, whatever voting day
	h.at(time.Date(2026, 9, 14, 5, 0, 0, 0, time.UTC))
	late := h.register("member") // due on the 17th, the eve of voting
	admin := h.signIn("admin")
	page := campaignSettings(h.campaign)
	if w := admin.get("/settings"); !strings.Contains(w.Body.String(), page) {
		t.Error("the list of campaigns does not lead to the campaign")
	}
	sound(t, h.Server, admin.get(page).Body.String())

	w := admin.post(page, campaignDaysForm("17"))
	said := shown(w)
	if w.Code != http.StatusOK || !strings.Contains(said, "у 1 открытой жалобы") || !strings.Contains(said, late.String()) || strings.Contains(said, early.String()) ||
		!strings.Contains(said, "17 сентября 2026") || !strings.Contains(said, "16 сентября 2026") {
		t.Errorf("the preview does not say what moves: status %d", w.Code)
	}
	sound(t, h.Server, w.Body.String())
	if c, err := h.db.Campaign(t.Context(), h.campaign); err != nil || c.VotingDays[0] != calendar.Day(2026, 9, 18) {
		t.Errorf("a preview changed the campaign: %v, %v", c.VotingDays, err)
	}
	form := campaignDaysForm("17")
	form.Set("do", "adopt")
	goes(t, admin.post(page, form), page+"?note=saved")
	if moved, err := (deadline.Recompute{Campaign: h.campaign}).Run(t.Context(), h.db); err != nil || moved != 1 {
		t.Fatalf("recomputed %d, %v, want 1", moved, err)
	}
	history := shown(h.signIn("chair").get("/complaints/" + late.String() + "/history"))
	for _, says := range []string{"Срок изменён. Решение по жалобе: 17 сентября 2026 → 16 сентября 2026", "изменены дни кампании «Выборы депутатов Примерного округа»"} {
		if !strings.Contains(history, says) {
			t.Errorf("the history does not say %q", says)
		}
	}
	if w := h.signIn("chair").get("/complaints/" + late.String() + "/history?lang=en"); w.Code != http.StatusOK || strings.Contains(shown(w), "no value") {
		t.Errorf("the history in English: status %d", w.Code)
	}
}

func TestCampaignRefusals(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	page := campaignSettings(h.campaign)
	for _, row := range []struct{ name, field, value, says string }{
		{"no title", "title", " ", "Заполните это поле"},
		{"R-032: voting after the end", "voting_days_month", "12", "Дни голосования"},
		{"R-030: it ends before it starts", "ends_on_month", "5", "раньше"},
		{"no such day", "starts_on_day", "32", "от 1 до 31"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, do := range []string{"", "adopt"} {
				form := campaignDaysForm("18")
				form.Set(row.field, row.value)
				form.Set("do", do)
				if w := admin.post(page, form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), row.says) {
					t.Errorf("status %d, want 422 with %q", w.Code, row.says)
				}
			}
		})
	}
	if w := admin.get(page + "0404"); w.Code != http.StatusNotFound {
		t.Errorf("a campaign that is not there: status %d", w.Code)
	}
	if w := h.signIn("secretary").post(page, campaignDaysForm("18")); w.Code != http.StatusForbidden {
		t.Errorf("a secretary changes a campaign: status %d", w.Code)
	}
}

func TestResultsAreRecorded(t *testing.T) {
	h := newHarness(t)
	h.at(time.Date(2026, 9, 23, 5, 0, 0, 0, time.UTC))
	admin := h.signIn("admin")
	page := campaignSettings(h.campaign)
	form := func(day, clock string) url.Values {
		return url.Values{"commission": {"42-T99"}, "fixed_day": {day}, "fixed_month": {"9"}, "fixed_year": {"2026"}, "fixed_time": {clock}}
	}
	for _, row := range []struct{ name, day, time, says string }{
		{"R-057: before the last voting day", "19", "14:30", "раньше последнего дня голосования"},
		{"R-057: in the future", "23", "12:01", "ещё не наступило"},
		{"no time", "22", "днём", "Укажите время"},
		{"no day", "", "14:30", "Укажите день"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if w := admin.post(page+"/results", form(row.day, row.time)); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), row.says) {
				t.Errorf("status %d, want 422 with %q", w.Code, row.says)
			}
		})
	}
	goes(t, admin.post(page+"/results", form("22", "14:30")), page+"?note=saved")
	if said := shown(admin.get(page)); !strings.Contains(said, "22 сентября 2026, 14:30") {
		t.Error("the page does not say when the results were fixed")
	}
	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	if got := m.Campaigns[0].ResultsFixed; !got.Equal(time.Date(2026, 9, 22, 7, 30, 0, 0, time.UTC)) {
		t.Errorf("R-057: the moment says %s", got)
	}
	m, err = h.db.Moment(t.Context(), h.other)
	must(t, err)
	for _, c := range m.Campaigns {
		if !c.ResultsFixed.IsZero() {
			t.Error("R-057: another commission's results are taken for the own ones")
		}
	}
}
