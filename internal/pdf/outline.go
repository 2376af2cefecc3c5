package pdf

import (
	"strings"

	"redress/internal/document"
)

// bookmark leads from the list beside the pages to a heading.
type bookmark struct {
	level int
	title string
	page  ref
	y     float64 // of the top of the heading, from the foot of the sheet
}

// longestBookmark is in characters. A longer heading is cut: the list is narrow, and
// a PDF string has an end (ISO 32000-1, annex C).
const longestBookmark = 200

// outline writes the bookmarks and returns their root, or 0 if there are none.
func outline(f *objects, marks []*bookmark) ref {
	if len(marks) == 0 {
		return 0
	}
	root := f.reserve()
	refs := make([]ref, len(marks))
	for i := range marks {
		refs[i] = f.reserve()
	}
	// end returns where the part that the bookmark at i opens is over.
	end := func(i int) int {
		n := i + 1
		for n < len(marks) && marks[n].level > marks[i].level {
			n++
		}
		return n
	}
	var set func(parent ref, from, to int) (first, last ref)
	set = func(parent ref, from, to int) (first, last ref) {
		var previous ref
		for i := from; i < to; {
			next := min(end(i), to)
			var links strings.Builder
			link := func(name string, r ref) {
				if r != 0 {
					links.WriteString("/" + name + " " + r.String())
				}
			}
			link("Prev", previous)
			if next < to {
				link("Next", refs[next])
			}
			if next > i+1 {
				below, lowest := set(refs[i], i+1, next)
				link("First", below)
				link("Last", lowest)
				links.WriteString("/Count " + string(appendNumber(nil, float64(next-i-1))))
			}
			m := marks[i]
			f.write(refs[i], "<</Title %s/Parent %v/Dest[%v/XYZ 0 %s null]%s>>", textString(shortened(m.title)), parent, m.page, appendNumber(nil, m.y), links.String())
			previous = refs[i]
			i = next
		}
		return refs[from], previous
	}
	first, last := set(root, 0, len(marks))
	f.write(root, "<</Type/Outlines/First %v/Last %v/Count %d>>", first, last, len(marks))
	return root
}

// shortened returns a heading as one line that is not too long for a bookmark.
func shortened(title string) string {
	text := []rune(strings.Join(strings.Fields(strings.ReplaceAll(document.Printable(title), "\u00ad", "")), " "))
	if len(text) > longestBookmark {
		text = append(text[:longestBookmark-1], '…')
	}
	return string(text)
}
