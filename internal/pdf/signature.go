package pdf

import "redress/internal/document"

// signatures sets the signature lines, the marks of electronic signatures and
// the mark of a certified copy. They stay together, and at least two lines of
// the text stay with them: a page with signatures alone could be put under any
// other text.
func (c *column) signatures(p document.Paper) {
	if len(p.Signatures)+len(p.Marks) == 0 && p.Copy == nil {
		return
	}
	c.pager.keepLast()
	c.closing = true
	c.owed = max(c.owed, 30)
	for _, s := range p.Signatures {
		c.signature(s.Office, s.Name)
		c.owed = 20
	}
	c.marks(p.Marks)
	if p.Copy != nil {
		c.copyMark(*p.Copy)
	}
}

// signature sets the office at the left and the name at the right, on the level
// of the office's last line, with room for the hand between them.
func (c *column) signature(office, name string) {
	set := setting{style: textStyle, interval: smallInterval, align: document.Left}
	e := text()
	set.style.tag = e
	person := c.items([]document.Run{document.Text(name)}, set.style)
	room := c.width - handRoom
	for _, l := range c.lines(person, set, c.width*0.5) {
		room = min(room, c.width-handRoom-l.width)
	}
	texts := parted(c.lines(c.items([]document.Run{document.Text(office)}, set.style), set, min(room, c.width*0.66)))
	lower := max(len(texts)-1, 0)
	set.align, set.left = document.Right, c.width*0.5
	for _, t := range c.lines(person, set, c.width) {
		t.baseline += float64(lower) * c.leading(set)
		texts = append(texts, t)
	}
	if len(texts) > 0 {
		c.tree.start(c.tree.document, e)
		c.put(strip{height: c.height(texts, set), texts: texts})
		c.tree.done(e)
	}
}

// marks sets the marks of electronic signatures in frames, two in a row.
func (c *column) marks(marks []document.ESignature) {
	width := (c.width - markGutter) / 2
	for i := 0; i < len(marks); i += 2 {
		row := strip{above: 12}
		var parts []*element
		c.owed = 0
		for n, mark := range marks[i:min(i+2, len(marks))] {
			parts = append(parts, c.mark(&row, mark, float64(n)*(width+markGutter), width)...)
		}
		for n := range row.frames {
			row.frames[n].height = row.height
		}
		c.put(row)
		for _, e := range parts {
			c.tree.done(e)
		}
	}
}

// mark adds one mark to a row, x from the left edge of the text, and returns its
// elements, one for each line of it.
func (c *column) mark(row *strip, mark document.ESignature, x, width float64) []*element {
	set := setting{
		style: style{face: bold, size: markSize}, interval: smallInterval, align: document.Centre,
		left: x + markPad, right: markPad,
	}
	y := markPad
	var parts []*element
	for _, l := range mark.Lines() {
		set.style.tag = c.part("P", "")
		parts = append(parts, set.style.tag)
		lines := c.lines(c.items([]document.Run{document.Text(l)}, set.style), set, x+width)
		for n := range lines {
			lines[n].baseline += y
		}
		row.texts = append(row.texts, lines...)
		y += float64(len(lines)) * c.leading(set)
		if set.align == document.Centre {
			set.style.face, set.align = regular, document.Left
			y += markPad / 2
		}
	}
	row.height = max(row.height, y+markPad)
	row.frames = append(row.frames, frame{x: x, width: width, radius: 2 * mm})
	return parts
}

// copyMark sets the mark that a copy is true to its original.
func (c *column) copyMark(m document.CopyMark) {
	set := setting{style: textStyle, interval: smallInterval, align: document.Left}
	small := set
	small.style.size = tableSize
	c.owed = 24
	c.paragraph(c.tree.document, text(), []document.Run{document.Text(m.Word)}, set)
	c.owed = max(c.owed, 4)
	c.signature(m.Office, m.Name)
	c.owed = 4
	c.paragraph(c.tree.document, text(), []document.Run{document.Text(m.Date)}, set)
	c.paragraph(c.tree.document, text(), []document.Run{document.Text(m.Kept)}, small)
}
