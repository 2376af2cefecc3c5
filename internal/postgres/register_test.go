package postgres_test

import (
	"encoding/json"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/document"
	"redress/internal/postgres"
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

// TestTheRegisterIsReadInOrder: every list that many ask for comes from an index in its own
// order, and words from the index of words, so that a page costs the same when there are a
// hundred thousand decisions.
func TestTheRegisterIsReadInOrder(t *testing.T) {
	db := pgtest.New(t)
	after := publication.After{On: calendar.Day(2026, 9, 14), ID: 7}
	for _, row := range []struct {
		name   string
		filter publication.Filter
		latest bool
		index  string
	}{
		{"all", publication.Filter{}, false, "publications_newest"},
		{"a year", publication.Filter{Year: 2026}, false, "publications_newest"},
		{"an outcome", publication.Filter{Outcome: "remand"}, false, "publications_newest"},
		{"a commission", publication.Filter{Code: "42"}, false, "publications_of_commission"},
		{"a commission in a year", publication.Filter{Code: "42", Year: 2026}, false, "publications_of_commission"},
		{"a number", publication.Filter{Number: "31"}, false, "publications_number"},
		{"an article", publication.Filter{Article: "67-ФЗ, ст. 75"}, false, "publications_by_article"},
		{"a level", publication.Filter{Level: publication.Federal}, false, "publications_by_level"},
		{"the feed", publication.Filter{}, true, "publications_latest"},
		{"the feed of a commission", publication.Filter{Code: "42"}, true, "publications_latest_of_commission"},
	} {
		query, values := postgres.RegisterPage(row.filter, after, 31, row.latest)
		plan := planOf(t, db, `SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off`, query, values)
		_, rows, _ := strings.Cut(plan, "Limit")
		rows, _, _ = strings.Cut(rows, "SubPlan")
		if !strings.Contains(rows, "using "+row.index+" on") || strings.Contains(rows, "Sort") {
			t.Errorf("%s is not read from %s:\n%s", row.name, row.index, plan)
		}
	}
	query, values := postgres.RegisterPage(publication.Filter{Words: "дверь"}, after, 31, false)
	plan := planOf(t, db, `SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; DROP INDEX publications_newest, publications_of_commission,
		publications_number, publications_by_level, publications_latest, publications_latest_of_commission, publications_standing`, query, values)
	if !strings.Contains(plan, "Bitmap Index Scan on publications_by_words") {
		t.Errorf("words are not read from their index:\n%s", plan)
	}
}

// planOf is how a statement would be carried out under settings.
func planOf(t *testing.T, db *postgres.DB, settings, query string, values []any) string {
	t.Helper()
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }()
	if _, err := tx.Exec(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	rows, err := tx.Query(t.Context(), `EXPLAIN `+query, values...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(plan, "\n")
}
