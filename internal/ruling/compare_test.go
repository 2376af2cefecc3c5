package ruling

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// inShort writes a comparison as a reader would: = stays, - goes, + comes, ~ is reworded.
func inShort(all []Compared) string {
	var lines []string
	for _, c := range all {
		switch c.Change {
		case Same:
			lines = append(lines, "= "+c.Before)
		case Removed:
			lines = append(lines, "- "+c.Before)
		case Added:
			lines = append(lines, "+ "+c.After)
		case Changed:
			var said strings.Builder
			for _, w := range c.Words {
				switch w.Change {
				case Removed:
					fmt.Fprintf(&said, "[-%s]", w.Text)
				case Added:
					fmt.Fprintf(&said, "[+%s]", w.Text)
				case Same, Changed:
					said.WriteString(w.Text)
				}
			}
			lines = append(lines, "~ "+said.String())
		}
	}
	return strings.Join(lines, "\n")
}

func TestCompare(t *testing.T) {
	for _, row := range []struct{ name, before, after, want string }{
		{"nothing changed", "а\nб", "а\nб", "= а\n= б"},
		{"nothing at all", "", "", ""},
		{"a paragraph came", "а\nв", "а\nб\nв", "= а\n+ б\n= в"},
		{"a paragraph went", "а\nб\nв", "а\nв", "= а\n- б\n= в"},
		{"everything is new", "", "а\nб", "+ а\n+ б"},
		{"everything went", "а\nб", "", "- а\n- б"},
		{"words changed", "Заявитель пришёл 3 сентября.", "Заявитель пришёл 4 сентября утром.", "~ Заявитель пришёл [-3 сентября.][+4 сентября утром.]"},
		{"a word came", "Ему отказали.", "Ему устно отказали.", "~ Ему [+устно ]отказали."},
		{"another thing altogether", "Ему отказали.", "Комиссия открыта.", "- Ему отказали.\n+ Комиссия открыта."},
		{"one reworded among new ones", "а\nЕму отказали вчера.\nв", "а\nНовое слово здесь.\nЕму отказали сегодня.\nв", "= а\n+ Новое слово здесь.\n~ Ему отказали [-вчера.][+сегодня.]\n= в"},
		{"two changed places", "один два три четыре пять", "один ДВА три четыре ПЯТЬ", "~ один [-два ][+ДВА ]три четыре [-пять][+ПЯТЬ]"},
		{"swapped", "а\nб", "б\nа", "- а\n= б\n+ а"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := Compare(ParagraphsOf(row.before), ParagraphsOf(row.after))
			if inShort(got) != row.want {
				t.Errorf("Compare() =\n%s\nwant\n%s", inShort(got), row.want)
			}
			if Differs(got) != (row.before != row.after) {
				t.Errorf("Differs() = %v", Differs(got))
			}
		})
	}
}

// bothOf gives back both versions of a comparison.
func bothOf(t *testing.T, all []Compared) (before, after []string) {
	t.Helper()
	for _, c := range all {
		if c.Change != Added {
			before = append(before, c.Before)
		}
		if c.Change != Removed {
			after = append(after, c.After)
		}
		if c.Change != Changed {
			continue
		}
		was, now := "", ""
		for _, w := range c.Words {
			if w.Change != Added {
				was += w.Text
			}
			if w.Change != Removed {
				now += w.Text
			}
		}
		if was != c.Before || now != c.After {
			t.Fatalf("the words give %q and %q, want %q and %q", was, now, c.Before, c.After)
		}
	}
	return before, after
}

// FuzzCompare: a comparison loses nothing and invents nothing, whatever the texts are.
func FuzzCompare(f *testing.F) {
	for _, seed := range [][2]string{{"", ""}, {"а б в\nг", "а в\nг д"}, {"x\ny\nx", "y\nx\ny"}, {"\xff \n", "\u00a0a\u2028b"},
		{strings.Repeat("слово ", 900), strings.Repeat("другое слово ", 900)}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		before, after := ParagraphsOf(a), ParagraphsOf(b)
		gotBefore, gotAfter := bothOf(t, Compare(before, after))
		if !slices.Equal(gotBefore, before) || !slices.Equal(gotAfter, after) {
			t.Fatalf("Compare(%q, %q) gives back %q and %q", before, after, gotBefore, gotAfter)
		}
	})
}

// TestCompareIsBounded: two texts of the greatest length that have nothing in common are
// compared at once.
func TestCompareIsBounded(t *testing.T) {
	for _, row := range []struct{ name, a, b string }{
		{"one paragraph of many words", strings.Repeat("а ", MaxPart/2), strings.Repeat("б а в ", MaxPart/6)},
		{"many paragraphs", strings.Repeat("а\n", MaxPart/2), strings.Repeat("б\n", MaxPart/2)},
		{"many long alternating ones", strings.Repeat("а б\nв г\n", MaxPart/8), strings.Repeat("в г\nа д\n", MaxPart/8)},
	} {
		t.Run(row.name, func(t *testing.T) {
			started := time.Now()
			before, after := ParagraphsOf(row.a), ParagraphsOf(row.b)
			gotBefore, gotAfter := bothOf(t, Compare(before, after))
			if !slices.Equal(gotBefore, before) || !slices.Equal(gotAfter, after) {
				t.Error("the comparison lost something")
			}
			if took := time.Since(started); took > 2*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}
