package signature

import (
	"bytes"
	"compress/zlib"
	"io"
	"strconv"
)

// Bounds on one PDF.
const (
	MaxPDF      = 64 << 20
	maxObjects  = 1 << 20
	maxSections = 128
	maxInflated = 16 << 20
)

// place is where an object stands: at an offset, or as a part of a stream of objects.
type place struct {
	offset, generation int
	within, index      int // the stream and the place in it, when within is not zero
	free               bool
}

// pdfFile is one state of a PDF: as its last cross-reference section tells it.
type pdfFile struct {
	raw     []byte
	places  map[int]place
	trailer pdfDict
	streams map[int]objectStream // already opened
	entries int                  // cross-reference entries read so far
	opened  int                  // bytes of streams opened so far
	parsed  int                  // bytes of objects read so far
}

// IsPDF reports whether the bytes begin as a PDF does.
func IsPDF(raw []byte) bool { return bytes.HasPrefix(raw, []byte("%PDF-")) }

// openPDF reads the cross-references of a file that ends where its last section ends;
// bytes after it would be read by some programs and passed over by others.
func openPDF(raw []byte) (*pdfFile, bool) {
	tail := bytes.TrimRight(raw, "\x00\t\n\f\r ")
	tail, ended := bytes.CutSuffix(tail, []byte("%%EOF"))
	at := bytes.LastIndex(tail, []byte("startxref"))
	if !ended || at < 0 || !IsPDF(raw) {
		return nil, false
	}
	r := readerAt(tail, at+len("startxref"))
	start, ok := r.number()
	if r.skip(); !ok || r.pos != len(tail) {
		return nil, false
	}
	f := &pdfFile{raw: raw, places: map[int]place{}, streams: map[int]objectStream{}}
	seen := map[int]bool{}
	for !seen[start] {
		if seen[start] = true; len(seen) > maxSections {
			return nil, false
		}
		trailer, ok := f.section(start)
		if !ok {
			return nil, false
		}
		if f.trailer == nil {
			f.trailer = trailer
		}
		if beside, hybrid := trailer["XRefStm"]; hybrid {
			offset, ok := asNumber(beside)
			if !ok {
				return nil, false
			}
			if _, ok = f.section(offset); !ok {
				return nil, false
			}
		}
		previous, more := trailer["Prev"]
		if !more {
			return f, true
		}
		if start, ok = asNumber(previous); !ok {
			return nil, false
		}
	}
	return nil, false
}

func asNumber(v any) (int, bool) {
	word, ok := v.(pdfWord)
	if !ok {
		return 0, false
	}
	return natural(string(word))
}

// section reads a cross-reference table or stream; what a newer one said stands.
func (f *pdfFile) section(at int) (pdfDict, bool) {
	r := readerAt(f.raw, at)
	r.skip()
	if !r.follows("xref") {
		return f.crossStream(at)
	}
	r.end = len(f.raw)
	for {
		r.skip()
		if r.follows("trailer") {
			break
		}
		first, ok1 := r.number()
		count, ok2 := r.number()
		if !ok1 || !ok2 || count > maxObjects {
			return nil, false
		}
		for n := first; n < first+count; n++ {
			offset, ok1 := r.number()
			generation, ok2 := r.number()
			kind := r.word()
			if !ok1 || !ok2 || kind != "n" && kind != "f" || !f.put(n, place{offset: offset, generation: generation, free: kind == "f"}) {
				return nil, false
			}
		}
	}
	trailer, ok := r.object(0)
	dict, isDict := trailer.(pdfDict)
	return dict, ok && isDict
}

func (f *pdfFile) put(n int, p place) bool {
	if _, newer := f.places[n]; !newer {
		if p.free {
			p = place{free: true}
		}
		f.places[n] = p
	}
	f.entries++
	return f.entries <= maxObjects
}

// crossStream reads a cross-reference stream (ISO 32000-1, 7.5.8).
func (f *pdfFile) crossStream(at int) (pdfDict, bool) {
	_, object, ok := f.objectAt(at)
	stream, isStream := object.(pdfStream)
	if !ok || !isStream || stream.dict["Type"] != pdfName("XRef") {
		return nil, false
	}
	data, ok := f.inflate(stream)
	widths, isArray := stream.dict["W"].(pdfArray)
	size, okSize := asNumber(stream.dict["Size"])
	if !ok || !isArray || len(widths) != 3 || !okSize {
		return nil, false
	}
	var w [3]int
	for i := range w {
		if w[i], ok = asNumber(widths[i]); !ok || w[i] > 7 {
			return nil, false
		}
	}
	index, isArray := stream.dict["Index"].(pdfArray)
	if !isArray {
		index = pdfArray{pdfWord("0"), pdfWord(strconv.Itoa(size))}
	}
	row := w[0] + w[1] + w[2]
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := asNumber(index[i])
		count, ok2 := asNumber(index[i+1])
		if !ok1 || !ok2 || row == 0 || count > len(data)/row {
			return nil, false
		}
		for n := first; n < first+count; n++ {
			if !f.put(n, placeOf(data[:row], w)) {
				return nil, false
			}
			data = data[row:]
		}
	}
	return stream.dict, true
}

