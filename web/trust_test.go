package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/internal/identity"
	"redress/internal/trust"
)

// fixturesChecked is the moment that the fixtures of signatures are told for.
var fixturesChecked = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// fixture reads one of the fixtures of signatures.
func fixture(t testing.TB, parts ...string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(append([]string{"../internal/signature/testdata/fixtures"}, parts...)...))
	must(t, err)
	return raw
}

// trusts puts authorities and lists of the fixtures into the trust store.
func (h *harness) trusts(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		_, err := h.Trust.TakeIn(t.Context(), identity.Console, fixture(t, "certs", name))
		must(t, err)
	}
}

// brings sends a form with files in fields of their own, as a browser does.
func (b *browser) brings(address string, form url.Values, files map[string][]byte) *httptest.ResponseRecorder {
	b.h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		must(b.h.t, w.WriteField(name, values[0]))
	}
	for field, raw := range files {
		part, err := w.CreateFormFile(field, "файл")
		must(b.h.t, err)
		_, err = part.Write(raw)
		must(b.h.t, err)
	}
	must(b.h.t, w.Close())
	r := httptest.NewRequestWithContext(b.h.t.Context(), http.MethodPost, "https://complaints.example"+address, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(r)
}

// TestTrustedAuthorities: an administrator enters authorities and what they took back, and
// retires them with a reason; each fault of a file is told, and nobody else comes near.
func TestTrustedAuthorities(t *testing.T) {
	h := newHarness(t)
	h.at(fixturesChecked)
	admin := h.signIn("admin")
	load := func(raw []byte) *httptest.ResponseRecorder {
		return admin.brings("/settings/trust", nil, map[string][]byte{trust.FieldFile: raw})
	}
	sees(t, admin.get("/settings"), 200, "Доверенные удостоверяющие центры")
	sees(t, admin.get("/settings/trust"), 200, "Центров пока нет")
	goes(t, load(fixture(t, "certs", "rsa-ca.pem")), "/settings/trust?note=added")
	goes(t, load(fixture(t, "certs", "rsa-ca.crl")), "/settings/trust?note=list")
	goes(t, load(fixture(t, "certs", "rsa-ca.crl")), "/settings/trust?note=list_known")
	w := admin.get("/settings/trust?note=list")
	sees(t, w, 200, "Список отзыва принят", "Тестовый корневой УЦ (rsa)", "корневой", "действует", "отозван 1 сертификат")
	sound(t, h.Server, w.Body.String())
	sound(t, h.Server, admin.get("/settings/trust?lang=en").Body.String())
	admin.get("/settings/trust?lang=ru")
	before := h.rows()
	for _, row := range []struct {
		name string
		raw  []byte
		says string
	}{
		{"no file", nil, "Файл не выбран или пуст"},
		{"the same once more", fixture(t, "certs", "rsa-ca.pem"), "уже внесён"},
		{"a person's certificate", fixture(t, "certs", "rsa-chair.pem"), "не удостоверяющий центр"},
		{"a paper", []byte("%PDF-1.7"), "Файл не прочитать"},
		{"a private key", []byte("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"), "В файле закрытый ключ"},
		{"too large a list", make([]byte, 2*trust.MaxList+1), "больше 20 МБ"},
	} {
		t.Run(row.name, func(t *testing.T) { sees(t, load(row.raw), 422, row.says) })
	}
	h.unchanged(t, before)

	at := "/settings/trust/1"
	w = admin.get(at)
	sees(t, w, 200, "Тестовый корневой УЦ (rsa)", "сам себе", "RSA 2048", "Вывести из доверенных")
	sound(t, h.Server, w.Body.String())
	sees(t, admin.post(at+"/retire", url.Values{"reason": {" "}}), 422, "Причина", "Вывести из доверенных")
	sees(t, admin.post(at+"/retire", url.Values{"reason": {strings.Repeat("о", 301)}}), 422, "Сократите текст")
	goes(t, admin.post(at+"/retire", url.Values{"reason": {"Прекратил работу"}}), "/settings/trust?note=retired")
	sees(t, admin.get(at), 200, "выведен", "Прекратил работу")
	sees(t, admin.post(at+"/retire", url.Values{"reason": {"Ещё раз"}}), 422, "Такого центра среди доверенных нет")
	sees(t, admin.get("/settings/trust/99"), 404)
	sees(t, h.signIn("chair").get("/settings/trust"), 403)
}
