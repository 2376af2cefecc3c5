package web

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
)

// bringsBack sends a file to the page of a draft.
func (b *browser) bringsBack(at, file string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile(draftFileField, "проект.docx")
	must(b.h.t, err)
	_, err = io.WriteString(part, file)
	must(b.h.t, err)
	must(b.h.t, w.Close())
	r := httptest.NewRequestWithContext(b.h.t.Context(), http.MethodPost, "https://complaints.example"+at+"/docx", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(r)
}

// reworded changes the text of a document, as a word processor would; a name adds a file.
func reworded(t *testing.T, file, old, now string, names ...string) string {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	must(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range archive.File {
		r, err := f.Open()
		must(t, err)
		content, err := io.ReadAll(r)
		must(t, err)
		if f.Name == "word/document.xml" && !strings.Contains(string(content), old) {
			t.Errorf("the file lacks %q", old)
		}
		part, err := w.Create(f.Name)
		must(t, err)
		_, err = io.WriteString(part, strings.ReplaceAll(string(content), old, now))
		must(t, err)
	}
	for _, name := range names {
		_, err := w.Create(name)
		must(t, err)
	}
	must(t, w.Close())
	return out.String()
}

// TestDraftIsEditedElsewhere: the text of a draft leaves as a DOCX and comes back as a
// version, its operative part as it was chosen.
func TestDraftIsEditedElsewhere(t *testing.T) {
	h := filled(t)
	ref := h.registered(complaint.Contested{Decision: true})
	at := "/complaints/" + ref.String() + "/draft"
	writer := h.signIn("member")
	sees(t, writer.get(at+"/text.docx"), 404)
	goes(t, writer.post(at, draftText("outcome", "dismiss")), at)
	sees(t, writer.get(at), 200, "Скачать DOCX проекта, версия 1", "Вернуть исправленный DOCX")
	w := writer.get(at + "/text.docx")
	if w.Code != 200 || w.Header().Get("Content-Disposition") != "attachment; filename=proekt-"+ref.String()+"-1.docx" || w.Header().Get("Content-Type") != docxType {
		t.Fatalf("the file: %d %v", w.Code, w.Header())
	}
	file := w.Body.String()
	changed := reworded(t, file, "Заявитель приходил три дня подряд.", "Заявитель приходил четыре дня подряд.")

	before := h.rows()
	sees(t, writer.bringsBack(at, file), 200, "Файл ничего не меняет")
	sees(t, writer.bringsBack(at, ""), 422, "Выберите файл DOCX")
	sees(t, writer.bringsBack(at, "решение"), 422, "Файл не читается как документ DOCX")
	sees(t, writer.bringsBack(at, strings.Repeat("x", draftFileBytes+1)), 422, "Файл слишком велик: больше 10 МБ")
	sees(t, writer.bringsBack(at, reworded(t, file, "три", "три", "word/vbaProject.bin")), 422, "В файле есть макросы")
	sees(t, writer.bringsBack(at, reworded(t, file, "_redress_of_", "_redress_on_")), 422, "Это файл другого проекта")
	sees(t, writer.bringsBack(at, reworded(t, file, "_redress_reasons", "reasons")), 422, "нет заголовка «Мотивы»")
	sees(t, writer.bringsBack(at, reworded(t, file, "Заявитель приходил", strings.Repeat("а", 50_000))), 422, "Сократите текст")
	sees(t, writer.post(at+"/docx", url.Values{"x": {"y"}}), 415)
	sees(t, h.signIn("secretary98").bringsBack(at, changed), 404)
	goes(t, h.signIn("member2").bringsBack(at, changed), at)
	sees(t, h.signIn("member2").post(at+"/returned", url.Values{"base": {"1"}, "facts": {"Чужое."}}), 422, "Проект меняют докладчик и секретарь комиссии")

	shownBack := writer.bringsBack(at, reworded(t, changed, "Оставить", "Удовлетворить"))
	sees(t, shownBack, 200, "Что файл меняет в версии 1", "четыре", "Без изменений", "Сохранить как новую версию", `name="base" value="1"`, `name="facts" value="Заявитель приходил четыре дня подряд."`)
	h.unchanged(t, before) // nothing is kept until it is confirmed

	back := url.Values{"base": {"1"}, "facts": {"Заявитель приходил четыре дня подряд."}, "reasons": {"Довод обоснован."}, "law": {"67-ФЗ, статья 17"}}
	old := h.draft(ref)
	goes(t, writer.post(at+"/returned", back), at)
	d := h.draft(ref)
	if d.Version != 2 || d.Facts != "Заявитель приходил четыре дня подряд." || d.Outcome != old.Outcome || d.Demands[0].Answer != old.Demands[0].Answer {
		t.Errorf("kept: %+v", d)
	}
	before = h.rows()
	sees(t, writer.post(at+"/returned", back), 409, "Пока вы писали, появилась версия 2")
	sees(t, writer.bringsBack(at, file), 200, "Файл сделан из версии 1, а сейчас версия 2", "три")
	h.unchanged(t, before)
}
