package docx

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// mostNumber bounds what is printed before a paragraph of a list.
const mostNumber = 60

// listed is where the number of a paragraph comes from: a list and a level, as they are
// written in the file. Without a list it has none.
type listed struct{ list, level string }

// lists print the numbers that a word processor shows before the paragraphs of a file: a
// clause that somebody made an item of a list keeps its number when it is read.
type lists struct {
	kinds   map[string][]listLevel // by the number of their definition
	lists   map[string]list
	reached map[string][]int // by the definition: lists that share one count on
	begun   map[string]bool
}

// list is one use of a definition.
type list struct {
	kind   string
	starts map[int]int // levels that begin with another number
}

// listLevel says how one level of a list counts.
type listLevel struct {
	format, text string
	start        int
}

// lists reads the part that says how lists count; a file need not have one.
func (b *brought) lists(name string) (*lists, error) {
	l := &lists{kinds: map[string][]listLevel{}, lists: map[string]list{}, reached: map[string][]int{}, begun: map[string]bool{}}
	if b.files[name] == nil {
		return l, nil
	}
	kind, use, level := "", "", 0
	err := b.visit(name, func(token xml.Token) error {
		e, ok := token.(xml.StartElement)
		if !ok {
			return nil
		}
		value := valueOf(e, "val")
		switch e.Name.Local {
		case "abstractNum":
			kind, use = valueOf(e, "abstractNumId"), ""
		case "num":
			kind, use = "", valueOf(e, "numId")
			l.lists[use] = list{starts: map[int]int{}}
		case "abstractNumId":
			l.lists[use] = list{kind: value, starts: l.lists[use].starts}
		case "lvl":
			if use == "" && len(l.kinds[kind]) < deepest {
				l.kinds[kind] = append(l.kinds[kind], listLevel{start: 1})
			}
		case "lvlOverride":
			level = counted(valueOf(e, "ilvl"))
		case "startOverride":
			if starts := l.lists[use].starts; starts != nil {
				starts[level] = counted(value)
			}
		case "start", "numFmt", "lvlText":
			if levels := l.kinds[kind]; use == "" && len(levels) > 0 {
				levels[len(levels)-1].set(e.Name.Local, value)
			}
		}
		return nil
	})
	return l, err
}

func (l *listLevel) set(what, value string) {
	switch what {
	case "start":
		l.start = counted(value)
	case "numFmt":
		l.format = value
	case "lvlText":
		if len(value) <= mostNumber {
			l.text = value
		}
	}
}

// counted reads a number of a list; what is none counts as nought.
func counted(value string) int {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > mostCounted {
		return 0
	}
	return n
}

// number returns what stands before the text of the next paragraph of a list, with a space.
func (l *lists) number(at listed) string {
	use, ok := l.lists[at.list]
	levels, level := l.kinds[use.kind], counted(at.level)
	if !ok || level >= len(levels) {
		return ""
	}
	reached := l.reached[use.kind]
	if !l.begun[at.list] {
		l.begun[at.list] = true
		if len(use.starts) > 0 {
			reached = nil
		}
	}
	reached = reached[:min(len(reached), level+1)]
	for i := len(reached); i <= level; i++ {
		start := levels[i].start
		if other, ok := use.starts[i]; ok {
			start = other
		}
		reached = append(reached, start-1)
		if i < level { // a level above that no paragraph has counted yet
			reached[i]++
		}
	}
	reached[level]++
	l.reached[use.kind] = reached
	if levels[level].format == "bullet" {
		return "– "
	}
	printed := levels[level].text
	for i, n := range reached {
		printed = strings.ReplaceAll(printed, fmt.Sprintf("%%%d", i+1), inFormat(levels[i].format, n))
	}
	if printed == "" {
		return ""
	}
	return printed + " "
}

// russianLetters count the clauses of a clause; ё, й, ъ, ы and ь do not.
var russianLetters = []rune("абвгдежзиклмнопрстуфхцчшщэюя")

// inFormat writes a number as the list does; digits stand for a way of counting that papers
// of a commission do not use.
func inFormat(format string, n int) string {
	switch {
	case format == "none":
		return ""
	case format == "russianLower" && n >= 1 && n <= len(russianLetters):
		return string(russianLetters[n-1])
	case format == "lowerLetter" && n >= 1 && n <= 26:
		return string(rune('a' + n - 1))
	}
	return strconv.Itoa(n)
}
