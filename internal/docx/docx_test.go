package docx

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"redress/internal/document"
)

// stored reads one of the golden papers of the document package.
func stored(t testing.TB, name string) document.Paper {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "document", "testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var p document.Paper
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// open draws a paper twice, compares the bytes and returns the files inside.
func open(t testing.TB, p document.Paper) map[string]string {
	t.Helper()
	var first, second bytes.Buffer
	if err := errors.Join(Render(&first, p), Render(&second, p)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same paper gave different bytes")
	}
	archive, err := zip.NewReader(bytes.NewReader(first.Bytes()), int64(first.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(content)
	}
	if archive.File[0].Name != "[Content_Types].xml" {
		t.Errorf("the first file is %s, want the content types", archive.File[0].Name)
	}
	return files
}

// elements calls visit for every element of a part; malformed XML is a failure.
func elements(t testing.TB, name, content string, visit func(xml.Token)) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s is not well-formed: %v", name, err)
		}
		visit(token)
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// textOf returns the words of the main part with the numbers of its clauses, as a reader
// meets them.
func textOf(t testing.TB, files map[string]string) string {
	var b strings.Builder
	inText, level := false, ""
	counter := newWordProcessor(t, files["word/numbering.xml"])
	elements(t, "word/document.xml", files["word/document.xml"], func(token xml.Token) {
		switch e := token.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "t"
			switch e.Name.Local {
			case "ilvl":
				level = attribute(e, "val")
			case "numId":
				b.WriteString(counter.number(t, attribute(e, "val"), level) + " ")
			case "tab", "br":
				b.WriteByte(' ')
			case "noBreakHyphen":
				b.WriteRune('\u2011')
			}
		case xml.EndElement:
			inText = false
			if e.Name.Local == "p" {
				b.WriteByte('\n')
			}
		case xml.CharData:
			if inText {
				b.Write(e)
			}
		}
	})
	return words(b.String())
}

func words(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u200b", "")), " ")
}

func TestPapers(t *testing.T) {
	odd := document.Paper{
		Issuer: []string{"<Комиссия> & \"друзья\""},
		Number: "1<2",
		Body: document.Body{
			document.P(document.Text("]]> &amp; «ёлки» — № 5,\u00a067\u2011ФЗ 😀\x00 рас\u00adсмот\u00adре\u00adние\nновая строка"), document.Bold("б"), document.Run{}),
			document.Paragraph{Runs: []document.Run{document.Italic("вправо")}, Align: document.Right, KeepWithNext: true, SpaceBefore: 7.5},
			document.Heading{Level: 2, Text: "Часть"}, document.Table{},
			document.Table{Columns: []document.Column{{}, {Align: document.Right}}, Rows: [][]document.Cell{{document.C("один")}, {}}, Bare: true},
		},
		Marks:  []document.ESignature{{Owner: "А"}, {Owner: "Б"}, {Owner: "В"}},
		Footer: "внизу & <ниже>",
		Code:   "https://redress.example/verify/K7QM-42XT?a=1&b=\"2\"",
	}
	for name, p := range map[string]document.Paper{
		"ruling": stored(t, "ruling"), "minutes": stored(t, "minutes"), "letter": stored(t, "letter"), "odd": odd, "nothing at all": {}, "a code alone": {Code: "K7QM"},
	} {
		t.Run(name, func(t *testing.T) {
			files := open(t, p)
			if got, want := textOf(t, files), words(p.Plain()); got != want {
				t.Errorf("text of the file:\n%s\nwant:\n%s", got, want)
			}
			checkPackage(t, files)
			checkStyles(t, files)
		})
	}
}

// checkPackage sees that every part has a type and every relation a target.
func checkPackage(t *testing.T, files map[string]string) {
	for name, content := range files {
		if path.Ext(name) == ".xml" {
			elements(t, name, content, func(xml.Token) {})
		}
	}
	typed := map[string]bool{"[Content_Types].xml": true}
	elements(t, "[Content_Types].xml", files["[Content_Types].xml"], func(token xml.Token) {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Override" {
			typed[strings.TrimPrefix(attribute(e, "PartName"), "/")] = true
		}
	})
	ids := map[string]bool{}
	for name, content := range files {
		if path.Ext(name) != ".rels" {
			continue
		}
		elements(t, name, content, func(token xml.Token) {
			e, ok := token.(xml.StartElement)
			if !ok || e.Name.Local != "Relationship" {
				return
			}
			ids[attribute(e, "Id")] = true
			target := path.Join(path.Dir(path.Dir(name)), attribute(e, "Target"))
			if files[target] == "" {
				t.Errorf("%s points at %s, which is not there", name, target)
			}
		})
		if !typed[name] && path.Ext(name) != ".rels" {
			t.Errorf("%s has no content type", name)
		}
	}
	for name := range typed {
		if files[name] == "" {
			t.Errorf("the content types name %s, which is not there", name)
		}
	}
	elements(t, "word/document.xml", files["word/document.xml"], func(token xml.Token) {
		if e, ok := token.(xml.StartElement); ok && strings.HasSuffix(e.Name.Local, "Reference") && !ids[attribute(e, "id")] {
			t.Errorf("%s refers to the relation %q, which is not there", e.Name.Local, attribute(e, "id"))
		}
	})
}

