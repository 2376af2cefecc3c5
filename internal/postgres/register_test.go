package postgres_test

import (
	"encoding/json"
	"strings"
	"testing"

	"redress/internal/document"
	"redress/internal/postgres/pgtest"
	"redress/internal/publication"
)

// TestPublicText: the database reads a public copy as people do, whatever it is made of, and
// takes no mark of what was left out for a word of it.
func TestPublicText(t *testing.T) {
	db := pgtest.New(t)
	long := document.Paper{Body: document.Body{document.P(document.Text(strings.Repeat("долгое слово ", 40_000)))}}
	paper := document.Paper{Subject: "О жалобе", Title: "невидимка", Code: "https://complaints.example/verify/abc", Body: document.Body{
		document.Paragraph{Runs: []document.Run{document.Text("Учас"), document.Bold("ток\u00a0за\u00adкрыт")}}, document.P(),
		document.Heading{Level: 1, Text: "Установлено"}, document.Numbered{Number: "1.", Runs: []document.Run{document.Text("Пункт")}},
		document.Quote{Runs: []document.Run{document.Text("Цитата\nстрокой")}},
		document.Table{Columns: []document.Column{{Head: "Столбец"}, {}}, Rows: [][]document.Cell{{document.C("Клетка"), nil}, nil}}}}
	said := func(p document.Paper) (text, words string) {
		t.Helper()
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Pool().QueryRow(t.Context(), `SELECT public_text($1), public_words($1)::text`, string(data)).Scan(&text, &words); err != nil {
			t.Fatal(err)
		}
		return text, words
	}
	if text, _ := said(paper); text != "О жалобе\nУчасток закрыт\nУстановлено\nПункт\nЦитата\nстрокой\nСтолбец Клетка" {
		t.Errorf("the text is %q", text)
	}
	if text, words := said(document.Paper{}); text != "" || words != "" {
		t.Errorf("an empty paper says %q, %s", text, words)
	}
	if text, words := said(long); len([]rune(text)) != 200_000 || !strings.Contains(words, "'долг'") {
		t.Errorf("of a long paper %d letters are looked through", len([]rune(text)))
	}
	for _, g := range publication.Grounds {
		if _, words := said(document.Paper{Subject: g.Mark()}); words != "" {
			t.Errorf("R-087: the mark %s is found by %s", g.Mark(), words)
		}
	}
}
