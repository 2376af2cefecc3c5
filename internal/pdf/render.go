// Package pdf draws the commission's papers as files that are kept: A4 sheets by
// ГОСТ Р 7.0.97-2025 in a Times-like face that travels inside the file, with
// text that can be searched, copied and read aloud word for word. The files are
// PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
//
// A paper whose letters the face has (letters) passes through four steps, each in files
// of its own: runs of text become items (items, binding, hyphen) and lines (lines, fit,
// yield); the parts of the paper become one long column of strips (column, head and
// body, table, signature), each part with its place in the order of reading (structure,
// outline); the column is cut into pages as it grows; the pages are painted and written
// (paint, code, objects), and after them the characters they use (subset, embed) and
// what the file says of itself (archive, metadata). The same paper gives the same bytes:
// neither the clock nor the order of a map has a say.
package pdf

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"redress/internal/document"
)

// Render writes the paper as a PDF 1.7 file. The text in it is that of
// p.Plain(), in the same order; the faces are embedded as subsets. A paper with
// letters the face does not have is refused with a *document.MissingGlyphs, and
// nothing is written. Pages leave as they are drawn.
func Render(w io.Writer, p document.Paper) error { return write(w, p, kept) }

// write draws the paper in the form of a standard.
func write(w io.Writer, p document.Paper, s standard) error {
	digest, err := p.Digest()
	if err != nil {
		return err
	}
	setter, err := newSetter()
	if err != nil {
		return err
	}
	if err := legible(p, setter.subsets[regular].face); err != nil {
		return err
	}
	code, err := newCode(p)
	if err != nil {
		return err
	}
	f := newObjects(w, s.version)
	b := &book{file: f, tree: f.reserve(), fonts: f.reserve()}
	c := layOut(f, setter, p, code, b.page)
	b.column = c
	c.set(p)
	f.write(b.tree, "<</Type/Pages/Count %d/Kids%v/MediaBox[0 0 %s %s]/Resources<</Font %v>>>>",
		len(b.pages), b.pages, appendNumber(nil, sheetWidth), appendNumber(nil, sheetHeight), b.fonts)
	if err := embedFaces(f, b.fonts, c.setter, s); err != nil {
		return err
	}
	c.tree.finish()
	catalog := fmt.Sprintf("/Pages %v/StructTreeRoot %v/MarkInfo<</Marked true>>/Lang %s/ViewerPreferences<</DisplayDocTitle true>>/Metadata %v/OutputIntents[%v]",
		b.tree, c.tree.root, textString(p.Language()), metadata(f, p, s), colours(f))
	if marks := outline(f, b.bookmarks); marks != 0 {
		catalog += "/Outlines " + marks.String()
	}
	root := f.add("<</Type/Catalog%s>>", catalog)
	return f.finish(root, information(f, p), digest[:16])
}

// book writes the pages of a paper one after another.
type book struct {
	*column
	file      *objects
	tree      ref
	fonts     ref
	pages     []ref
	bookmarks []*bookmark
}

// page paints one page and puts it into the file.
func (b *book) page(strips page) {
	at := b.file.reserve()
	painter := painter{setter: b.setter, tree: b.column.tree, page: at, left: sheetWidth - rightMargin - b.width, top: sheetHeight - topMargin}
	if n := len(b.pages); n > 0 {
		painter.line(b.pageNumber(n + 1))
	}
	painter.strips(strips)
	for _, l := range b.footer {
		painter.line(l.line, painter.left+l.x, edge+b.height(b.footer, footerSetting)-l.baseline)
	}
	if b.code != nil && len(b.pages) == 0 {
		painter.code(b.code, sheetWidth-rightMargin, b.foot)
	}
	painter.leave()
	content := b.file.stream("", painter.out)
	b.file.write(at, "<</Type/Page/Parent %v/Contents %v/StructParents %d/Tabs/S>>", b.tree, content, len(b.pages))
	b.column.tree.page(painter.marks)
	b.pages = append(b.pages, at)
	b.bookmarks = append(b.bookmarks, painter.bookmarks...)
}

// layOut prepares the column of a paper with its code, if it has one; turned takes its
// pages.
func layOut(f *objects, s *setter, p document.Paper, k *code, turned func(page)) *column {
	c := &column{setter: s, tree: newStructure(f), code: k, width: sheetWidth - leftMargin - rightMargin}
	if p.LongKept {
		c.width = sheetWidth - leftMarginKept - rightMargin
	}
	c.footer = c.lines(c.items([]document.Run{document.Text(p.Footer)}, footerSetting.style), footerSetting, c.width)
	c.foot = edge
	if len(c.footer) > 0 {
		c.foot += 2*mm + c.height(c.footer, footerSetting)
	}
	height := sheetHeight - topMargin - max(bottomMargin, c.foot)
	c.page = height
	if k != nil {
		c.page = sheetHeight - topMargin - max(bottomMargin, c.foot+k.room())
		k.part = k.figure(sheetWidth-rightMargin, c.foot)
		c.tree.reserve(k.part)
	}
	c.pager = pager{first: c.page, height: height, turned: turned}
	return c
}

// set sets the whole paper.
func (c *column) set(p document.Paper) {
	c.head(p)
	for _, b := range p.Body {
		c.block(b)
	}
	c.endList()
	c.signatures(p)
	c.pager.finish()
	if c.code != nil {
		c.tree.append(c.code.part)
	}
}

// embedFaces writes every face the paper uses.
func embedFaces(f *objects, fonts ref, s *setter, form standard) error {
	var entries strings.Builder
	for id, subset := range s.subsets {
		if !subset.used() {
			continue
		}
		font, err := subset.embed(f, form)
		if err != nil {
			return fmt.Errorf("embedding %s: %w", faceID(id).name(), err)
		}
		fmt.Fprintf(&entries, "/F%d %v", id, font)
	}
	f.write(fonts, "<<%s>>", entries.String())
	return nil
}

// footerSetting is that of the small print in the lower margin of every page.
var footerSetting = setting{style: style{size: footerSize}, interval: smallInterval, align: document.Centre}

// pageNumber sets the number of a page in the middle of the upper margin, and
// says where on the sheet it stands.
func (c *column) pageNumber(n int) (l line, x, y float64) {
	set := setting{style: style{size: pageNoSize}, interval: smallInterval, align: document.Left}
	number := c.lines(c.items([]document.Run{document.Text(strconv.Itoa(n))}, set.style), set, c.width)[0]
	middle := sheetWidth - rightMargin - c.width/2
	return number.line, middle - number.width/2, sheetHeight - edge - number.baseline
}
