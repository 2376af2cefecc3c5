package document

import (
	"fmt"
	"strings"
)

// MissingGlyphs says that a paper holds letters which its typeface cannot draw. Such a
// paper is not produced: a box or a question mark in its place would be another text.
type MissingGlyphs struct {
	Letters []rune // each once, in the order of the text
}

// namedLetters is how many letters a sentence names.
const namedLetters = 10

// Error names the letters and nothing else of the paper.
func (e *MissingGlyphs) Error() string { return "the face has no glyph for " + e.Names() }

// Names returns the letters with their codes, «漢 (U+6F22)», the first ten of them.
func (e *MissingGlyphs) Names() string {
	var names []string
	for i, r := range e.Letters {
		if i == namedLetters {
			names = append(names, "…")
			break
		}
		names = append(names, fmt.Sprintf("«%c» (%U)", r, r))
	}
	return strings.Join(names, ", ")
}
