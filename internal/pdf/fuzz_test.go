package pdf

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"redress/internal/document"
)

// FuzzRender: whatever stands in a paper, it is drawn to its end or refused with the
// letters that are missing, and then nothing is written.
func FuzzRender(f *testing.F) {
	for _, text := range []string{"", "О жалобе № 37", "рас\u00adсмот\u00adрение – да", "a\nб\r\nв\u2028г", "\x00\xff\ufffe", "😀\u200d⚖\ufe0f", "\ue000", "1.\u00a0",
		strings.Repeat("ъьй", 40), "https://example.org/" + strings.Repeat("путь/", 60), "<FEFF></rdf:li>&\"]]>", ")\\(", "и\u0306е\u0308"} {
		f.Add(text, text, uint8(7))
	}
	f.Fuzz(func(t *testing.T, one, other string, shape uint8) {
		if len(one)+len(other) > 2000 {
			return
		}
		p := document.Paper{Lang: "ru-RU", Title: one, ActName: other, Number: one, Issuer: []string{one, other}, Footer: other, LongKept: shape&1 != 0}
		runs := []document.Run{document.Text(one), document.Bold(other), {Text: one, Italic: shape&2 != 0}}
		p.Body = document.Body{
			document.P(runs...), document.Heading{Level: int(shape % 5), Text: one}, document.Numbered{Number: other, Runs: runs}, document.Quote{Runs: runs},
			document.Table{Bare: shape&4 != 0, Columns: []document.Column{{Width: float64(shape) - 8, Head: other}, {}}, Rows: [][]document.Cell{{runs}, {runs, runs, runs}, nil}},
		}
		p.Signatures = []document.SignatureLine{{Office: one, Name: other}}
		p.Marks = []document.ESignature{{Owner: one, Serial: other}}
		if shape&8 != 0 {
			p.Code = "https://redress.example/verify/1"
		}
		var file bytes.Buffer
		var missing *document.MissingGlyphs
		switch err := Render(&file, p); {
		case errors.As(err, &missing):
			if len(missing.Letters) == 0 || file.Len() > 0 {
				t.Errorf("refused with the letters %q after %d bytes", missing.Letters, file.Len())
			}
		case err != nil:
			t.Errorf("not drawn: %v", err)
		case !bytes.HasSuffix(file.Bytes(), []byte("%%EOF\n")):
			t.Error("the file does not end")
		}
	})
}
