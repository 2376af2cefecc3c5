package publication

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/document"
)

// TestNothingRemovedStandsInTheCopy: whatever is left out, in whatever case, spacing and
// spelling, and over however many runs, is nowhere in the text afterwards; and the rest
// of the text stays.
func TestNothingRemovedStandsInTheCopy(t *testing.T) {
	letters := rapid.SampledFrom([]string{"бета", "гамма", "Дзета", "ёлка", "ЭТА", "к", "42", "ив", "-", " ", "\u00a0", "\u00ad", ",", ". "})
	rapid.Check(t, func(t *rapid.T) {
		var runs []document.Run
		for _, parts := range rapid.SliceOfN(rapid.SliceOfN(letters, 1, 8), 1, 4).Draw(t, "runs") {
			runs = append(runs, document.Run{Text: strings.Join(parts, "")})
		}
		text := newLine(textOf(runs))
		var removals []Removal
		for _, parts := range rapid.SliceOfN(rapid.SliceOfN(letters, 1, 4), 1, 4).Draw(t, "removals") {
			removals = append(removals, Removal{rapid.SampledFrom(Grounds).Draw(t, "ground"), strings.Join(parts, "")})
		}
		out, times, err := Redact(document.Paper{Body: document.Body{document.Paragraph{Runs: runs}}}, removals, nil)
		if err != nil {
			t.Fatal(err)
		}
		left := textOf(out.Body[0].(document.Paragraph).Runs)
		var kept strings.Builder
		for _, piece := range Pieces(left) {
			if piece.Cut {
				kept.WriteString("|")
			} else {
				kept.WriteString(piece.Text)
			}
		}
		low := newLine(kept.String()).low
		cut := 0
		for i, r := range removals {
			cut += times[i]
			if count(r.Phrase) >= least && strings.Contains(low, folded(r.Phrase)) {
				t.Fatalf("R-028: %q stands in %q of %q", r.Phrase, left, text.text)
			}
		}
		if cut == 0 && left != text.text {
			t.Fatalf("nothing was left out of %q, and it became %q", text.text, left)
		}
	})
}
