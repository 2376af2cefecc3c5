package web

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// TestHalfYearReport: the figures of a half-year are counted from what is stored, and are
// the same in the file.
func TestHalfYearReport(t *testing.T) {
	h := filled(t)
	at, n, _ := h.adopted(t)
	h.file(nil)
	goes(t, h.signIn("member").post(h.itemAt(n, "dissent"), url.Values{"dissent": {"Не согласна."}}), h.itemAt(n, "dissent"))
	goes(t, h.signIn("secretary").post(at+"/close", nil), at+"/conduct#now")
	chair := h.signIn("chair")
	w := chair.get("/reports/half-year")
	sees(t, w, 200, "июль – декабрь 2026 года", "Полугодие не закончилось", "Проведено заседаний", "Скачать CSV")
	file := chair.get("/reports/half-year.csv?half=2026-2")
	if file.Code != http.StatusOK || !strings.HasPrefix(file.Header().Get("Content-Type"), "text/csv") || !strings.Contains(file.Header().Get("Content-Disposition"), "half-year-2026-2.csv") {
		t.Fatalf("the file: %d %v", file.Code, file.Header())
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.Body.String(), "\ufeff"))).ReadAll()
	must(t, err)
	got := map[string]string{}
	for _, row := range rows[1:] {
		got[row[2]] = row[4]
	}
	var stored struct{ received, complaints int }
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*), count(*) FILTER (WHERE state <> 'filed') FROM complaints WHERE commission_id = $1 AND filed_at >= '2026-07-01'`,
		int64(h.own)).Scan(&stored.received, &stored.complaints))
	for code, want := range map[string]string{"sittings": "1", "questions": "1", "adopted": "1", "rejected": "0", "minutes_signed": "0", "dissents": "1", "rulings": "1", "annulled": "1", "annulled_in_part": "0",
		"received": strconv.Itoa(stored.received), "complaints": strconv.Itoa(stored.complaints)} {
		if got[code] != want {
			t.Errorf("R-105: %s is %q, want %s", code, got[code], want)
		}
	}
	if outcomes := got["outcome_dismiss"] + got["outcome_decide_on_merits"] + got["outcome_remand"]; strings.Count(outcomes, "1") != 1 {
		t.Errorf("R-105: rulings by outcome %q", outcomes)
	}
	sees(t, chair.get("/reports/half-year?half=1066-1"), 200, "июль – декабрь 2026 года")
	sees(t, h.signIn("member").get("/reports/half-year"), http.StatusForbidden)
}

// TestMembersReport: attendance, votes and absences of each member over a period.
func TestMembersReport(t *testing.T) {
	h := filled(t)
	h.adopted(t)
	secretary := h.signIn("secretary")
	sees(t, secretary.get("/reports/members?from=2026-09-01&to=2026-09-30"), 200, "Законова Зоя Ивановна", "1 из 1", "0 из 1")
	sees(t, secretary.get("/reports/members?from=2026-01-01&to=2026-06-30"), 200, "Заседаний не было")
	for _, wrong := range []string{"from=2026-09-30&to=2026-09-01", "from=x&to=", "from=2001-01-01&to=2026-09-01"} {
		sees(t, secretary.get("/reports/members?"+wrong), 200, "Укажите первый и последний день")
	}
	sees(t, secretary.get("/reports/members"), 200, "Законова Зоя Ивановна", "Скачать CSV")
	file := secretary.get("/reports/members.csv?from=2026-09-01&to=2026-09-30")
	if file.Code != http.StatusOK || !strings.Contains(file.Body.String(), "Законова Зоя Ивановна,1,1,0,0,0,0,1,") {
		t.Errorf("R-015: the file: %d %s", file.Code, file.Body)
	}
}
