package web

import (
	"bytes"
	"strings"
	"testing"
)

// TestExtractIsTakenOfSignedMinutes: before the signatures it is refused and nothing is
// kept; afterwards any member takes one, the docket has the act, and another commission
// finds none.
func TestExtractIsTakenOfSignedMinutes(t *testing.T) {
	h := filled(t)
	numbers := h.settledMatter(t)
	member := h.signIn("member")
	page := "/sittings/" + numbers[":n"] + "/items/" + numbers[":item"] + "/extracts"
	sees(t, member.get("/sittings/"+numbers[":n"]+"/minutes"), 200, "Выписка из протокола")
	sees(t, member.get(page), 200, "Взять выписку")
	goes(t, member.post(page, nil), page)
	w := member.get(page)
	sees(t, w, 200, "Взятые выписки", "PDF")
	pdf := member.get("/sheets/1.pdf")
	if pdf.Code != 200 || !bytes.HasPrefix(pdf.Body.Bytes(), []byte("%PDF")) || !strings.Contains(pdf.Header().Get("Content-Disposition"), "vypiska-"+numbers[":n"]+"-1.pdf") {
		t.Errorf("R-010: the extract is %d %v", pdf.Code, pdf.Header())
	}
	if docx := member.get("/sheets/1.docx"); docx.Code != 200 || !bytes.HasPrefix(docx.Body.Bytes(), []byte("PK")) {
		t.Errorf("R-010: the extract to edit is %d", docx.Code)
	}
	var acts int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM docket WHERE act = 'extract'`).Scan(&acts))
	if acts != 1 {
		t.Errorf("R-010: the docket has %d extracts, want 1", acts)
	}
	for _, address := range []string{page, "/sheets/1.pdf"} {
		sees(t, h.signIn("chair98").get(address), 404)
	}
	sees(t, member.get("/sheets/2.pdf"), 404)
	sees(t, member.get("/sheets/1.txt"), 404)

	n, _ := h.scheduled(t, ways[0].form, ways[0].contested)
	before := h.rows()
	sees(t, member.post(h.itemAt(n, "extracts"), nil), 422, "Этот ещё не подписан")
	h.unchanged(t, before)
}
