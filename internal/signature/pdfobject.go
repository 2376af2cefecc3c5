package signature

import (
	"bytes"
	"encoding/hex"
	"strconv"
)

// Bounds on one object of a PDF.
const (
	maxObject = 1 << 20 // bytes, without the data of a stream
	maxNested = 48
)

// The objects of a PDF (ISO 32000-1, 7.3) as far as they are told apart here;
// numbers and words are kept as they are written.
type (
	pdfName   string
	pdfDict   map[pdfName]any
	pdfArray  []any
	pdfWord   string
	pdfRef    struct{ number, generation int }
	pdfString struct {
		value      string
		start, end int // where it stands in the file, with its brackets
	}
	pdfStream struct {
		dict pdfDict
		data []byte
	}
)

// pdfReader reads objects from a place in a file.
type pdfReader struct {
	raw []byte
	pos int
	end int // not read beyond
}

func readerAt(raw []byte, pos int) *pdfReader {
	if pos < 0 || pos > len(raw) {
		pos = len(raw)
	}
	return &pdfReader{raw: raw, pos: pos, end: min(len(raw), pos+maxObject)}
}

func isSpace(c byte) bool { return bytes.IndexByte([]byte("\x00\t\n\f\r "), c) >= 0 }
func isDelim(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// skip passes over white space and comments.
func (r *pdfReader) skip() {
	for r.pos < r.end {
		switch c := r.raw[r.pos]; {
		case isSpace(c):
			r.pos++
		case c == '%':
			for r.pos < r.end && r.raw[r.pos] != '\n' && r.raw[r.pos] != '\r' {
				r.pos++
			}
		default:
			return
		}
	}
}

// word reads a number or a keyword.
func (r *pdfReader) word() string {
	r.skip()
	start := r.pos
	for r.pos < r.end && !isSpace(r.raw[r.pos]) && !isDelim(r.raw[r.pos]) {
		r.pos++
	}
	return string(r.raw[start:r.pos])
}

// number reads an integer that is not negative.
func (r *pdfReader) number() (int, bool) { return natural(r.word()) }

func natural(word string) (int, bool) {
	n, err := strconv.Atoi(word)
	return n, err == nil && n >= 0 && word[0] != '+'
}

func (r *pdfReader) follows(mark string) bool {
	if !bytes.HasPrefix(r.raw[r.pos:r.end], []byte(mark)) {
		return false
	}
	r.pos += len(mark)
	return true
}

// object reads one object that is not a stream.
func (r *pdfReader) object(depth int) (any, bool) {
	r.skip()
	if r.pos >= r.end || depth > maxNested {
		return nil, false
	}
	switch c := r.raw[r.pos]; {
	case r.follows("<<"):
		return r.dict(depth)
	case c == '<':
		return r.hexString()
	case c == '(':
		return r.literal()
	case c == '/':
		r.pos++
		return r.name()
	case c == '[':
		r.pos++
		return r.array(depth)
	}
	word := r.word()
	if number, ok := natural(word); ok {
		back := r.pos
		if generation, ok := r.number(); ok && r.word() == "R" {
			return pdfRef{number, generation}, true
		}
		r.pos = back
	}
	return pdfWord(word), word != ""
}

func (r *pdfReader) name() (any, bool) {
	var name []byte
	for r.pos < r.end && !isSpace(r.raw[r.pos]) && !isDelim(r.raw[r.pos]) {
		c := r.raw[r.pos]
		if c == '#' && r.pos+2 < r.end {
			if b, err := hex.DecodeString(string(r.raw[r.pos+1 : r.pos+3])); err == nil {
				c = b[0]
				r.pos += 2
			}
		}
		name = append(name, c)
		r.pos++
	}
	return pdfName(name), true
}

func (r *pdfReader) array(depth int) (any, bool) {
	all := pdfArray{}
	for {
		r.skip()
		if r.follows("]") {
			return all, true
		}
		one, ok := r.object(depth + 1)
		if !ok {
			return nil, false
		}
		all = append(all, one)
	}
}

// dict reads a dictionary. A key that stands there twice means one thing to one
// reader and another to the next: such a file is refused.
func (r *pdfReader) dict(depth int) (any, bool) {
	all := pdfDict{}
	for {
		r.skip()
		if r.follows(">>") {
			return all, true
		}
		key, ok := r.object(maxNested)
		name, isName := key.(pdfName)
		if _, twice := all[name]; !ok || !isName || twice {
			return nil, false
		}
		if all[name], ok = r.object(depth + 1); !ok {
			return nil, false
		}
	}
}

func (r *pdfReader) hexString() (any, bool) {
	length := bytes.IndexByte(r.raw[r.pos:r.end], '>')
	if length < 0 {
		return nil, false
	}
	start := r.pos
	r.pos += length + 1
	digits := bytes.Map(func(c rune) rune {
		if c < 0x80 && isSpace(byte(c)) {
			return -1
		}
		return c
	}, r.raw[start+1:r.pos-1])
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	value, err := hex.DecodeString(string(digits))
	return pdfString{string(value), start, r.pos}, err == nil
}

func (r *pdfReader) literal() (any, bool) {
	start, open := r.pos, 0
	var value []byte
	for ; r.pos < r.end; r.pos++ {
		c := r.raw[r.pos]
		switch c {
		case '\\':
			value = append(value, c)
			if r.pos++; r.pos == r.end {
				return nil, false
			}
			c = r.raw[r.pos]
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				r.pos++
				return pdfString{string(value[1:]), start, r.pos}, true
			}
		}
		value = append(value, c)
	}
	return nil, false
}
