package web

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"redress/internal/document"
	"redress/internal/publication"
)

// cutText is text of a paper, with the marks of what was left out set apart. It is
// written here and not as a template: no space may come between a mark and a comma.
func cutText(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, cutHTML(text))
		return err
	})
}

// foundText is an excerpt with the words that were looked for set apart.
func foundText(parts []publication.Stretch) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, part := range parts {
			text := cutHTML(part.Text)
			if part.Found {
				text = "<mark>" + text + "</mark>"
			}
			b.WriteString(text)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// cutRuns is running text of a paper, bold where it is bold, in lines where it has them.
func cutRuns(runs []document.Run) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, r := range runs {
			text := strings.ReplaceAll(cutHTML(r.Text), "\n", "<br>")
			if r.Italic {
				text = "<i>" + text + "</i>"
			}
			if r.Bold {
				text = "<b>" + text + "</b>"
			}
			b.WriteString(text)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// cutHTML escapes all of the text that may stand on a paper.
func cutHTML(text string) string {
	var b strings.Builder
	for _, piece := range publication.Pieces(document.Printable(text)) {
		if piece.Cut {
			b.WriteString(`<span class="cut">` + templ.EscapeString(piece.Text) + `</span>`)
		} else {
			b.WriteString(templ.EscapeString(piece.Text))
		}
	}
	return b.String()
}
