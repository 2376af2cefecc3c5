// Command docs writes what can be read off the program into docs/: how far it keeps
// each rule of the regulation, who may do what, and the states of a complaint. `make
// docs` runs it; a test fails while the pages are not what it writes now.
//
// Unlike the other tools it is no module of its own: the pages are made of the very
// tables that the program decides by.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	root := flag.String("root", ".", "folder of the repository")
	flag.Parse()
	if err := run(*root); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	pages, err := pagesOf(root)
	if err != nil {
		return err
	}
	for _, p := range pages {
		if err := os.WriteFile(filepath.Join(root, "docs", p.name), []byte(p.text), 0o644); err != nil { //nolint:gosec // documentation is for everybody to read
			return err
		}
	}
	return nil
}

// page is one file of docs/ with what it holds now.
type page struct{ name, text string }

// pagesOf makes all pages. root is where the catalogue of words lies.
func pagesOf(root string) ([]page, error) {
	words, err := english(root)
	if err != nil {
		return nil, err
	}
	rules, err := regulationPage()
	if err != nil {
		return nil, err
	}
	return []page{
		{"regulation.md", rules},
		{"permissions.md", permissionsPage(words)},
		{"states.md", statesPage(words)},
		{"states.svg", statesDrawing(words)},
	}, nil
}

// note stands at the top of every page that this command writes.
const note = "<!-- Written by tools/docs. Change the code and run: make docs -->\n\n"
