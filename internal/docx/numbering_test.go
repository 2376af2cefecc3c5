package docx

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"redress/internal/document"
)

// wordProcessor counts the clauses of a file as a word processor does, from the lists it
// finds in it.
type wordProcessor struct {
	texts   map[string][]string // of each kind of list, by level
	kinds   map[string]string   // of each list
	reached map[string][]int
}

func newWordProcessor(t testing.TB, numbering string) *wordProcessor {
	w := &wordProcessor{map[string][]string{}, map[string]string{}, map[string][]int{}}
	kind, list := "", ""
	elements(t, "word/numbering.xml", numbering, func(token xml.Token) {
		e, ok := token.(xml.StartElement)
		if !ok {
			return
		}
		switch e.Name.Local {
		case "abstractNum":
			kind = attribute(e, "abstractNumId")
		case "lvlText":
			w.texts[kind] = append(w.texts[kind], attribute(e, "val"))
		case "num":
			list = attribute(e, "numId")
		case "abstractNumId":
			w.kinds[list] = attribute(e, "val")
		}
	})
	return w
}

// number returns what is printed before the next clause of the list.
func (w *wordProcessor) number(t testing.TB, list, level string) string {
	texts := w.texts[w.kinds[list]]
	n, err := strconv.Atoi(level)
	if err != nil || n >= len(texts) {
		t.Fatalf("list %q has no level %q", list, level)
	}
	reached := append(w.reached[list], make([]int, len(texts))...)[:n+1]
	reached[n]++
	w.reached[list] = reached
	printed := texts[n]
	for i, r := range reached {
		printed = strings.ReplaceAll(printed, fmt.Sprintf("%%%d", i+1), strconv.Itoa(r))
	}
	return printed
}

func TestClausesAreCountedAsTheModelSays(t *testing.T) {
	for name, row := range map[string]struct {
		numbers string
		counted int
	}{
		"one list goes on":                       {"1. 2. 3.", 3},
		"a list begins anew":                     {"1. 2. 1. 2. 1. 1.", 6},
		"clauses of a clause":                    {"1. 1.1. 1.2. 1.2.1. 2. 2.1. 3.", 7},
		"brackets count beside":                  {"1. 1) 2) 2. 1) 3.", 6},
		"a number jumps, and what follows it":    {"1. 3. 4. 2. 1.", 3},
		"a list that does not begin with one":    {"4. 5.", 0},
		"clauses of a clause that is not there":  {"1.1. 1. 2.1. 1.2. 1.1.1.", 1},
		"written in another way":                 {"1 а) I. 01. 1.1) -1. 0. 1.. . ) 1.1", 0},
		"deeper than a list goes":                {"1. 1.1. 1.1.1. 1.1.1.1. 1.1.1.1.1. 1.1.1.1.1.1. 1.1.1.1.1.1.1. 1.1.1.1.1.1.1.1. 1.1.1.1.1.1.1.1.1. 1.1.1.1.1.1.1.1.1.1.", 9},
		"more than a word processor counts to":   {"99999999999999999999. 32768.", 0},
		"a number left out takes a place in two": {"1. 1.1. 2. 1.2. 2.2. 2.1.", 4},
	} {
		t.Run(name, func(t *testing.T) {
			var p document.Paper
			for _, number := range strings.Fields(row.numbers) {
				p.Body = append(p.Body, document.Numbered{Number: number, Runs: []document.Run{document.Text("пункт")}})
			}
			files := open(t, p)
			if got, want := textOf(t, files), words(p.Plain()); got != want {
				t.Errorf("printed:\n%s\nwant:\n%s", got, want)
			}
			if got := strings.Count(files["word/document.xml"], "<w:numPr>"); got != row.counted {
				t.Errorf("%d clauses are counted, want %d", got, row.counted)
			}
			checkPackage(t, files)
		})
	}
}
