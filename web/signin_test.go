package web

import (
	escaping "html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
)

const sessionCookie = "__Host-redress"

func TestSignIn(t *testing.T) {
	h := newHarness(t)
	rows := []struct {
		name, login, password, next string
		status                      int
		to, says                    string
	}{
		{"right", "secretary", harnessPassword, "", http.StatusSeeOther, "/desk", ""},
		{"the login in capitals, with a space", " Secretary ", harnessPassword, "", http.StatusSeeOther, "/desk", ""},
		{"leads back", "secretary", harnessPassword, "/complaints/2026-0001?x=1", http.StatusSeeOther, "/complaints/2026-0001?x=1", ""},
		{"leads nowhere else", "secretary", harnessPassword, "https://evil.example/", http.StatusSeeOther, "/desk", ""},
		{"nor by two slashes", "secretary", harnessPassword, "//evil.example", http.StatusSeeOther, "/desk", ""},
		{"nor by a backslash", "secretary", harnessPassword, `/\evil.example`, http.StatusSeeOther, "/desk", ""},
		{"nor in a circle", "secretary", harnessPassword, "/sign-in?next=/sign-in", http.StatusSeeOther, "/desk", ""},
		{"wrong password", "secretary", "не тот пароль совсем", "", http.StatusUnprocessableEntity, "", "Логин или пароль не подошли"},
		{"unknown login", "nobody", harnessPassword, "", http.StatusUnprocessableEntity, "", "Логин или пароль не подошли"},
		{"nothing typed", "", "", "", http.StatusUnprocessableEntity, "", "Логин или пароль не подошли"},
		{"what no column holds", "sec\x00retary\xff", harnessPassword, "", http.StatusSeeOther, "/desk", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			b := h.visitor()
			w := b.post("/sign-in", url.Values{"login": {row.login}, "password": {row.password}, "next": {row.next}})
			if w.Code != row.status || w.Header().Get("Location") != row.to {
				t.Fatalf("status %d to %q, want %d to %q", w.Code, w.Header().Get("Location"), row.status, row.to)
			}
			if signedIn := b.cookie(sessionCookie) != ""; signedIn != (row.status == http.StatusSeeOther) {
				t.Errorf("a session was given: %v", signedIn)
			}
			page := shown(w)
			if row.says == "" {
				return
			}
			for _, want := range []string{row.says, `value="` + row.login + `"`, "<title>Ошибка: "} {
				if !strings.Contains(page, want) {
					t.Errorf("the page does not say %q", want)
				}
			}
			if row.password != "" && strings.Contains(page, row.password) {
				t.Error("the password is shown again")
			}
		})
	}
}

