package ruling

import (
	"slices"
	"strings"
	"unicode"
)

// mostEdits bounds the work of a comparison: texts that are further apart than that are
// shown as one struck out and the other put in, which is what they are.
const mostEdits = 600

// edit is a run of tokens that stays, goes or comes.
type edit struct {
	kind   Change
	before []string // of what stays or goes
	after  []string // of what stays or comes
}

// diff compares two rows of tokens by the algorithm of Myers. Read in order, what stays
// and goes makes up before, what stays and comes makes up after; that holds whatever
// bound is reached.
func diff(before, after []string) []edit {
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	var edits []edit
	edits = stays(edits, before[:head], after[:head])
	edits = append(edits, shortest(before[head:len(before)-tail], after[head:len(after)-tail])...)
	return merged(stays(edits, before[len(before)-tail:], after[len(after)-tail:]))
}

func stays(edits []edit, before, after []string) []edit {
	if len(before) == 0 {
		return edits
	}
	return append(edits, edit{Same, before, after})
}

// shortest finds the fewest edits, or gives one text up for the other.
func shortest(a, b []string) []edit {
	limit := min(len(a)+len(b), mostEdits)
	if len(a) == 0 || len(b) == 0 {
		return replaced(a, b)
	}
	// reached[k+limit] is how far into a the diagonal k has come; trail keeps each round.
	reached := make([]int, 2*limit+2)
	var trail [][]int
	for d := 0; d <= limit; d++ {
		trail = append(trail, slices.Clone(reached[limit-d:limit+d+1]))
		for k := -d; k <= d; k += 2 {
			x := further(reached, limit, k, d)
			for y := x - k; x < len(a) && y < len(b) && a[x] == b[y]; y++ {
				x++
			}
			reached[k+limit] = x
			if x >= len(a) && x-k >= len(b) {
				return walked(a, b, trail, d)
			}
		}
	}
	return replaced(a, b)
}

// further chooses between a step down, a token that comes, and a step right, one that goes.
func further(reached []int, middle, k, d int) int {
	switch {
	case d == 0:
		return 0
	case k == -d, k != d && reached[k-1+middle] < reached[k+1+middle]:
		return reached[k+1+middle]
	}
	return reached[k-1+middle] + 1
}

// walked goes the found way back from its end. trail[d] is how far each diagonal from -d
// to d had come before round d.
func walked(a, b []string, trail [][]int, d int) []edit {
	var edits []edit
	x, y := len(a), len(b)
	for ; d > 0; d-- {
		was, k := trail[d], x-y
		down := k == -d || k != d && was[k-1+d] < was[k+1+d]
		from := k - 1
		if down {
			from = k + 1
		}
		startX := was[from+d]
		startY := startX - from
		meetX := startX + 1
		if down {
			meetX = startX
		}
		if x > meetX {
			edits = append(edits, edit{Same, a[meetX:x], b[meetX-k : y]})
		}
		if down {
			edits = append(edits, edit{kind: Added, after: b[startY : startY+1]})
		} else {
			edits = append(edits, edit{kind: Removed, before: a[startX : startX+1]})
		}
		x, y = startX, startY
	}
	if x > 0 {
		edits = append(edits, edit{Same, a[:x], b[:y]})
	}
	slices.Reverse(edits)
	return edits
}

func replaced(a, b []string) []edit {
	var edits []edit
	if len(a) > 0 {
		edits = append(edits, edit{kind: Removed, before: a})
	}
	if len(b) > 0 {
		edits = append(edits, edit{kind: Added, after: b})
	}
	return edits
}

// merged joins neighbours of one kind; between two runs that stay, what goes comes first.
func merged(edits []edit) []edit {
	var out []edit
	var gone, come []string
	flush := func() {
		out = append(out, replaced(gone, come)...)
		gone, come = nil, nil
	}
	for _, e := range edits {
		if e.kind != Same {
			gone, come = append(gone, e.before...), append(come, e.after...)
			continue
		}
		flush()
		if n := len(out); n > 0 && out[n-1].kind == Same {
			out[n-1].before, out[n-1].after = slices.Concat(out[n-1].before, e.before), slices.Concat(out[n-1].after, e.after)
			continue
		}
		out = append(out, e)
	}
	flush()
	return out
}

// wordsOf cuts a text into words, each with the spaces after it. Put together again they
// are the text.
func wordsOf(text string) []string {
	var words []string
	for text != "" {
		end := strings.IndexFunc(text, unicode.IsSpace)
		if end < 0 {
			return append(words, text)
		}
		rest := strings.TrimLeftFunc(text[end:], unicode.IsSpace)
		cut := len(text) - len(rest)
		words, text = append(words, text[:cut]), rest
	}
	return words
}
