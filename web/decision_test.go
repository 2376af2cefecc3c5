package web

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/publication"
)

// TestSearchInTheRegister: the words of public copies are found, in any form, with what
// stands about them; what was left out of them is not, nor is what was withdrawn.
func TestSearchInTheRegister(t *testing.T) {
	h := newHarness(t)
	ref := h.signedRuling()
	secretary, anybody := h.signIn("secretary"), h.visitor()
	h.approve(secretary, ref)
	ask := func(words string) *httptest.ResponseRecorder {
		w := anybody.get("/decisions?q=" + url.QueryEscape(words))
		sound(t, h.Server, w.Body.String())
		return w
	}
	for words, found := range map[string]bool{
		"дверь": true, "дверью закрытой": true, `"дверь закрыта"`: true, "дверь -закрыта": false, "слоны": false, "дверь OR слоны": true, "слоны или дверь": true, "«дверь закрыта»": true, "«закрыта дверь»": false,
		"Новосёлов": false, "НОВОСЕЛОВУ": false, "Никита": false, "Громыхалова": false, "5554433": false, "uglov": false, "uglov@example.org": false,
		"Ломаная": false, "123456": false, "03.02.1980": false,
		"контактные данные": false, "номер документа": false, // what stands for it is no word of the text
	} {
		w := ask(words)
		if got := strings.Contains(w.Body.String(), "/decisions/42-T99/2026-1"); w.Code != http.StatusOK || got != found {
			t.Errorf("%s: %d, found %v, want %v", words, w.Code, got, found)
		}
	}
	sees(t, ask("Новосёлов"), http.StatusOK, "Таких решений не опубликовано", "В тексте: Новосёлов")
	if w := ask("дверью"); !strings.Contains(w.Body.String(), "<mark>дверь</mark>") || !strings.Contains(w.Body.String(), `<span class="cut">[контактные данные]</span>`) {
		t.Errorf("nothing stands about the words: %s", shown(w))
	}
	for query, found := range map[string]bool{"?q=дверь&year=2026&outcome=remand&commission=42-T99&level=local": true, "?q=дверь&year=2025": false, "?q=дверь&outcome=dismiss": false} {
		if w := anybody.get("/decisions" + query); strings.Contains(w.Body.String(), "/decisions/42-T99/2026-1") != found {
			t.Errorf("%s: want found %v", query, found)
		}
	}
	for _, nothing := range []string{"и в на", "!!! ()", "-дверь", "\x00\xff", "<script>alert(1)</script> или"} {
		w := ask(nothing)
		if strings.Contains(w.Body.String(), "<script>alert") || w.Code >= http.StatusInternalServerError {
			t.Errorf("%q: %d", nothing, w.Code)
		}
	}
	sees(t, ask("и в на"), http.StatusUnprocessableEntity, "По этим словам искать нельзя")
	sees(t, ask("-дверь"), http.StatusUnprocessableEntity, "По этим словам искать нельзя")
	sees(t, ask(strings.Repeat("дверь ", 40)), http.StatusUnprocessableEntity, "не больше 200 знаков")
	sees(t, anybody.get("/decisions.json?q=-"), http.StatusUnprocessableEntity, "По этим словам искать нельзя")

	goes(t, secretary.post("/complaints/"+ref.String()+"/publication/withdraw", url.Values{"recall_reason": {"Осталась Заречная слобода"}}), "/complaints/"+ref.String()+"/publication")
	for _, address := range []string{"/decisions?q=дверь", "/decisions.json?q=дверь", "/decisions.csv?q=дверь", "/decisions.atom?q=дверь", "/decisions.json", "/decisions.csv"} {
		if w := anybody.get(address); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "/42-T99/2026-1") {
			t.Errorf("R-087: %s still has what was withdrawn: %d", address, w.Code)
		}
	}
}

