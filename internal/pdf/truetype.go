package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/image/font/sfnt"
)

// Flags of one component of a composite glyph.
const (
	argsAreWords    = 0x0001
	hasScale        = 0x0008
	moreComponents  = 0x0020
	hasTwoScales    = 0x0040
	hasMatrix       = 0x0080
	hasInstructions = 0x0100
	headerLength    = 10 // of any glyph: number of contours and its box
	longOffsets     = 1
)

// trueType returns a font file that holds only the glyphs of the subset, in the
// order of its slots, and the parts that composite glyphs are made of after
// them, and how many glyphs that makes. Hints are left out: papers are read on fine screens and printed, and
// hints would be half of the file.
func (s *subset) trueType() (program []byte, glyphs int, err error) {
	order := append([]sfnt.GlyphIndex(nil), s.glyphs...)
	places := make(map[sfnt.GlyphIndex]uint16, len(order))
	for i, g := range order {
		if _, ok := places[g]; !ok {
			places[g] = uint16(i)
		}
	}
	place := func(g sfnt.GlyphIndex) uint16 {
		if p, ok := places[g]; ok {
			return p
		}
		places[g] = uint16(len(order))
		order = append(order, g)
		return places[g]
	}
	var glyf, loca, hmtx []byte
	for i := 0; i < len(order); i++ { // grows while composite glyphs are met
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		outline, err := s.face.outline(order[i])
		if err != nil {
			return nil, 0, err
		}
		if glyf, err = appendGlyph(glyf, outline, place); err != nil {
			return nil, 0, fmt.Errorf("glyph %d of %s: %w", order[i], s.face.id.name(), err)
		}
		hmtx = append(hmtx, s.face.horizontal(order[i])...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head := append([]byte(nil), s.face.tables["head"]...)
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], longOffsets)
	hhea := append([]byte(nil), s.face.tables["hhea"]...)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	maxp := append([]byte(nil), s.face.tables["maxp"]...)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	return fontFile([]fontTable{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}), len(order), nil
}

// outline returns the drawing of a glyph as it stands in the face; what is drawn
// as nothing has none.
func (f *face) outline(g sfnt.GlyphIndex) ([]byte, error) {
	if g == noGlyph {
		return nil, nil
	}
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var from, to int
	if binary.BigEndian.Uint16(f.tables["head"][50:]) == longOffsets {
		if 4*int(g)+8 > len(loca) {
			return nil, fmt.Errorf("glyph %d is not in %s", g, f.id.name())
		}
		from, to = int(binary.BigEndian.Uint32(loca[4*int(g):])), int(binary.BigEndian.Uint32(loca[4*int(g)+4:]))
	} else {
		if 2*int(g)+4 > len(loca) {
			return nil, fmt.Errorf("glyph %d is not in %s", g, f.id.name())
		}
		from, to = 2*int(binary.BigEndian.Uint16(loca[2*int(g):])), 2*int(binary.BigEndian.Uint16(loca[2*int(g)+2:]))
	}
	if from > to || to > len(glyf) {
		return nil, fmt.Errorf("glyph %d of %s lies outside its table", g, f.id.name())
	}
	return glyf[from:to], nil
}

// horizontal returns the advance and the left bearing of a glyph as they stand
// in the font: after the last full record only bearings follow.
func (f *face) horizontal(g sfnt.GlyphIndex) []byte {
	if g == noGlyph {
		return []byte{0, 0, 0, 0}
	}
	hmtx := f.tables["hmtx"]
	full := int(binary.BigEndian.Uint16(f.tables["hhea"][34:]))
	if int(g) < full {
		return hmtx[4*int(g) : 4*int(g)+4]
	}
	bearing := 4*full + 2*(int(g)-full)
	return []byte{hmtx[4*full-4], hmtx[4*full-3], hmtx[bearing], hmtx[bearing+1]}
}

// appendGlyph adds an outline without its hints; place says where the parts of a
// composite glyph stand in the new font.
func appendGlyph(glyf, outline []byte, place func(sfnt.GlyphIndex) uint16) ([]byte, error) {
	if len(outline) == 0 {
		return glyf, nil
	}
	if len(outline) < headerLength {
		return nil, fmt.Errorf("an outline of %d bytes", len(outline))
	}
	start := len(glyf)
	if contours := int(int16(binary.BigEndian.Uint16(outline))); contours >= 0 {
		hints := headerLength + 2*contours
		if hints+2 > len(outline) {
			return nil, fmt.Errorf("an outline of %d contours is cut short", contours)
		}
		points := hints + 2 + int(binary.BigEndian.Uint16(outline[hints:]))
		if points > len(outline) {
			return nil, errors.New("hints run past the outline")
		}
		glyf = append(glyf, outline[:hints]...)
		glyf = append(glyf, 0, 0)
		glyf = append(glyf, outline[points:]...)
	} else {
		end, err := componentsEnd(outline)
		if err != nil {
			return nil, err
		}
		glyf = append(glyf, outline[:end]...)
		for at := start + headerLength; at < len(glyf); {
			flags := binary.BigEndian.Uint16(glyf[at:])
			part := sfnt.GlyphIndex(binary.BigEndian.Uint16(glyf[at+2:]))
			binary.BigEndian.PutUint16(glyf[at:], flags&^hasInstructions)
			binary.BigEndian.PutUint16(glyf[at+2:], place(part))
			at += componentLength(flags)
		}
	}
	for (len(glyf)-start)%4 != 0 {
		glyf = append(glyf, 0)
	}
	return glyf, nil
}

// componentsEnd returns where the list of components of a composite ends.
func componentsEnd(outline []byte) (int, error) {
	for at := headerLength; at+4 <= len(outline); {
		flags := binary.BigEndian.Uint16(outline[at:])
		at += componentLength(flags)
		if flags&moreComponents == 0 && at <= len(outline) {
			return at, nil
		}
	}
	return 0, errors.New("the list of components does not end")
}

func componentLength(flags uint16) int {
	length := 6
	if flags&argsAreWords != 0 {
		length += 2
	}
	switch {
	case flags&hasScale != 0:
		length += 2
	case flags&hasTwoScales != 0:
		length += 4
	case flags&hasMatrix != 0:
		length += 8
	}
	return length
}
