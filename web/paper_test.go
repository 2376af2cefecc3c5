package web

import (
	"net/http"
	"testing"
)

// A ruling with a letter the typeface lacks is not printed with a box: the queue names
// the letter, and stays open for the other papers.
func TestMissingLettersAreNamedWhereOneSigns(t *testing.T) {
	h := newHarness(t)
	h.facts = "Избиратель пришёл на участок 😀 и не был включён в список."
	h.adopt(h.register("member"))
	sees(t, h.signIn("chair").get("/sign"), http.StatusOK, "Решение № 1 не напечатано", "«😀» (U+1F600)", "Остальные документы можно подписать")
	var printed int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM papers`).Scan(&printed))
	if printed > 0 {
		t.Errorf("%d papers are stored", printed)
	}
}
