package docx

import (
	"encoding/xml"
	"fmt"
	"strings"

	"redress/internal/document"
)

// markup collects the XML of one part. Whatever comes from a paper passes
// through escaped or text; the rest is written here by hand.
type markup struct {
	strings.Builder
	lists  counting
	marked int    // bookmarks so far
	name   string // of the bookmark of the next paragraph
	anchor string // of the QR code, until the first paragraph takes it along
}

func (m *markup) add(format string, args ...any) { _, _ = fmt.Fprintf(m, format, args...) }

// escaped returns text as it may stand in an element or an attribute.
func escaped(s string) string {
	var b strings.Builder
	// A strings.Builder takes everything, so there is no error to look at.
	_ = xml.EscapeText(&b, []byte(document.Printable(s)))
	return b.String()
}

// run writes text in one type; line feeds and hyphens that have elements of
// their own in this format become those.
func (m *markup) run(r document.Run) {
	if r.Text == "" {
		return
	}
	m.add("<w:r>")
	if r.Bold || r.Italic {
		m.add("<w:rPr>")
		if r.Bold {
			m.add("<w:b/>")
		}
		if r.Italic {
			m.add("<w:i/>")
		}
		m.add("</w:rPr>")
	}
	rest := document.Printable(r.Text)
	for rest != "" {
		at := strings.IndexAny(rest, "\n\u00ad\u2011")
		text := rest
		if at >= 0 {
			text = rest[:at]
		}
		if text != "" {
			m.add(`<w:t xml:space="preserve">%s</w:t>`, escaped(text))
		}
		rest = rest[len(text):]
		for _, special := range []struct{ sign, element string }{
			{"\n", "<w:br/>"}, {"\u00ad", "<w:softHyphen/>"}, {"\u2011", "<w:noBreakHyphen/>"},
		} {
			if after, ok := strings.CutPrefix(rest, special.sign); ok {
				m.add("%s", special.element)
				rest = after
				break
			}
		}
	}
	m.add("</w:r>")
}

// properties are what one paragraph does differently from its style.
type properties struct {
	keepNext bool
	list     int     // whose number stands before the text, from 1; 0 is none
	level    int     // in the list, from 0
	before   float64 // points
	align    document.Align
	noIndent bool
}

// paragraph writes runs as a paragraph of the style. The order of the properties
// is the one the format demands.
func (m *markup) paragraph(style string, set properties, runs ...document.Run) {
	m.add(`<w:p><w:pPr><w:pStyle w:val="%s"/>`, style)
	if set.keepNext {
		m.add("<w:keepNext/>")
	}
	if set.list > 0 {
		m.add(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, set.level, set.list)
	}
	if set.before > 0 {
		m.add(`<w:spacing w:before="%d"/>`, twips(set.before))
	}
	if set.noIndent {
		m.add(`<w:ind w:firstLine="0"/>`)
	}
	if set.align != "" {
		m.add(`<w:jc w:val="%s"/>`, justification(set.align))
	}
	m.add("</w:pPr>")
	m.anchored()
	name := m.name
	m.name = ""
	m.mark(name, func() {
		for _, r := range runs {
			m.run(r)
		}
	})
	m.add("</w:p>")
}

// anchored writes the picture that belongs to the first paragraph, once.
func (m *markup) anchored() {
	m.WriteString(m.anchor)
	m.anchor = ""
}

func justification(a document.Align) string {
	switch a {
	case document.Centre:
		return "center"
	case document.Right:
		return "right"
	case document.Justify:
		return "both"
	case document.Left:
		return "left"
	}
	return "left"
}

// twips turns points into the unit of the format, a twentieth of a point.
func twips(points float64) int { return int(points*20 + 0.5) }
