package pdf

import (
	"strings"

	"redress/internal/document"
)

var textStyle = style{face: regular, size: textSize}

// head sets the commission's name, its address, the act, the date and number,
// the place and the title of the text. The act and the title are headings.
func (c *column) head(p document.Paper) {
	centred := func(e *element, text string, st style, before, inset float64) {
		c.paragraph(c.tree.document, e, []document.Run{document.Text(text)}, setting{
			style: st, interval: smallInterval, align: document.Centre, before: before, left: inset, right: inset, keep: true, whole: true,
		})
	}
	for _, l := range p.Issuer {
		centred(text(), l, style{face: bold, size: textSize}, 0, 0)
	}
	centred(text(), p.Address, style{size: addressSize}, 5, 0)
	if strings.TrimSpace(p.ActName) != "" {
		centred(c.headings.element(1, p.ActName+" "+p.NumberSign()), p.ActName, style{face: bold, size: actSize, tracking: actSize * 0.22}, 22, 0)
	}
	c.ends(p.Date, p.NumberSign(), 14)
	centred(text(), p.Place, style{size: tableSize}, 8, 0)
	if strings.TrimSpace(p.Subject) != "" {
		centred(c.headings.element(2, p.Subject), p.Subject, style{face: bold, size: textSize}, 16, 12*mm)
	}
	c.owed = 16
}

// ends sets two short texts on one line, one at each end of it.
func (c *column) ends(left, right string, before float64) {
	set := setting{style: textStyle, interval: smallInterval, align: document.Left}
	e := text()
	set.style.tag = e
	texts := parted(c.lines(c.items([]document.Run{document.Text(left)}, set.style), set, c.width*0.55))
	set.align, set.left = document.Right, c.width*0.6
	texts = append(texts, c.lines(c.items([]document.Run{document.Text(right)}, set.style), set, c.width)...)
	if len(texts) > 0 {
		c.tree.start(c.tree.document, e)
		c.put(strip{height: c.height(texts, set), above: before, keep: true, texts: texts})
		c.tree.done(e)
	}
}

// parted ends a text with a space that takes no room, so that it does not run into
// what stands on the same line and is read after it.
func parted(lines []placedLine) []placedLine {
	if n := len(lines); n > 0 && len(lines[n-1].spans) > 0 {
		spans := lines[n-1].spans
		spans[len(spans)-1].text += " "
	}
	return lines
}

// height returns the room of lines set side by side: that of the longest column.
func (c *column) height(texts []placedLine, set setting) float64 {
	var low float64
	for _, t := range texts {
		low = max(low, t.baseline)
	}
	return low - c.baseline(set) + c.leading(set)
}

// block sets one part of the text.
func (c *column) block(b document.Block) {
	set := setting{style: textStyle, interval: textInterval, align: document.Justify, indent: firstLineIndent}
	if _, ok := b.(document.Numbered); !ok {
		c.endList()
	}
	switch b := b.(type) {
	case document.Paragraph:
		set.before, set.keep = b.SpaceBefore, b.KeepWithNext
		if b.Align != "" {
			set.align = b.Align
		}
		if b.NoIndent || b.Align == document.Centre || b.Align == document.Right {
			set.indent = 0
		}
		c.paragraph(c.tree.document, text(), b.Runs, set)
	case document.Heading:
		c.heading(b, set)
	case document.Numbered:
		c.clause(b, set)
	case document.Quote:
		set.left, set.indent, set.before, set.after = quoteIndent, 0, 4, 4
		quote := c.part("BlockQuote", "")
		c.paragraph(quote, text(), b.Runs, set)
		c.tree.done(quote)
	case document.Table:
		c.table(b)
	}
}

// heading sets what opens a part of the text. Below the act and the title of the
// text its level is one lower than it says, for there is one first heading.
func (c *column) heading(h document.Heading, set setting) {
	if strings.TrimSpace(h.Text) == "" {
		return
	}
	set.style.face, set.keep, set.whole, set.before, set.after = bold, true, true, 10, 3
	set.align = document.Left
	if h.Level <= 1 {
		set.align, set.indent, set.before, set.after = document.Centre, 0, 14, 6
	}
	e := c.headings.element(max(h.Level, 1)+1, h.Text)
	c.paragraph(c.tree.document, e, []document.Run{document.Text(h.Text)}, set)
}

// clause sets a numbered clause; clauses that follow one another are one list.
func (c *column) clause(b document.Numbered, set setting) {
	label, body := &element{role: "Lbl"}, &element{role: "LBody"}
	set.style.tag = label
	items := c.items([]document.Run{document.Text(b.Number + "\u00a0")}, set.style)
	set.style.tag = body
	lines := c.lines(append(items, c.items(b.Runs, set.style)...), set, c.width)
	if c.list == nil {
		c.list = c.part("L", "/A<</O/List/ListNumbering/Decimal>>")
	}
	clause := c.tree.start(c.list, &element{role: "LI"})
	c.tree.start(clause, label)
	c.tree.start(clause, body)
	c.stack(lines, set)
	for _, e := range []*element{label, body, clause} {
		c.tree.done(e)
	}
}

// endList closes the list of clauses, if one is open.
func (c *column) endList() {
	if c.list != nil {
		c.tree.done(c.list)
		c.list = nil
	}
}
