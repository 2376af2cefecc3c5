package pdf

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

// breakLines divides a paragraph into lines that fit the measure; a word longer than
// a whole line is cut where the line ends. With justify, all lines but the last fill
// the measure and words are divided where that makes the paragraph more even; otherwise
// a line takes what it can.
func (s *setter) breakLines(items []item, m measure, justify bool) []line {
	items = s.yielding(items, min(m.first, m.rest))
	var lines []line
	for from := 0; from < len(items); {
		to := from
		for to < len(items) && items[to].kind != stop {
			to++
		}
		part, ends := items[from:to], []int(nil)
		first, fits := m.of(len(lines)), false
		if justify {
			part, ends, fits = s.even(part, first, m.rest)
		}
		if !fits {
			ends = ragged(part, first, m.rest)
		}
		f := fitter{items: part}
		start := 0
		for i, end := range ends {
			l := setLine(part, start, end, m.of(len(lines)), justify && i < len(ends)-1)
			if l.last = i == len(ends)-1; l.last && to < len(items) {
				l.unseen(items[to])
			}
			lines = append(lines, l)
			start = f.begin(end)
		}
		if from = to + 1; len(ends) == 0 {
			lines = append(lines, line{last: true})
		}
	}
	return lines
}

// even returns the items of a part of a paragraph and where its lines end when all of
// them are as even as can be: without dividing words if that is even enough.
func (s *setter) even(items []item, first, rest float64) ([]item, []int, bool) {
	if len(items) == 0 {
		return items, nil, true
	}
	ends, worst, ok := fit(items, first, rest)
	if ok && worst <= loosest {
		return items, ends, true
	}
	divided := s.hyphenated(items)
	if better, _, fits := fit(divided, first, rest); fits {
		return divided, better, true
	}
	return items, ends, ok
}

// ragged returns where the lines of a part of a paragraph end when each takes what it
// can.
func ragged(items []item, first, rest float64) (ends []int) {
	f := fitter{items: items}
	room := first
	for start := 0; start < len(items); room = rest {
		end, fits := lineEnd(items, start, room)
		if !fits {
			end = start + 1
		}
		ends = append(ends, end)
		start = f.begin(end)
	}
	return ends
}

// lineEnd returns the item at which the line from start ends, and whether what
// stands before it fits the room.
func lineEnd(items []item, start int, room float64) (end int, fits bool) {
	var width, shrink float64
	end = -1
	for i := start; i < len(items); i++ {
		it := items[i]
		switch it.kind {
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
			if width-shrink > room+slack {
				return end, end >= 0
			}
		case stop: // parts of a paragraph have none inside
		}
	}
	return len(items), true
}

// setLine joins the items of one line into spans and sets the width of its
// spaces.
func setLine(items []item, start, end int, room float64, fill bool) line {
	var l line
	spaces, shrink := 0, 0.0
	add := func(it item) {
		if n := len(l.spans); n > 0 && l.spans[n-1].style == it.style {
			l.spans[n-1].text += it.text
		} else {
			l.spans = append(l.spans, span{it.text, it.style})
		}
		l.width += it.width
		if it.kind == glue {
			spaces++
			shrink += it.shrink
		}
	}
	broken := end
	for end > start && items[end-1].kind == glue {
		end--
	}
	for _, it := range items[start:end] {
		if it.kind == box || it.kind == glue {
			add(it)
		}
	}
	if broken < len(items) && items[broken].kind == penalty && items[broken].text != "" && l.width+items[broken].width-shrink <= room+slack {
		add(items[broken])
	}
	if spaces > 0 && (l.width > room || fill) {
		l.extra = (room - l.width) / float64(spaces)
		l.width = room
	}
	if broken < len(items) && items[broken].kind == glue {
		l.unseen(items[broken])
	}
	return l
}

// unseen adds the space that a line ends at: it takes no room, and parts the words of
// two lines for whoever reads them aloud.
func (l *line) unseen(it item) {
	switch n := len(l.spans); {
	case n == 0:
	case l.spans[n-1].style == it.style:
		l.spans[n-1].text += it.text
	default:
		l.spans = append(l.spans, span{it.text, it.style})
	}
}
