package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"redress/internal/docx"
	"redress/internal/publication"
)

// fullOfPeople is a ruling that says of people whatever one can: names in every case and
// script of the hand, ways to reach them, where they live, their papers.
const fullOfPeople = "Заявитель Новосёлов Никита Никитич (далее – Новосёлов Н. Н.), 03.02.1980 года рождения, паспорт 32 10 123456, СНИЛС 112-233-445 95, проживающий по адресу: " +
	"ул. Ломаная, д. 7, кв. 19, тел. +7 (913) 555-44-33, 8 913 555-44-33, uglov@example.org, пояснил, что дверь закрыта.\n" +
	"Жалоба Новосёлова Никиты Никитича подана вовремя. Новосёлову Никите Никитичу отказали, с Новосёловым Никитой Никитичем не говорили, о Новосёлове забыли. " +
	"НОВОСЁЛОВУ и Новоселову, Но\u00adво\u00adсё\u00adло\u00adву и Н. Н. Новосёлову не ответили.\n" +
	"Свидетель Громыхалова Пелагея Ивановна подтвердила слова Новосёлова; Громыхаловой, Громыхаловой П. И. и Громыхалову не опросили. Соседка из Заречья видела то же."

// removedWords are the words that must be nowhere afterwards.
var removedWords = []string{"новоселов", "никит", "громыхалов", "пелаге", "ивановн", "ломаная", "5554433", "uglov", "03.02.1980", "3210123456", "11223344595", "заречь"}

// TestNothingOfTheOriginalIsReachable: what was left out of a ruling is in no byte of
// anything the public gets, packed or not, in whatever alphabet; the same search finds it
// in the original.
func TestNothingOfTheOriginalIsReachable(t *testing.T) {
	h := newHarness(t)
	h.facts = fullOfPeople
	ref := h.register("member")
	h.adopt(ref)
	paper := h.sign(ref)
	secretary, anybody := h.signIn("secretary"), h.visitor()
	at := "/complaints/" + ref.String() + "/publication"
	goes(t, secretary.post(at+"/add", url.Values{"phrase": {"Заречья"}, "ground": {"private"}}), at+"#removals")
	h.approve(secretary, ref)

	original := map[string]*trove{
		"PDF":  everyByteOfPDF(t, secretary.get("/papers/"+fmtInt(int64(paper.ID))+".pdf").Body.Bytes()),
		"DOCX": everyByteOfDOCX(t, secretary.get("/papers/"+fmtInt(int64(paper.ID))+".docx").Body.Bytes()),
	}
	var removals []publication.Entry
	var raw []byte
	var code, digest, key string
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT b.removals, p.data ->> 'code', encode(p.pdf_sha256, 'hex'), p.pdf_key
		FROM publications b JOIN papers p ON p.ruling_id = b.ruling_id`).Scan(&raw, &code, &digest, &key))
	must(t, json.Unmarshal(raw, &removals))
	words := slices.Clone(removedWords)
	for _, r := range removals {
		words = append(words, r.Phrase)
	}
	if len(removals) < 8 {
		t.Errorf("R-087: only %d phrases were left out: %v", len(removals), removals)
	}
	for name, said := range original {
		for _, word := range words {
			if said.holding(word) == nil {
				t.Errorf("the search does not find %q in the original %s: it proves nothing", word, name)
			}
		}
	}

	p, err := h.db.Decision(t.Context(), "42-T99", publication.Key{Year: 2026, Serial: 1})
	must(t, err)
	var draft bytes.Buffer
	must(t, docx.Render(&draft, p.Paper))
	file := anybody.get("/decisions/42-T99/2026-1/text.pdf")
	public := map[string]*trove{"public PDF": everyByteOfPDF(t, file.Body.Bytes()), "DOCX of the public copy": everyByteOfDOCX(t, draft.Bytes())}
	for _, address := range []string{"/decisions", "/decisions?q=" + url.QueryEscape("дверь закрыта"), "/decisions/42-T99/2026-1", "/decisions/42-T99/2026-1?lang=en", "/decisions.atom", "/decisions.csv", "/decisions.json",
		"/decisions/42-T99/2026-1/text.pdf", "/sittings"} {
		w := anybody.get(address)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: %d, %d bytes", address, w.Code, w.Body.Len())
		}
		public[address] = everyByteOfAnswer(w)
	}
	for place, said := range public {
		for _, word := range append(slices.Clone(words), code, code[strings.LastIndex(code, "/")+1:], digest, key) {
			if found := said.holding(word); found != nil {
				t.Errorf("R-028: %s holds %q: %v", place, word, found)
			}
		}
	}
	for _, place := range []string{"public PDF", "DOCX of the public copy", "/decisions/42-T99/2026-1"} {
		for _, stays := range []string{"дверь закрыта", "работать по графику", publication.Person.Mark(), publication.Address.Mark(), publication.Contact.Mark(), publication.Identity.Mark(), publication.Birth.Mark(), publication.Private.Mark()} {
			if public[place].holding(stays) == nil {
				t.Errorf("R-087: no %q in %s", stays, place)
			}
		}
	}

	// Whoever checks the public copy is told that it is one, and nobody's name.
	checked := map[string]*trove{}
	for name, w := range map[string]*trove{"by its file": everyByteOfAnswer(anybody.checks("", file.Body.Bytes())), "by its number": everyByteOfAnswer(anybody.checks("1", nil)),
		"by its number and its file": everyByteOfAnswer(anybody.checks("1", file.Body.Bytes()))} {
		checked[name] = w
	}
	for name, said := range checked {
		for _, word := range words {
			if found := said.holding(word); found != nil {
				t.Errorf("R-028: the check %s holds %q: %v", name, word, found)
			}
		}
		if said.holding("/decisions/42-T99/2026-1") == nil {
			t.Errorf("R-087: the check %s does not lead to the public copy", name)
		}
	}
	sees(t, anybody.checks("", file.Body.Bytes()), http.StatusOK, "копия")

	// No address of the original opens to the public.
	for _, address := range []string{"/papers/" + fmtInt(int64(paper.ID)) + ".pdf", "/papers/" + fmtInt(int64(paper.ID)) + ".docx", "/decisions/42-T99/2026-1/text.docx", "/decisions/42-T99/2026-1/" + key, at} {
		if w := anybody.get(address); w.Code == http.StatusOK && w.Header().Get("Content-Type") != "text/html; charset=UTF-8" {
			t.Errorf("R-028: %s opens to anybody: %d", address, w.Code)
		}
	}
}
