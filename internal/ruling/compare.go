package ruling

import "strings"

// Change says what became of a paragraph or of words between two versions.
type Change string

// The changes.
const (
	Same    Change = "same"
	Added   Change = "added"
	Removed Change = "removed"
	Changed Change = "changed" // of a paragraph: it has words that come and words that go
)

// Words is a run of words of a changed paragraph.
type Words struct {
	Change Change
	Text   string
}

// Compared is one paragraph of two versions put side by side.
type Compared struct {
	Change Change
	Before string
	After  string
	Words  []Words // of a changed paragraph, in their order
}

// mostPairs bounds how many paragraphs of a rewritten passage are matched with each other.
const mostPairs = 10_000

// Compare puts the paragraphs of two versions side by side: those that stayed, went and
// came, and those that were reworded, with the words.
func Compare(before, after []string) []Compared {
	var all []Compared
	var gone []string
	for _, e := range diff(before, after) {
		switch e.kind {
		case Removed:
			gone = e.before
			continue
		case Added:
			all = append(all, reworded(gone, e.after)...)
		case Same, Changed:
			all = append(all, reworded(gone, nil)...)
			for _, text := range e.before {
				all = append(all, Compared{Change: Same, Before: text, After: text})
			}
		}
		gone = nil
	}
	return append(all, reworded(gone, nil)...)
}

// reworded matches paragraphs that went with those that came in their place: each with
// the first one after the last match that says much the same.
func reworded(gone, come []string) []Compared {
	var all []Compared
	next := 0
	for _, before := range gone {
		match := -1
		if len(gone)*len(come) <= mostPairs {
			for i := next; i < len(come) && match < 0; i++ {
				if alike(before, come[i]) {
					match = i
				}
			}
		}
		if match < 0 {
			all = append(all, Compared{Change: Removed, Before: before})
			continue
		}
		for _, text := range come[next:match] {
			all = append(all, Compared{Change: Added, After: text})
		}
		all = append(all, Compared{Change: Changed, Before: before, After: come[match], Words: wording(before, come[match])})
		next = match + 1
	}
	for _, text := range come[next:] {
		all = append(all, Compared{Change: Added, After: text})
	}
	return all
}

// alike reports whether two paragraphs share at least half of the words of the shorter one.
func alike(a, b string) bool {
	left, right := strings.Fields(a), strings.Fields(b)
	if len(left) == 0 || len(right) == 0 {
		return false
	}
	count := make(map[string]int, len(left))
	for _, word := range left {
		count[word]++
	}
	shared := 0
	for _, word := range right {
		if count[word] > 0 {
			count[word]--
			shared++
		}
	}
	return 2*shared >= min(len(left), len(right))
}

// wording compares two paragraphs word by word.
func wording(before, after string) []Words {
	var words []Words
	for _, e := range diff(wordsOf(before), wordsOf(after)) {
		text := e.after
		if e.kind == Removed {
			text = e.before
		}
		words = append(words, Words{Change: e.kind, Text: strings.Join(text, "")})
	}
	return words
}

// Differs reports whether any of it changed.
func Differs(all []Compared) bool {
	for _, c := range all {
		if c.Change != Same {
			return true
		}
	}
	return false
}
