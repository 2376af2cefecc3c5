package docx

import "redress/internal/document"

// Lengths in twips, twentieths of a point: the sheet by ГОСТ Р 7.0.97-2025.
const (
	sheetWidth     = 11906 // 210 mm
	sheetHeight    = 16838 // 297 mm
	leftMargin     = 1134  // 20 mm
	leftMarginKept = 1701  // 30 mm, for papers kept longer than ten years
	rightMargin    = 567   // 10 mm
	topMargin      = 1134
	bottomMargin   = 1134
	edge           = 567 // from the edge of the sheet to the page number and the footer
	indent         = 709 // 12.5 mm
)

// margin returns the left margin of the paper.
func margin(p document.Paper) int {
	if p.LongKept {
		return leftMarginKept
	}
	return leftMargin
}

// textWidth returns the width of the text between the margins.
func textWidth(p document.Paper) int { return sheetWidth - margin(p) - rightMargin }

// body returns the main part of the document, and the lists that count its clauses.
func body(p document.Paper, marks map[int]string) (string, []form) {
	m := &markup{anchor: codeAnchor(p)}
	m.add(`%s<w:document xmlns:w="%s" xmlns:r="%s"><w:body>`, declaration, wordSpace, relationSpace)
	m.head(p)
	for i, b := range p.Body {
		// The signatures take the last lines of the text along to their page.
		m.name = marks[i]
		m.block(p, b, i >= len(p.Body)-2 && signed(p))
	}
	m.signatures(p)
	if m.anchor != "" {
		m.paragraph("AfterTable", properties{})
	}
	m.add(`<w:sectPr><w:headerReference w:type="default" r:id="header"/>`)
	if p.Footer != "" {
		m.add(`<w:footerReference w:type="default" r:id="footer"/><w:footerReference w:type="first" r:id="footer"/>`)
	}
	m.add(`<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/><w:titlePg/></w:sectPr>`,
		sheetWidth, sheetHeight, topMargin, rightMargin, bottomMargin, margin(p), edge, edge)
	m.add("</w:body></w:document>")
	return m.String(), m.lists.lists
}

// head writes what stands above the text.
func (m *markup) head(p document.Paper) {
	line := func(style, text string) {
		if text != "" {
			m.paragraph(style, properties{keepNext: true}, document.Text(text))
		}
	}
	for _, l := range p.Issuer {
		line("Issuer", l)
	}
	line("Address", p.Address)
	line("ActName", p.ActName)
	if p.Date != "" || p.Number != "" {
		m.add(`<w:p><w:pPr><w:pStyle w:val="DateAndNumber"/><w:keepNext/><w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs></w:pPr>`, textWidth(p))
		m.anchored()
		m.run(document.Text(p.Date))
		m.add("<w:r><w:tab/></w:r>")
		m.run(document.Text(p.NumberSign()))
		m.add("</w:p>")
	}
	line("Place", p.Place)
	line("Subject", p.Subject)
}

// block writes one part of the text; keep holds it to the page of what follows.
func (m *markup) block(p document.Paper, b document.Block, keep bool) {
	set := properties{keepNext: keep}
	switch b := b.(type) {
	case document.Paragraph:
		set.keepNext = keep || b.KeepWithNext
		set.before, set.align = b.SpaceBefore, b.Align
		set.noIndent = b.NoIndent || b.Align == document.Centre || b.Align == document.Right
		m.paragraph("PaperText", set, b.Runs...)
	case document.Heading:
		style := "Heading2"
		if b.Level <= 1 {
			style = "Heading1"
		}
		m.paragraph(style, set, document.Text(b.Text))
	case document.Numbered:
		runs := b.Runs
		if set.list, set.level = m.lists.place(b.Number); set.list == 0 {
			runs = append([]document.Run{document.Text(b.Number + "\u00a0")}, runs...)
		}
		m.paragraph("Clause", set, runs...)
	case document.Quote:
		m.paragraph("Quote", set, b.Runs...)
	case document.Table:
		m.table(p, b, keep)
	}
}

// signed reports whether anything stands below the text.
func signed(p document.Paper) bool {
	return len(p.Signatures) > 0 || len(p.Marks) > 0 || p.Copy != nil
}
