package web

import (
	"bytes"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
)

// TestCalendarOfOnesOwn: switched on it is told once, anybody with the address reads it,
// a new address ends the one before, and it names no complainant and no title of a complaint.
func TestCalendarOfOnesOwn(t *testing.T) {
	h := filled(t)
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	member, anybody := h.signIn("member"), h.visitor()
	sees(t, member.get("/calendar"), 200, "Включить календарь")
	address := func() string {
		t.Helper()
		w := member.post("/calendar/on", nil)
		sees(t, w, 200, "Он показан один раз", "Получить новый адрес")
		return regexp.MustCompile(`/calendar/[A-Z2-7]{26}\.ics`).FindString(w.Body.String())
	}
	first := address()
	if text := shown(member.get("/calendar")); strings.Contains(text, first) || !strings.Contains(text, "Календарь включён 10 сентября") {
		t.Error("the address is shown twice")
	}
	w := anybody.get(first)
	file := strings.ReplaceAll(w.Body.String(), "\r\n ", "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("the calendar: %d %v", w.Code, w.Header())
	}
	for _, says := range []string{"SUMMARY:Заседание комиссии № " + strconv.Itoa(n), "DTSTART:20260913T040000Z", "О жалобе № " + ref.String(), "UID:sitting-"} {
		if !strings.Contains(file, says) {
			t.Errorf("the calendar does not say %q: %s", says, file)
		}
	}
	c := h.complaint(ref)
	for _, secret := range []string{c.Complainant.Name.Surname, c.Title} {
		if strings.Contains(file, secret) {
			t.Errorf("the calendar says %q", secret)
		}
	}
	second := address()
	sees(t, anybody.get(first), 404)
	if w := anybody.get(second); w.Code != 200 {
		t.Errorf("the new address: %d", w.Code)
	}
	sees(t, anybody.get(strings.TrimSuffix(second, ".ics")), 404)
	sees(t, anybody.get("/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAA.ics"), 404)
	goes(t, member.post("/calendar/off", nil), "/calendar")
	sees(t, anybody.get(second), 404)
	third := address()
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE seats SET held_until = '2026-09-09' WHERE person_id = $1`, int64(h.people["member"]))
	must(t, err)
	sees(t, anybody.get(third), 404)
	kept := 0
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM calendar_feeds WHERE encode(token_hash, 'escape') LIKE '%' || $1 || '%'`, third[10:36]).Scan(&kept))
	if kept != 0 {
		t.Error("the address itself is stored")
	}
}

// TestCalendarsAreNotGuessed: whoever asks for many is asked to come later, and the
// address of a calendar stands in no log.
func TestCalendarsAreNotGuessed(t *testing.T) {
	h := newHarness(t)
	member := h.signIn("member")
	w := member.post("/calendar/on", url.Values{})
	address := regexp.MustCompile(`/calendar/[A-Z2-7]{26}\.ics`).FindString(w.Body.String())
	var log bytes.Buffer
	h.Log = slog.New(slog.NewTextHandler(&log, nil))
	anybody := h.visitor()
	for range 3 {
		anybody.get(address)
		anybody.get("/calendar/GUESSGUESSGUESSGUESSGUESSS.ics")
	}
	if text := log.String(); !strings.Contains(text, "/calendar/:token") || strings.Contains(text, address[10:36]) || strings.Contains(text, "GUESS") {
		t.Errorf("the log says %s", text)
	}
	for range feedsPerHour {
		err := h.Gate.Throttle(t.Context(), "calendar/network/"+networkOf("192.0.2.1"), feedsPerHour, time.Hour)
		if err != nil {
			break
		}
	}
	sees(t, anybody.get(address), 429)
}
