package pdf

import (
	"crypto/sha256"
	"fmt"
)

// embed puts the subset into the file as a font whose codes are its slots, and
// returns the font.
func (s *subset) embed(f *objects, form standard) (ref, error) {
	program, glyphs, err := s.trueType()
	if err != nil {
		return 0, err
	}
	programRef := f.stream(fmt.Sprintf("/Length1 %d", len(program)), program)
	unicodeRef := f.stream("", s.toUnicode())
	name := subsetTag(program) + "+" + s.face.id.name()
	thousandths := func(part float64) int { return int(1000*part + 0.5) }
	// Serif and symbolic, as Cyrillic lies outside the standard Latin set.
	flags, stem := 1<<1|1<<2, 80
	if s.face.id&italic != 0 {
		flags |= 1 << 6
	}
	if s.face.id&bold != 0 {
		stem = 140
	}
	codes := ""
	if form.setOfCodes {
		codes = fmt.Sprintf("/CIDSet %v", f.stream("", setOfCodes(glyphs)))
	}
	b := s.face.box
	descriptor := f.add("<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %s/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %v%s>>",
		name, flags, b[0], b[1], b[2], b[3], appendNumber(nil, s.face.slant),
		thousandths(s.face.ascent), -thousandths(s.face.descent), thousandths(s.face.capHeight), stem, programRef, codes)
	descendant := f.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %v/CIDToGIDMap/Identity/DW 0/W[0[%s]]>>",
		name, descriptor, s.widths())
	return f.add("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%v]/ToUnicode %v>>",
		name, descendant, unicodeRef), nil
}

// used reports whether the paper has a character in this face.
func (s *subset) used() bool { return len(s.runes) > 1 }

// setOfCodes returns a bit for each code from 0 that the font draws, the first in the
// highest bit of the first byte.
func setOfCodes(count int) []byte {
	set := make([]byte, (count+7)/8)
	for i := range count {
		set[i/8] |= 0x80 >> (i % 8)
	}
	return set
}

// widths returns the advances of all slots in thousandths of the size.
func (s *subset) widths() []byte {
	var out []byte
	for _, advance := range s.advances {
		out = appendNumber(out, 1000*float64(advance)/float64(s.face.unitsPerEm))
		out = append(out, ' ')
	}
	return out
}

// subsetTag returns the six capital letters that tell subsets of one face apart.
func subsetTag(program []byte) string {
	sum := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// toUnicode returns the table by which a reader turns codes back into text.
func (s *subset) toUnicode() []byte {
	out := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // lines a section may have
	for from := 1; from < len(s.runes); from += most {
		to := min(from+most, len(s.runes))
		out = fmt.Appendf(out, "%d beginbfchar\n", to-from)
		for slot := from; slot < to; slot++ {
			out = fmt.Appendf(out, "<%04X> <%s>\n", slot, utf16Hex(string(s.runes[slot])))
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
