package pdf

import (
	"encoding/binary"
	"math"
)

// standard is the archival form a file declares to have.
type standard struct {
	version     string // of PDF
	part        int    // of ISO 19005
	conformance string
	spoken      bool // ISO 14289-1 as well: every part can be read aloud
	setOfCodes  bool // each font names the codes it draws (ISO 19005-1, 6.3.5)
}

// Papers are kept as PDF/A-2a and read aloud by PDF/UA-1. The free checkers know
// PDF/A-1b, so tests draw the same content in that form as well.
var (
	kept    = standard{version: "1.7", part: 2, conformance: "A", spoken: true}
	checked = standard{version: "1.4", part: 1, conformance: "B", setOfCodes: true}
)

// colours writes what black and white mean on the sheet: sRGB, by a profile made
// here (ISO 19005-2, 6.2.3).
func colours(f *objects) ref {
	profile := f.stream("/N 3", sRGB())
	return f.add("<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile %v>>", profile)
}

// sRGB returns an ICC profile of version 2.1 (ICC.1:1998-09) for the colours of
// IEC 61966-2-1: the white of D50, the three primaries adapted to it, and one curve
// for all three.
func sRGB() []byte {
	const header, entry = 128, 12
	fixed := func(out []byte, values ...float64) []byte { // s15Fixed16
		for _, v := range values {
			out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(v*65536))))
		}
		return out
	}
	colour := func(x, y, z float64) []byte { return fixed([]byte("XYZ \x00\x00\x00\x00"), x, y, z) }
	description := "sRGB"
	desc := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(description)+1))
	desc = append(desc, description...)
	desc = append(desc, make([]byte, 1+8+3+67)...) // no name in Unicode, none for a Macintosh
	tags := []struct {
		names []string
		data  []byte
	}{
		{[]string{"desc"}, desc},
		{[]string{"cprt"}, []byte("text\x00\x00\x00\x00Public domain\x00")},
		{[]string{"wtpt"}, colour(0.9642, 1, 0.8249)},
		{[]string{"rXYZ"}, colour(0.4361, 0.2225, 0.0139)},
		{[]string{"gXYZ"}, colour(0.3851, 0.7169, 0.0971)},
		{[]string{"bXYZ"}, colour(0.1431, 0.0606, 0.7141)},
		{[]string{"rTRC", "gTRC", "bTRC"}, curve()},
	}
	count := 0
	for _, t := range tags {
		count += len(t.names)
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(count))
	var data []byte
	for _, t := range tags {
		at := header + 4 + count*entry + len(data)
		for _, name := range t.names {
			table = append(table, name...)
			table = binary.BigEndian.AppendUint32(table, uint32(at))
			table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		}
		data = append(data, t.data...)
		for len(data)%4 != 0 {
			data = append(data, 0)
		}
	}
	profile := make([]byte, header, header+len(table)+len(data))
	binary.BigEndian.PutUint32(profile, uint32(header+len(table)+len(data)))
	binary.BigEndian.PutUint32(profile[8:], 0x02100000)
	copy(profile[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1, 0, 0, 0} {
		binary.BigEndian.PutUint16(profile[24+2*i:], v)
	}
	copy(profile[36:], "acsp")
	copy(profile[68:], fixed(nil, 0.9642, 1, 0.8249))
	return append(append(profile, table...), data...)
}

// curve returns how much light each level of a colour gives, in 256 steps.
func curve() []byte {
	const steps = 256
	out := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), steps)
	for i := range steps {
		v := float64(i) / (steps - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(math.Round(v*65535)))
	}
	return out
}
