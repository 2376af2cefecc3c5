package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// form is the way the numbers of a list are written. Its value is the number of its
// definition in the file.
type form int

const (
	dotted    form = iota // «1.», «1.1.», «1.1.1.»
	bracketed             // «1)»
)

// deepest is the most levels a list of this format has.
const deepest = 9

// mostCounted is the last number that every word processor counts to.
const mostCounted = 32_767

// counting follows the numbers of the clauses of a paper and says which of them a word
// processor would print by counting on. The same lists, counted in the same order, print
// exactly the numbers of the model.
type counting struct {
	lists []form // of the lists begun so far
	on    [bracketed + 1]struct {
		list    int   // from 1; 0 before the first
		reached []int // the last number of each level
	}
}

// place returns the list, from 1, and the level, from 0, at which the number is printed
// by counting on from the clauses before it, or by beginning anew with one. List 0 says
// that counting does not print it: it jumps, or is written in another way.
func (c *counting) place(number string) (list, level int) {
	written, f, ok := numberOf(number)
	if !ok {
		return 0, 0
	}
	on, level := &c.on[f], len(written)-1
	next := 1
	if level < len(on.reached) {
		next = on.reached[level] + 1
	}
	switch {
	case on.list > 0 && level <= len(on.reached) && slices.Equal(written[:level], on.reached[:level]) && written[level] == next:
	case level == 0 && written[0] == 1:
		c.lists = append(c.lists, f)
		on.list = len(c.lists)
	default:
		return 0, 0
	}
	on.reached = written
	return on.list, level
}

// numberOf reads a number as a list would print it.
func numberOf(number string) (levels []int, f form, ok bool) {
	inner, bracket := strings.CutSuffix(number, ")")
	if f = bracketed; !bracket {
		if inner, ok = strings.CutSuffix(number, "."); !ok {
			return nil, 0, false
		}
		f = dotted
	}
	parts := strings.Split(inner, ".")
	if len(parts) > deepest || f == bracketed && len(parts) > 1 {
		return nil, 0, false
	}
	for _, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 1 || n > mostCounted || strconv.Itoa(n) != part {
			return nil, 0, false
		}
		levels = append(levels, n)
	}
	return levels, f, true
}

// numbering returns the part that says how the lists of a paper count. Each list begins
// with one, whatever the list before it came to.
func numbering(lists []form) string {
	m := &markup{}
	m.add(`%s<w:numbering xmlns:w="%s">`, declaration, wordSpace)
	for f := dotted; f <= bracketed; f++ {
		kind, levels := "multilevel", deepest
		if f == bracketed {
			kind, levels = "singleLevel", 1
		}
		m.add(`<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="%s"/>`, f, kind)
		written := ""
		for level := range levels {
			written += fmt.Sprintf("%%%d.", level+1)
			if f == bracketed {
				written = "%1)"
			}
			m.add(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="%d"/></w:pPr></w:lvl>`, level, written, indent)
		}
		m.add("</w:abstractNum>")
	}
	for i, f := range lists {
		m.add(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, i+1, f)
	}
	m.add("</w:numbering>")
	return m.String()
}
