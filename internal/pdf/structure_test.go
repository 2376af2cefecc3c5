package pdf

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redress/internal/document"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares what was got with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test ./internal/pdf -update rewrites it); got:\n%s", name, got)
	}
}

// aloud returns the text as a screen reader meets it: by the elements, in their order.
func aloud(t testing.TB, file []byte) string {
	t.Helper()
	var text strings.Builder
	for line := range strings.Lines(tool(t, file, "pdfinfo", "-struct-text", "FILE")) {
		line = strings.TrimSpace(line)
		if quoted := strings.TrimPrefix(line, `"`); quoted != line {
			text.WriteString(strings.TrimSuffix(quoted, `"`))
		} else {
			text.WriteByte(' ')
		}
	}
	return words(strings.ReplaceAll(text.String(), "\u00ad", ""))
}

// What the elements hold is the text of the model from the first word to the last.
func TestPapersAreReadAloudInOrder(t *testing.T) {
	for _, name := range []string{"ruling", "minutes"} {
		p := stored(t, name)
		file := render(t, p)
		if got, want := aloud(t, file), words(p.Plain()); got != want {
			t.Errorf("%s is read as\n%s\nwant\n%s", name, got, want)
		}
		golden(t, name+".tags", tool(t, file, "pdfinfo", "-struct-text", "FILE"))
	}
}

// Clauses, quotes and tables go over pages and stay one element each; what is drawn
// again on every page is not read again.
func TestLongPartsStayWhole(t *testing.T) {
	long := strings.Repeat("объяснение по жалобе ", 300)
	table := document.Table{Columns: []document.Column{{Width: 1, Head: "Кто"}, {Width: 3, Head: "Что"}}}
	for range 60 {
		table.Rows = append(table.Rows, []document.Cell{document.C("Новосёлов"), document.C("пояснил, что находился в помещении")})
	}
	table.Rows = append(table.Rows, []document.Cell{document.C("Зимина")}, []document.Cell{document.C("Ким"), document.C(long)})
	p := document.Paper{ActName: "ПРОТОКОЛ", Footer: "Внизу каждого листа", Body: document.Body{
		document.Numbered{Number: "1.", Runs: []document.Run{document.Text(long)}},
		document.Numbered{Number: "2.", Runs: []document.Run{document.Text(long), document.Bold(long)}},
		document.Quote{Runs: []document.Run{document.Text(long)}}, table,
	}, Signatures: []document.SignatureLine{{Office: "Секретарь", Name: "И. А. Ветрова"}}}
	file := check(t, p)
	if got, want := aloud(t, file), words(p.Plain()); got != want {
		t.Errorf("read as\n%s\nwant\n%s", got, want)
	}
	tags := tool(t, file, "pdfinfo", "-struct", "FILE")
	for role, want := range map[string]int{"  L (": 1, "LI (": 2, "LBody (": 2, "BlockQuote": 1, "Table": 1, "TR": 63, "TH": 2, "TD": 124} {
		if got := strings.Count(tags, role); got != want {
			t.Errorf("%d elements %q, want %d", got, strings.TrimSpace(role), want)
		}
	}
}

// A reader jumps from heading to heading; no level is left out on the way down.
func TestHeadingsLeaveNoGap(t *testing.T) {
	body := document.Body{document.Heading{Level: 2, Text: "Второй"}, document.P(document.Text("текст")), document.Heading{Level: 1, Text: "Первый"}, document.Heading{Level: 2, Text: "Снова второй"}}
	for want, p := range map[string]document.Paper{
		"H1 H2 H3 H2 H3": {ActName: "РЕШЕНИЕ", Subject: "О жалобе", Body: body},
		"H1 H2 H2 H3":    {Subject: "О жалобе", Body: body},
		"H1 H2 H3":       {Body: body},
	} {
		var got []string
		for line := range strings.Lines(tool(t, render(t, p), "pdfinfo", "-struct", "FILE")) {
			if level, _, _ := strings.Cut(strings.TrimSpace(line), " "); strings.HasPrefix(level, "H") {
				got = append(got, level)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("headings %v, want %s", got, want)
		}
	}
}

// The list beside the pages has the act, the title of the text and every item of
// the minutes, each at its page.
func TestBookmarks(t *testing.T) {
	type node struct {
		Title string `json:"title"`
		Page  int    `json:"destpageposfrom1"`
		Kids  []node `json:"kids"`
	}
	var file struct {
		Outlines []node `json:"outlines"`
	}
	if err := json.Unmarshal([]byte(tool(t, render(t, stored(t, "minutes")), "qpdf", "--json=1", "--json-key=outlines", "FILE")), &file); err != nil {
		t.Fatal(err)
	}
	var list func(nodes []node, depth string) string
	list = func(nodes []node, depth string) string {
		var out strings.Builder
		for _, n := range nodes {
			fmt.Fprintf(&out, "%s%s: %d\n%s", depth, n.Title, n.Page, list(n.Kids, depth+"  "))
		}
		return out.String()
	}
	want := `ПРОТОКОЛ № 214: 1
  заседания комиссии: 1
  Присутствовали члены комиссии с правом решающего голоса: 1
  Повестка дня: 1
    1. О жалобе Новосёлова Н. Н. на решение и бездействие УИК № 9001: 2
    2. О плане обучения членов участковых комиссий: 2
`
	if got := list(file.Outlines, ""); got != want {
		t.Errorf("bookmarks\n%s\nwant\n%s", got, want)
	}
}
