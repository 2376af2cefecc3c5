package web

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	parser "golang.org/x/net/html"

	"redress/internal/document"
)

// papersOfAllKinds are the stored papers and one with everything a paper may hold.
func papersOfAllKinds(t *testing.T) map[string]document.Paper {
	all := map[string]document.Paper{"nothing at all": {}, "odd": {
		Issuer: []string{`<Комиссия> & "друзья"`}, Number: "1<2", Subject: "О <жалобе>", Footer: "внизу", Code: "https://redress.example/verify/K7QM-42XT",
		Body: document.Body{
			document.P(document.Text("рас\u00adсмот\u00adре\u00adние\x00\nновая <строка>"), document.Bold("б"), document.Run{Text: "в", Bold: true, Italic: true}),
			document.Numbered{Number: "7.", Runs: []document.Run{document.Text("а")}}, document.Numbered{Number: "7.1)", Runs: []document.Run{document.Text("б")}},
			document.Heading{Level: 1, Text: "Часть"}, document.Heading{Level: 2, Text: "Раздел"}, document.Heading{Level: 9, Text: "Дно"}, document.Quote{Runs: []document.Run{document.Italic("сказано")}},
			document.Table{Columns: []document.Column{{Head: "Графа"}, {Align: document.Right}}, Rows: [][]document.Cell{{document.C("один")}, {document.C("два"), document.C("3"), document.C("лишнее")}}},
			document.Table{Columns: []document.Column{{}, {}}, Rows: [][]document.Cell{{document.C("Вид"), document.C("очно")}}, Bare: true}, document.Table{},
		},
		Signatures: []document.SignatureLine{{Office: "Председатель", Name: "М. П. Соколова"}}, Marks: []document.ESignature{{Owner: "А", Serial: "01"}},
		Copy: &document.CopyMark{Word: "Верно", Office: "Секретарь", Name: "И. А. Ветрова", Date: "12.09.2026", Kept: "Подлинник – в деле"},
	}}
	for _, name := range []string{"ruling", "minutes", "letter"} {
		data, err := os.ReadFile(filepath.Join("..", "internal", "document", "testdata", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var p document.Paper
		if err := json.Unmarshal(data, &p); err != nil {
			t.Fatal(err)
		}
		all[name] = p
	}
	return all
}

// readAloud returns the words of the paper in a page; what belongs to the sheet is left out.
func readAloud(t *testing.T, page string) (text string, tags map[string]int) {
	root, err := parser.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	tags = map[string]int{}
	var said strings.Builder
	var walk func(*parser.Node)
	walk = func(n *parser.Node) {
		switch {
		case n.Type == parser.ElementNode && (n.Data == "head" || n.Data == "footer"):
			return
		case n.Type == parser.ElementNode:
			tags[n.Data]++
		case n.Type == parser.TextNode:
			said.WriteString(n.Data)
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
		if n.Type == parser.ElementNode && !slices.Contains([]string{"b", "i", "span"}, n.Data) {
			said.WriteByte('\n')
		}
	}
	walk(root)
	return strings.Join(strings.Fields(strings.ReplaceAll(said.String(), "\u00ad", "")), " "), tags
}

func TestPaperAsAPageSaysWhatThePaperSays(t *testing.T) {
	for name, p := range papersOfAllKinds(t) {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := RenderPaper(&b, p); err != nil {
				t.Fatal(err)
			}
			got, tags := readAloud(t, b.String())
			if want := strings.Join(strings.Fields(p.Plain()), " "); got != want {
				t.Errorf("the page says:\n%s\nwant:\n%s", got, want)
			}
			clauses := 0
			for _, block := range p.Body {
				if _, ok := block.(document.Numbered); ok {
					clauses++
				}
			}
			if tags["li"] != clauses {
				t.Errorf("%d items of lists, want %d", tags["li"], clauses)
			}
			if strings.Contains(b.String(), "http-equiv") || strings.Contains(b.String(), "<link") || tags["script"] > 0 {
				t.Error("the page loads something")
			}
		})
	}
}

func TestPaperAsAPageCanBeFoundOnesWayIn(t *testing.T) {
	var b strings.Builder
	if err := RenderPaper(&b, papersOfAllKinds(t)["odd"]); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<html lang="ru-RU">`, `<h1 class="subject">О &lt;жалобе&gt;</h1>`, `<h2>Часть</h2>`, `<h3>Раздел</h3>`, `<h6>Дно</h6>`,
		`<th scope="col">Графа</th>`, `<th scope="row">Вид</th>`, `<blockquote>`, `alt="QR-код для проверки документа: https://redress.example/verify/K7QM-42XT"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
