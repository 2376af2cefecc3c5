package docx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"redress/internal/regulation"
)

// Bounds of a file that is brought back. A draft of the greatest length takes a hundredth.
const (
	mostBytes    = 10 << 20
	mostUnpacked = 20 << 20
	mostFiles    = 1000
	mostText     = 2 << 20
	mostNested   = 200 // elements inside one another
)

// Field is the form field that a refusal of a file names.
const Field = "docx"

// Read returns the text of the parts of a file that RenderMarked wrote and somebody edited,
// by their names: a line for each paragraph. Tracked changes count as accepted, comments,
// pictures and the look of the text are left out.
//
// Whoever sends the file may mean harm. One with macros, with anything fetched from
// elsewhere, with a document type, or that unpacks to too much is refused with a
// regulation.Refusal, and so is a file that is no such document; nothing is run or fetched.
func Read(r io.ReaderAt, size int64) (map[string]string, error) {
	if size > mostBytes {
		return nil, tooLarge()
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse("docx_unreadable")
	}
	b := &brought{files: map[string]*zip.File{}, left: mostUnpacked}
	if len(archive.File) > mostFiles {
		return nil, tooLarge()
	}
	for _, f := range archive.File {
		name := strings.TrimPrefix(f.Name, "/")
		if b.files[name] != nil { // two programs would read two texts
			return nil, refuse("docx_unreadable")
		}
		b.files[name] = f
		b.names = append(b.names, name)
	}
	main, err := b.examine()
	if err != nil {
		return nil, err
	}
	text := &text{parts: map[string]*strings.Builder{}, open: map[string]string{}}
	if text.lists, err = b.lists(path.Join(path.Dir(main), "numbering.xml")); err != nil {
		return nil, err
	}
	if err := b.visit(main, text.token); err != nil {
		return nil, err
	}
	return text.read()
}

func refuse(key string) error { return &regulation.Refusal{Field: Field, Key: key} }

func tooLarge() error {
	return &regulation.Refusal{Field: Field, Key: "docx_too_large", Values: regulation.Values{"Limit": mostBytes >> 20}}
}

// brought is a file that somebody brought back.
type brought struct {
	files map[string]*zip.File
	names []string // in their order
	left  int64    // bytes that may still be unpacked
}

// examine refuses what a file of text has no need of, and returns the name of its main part.
func (b *brought) examine() (main string, err error) {
	for _, name := range b.names {
		if lower := strings.ToLower(name); strings.Contains(lower, "vbaproject") || strings.Contains(lower, "vbadata") || strings.Contains(lower, "activex/") {
			return "", refuse("docx_macros")
		}
	}
	err = b.visit("[Content_Types].xml", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && strings.Contains(strings.ToLower(valueOf(e, "ContentType")), "macroenabled") {
			return refuse("docx_macros")
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	for _, name := range b.names {
		if path.Ext(name) != ".rels" {
			continue
		}
		err := b.visit(name, func(token xml.Token) error {
			e, ok := token.(xml.StartElement)
			if !ok || e.Name.Local != "Relationship" {
				return nil
			}
			if strings.EqualFold(valueOf(e, "TargetMode"), "External") {
				return &regulation.Refusal{Field: Field, Key: "docx_external", Values: regulation.Values{"Target": shortened(valueOf(e, "Target"))}}
			}
			if name == "_rels/.rels" && strings.HasSuffix(valueOf(e, "Type"), "/officeDocument") {
				main = strings.TrimPrefix(path.Clean(valueOf(e, "Target")), "/")
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	return main, nil
}

// shortened keeps an address short enough for a sentence.
func shortened(address string) string {
	const most = 80
	if letters := []rune(address); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return address
}

// visit calls a function for every token of a part.
func (b *brought) visit(name string, see func(xml.Token) error) error {
	f := b.files[name]
	if f == nil {
		return refuse("docx_unreadable")
	}
	content, err := f.Open()
	if err != nil {
		return refuse("docx_unreadable")
	}
	defer func() { _ = content.Close() }() // it was only read
	limited := &io.LimitedReader{R: content, N: b.left + 1}
	decoder := xml.NewDecoder(limited)
	for depth := 0; ; {
		token, err := decoder.Token()
		if limited.N <= 0 {
			return tooLarge()
		}
		if errors.Is(err, io.EOF) {
			b.left = limited.N - 1
			return nil
		}
		if err != nil {
			return refuse("docx_unreadable")
		}
		switch token.(type) {
		case xml.Directive:
			return refuse("docx_doctype")
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > mostNested {
			return refuse("docx_unreadable")
		}
		if err := see(token); err != nil {
			return err
		}
	}
}

// valueOf returns the value of an attribute, whatever its prefix.
func valueOf(e xml.StartElement, name string) string {
	i := slices.IndexFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == name })
	if i < 0 {
		return ""
	}
	return e.Attr[i].Value
}