func placeOf(row []byte, w [3]int) place {
	var v [3]int
	for i := range v {
		for _, b := range row[:w[i]] {
			v[i] = v[i]<<8 | int(b)
		}
		row = row[w[i]:]
	}
	if w[0] == 0 {
		v[0] = 1
	}
	switch v[0] {
	case 1:
		return place{offset: v[1], generation: v[2]}
	case 2:
		return place{within: v[1], index: v[2]}
	}
	return place{free: true}
}

// objectAt reads "number generation obj" and the object.
func (f *pdfFile) objectAt(at int) (number int, object any, ok bool) {
	r := readerAt(f.raw, at)
	number, ok1 := r.number()
	_, ok2 := r.number()
	if !ok1 || !ok2 || r.word() != "obj" {
		return 0, nil, false
	}
	object, ok = r.object(0)
	f.parsed += r.pos - at
	dict, isDict := object.(pdfDict)
	r.skip()
	if !ok || !isDict || !r.follows("stream") {
		return number, object, ok
	}
	if !r.follows("\r\n") && !r.follows("\n") {
		return 0, nil, false
	}
	length, ok := asNumber(f.resolve(dict["Length"], 1))
	if !ok || length > len(f.raw)-r.pos {
		return 0, nil, false
	}
	return number, pdfStream{dict, f.raw[r.pos : r.pos+length]}, true
}

// object finds an object by its number; nil when there is none or it is damaged.
func (f *pdfFile) object(n, depth int) any {
	p, known := f.places[n]
	switch {
	case !known || p.free || depth > 4:
		return nil
	case p.within == 0:
		if number, object, ok := f.objectAt(p.offset); ok && number == n {
			return object
		}
		return nil
	}
	all, opened := f.streams[p.within]
	if !opened {
		stream, _ := f.object(p.within, depth+1).(pdfStream)
		all = f.objectsOf(stream)
		f.streams[p.within] = all
	}
	if p.index >= len(all.numbers) || all.numbers[p.index] != n {
		return nil
	}
	r := readerAt(all.data, all.offsets[p.index])
	object, _ := r.object(0)
	f.parsed += r.pos - all.offsets[p.index]
	return withoutPlaces(object)
}

// objectStream holds several objects (ISO 32000-1, 7.5.7).
type objectStream struct {
	data             []byte
	numbers, offsets []int
}

func (f *pdfFile) objectsOf(stream pdfStream) (all objectStream) {
	count, ok1 := asNumber(stream.dict["N"])
	first, ok2 := asNumber(stream.dict["First"])
	data, ok := f.inflate(stream)
	if !ok || !ok1 || !ok2 || first > len(data) {
		return all
	}
	all.data = data
	head := readerAt(data[:first], 0)
	for range count {
		number, ok1 := head.number()
		offset, ok2 := head.number()
		if !ok1 || !ok2 {
			return all
		}
		all.numbers, all.offsets = append(all.numbers, number), append(all.offsets, first+offset)
	}
	return all
}

// resolve follows a reference.
func (f *pdfFile) resolve(v any, depth int) any {
	if ref, is := v.(pdfRef); is {
		return f.object(ref.number, depth)
	}
	return v
}

func (f *pdfFile) dictOf(v any) pdfDict {
	switch found := f.resolve(v, 0).(type) {
	case pdfDict:
		return found
	case pdfStream:
		return found.dict
	}
	return nil
}

func (f *pdfFile) arrayOf(v any) pdfArray {
	found, _ := f.resolve(v, 0).(pdfArray)
	return found
}

// inflate opens the data of a stream that describes the file itself.
func (f *pdfFile) inflate(s pdfStream) ([]byte, bool) {
	filter := s.dict["Filter"]
	if list, is := filter.(pdfArray); is && len(list) == 1 {
		filter = list[0]
	}
	if filter == nil {
		return s.data, true
	}
	if filter != pdfName("FlateDecode") {
		return nil, false
	}
	from, err := zlib.NewReader(bytes.NewReader(s.data))
	if err != nil {
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(from, maxInflated+1))
	if f.opened += len(data); err != nil || f.opened > maxInflated {
		return nil, false
	}
	parms := s.dict["DecodeParms"]
	if list, is := parms.(pdfArray); is && len(list) == 1 {
		parms = list[0]
	}
	dict, _ := parms.(pdfDict)
	if predictor, _ := asNumber(dict["Predictor"]); predictor < 10 {
		return data, predictor <= 1
	}
	columns, ok := asNumber(dict["Columns"])
	if !ok {
		columns = 1
	}
	return unpredict(data, columns)
}

// unpredict undoes the row filters of PNG that cross-reference streams use: none, the
// byte before, the byte above.
func unpredict(data []byte, columns int) ([]byte, bool) {
	if columns == 0 || columns > maxObject || len(data)%(columns+1) != 0 {
		return nil, false
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, columns)
	for len(data) > 0 {
		row := bytes.Clone(data[1 : columns+1])
		for i := range row {
			switch {
			case data[0] == 1 && i > 0:
				row[i] += row[i-1]
			case data[0] == 2:
				row[i] += above[i]
			case data[0] > 2:
				return nil, false
			}
		}
		out = append(out, row...)
		above = row
		data = data[columns+1:]
	}
	return out, true
}
