package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"redress/internal/document"
	"redress/internal/docx"
	"redress/internal/pdf"
	"redress/web"
)

// paperCommands are about papers. They need neither a database nor a running service.
type paperCommands struct {
	Render renderCommand `cmd:"" help:"Draw a paper from its stored data. The same data give the same file."`
}

// mostPaperData bounds the data of one paper; those of the longest minutes are far smaller.
const mostPaperData = 64 << 20

// paperFaces are the ways to draw a paper, by the ending of the file.
var paperFaces = map[string]document.Render{"pdf": pdf.Render, "docx": docx.Render, "html": web.RenderPaper}

// renderCommand draws one paper.
type renderCommand struct {
	File string `arg:"" help:"The stored data of the paper, JSON; - reads them from the standard input."`
	To   string `help:"pdf, docx or html. Default: what the name of the file to write ends with." enum:",pdf,docx,html" default:"" placeholder:"FORMAT"`
	Out  string `short:"o" help:"The file to write; - writes to the standard output." required:"" placeholder:"FILE"`
}

// Run draws the paper. A file is written whole or not at all.
func (r renderCommand) Run() error { return r.render(os.Stdin, os.Stdout) }

func (r renderCommand) render(in io.Reader, out io.Writer) error {
	face, err := r.face()
	if err != nil {
		return err
	}
	p, err := r.paper(in)
	if err != nil {
		return err
	}
	var drawn bytes.Buffer
	if err := face(&drawn, p); err != nil {
		return fmt.Errorf("%s: %w", r.File, err)
	}
	if r.Out != "-" {
		return writeWhole(r.Out, drawn.Bytes())
	}
	if _, err := out.Write(drawn.Bytes()); err != nil {
		return fmt.Errorf("writing the paper: %w", err)
	}
	return nil
}

// face returns how the paper is to be drawn.
func (r renderCommand) face() (document.Render, error) {
	ending := r.To
	if ending == "" {
		ending = strings.ToLower(strings.TrimPrefix(filepath.Ext(r.Out), "."))
	}
	if face, ok := paperFaces[ending]; ok {
		return face, nil
	}
	return nil, fmt.Errorf("%s does not say how to draw the paper: add --to pdf, docx or html", r.Out)
}

// paper reads the stored data. What is no paper, or has parts this version does not know,
// is refused: a paper with a part left out would be another paper.
func (r renderCommand) paper(in io.Reader) (document.Paper, error) {
	if r.File != "-" {
		file, err := os.Open(r.File)
		if err != nil {
			return document.Paper{}, err
		}
		defer file.Close()
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, mostPaperData+1))
	switch {
	case err != nil:
		return document.Paper{}, fmt.Errorf("reading %s: %w", r.File, err)
	case len(data) > mostPaperData:
		return document.Paper{}, fmt.Errorf("%s: more than %d MB are not the data of one paper", r.File, mostPaperData>>20)
	}
	var p *document.Paper
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return document.Paper{}, fmt.Errorf("%s is not the stored data of a paper: %w", r.File, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return document.Paper{}, fmt.Errorf("%s is not the stored data of a paper: something follows after its end", r.File)
	}
	if p == nil || p.Plain() == "\n" {
		return document.Paper{}, fmt.Errorf("%s is not the stored data of a paper: nothing is to be printed", r.File)
	}
	return *p, nil
}

// writeWhole puts the content in the place of the file in one step.
func writeWhole(name string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".redress-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // what was renamed is no longer there
	_, err = file.Write(content)
	if err = errors.Join(err, file.Chmod(0o644), file.Close()); err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
