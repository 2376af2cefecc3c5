package pdf

import "redress/internal/document"

// column sets the parts of a paper from the first to the last, strip by strip.
type column struct {
	*setter
	pager    pager
	tree     *structure
	headings headings
	list     *element // of numbered clauses, while one follows another
	width    float64  // of the text
	page     float64  // the height that any strip may have
	owed     float64  // room the last part asked for below itself
	closing  bool     // all that comes now keeps together
	footer   []placedLine
	foot     float64 // the lowest that text or the code may reach
	code     *code
}

// setting is how a piece of text stands on the sheet.
type setting struct {
	style    style
	interval float64 // lines, in heights of the face
	align    document.Align
	indent   float64 // of the first line
	left     float64 // moved in from the left edge of the text
	right    float64
	before   float64
	after    float64
	keep     bool // stays with what follows
	whole    bool // stays on one page
}

// put adds a strip, with the larger of the rooms asked for above it.
func (c *column) put(s strip) {
	s.above = max(s.above, c.owed)
	s.keep = s.keep || c.closing
	c.owed = 0
	for _, t := range s.texts {
		for _, span := range t.spans {
			span.style.tag.open++
		}
	}
	c.pager.add(s)
}

// leading is the distance between two baselines.
func (c *column) leading(set setting) float64 {
	return set.style.size * set.interval * c.subsets[set.style.face].face.interval()
}

// baseline is the distance from the top of a line to the letters' foot.
func (c *column) baseline(set setting) float64 {
	f := c.subsets[set.style.face].face
	return (c.leading(set) + (f.ascent-f.descent)*set.style.size) / 2
}

// lines breaks items to the width and gives every line its place from the left;
// baselines are counted from the top of the first line.
func (c *column) lines(items []item, set setting, width float64) []placedLine {
	room := width - set.left - set.right
	lines := c.breakLines(items, measure{room - set.indent, room}, set.align == document.Justify)
	placed := make([]placedLine, len(lines))
	for i, l := range lines {
		x := set.left
		switch set.align {
		case document.Centre:
			x += (room - l.width + set.style.tracking) / 2
		case document.Right:
			x += room - l.width
		case document.Left, document.Justify:
			if i == 0 {
				x += set.indent
			}
		}
		placed[i] = placedLine{l, x, float64(i)*c.leading(set) + c.baseline(set)}
	}
	return placed
}

// paragraph sets text in lines of their own, as one element of the parent.
func (c *column) paragraph(parent, e *element, runs []document.Run, set setting) {
	set.style.tag = e
	lines := c.lines(c.items(runs, set.style), set, c.width)
	if len(lines) == 0 {
		return
	}
	c.tree.start(parent, e)
	c.stack(lines, set)
	c.tree.done(e)
}

// stack puts lines one below another. The first two and the last two are never
// parted by the end of a page.
func (c *column) stack(lines []placedLine, set setting) {
	for i, l := range lines {
		l.baseline = c.baseline(set)
		s := strip{height: c.leading(set), texts: []placedLine{l}, keep: set.whole}
		if i == 0 {
			s.above = set.before
		}
		if last := len(lines) - 1; i == last {
			s.keep = set.keep
		} else if i == 0 || i == last-1 {
			s.keep = true
		}
		c.put(s)
	}
	c.owed = set.after
}

// text is a paragraph of its own in the text.
func text() *element { return &element{role: "P"} }

// part opens an element directly in the paper; the caller says when it is done.
func (c *column) part(role, attributes string) *element {
	return c.tree.start(c.tree.document, &element{role: role, attributes: attributes})
}
