package pdf

import (
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
	"pgregory.net/rapid"

	"redress/internal/document"
)

// pagesOf lays a paper out and returns its pages and the column they were cut from.
func pagesOf(t testing.TB, p document.Paper) (*column, []page) {
	t.Helper()
	var pages []page
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	k, err := newCode(p)
	if err != nil {
		t.Fatal(err)
	}
	c := layOut(newObjects(io.Discard, kept.version), s, p, k, func(one page) { pages = append(pages, one) })
	c.set(p)
	return c, pages
}

// However long the text is, the signatures have two lines of it on their page,
// no paragraph leaves one line alone, and no heading ends a page.
func TestPagesKeepTogetherWhatBelongsTogether(t *testing.T) {
	four := document.P(document.Text(strings.Repeat("рассмотрев жалобу, комиссия установила ", 7)))
	for blocks := range 40 {
		p := stored(t, "ruling")
		p.Body = nil
		for i := range blocks {
			if i%5 == 0 {
				p.Body = append(p.Body, document.Heading{Level: 1, Text: "Заголовок"})
			}
			p.Body = append(p.Body, four)
		}
		p.Body = append(p.Body, document.P(document.Text("Одна строка.")))
		c, pages := pagesOf(t, p)
		for n, page := range pages {
			last := page[len(page)-1]
			if last.y+last.height > c.page+slack {
				t.Errorf("%d blocks: page %d runs over its foot", blocks, n+1)
			}
			if n == len(pages)-1 {
				continue
			}
			next := pages[n+1]
			if spans := last.texts[0].spans; spans[0].style.face == bold {
				t.Errorf("%d blocks: page %d ends with the heading %q", blocks, n+1, spans[0].text)
			}
			if starts := last.texts[0].x > 0; starts && !last.texts[0].last {
				t.Errorf("%d blocks: page %d ends with the first line of a paragraph", blocks, n+1)
			}
			if first := next[0].texts[0]; first.x == 0 && first.last {
				t.Errorf("%d blocks: page %d begins with the last line of a paragraph", blocks, n+2)
			}
		}
		const closing = 3 // two signature lines and the row of marks
		if text := len(pages[len(pages)-1]) - closing; text < 2 {
			t.Errorf("%d blocks: %d lines of text stand with the signatures, want at least 2", blocks, text)
		}
	}
}

// Whatever the text and the measure, breaking ends, loses nothing and no line is
// wider than its measure, unless it is a single letter.
func TestLinesFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("жалобаWi-.«№  \u00a0\u00ad\u200b\n–😀")), 0, 200, -1).Draw(t, "text")
		room := rapid.Float64Range(1, 300).Draw(t, "room")
		indent := rapid.Float64Range(0, room/2).Draw(t, "indent")
		s, err := newSetter()
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		lines := s.breakLines(s.items([]document.Run{document.Text(text)}, textStyle), measure{room - indent, room}, true)
		for i, l := range lines {
			letters := 0
			for _, span := range l.spans {
				got.WriteString(span.text)
				letters += len([]rune(strings.TrimSpace(span.text)))
			}
			if most := (measure{room - indent, room}).of(i); l.width > most+0.01 && letters > 1 {
				t.Fatalf("line %d is %.2f wide, want at most %.2f: %v", i, l.width, most, l.spans)
			}
		}
		bare := func(s string) string {
			return strings.NewReplacer("\u00ad", "", "\u200b", "").Replace(squeezed(s))
		}
		if bare(got.String()) != bare(text) {
			t.Fatalf("lines hold %q, want %q", bare(got.String()), bare(text))
		}
	})
}

func TestDashEndsALine(t *testing.T) {
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	items := s.items([]document.Run{document.Text(strings.Repeat("член комиссии – ", 40))}, textStyle)
	for room := 90.0; room < 300; room += 7 {
		for _, l := range s.breakLines(items, measure{room, room}, true) {
			if strings.HasPrefix(l.spans[0].text, "–") {
				t.Errorf("a line of %.0f points begins with a dash: %q", room, l.spans[0].text)
			}
		}
	}
}

// A subset is a font of its own: its words add up to the constant, its outlines
// lie in order, and parts of composite glyphs point into it.
func TestSubsetIsAWholeFont(t *testing.T) {
	for id := range faces {
		f, err := faces[id]()
		if err != nil {
			t.Fatal(err)
		}
		s := newSubset(f)
		for _, r := range "Ёжйёльфы №«»—ÄÅéñ\u00a0\u00ad漢" {
			s.slot(r)
		}
		program, _, err := s.trueType()
		if err != nil {
			t.Fatal(err)
		}
		if sum := checkSum(program); sum != checkSumConstant {
			t.Errorf("%s: words add up to %#x, want %#x", f.id.name(), sum, uint32(checkSumConstant))
		}
		tables, err := fontTables(program)
		if err != nil {
			t.Fatal(err)
		}
		count := int(binary.BigEndian.Uint16(tables["maxp"][4:]))
		if count < len(s.runes) || len(tables["loca"]) != 4*(count+1) || len(tables["hmtx"]) != 4*count {
			t.Errorf("%s: %d glyphs for %d characters, loca %d, hmtx %d bytes", f.id.name(), count, len(s.runes), len(tables["loca"]), len(tables["hmtx"]))
		}
		sub := &face{id: f.id, tables: tables}
		for g := range count {
			outline, err := sub.outline(sfnt.GlyphIndex(g))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := appendGlyph(nil, outline, func(part sfnt.GlyphIndex) uint16 {
				if int(part) >= count {
					t.Errorf("%s: a part of glyph %d lies outside the subset", f.id.name(), g)
				}
				return uint16(part)
			}); err != nil {
				t.Errorf("%s: glyph %d: %v", f.id.name(), g, err)
			}
		}
	}
}
