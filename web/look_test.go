package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestLook(t *testing.T) {
	s := serve(t, nil)
	form := url.Values{"text": {"150"}, "theme": {"dark"}, "spacing": {"wide"}, "pictures": {"off"}, "back": {"/help?x=1"}}
	w := ask(t, s, http.MethodPost, "/view", form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/help?x=1" {
		t.Fatalf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %+v", cookie)
	}
	page := ask(t, s, http.MethodGet, "/", nil, "Cookie", cookie.Name+"="+cookie.Value).Body.String()
	for _, want := range []string{`data-text="150"`, `data-theme="dark"`, `data-spacing="wide"`, `data-pictures="off"`, `value="dark" checked`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	page = ask(t, s, http.MethodGet, "/", nil, "Cookie", `look=theme=%22%3E%3Cscript%3E&text=999&other=1`).Body.String()
	if html := between(page, "<html", ">"); strings.Contains(html, "data-") {
		t.Errorf("a made-up cookie came through: %s", html)
	}
	if w := ask(t, s, http.MethodPost, "/view", url.Values{}); w.Result().Cookies()[0].MaxAge >= 0 {
		t.Error("choosing everything as in the system does not end the cookie")
	}
}

func TestLanguage(t *testing.T) {
	s := serve(t, nil)
	lang := func(address string, headers ...string) string {
		return between(ask(t, s, http.MethodGet, address, nil, headers...).Body.String(), `<html lang="`, `"`)
	}
	w := ask(t, s, http.MethodPost, "/lang", url.Values{"lang": {"en"}, "back": {"/privacy"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/privacy" {
		t.Fatalf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
	if got := lang("/", "Cookie", "lang=en"); got != "en" {
		t.Errorf("with the cookie = %q", got)
	}
	if got := lang("/?lang=ru", "Cookie", "lang=en"); got != "ru" {
		t.Errorf("the address wins: %q", got)
	}
	if got := lang("/", "Accept-Language", "en"); got != "ru" {
		t.Errorf("what the browser announces counts: %q", got)
	}
	if w := ask(t, s, http.MethodGet, "/?lang=en", nil); len(w.Result().Cookies()) != 0 {
		t.Error("a GET wrote a cookie")
	}
	if page := ask(t, s, http.MethodGet, "/help?lang=en&x=1", nil).Body.String(); !strings.Contains(page, `name="back" value="/help?x=1"`) ||
		!strings.Contains(page, `name="back" value="/help?lang=en&amp;x=1"`) {
		t.Error("choosing a language keeps the old one in the address, or choosing a look loses it")
	}
	if got := lang("/?lang=tlh"); got != "ru" {
		t.Errorf("an unknown language = %q", got)
	}
}

func TestNoRedirectLeavesTheSite(t *testing.T) {
	s := serve(t, nil)
	for _, back := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, `\\evil.example`, "/\t/evil.example", "/\r\nX: y",
		"javascript:alert(1)", "evil", "", "/a\\b", "http:/evil.example", "///evil.example", "https:evil.example", "%"} {
		for _, address := range []string{"/view", "/lang"} {
			w := ask(t, s, http.MethodPost, address, url.Values{"back": {back}})
			if got := w.Header().Get("Location"); got != "/" {
				t.Errorf("POST %s back=%q leads to %q, want /", address, back, got)
			}
		}
	}
	for _, back := range []string{"/", "/help", "/complaints/2026-0042?tab=files&q=%D0%B6", "/a/../b"} {
		if got := ownPath(back); got != back {
			t.Errorf("ownPath(%q) = %q", back, got)
		}
	}
}
