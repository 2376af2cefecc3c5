package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"redress/internal/document"
	"redress/internal/regulation"
)

// draft is a paper with three parts that may be edited, and the names they are found by.
func draft() (document.Paper, map[int]string) {
	p := document.Paper{Issuer: []string{"КОМИССИЯ"}, ActName: "РЕШЕНИЕ", Body: document.Body{
		document.P(document.Text("Проект")),
		document.Heading{Level: 2, Text: "Обстоятельства"},
		document.P(document.Text("Заявитель указывает на отказ.")), document.P(document.Text("УИК\u00a0№\u00a09001 возражает: 67\u2011ФЗ, «ёлки» & <мотивы>.")),
		document.Heading{Level: 2, Text: "Мотивы"}, document.P(),
		document.Heading{Level: 2, Text: "Решила"}, document.Numbered{Number: "1.", Runs: []document.Run{document.Text("оставить жалобу без удовлетворения")}},
	}}
	return p, map[int]string{0: "of_2026_118_3", 1: "facts", 4: "reasons", 6: "operative"}
}

func drawn(t testing.TB) []byte {
	t.Helper()
	p, marks := draft()
	var b bytes.Buffer
	if err := RenderMarked(&b, p, marks); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// edited changes files inside a document; what was not there is added.
func edited(t testing.TB, document []byte, changes map[string]func(string) string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	write := func(name, content string) {
		file, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(file, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	left := maps.Clone(changes)
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		if change := changes[f.Name]; change != nil {
			text = change(text)
			delete(left, f.Name)
		}
		if text != "" {
			write(f.Name, text)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		write(name, left[name](""))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readBytes(b []byte) (map[string]string, error) { return Read(bytes.NewReader(b), int64(len(b))) }

// to replaces a piece of a part.
func to(old, now string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, now, 1) }
}

const (
	facts   = "Заявитель указывает на отказ."
	answers = "УИК\u00a0№\u00a09001 возражает: 67\u2011ФЗ, «ёлки» & <мотивы>."
)

func TestWhatWasNotEditedReadsBackTheSame(t *testing.T) {
	got, err := readBytes(drawn(t))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"of_2026_118_3": "", "facts": facts + "\n" + answers, "reasons": "", "operative": "1. оставить жалобу без удовлетворения"}
	if !maps.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestEditedTextIsRead(t *testing.T) {
	const (
		body  = "word/document.xml"
		said  = `<w:t xml:space="preserve">` + facts + `</w:t>`
		empty = `<w:p><w:pPr><w:pStyle w:val="PaperText"/></w:pPr></w:p>`
	)
	for name, row := range map[string]struct{ old, now, facts, reasons string }{
		"new letters, in more runs than before": {said, `<w:t>Заявитель </w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/><w:rFonts w:ascii="t"/></w:rPr><w:t xml:space="preserve">указал </w:t></w:r><w:r><w:t>на отказ.</w:t>`,
			"Заявитель указал на отказ.\n" + answers, ""},
		"tracked changes count as accepted": {said, `<w:t>Было</w:t></w:r><w:del w:id="7"><w:r><w:delText> так</w:delText><w:t>так</w:t></w:r></w:del><w:ins w:id="8"><w:r><w:t xml:space="preserve"> иначе</w:t></w:r></w:ins><w:moveFrom w:id="9"><w:r><w:t>там</w:t></w:r></w:moveFrom><w:moveTo w:id="10"><w:r><w:t>, здесь</w:t></w:r></w:moveTo><w:r><w:t>.</w:t>`,
			"Было иначе, здесь.\n" + answers, ""},
		"a paragraph whose end was deleted goes on": {`<w:p><w:pPr><w:pStyle w:val="PaperText"/></w:pPr><w:r>` + said, `<w:p><w:pPr><w:pStyle w:val="PaperText"/><w:rPr><w:del w:id="7"/></w:rPr></w:pPr><w:r>` + said,
			facts + answers, ""},
		"comments, pictures and hidden copies are left out": {said, said + `<w:commentReference w:id="1"/><w:drawing><wp:x xmlns:wp="x"><w:txbxContent><w:p><w:r><w:t>рамка</w:t></w:r></w:p></w:txbxContent></wp:x></w:drawing><mc:AlternateContent xmlns:mc="mc"><mc:Choice><w:t> раз</w:t></mc:Choice><mc:Fallback><w:t>два</w:t></mc:Fallback></mc:AlternateContent>`,
			facts + " раз\n" + answers, ""},
		"a field is what it shows": {said, said + `<w:fldChar w:fldCharType="begin"/><w:instrText> DATE </w:instrText><w:fldChar w:fldCharType="separate"/><w:t xml:space="preserve"> 8 мая</w:t><w:fldChar w:fldCharType="end"/>`,
			facts + " 8 мая\n" + answers, ""},
		"a line, a tab, letters that turn the writing": {said, "<w:t>а</w:t><w:br/><w:t>б</w:t><w:tab/><w:t>в\u202eг</w:t>", "а\nб вг\n" + answers, ""},
		"text written into the empty part":             {empty, `<w:p><w:r><w:t>Первый</w:t></w:r></w:p>` + empty + `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Второй</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, facts + "\n" + answers, "Первый\nВторой"},
		"text written on the line of the heading":      {`<w:t xml:space="preserve">Мотивы</w:t></w:r><w:bookmarkEnd w:id="3"/>`, `<w:t>Мотивы</w:t></w:r><w:bookmarkEnd w:id="3"/><w:r><w:t xml:space="preserve"> Суд решил.</w:t></w:r>`, facts + "\n" + answers, "Суд решил."},
		"the heading was written anew":                 {`<w:t xml:space="preserve">Мотивы</w:t>`, `<w:t>Почему</w:t>`, facts + "\n" + answers, ""},
		"items of a list keep their numbers": {empty, `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr></w:pPr><w:r><w:t>раз</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="9"/></w:numPr></w:pPr><w:r><w:t>два</w:t></w:r></w:p>` +
			`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr></w:pPr></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr></w:pPr><w:r><w:t>три</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="10"/></w:numPr></w:pPr><w:r><w:t>знак</w:t></w:r></w:p>`,
			facts + "\n" + answers, "5. раз\nа) два\n7. три\n– знак"},
	} {
		t.Run(name, func(t *testing.T) {
			file := edited(t, drawn(t), map[string]func(string) string{
				body: func(s string) string {
					if !strings.Contains(s, row.old) {
						t.Fatalf("the document lacks %s", row.old)
					}
					return strings.Replace(s, row.old, row.now, 1)
				},
				"word/numbering.xml": to("<w:num ", `<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="russianLower"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num><w:num w:numId="10"><w:abstractNumId w:val="8"/></w:num><w:num `),
			})
			got, err := readBytes(file)
			if err != nil {
				t.Fatal(err)
			}
			if got["facts"] != row.facts || got["reasons"] != row.reasons {
				t.Errorf("read %q and %q, want %q and %q", got["facts"], got["reasons"], row.facts, row.reasons)
			}
		})
	}
}

func TestFilesThatMayDoHarmAreRefused(t *testing.T) {
	rels := func(relation string) string {
		return `<?xml version="1.0"?><Relationships xmlns="r">` + relation + `</Relationships>`
	}
	one := func(name string, change func(string) string) map[string]func(string) string {
		return map[string]func(string) string{name: change}
	}
	is := func(content string) func(string) string { return func(string) string { return content } }
	for name, row := range map[string]struct {
		changes map[string]func(string) string
		key     string
	}{
		"macros":                        {one("word/vbaProject.bin", is("x")), "docx_macros"},
		"macros under another type":     {one("[Content_Types].xml", to("wordprocessingml.document.main+xml", "word.document.macroEnabled.main+xml")), "docx_macros"},
		"controls":                      {one("word/activeX/activeX1.xml", is("<x/>")), "docx_macros"},
		"a picture from elsewhere":      {one("word/_rels/document.xml.rels", to("</Relationships>", `<Relationship Id="x" Type="image" Target="https://example.org/`+strings.Repeat("ж", 200)+`" TargetMode="External"/></Relationships>`)), "docx_external"},
		"a template from elsewhere":     {one("word/_rels/settings.xml.rels", is(rels(`<Relationship Id="x" Type="attachedTemplate" Target="\\\\host\share" TargetMode="external"/>`))), "docx_external"},
		"a document type":               {one("word/document.xml", to("<w:document", `<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document`)), "docx_doctype"},
		"a document type elsewhere":     {one("_rels/.rels", to("<Relationships", `<!DOCTYPE x SYSTEM "file:///etc/passwd"><Relationships`)), "docx_doctype"},
		"unpacks to very much":          {one("word/document.xml", to("<w:body>", "<w:body>"+strings.Repeat(" ", mostUnpacked))), "docx_too_large"},
		"very much text":                {one("word/document.xml", to(facts, strings.Repeat("ж", mostText))), "docx_too_large"},
		"very deep":                     {one("word/document.xml", to("<w:body>", "<w:body>"+strings.Repeat("<w:x>", 300)+strings.Repeat("</w:x>", 300))), "docx_unreadable"},
		"broken off":                    {one("word/document.xml", to("</w:document>", "")), "docx_unreadable"},
		"a name nobody declared":        {one("word/document.xml", to("<w:body>", "<w:body>&lol;")), "docx_unreadable"},
		"another document":              {one("word/document.xml", is(`<w:document xmlns:w="w"><w:body><w:p/></w:body></w:document>`)), "docx_not_ours"},
		"no main part":                  {one("_rels/.rels", is(rels(""))), "docx_unreadable"},
		"a main part that is not there": {one("_rels/.rels", to("word/document.xml", "word/other.xml")), "docx_unreadable"},
		"a part twice":                  {one("word/document.xml", to(`w:name="_redress_reasons"`, `w:name="_redress_facts"`)), "docx_unreadable"},
		"notes":                         {one("word/document.xml", to(facts, `</w:t><w:footnoteReference w:id="2"/><w:t>`)), "docx_notes"},
	} {
		t.Run(name, func(t *testing.T) {
			parts, err := readBytes(edited(t, drawn(t), row.changes))
			var refusal *regulation.Refusal
			if !errors.As(err, &refusal) || refusal.Key != row.key || refusal.Field != Field {
				t.Errorf("%v, want %s", err, row.key)
			}
			if parts != nil {
				t.Errorf("%d parts were read all the same", len(parts))
			}
		})
	}
	many := map[string]func(string) string{}
	for i := range mostFiles {
		many["word/media/"+strings.Repeat("x", i+1)] = is("x")
	}
	for name, row := range map[string]struct {
		file []byte
		key  string
	}{
		"no archive":   {[]byte("PK no archive"), "docx_unreadable"},
		"empty":        {nil, "docx_unreadable"},
		"large":        {make([]byte, mostBytes+1), "docx_too_large"},
		"many parts":   {edited(t, drawn(t), many), "docx_too_large"},
		"another text": {edited(t, nothing(t), nil), "docx_not_ours"},
	} {
		_, err := readBytes(row.file)
		var refusal *regulation.Refusal
		if !errors.As(err, &refusal) || refusal.Key != row.key {
			t.Errorf("%s: %v, want %s", name, err, row.key)
		}
	}
}

// nothing is a document of ours without parts to edit.
func nothing(t testing.TB) []byte {
	var b bytes.Buffer
	if err := Render(&b, document.Paper{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNamesThatCannotBeABookmarkAreRefused(t *testing.T) {
	for _, name := range []string{"", "факты", `a"b`, strings.Repeat("a", 32)} {
		if err := RenderMarked(io.Discard, document.Paper{}, map[int]string{0: name}); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
}

// FuzzRead throws bytes at the reader: it answers with parts or with a refusal, whatever
// they are. The main part is fuzzed inside a whole file too, where the fuzzer could not
// get through the archive by itself.
func FuzzRead(f *testing.F) {
	whole := drawn(f)
	archive, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(nothing(f))
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			f.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add([]byte(`<w:p><w:pPr><w:pPr></w:p></w:pPr><w:bookmarkEnd/></w:t>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		changed := func(string) string { return string(data) }
		for _, file := range [][]byte{data, edited(t, whole, map[string]func(string) string{"word/document.xml": changed}),
			edited(t, whole, map[string]func(string) string{"word/numbering.xml": changed})} {
			parts, err := readBytes(file)
			var refusal *regulation.Refusal
			if err != nil && !errors.As(err, &refusal) {
				t.Errorf("neither parts nor a refusal: %v", err)
			}
			for name, part := range parts {
				if part != document.Printable(part) {
					t.Errorf("%s holds letters that no paper has: %q", name, part)
				}
			}
		}
	})
}
