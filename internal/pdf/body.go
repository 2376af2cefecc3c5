package pdf

import "redress/internal/document"

var textStyle = style{face: regular, size: textSize}

// head sets the commission's name, its address, the act, the date and number,
// the place and the title of the text.
func (c *column) head(p document.Paper) {
	centred := func(text string, st style, before, inset float64) {
		c.paragraph([]document.Run{document.Text(text)}, setting{
			style: st, interval: smallInterval, align: document.Centre, before: before, left: inset, right: inset, keep: true, whole: true,
		})
	}
	for _, l := range p.Issuer {
		centred(l, style{face: bold, size: textSize}, 0, 0)
	}
	centred(p.Address, style{size: addressSize}, 5, 0)
	centred(p.ActName, style{face: bold, size: actSize, tracking: actSize * 0.22}, 22, 0)
	c.ends(p.Date, p.NumberSign(), 14)
	centred(p.Place, style{size: tableSize}, 8, 0)
	centred(p.Subject, style{face: bold, size: textSize}, 16, 12*mm)
	c.owed = 16
}

// ends sets two short texts on one line, one at each end of it.
func (c *column) ends(left, right string, before float64) {
	set := setting{style: textStyle, interval: smallInterval, align: document.Left}
	texts := c.lines([]document.Run{document.Text(left)}, set, c.width*0.55)
	set.align, set.left = document.Right, c.width*0.6
	texts = append(texts, c.lines([]document.Run{document.Text(right)}, set, c.width)...)
	if len(texts) > 0 {
		c.put(strip{height: c.height(texts, set), above: before, keep: true, texts: texts})
	}
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
	text := setting{style: textStyle, interval: textInterval, align: document.Justify, indent: firstLineIndent}
	switch b := b.(type) {
	case document.Paragraph:
		text.before, text.keep = b.SpaceBefore, b.KeepWithNext
		if b.Align != "" {
			text.align = b.Align
		}
		if b.NoIndent || b.Align == document.Centre || b.Align == document.Right {
			text.indent = 0
		}
		c.paragraph(b.Runs, text)
	case document.Heading:
		text.style.face, text.keep, text.whole, text.before, text.after = bold, true, true, 10, 3
		text.align = document.Left
		if b.Level <= 1 {
			text.align, text.indent, text.before, text.after = document.Centre, 0, 14, 6
		}
		c.paragraph([]document.Run{document.Text(b.Text)}, text)
	case document.Numbered:
		number := document.Text(b.Number + "\u00a0")
		c.paragraph(append([]document.Run{number}, b.Runs...), text)
	case document.Quote:
		text.left, text.indent, text.before, text.after = quoteIndent, 0, 4, 4
		c.paragraph(b.Runs, text)
	case document.Table:
		c.table(b)
	}
}