// checkStyles sees that every style in use is defined, and that properties stand
// in the order the format demands, without which a file is called damaged.
func checkStyles(t *testing.T, files map[string]string) {
	defined := map[string]bool{}
	elements(t, "word/styles.xml", files["word/styles.xml"], func(token xml.Token) {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "style" {
			defined[attribute(e, "styleId")] = true
		}
	})
	order := strings.Fields("pStyle keepNext keepLines widowControl numPr tabs suppressAutoHyphens spacing ind jc outlineLvl")
	for name, content := range files {
		if path.Ext(name) != ".xml" {
			continue
		}
		place := -1
		elements(t, name, content, func(token xml.Token) {
			e, ok := token.(xml.StartElement)
			if !ok {
				return
			}
			if e.Name.Local == "pPr" {
				place = 0
			}
			if e.Name.Local == "pStyle" || e.Name.Local == "basedOn" {
				if id := attribute(e, "val"); !defined[id] {
					t.Errorf("%s uses the style %q, which is not defined", name, id)
				}
			}
			if e.Name.Local == "r" || e.Name.Local == "rPr" {
				place = -1
			}
			for i, property := range order {
				if place >= 0 && e.Name.Local == property {
					if i < place {
						t.Errorf("%s: %s stands after %s", name, property, order[place])
					}
					place = i
				}
			}
		})
	}
}

func TestSheet(t *testing.T) {
	for name, row := range map[string]struct {
		kept bool
		want string
	}{
		"kept longer than ten years: 30 mm at the left": {true, `w:left="1701"`},
		"other papers: 20 mm at the left":               {false, `w:left="1134"`},
	} {
		p := stored(t, "ruling")
		p.LongKept = row.kept
		files := open(t, p)
		for _, want := range []string{row.want, `<w:pgSz w:w="11906" w:h="16838"/>`, "<w:titlePg/>", `w:right="567"`} {
			if !strings.Contains(files["word/document.xml"], want) {
				t.Errorf("%s: the document lacks %s", name, want)
			}
		}
		for file, want := range map[string]string{
			"word/header.xml":   "PAGE",
			"word/settings.xml": "<w:autoHyphenation/>",
			"word/styles.xml":   `<w:lang w:val="ru-RU"`,
			"docProps/core.xml": "2026-09-12T11:42:00Z",
		} {
			if !strings.Contains(files[file], want) {
				t.Errorf("%s: %s lacks %s", name, file, want)
			}
		}
	}
}

func TestTableHeadIsRepeatedAndSignaturesStay(t *testing.T) {
	doc := open(t, stored(t, "minutes"))["word/document.xml"]
	if got := strings.Count(doc, "<w:tblHeader/>"); got != 2 {
		t.Errorf("%d rows are heads of tables, want 2", got)
	}
	last, _, _ := strings.Cut(doc, "Председательствующий на заседании")
	last = last[strings.LastIndex(last, `<w:pStyle w:val="PaperText"/>`):]
	if !strings.HasPrefix(last, `<w:pStyle w:val="PaperText"/><w:keepNext/>`) {
		t.Error("the last paragraph of the text may stay behind when the signatures go to the next page")
	}
}

func TestCode(t *testing.T) {
	p := stored(t, "ruling")
	p.Code = "https://redress.example/verify/K7QM-42XT"
	files := open(t, p)
	checkPackage(t, files)
	picture, err := png.Decode(strings.NewReader(files["word/media/code.png"]))
	if err != nil || picture.Bounds().Dx() != picture.Bounds().Dy() {
		t.Fatalf("the picture of the code: %v", err)
	}
	doc := files["word/document.xml"]
	if alternative := `descr="QR-код для проверки документа: ` + p.Code + `"`; !strings.Contains(doc, alternative) {
		t.Errorf("the document lacks %s", alternative)
	}
	if strings.Index(doc, "<w:drawing>") > strings.Index(doc, "</w:p>") {
		t.Error("the code does not belong to the first paragraph, which stands on the first sheet")
	}
	p.Code = strings.Repeat("x", 5000)
	var b bytes.Buffer
	if err := Render(&b, p); err == nil || b.Len() > 0 {
		t.Errorf("a code of 5000 letters: %v, and %d bytes were written", err, b.Len())
	}
}

func TestNothingOfTheMachineStandsInTheFile(t *testing.T) {
	for _, name := range []string{"ruling", "minutes"} {
		core := open(t, stored(t, name))["docProps/core.xml"]
		for _, want := range []string{"<dc:title>", "<dc:subject>", "<dc:creator>ТЕРРИТОРИАЛЬНАЯ"} {
			if !strings.Contains(core, want) {
				t.Errorf("%s: the properties lack %s", name, want)
			}
		}
		if strings.Contains(core, "lastModifiedBy") {
			t.Errorf("%s: the properties name who last changed the file", name)
		}
	}
}

func BenchmarkRuling(b *testing.B) {
	p := stored(b, "ruling")
	p.Code = "https://redress.example/verify/K7QM-42XT"
	for b.Loop() {
		if err := Render(io.Discard, p); err != nil {
			b.Fatal(err)
		}
	}
}
