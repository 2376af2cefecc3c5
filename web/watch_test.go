package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
	"redress/internal/sitting"
)

// TestWatchingASitting walks a sitting from its notice to its end and looks at it as the
// public does, at every step and in both languages: what is decided and by what majority
// is there, how an open vote goes is not, and nobody who complained is named.
func TestWatchingASitting(t *testing.T) {
	h := filled(t)
	secretary := h.signIn("secretary")
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE complaints SET title = 'Новосёлову Н. Н. не дали бюллетень' WHERE id = $1`, int64(h.complaint(ref).ID))
	must(t, err)
	_, err = h.db.Pool().Exec(t.Context(), `UPDATE items SET title = 'Новосёлову Н. Н. не дали бюллетень'`)
	must(t, err)
	at, public := "/sittings/"+strconv.Itoa(n), fmt.Sprintf("/sittings/watch/42-T99/%d", n)
	anybody := h.visitor()
	looks := func(sentences ...string) {
		t.Helper()
		w := anybody.get(public)
		sees(t, w, http.StatusOK, sentences...)
		wall := secretary.get(at + "/hall")
		sees(t, wall, http.StatusOK, "Назад к ведению")
		for _, page := range []string{w.Body.String(), wall.Body.String(), anybody.get(public + "?lang=en").Body.String()} {
			sound(t, h.Server, page)
			h.holdsNothing(t, "page", page)
			for _, kept := range []string{"автобус", "по телефону", "болезнь", "<form action=\"/sittings"} {
				if strings.Contains(page, kept) {
					t.Errorf("everybody reads %q", kept)
				}
			}
		}
	}
	named := func(want bool) {
		t.Helper()
		if got := strings.Contains(plainText(shown(anybody.get(public))), "Законова З. И."); got != want {
			t.Errorf("the votes stand by name: %v, want %v", got, want)
		}
	}
	list := anybody.get("/sittings")
	sees(t, list, http.StatusOK, "Открытые заседания", "Заседание № "+strconv.Itoa(n), office.Name, "13 сентября 2026, 11:00", "назначено")
	sound(t, h.Server, list.Body.String())
	sees(t, anybody.get("/"), http.StatusOK, `<a href="/sittings">Заседания</a>`)
	looks("Заседание ещё не открыто", "Жалоба № "+ref.String())
	if strings.Contains(shown(anybody.get(public)), "Отменить решение") {
		t.Error("before the sitting everybody reads what the draft comes to")
	}
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 7)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	looks("Присутствуют 7 из 9", "Повестка дня")
	h.adopts(t, n)
	looks("Последний итог: повестка дня", "Присутствуют 7 из 9", "Вопрос 1. Доклад и прения", "Отменить решение", "Нужно 5 из 9", "Открыто в 11:00")
	goes(t, secretary.post(h.itemAt(n, "report"), url.Values{"heard_" + fmtInt(int64(h.item(n).ID)): {"Громыхалова опоздала на автобус."}}), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	looks("Идёт голосование", "Проголосовали 0 из 7")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 1)), at+"/conduct#now")
	looks("Проголосовали 6 из 7")
	named(false)
	if strings.Contains(shown(anybody.get(public)), "За 5") {
		t.Error("everybody reads how an open vote goes")
	}
	if w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("concluding: %d", w.Code)
	}
	looks("Решение принято", "За 6, против 1, воздержались 0", "Голоса по именам", "Все вопросы рассмотрены")
	named(true)
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	looks("Заседание 13 сентября закрыто", "Решение принято", "на УИК")
	if w := anybody.get("/sittings"); strings.Contains(shown(w), "Заседание № "+strconv.Itoa(n)) {
		t.Error("the list still holds a sitting that is over")
	}
}

// TestSittingsOfAllCommissionsAreListed page by page, each once, until they are over.
func TestSittingsOfAllCommissionsAreListed(t *testing.T) {
	h := filled(t)
	chair := h.signIn("chair")
	for range announcedListed + 2 {
		h.convened(chair)
	}
	w := h.visitor().get("/sittings")
	sees(t, w, http.StatusOK, `rel="next"`)
	if got := strings.Count(w.Body.String(), "/sittings/watch/42-T99/"); got != announcedListed {
		t.Errorf("%d sittings on a page, want %d", got, announcedListed)
	}
	all, after := map[sitting.ID]bool{}, sitting.Ahead{}
	for {
		lines, err := h.db.Announced(t.Context(), after, 7)
		must(t, err)
		if len(lines) == 0 {
			break
		}
		for _, a := range lines {
			if all[a.ID] || a.Commission.Code != "42-T99" {
				t.Errorf("sitting %d of %s stands twice or is nobody's", a.ID, a.Commission.Code)
			}
			all[a.ID] = true
		}
		last := lines[len(lines)-1]
		after = sitting.Ahead{StartsAt: last.StartsAt, ID: last.ID}
	}
	if len(all) != announcedListed+2 {
		t.Errorf("page by page there are %d sittings, want %d", len(all), announcedListed+2)
	}
	h.at(harnessNow.AddDate(0, 0, 9))
	if lines, err := h.db.Announced(t.Context(), sitting.Ahead{}, 10); err != nil || len(lines) != 0 {
		t.Errorf("sittings that never began are listed for ever: %v, %v", lines, err)
	}
}

// TestWhoReadsTooMuchIsAskedToWait: a minute of one network ends, and another network
// reads on.
func TestWhoReadsTooMuchIsAskedToWait(t *testing.T) {
	var h hurries
	at := time.Date(2026, 9, 12, 5, 0, 0, 0, time.UTC)
	for range shownPerMinute {
		must(t, h.count("192.0.2.1", at))
	}
	if err := h.count("192.0.2.1", at); err == nil {
		t.Error("nobody is asked to wait")
	}
	must(t, h.count("192.0.2.2", at))
	must(t, h.count("192.0.2.1", at.Add(time.Minute)))
}
