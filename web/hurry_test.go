package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// ready is a browser with a whole form that waits to be sent.
func (h *harness) ready(t *testing.T, b *browser) {
	t.Helper()
	token := complaint.NewToken()
	answers := h.answers()
	for _, q := range complaint.Questions[:len(complaint.Questions)-1] {
		must(t, h.Filings.Answer(t.Context(), token, q, func(a *complaint.Answers) {
			answers.Answered = a.Answered
			*a = answers
		}))
	}
	w := httptest.NewRecorder()
	h.setForm(h.echo.NewContext(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody), w), token)
	b.cookies = append(b.cookies, w.Result().Cookies()...)
}

// TestOneNetworkFilesSoManyAnHour: above the limit a complaint is asked to wait, with
// what to do; its form is kept, and a form sent before still leads to its receipt.
func TestOneNetworkFilesSoManyAnHour(t *testing.T) {
	h := newHarness(t)
	h.FilingsPerHour = 2
	agree := url.Values{"agree": {"1"}}
	first := h.visitor()
	for i := range 2 {
		b := h.visitor()
		if i == 0 {
			b = first
		}
		h.ready(t, b)
		goes(t, b.post("/file/check", agree), "/file/receipt")
	}
	third := h.visitor()
	h.ready(t, third)
	before := h.rows()
	w := third.post("/file/check", agree)
	sees(t, w, http.StatusTooManyRequests, "всё, что вы написали, сохранено", "принесите на бумаге", "Комиссия закрыта в приёмные часы")
	h.unchanged(t, before)
	goes(t, first.post("/file/check", agree), "/file/receipt")

	staff := h.signIn("secretary")
	h.ready(t, staff)
	goes(t, staff.post("/file/check", agree), "/file/receipt")
	h.FilingsPerHour = 0
	goes(t, third.post("/file/check", agree), "/file/receipt")
}

func TestWordsOfRemandsAndTitles(t *testing.T) {
	ru, en := speaking(Russian), speaking(English)
	if got := outcomeWord(ru, regulation.Remand, ruling.DoAct); !strings.Contains(got, "обязана совершить действие") {
		t.Errorf("R-070: %q", got)
	}
	if got := outcomeWord(ru, regulation.Remand, ruling.Reconsider); !strings.Contains(got, "рассмотреть вопрос заново") {
		t.Errorf("R-070: %q", got)
	}
	for title := range signatories {
		if signedAs(ru, title) != title || signedAs(en, title) == title {
			t.Errorf("%s is %q and %q", title, signedAs(ru, title), signedAs(en, title))
		}
	}
	if signedAs(en, "Член комиссии") != "Член комиссии" {
		t.Error("a title of no list is changed")
	}
}
