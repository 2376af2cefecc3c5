package docx

import "redress/internal/document"

const (
	lines    = `<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>`
	cellSide = 102 // twips, 1.8 mm
	cellTop  = 45  // twips, 0.8 mm
)

// openTable begins a table of columns with the widths, in twips.
func (m *markup) openTable(widths []int, borders string, side, top int) {
	total := 0
	for _, w := range widths {
		total += w
	}
	m.add(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>%s<w:tblLayout w:type="fixed"/>`, total, borders)
	m.add(`<w:tblCellMar><w:top w:w="%d" w:type="dxa"/><w:left w:w="%d" w:type="dxa"/><w:bottom w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, top, side, top, side)
	for _, w := range widths {
		m.add(`<w:gridCol w:w="%d"/>`, w)
	}
	m.add("</w:tblGrid>")
}

// closeTable ends a table. The small paragraph keeps it apart from another one
// that may follow, which would otherwise grow together with it.
func (m *markup) closeTable(keep bool) {
	m.add("</w:tbl>")
	m.paragraph("AfterTable", properties{keepNext: keep})
}

// table writes a table whose head row is repeated on every page.
func (m *markup) table(p document.Paper, t document.Table, keep bool) {
	if len(t.Columns) == 0 {
		return
	}
	widths := make([]int, len(t.Columns))
	left := textWidth(p)
	for i, share := range t.Shares() {
		widths[i] = min(int(share*float64(textWidth(p))+0.5), left)
		left -= widths[i]
	}
	borders, style := lines, "TableText"
	if t.Bare {
		borders, style = "", "Particulars"
	}
	m.openTable(widths, borders, cellSide, cellTop)
	if t.Headed() {
		m.add("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
		for i, c := range t.Columns {
			m.openCell(widths[i], "")
			m.paragraph("TableHead", properties{keepNext: true}, document.Text(c.Head))
			m.add("</w:tc>")
		}
		m.add("</w:tr>")
	}
	for n, row := range t.Rows {
		m.add("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		for i, c := range t.Columns {
			var cell document.Cell
			if i < len(row) {
				cell = row[i]
			}
			m.openCell(widths[i], "")
			m.paragraph(style, properties{keepNext: keep && n == len(t.Rows)-1, align: c.Align}, cell...)
			m.add("</w:tc>")
		}
		m.add("</w:tr>")
	}
	m.closeTable(keep)
}

// openCell begins a cell; extra holds its borders or the place of its text.
func (m *markup) openCell(width int, extra string) {
	m.add(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>`, width, extra)
}
