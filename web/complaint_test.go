package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"redress/internal/attachment"
	"redress/internal/complaint"
)

func TestPagesOfAComplaint(t *testing.T) {
	h := newHarness(t)
	filed, done := h.file(nil, "grafik.txt"), h.register("member")
	b := h.signIn("member")
	rows := []struct {
		ref  complaint.Ref
		tab  string
		says []string
	}{
		{filed, "", []string{"Ждёт регистрации", "Новосёлов Н. Н. против УИК № 9002", "Секретарь проверит и зарегистрирует жалобу", "график на двери сорван", "сегодня до 24:00"}},
		{filed, "/documents", []string{"grafik.txt", "Документы, 1"}},
		{filed, "/deadlines", []string{"Регистрация", "Почему такая дата?"}},
		{filed, "/sitting", []string{"Вопрос ещё не внесён в повестку"}},
		{filed, "/letters", []string{"Писем пока нет"}},
		{filed, "/history", []string{"Жалоба подана", "заявитель", "видно заявителю", "10 сентября 2026, четверг"}},
		{done, "", []string{"вх. № 1", "Законова З. И. готовит проект решения", "Запись в журнале", "Часы приёма комиссии"}},
		{done, "/documents", []string{"Заявитель не приложил файлов"}},
		{done, "/deadlines", []string{"Сделано в срок", "Решение по жалобе", "до 15 сен", "Считаем: 11, 12, 13, 14, 15 сентября"}},
		{done, "/history", []string{"Зарегистрирована, вх. № 1", "Реестрова Р. Е., секретарь комиссии", "Назначен докладчик: Законова З. И", "внутреннее"}},
	}
	titles := map[string]bool{}
	for _, row := range rows {
		address := "/complaints/" + row.ref.String() + row.tab
		for _, lang := range []string{"en", "ru"} {
			w := b.get(address + "?lang=" + lang)
			if w.Code != http.StatusOK {
				t.Fatalf("%s: status %d", address, w.Code)
			}
			soundly(t, h, w.Body.String())
			if lang == "en" {
				continue
			}
			page := shown(w)
			for _, want := range row.says {
				if !strings.Contains(page, want) {
					t.Errorf("%s does not say %q", address, want)
				}
			}
			_, rest, _ := strings.Cut(page, "<title>")
			title, _, _ := strings.Cut(rest, "</title>")
			if titles[title] || strings.Contains(title, "Новосёлов") || strings.Contains(title, "график") {
				t.Errorf("%s: the title %q stands twice or tells too much", address, title)
			}
			titles[title] = true
			if n := strings.Count(page, `aria-current="page"`); n != 2 {
				t.Errorf("%s: %d current links, want the section and the tab", address, n)
			}
		}
	}
	if strings.Contains(shown(b.get("/complaints/"+filed.String())), "/register\"") {
		t.Error("a member is offered the registration")
	}
}

// TestLateIsSaid: a term that was met too late says by how much.
func TestLateIsSaid(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil)
	h.at(harnessNow.AddDate(0, 0, 2))
	must(t, h.Desk.Register(t.Context(), h.secretary, ref, intakeTyped(h.registerValues())))
	page := shown(h.signIn("chair").get("/complaints/" + ref.String() + "/deadlines"))
	if !strings.Contains(page, "опоздание на 2 дня") || !strings.Contains(page, "было до 10 сен") {
		t.Error("the page does not say that the registration came late")
	}
}

