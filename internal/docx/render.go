// Package docx writes the commission's papers as files a secretary can edit in a
// word processor: the same head, text, tables and signatures as on the archival
// sheet, every part under a named style, so that one change of a style changes
// the whole paper. What is signed and kept is the PDF; this file is for drafts
// and for extracts.
//
// The same paper gives the same bytes.
package docx

import (
	"archive/zip"
	"fmt"
	"io"
	"time"

	"redress/internal/document"
)

// Render writes the paper as an Office Open XML document. Its text is that of
// p.Plain(), in the same order.
func Render(w io.Writer, p document.Paper) error {
	archive := zip.NewWriter(w)
	for _, part := range parts(p) {
		// Every file carries the first day a zip archive knows, not today.
		header := &zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		file, err := archive.CreateHeader(header)
		if err != nil {
			return fmt.Errorf("writing %s: %w", part.name, err)
		}
		if _, err := io.WriteString(file, part.content); err != nil {
			return fmt.Errorf("writing %s: %w", part.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("closing the document: %w", err)
	}
	return nil
}
