package pdf

import (
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// subset is the part of one face that a paper uses. Every character has a slot
// of its own, even where two share a drawing (a space and a no-break space, a
// hyphen and a soft hyphen at the end of a line): the code in the page then says
// exactly which character was written, so text copied from the file is the text
// of the paper. The slot is both the code and the number of the glyph.
type subset struct {
	face     *face
	slots    map[rune]uint16
	runes    []rune            // by slot; slot 0 is the empty place every font must have
	glyphs   []sfnt.GlyphIndex // by slot, in the whole face
	advances []int             // by slot, in units of the face
	buf      sfnt.Buffer
}

func newSubset(f *face) *subset {
	return &subset{
		face:     f,
		slots:    make(map[rune]uint16, 128),
		runes:    []rune{0},
		glyphs:   []sfnt.GlyphIndex{0},
		advances: []int{f.unitsPerEm / 2},
	}
}

// noGlyph marks a character that is kept in the text and drawn as nothing.
const noGlyph = sfnt.GlyphIndex(0xffff)

// drawnAs returns the character whose drawing stands for r: hyphens and spaces
// that differ only in where a line may break look the same.
func drawnAs(r rune) rune {
	switch r {
	case '\u00ad', '\u2010', '\u2011':
		return '-'
	case '\u00a0', '\u202f', '\u2007':
		return ' '
	}
	return r
}

// slot returns the place of r in the subset, taking it in if it is new.
func (s *subset) slot(r rune) uint16 {
	if slot, ok := s.slots[r]; ok {
		return slot
	}
	if len(s.runes) == int(noGlyph) {
		return 0 // a paper of 65 thousand different characters is no paper
	}
	glyph, advance := s.glyph(r)
	slot := uint16(len(s.runes))
	s.slots[r] = slot
	s.runes = append(s.runes, r)
	s.glyphs = append(s.glyphs, glyph)
	s.advances = append(s.advances, advance)
	return slot
}

// glyph looks r up in the face. Joiners and other unseen signs are drawn as nothing;
// a paper with a letter the face lacks is refused before (see legible).
func (s *subset) glyph(r rune) (sfnt.GlyphIndex, int) {
	if unseen(r) {
		return noGlyph, 0
	}
	if glyph, advance, ok := s.lookUp(drawnAs(r)); ok {
		return glyph, advance
	}
	return noGlyph, 0
}

// lookUp returns the glyph of a character and its advance in units of the face.
func (s *subset) lookUp(r rune) (sfnt.GlyphIndex, int, bool) {
	index, err := s.face.font.GlyphIndex(&s.buf, r)
	if err != nil || index == 0 {
		return 0, 0, false
	}
	advance, err := s.face.font.GlyphAdvance(&s.buf, index, fixed.I(s.face.unitsPerEm), font.HintingNone)
	return index, advance.Round(), err == nil
}

// width returns how far r takes the line on, in parts of the size.
func (s *subset) width(r rune) float64 {
	return float64(s.advances[s.slot(r)]) / float64(s.face.unitsPerEm)
}
