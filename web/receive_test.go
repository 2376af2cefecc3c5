package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// paperValues are a paper with nothing but what is asked for; its token is the page's.
func paperValues(token string) url.Values {
	return dateValues(url.Values{"token": {token}, "channel": {"post"}, "received_time": {"09:05"}, "text": {"Участок закрыт в приёмные часы."}},
		"received", calendar.Day(2026, 9, 9))
}

// paperToken opens the page and takes its token.
func paperToken(t *testing.T, b *browser) string {
	t.Helper()
	w := b.get("/register/new")
	found := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || found == nil {
		t.Fatalf("the page for papers: status %d", w.Code)
	}
	return found[1]
}

// sendPaper sends the page.
func (b *browser) sendPaper(form url.Values, files map[string]string) *httptest.ResponseRecorder {
	return b.sends("/register/new", form, files)
}

// sends sends a form with files by name, the token first.
func (b *browser) sends(address string, form url.Values, files map[string]string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	must(b.h.t, w.WriteField("token", form.Get("token")))
	for name, values := range form {
		if name != "token" {
			must(b.h.t, w.WriteField(name, values[0]))
		}
	}
	for name, text := range files {
		part, err := w.CreateFormFile("files", name)
		must(b.h.t, err)
		_, err = part.Write([]byte(text))
		must(b.h.t, err)
	}
	must(b.h.t, w.Close())
	r := httptest.NewRequestWithContext(b.h.t.Context(), http.MethodPost, "https://complaints.example"+address, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(r)
}

// taken enters a paper and returns its number.
func taken(t *testing.T, b *browser, form url.Values, files map[string]string) complaint.Ref {
	t.Helper()
	w := b.sendPaper(form, files)
	at := strings.Split(w.Header().Get("Location"), "/")
	if w.Code != http.StatusSeeOther || len(at) != 4 || at[3] != "register" {
		t.Fatalf("status %d to %q: %s", w.Code, w.Header().Get("Location"), shown(w))
	}
	ref, err := complaint.ParseRef(at[2])
	must(t, err)
	return ref
}

func TestPaperPage(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	for _, at := range []string{"/intake", "/desk"} {
		if !strings.Contains(b.get(at).Body.String(), `href="/register/new"`) {
			t.Errorf("%s does not lead to the page for papers", at)
		}
	}
	for _, lang := range []string{"ru", "en"} {
		soundly(t, h, b.get("/register/new?lang="+lang).Body.String())
	}
	if own := fmt.Sprintf(`<option value="%d">`, h.own); !strings.Contains(b.get("/register/new").Body.String(), own) {
		t.Error("R-022: a paper about the commission itself cannot name it")
	}
	for _, login := range []string{"chair", "member", "admin"} {
		if w := h.signIn(login).get("/register/new"); w.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", login, w.Code)
		}
	}
}

// TestPaperFromPostToRegister: a paper that says next to nothing is taken
// in by one act, and goes the way of one filed online.
func TestPaperFromPostToRegister(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	ref := taken(t, b, paperValues(paperToken(t, b)), nil)
	c := h.complaint(ref)
	if c.State != complaint.Filed || c.Channel != complaint.Post || c.Assurance != complaint.Unconfirmed || c.TakenBy != h.people["secretary"] ||
		!c.FiledAt.Equal(time.Date(2026, 9, 9, 2, 5, 0, 0, time.UTC)) {
		t.Errorf("taken in as %+v", c)
	}
	at := "/complaints/" + ref.String()
	w := b.get(at + "/register")
	sees(t, w, 200, "по почте", "Без имени", "Нет фамилии", "Оставить без ответа: анонимно")
	soundly(t, h, w.Body.String())
	for _, page := range []string{at, "/intake", "/complaints", at + "/history"} {
		w := b.get(page)
		sees(t, w, 200, ref.String())
		soundly(t, h, w.Body.String())
	}
	sees(t, b.get(at+"/history"), 200, "Бумага принята (по почте)", "Реестрова")
	faults, err := h.db.VerifyDocket(t.Context())
	if err != nil || len(faults.Faults) > 0 {
		t.Errorf("the docket: %+v, %v", faults, err)
	}
}