func TestSessionCookie(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	for _, c := range b.cookies {
		if c.Name != sessionCookie {
			continue
		}
		if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !c.Expires.IsZero() {
			t.Errorf("cookie %v: want HttpOnly, Secure, SameSite=Lax, path /, no domain, gone with the browser", c)
		}
	}
	var kept int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM web_sessions WHERE position($1::bytea IN token_hash) > 0 OR token_hash = $1`, []byte(b.cookie(sessionCookie))).Scan(&kept))
	if kept != 0 {
		t.Error("the store holds the token itself")
	}
}

func TestSignInGivesANewToken(t *testing.T) {
	h := newHarness(t)
	planted := h.visitor()
	planted.cookies = []*http.Cookie{{Name: sessionCookie, Value: "a-token-somebody-planted"}}
	w := planted.post("/sign-in", url.Values{"login": {"chair"}, "password": {harnessPassword}})
	if token := planted.cookie(sessionCookie); w.Code != http.StatusSeeOther || token == "" || token == "a-token-somebody-planted" {
		t.Errorf("status %d, token %q: a planted token must not be signed in", w.Code, token)
	}
	b := h.signIn("secretary")
	first := b.cookie(sessionCookie)
	b.post("/sign-in", url.Values{"login": {"chair"}, "password": {harnessPassword}})
	if b.cookie(sessionCookie) == first {
		t.Error("the token is the same after a second sign-in")
	}
	old := h.visitor()
	old.cookies = []*http.Cookie{{Name: sessionCookie, Value: first}}
	if w := old.get("/desk"); w.Code != http.StatusSeeOther {
		t.Errorf("the old token still opens the desk: status %d", w.Code)
	}
}

// TestSessionEnds walks the ways a session ends; each must do so at once.
func TestSessionEnds(t *testing.T) {
	ends := map[string]func(t *testing.T, h *harness, b *browser){
		"idle": func(t *testing.T, h *harness, _ *browser) {
			h.sql(t, `UPDATE web_sessions SET expires_at = now() - interval '1 second'`)
		},
		"account closed": func(t *testing.T, h *harness, _ *browser) {
			h.sql(t, `UPDATE accounts SET disabled = true WHERE login = 'secretary'`)
		},
		"seat lost": func(t *testing.T, h *harness, _ *browser) {
			h.sql(t, `UPDATE seats SET held_until = '2026-09-09' WHERE person_id = (SELECT person_id FROM accounts WHERE login = 'secretary')`)
		},
		"signed out": func(t *testing.T, _ *harness, b *browser) {
			if w := b.post("/sign-out", nil); w.Code != http.StatusSeeOther || b.cookie(sessionCookie) != "" {
				t.Errorf("signing out: status %d, cookie %q", w.Code, b.cookie(sessionCookie))
			}
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			b := h.signIn("secretary")
			token := b.cookie(sessionCookie)
			if w := b.get("/desk"); w.Code != http.StatusOK {
				t.Fatalf("signed in: status %d", w.Code)
			}
			end(t, h, b)
			b.cookies = []*http.Cookie{{Name: sessionCookie, Value: token}}
			w := b.get("/desk")
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in?next=%2Fdesk" {
				t.Errorf("afterwards: status %d to %q, want the sign-in", w.Code, w.Header().Get("Location"))
			}
		})
	}
}

func TestSessionLastsTwelveHoursAtMost(t *testing.T) {
	h := newHarness(t)
	if w := h.signIn("secretary").get("/desk"); w.Code != http.StatusOK {
		t.Fatalf("at once: status %d", w.Code)
	}
	h.signIns.manager.Lifetime = time.Millisecond // shorter than any page takes to come
	b := h.signIn("secretary")
	time.Sleep(2 * time.Millisecond)
	if w := b.get("/desk"); w.Code != http.StatusSeeOther {
		t.Errorf("after its life: status %d", w.Code)
	}
	if sessionLife != 12*time.Hour || idleTime != 30*time.Minute {
		t.Error("a session lasts 12 hours, 30 minutes idle")
	}
}

func TestSignInIsThrottled(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	for range 10 {
		if w := b.post("/sign-in", url.Values{"login": {"member"}, "password": {"wrong"}}); w.Code != http.StatusUnprocessableEntity {
			t.Fatalf("status %d", w.Code)
		}
	}
	w := b.post("/sign-in", url.Values{"login": {"member"}, "password": {harnessPassword}})
	if w.Code != http.StatusTooManyRequests || !strings.Contains(shown(w), "Слишком много попыток") || !strings.Contains(shown(w), `value="member"`) {
		t.Errorf("the eleventh attempt: status %d", w.Code)
	}
	if w := b.post("/sign-in", url.Values{"login": {"chair"}, "password": {harnessPassword}}); w.Code != http.StatusSeeOther {
		t.Errorf("another account meanwhile: status %d", w.Code)
	}
	h.at(harnessNow.Add(16 * time.Minute))
	if w := h.visitor().post("/sign-in", url.Values{"login": {"member"}, "password": {harnessPassword}}); w.Code != http.StatusSeeOther {
		t.Errorf("a quarter of an hour later: status %d", w.Code)
	}
}

func TestInvitation(t *testing.T) {
	h := newHarness(t)
	person, err := h.db.AddPerson(t.Context(), h.actor("member").Name, "")
	must(t, err)
	must(t, h.db.Seat(t.Context(), h.own, person, "member", calendar.Day(2026, 9, 1)))
	token, err := h.Gate.Invite(t.Context(), person, "novice", false)
	must(t, err)
	b := h.visitor()
	page := shown(b.get("/invitation/" + token))
	if !strings.Contains(page, "Законова Зоя Ивановна") || !strings.Contains(page, "novice") {
		t.Error("the page does not say who is invited")
	}
	sound(t, h.Server, page)
	for _, row := range []struct{ password, again, says string }{
		{"короткий", "короткий", "не меньше 15 знаков"},
		{harnessPassword, "другое", "Пароли не совпали"},
	} {
		w := b.post("/invitation/"+token, url.Values{"password": {row.password}, "again": {row.again}})
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), row.says) {
			t.Errorf("%q: status %d, want %q", row.password, w.Code, row.says)
		}
	}
	set := url.Values{"password": {harnessPassword}, "again": {harnessPassword}}
	if w := b.post("/invitation/"+token, set); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in?note=ready" {
		t.Fatalf("status %d", w.Code)
	}
	if w := b.post("/invitation/"+token, set); w.Code != http.StatusNotFound || !strings.Contains(shown(w), "Приглашение не действует") {
		t.Errorf("used twice: status %d", w.Code)
	}
	h.signIn("novice")
	if w := b.get("/invitation/nonsense"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown invitation: status %d", w.Code)
	}
}

func TestNetworkOf(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "": "", "nonsense": "nonsense",
	} {
		if got := networkOf(address); got != want {
			t.Errorf("networkOf(%q) = %q, want %q", address, got, want)
		}
	}
}

// TestFormSentAfterTheSessionEnded: signing in again, through a wrong password too,
// brings the form back to be sent once more; a password in it does not come along.
func TestFormSentAfterTheSessionEnded(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil)
	b := h.visitor()
	form := h.registerValues()
	form.Set("title", `Закрыто "весь" день <b>`)
	form.Set("password", "тайна")
	w := b.post("/complaints/"+ref.String()+"/register", form)
	hidden := regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
	back := func(w *httptest.ResponseRecorder) url.Values {
		values := url.Values{}
		for _, m := range hidden.FindAllStringSubmatch(w.Body.String(), -1) {
			if m[1] != "back" {
				values.Add(m[1], escaping.UnescapeString(m[2]))
			}
		}
		return values
	}
	if page := shown(w); w.Code != http.StatusUnauthorized || !strings.Contains(page, "Сеанс закончился, но форма не потеряна") || strings.Contains(page, "тайна") {
		t.Fatalf("status %d, or the page is wrong", w.Code)
	}
	soundly(t, h, w.Body.String())
	for _, password := range []string{"wrong", harnessPassword} {
		values := back(w)
		values.Set("login", "secretary")
		values.Set("password", password)
		w = b.post("/sign-in", values)
	}
	page := shown(w)
	if w.Code != http.StatusOK || !strings.Contains(page, `action="/complaints/`+ref.String()+`/register"`) {
		t.Fatalf("after signing in: status %d", w.Code)
	}
	if w := b.post("/complaints/"+ref.String()+"/register", back(w)); w.Code != http.StatusSeeOther {
		t.Fatalf("sent once more: status %d", w.Code)
	}
	if c := h.complaint(ref); c.Title != `Закрыто "весь" день <b>` {
		t.Errorf("title %q", c.Title)
	}
	w = h.visitor().post("/sign-in", url.Values{"login": {"chair"}, "password": {harnessPassword}, "kept_address": {"https://evil.example/"}, "kept.x": {"1"}})
	if strings.Contains(shown(w), "evil") {
		t.Error("a kept form goes to another site")
	}
}

// sql changes the database behind the service's back.
func (h *harness) sql(t testing.TB, statement string, values ...any) {
	t.Helper()
	if _, err := h.db.Pool().Exec(t.Context(), statement, values...); err != nil {
		t.Fatal(err)
	}
}

// TestSessionIsPutOff reads that a session in use lasts on, up to its own end.
func TestSessionIsPutOff(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	left := func() (minutes int) {
		must(t, h.db.Pool().QueryRow(t.Context(), `SELECT round(extract(epoch FROM expires_at - now()) / 60)::int FROM web_sessions`).Scan(&minutes))
		return minutes
	}
	h.sql(t, `UPDATE web_sessions SET expires_at = now() + interval '5 minutes'`)
	if b.get("/desk"); left() != 5 {
		t.Errorf("seen a moment ago and written again: %d min left", left())
	}
	h.sql(t, `UPDATE web_sessions SET seen_at = now() - interval '2 minutes'`)
	if b.get("/desk"); left() != 30 {
		t.Errorf("%d min left, not 30", left())
	}
	h.sql(t, `UPDATE web_sessions SET seen_at = now() - interval '2 minutes',
		data = data || jsonb_build_object('until', extract(epoch FROM now() + interval '7 minutes')::bigint)`)
	if b.get("/desk"); left() != 7 {
		t.Errorf("put off beyond the twelve hours: %d min left", left())
	}
}
