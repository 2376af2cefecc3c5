package docx

import (
	"fmt"
	"io"

	"redress/internal/document"
)

// markPrefix begins the names of our bookmarks. A word processor does not list those that
// begin with a line, and keeps them where their text goes.
const markPrefix = "_redress_"

// RenderMarked writes the paper so that Read finds its parts again after somebody edited
// the file. The keys of marks are the numbers of blocks of the text, the values the names
// of the parts that begin below those blocks: letters, digits and _, at most 31.
func RenderMarked(w io.Writer, p document.Paper, marks map[int]string) error {
	return render(w, p, marks)
}

// mark puts runs between the two ends of a bookmark.
func (m *markup) mark(name string, runs func()) {
	if name == "" {
		runs()
		return
	}
	m.marked++
	m.add(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, m.marked, escaped(markPrefix+name))
	runs()
	m.add(`<w:bookmarkEnd w:id="%d"/>`, m.marked)
}

// check refuses names that a bookmark cannot have.
func check(marks map[int]string) error {
	for _, name := range marks {
		if name == "" || len(markPrefix)+len(name) > 40 {
			return fmt.Errorf("%q cannot be the name of a bookmark", name)
		}
		for _, r := range name {
			if r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
				return fmt.Errorf("%q cannot be the name of a bookmark", name)
			}
		}
	}
	return nil
}