// TestPaperSentTwice: one complaint and one number, however often the page is sent.
func TestPaperSentTwice(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	form := paperValues(paperToken(t, b))
	first := taken(t, b, form, nil)
	form.Set("text", "Другой текст")
	if again := taken(t, b, form, map[string]string{"late.txt": "Опоздавший скан.\n"}); again != first {
		t.Errorf("sent twice it is %s and %s", first, again)
	}
	if c := h.complaint(first); c.Text != "Участок закрыт в приёмные часы." || len(c.Attachments) != 0 {
		t.Errorf("the second sending changed it: %+v", c)
	}
}

// TestPaperFaultsLoseNothing: what is wrong stands beside its field, what was typed and
// the scans that came stay.
func TestPaperFaultsLoseNothing(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	token := paperToken(t, b)
	for _, row := range []struct {
		name   string
		change func(url.Values)
		field  string
		says   string
	}{
		{"no channel", func(f url.Values) { f.Del("channel") }, "channel", "Укажите, как поступила бумага"},
		{"no day", func(f url.Values) { f.Del("received_day"); f.Del("received_month"); f.Del("received_year") }, "received", "Укажите день получения"},
		{"a day that is none", func(f url.Values) { f.Set("received_month", "13") }, "received", ""},
		{"an hour that is none", func(f url.Values) { f.Set("received_time", "утром") }, "received_time", "Укажите время"},
		{"tomorrow", func(f url.Values) { f.Set("received_day", "11") }, "received", "ещё не наступил"},
		{"another century", func(f url.Values) { f.Set("received_year", "1926") }, "received", "Проверьте год"},
		{"sheets in words", func(f url.Values) { f.Set("sheets", "три") }, "sheets", "цифрами"},
		{"an e-mail that is none", func(f url.Values) { f.Set("email", "не адрес") }, "email", "Проверьте e-mail"},
	} {
		t.Run(row.name, func(t *testing.T) {
			form := paperValues(token)
			form.Set("place", "Примерный, школа № 4")
			row.change(form)
			w := b.sendPaper(form, nil)
			page := shown(w)
			if w.Code != http.StatusUnprocessableEntity {
				t.Fatalf("status %d", w.Code)
			}
			for _, want := range []string{`href="#` + row.field + `"`, `id="` + row.field + `"`, row.says, "Примерный, школа № 4", "Участок закрыт в приёмные часы.", token} {
				if !strings.Contains(page, want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			soundly(t, h, w.Body.String())
		})
	}
	form := paperValues(token)
	form.Del("channel")
	form.Del("text")
	sees(t, b.sendPaper(form, map[string]string{"skan.txt": "Первый лист.\n"}), 422, "Укажите, как поступила бумага", "skan.txt")
	sees(t, b.sendPaper(form, map[string]string{"virus.exe": "MZ"}), 422, "virus.exe", "skan.txt")
	form.Set("channel", "in_person")
	form.Set("seen", "1")
	ref := taken(t, b, form, nil) // a scan is enough without a text
	c := h.complaint(ref)
	if c.Assurance != complaint.Seen || len(c.Attachments) != 1 || c.Attachments[0].Name != "skan.txt" || c.Substance() == "" {
		t.Errorf("taken in as %+v", c)
	}
}

// TestPaperKeepsThePage: looking for a commission and taking a scan off enter nothing.
func TestPaperKeepsThePage(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	form := paperValues(paperToken(t, b))
	form.Set("look", "commission")
	form.Set("q", "Образцового")
	sees(t, b.sendPaper(form, map[string]string{"skan.txt": "Первый лист.\n"}), 200, "Территориальная избирательная комиссия Образцового", "skan.txt", "Участок закрыт")
	file := regexp.MustCompile(`name="detach" value="(\d+)"`).FindStringSubmatch(b.sendPaper(form, nil).Body.String())
	if file == nil {
		t.Fatal("the scan cannot be taken off")
	}
	form.Set("detach", file[1])
	if w := b.sendPaper(form, nil); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "skan.txt") {
		t.Errorf("the scan stays: status %d", w.Code)
	}
	if list, err := h.db.Complaints(t.Context(), h.own, deadline.Filter{}, 0, 5); err != nil || len(list) != 0 {
		t.Errorf("something was entered: %v, %v", list, err)
	}
}

// TestPaperThatIsNone: a form without a token, or of another kind, is refused calmly.
func TestPaperThatIsNone(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	if w := b.sendPaper(paperValues("no token"), nil); w.Code != http.StatusBadRequest {
		t.Errorf("status %d", w.Code)
	}
	if w := b.post("/register/new", paperValues(paperToken(t, b))); w.Code != http.StatusBadRequest && w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("status %d", w.Code)
	}
}

