// Package docx writes the commission's papers as files a secretary can edit in a
// word processor: the same head, text, tables and signatures as on the archival
// sheet, every part under a named style, so that one change of a style changes
// the whole paper. What is signed and kept is the PDF; this file is for drafts
// and for extracts. A draft that was edited is read again, by bookmarks that no reader
// sees (mark, read, text, lists).
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
// p.Plain(), in the same order; the numbers of clauses that follow one another are
// counted by the word processor and come out as they stand in the model. Nothing is
// written when the address of the QR code is too long for one.
func Render(w io.Writer, p document.Paper) error { return render(w, p, nil) }

func render(w io.Writer, p document.Paper, marks map[int]string) error {
	files, err := parts(p, marks)
	if err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	for _, part := range files {
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
