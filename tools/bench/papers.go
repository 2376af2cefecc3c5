package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"redress/internal/document"
	"redress/internal/pdf"
)

// measurePapers measures how many rulings are drawn as PDF in a second, by one
// processor and by all. There is no floor: nothing barer does the same job.
func (b *bench) measurePapers(ctx context.Context) error {
	path := filepath.Join("internal", "document", "testdata", "ruling.json")
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading the sample ruling (run in the root of the repository): %w", err)
	}
	var ruling document.Paper
	if err := json.Unmarshal(raw, &ruling); err != nil {
		return fmt.Errorf("reading the sample ruling: %w", err)
	}
	var size int
	draw := func(workers int) func() (round, error) {
		return func() (round, error) {
			return drive(ctx, workers, pick(b, 30, 200)*workers, func(context.Context, int) error {
				var file bytes.Buffer
				err := pdf.Render(&file, ruling)
				if workers == 1 {
					size = file.Len()
				}
				return err
			})
		}
	}
	m, err := alternate(pick(b, 3, 5), draw(1), draw(runtime.NumCPU()))
	if err != nil {
		return err
	}
	b.table.title(fmt.Sprintf("Ruling as PDF: the sample of %d KB", size>>10))
	for i, workers := range []int{1, runtime.NumCPU()} {
		b.table.add(fmt.Sprintf("  %d at once", workers), rate(m[i].perSecond), "", "", "")
		b.table.add("    p50 / p99", span(m[i].p50)+" / "+span(m[i].p99), "", "", "")
	}
	return nil
}