// TestReceiptForTheVisitor: number, time, who took it and how many sheets; the
// code is shown until it was handed over, and to nobody else.
func TestReceiptForTheVisitor(t *testing.T) {
	h := newHarness(t)
	b := h.signIn("secretary")
	form := paperValues(paperToken(t, b))
	for name, value := range map[string]string{"channel": "in_person", "seen": "1", "surname": "Новосёлов", "given": "Никита", "sheets": "3", "address": "ул. Образцовая, 1"} {
		form.Set(name, value)
	}
	ref := taken(t, b, form, nil)
	at := "/complaints/" + ref.String() + "/receipt"
	w := b.get(at)
	sees(t, w, 200, "Расписка", ref.String(), "9 сентября 2026, 9:05", "Реестрова Регина Егоровна", "3 листа", "Новосёлов Никита", "/track")
	soundly(t, h, w.Body.String())
	token, _ := tokenIn(form.Get("token"))
	code := h.Filings.Code(token)
	if !strings.Contains(w.Body.String(), code.Groups()[0]) {
		t.Error("the receipt lacks the code")
	}
	if id, err := h.Filings.Track(t.Context(), ref, code); err != nil || id != h.complaint(ref).ID {
		t.Errorf("the code follows %d, %v", id, err)
	}
	visitor := h.visitor()
	visitor.post("/track", url.Values{"number": {ref.String()}, "code": {strings.Join(code.Groups(), " ")}})
	tracked := visitor.get("/track/complaint")
	sees(t, tracked, 200, "Участок закрыт в приёмные часы.")
	soundly(t, h, tracked.Body.String())
	if w := h.signIn("secretary").get(at); w.Code != 200 || strings.Contains(w.Body.String(), code.Groups()[0]) {
		t.Errorf("another browser sees the code: status %d", w.Code)
	}
	if w := b.post(at, nil); w.Code != http.StatusSeeOther {
		t.Errorf("handing over: status %d", w.Code)
	}
	sees(t, b.get(at), 200, "3 листа", "показывают один раз")
	if strings.Contains(b.get(at).Body.String(), code.Groups()[0]) {
		t.Error("the code is shown after it was handed over")
	}
	sheets := "/complaints/" + ref.String() + "/papers"
	goes(t, b.post(sheets, url.Values{"kind": {"receipt"}}), "/complaints/"+ref.String()+"/documents#printed")
	sees(t, b.get("/complaints/"+ref.String()+"/documents"), 200, "Расписка в получении", "Подготовленные документы")
	if pdf := b.get("/sheets/1.pdf"); pdf.Code != 200 || !strings.HasPrefix(pdf.Body.String(), "%PDF") {
		t.Errorf("the receipt as a paper: %d", pdf.Code)
	}
	online := h.file(nil)
	sees(t, b.post("/complaints/"+online.String()+"/papers", url.Values{"kind": {"receipt"}}), 422, "Жалобу подали через сайт")
	if w := b.get("/complaints/" + online.String() + "/receipt"); w.Code != http.StatusNotFound {
		t.Errorf("a receipt of a complaint filed online: status %d", w.Code)
	}
	anonymous := taken(t, b, paperValues(paperToken(t, b)), nil)
	if w := b.get("/complaints/" + anonymous.String() + "/receipt"); w.Code != 200 || strings.Contains(w.Body.String(), "Код") {
		t.Errorf("a code for nobody: status %d", w.Code)
	}
}

// TestEmailOutsideACampaign: it is taken in, and the screen says what it is.
func TestEmailOutsideACampaign(t *testing.T) {
	h := newHarness(t)
	h.at(time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC))
	b := h.signIn("secretary")
	form := dateValues(paperValues(paperToken(t, b)), "received", calendar.Day(2026, 12, 1))
	for name, value := range map[string]string{"channel": "email", "surname": "Новосёлов", "email": "n@primer.example", "contested_inaction": "1",
		"respondent": strconv.FormatInt(int64(h.precincts[1]), 10), "role": "voter"} {
		form.Set(name, value)
	}
	ref := taken(t, b, form, nil)
	sees(t, b.get("/complaints/"+ref.String()+"/register"), 200, "Подсказать, как подать обращение", "письмо на обычный e-mail не считается обращением")
}

