package docx

import "redress/internal/document"

// style is a named style of paragraphs. Lengths are points; size 0, interval 0
// and an empty alignment are taken from the style it is based on.
type style struct {
	id, name string
	based    string
	align    document.Align
	size     float64
	interval float64 // of lines, in heights of the face
	before   float64
	after    float64
	first    int // indent of the first line, twips
	left     int // twips
	bold     bool
	tracking float64
	keep     bool // with what follows, and whole
	outline  int  // level in the outline of the paper, 1 or 2; 0 outside
}

var styles = []style{
	{id: "Normal", name: "Normal", align: document.Left, size: 14, interval: 1},
	{id: "Issuer", name: "Наименование комиссии", based: "Normal", align: document.Centre, bold: true},
	{id: "Address", name: "Справочные данные", based: "Normal", align: document.Centre, size: 10, before: 5},
	{id: "ActName", name: "Вид акта", based: "Normal", align: document.Centre, size: 16, before: 22, bold: true, tracking: 3.5},
	{id: "DateAndNumber", name: "Дата и номер", based: "Normal", before: 14},
	{id: "Place", name: "Место", based: "Normal", align: document.Centre, size: 12, before: 8},
	{id: "Subject", name: "Заголовок к тексту", based: "Normal", align: document.Centre, before: 16, after: 16, bold: true},
	{id: "PaperText", name: "Текст акта", based: "Normal", align: document.Justify, interval: 1.15, first: indent},
	{id: "Clause", name: "Пункт", based: "PaperText"},
	{id: "Quote", name: "Quote", based: "PaperText", left: indent, before: 4, after: 4},
	{id: "Heading1", name: "heading 1", based: "Normal", align: document.Centre, interval: 1.15, before: 14, after: 6, bold: true, keep: true, outline: 1},
	{id: "Heading2", name: "heading 2", based: "Normal", interval: 1.15, first: indent, before: 10, after: 3, bold: true, keep: true, outline: 2},
	{id: "TableText", name: "Текст таблицы", based: "Normal", size: 12},
	{id: "TableHead", name: "Заголовок графы", based: "TableText", align: document.Centre, bold: true},
	{id: "Particulars", name: "Сведения", based: "Normal"},
	{id: "AfterTable", name: "После таблицы", based: "Normal", size: 8},
	{id: "SignatureOffice", name: "Должность в подписи", based: "Normal", before: 20},
	{id: "SignatureName", name: "Имя в подписи", based: "Normal", align: document.Right},
	{id: "MarkHead", name: "Отметка об электронной подписи", based: "Normal", align: document.Centre, size: 9, after: 3, bold: true},
	{id: "MarkText", name: "Сведения об электронной подписи", based: "Normal", size: 9},
	{id: "CopyMark", name: "Отметка о заверении копии", based: "Normal", before: 18},
	{id: "CopyOffice", name: "Должность заверившего", based: "Normal", before: 4},
	{id: "CopyNote", name: "Сведения о копии", based: "Normal", size: 12},
	{id: "Header", name: "header", based: "Normal", align: document.Centre, size: 12},
	{id: "Footer", name: "footer", based: "Normal", align: document.Centre, size: 9},
}

// stylesheet returns the part that names how everything looks. The order inside
// a style is the one the format demands.
func stylesheet(p document.Paper) string {
	m := &markup{}
	m.add(`%s<w:styles xmlns:w="%s"><w:docDefaults><w:rPrDefault><w:rPr>`, declaration, wordSpace)
	m.add(`<w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s"/>`, fontName)
	m.add(`<w:lang w:val="%[1]s" w:eastAsia="%[1]s"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`, escaped(p.Language()))
	for _, s := range styles {
		m.style(s)
	}
	m.add("</w:styles>")
	return m.String()
}

func (m *markup) style(s style) {
	kind := ""
	if s.based == "" {
		kind = ` w:default="1"`
	}
	m.add(`<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, kind, s.id, s.name)
	if s.based != "" {
		m.add(`<w:basedOn w:val="%s"/>`, s.based)
	}
	m.add("<w:qFormat/><w:pPr>")
	if s.keep {
		m.add("<w:keepNext/><w:keepLines/>")
	}
	m.add("<w:widowControl/>")
	if s.align == document.Centre {
		m.add("<w:suppressAutoHyphens/>")
	}
	m.add(`<w:spacing w:before="%d" w:after="%d"`, twips(s.before), twips(s.after))
	if s.interval > 0 {
		m.add(` w:line="%d" w:lineRule="auto"`, int(240*s.interval+0.5))
	}
	m.add("/>")
	if s.first > 0 || s.left > 0 {
		m.add(`<w:ind w:left="%d" w:firstLine="%d"/>`, s.left, s.first)
	}
	if s.align != "" {
		m.add(`<w:jc w:val="%s"/>`, justification(s.align))
	}
	if s.outline > 0 {
		m.add(`<w:outlineLvl w:val="%d"/>`, s.outline-1)
	}
	m.add("</w:pPr><w:rPr>")
	if s.bold {
		m.add("<w:b/>")
	}
	if s.tracking > 0 {
		m.add(`<w:spacing w:val="%d"/>`, twips(s.tracking))
	}
	if s.size > 0 {
		m.add(`<w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/>`, int(2*s.size))
	}
	m.add("</w:rPr></w:style>")
}
