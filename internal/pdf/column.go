package pdf

import "redress/internal/document"

// column collects the strips of a paper from the first to the last.
type column struct {
	*setter
	width  float64 // of the text
	page   float64 // the height of the text on one page
	strips []strip
	owed   float64 // room the last part asked for below itself
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
	c.owed = 0
	c.strips = append(c.strips, s)
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

// lines breaks runs to the width and gives every line its place from the left;
// baselines are counted from the top of the first line.
func (c *column) lines(runs []document.Run, set setting, width float64) []placedLine {
	room := width - set.left - set.right
	lines := c.breakLines(c.items(runs, set.style), measure{room - set.indent, room}, set.align == document.Justify)
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

// paragraph sets text in lines of their own. The first two lines and the last
// two are never parted by the end of a page.
func (c *column) paragraph(runs []document.Run, set setting) {
	lines := c.lines(runs, set, c.width)
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
	if len(lines) > 0 {
		c.owed = set.after
	}
}