// TestRepeatIsFoundAndLinked: earlier complaints of the same person stand on the
// screen, and both pages show the link.
func TestRepeatIsFoundAndLinked(t *testing.T) {
	h := newHarness(t)
	same := func(a *complaint.Answers) {
		a.Complainant.Name, a.Complainant.Email = identity.Name{Surname: "Соловьёв", Given: "Семён"}, "S@primer.example"
	}
	first := h.file(same)
	h.file(nil)
	second := h.file(func(a *complaint.Answers) {
		same(a)
		a.Complainant.Name, a.Complainant.Email = identity.Name{Surname: " соловьев", Given: "с"}, "s@primer.example"
	})
	namesake := h.file(func(a *complaint.Answers) { same(a); a.Complainant.Email = "other@primer.example" })
	b := h.signIn("secretary")
	at := "/complaints/" + second.String()
	w := b.get(at + "/register")
	sees(t, w, 200, "Жалоба "+glued(first.String())+" того же заявителя на эту комиссию ещё не решена.", "Тот же заявитель уже жаловался", "тот же заявитель, на ту же комиссию",
		namesake.String(), "заявитель с похожим именем")
	if strings.Contains(shown(w), `value="yes" checked`) && strings.Contains(shown(w), `id="check_repeat" name="check_repeat" value="yes" checked`) {
		t.Error("a repeat is answered with yes")
	}
	soundly(t, h, w.Body.String())
	form := h.registerValues()
	form.Set("link_number", "2026-9999")
	sees(t, b.post(at+"/register", form), 422, "нет другой жалобы с таким номером", "2026-9999")
	form.Set("link_number", second.String())
	sees(t, b.post(at+"/register", form), 422, "нет другой жалобы с таким номером")
	form.Set("link_number", namesake.String())
	form.Set("link", first.String())
	if w := b.post(at+"/register", form); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, shown(w))
	}
	sees(t, b.get(at), 200, "Связанные жалобы", first.String(), namesake.String())
	w = b.get("/complaints/" + first.String())
	sees(t, w, 200, "Связанные жалобы", second.String())
	soundly(t, h, w.Body.String())
}

// TestSecretaryAnswersOtherwise: what the machine answered stands beside.
func TestSecretaryAnswersOtherwise(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil)
	b := h.signIn("secretary")
	at := "/complaints/" + ref.String()
	form := h.registerValues()
	for _, name := range complaint.CheckNames {
		form.Set("machine_"+string(name), "yes")
	}
	form.Set("finding_observer_rights", "1")
	form.Set("look", "findings")
	w := b.post(at+"/register", form)
	sees(t, w, 200, "Система ответила: Да")
	if !strings.Contains(shown(w), `name="finding_observer_rights" value="1" checked`) {
		t.Error("what was found is lost")
	}
	soundly(t, h, w.Body.String())
	form.Del("look")
	if w := b.post(at+"/register", form); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	c := h.complaint(ref)
	if c.Findings != (complaint.Findings{ObserverRights: true}) {
		t.Errorf("found %+v", c.Findings)
	}
	for _, check := range c.Checks {
		if check.Changed() != (check.Name == complaint.CheckEarlier) || check.Machine != complaint.CheckYes {
			t.Errorf("check %+v", check)
		}
	}
	sees(t, b.get(at), 200, "Система ответила: Да")
}

// TestFindingsLeadElsewhere: what a person found changes the recommendation, and whoever
// registers all the same says why.
func TestFindingsLeadElsewhere(t *testing.T) {
	h := newHarness(t)
	ref := h.file(nil)
	b := h.signIn("secretary")
	at := "/complaints/" + ref.String() + "/register"
	form := h.registerValues()
	form.Set("finding_court_decision", "1")
	sees(t, b.post(at, form), 422, "Вернуть: обжалуется решение суда", "Напишите, почему")
	form.Set("route_reason", "обжалуют и бездействие комиссии")
	if w := b.post(at, form); w.Code != http.StatusSeeOther || h.complaint(ref).Regime != regulation.CampaignRegime {
		t.Errorf("status %d", w.Code)
	}
}
