package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/image/font/sfnt"

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
		"signs":        {Body: document.Body{document.P(document.Text("«ёлки» — № 5, §\u00a012, 5\u202f000 €, 67\u2011ФЗ, «за́мок», −5 °C…"))}},
		"soft hyphen":  {Body: document.Body{document.P(document.Text(strings.Repeat("рас\u00adсмот\u00adре\u00adние ", 60)))}},
		"unseen signs": {Body: document.Body{document.P(document.Text("а\x00б\u202eв\u200bг\td\r\nе"))}},
		"line ends":    {Body: document.Body{document.P(document.Text("раз\n\nдва\n"))}},
		"only spaces":  {Body: document.Body{document.P(document.Text("   \u00a0 "))}, Footer: " "},
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

// A letter the face lacks is named and nothing is written: neither a box nor a
// question mark stands for it.
func TestMissingLettersAreNamed(t *testing.T) {
	cells := document.Table{Columns: []document.Column{{Head: "漢"}, {}}, Rows: [][]document.Cell{{document.C("字"), {document.Bold("漢")}}}}
	for want, p := range map[string]document.Paper{
		"«😀» (U+1F600)":              {Body: document.Body{document.P(document.Text("до 😀 после 😀"))}},
		"«漢» (U+6F22), «字» (U+5B57)": {Body: document.Body{cells}},
		"«₽» (U+20BD)":               {Footer: "5 000 ₽"},
		"«\uf001» (U+F001)":          {Body: document.Body{document.P(document.Run{Text: "\uf001", Italic: true})}},
		"«\ufffd» (U+FFFD)":          {Subject: "а\xffб"},
		"«ა» (U+10D0), «ბ» (U+10D1), «გ» (U+10D2), «დ» (U+10D3), «ე» (U+10D4), «ვ» (U+10D5), «ზ» (U+10D6), «თ» (U+10D7), «ი» (U+10D8), «კ» (U+10D9), …": {Marks: []document.ESignature{{Owner: "აბგდევზთიკლმ"}}},
	} {
		for _, form := range []standard{kept, checked} {
			var file bytes.Buffer
			var missing *document.MissingGlyphs
			if err := write(&file, p, form); !errors.As(err, &missing) || missing.Names() != want {
				t.Errorf("drawing gave %v, want the letters %s", err, want)
			}
			if file.Len() > 0 {
				t.Errorf("%d bytes were written of a paper that lacks %s", file.Len(), want)
			}
		}
	}
}

// All faces draw the same letters, so one is asked for all.
func TestFacesDrawTheSameLetters(t *testing.T) {
	var buf sfnt.Buffer
	upright, err := faces[regular]()
	if err != nil {
		t.Fatal(err)
	}
	for id := range faces {
		f, err := faces[id]()
		if err != nil {
			t.Fatal(err)
		}
		for r := rune(0); r < 0x20000; r++ {
			a, _ := upright.font.GlyphIndex(&buf, r)
			b, _ := f.font.GlyphIndex(&buf, r)
			if (a == 0) != (b == 0) && !unicode.Is(unicode.Co, r) {
				t.Errorf("%s and %s differ in %U", upright.id.name(), f.id.name(), r)
			}
		}
	}
}

// The code stands at the lower right of the first sheet, below everything else, and is
// read by its address.
func TestCodeOfThePaper(t *testing.T) {
	for name, p := range map[string]document.Paper{"ruling": stored(t, "ruling"), "minutes": stored(t, "minutes"), "long": long(3), "nothing": {}, "row higher than a page": {
		Body: document.Body{document.Table{Columns: []document.Column{{}}, Rows: [][]document.Cell{{document.C(strings.Repeat("объяснение по жалобе ", 700))}}}}}} {
		p.Code = "https://redress.example/verify/K7QM-42XT"
		file := check(t, p)
		if got, want := aloud(t, file), words(p.Plain()); name != "row higher than a page" && got != want {
			t.Errorf("%s is read as %s, want %s", name, got, want)
		}
		if tags := tool(t, file, "pdfinfo", "-struct", "FILE"); strings.Count(tags, "Figure") != 1 || !bytes.Contains(file, []byte("/Alt "+textString("QR-код для проверки документа: "+p.Code))) {
			t.Errorf("%s: the code is not read: %s", name, tags)
		}
		c, pages := pagesOf(t, p)
		last := pages[0][max(len(pages[0])-1, 0):]
		top := sheetHeight - topMargin - c.foot - c.code.room()
		if len(last) > 0 && last[0].y+last[0].height > top+slack {
			t.Errorf("%s: the first page reaches %.1f points into the code", name, last[0].y+last[0].height-top)
		}
	}
	if err := Render(io.Discard, document.Paper{Code: strings.Repeat("https://", 500)}); err == nil {
		t.Error("an address that fits no code is taken")
	}
}
