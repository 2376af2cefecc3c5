package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
	"redress/internal/identity"
)

// tileCount returns the number on the tile that leads to an address.
func tileCount(t *testing.T, page, href string) string {
	t.Helper()
	found := regexp.MustCompile(`href="` + regexp.QuoteMeta(href) + `"><b>([^<]*)</b>`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no tile leads to %s", href)
	}
	return found[1]
}

func TestDeskOfEachOffice(t *testing.T) {
	h := newHarness(t)
	mine := h.register("member")
	h.file(nil)
	for login, says := range map[string]string{ // #nosec G101 -- headings of pages
		"secretary": "Стол секретаря", "chair": "Стол председателя", "member": "Мои дела", "deputy": "Вам не назначено ни одной жалобы", "admin": "Стол администратора",
	} {
		for _, lang := range []string{"ru", "en"} {
			w := h.signIn(login).get("/desk?lang=" + lang)
			if w.Code != http.StatusOK {
				t.Fatalf("%s: status %d", login, w.Code)
			}
			if lang == "ru" && !strings.Contains(shown(w), says) {
				t.Errorf("%s: the desk does not say %q", login, says)
			}
			sound(t, h.Server, w.Body.String())
		}
	}
	if page := shown(h.signIn("member").get("/desk")); !strings.Contains(page, mine.String()) || !strings.Contains(page, "Подготовить проект решения") {
		t.Error("the member does not see what to do about the own case")
	}
}

// TestChairSeesHowMuchTimeIsLeft: received on the 10th, a complaint is answered by the 15th.
func TestChairSeesHowMuchTimeIsLeft(t *testing.T) {
	h := newHarness(t)
	at := func(day, hour int) { h.at(time.Date(2026, 9, day, hour, 0, 0, 0, time.UTC)) }
	for day, n := range map[int]int{5: 1, 6: 2, 7: 3} { // due on the 10th, the 11th and the 12th
		at(day, 5)
		for range n {
			h.register("member")
		}
	}
	at(4, 5) // due on the 9th: late
	late := h.register("")
	at(10, 5)
	h.register("member2") // due on the 15th
	unregistered := h.file(nil)

	page := shown(h.signIn("chair").get("/desk"))
	for span, want := range map[string]string{"over": "1", "today": "2", "tomorrow": "2", "three": "3", "later": "1"} {
		if got := tileCount(t, page, "/complaints?due="+span); got != want {
			t.Errorf("tile %s: %s, want %s", span, got, want)
		}
	}
	for _, want := range []string{late.String(), "Нет докладчика", "Не зарегистрирована", unregistered.String(), "просрочено на 1 день",
		"За 14 дней поступило жалоб: 9, решено: 0.", "/complaints/" + late.String() + "/deadlines"} {
		if !strings.Contains(page, want) {
			t.Errorf("the dashboard does not say %q", want)
		}
	}
	list := shown(h.signIn("chair").get("/complaints?due=three"))
	if n := strings.Count(list, `class="num" href="/complaints/2026-`); n != 3 {
		t.Errorf("the list behind the tile has %d rows, want 3", n)
	}
}

func TestActingChairHasTheDashboard(t *testing.T) {
	h := newHarness(t)
	h.sql(t, `INSERT INTO acting_chairs (commission_id, person_id, held_from, ground) VALUES ($1, $2, '2026-09-01', 'распоряжение № 1')`, int64(h.own), int64(h.people["deputy"]))
	if page := shown(h.signIn("deputy").get("/desk")); !strings.Contains(page, "Стол председателя") {
		t.Error("an acting chair does not see the chair's desk (R-007)")
	}
}

