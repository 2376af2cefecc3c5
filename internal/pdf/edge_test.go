package pdf

import (
	"fmt"
	"strings"
	"testing"

	"redress/internal/document"
)

// squeezed leaves no spaces at all, for texts whose words are cut at the end of
// a line.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func TestOddPapers(t *testing.T) {
	long := strings.Repeat("превысокомногорассмотрительствующий", 12)
	for name, p := range map[string]document.Paper{
		"nothing at all":  {},
		"empty body":      {ActName: "РЕШЕНИЕ", Number: "1", Date: "01.02.2026"},
		"empty blocks":    {Body: document.Body{document.P(), document.Heading{}, document.Quote{}, document.Table{}, document.P(document.Text("конец"))}},
		"signatures only": {Signatures: []document.SignatureLine{{Office: "Председатель", Name: "М. П. Соколова"}, {Name: "без должности"}, {Office: "без имени"}}},
		"long word":       {Issuer: []string{long}, ActName: long, Subject: long, Body: document.Body{document.P(document.Text("слово " + long + " слово"))}},
		"long word in a narrow cell": {Body: document.Body{document.Table{
			Columns: []document.Column{{Width: 0.001, Head: "№"}, {Width: 100, Head: "Текст"}},
			Rows:    [][]document.Cell{{document.C("123"), document.C(long)}}}}},
		"signs":         {Body: document.Body{document.P(document.Text("«ёлки» — № 5, §\u00a012, 5\u202f000 ₽, 67\u2011ФЗ, «за́мок», −5 °C…"))}},
		"soft hyphen":   {Body: document.Body{document.P(document.Text(strings.Repeat("рас\u00adсмот\u00adре\u00adние ", 60)))}},
		"unknown signs": {Body: document.Body{document.P(document.Text("до 😀 после 漢字 и 👩\u200d⚖\ufe0f конец"), document.Bold("😀"), document.Run{Text: "漢", Bold: true, Italic: true})}},
		"unseen signs":  {Body: document.Body{document.P(document.Text("а\x00б\u202eв\u200bг\td\r\nе\xff"))}},
		"line ends":     {Body: document.Body{document.P(document.Text("раз\n\nдва\n"))}},
		"only spaces":   {Body: document.Body{document.P(document.Text("   \u00a0 "))}, Footer: " "},
	} {
		t.Run(name, func(t *testing.T) {
			file := check(t, p)
			got := strings.ReplaceAll(squeezed(textOf(t, file)), "\u00ad", "")
			want := squeezed(p.Plain())
			if got != want {
				t.Errorf("text of the file %q, want %q", got, want)
			}
		})
	}
}

func TestSoftHyphenBreaksWordsApart(t *testing.T) {
	p := document.Paper{Body: document.Body{document.P(document.Text(strings.Repeat("рас\u00adсмот\u00adре\u00adние ", 60)))}}
	raw := textOf(t, render(t, p))
	if !strings.Contains(raw, "\u00ad\n") {
		t.Errorf("no line ends at a soft hyphen:\n%s", raw)
	}
	if strings.Count(raw, "\u00ad") != strings.Count(raw, "\u00ad\n") {
		t.Errorf("a soft hyphen is drawn inside a line:\n%s", raw)
	}
	if got, want := words(raw), words(p.Plain()); got != want {
		t.Errorf("text %q, want %q", got, want)
	}
}

func TestLongTableRepeatsItsHead(t *testing.T) {
	table := document.Table{Columns: []document.Column{{Width: 1, Head: "Номер"}, {Width: 4, Head: "Содержание"}}}
	for i := range 120 {
		table.Rows = append(table.Rows, []document.Cell{document.C(fmt.Sprint(i + 1)), document.C("Обращение о порядке работы участковой избирательной комиссии, поступившее в период избирательной кампании")})
	}
	p := document.Paper{Body: document.Body{document.P(document.Text("Перечень:")), table}, Signatures: []document.SignatureLine{{Office: "Секретарь", Name: "И. А. Ветрова"}}}
	file := check(t, p)
	pages := pageCount(t, file)
	if pages < 4 {
		t.Fatalf("%d pages, want the table to reach over 3", pages)
	}
	text := words(textOf(t, file))
	if heads := strings.Count(text, "Номер Содержание"); heads != pages {
		t.Errorf("the head stands on %d of %d pages", heads, pages)
	}
	first := strings.Index(text, "Номер Содержание") + len("Номер Содержание")
	once := text[:first] + strings.ReplaceAll(text[first:], " Номер Содержание", "")
	if want := words(p.Plain()); once != want {
		t.Errorf("text %q, want %q", once, want)
	}
}

func TestRowHigherThanAPageIsDivided(t *testing.T) {
	p := document.Paper{Body: document.Body{document.Table{
		Columns: []document.Column{{Width: 1, Head: "Кто"}, {Width: 1, Head: "Что"}},
		Rows:    [][]document.Cell{{document.C("Новосёлов"), document.C(strings.Repeat("объяснение по жалобе ", 400))}},
	}}}
	file := check(t, p)
	text := strings.ReplaceAll(squeezed(textOf(t, file)), "КтоЧто", "")
	if want := strings.ReplaceAll(squeezed(p.Plain()), "КтоЧто", ""); text != want {
		t.Errorf("text %q, want %q", text, want)
	}
	c, pages := pagesOf(t, p)
	for i, page := range pages {
		if bottom := page[len(page)-1]; bottom.y+bottom.height > c.page+slack {
			t.Errorf("page %d runs %.1f points over", i+1, bottom.y+bottom.height-c.page)
		}
	}
}