// TestTheRegisterForPrograms: Atom, CSV and JSON have the decisions of the page, by the same
// filters, page after page, and forget what was withdrawn.
func TestTheRegisterForPrograms(t *testing.T) {
	h := newHarness(t)
	anybody := h.visitor()
	for _, empty := range []string{"/decisions.atom", "/decisions.csv", "/decisions.json"} {
		if w := anybody.get(empty); w.Code != http.StatusOK {
			t.Errorf("%s of an empty register: %d", empty, w.Code)
		}
	}
	ref := h.signedRuling()
	secretary := h.signIn("secretary")
	h.approve(secretary, ref)
	h.more(t, 120)

	type listed struct {
		Decisions []map[string]any `json:"decisions"`
		Next      string           `json:"next"`
	}
	var addresses []string
	for at := "/decisions.json?year=2026"; at != ""; {
		w := anybody.get(at)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
			t.Fatalf("%s: %d %v", at, w.Code, w.Header())
		}
		var page listed
		must(t, json.Unmarshal(w.Body.Bytes(), &page))
		for _, d := range page.Decisions {
			for _, field := range recordFields {
				if _, ok := d[field]; !ok || len(d) != len(recordFields) {
					t.Fatalf("JSON %v, want the fields of CSV, %s among them", d, field)
				}
			}
			addresses = append(addresses, d["address"].(string))
		}
		at = strings.TrimPrefix(page.Next, "https://complaints.example")
	}
	if len(addresses) != 121 || len(slices.Compact(slices.Sorted(slices.Values(addresses)))) != 121 || !slices.Contains(addresses, "https://complaints.example/decisions/42-T99/2026-1") {
		t.Errorf("%d decisions in JSON, want 121, each once", len(addresses))
	}
	sheet := anybody.get("/decisions.csv?year=2026")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(sheet.Body.String(), "\ufeff"))).ReadAll()
	must(t, err)
	if !strings.HasPrefix(sheet.Header().Get("Content-Type"), "text/csv") || !strings.HasPrefix(sheet.Body.String(), "\ufeff") || len(rows) != 122 || !slices.Equal(rows[0], recordFields) {
		t.Errorf("CSV of %d rows, %v, %v", len(rows), rows[0], sheet.Header())
	}
	for i, row := range rows[1:] {
		if row[0] != addresses[i] || row[8] != "67-ФЗ, ст. 75" || row[9] != "local" || row[6] != "remand" {
			t.Fatalf("row %d: %v, JSON has %s", i, row, addresses[i])
		}
	}
	if none := anybody.get("/decisions.csv?outcome=dismiss").Body.String(); strings.Count(none, "\n") != 1 {
		t.Errorf("R-070: the filter of CSV: %s", none)
	}

	atom := anybody.get("/decisions.atom?commission=42-T99")
	var feed struct {
		ID      string `xml:"http://www.w3.org/2005/Atom id"`
		Updated string `xml:"http://www.w3.org/2005/Atom updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Author  string `xml:"author>name"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
		Gone []struct {
			Ref string `xml:"ref,attr"`
		} `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
	}
	must(t, xml.Unmarshal(atom.Body.Bytes(), &feed))
	if !strings.HasPrefix(atom.Header().Get("Content-Type"), "application/atom+xml") || feed.ID != "https://complaints.example/decisions.atom?commission=42-T99" ||
		len(feed.Entries) != 50 || feed.Updated < feed.Entries[0].Updated || feed.Entries[0].Author == "" || len(feed.Gone) != 0 {
		t.Errorf("the feed: %+v, %v", feed, atom.Header())
	}
	for _, address := range []string{"/decisions.atom", "/decisions.json"} {
		tag := anybody.get(address).Header().Get("ETag")
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://complaints.example"+address, nil)
		r.Header.Set("If-None-Match", tag)
		if w := anybody.do(r); tag == "" || w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s that has not changed: %d, %d bytes, %q", address, w.Code, w.Body.Len(), tag)
		}
	}
	head := anybody.do(httptest.NewRequestWithContext(t.Context(), http.MethodHead, "https://complaints.example/decisions.csv", nil))
	if head.Code != http.StatusOK || head.Body.Len() > 0 {
		t.Errorf("HEAD of the sheet: %d, %d bytes", head.Code, head.Body.Len())
	}
	page := anybody.get("/decisions?article=" + url.QueryEscape("ст. 75, 67-фз") + "&level=local&q=" + url.QueryEscape("дверь"))
	sees(t, page, http.StatusOK, "67-ФЗ, ст. 75", "Местные выборы", "В тексте: дверь")
	for _, want := range []string{`rel="alternate" type="application/atom+xml"`, `href="/decisions.atom?article=67-%D0%A4%D0%97%2C+%D1%81%D1%82.+75&amp;level=local&amp;q=`} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("the page does not lead to the feed: no %s", want)
		}
	}
	sound(t, h.Server, page.Body.String())
}

// more adds copies of the one ruling that is published, each of a later day.
func (h *harness) more(t *testing.T, n int) {
	t.Helper()
	h.sql(t, `DROP INDEX publications_standing`)
	h.sql(t, `INSERT INTO publications (ruling_id, commission_id, edition, year, serial, number, adopted_on, outcome, subject, article, level, template, data, removals,
			pdf_key, pdf_sha256, pdf_size, published_at, published_by)
		SELECT ruling_id, commission_id, n + 1, year, serial + n, number || '/' || n, adopted_on + n / 2, outcome, subject, article, level, template, data, removals,
			pdf_key || n, pdf_sha256, pdf_size, published_at + n * interval '1 minute', published_by FROM publications, generate_series(1, $1) n`, n)
}

