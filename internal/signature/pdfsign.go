package signature

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf16"
)

// ErrNotSignable is that a PDF cannot be signed: it is damaged, locked or put together
// in a way that is not written here.
var ErrNotSignable = errors.New("the PDF cannot be signed")

// SignPDF signs a PDF (PAdES-B-B, with a time stamp B-T; ETSI EN 319 142-1). The
// signature is added to the end: the file that came in is the beginning of the one
// that goes out. The mark that people see is the paper's own affair; here nothing is
// drawn. Reason may be empty.
func SignPDF(by Hand, raw []byte, reason string, at time.Time) ([]byte, error) {
	if len(raw) > MaxPDF {
		return nil, ErrNotSignable
	}
	file, ok := openPDF(raw)
	if !ok || file.trailer["Encrypt"] != nil {
		return nil, ErrNotSignable
	}
	if len(by.Chain) == 0 {
		return nil, ErrKey
	}
	u := &update{file: file, out: bytes.NewBuffer(bytes.Clone(raw)), next: file.size()}
	if raw[len(raw)-1] != '\n' {
		u.out.WriteByte('\n')
	}
	room, at4, ok := u.signature(by, reason, at)
	if !ok || !u.cross() {
		return nil, ErrNotSignable
	}
	out := u.out.Bytes()
	if len(out) > MaxPDF {
		return nil, ErrNotSignable
	}
	from, to := room[0], room[1]
	copy(out[at4:], fmt.Sprintf("[0 %010d %010d %010d]", from, to, len(out)-to))
	value, err := by.container(io.MultiReader(bytes.NewReader(out[:from]), bytes.NewReader(out[to:])), at, false)
	if err != nil {
		return nil, err
	}
	if 2*len(value) > to-from-2 {
		return nil, ErrNotSignable
	}
	hex.Encode(out[from+1:], value)
	return out, nil
}

// update is what is added to a PDF (ISO 32000-1, 7.5.6).
type update struct {
	file    *pdfFile
	out     *bytes.Buffer
	next    int // the number of the next new object
	written []written
}

type written struct{ number, generation, offset int }

func (f *pdfFile) size() int {
	size, _ := asNumber(f.trailer["Size"])
	for n := range f.places {
		size = max(size, n+1)
	}
	return size
}

// put writes an object.
func (u *update) put(number int, body []byte) {
	generation := u.file.places[number].generation
	u.written = append(u.written, written{number, generation, u.out.Len()})
	fmt.Fprintf(u.out, "%d %d obj\n%s\nendobj\n", number, generation, body)
}

func (u *update) fresh() int {
	u.next++
	return u.next - 1
}

// signature writes the signature dictionary, its field and what has to name them. It
// returns where the value goes and where the signed ranges are to be told.
func (u *update) signature(by Hand, reason string, at time.Time) (room [2]int, ranges int, ok bool) {
	f := u.file
	root, isRef := f.trailer["Root"].(pdfRef)
	page, okPage := f.firstPage()
	if !isRef || !okPage {
		return room, 0, false
	}
	size := 4096
	for _, c := range by.Chain {
		size += len(c.Raw)
	}
	if by.Stamper != nil {
		size += 16 << 10
	}
	value, field := u.fresh(), u.fresh()
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name%s/M(D:%sZ)",
		pdfText(by.Chain[0].Subject.Person()), at.UTC().Format("20060102150405"))
	if reason != "" {
		fmt.Fprintf(&b, "/Reason%s", pdfText(reason))
	}
	b.WriteString("/ByteRange ")
	head := len(fmt.Sprintf("%d 0 obj\n", value))
	ranges = u.out.Len() + head + b.Len()
	fmt.Fprintf(&b, "%-36s/Contents", "")
	room[0] = u.out.Len() + head + b.Len()
	fmt.Fprintf(&b, "<%0*d>>>", 2*size, 0)
	room[1] = room[0] + 2*size + 2
	u.put(value, b.Bytes())
	u.put(field, fmt.Appendf(nil, "<</Type/Annot/Subtype/Widget/FT/Sig/T%s/TU%s/Rect[0 0 0 0]/F 132/P %d %d R/V %d 0 R>>",
		pdfText(fmt.Sprintf("Signature%d", value)), pdfText("Электронная подпись"), page.number, page.generation, value))
	return room, ranges, u.extend(page.number, "Annots", field, "/Tabs/S") && u.form(root.number, field)
}

// firstPage finds the first leaf of the page tree.
func (f *pdfFile) firstPage() (pdfRef, bool) {
	at := f.dictOf(f.trailer["Root"])["Pages"]
	for range maxNested {
		ref, isRef := at.(pdfRef)
		node := f.dictOf(at)
		kids := f.arrayOf(node["Kids"])
		switch {
		case isRef && node["Type"] == pdfName("Page"):
			return ref, true
		case len(kids) == 0:
			return pdfRef{}, false
		}
		at = kids[0]
	}
	return pdfRef{}, false
}

// form names the field in the form of the file, which is made when there is none.
func (u *update) form(root, field int) bool {
	form, has := u.file.dictOf(u.file.trailer["Root"])["AcroForm"]
	if !has {
		number := u.fresh()
		u.put(number, fmt.Appendf(nil, "<</Fields[%d 0 R]/SigFlags 3>>", field))
		return u.rewrite(root, func(source []byte, _ map[pdfName][2]int) ([]byte, bool) {
			return splice(source, len(source)-2, len(source)-2, fmt.Sprintf("/AcroForm %d 0 R", number)), true
		})
	}
	ref, isRef := form.(pdfRef)
	flags, _ := asNumber(u.file.dictOf(form)["SigFlags"])
	return isRef && flags&3 == 3 && u.extend(ref.number, "Fields", field, "")
}

