package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
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

func TestOneNetworkUploadsSoManyAnHour(t *testing.T) {
	h := newHarness(t)
	h.UploadsPerHour = 1
	for i, want := range []int{http.StatusSeeOther, http.StatusTooManyRequests} {
		b := h.visitor()
		h.ready(t, b)
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("files", "график.txt")
		must(t, err)
		_, err = part.Write([]byte("График на двери сорван.\n"))
		must(t, err)
		must(t, form.Close())
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://complaints.example/file/files", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		w := b.do(r)
		if w.Code != want {
			t.Errorf("upload %d: status %d, want %d: %s", i+1, w.Code, want, headingIn(w))
		}
		if i == 1 && !strings.Contains(shown(w), "Жалобу можно отправить и без них") {
			t.Error("the second upload is not told what to do")
		}
	}
}

func TestReleaseAsksFirst(t *testing.T) {
	h := newHarness(t)
	admin := h.signIn("admin")
	address := commissionSettings(h.own) + "/members/"
	of := address + strconv.FormatInt(int64(h.people["member2"]), 10) + "/release"
	sees(t, admin.post(of, nil), http.StatusOK, "Освободить от обязанностей?", "Докладов Денис Кириллович", "Последним днём полномочий станет")
	seated := func() bool {
		m, err := h.db.Moment(t.Context(), h.own)
		must(t, err)
		_, ok := m.Composition.Member(m.Day, h.people["member2"])
		return ok
	}
	if !seated() {
		t.Fatal("the question alone has released the member")
	}
	goes(t, admin.post(of, url.Values{"confirm": {"1"}}), commissionSettings(h.own))
	if seated() {
		t.Error("the member still holds the seat")
	}
	if w := admin.post(address+"999999/release", nil); w.Code != http.StatusNotFound {
		t.Errorf("the release of nobody: status %d", w.Code)
	}
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
