package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/publication"
)

// privateFacts is what a ruling may say of people.
const privateFacts = "Заявитель Новосёлов Никита Никитич, 03.02.1980 года рождения, паспорт 32 10 123456, проживающий по адресу: ул. Ломаная, д. 7, кв. 19, " +
	"тел. 8 913 555-44-33, uglov@example.org, пояснил, что дверь закрыта.\nСвидетель Громыхалова Пелагея Ивановна подтвердила слова Новосёлова. " +
	"НОВОСЁЛОВУ и Громыхаловой не ответили. Соседка из Заречья видела то же."

// privateWords are the words that must be nowhere afterwards.
var privateWords = []string{"новоселов", "никит", "громыхалов", "пелаге", "ивановн", "ломаная", "5554433", "uglov", "03.02.1980", "123456", "заречь"}

// signedRuling takes a complaint to its signed ruling, which says much of people.
func (h *harness) signedRuling() complaint.Ref {
	h.t.Helper()
	h.facts = privateFacts
	ref := h.register("member")
	h.adopt(ref)
	h.sign(ref)
	return ref
}

// approve publishes the ruling with what was left out.
func (h *harness) approve(b *browser, ref complaint.Ref) {
	h.t.Helper()
	at := "/complaints/" + ref.String() + "/publication"
	if w := b.post(at, url.Values{"shown": {digestOn(h.t, b, at)}}); w.Code != http.StatusSeeOther {
		h.t.Fatalf("publishing: %d %s", w.Code, headingIn(w))
	}
}

func digestOn(t testing.TB, b *browser, at string) string {
	t.Helper()
	m := regexp.MustCompile(`name="shown" value="([0-9a-f]{64})"`).FindStringSubmatch(b.get(at).Body.String())
	if m == nil {
		t.Fatal("the page asks to approve nothing")
	}
	return m[1]
}

