package pdf

import (
	"slices"
	"unicode/utf8"
)

// line is one line of text, ready to be painted from left to right.
type line struct {
	spans []span
	width float64 // with spaces as they are set
	extra float64 // added to every space of the line
	last  bool    // the last of its paragraph, or ended on purpose
}

// span is a piece of a line in one style.
type span struct {
	text  string
	style style
}

// measure says how long the lines of a paragraph may be: the first one, which
// gives room to the indent, and all that follow.
type measure struct{ first, rest float64 }

func (m measure) of(line int) float64 {
	if line == 0 {
		return m.first
	}
	return m.rest
}

// breakLines divides a paragraph into lines that fit the measure. A line takes
// what it can, letting its spaces give way a little; a word longer than a whole
// line is cut where the line ends. With justify, all lines but the last fill the
// measure.
func (s *setter) breakLines(items []item, m measure, justify bool) []line {
	items = slices.Clone(items)
	var lines []line
	for start := 0; start < len(items); {
		if k := items[start].kind; len(lines) > 0 && !items[start].fixed && (k == glue || k == penalty) {
			start++ // what a line was broken at does not begin the next one
			continue
		}
		room := m.of(len(lines))
		end, fits := lineEnd(items, start, room)
		if !fits {
			items = s.cut(items, start, room)
			if end, fits = lineEnd(items, start, room); !fits {
				end = start + 1
			}
		}
		lines = append(lines, setLine(items, start, end, room, justify))
		start = end
		if end < len(items) && items[end].kind == stop {
			start++
		}
	}
	return lines
}

// lineEnd returns the item at which the line from start ends, and whether what
// stands before it fits the room.
func lineEnd(items []item, start int, room float64) (end int, fits bool) {
	var width, shrink float64
	end = -1
	for i := start; i < len(items); i++ {
		it := items[i]
		switch it.kind {
		case stop:
			return i, true
		case glue:
			if !it.fixed && i > start {
				end = i
			}
			width += it.width
			shrink += it.shrink
		case penalty:
			if i > start && width+it.width-shrink <= room {
				end = i
			}
		case box:
			width += it.width
			if width-shrink > room+0.001 {
				return end, end >= 0
			}
		}
	}
	return len(items), true
}

// cut divides the word that does not fit the line from start, so that the line
// can end inside it.
func (s *setter) cut(items []item, start int, room float64) []item {
	var width float64
	for i := start; i < len(items); i++ {
		it := items[i]
		if it.kind == penalty {
			continue
		}
		if it.kind == glue || width+it.width <= room {
			width += it.width
			continue
		}
		fit := 0 // bytes of the text that stay in the line
		for at, r := range it.text {
			width += s.width(string(r), it.style)
			if width > room {
				break
			}
			fit = at + len(string(r))
		}
		if fit == 0 && i == start {
			_, fit = utf8.DecodeRuneInString(it.text) // a column narrower than a letter
		}
		head, tail := it, it
		head.text, tail.text = it.text[:fit], it.text[fit:]
		head.width, tail.width = s.width(head.text, it.style), s.width(tail.text, it.style)
		parts := []item{head, {kind: stop}, tail}
		if fit == 0 {
			parts = parts[1:]
		}
		if tail.text == "" {
			parts = parts[:len(parts)-1]
		}
		return slices.Replace(items, i, i+1, parts...)
	}
	return items
}

// setLine joins the items of one line into spans and sets the width of its
// spaces.
func setLine(items []item, start, end int, room float64, justify bool) line {
	l := line{last: end == len(items) || items[end].kind == stop}
	spaces := 0
	add := func(it item) {
		if n := len(l.spans); n > 0 && l.spans[n-1].style == it.style {
			l.spans[n-1].text += it.text
		} else {
			l.spans = append(l.spans, span{it.text, it.style})
		}
		l.width += it.width
		if it.kind == glue {
			spaces++
		}
	}
	unseen := end < len(items) && (items[end].kind == glue || items[end].kind == stop) && items[end].text != ""
	broken := end
	for end > start && items[end-1].kind == glue {
		end--
	}
	for _, it := range items[start:end] {
		if it.kind == box || it.kind == glue {
			add(it)
		}
	}
	if !l.last && end < len(items) && items[end].kind == penalty && items[end].text != "" {
		add(items[end])
	}
	if spaces > 0 && (l.width > room || justify && !l.last) {
		l.extra = (room - l.width) / float64(spaces)
		l.width = room
	}
	if n := len(l.spans); unseen && n > 0 && l.spans[n-1].style == items[broken].style {
		l.spans[n-1].text += items[broken].text // the space a line ends at is read, and takes no room
	} else if unseen && n > 0 {
		l.spans = append(l.spans, span{items[broken].text, items[broken].style})
	}
	return l
}
