package web

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
	"rsc.io/qr"

	"redress/internal/document"
)

// RenderPaper writes the paper as a page of its own that loads nothing: headings, lists
// under the numbers of the model, tables with named heads. Its text is that of p.Plain(),
// in the same order. Nothing is written when the address of the QR code is too long for one.
func RenderPaper(w io.Writer, p document.Paper) error {
	if p.Code != "" && codeImage(p) == "" {
		return fmt.Errorf("drawing the QR code of %d letters: that is more than one holds", utf8.RuneCountInString(p.Code))
	}
	if err := paperAlone(p).Render(context.Background(), w); err != nil {
		return fmt.Errorf("writing the page of a paper: %w", err)
	}
	return nil
}

// paperPart is a part of the text as the page shows it: clauses that follow one another
// are one list.
type paperPart struct {
	clauses []document.Numbered
	block   document.Block // when it is no list
}

func partsOf(body document.Body) []paperPart {
	var parts []paperPart
	for _, b := range body {
		clause, ok := b.(document.Numbered)
		switch last := len(parts) - 1; {
		case !ok:
			parts = append(parts, paperPart{block: b})
		case last >= 0 && parts[last].block == nil:
			parts[last].clauses = append(parts[last].clauses, clause)
		default:
			parts = append(parts, paperPart{clauses: []document.Numbered{clause}})
		}
	}
	return parts
}

// headingOf returns a heading of the level; the levels of a page end at six.
func headingOf(level int, class, text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		tag := "h" + strconv.Itoa(min(level, 6))
		opening := "<" + tag + ">"
		if class != "" {
			opening = "<" + tag + ` class="` + class + `">`
		}
		_, err := io.WriteString(w, opening+cutHTML(text)+"</"+tag+">")
		return err
	})
}

// titleOf names the paper in a window.
func titleOf(p document.Paper) string {
	if p.Title != "" {
		return p.Title
	}
	return strings.TrimSpace(p.ActName + " " + p.NumberSign())
}

// cellsOf returns as many cells of a row as the table has columns.
func cellsOf(t document.Table, row []document.Cell) []document.Cell {
	cells := make([]document.Cell, len(t.Columns))
	copy(cells, row)
	return cells
}

// codeImage returns the QR code of the paper as an address of a picture; empty where it
// has none, or where the address is too long for one.
func codeImage(p document.Paper) string {
	if p.Code == "" {
		return ""
	}
	code, err := qr.Encode(p.Code, qr.M)
	if err != nil {
		return ""
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())
}

// alignClass is the class of text that stands elsewhere than custom has it.
func alignClass(a document.Align) string {
	switch a {
	case document.Centre:
		return "mid"
	case document.Right:
		return "right"
	case document.Left, document.Justify:
	}
	return ""
}