func TestARulingIsPublishedWithoutPersonalData(t *testing.T) {
	h := newHarness(t)
	h.facts = privateFacts
	ref := h.register("member")
	h.adopt(ref)
	secretary := h.signIn("secretary")
	at := "/complaints/" + ref.String() + "/publication"
	if w := secretary.get(at); w.Code != http.StatusNotFound { // not printed yet
		t.Errorf("before it is printed: %d", w.Code)
	}
	h.sign(ref)
	sees(t, secretary.get("/desk"), http.StatusOK, "Опубликовать решения: 1", "Опубликовать: решение № 1")
	sees(t, secretary.get("/complaints/"+ref.String()), http.StatusOK, "Публикация решения")
	w := secretary.get(at)
	sees(t, w, http.StatusOK, "Новосёлов Никита Никитич", "Громыхалова Пелагея Ивановна", "ул. Ломаная, д. 7, кв. 19", "8 913 555-44-33", "Срока регламент не называет", "[персональные данные]")
	sound(t, h.Server, w.Body.String())

	// What the program cannot know the secretary adds; what is none she takes away.
	goes(t, secretary.post(at+"/add", url.Values{"phrase": {"Заречья"}, "ground": {"private"}}), at+"#removals")
	sees(t, secretary.get(at), http.StatusOK, "Добавлено вами", "Соседка из [сведения о частной жизни] видела")
	sees(t, secretary.post(at+"/add", url.Values{"phrase": {"Нигде"}, "ground": {"private"}}), http.StatusUnprocessableEntity, "Таких слов нет", "Нигде")
	sees(t, secretary.post(at+"/keep", url.Values{"kept": {"Громыхаловой"}}), http.StatusUnprocessableEntity, "Напишите, почему эти слова остаются")
	goes(t, secretary.post(at+"/keep", url.Values{"kept": {"НОВОСЕЛОВУ"}, "reason": {"проверка"}}), at+"#removals")
	w = secretary.get(at)
	sees(t, w, http.StatusOK, "Заявителя ещё можно узнать", "Останется в тексте: проверка")
	before := h.rows()
	sees(t, secretary.post(at, url.Values{"shown": {digestOn(t, secretary, at)}}), http.StatusUnprocessableEntity, "заявителя можно узнать", "НОВОСЕЛОВУ")
	goes(t, secretary.post(at+"/restore", url.Values{"restored": {"НОВОСЕЛОВУ"}}), at+"#removals")
	sees(t, secretary.post(at, url.Values{"shown": {strings.Repeat("0", 64)}}), http.StatusUnprocessableEntity, "Текст изменился")
	for _, page := range []string{"/decisions/42-T99/2026-1", "/decisions/42-T99/2026-1/text.pdf"} {
		if w := h.visitor().get(page); w.Code != http.StatusNotFound {
			t.Errorf("R-028: %s before the publication: %d", page, w.Code)
		}
	}
	h.unchanged(t, before)

	h.approve(secretary, ref)
	sees(t, secretary.get(at), http.StatusOK, "Решение опубликовано", "/decisions/42-T99/2026-1")
	sees(t, secretary.get("/complaints/"+ref.String()+"/history"), http.StatusOK, "Решение опубликовано без персональных данных")
	if strings.Contains(shown(secretary.get("/desk")), "Опубликовать решения") {
		t.Error("R-087: the desk still asks to publish")
	}

	sees(t, h.follower(ref).get("/track/complaint"), http.StatusOK, "Решение опубликовано без персональных данных", "/decisions/42-T99/2026-1")

	// The public reads it without an account, and finds nothing that was left out.
	anybody := h.visitor()
	page := anybody.get("/decisions/42-T99/2026-1")
	sees(t, page, http.StatusOK, "Решение № 1", "работать по графику", "Председатель", "У. В. Уставов", "[персональные данные]", "[адрес]", "[контактные данные]", "[дата рождения]", "[номер документа]")
	sound(t, h.Server, page.Body.String())
	h.holdsNothing(t, "page", page.Body.String())
	list := anybody.get("/decisions")
	sees(t, list, http.StatusOK, "О жалобе № 2026-0001", "комиссия обязана рассмотреть вопрос заново")
	sound(t, h.Server, list.Body.String())
	h.holdsNothing(t, "register", list.Body.String())
	file := anybody.get("/decisions/42-T99/2026-1/text.pdf")
	if file.Code != http.StatusOK || file.Header().Get("Content-Type") != "application/pdf" {
		t.Fatalf("the file: %d %v", file.Code, file.Header())
	}
	h.holdsNothing(t, "headers", file.Header().Get("Content-Disposition"))
	text := everyByteOfPDF(t, file.Body.Bytes())
	h.holdsNothing(t, "pdf", strings.Join(text.said, "\n"))
	for _, stays := range []string{"работать по графику", "Уставов", "[персональные данные]", "исключены"} {
		if text.holding(stays) == nil {
			t.Errorf("the test cannot read the file: no %q in it", stays)
		}
	}
	for _, each := range []string{page.Body.String(), list.Body.String()} {
		if len(each) > 60_000 {
			t.Errorf("the page weighs %d bytes", len(each))
		}
	}

	// What was published can be withdrawn with a reason; then nobody reads its text.
	sees(t, secretary.post(at+"/withdraw", nil), http.StatusUnprocessableEntity, "Напишите, почему публикация отзывается")
	sees(t, secretary.post(at, url.Values{"shown": {strings.Repeat("0", 64)}}), http.StatusUnprocessableEntity, "уже опубликовано")
	goes(t, secretary.post(at+"/withdraw", url.Values{"recall_reason": {"Осталась Заречная слобода"}}), at)
	gone := anybody.get("/decisions/42-T99/2026-1")
	sees(t, gone, http.StatusGone, "Публикация отозвана")
	for _, text := range []string{"работать по графику", "Заречная", "О жалобе"} {
		if strings.Contains(shown(gone), text) {
			t.Errorf("R-087: the withdrawn page says %q", text)
		}
	}
	if w := anybody.get("/decisions/42-T99/2026-1/text.pdf"); w.Code != http.StatusNotFound {
		t.Errorf("R-087: the withdrawn file: %d", w.Code)
	}
	if strings.Contains(shown(anybody.get("/decisions")), "2026-0001") {
		t.Error("R-087: the register still has it")
	}
	sees(t, secretary.get("/complaints/"+ref.String()+"/history"), http.StatusOK, "Публикация отозвана: Осталась Заречная слобода")
	sees(t, secretary.get("/desk"), http.StatusOK, "Было опубликовано и отозвано")
	h.approve(secretary, ref)
	sees(t, anybody.get("/decisions/42-T99/2026-1"), http.StatusOK, "работать по графику")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket differs: %v, %v", v.Faults, err)
	}
}

