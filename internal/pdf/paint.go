package pdf

import (
	"slices"
	"strconv"
	"unicode/utf16"
)

// painter writes the content of one page. Here heights turn round: a page of a
// PDF counts from its lower left corner upwards.
type painter struct {
	*setter
	tree  *structure
	page  ref
	out   []byte
	style style
	left  float64 // of the text
	top   float64 // of the text

	within    *element // what is being painted is part of
	repeated  bool     // the text stands elsewhere already
	marks     []ref    // the elements of the page's marks
	bookmarks []*bookmark
}

// strips paints what stands on a page.
func (p *painter) strips(strips page) {
	for i, s := range strips {
		y := p.top - s.y
		p.repeated = s.repeated
		for _, r := range s.rules {
			p.rule(r, y)
		}
		if s.grid != nil && (i == len(strips)-1 || strips[i+1].grid != s.grid) {
			for _, r := range s.grid.closing {
				p.rule(r, y-s.height)
			}
		}
		for _, f := range s.frames {
			p.frame(f, y)
		}
		for _, t := range s.texts {
			p.line(t.line, p.left+t.x, y-t.baseline)
		}
		for _, t := range s.texts {
			for _, span := range t.spans {
				if !s.repeated {
					p.tree.done(span.style.tag)
				}
			}
		}
	}
	p.repeated = false
}

// enter says what the following is part of: an element of the text, or what is
// not in the text.
func (p *painter) enter(e *element, y float64) {
	if e == nil || p.repeated && e != ornament {
		e = pagination
	}
	if e == p.within {
		return
	}
	p.leave()
	p.within = e
	p.out = append(p.out, '/')
	p.out = append(p.out, e.role...)
	if e.ref == 0 {
		p.out = append(p.out, ' ')
		p.out = append(p.out, e.attributes...)
		p.op(" BDC")
		return
	}
	p.out = append(p.out, "<</MCID "...)
	p.out = strconv.AppendInt(p.out, int64(len(p.marks)), 10)
	p.op(">> BDC")
	e.kids = append(e.kids, kid{page: p.page, mark: len(p.marks)})
	p.marks = append(p.marks, e.ref)
	if b := e.bookmark; b != nil && b.page == 0 {
		b.page, b.y = p.page, y
		p.bookmarks = append(p.bookmarks, b)
	}
}

// leave ends what enter began.
func (p *painter) leave() {
	if p.within != nil {
		p.op("EMC")
		p.within = nil
	}
}

// line paints a line of text from the point at its left foot.
func (p *painter) line(l line, x, y float64) {
	if len(l.spans) == 0 {
		return
	}
	first := l.spans[0].style
	mixed := slices.ContainsFunc(l.spans, func(s span) bool { return s.style.tag != first.tag })
	if mixed {
		p.leave() // what begins inside a line ends inside it
	} else {
		p.enter(first.tag, y+first.size)
	}
	p.op("BT")
	p.op("Td", x, y)
	for _, s := range l.spans {
		if mixed {
			p.enter(s.style.tag, y+s.style.size)
		}
		p.span(s, l.extra)
	}
	if mixed {
		p.leave()
	}
	p.op("ET")
}

// span paints text with extra room at every space. Spaced-out letters carry the
// word they make, or a reader would find single letters there.
func (p *painter) span(s span, extra float64) {
	if s.style.face != p.style.face || s.style.size != p.style.size {
		p.out = append(p.out, "/F"...)
		p.out = strconv.AppendInt(p.out, int64(s.style.face), 10)
		p.out = append(p.out, ' ')
		p.op("Tf", s.style.size)
	}
	if s.style.tracking != p.style.tracking {
		p.op("Tc", s.style.tracking)
	}
	p.style = s.style
	if s.style.tracking > 0 {
		p.out = append(p.out, "/Span <</ActualText "...)
		p.out = append(p.out, textString(s.text)...)
		p.op(">> BDC")
		defer p.op("EMC")
	}
	p.out = append(p.out, "[<"...)
	for _, r := range s.text {
		p.out = appendHex(p.out, p.subsets[s.style.face].slot(r))
		if extra != 0 && isSpace(r) {
			p.out = append(p.out, '>')
			p.out = appendNumber(p.out, -1000*extra/s.style.size)
			p.out = append(p.out, '<')
		}
	}
	p.op(">] TJ")
}

func isSpace(r rune) bool { return drawnAs(r) == ' ' }

func (p *painter) rule(r rule, y float64) {
	p.enter(ornament, y)
	p.op("w", hairline)
	p.op("m", p.left+r.x1, y-r.y1)
	p.op("l", p.left+r.x2, y-r.y2)
	p.op("S")
}

// frame paints a rectangle with round corners, each a Bézier curve.
func (p *painter) frame(f frame, y float64) {
	const roundness = 0.5523 // of a curve that looks like a quarter of a circle
	r, k := f.radius, f.radius*(1-roundness)
	x1, x2 := p.left+f.x, p.left+f.x+f.width
	y1, y2 := y-f.y, y-f.y-f.height
	p.enter(ornament, y)
	p.op("w", hairline)
	p.op("m", x1+r, y1)
	p.op("l", x2-r, y1)
	p.op("c", x2-k, y1, x2, y1-k, x2, y1-r)
	p.op("l", x2, y2+r)
	p.op("c", x2, y2+k, x2-k, y2, x2-r, y2)
	p.op("l", x1+r, y2)
	p.op("c", x1+k, y2, x1, y2+k, x1, y2+r)
	p.op("l", x1, y1-r)
	p.op("c", x1, y1-k, x1+k, y1, x1+r, y1)
	p.op("s")
}

// op writes one operator after its operands.
func (p *painter) op(name string, operands ...float64) {
	for _, v := range operands {
		p.out = appendNumber(p.out, v)
		p.out = append(p.out, ' ')
	}
	p.out = append(p.out, name...)
	p.out = append(p.out, '\n')
}

// appendNumber writes a number with at most two places after the point, which is
// finer than any printer.
func appendNumber(out []byte, v float64) []byte {
	start := len(out)
	out = strconv.AppendFloat(out, v, 'f', 2, 64)
	for out[len(out)-1] == '0' {
		out = out[:len(out)-1]
	}
	if out[len(out)-1] == '.' {
		out = out[:len(out)-1]
	}
	if string(out[start:]) == "-0" {
		out = append(out[:start], '0')
	}
	return out
}

func appendHex(out []byte, v uint16) []byte {
	const digits = "0123456789ABCDEF"
	return append(out, digits[v>>12], digits[v>>8&15], digits[v>>4&15], digits[v&15])
}

// utf16Hex returns text as hexadecimal UTF-16, the way a PDF names characters.
func utf16Hex(s string) []byte {
	var out []byte
	for _, v := range utf16.Encode([]rune(s)) {
		out = appendHex(out, v)
	}
	return out
}

// textString returns a text as a PDF string in any alphabet.
func textString(s string) string { return "<FEFF" + string(utf16Hex(s)) + ">" }
