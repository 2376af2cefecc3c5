// Package pdf draws the commission's papers as files that are kept: A4 sheets by
// ГОСТ Р 7.0.97-2025 in a Times-like face that travels inside the file, with
// text that can be searched, copied and read aloud word for word.
//
// A paper passes through four steps, each in files of its own: runs of text
// become items and lines (items, lines); the parts of the paper become one long
// column of strips (column, head and body, table, signature); the column is cut
// into pages; the pages are painted and written with the characters they use
// (paint, subset, embed, objects). The same paper gives the same bytes: neither
// the clock nor the order of a map has a say.
package pdf

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"redress/internal/document"
)

// Render writes the paper as a PDF 1.7 file. The text in it is that of
// p.Plain(), in the same order; the faces are embedded as subsets. A character
// the face does not have is drawn as a question mark and stays itself in the
// text. Nothing is written when the paper cannot be drawn.
func Render(w io.Writer, p document.Paper) error {
	digest, err := p.Digest()
	if err != nil {
		return err
	}
	c, err := layOut(p)
	if err != nil {
		return err
	}
	footer := c.footer(p.Footer)
	left := sheetWidth - rightMargin - c.width

	f := newObjects()
	tree, fonts := f.reserve(), f.reserve()
	pages := paginate(c.strips, c.page)
	var kids strings.Builder
	for i, strips := range pages {
		painter := painter{setter: c.setter, left: left, top: sheetHeight - topMargin}
		if i > 0 {
			painter.line(c.pageNumber(i + 1))
		}
		painter.page(strips)
		for _, l := range footer {
			painter.line(l.line, left+l.x, edge+c.height(footer, footerSetting)-l.baseline)
		}
		content, err := f.stream("", painter.out)
		if err != nil {
			return err
		}
		page := f.add("<</Type/Page/Parent %v/Contents %v>>", tree, content)
		fmt.Fprintf(&kids, "%v ", page)
	}
	f.write(tree, "<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 %s %s]/Resources<</Font %v>>>>",
		len(pages), strings.TrimSpace(kids.String()),
		appendNumber(nil, sheetWidth), appendNumber(nil, sheetHeight), fonts)
	if err := embedFaces(f, fonts, c.setter); err != nil {
		return err
	}
	root := f.add("<</Type/Catalog/Pages %v/Lang %s/ViewerPreferences<</DisplayDocTitle true>>>>", tree, textString(p.Language()))
	info := f.add("<</Title %s/Author %s/Producer %s%s>>",
		textString(title(p)), textString(strings.Join(p.Issuer, " ")), textString("Redress"), dates(p.Made))
	return f.finish(w, root, info, digest[:16])
}

// layOut sets the whole paper as one column, not yet cut into pages.
func layOut(p document.Paper) (*column, error) {
	s, err := newSetter()
	if err != nil {
		return nil, err
	}
	c := &column{setter: s, width: sheetWidth - leftMargin - rightMargin}
	if p.LongKept {
		c.width = sheetWidth - leftMarginKept - rightMargin
	}
	bottom := max(bottomMargin, edge+2*mm+c.height(c.footer(p.Footer), footerSetting))
	c.page = sheetHeight - topMargin - bottom
	c.head(p)
	for _, b := range p.Body {
		c.block(b)
	}
	c.signatures(p)
	return c, nil
}

// embedFaces writes every face the paper uses.
func embedFaces(f *objects, fonts ref, s *setter) error {
	var entries strings.Builder
	for id, subset := range s.subsets {
		if !subset.used() {
			continue
		}
		font, err := subset.embed(f)
		if err != nil {
			return fmt.Errorf("embedding %s: %w", faceID(id).name(), err)
		}
		fmt.Fprintf(&entries, "/F%d %v", id, font)
	}
	f.write(fonts, "<<%s>>", entries.String())
	return nil
}

var footerSetting = setting{style: style{size: footerSize}, interval: smallInterval, align: document.Centre}

// footer sets the small print that stands in the lower margin of every page.
func (c *column) footer(text string) []placedLine {
	return c.lines([]document.Run{document.Text(text)}, footerSetting, c.width)
}

// pageNumber sets the number of a page in the middle of the upper margin, and
// says where on the sheet it stands.
func (c *column) pageNumber(n int) (l line, x, y float64) {
	set := setting{style: style{size: pageNoSize}, interval: smallInterval, align: document.Left}
	number := c.lines([]document.Run{document.Text(strconv.Itoa(n))}, set, c.width)[0]
	middle := sheetWidth - rightMargin - c.width/2
	return number.line, middle - number.width/2, sheetHeight - edge - number.baseline
}

// title names the paper in lists and window titles.
func title(p document.Paper) string {
	name := p.Title
	if name == "" {
		name = strings.TrimSpace(p.ActName + " " + p.NumberSign())
	}
	return document.Printable(name)
}

// dates returns when the paper was made and last changed, which is the same.
func dates(made time.Time) string {
	if made.IsZero() {
		return ""
	}
	zone := "Z"
	if _, offset := made.Zone(); offset != 0 {
		zone = strings.Replace(made.Format("-07:00"), ":", "'", 1) + "'"
	}
	at := "(D:" + made.Format("20060102150405") + zone + ")"
	return "/CreationDate " + at + "/ModDate " + at
}