// holdsNothing looks for what was left out, whatever breaks the words.
func (h *harness) holdsNothing(t *testing.T, what, text string) {
	t.Helper()
	text = strings.ReplaceAll(strings.ToLower(text), "ё", "е")
	bare := regexp.MustCompile(`[\s\x{a0}\x{ad}\x{2011}-]`).ReplaceAllString(text, "")
	for _, word := range privateWords {
		if strings.Contains(text, word) || strings.Contains(bare, word) {
			t.Errorf("R-028: %s holds %q", what, word)
		}
	}
}

// TestDecisions: the register is filtered and read page by page, and what was never
// published is not there, however it is asked for.
func TestDecisions(t *testing.T) {
	h := newHarness(t)
	anybody := h.visitor()
	sees(t, anybody.get("/decisions"), http.StatusOK, "Таких решений не опубликовано")
	ref := h.signedRuling()
	h.approve(h.signIn("secretary"), ref)
	for query, found := range map[string]bool{"": true, "?number=1": true, "?number=%E2%84%96+1": true, "?number=2": false, "?year=2026": true, "?year=2025": false,
		"?outcome=remand": true, "?outcome=dismiss": false, "?commission=42-T99": true, "?commission=42-T98": false, "?commission=none": false,
		"?year=x&outcome=y&after=z&id=w&commission=%00&number=%ff": true} {
		w := anybody.get("/decisions" + query)
		if got := strings.Contains(shown(w), "/decisions/42-T99/2026-1"); w.Code != http.StatusOK || got != found {
			t.Errorf("%s: %d, found %v, want %v", query, w.Code, got, found)
		}
		sound(t, h.Server, w.Body.String())
	}
	absent := anybody.get("/decisions/42-T99/2026-2")
	for _, address := range []string{"/decisions/42-T98/2026-1", "/decisions/none/2026-1", "/decisions/42-T99/1", "/decisions/42-T99/2026-01", "/decisions/%00/2026-1", "/decisions/42-T99/2026-1%00"} {
		if w := anybody.get(address); w.Code != http.StatusNotFound || headingIn(w) != headingIn(absent) {
			t.Errorf("%s: %d %s", address, w.Code, headingIn(w))
		}
	}
	for _, address := range []string{"/decisions", "/decisions/42-T99/2026-1"} {
		w := anybody.get(address + "?lang=en")
		if !strings.Contains(w.Body.String(), `<html lang="en"`) {
			t.Errorf("%s does not speak English", address)
		}
		sound(t, h.Server, w.Body.String())
	}

	for _, statement := range []string{`UPDATE publications SET subject = 'другое'`, `DELETE FROM publications`, `TRUNCATE publications`} {
		if _, err := h.db.Pool().Exec(t.Context(), statement); err == nil {
			t.Errorf("R-087: %s is let through", statement)
		}
	}

	// The rest are copies of that ruling, each of a later day.
	const more = 70
	seen := map[publication.ID]bool{}
	_, err := h.db.Pool().Exec(t.Context(), `DROP INDEX publications_standing`)
	must(t, err)
	_, err = h.db.Pool().Exec(t.Context(), `INSERT INTO publications (ruling_id, commission_id, edition, year, serial, number, adopted_on, outcome, subject, template, data, removals,
			pdf_key, pdf_sha256, pdf_size, published_at, published_by)
		SELECT ruling_id, commission_id, n + 1, year, serial + n, number || '/' || n, adopted_on + n / 2, outcome, subject, template, data, removals,
			pdf_key || n, pdf_sha256, pdf_size, published_at, published_by FROM publications, generate_series(1, $1) n`, more)
	must(t, err)
	after, last := publication.After{}, "9999"
	for {
		lines, err := h.db.Decisions(t.Context(), publication.Filter{Year: 2026}, after, 20)
		must(t, err)
		for _, p := range lines {
			if p.AdoptedOn.String() > last || seen[p.ID] {
				t.Errorf("%s stands out of order or twice", p.Number)
			}
			seen[p.ID], last = true, p.AdoptedOn.String()
			after = publication.After{On: p.AdoptedOn, ID: p.ID}
		}
		if len(lines) < 20 {
			break
		}
	}
	if len(seen) != more+1 {
		t.Errorf("%d decisions on all pages, want %d", len(seen), more+1)
	}
	w := anybody.get("/decisions")
	if !strings.Contains(w.Body.String(), `rel="next"`) || len(w.Body.String()) > 100_000 {
		t.Errorf("the first page of many: %d bytes", len(w.Body.String()))
	}
}
