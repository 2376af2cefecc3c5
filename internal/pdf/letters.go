package pdf

import (
	"unicode"

	"golang.org/x/image/font/sfnt"

	"redress/internal/document"
)

// legible returns a *document.MissingGlyphs if the paper has letters that the face does
// not draw. All four faces draw the same letters. What belongs to nobody's alphabet
// (private use) has no meaning a reader could hear, so it is missing too.
func legible(p document.Paper, f *face) error {
	var buf sfnt.Buffer
	var missing []rune
	known := make(map[rune]bool, 128)
	for _, text := range []string{p.Plain(), document.Printable(p.Footer)} {
		for _, r := range text {
			if r == '\n' || r == '\t' || known[r] {
				continue
			}
			known[r] = true
			if unseen(r) {
				continue
			}
			if g, err := f.font.GlyphIndex(&buf, drawnAs(r)); err != nil || g == 0 || unicode.Is(unicode.Co, r) {
				missing = append(missing, r)
			}
		}
	}
	if len(missing) > 0 {
		return &document.MissingGlyphs{Letters: missing}
	}
	return nil
}

// unseen reports whether r is kept in the text and drawn as nothing.
func unseen(r rune) bool {
	return drawnAs(r) == r && unicode.In(r, unicode.Cf, unicode.Variation_Selector)
}
