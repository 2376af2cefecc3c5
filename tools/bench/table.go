package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// table is what is printed at the end.
type table struct{ lines [][]string }

// add adds a line: what was measured, ours, the floor, their ratio, what is wanted.
// A dash stands for what there is not.
func (t *table) add(what, ours, floor, ratio, wanted string) {
	line := []string{what, ours, floor, ratio, wanted}
	for i, cell := range line {
		if cell == "" {
			line[i] = "–"
		}
	}
	t.lines = append(t.lines, line)
}

// title begins a group of lines.
func (t *table) title(text string) { t.lines = append(t.lines, []string{""}, []string{text}) }

// print prints the table to the terminal.
func (t *table) print(quick bool) {
	if len(t.lines) == 0 {
		return
	}
	kind := "full run"
	if quick {
		kind = "quick run: counts are small, read nothing into single figures"
	}
	fmt.Printf("%s, %d cores, %s\n", time.Now().Format("2006-01-02 15:04"), runtime.NumCPU(), kind)
	var text strings.Builder
	text.WriteString("WHAT\tOURS\tFLOOR\tRATIO\tWANTED\n")
	for _, line := range t.lines {
		text.WriteString(strings.Join(line, "\t") + "\n")
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, _ = out.Write([]byte(text.String())) // a terminal that is gone needs no table
	_ = out.Flush()
}

// rate writes a number of things per second.
func rate(perSecond float64) string {
	if perSecond < 10 {
		return fmt.Sprintf("%.1f/s", perSecond)
	}
	return fmt.Sprintf("%.0f/s", perSecond)
}

// span writes a duration with as many figures as mean something.
func span(d time.Duration) string {
	switch ms := float64(d) / float64(time.Millisecond); {
	case ms < 10:
		return fmt.Sprintf("%.2f ms", ms)
	case ms < 100:
		return fmt.Sprintf("%.1f ms", ms)
	case ms < 10_000:
		return fmt.Sprintf("%.0f ms", ms)
	default:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
}

// megabytes writes a size in memory.
func megabytes(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/1e6) }

// share writes ours as a part of the floor, for rates: more is better.
func share(ours, floor float64) string {
	if floor == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", ours/floor)
}

// times writes how many times the floor ours is, for durations and sizes: less is better.
func times[T ~int64](ours, floor T) string {
	if floor == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f×", float64(ours)/float64(floor))
}