func TestAssign(t *testing.T) {
	h := newHarness(t)
	ref := h.register("")
	address := "/complaints/" + ref.String() + "/assign"
	who := func(login string) url.Values {
		return url.Values{"rapporteur": {strconv.FormatInt(int64(h.people[login]), 10)}}
	}
	for login, want := range map[string]int{"member": 403, "deputy": 403, "secretary98": 404} {
		if w := h.signIn(login).post(address, who("member")); w.Code != want {
			t.Errorf("%s names a rapporteur: status %d, want %d", login, w.Code, want)
		}
	}
	b := h.signIn("chair")
	for _, wrong := range []url.Values{{}, {"rapporteur": {"0"}}, {"rapporteur": {"x"}}, who("chair98")} {
		w := b.post(address, wrong)
		if page := shown(w); w.Code != http.StatusUnprocessableEntity || !strings.Contains(page, "Выберите докладчика из членов комиссии") || !strings.Contains(page, "<title>Ошибка: ") {
			t.Errorf("%v: status %d", wrong, w.Code)
		}
	}
	if w := b.post(address, who("member2")); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	page := shown(b.get("/complaints/" + ref.String() + "?saved=assignment"))
	for _, want := range []string{"Докладчик назначен: Докладов Д. К.", "Докладов Д. К., дел сейчас: 1", "Докладов Д. К. готовит проект решения"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if w := b.post("/complaints/"+h.file(nil).String()+"/assign", who("member")); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("before registration: status %d", w.Code)
	}
}

func TestDownload(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil, "График — «сорван».txt")
	other := h.file(nil, "second.txt")
	file := h.complaint(ref).Attachments[0]
	address := func(ref complaint.Ref, id int64) string {
		return "/complaints/" + ref.String() + "/files/" + strconv.FormatInt(id, 10)
	}
	w := h.signIn("member").get(address(ref, int64(file.ID)))
	for name, want := range map[string]string{
		"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Security-Policy": "sandbox; default-src 'none'",
		"Content-Length": strconv.FormatInt(file.Size, 10),
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if name := w.Header().Get("Content-Disposition"); !strings.HasPrefix(name, "attachment; filename*=utf-8''%D0%93") {
		t.Errorf("Content-Disposition: %q", name)
	}
	if w.Code != http.StatusOK || int64(w.Body.Len()) != file.Size {
		t.Errorf("status %d, %d bytes, want %d", w.Code, w.Body.Len(), file.Size)
	}
	for login, want := range map[string]int{"admin": 403, "secretary98": 404} {
		if w := h.signIn(login).get(address(ref, int64(file.ID))); w.Code != want {
			t.Errorf("%s: status %d, want %d", login, w.Code, want)
		}
	}
	if w := h.visitor().get(address(ref, int64(file.ID))); w.Code != http.StatusSeeOther {
		t.Errorf("a visitor: status %d", w.Code)
	}
	for _, wrong := range []string{address(other, int64(file.ID)), address(ref, 999), "/complaints/" + ref.String() + "/files/x"} {
		if w := h.signIn("member").get(wrong); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", wrong, w.Code)
		}
	}
}

// TestDamagedFileIsCutShort: nobody takes a changed file for the one that was sent.
func TestDamagedFileIsCutShort(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil, "grafik.txt")
	h.Intake.Vault = damaging{h.vault}
	file := h.complaint(ref).Attachments[0]
	w := h.signIn("member").get("/complaints/" + ref.String() + "/files/" + strconv.FormatInt(int64(file.ID), 10))
	body, err := io.ReadAll(w.Result().Body)
	must(t, err)
	if int64(len(body)) >= file.Size {
		t.Errorf("%d bytes of a damaged file of %d were given out", len(body), file.Size)
	}
}

// damaging is a vault whose files have changed since.
type damaging struct{ attachment.Vault }

func (d damaging) Open(ctx context.Context, key attachment.Key) (io.ReadCloser, int64, error) {
	content, size, err := d.Vault.Open(ctx, key)
	if err != nil {
		return nil, 0, err
	}
	defer content.Close()
	raw, err := io.ReadAll(content)
	raw[len(raw)-2] ^= 1
	return io.NopCloser(bytes.NewReader(raw)), size, err
}

// soundly checks a page on which people's own words look like keys of a catalogue.
func soundly(t *testing.T, h *harness, page string) {
	t.Helper()
	sound(t, h.Server, strings.NewReplacer("@primer.example", "", "grafik.txt", "").Replace(page))
}
