package docx

import (
	"fmt"
	"strings"
	"time"

	"redress/internal/document"
)

const (
	declaration   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordSpace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006/"
	wordType      = "application/vnd.openxmlformats-officedocument.wordprocessingml."

	// The widths of both faces are the same, so lines stay where they are where
	// only the second is at hand.
	fontName     = "Liberation Serif"
	fontFallback = "Times New Roman"
)

// part is one file inside the document.
type part struct {
	name    string
	kind    string // content type
	id      string // by which the main part refers to it; empty when it does not
	content string
}

// parts returns the files of a document in the order they are stored.
func parts(p document.Paper, marks map[int]string) ([]part, error) {
	if err := check(marks); err != nil {
		return nil, err
	}
	code, err := codePicture(p)
	if err != nil {
		return nil, err
	}
	text, lists := body(p, marks)
	list := []part{
		{"word/document.xml", wordType + "document.main+xml", "", text},
		{"word/styles.xml", wordType + "styles+xml", "styles", stylesheet(p)},
		{"word/settings.xml", wordType + "settings+xml", "settings", settings(p)},
		{"word/fontTable.xml", wordType + "fontTable+xml", "fontTable", fontTable()},
		{"word/header.xml", wordType + "header+xml", "header", header()},
		{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", "", core(p)},
	}
	if len(lists) > 0 {
		list = append(list, part{"word/numbering.xml", wordType + "numbering+xml", "numbering", numbering(lists)})
	}
	if code != nil {
		list = append(list, part{"word/media/code.png", "image/png", "image", string(code)})
	}
	if p.Footer != "" {
		list = append(list, part{"word/footer.xml", wordType + "footer+xml", "footer", footer(p)})
	}
	types := &markup{}
	types.add(`%s<Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`, declaration, packageSpace)
	relations := &markup{}
	relations.add(`%s<Relationships xmlns="%srelationships">`, declaration, packageSpace)
	for _, l := range list {
		types.add(`<Override PartName="/%s" ContentType="%s"/>`, l.name, l.kind)
		if l.id != "" {
			relations.add(`<Relationship Id="%[1]s" Type="%[2]s/%[1]s" Target="%[3]s"/>`, l.id, relationSpace, strings.TrimPrefix(l.name, "word/"))
		}
	}
	types.add("</Types>")
	relations.add("</Relationships>")
	root := fmt.Sprintf(`%s<Relationships xmlns="%[2]srelationships"><Relationship Id="document" Type="%[3]s/officeDocument" Target="word/document.xml"/><Relationship Id="core" Type="%[2]srelationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
		declaration, packageSpace, relationSpace)
	return append([]part{
		{name: "[Content_Types].xml", content: types.String()},
		{name: "_rels/.rels", content: root},
		{name: "word/_rels/document.xml.rels", content: relations.String()},
	}, list...), nil
}

// settings turns hyphenation on and fixes how the text is set.
func settings(p document.Paper) string {
	return fmt.Sprintf(`%s<w:settings xmlns:w="%s"><w:zoom w:percent="100"/><w:autoHyphenation/><w:consecutiveHyphenLimit w:val="3"/><w:hyphenationZone w:val="284"/><w:doNotHyphenateCaps/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="%s"/></w:settings>`,
		declaration, wordSpace, escaped(p.Language()))
}

func fontTable() string {
	return fmt.Sprintf(`%s<w:fonts xmlns:w="%s"><w:font w:name="%s"><w:altName w:val="%s"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`,
		declaration, wordSpace, fontName, fontFallback)
}

// header holds the number of the page; the first page has a header of its own,
// which is empty.
func header() string {
	return fmt.Sprintf(`%s<w:hdr xmlns:w="%s"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>`,
		declaration, wordSpace)
}

func footer(p document.Paper) string {
	m := &markup{}
	m.add(`%s<w:ftr xmlns:w="%s">`, declaration, wordSpace)
	m.paragraph("Footer", properties{}, document.Text(p.Footer))
	m.add("</w:ftr>")
	return m.String()
}

// title names the paper in lists and window titles.
func title(p document.Paper) string {
	if p.Title != "" {
		return p.Title
	}
	return strings.TrimSpace(p.ActName + " " + p.NumberSign())
}

// core names the paper, what it is about, its author and when it was made.
func core(p document.Paper) string {
	m := &markup{}
	m.add(`%s<cp:coreProperties xmlns:cp="%smetadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`, declaration, packageSpace)
	m.add("<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>%s</dc:creator><dc:language>%s</dc:language>",
		escaped(title(p)), escaped(p.Subject), escaped(strings.Join(p.Issuer, " ")), escaped(p.Language()))
	if !p.Made.IsZero() {
		at := p.Made.UTC().Format(time.RFC3339)
		m.add(`<dcterms:created xsi:type="dcterms:W3CDTF">%[1]s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%[1]s</dcterms:modified>`, at)
	}
	m.add("</cp:coreProperties>")
	return m.String()
}