// TestAWithdrawnDecisionLeavesTheFeed: readers are told to forget it, by its address alone,
// and nobody learns by asking for words what stood in it.
func TestAWithdrawnDecisionLeavesTheFeed(t *testing.T) {
	h := newHarness(t)
	ref := h.signedRuling()
	secretary, anybody := h.signIn("secretary"), h.visitor()
	h.approve(secretary, ref)
	first := anybody.get("/decisions.atom")
	at := "/complaints/" + ref.String() + "/publication"
	goes(t, secretary.post(at+"/withdraw", url.Values{"recall_reason": {"Осталась Заречная слобода"}}), at)
	gone := anybody.get("/decisions.atom")
	if body := gone.Body.String(); !strings.Contains(body, `ref="https://complaints.example/decisions/42-T99/2026-1"`) || strings.Contains(body, "<entry>") || strings.Contains(body, "слобода") ||
		gone.Header().Get("ETag") == first.Header().Get("ETag") {
		t.Errorf("R-087: the feed after the withdrawal: %s", body)
	}
	for _, words := range []string{"дверь", "слоны"} {
		if body := anybody.get("/decisions.atom?q=" + url.QueryEscape(words)).Body.String(); strings.Contains(body, "2026-1") {
			t.Errorf("R-028: asked for %s, the feed tells of what was withdrawn: %s", words, body)
		}
	}
	h.approve(secretary, ref)
	if body := anybody.get("/decisions.atom").Body.String(); strings.Contains(body, "deleted-entry") || !strings.Contains(body, "<entry>") {
		t.Errorf("R-087: the feed after it was published anew: %s", body)
	}
}

// TestDecisionsLeadToEachOther: a decision leads to the one complained about and to the one
// on a complaint about it, as far as the public can read them.
func TestDecisionsLeadToEachOther(t *testing.T) {
	h := newHarness(t)
	first := h.signedRuling()
	secretary, anybody := h.signIn("secretary"), h.visitor()
	h.approve(secretary, first)
	sees(t, anybody.get("/decisions/42-T99/2026-1"), http.StatusOK, "За 6, против 1, воздержались 0")
	h.sql(t, `INSERT INTO dissents (sitting_id, item_id, person_id, text, at) SELECT sitting_id, item_id, $1, 'Новосёлов прав', legal_now() FROM rulings`, int64(h.people["member2"]))
	w := anybody.get("/decisions/42-T99/2026-1")
	sees(t, w, http.StatusOK, "Особое мнение:", "Докладов Д. К.")
	if strings.Contains(w.Body.String(), "прав<") || strings.Contains(w.Body.String(), "Новосёлов") {
		t.Error("R-028: the page gives the text of a dissenting opinion, which nobody redacted")
	}
	second := h.another(t)
	h.sql(t, `INSERT INTO appeals (complaint_id, ruling_id, linked_at, linked_by) SELECT $1, id, legal_now(), $2 FROM rulings WHERE serial = 1`, int64(h.complaint(second).ID), int64(h.people["secretary"]))
	sees(t, anybody.get("/decisions"), http.StatusOK, "отменено или изменено")
	earlier := anybody.get("/decisions/42-T99/2026-1")
	sees(t, earlier, http.StatusOK, "отменено или изменено", "Решение по жалобе на это решение:", "Текст не опубликован")
	if strings.Contains(earlier.Body.String(), "2026-2") {
		t.Error("R-087: the number of a decision the public cannot read is told")
	}
	h.sql(t, `INSERT INTO publications (ruling_id, commission_id, edition, year, serial, number, adopted_on, outcome, subject, template, data, removals, pdf_key, pdf_sha256, pdf_size, published_at, published_by)
		SELECT r.id, r.commission_id, 1, r.year, r.serial, r.number, r.adopted_on, r.outcome, p.subject, p.template, p.data, p.removals, p.pdf_key || 2, p.pdf_sha256, p.pdf_size, p.published_at, p.published_by
		FROM rulings r, publications p WHERE r.serial = 2`)
	earlier = anybody.get("/decisions/42-T99/2026-1")
	sees(t, earlier, http.StatusOK, "/decisions/42-T99/2026-2", "№ 2 от")
	sound(t, h.Server, earlier.Body.String())
	later := anybody.get("/decisions/42-T99/2026-2")
	sees(t, later, http.StatusOK, "Обжалованное решение:", "/decisions/42-T99/2026-1")
	sound(t, h.Server, later.Body.String())
	for n, want := range map[int]publication.Fate{1: publication.Overturned, 2: ""} {
		w := anybody.get("/decisions.json?number=" + strconv.Itoa(n))
		if !strings.Contains(w.Body.String(), `"fate":"`+string(want)+`"`) {
			t.Errorf("R-100: decision %d: %s", n, w.Body)
		}
	}
	h.sql(t, `UPDATE complaints SET outcome = 'dismiss' WHERE id = $1`, int64(h.complaint(second).ID))
	sees(t, anybody.get("/decisions/42-T99/2026-1"), http.StatusOK, "обжаловано, оставлено в силе")
	if feed := anybody.get("/decisions.atom").Body.String(); !strings.Contains(strings.ReplaceAll(feed, nbsp, " "), "Обжаловано, оставлено в силе.") {
		t.Errorf("R-100: the feed does not say what became of a decision: %s", feed)
	}
	filed := h.file(func(a *complaint.Answers) { a.Contested = complaint.Contested{Decision: true} })
	h.sql(t, `INSERT INTO appeals (complaint_id, ruling_id, linked_at, linked_by) SELECT $1, id, legal_now(), $2 FROM rulings WHERE serial = 2`,
		int64(h.complaint(filed).ID), int64(h.people["secretary"]))
	sees(t, anybody.get("/decisions/42-T99/2026-2"), http.StatusOK, "обжаловано", "Жалобу на это решение получила:")
}