func TestListsReadByPieces(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	if page := shown(b.get("/intake")); !strings.Contains(page, "Новых жалоб нет") || !strings.Contains(page, "ещё не поступало") {
		t.Error("an empty queue does not say so")
	}
	const filed = listRows + 7
	for range filed {
		h.file(nil)
	}
	number := regexp.MustCompile(`class="num" href="/complaints/(\d{4}-\d{4})(?:/register)?"`)
	next := regexp.MustCompile(`href="([^"]*)" rel="next"`)
	for _, first := range []string{"/intake", "/complaints", "/complaints?due=all", "/complaints?state=filed"} {
		seen, address, pieces := map[string]bool{}, first, 0
		for address != "" {
			w := b.get(address)
			if w.Code != http.StatusOK {
				t.Fatalf("%s: status %d", address, w.Code)
			}
			pieces++
			page := w.Body.String()
			sound(t, h.Server, page)
			for _, m := range number.FindAllStringSubmatch(page, -1) {
				if seen[m[1]] {
					t.Errorf("%s: %s stands twice", first, m[1])
				}
				seen[m[1]] = true
			}
			address = ""
			if m := next.FindStringSubmatch(page); m != nil {
				address = strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
		if len(seen) != filed || pieces != 2 {
			t.Errorf("%s: %d complaints on %d pages, want %d on 2", first, len(seen), pieces, filed)
		}
	}
}

func TestListsNarrowed(t *testing.T) {
	h := newHarness(t)
	mine, others, waiting := h.register("member"), h.register("member2"), h.file(nil)
	b := h.signIn("member")
	rows := []struct {
		query string
		want  []complaint.Ref
	}{
		{"", []complaint.Ref{mine, others, waiting}},
		{"?mine=1", []complaint.Ref{mine}},
		{"?mine=1&due=all", []complaint.Ref{mine}},
		{"?state=filed", []complaint.Ref{waiting}},
		{"?state=filed&mine=1", nil},
		{"?due=today", []complaint.Ref{waiting}},
		{"?due=later", []complaint.Ref{mine, others}},
		{"?state=nonsense&due=never&id=x", []complaint.Ref{mine, others, waiting}},
		{"?due=all&after=%00%ff&id=-1", []complaint.Ref{mine, others, waiting}},
	}
	for _, row := range rows {
		w := b.get("/complaints" + row.query)
		if w.Code != http.StatusOK {
			t.Fatalf("%q: status %d", row.query, w.Code)
		}
		for _, ref := range []complaint.Ref{mine, others, waiting} {
			want := false
			for _, each := range row.want {
				want = want || each == ref
			}
			if got := strings.Contains(w.Body.String(), `href="/complaints/`+ref.String()+`"`); got != want {
				t.Errorf("%q shows %s: %v, want %v", row.query, ref, got, want)
			}
		}
	}
	page := shown(b.get("/complaints?state=filed&mine=1"))
	for _, want := range []string{`href="/complaints?mine=1"`, `href="/complaints?state=filed"`, "Сбросить всё", "Таких жалоб нет"} {
		if !strings.Contains(page, want) {
			t.Errorf("the narrowed list lacks %q", want)
		}
	}
}

// TestForeignCommissionSeesNothing: somebody else's complaint is absent, not forbidden.
func TestForeignCommissionSeesNothing(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil, "grafik.txt")
	file := h.complaint(ref).Attachments[0].ID
	done := h.register("member")
	secretary, chair := h.signIn("secretary98"), h.signIn("chair98")
	b := secretary
	for _, r := range h.routes() {
		if !strings.HasPrefix(r.path, "/complaints/:no") {
			continue
		}
		if b = secretary; !(identity.Actor{Office: identity.Secretary}).May(r.act) {
			b = chair
		}
		for _, each := range []complaint.Ref{ref, done} {
			address := strings.NewReplacer(":no", each.String(), ":id", strconv.FormatInt(int64(file), 10), ":version", "1", ":v", "1").Replace(r.path)
			w := b.get(address)
			if r.method == http.MethodPost {
				w = b.post(address, url.Values{"rapporteur": {"1"}})
			}
			if w.Code != http.StatusNotFound {
				t.Errorf("%s %s for the neighbour: status %d, want 404", r.method, r.path, w.Code)
			}
		}
	}
	if page := b.get("/complaints").Body.String(); strings.Contains(page, ref.String()) || strings.Contains(page, done.String()) {
		t.Error("the neighbour's list shows the complaint")
	}
	for _, address := range []string{"/complaints/2026-9999", "/complaints/nonsense", "/complaints/2026-0001x"} {
		if w := b.get(address); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", address, w.Code)
		}
	}
}
