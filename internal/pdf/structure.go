package pdf

import (
	"fmt"
	"slices"
)

// element is a part of the paper as it is read aloud: a heading, a paragraph, a
// cell (ISO 32000-1, 14.7). It is written into the file as soon as all its text is
// painted.
type element struct {
	role       string
	attributes string // more entries of its dictionary
	bookmark   *bookmark
	parent     *element
	ref        ref
	kids       []kid
	open       int // lines and parts of it that are still to come, and one while it is being set
}

// kid is what an element holds: another element, or marked text on a page.
type kid struct {
	part ref
	page ref
	mark int
}

// What is on the sheet and not in the text (ISO 14289-1, 7.1): page numbers and all
// that is repeated from page to page; lines and frames.
var (
	pagination = &element{role: "Artifact", attributes: "<</Type/Pagination>>"}
	ornament   = &element{role: "Artifact", attributes: "<</Type/Layout>>"}
)

// structure is the tree of all elements of a paper.
type structure struct {
	file     *objects
	root     ref
	document *element
	pages    []ref // by page: the elements of its marks
}

func newStructure(f *objects) *structure {
	t := &structure{file: f, root: f.reserve()}
	t.document = &element{role: "Document", ref: f.reserve(), open: 1}
	return t
}

// start puts an element into another, after what it holds so far. It stays open
// until done is called.
func (t *structure) start(parent, e *element) *element {
	e.parent, e.ref, e.open = parent, t.file.reserve(), 1
	parent.kids = append(parent.kids, kid{part: e.ref})
	parent.open++
	return e
}

// reserve gives an element its number before it has its place in the tree.
func (t *structure) reserve(e *element) { e.ref, e.open = t.file.reserve(), 1 }

// append puts a reserved element at the end of the paper and writes it.
func (t *structure) append(e *element) {
	e.parent = t.document
	t.document.kids = append(t.document.kids, kid{part: e.ref})
	t.document.open++
	t.done(e)
}

// done says that one more of what e waited for has come. When nothing is left, the
// element is written.
func (t *structure) done(e *element) {
	if e.open--; e.open > 0 {
		return
	}
	parent := t.root
	if e.parent != nil {
		parent = e.parent.ref
	}
	t.file.write(e.ref, "<</S/%s/P %v%s%s>>", e.role, parent, e.attributes, e.holds())
	e.kids = nil
	if e.parent != nil {
		t.done(e.parent)
	}
}

// holds returns the page and the kids of an element as entries of its dictionary.
func (e *element) holds() []byte {
	if len(e.kids) == 0 {
		return nil
	}
	var out []byte
	page := e.kids[0].page
	if page != 0 {
		out = fmt.Appendf(out, "/Pg %v", page)
	}
	out = append(out, "/K["...)
	for i, k := range e.kids {
		if i > 0 {
			out = append(out, ' ')
		}
		switch {
		case k.part != 0:
			out = fmt.Appendf(out, "%v", k.part)
		case k.page == page:
			out = fmt.Appendf(out, "%d", k.mark)
		default:
			out = fmt.Appendf(out, "<</Type/MCR/Pg %v/MCID %d>>", k.page, k.mark)
		}
	}
	return append(out, ']')
}

// page notes which elements the marks of one more page belong to.
func (t *structure) page(marks []ref) {
	t.pages = append(t.pages, t.file.add("%v", marks))
}

// finish writes what is left of the tree.
func (t *structure) finish() {
	t.done(t.document)
	var pages []byte
	for i, r := range t.pages {
		pages = fmt.Appendf(pages, "%d %v ", i, r)
	}
	tree := t.file.add("<</Nums[%s]>>", slices.Clip(pages))
	t.file.write(t.root, "<</Type/StructTreeRoot/K %v/ParentTree %v/ParentTreeNextKey %d>>", t.document.ref, tree, len(t.pages))
}

// headings keeps the levels of headings without a gap: a reader jumps from level to
// level (ISO 14289-1, 7.4.2).
type headings struct{ last int }

// element returns a heading of the level wanted, or of the nearest that leaves no gap.
func (h *headings) element(level int, title string) *element {
	h.last = max(1, min(level, h.last+1, 6))
	return &element{role: fmt.Sprintf("H%d", h.last), bookmark: &bookmark{level: h.last, title: title}}
}