// another makes the ruling on one more complaint, of the words of the first.
func (h *harness) another(t *testing.T) complaint.Ref {
	t.Helper()
	ref := h.registered(complaint.Contested{Inaction: true})
	c := h.complaint(ref)
	h.sql(t, `ALTER TABLE rulings DROP CONSTRAINT rulings_item_id_key`)
	h.sql(t, `INSERT INTO drafts SELECT (jsonb_populate_record(d, jsonb_build_object('complaint_id', $1::bigint))).* FROM drafts d`, int64(c.ID))
	h.sql(t, `INSERT INTO rulings (complaint_id, commission_id, sitting_id, item_id, year, serial, number, adopted_at, adopted_on, outcome, draft_version, operative)
		SELECT $1, commission_id, sitting_id, item_id, year, 2, '2', adopted_at, adopted_on, outcome, draft_version, operative FROM rulings`, int64(c.ID))
	h.sql(t, `ALTER TABLE complaints DISABLE TRIGGER complaints_are_kept`)
	h.sql(t, `UPDATE complaints SET outcome = 'remand', state = 'decided', decided_at = legal_now() WHERE id = $1`, int64(c.ID))
	return ref
}

// breaking is a register that cannot be read to its end.
type breaking struct {
	Records
	pages int
}

func (b *breaking) Decisions(ctx context.Context, f publication.Filter, after publication.After, limit int) ([]publication.Line, error) {
	if b.pages--; b.pages < 0 {
		return nil, errors.New("the database is gone")
	}
	return b.Records.Decisions(ctx, f, after, limit)
}

// TestABrokenSpreadsheetIsBrokenOff: nobody takes half a register for the whole.
func TestABrokenSpreadsheetIsBrokenOff(t *testing.T) {
	h := newHarness(t)
	h.approve(h.signIn("secretary"), h.signedRuling())
	h.more(t, sheetRows+20)
	h.Records = &breaking{h.db, 1}
	served := httptest.NewServer(h.Server)
	defer served.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, served.URL+"/decisions.csv", nil)
	must(t, err)
	w, err := served.Client().Do(r)
	must(t, err)
	defer w.Body.Close()
	if sheet, err := io.ReadAll(w.Body); err == nil || len(sheet) == 0 {
		t.Errorf("%d bytes came, and then %v, want a broken answer", len(sheet), err)
	}
	h.Records = &breaking{h.db, 0}
	if w := h.visitor().get("/decisions.csv"); w.Code != http.StatusInternalServerError {
		t.Errorf("a register that cannot be read at all: %d", w.Code)
	}
	h.Records = h.db
	for n := range sheetsPerHour {
		if w := h.visitor().get("/decisions.csv?year=2001"); w.Code == http.StatusTooManyRequests && n >= sheetsPerHour-2 {
			return
		}
	}
	t.Errorf("R-087: one network took more than %d spreadsheets in an hour", sheetsPerHour)
}

// TestSpreadsheetsTakeNothingForAFormula: what people wrote stays text in a spreadsheet.
func TestSpreadsheetsTakeNothingForAFormula(t *testing.T) {
	row := decisionRecord{Subject: `=HYPERLINK("http://evil.example")`, Number: "-1", Article: "+1", Commission: "@x", CommissionName: "Комиссия", AdoptedOn: "2026-09-13"}.row()
	for i, want := range map[int]string{7: `'=HYPERLINK("http://evil.example")`, 3: "'-1", 8: "'+1", 1: "'@x", 2: "Комиссия", 4: "2026-09-13", 10: ""} {
		if row[i] != want {
			t.Errorf("%s is %q, want %q", recordFields[i], row[i], want)
		}
	}
}
