package docx

import "redress/internal/document"

const (
	frame  = `<w:tcBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>`
	gutter = 227 // twips, 4 mm between two marks
)

// signatures writes the signature lines, the marks of electronic signatures and
// the mark of a certified copy, all on one page.
func (m *markup) signatures(p document.Paper) {
	if len(p.Signatures) > 0 {
		m.signatureTable(p, "SignatureOffice", p.Signatures)
		m.closeTable(len(p.Marks) > 0 || p.Copy != nil)
	}
	for i := 0; i < len(p.Marks); i += 2 {
		pair := p.Marks[i:min(i+2, len(p.Marks))]
		m.marks(p, pair, i+2 < len(p.Marks) || p.Copy != nil)
	}
	if c := p.Copy; c != nil {
		m.line("CopyMark", c.Word, true)
		if c.Office != "" || c.Name != "" {
			m.signatureTable(p, "CopyOffice", []document.SignatureLine{{Office: c.Office, Name: c.Name}})
			m.closeTable(true)
		}
		m.line("CopyNote", c.Date, c.Kept != "")
		m.line("CopyNote", c.Kept, false)
	}
}

// signatureTable puts offices at the left and names at the right, on the level
// of the last line of the office.
func (m *markup) signatureTable(p document.Paper, office string, signatures []document.SignatureLine) {
	width := textWidth(p)
	widths := []int{width * 62 / 100, width - width*62/100}
	m.openTable(widths, "", 0, 0)
	for _, s := range signatures {
		m.add("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		m.openCell(widths[0], `<w:vAlign w:val="bottom"/>`)
		m.paragraph(office, properties{keepNext: true}, document.Text(s.Office))
		m.add("</w:tc>")
		m.openCell(widths[1], `<w:vAlign w:val="bottom"/>`)
		m.paragraph("SignatureName", properties{keepNext: true}, document.Text(s.Name))
		m.add("</w:tc></w:tr>")
	}
}

// marks writes one or two marks side by side, each in its frame.
func (m *markup) marks(p document.Paper, marks []document.ESignature, keep bool) {
	width := (textWidth(p) - gutter) / 2
	widths := []int{width, gutter, width}[:2*len(marks)-1]
	m.openTable(widths, "", cellSide, cellTop)
	m.add("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
	for i, mark := range marks {
		if i > 0 {
			m.openCell(gutter, "")
			m.paragraph("MarkText", properties{})
			m.add("</w:tc>")
		}
		m.openCell(width, frame)
		for n, l := range mark.Lines() {
			style := "MarkText"
			if n == 0 {
				style = "MarkHead"
			}
			m.paragraph(style, properties{keepNext: true}, document.Text(l))
		}
		m.add("</w:tc>")
	}
	m.add("</w:tr>")
	m.closeTable(keep)
}

func (m *markup) line(style, text string, keep bool) {
	if text != "" {
		m.paragraph(style, properties{keepNext: keep}, document.Text(text))
	}
}