// extend adds a reference to a list of a dictionary; absent goes in beside a list
// that was not there.
func (u *update) extend(number int, key pdfName, ref int, absent string) bool {
	list := u.file.dictOf(pdfRef{number, 0})[key]
	if apart, isRef := list.(pdfRef); isRef {
		return u.rewrite(apart.number, func(source []byte, _ map[pdfName][2]int) ([]byte, bool) {
			end := len(source) - 1
			return splice(source, end, end, fmt.Sprintf(" %d 0 R", ref)), source[end] == ']'
		})
	}
	return u.rewrite(number, func(source []byte, at map[pdfName][2]int) ([]byte, bool) {
		span, has := at[key]
		if !has {
			if _, told := at["Tabs"]; told {
				absent = ""
			}
			end := len(source) - 2
			return splice(source, end, end, fmt.Sprintf("/%s[%d 0 R]%s", key, ref, absent)), true
		}
		end := span[1] - 1
		return splice(source, end, end, fmt.Sprintf(" %d 0 R", ref)), source[end] == ']'
	})
}

func splice(source []byte, from, to int, with string) []byte {
	return slices.Concat(source[:from], []byte(with), source[to:])
}

// rewrite writes an object anew from its own words, changed in one place.
func (u *update) rewrite(number int, change func(source []byte, at map[pdfName][2]int) ([]byte, bool)) bool {
	source, ok := u.file.source(number)
	if !ok {
		return false
	}
	changed, ok := change(source, spans(source))
	if ok {
		u.put(number, changed)
	}
	return ok
}

// source is how an object that is no stream is written down.
func (f *pdfFile) source(number int) ([]byte, bool) {
	p := f.places[number]
	raw, at := f.raw, p.offset
	if p.within != 0 {
		f.object(number, 0) // opens the stream
		all := f.streams[p.within]
		if p.index >= len(all.numbers) || all.numbers[p.index] != number {
			return nil, false
		}
		raw, at = all.data, all.offsets[p.index]
	}
	r := readerAt(raw, at)
	if p.within == 0 {
		if n, ok := r.number(); !ok || n != number {
			return nil, false
		}
		r.word()
		r.word()
	}
	r.skip()
	start := r.pos
	object, ok := r.object(0)
	switch object.(type) {
	case pdfDict, pdfArray:
	default:
		return nil, false
	}
	source := raw[start:r.pos]
	r.skip()
	return source, ok && !r.follows("stream")
}

// spans are where the values of a dictionary stand in its source.
func spans(source []byte) map[pdfName][2]int {
	all := map[pdfName][2]int{}
	r := readerAt(source, 0)
	if !r.follows("<<") {
		return all
	}
	for {
		r.skip()
		key, ok := r.object(maxNested)
		name, isName := key.(pdfName)
		if !ok || !isName {
			return all
		}
		r.skip()
		start := r.pos
		if _, ok = r.object(1); !ok {
			return all
		}
		all[name] = [2]int{start, r.pos}
	}
}

// pdfText is a text string (ISO 32000-1, 7.9.2.2).
func pdfText(s string) string {
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return fmt.Sprintf("<%X>", out)
}

// cross writes the cross-references of the update, as a table or as a stream after
// the manner of the file.
func (u *update) cross() bool {
	raw := u.file.raw
	tail := bytes.TrimRight(raw, "\x00\t\n\f\r ")
	r := readerAt(tail, bytes.LastIndex(tail, []byte("startxref"))+len("startxref"))
	previous, ok := r.number()
	if !ok {
		return false
	}
	asStream := u.file.trailer["Type"] == pdfName("XRef")
	start := u.out.Len()
	if asStream {
		u.written = append(u.written, written{u.fresh(), 0, start})
	}
	slices.SortFunc(u.written, func(a, b written) int { return a.number - b.number })
	trailer := fmt.Sprintf("/Size %d/Prev %d", u.next, previous)
	for _, key := range []pdfName{"Root", "Info"} {
		if ref, is := u.file.trailer[key].(pdfRef); is {
			trailer += fmt.Sprintf("/%s %d %d R", key, ref.number, ref.generation)
		}
	}
	if ids := u.file.arrayOf(u.file.trailer["ID"]); len(ids) == 2 {
		first, is := ids[0].(pdfString)
		if is && first.end > 0 {
			now := Digest(sha256.Sum256(u.out.Bytes()))
			trailer += fmt.Sprintf("/ID[%s<%s>]", raw[first.start:first.end], now.String()[:32])
		}
	}
	if asStream {
		u.crossStream(trailer)
	} else {
		u.out.WriteString("xref\n")
		for _, w := range u.written {
			fmt.Fprintf(u.out, "%d 1\n%010d %05d n \n", w.number, w.offset, w.generation)
		}
		fmt.Fprintf(u.out, "trailer\n<<%s>>\n", trailer)
	}
	fmt.Fprintf(u.out, "startxref\n%d\n%%%%EOF\n", start)
	return true
}

func (u *update) crossStream(trailer string) {
	var rows, index bytes.Buffer
	for _, w := range u.written {
		fmt.Fprintf(&index, "%d 1 ", w.number)
		rows.Write([]byte{1, byte(w.offset >> 24), byte(w.offset >> 16), byte(w.offset >> 8), byte(w.offset), byte(w.generation >> 8), byte(w.generation)})
	}
	last := u.written[slices.IndexFunc(u.written, func(w written) bool { return w.offset == u.out.Len() })]
	fmt.Fprintf(u.out, "%d 0 obj\n<</Type/XRef/W[1 4 2]/Index[%s]%s/Length %d>>\nstream\n%s\nendstream\nendobj\n",
		last.number, index.Bytes(), trailer, rows.Len(), rows.Bytes())
}
