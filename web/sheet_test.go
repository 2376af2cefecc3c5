package web

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"redress/internal/complaint"
)

// TestSheetsArePrinted: what is signed by hand is printed by chair, deputy and secretary,
// kept with a line of the docket, and given out to the own commission alone.
func TestSheetsArePrinted(t *testing.T) {
	h := filled(t)
	h.seat(h.other, "stranger", "Чужова Анна Ильинична", "member")
	numbers := h.settledMatter(t)
	secretary, member, stranger := h.signIn("secretary"), h.signIn("member"), h.signIn("stranger")
	sitting, documents := "/sittings/"+numbers[":n"]+"/papers", "/complaints/"+numbers[":no"]+"/documents"
	copies := "/complaints/" + numbers[":no"] + "/papers"

	goes(t, secretary.post(sitting, url.Values{"kind": {"agenda"}}), sitting+"#printed")
	goes(t, secretary.post(sitting, url.Values{"kind": {"notice"}, "sheet_to": {fmtID(h.people["member"])}}), sitting+"#printed")
	sees(t, secretary.get(sitting), 200, "Повестка дня", "Извещение о заседании", "Подготовленные документы")
	sees(t, secretary.post(sitting, url.Values{"kind": {"dissent_cover"}, "sheet_dissent": {numbers[":item"]}}), 422, "особых мнений нет")
	sees(t, member.post(sitting, url.Values{"kind": {"agenda"}}), 403)
	sees(t, member.get(sitting), 200, "Подготовленные документы")

	sees(t, secretary.get(documents), 200, "Заверенная копия", "Лист вручения")
	goes(t, secretary.post(copies, url.Values{"kind": {"copy"}, "sheet_original": {numbers[":paper"]}, "sheet_for": {"районный суд"}}), documents+"#printed")
	goes(t, secretary.post(copies, url.Values{"kind": {"delivery_sheet"}}), documents+"#printed")
	sees(t, secretary.post(copies, url.Values{"kind": {"copy"}, "sheet_original": {"99999"}}), 422, "Выберите документ, который подписан")
	long := strings.Repeat("о", complaint.MaxLine+1)
	sees(t, secretary.post(copies, url.Values{"kind": {"copy"}, "sheet_original": {numbers[":paper"]}, "sheet_for": {long}}), 422, long)
	sees(t, secretary.get(documents), 200, "районный суд", "Подготовленные документы")
	sees(t, secretary.get("/complaints/"+numbers[":no"]+"/history"), 200, "Подготовлен документ для подписи от руки: Заверенная копия")
	sees(t, stranger.post(copies, url.Values{"kind": {"copy"}, "sheet_original": {numbers[":paper"]}}), 403)

	for _, n := range []string{"1", "2", "3", "4"} {
		if pdf := member.get("/sheets/" + n + ".pdf"); pdf.Code != 200 || !bytes.HasPrefix(pdf.Body.Bytes(), []byte("%PDF")) {
			t.Errorf("R-010: sheet %s is %d", n, pdf.Code)
		}
		sees(t, stranger.get("/sheets/"+n+".pdf"), 404)
	}
	if docx := member.get("/sheets/3.docx"); docx.Code != 200 || !bytes.HasPrefix(docx.Body.Bytes(), []byte("PK")) {
		t.Errorf("R-010: the copy to edit is %d", docx.Code)
	}
	var acts int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM docket WHERE act = 'sheet'`).Scan(&acts))
	if acts != 4 {
		t.Errorf("R-010: the docket has %d sheets, want 4", acts)
	}
}
