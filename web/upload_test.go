package web

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func fmtInt(n int64) string { return strconv.FormatInt(n, 10) }

// request makes a request with the cookies of the browser; a POST gives consent.
func (b *browser) request(method, address string) *http.Request {
	r := httptest.NewRequestWithContext(b.h.t.Context(), method, "https://complaints.example"+address, strings.NewReader(url.Values{"agree": {"1"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, cookie := range b.cookies {
		r.AddCookie(cookie)
	}
	return r
}

// upload sends files by their names, then fields.
func (b *browser) upload(files map[string]string, fields ...string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		part, err := form.CreateFormFile("files", name)
		must(b.h.t, err)
		_, err = io.WriteString(part, files[name])
		must(b.h.t, err)
	}
	if files == nil { // as a browser does without a choice
		_, err := form.CreateFormFile("files", "")
		must(b.h.t, err)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		must(b.h.t, form.WriteField(fields[i], fields[i+1]))
	}
	must(b.h.t, form.Close())
	return b.send(form.FormDataContentType(), &body)
}

func (b *browser) send(contentType string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(b.h.t.Context(), http.MethodPost, "https://complaints.example/file/files", body)
	r.Header.Set("Content-Type", contentType)
	return b.do(r)
}

func TestRefusedFilesAreNamedAndTheOthersKept(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	w := b.upload(map[string]string{
		"вирус.exe": "MZ\x90\x00", "скан.pdf": "MZ\x90\x00\x03\x00\x00\x00 this program cannot be run", "пустой.txt": "", "график.txt": "График сорван.\n",
	}, "next", "1")
	says(t, w, http.StatusUnprocessableEntity, "Файл «вирус.exe» такого вида не принимаем", "Содержимое файла «скан.pdf» не подходит", "Файл «пустой.txt» пустой",
		"Ваши файлы: 1", "<b>график.txt</b>", "Ошибка: ")
	sound(t, h.Server, strings.ReplaceAll(w.Body.String(), "/file/files/1/delete", "/file/files")) // where only forms go
	says(t, b.get("/file/files"), http.StatusOK, "Ваши файлы: 1")
}

func TestFilesAreTakenOff(t *testing.T) {
	h := newHarness(t)
	b, stranger := h.visitor(), h.visitor()
	b.upload(map[string]string{"a.txt": "первый\n", "b.txt": "второй\n"})
	token, _ := h.tokenOf(h.echo.NewContext(b.request(http.MethodGet, "/"), nil))
	form, err := h.Filings.Form(t.Context(), token)
	must(t, err)
	address := "/file/files/" + fmtInt(int64(form.Files[0].ID)) + "/delete"
	stranger.upload(map[string]string{"c.txt": "чужой\n"})
	leads(t, stranger.post(address, nil), "/file/files")
	says(t, b.get("/file/files"), http.StatusOK, "Ваши файлы: 2")
	leads(t, b.post(address, nil), "/file/files")
	says(t, b.get("/file/files"), http.StatusOK, "Ваши файлы: 1", "b.txt")
	if w := b.post("/file/files/x/delete", nil); w.Code != http.StatusNotFound {
		t.Errorf("a file of letters: status %d", w.Code)
	}
}

func TestTheTwentyFirstFile(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	files := map[string]string{}
	for i := range 22 {
		files[fmt.Sprintf("f%02d.txt", i)] = "строка\n"
	}
	w := b.upload(files)
	says(t, w, http.StatusUnprocessableEntity, "Можно приложить файлов: 20", "Ваши файлы: 20", "f19.txt")
	if strings.Contains(w.Body.String(), "f20.txt") {
		t.Error("the twenty-first file was kept")
	}
	says(t, b.upload(map[string]string{"one.txt": "ещё\n"}), http.StatusUnprocessableEntity, "Можно приложить файлов: 20")
}

// zeros gives n bytes of nothing.
type zeros struct{ n int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n == 0 {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), z.n)]
	clear(p)
	z.n -= int64(len(p))
	return len(p), nil
}

func TestAFileOf51Megabytes(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	head := "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n\r\n"
	video := "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\x00\x00\x00\x08free"
	w := b.send("multipart/form-data; boundary=x", io.MultiReader(
		strings.NewReader(fmt.Sprintf(head, "video.mp4")+video), &zeros{51 << 20},
		strings.NewReader("\r\n"+fmt.Sprintf(head, "small.mp4")+video+"\r\n--x--\r\n")))
	says(t, w, http.StatusUnprocessableEntity, "Файл «video.mp4» больше 50 МБ", "Ваши файлы: 1", "<b>small.mp4</b>")
}

func TestARequestBeyondAllLimits(t *testing.T) {
	h := newHarness(t)
	h.Intake.Limits.TotalBytes = 3 << 20
	b := h.visitor()
	head := "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"v.mp4\"\r\n\r\n"
	video := "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\x00\x00\x00\x08free"
	w := b.send("multipart/form-data; boundary=x", io.MultiReader(strings.NewReader(head+video), &zeros{9 << 20}, strings.NewReader("\r\n--x--\r\n")))
	says(t, w, http.StatusUnprocessableEntity, "Все файлы вместе больше 3 МБ")
	if strings.Contains(w.Body.String(), "<b>v.mp4</b>") {
		t.Error("half a file was kept")
	}
}

func TestFormsThatAreNone(t *testing.T) {
	h := newHarness(t)
	head := "--x\r\nContent-Disposition: form-data; name="
	for name, row := range map[string]struct {
		kind, body string
		want       int
	}{
		"no multipart at all":   {"application/x-www-form-urlencoded", "next=1", http.StatusUnsupportedMediaType},
		"broken off":            {"multipart/form-data; boundary=x", head + "\"files\"; filename=\"a.txt\"\r\n\r\nhalf a fi", http.StatusBadRequest},
		"a field twice":         {"multipart/form-data; boundary=x", head + "\"next\"\r\n\r\n1\r\n" + head + "\"next\"\r\n\r\n1\r\n--x--\r\n", http.StatusBadRequest},
		"a long field":          {"multipart/form-data; boundary=x", head + "\"next\"\r\n\r\n" + strings.Repeat("1", 5000) + "\r\n--x--\r\n", http.StatusBadRequest},
		"a file in other field": {"multipart/form-data; boundary=x", head + "\"next\"; filename=\"a.txt\"\r\n\r\n1\r\n--x--\r\n", http.StatusBadRequest},
		"too many parts":        {"multipart/form-data; boundary=x", many(head, 60) + "--x--\r\n", http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			if w := h.visitor().send(row.kind, strings.NewReader(row.body)); w.Code != row.want {
				t.Errorf("status %d, want %d", w.Code, row.want)
			}
		})
	}
}

func many(head string, n int) string {
	var parts strings.Builder
	for i := range n {
		fmt.Fprintf(&parts, "%s\"f%d\"\r\n\r\n1\r\n", head, i)
	}
	return parts.String()
}

func TestNamesOfFilesAreLabels(t *testing.T) {
	h := newHarness(t)
	b := h.visitor()
	w := b.upload(map[string]string{"../../etc/<b>\u202egpj.txt": "x\n"})
	leads(t, w, "/file/files")
	if page := b.get("/file/files").Body.String(); strings.Contains(page, "<b><b>") || strings.Contains(page, "\u202e") || strings.Contains(page, "../") {
		t.Error("the name of a file does more than to name it")
	}
}
