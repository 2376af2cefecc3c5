package pdf

import "math"

// How much a line counts against a paragraph. The paragraph with the least in all is
// set (Knuth and Plass, Breaking Paragraphs into Lines, 1981); the scale is theirs.
const (
	lineCost      = 10
	hyphenCost    = 50  // a word is divided
	looseCost     = 60  // a short word is parted from the next, or a surname from its initials
	relaxedCost   = 300 // what belongs together is parted, for it fits no line
	unevenCost    = 1e4 // a tight line beside a loose one
	twiceCost     = 1e4 // two hyphens one below the other
	thriceCost    = 1e9 // a third
	lastWordCost  = 5e3 // the last line begins with the end of a word
	shortLastCost = 5e3 // the last line is shorter than an indent
	worstBadness  = 1e5 // of a line that nothing can be done for
	loosest       = 0.9 // a paragraph without hyphens may have lines that loose
)

// ending is a place where a line of the paragraph may end, with the best way there.
type ending struct {
	start   int     // the item the next line begins with
	total   float64 // the cost of all lines up to here
	worst   float64 // the loosest of them
	fitness int     // of the last one
	hyphens int     // one below the other at the ends of lines
	first   bool    // no line yet
	from    int     // the ending before, -1 for none
	at      int     // the item the line ends at
}

// fitter divides one paragraph, up to a stop or its end.
type fitter struct {
	items                  []item
	first, rest            float64
	width, stretch, shrink []float64 // of the items before each
	endings                []ending
}

// fit returns the items at which the lines of a paragraph end so that all together are
// as even as can be, and how loose the loosest line is. It fails when some line would
// run over its measure.
func fit(items []item, first, rest float64) (ends []int, worst float64, ok bool) {
	n := len(items)
	sums := make([]float64, 3*(n+1))
	f := fitter{items: items, first: first, rest: rest, width: sums[:n+1], stretch: sums[n+1 : 2*n+2], shrink: sums[2*n+2:]}
	for i, it := range items {
		f.width[i+1], f.stretch[i+1], f.shrink[i+1] = f.width[i], f.stretch[i], f.shrink[i]
		if it.kind == box || it.kind == glue {
			f.width[i+1] += it.width
			f.stretch[i+1] += it.stretch
			f.shrink[i+1] += it.shrink
		}
	}
	f.endings = append(f.endings, ending{first: true, from: -1, fitness: 1})
	active := []int{0}
	for at := 1; at <= n; at++ {
		if at < n && (items[at].kind == box || items[at].kind == glue && items[at].fixed) {
			continue
		}
		if active = f.reach(at, active); len(active) == 0 {
			return nil, 0, false
		}
	}
	best := -1
	for _, i := range active {
		if e := f.endings[i]; e.at == n && (best < 0 || e.total < f.endings[best].total) {
			best = i
		}
	}
	if best < 0 {
		return nil, 0, false
	}
	for i := best; f.endings[i].from >= 0; i = f.endings[i].from {
		ends = append(ends, f.endings[i].at)
	}
	for i, j := 0, len(ends)-1; i < j; i, j = i+1, j-1 {
		ends[i], ends[j] = ends[j], ends[i]
	}
	return ends, f.endings[best].worst, true
}

// reach finds the best ways to end a line at an item, one for each class, and returns
// the endings that later lines may begin from.
func (f *fitter) reach(at int, active []int) []int {
	const classes = 4 * 3 // by fitness and hyphens in a row
	var best [classes]ending
	var found [classes]bool
	left := active[:0]
	for _, i := range active {
		e := f.endings[i]
		room := f.rest
		if e.first {
			room = f.first
		}
		if at > e.start && f.width[at]-f.width[e.start]-(f.shrink[at]-f.shrink[e.start]) > room+slack {
			continue // whatever comes next runs over too
		}
		left = append(left, i)
		if at <= e.start {
			continue
		}
		next, ok := f.line(i, e, at, room)
		class := 3*next.fitness + min(next.hyphens, 2)
		if ok && (!found[class] || next.total < best[class].total) {
			best[class], found[class] = next, true
		}
	}
	for class := range classes {
		if found[class] {
			left = append(left, len(f.endings))
			f.endings = append(f.endings, best[class])
		}
	}
	return left
}

// line returns the ending at an item of the line that begins after e.
func (f *fitter) line(i int, e ending, at int, room float64) (ending, bool) {
	width := f.width[at] - f.width[e.start]
	stretch, shrink := f.stretch[at]-f.stretch[e.start], f.shrink[at]-f.shrink[e.start]
	cost, hyphen, last := 0.0, false, at == len(f.items)
	if !last {
		it := f.items[at]
		cost = it.cost
		if hyphen = it.kind == penalty && it.text != ""; it.kind == penalty {
			width += it.width
		}
	}
	var ratio float64 // by how much of what it may the line is stretched; below 0: shrunk
	switch gap := room - width; {
	case gap < -slack && (shrink <= 0 || gap < -shrink-slack):
		return ending{}, false
	case gap < 0:
		ratio = gap / max(shrink, slack)
	case !last:
		ratio = gap / max(stretch, slack)
	}
	badness := min(100*math.Pow(math.Abs(ratio), 3), worstBadness)
	next := ending{start: f.begin(at), fitness: fitness(ratio), from: i, at: at, worst: max(e.worst, ratio)}
	next.total = e.total + (lineCost+badness)*(lineCost+badness) + cost*cost
	if !e.first && (next.fitness-e.fitness > 1 || e.fitness-next.fitness > 1) {
		next.total += unevenCost
	}
	if hyphen {
		switch next.hyphens = e.hyphens + 1; {
		case next.hyphens > 2:
			next.total += thriceCost
		case next.hyphens == 2:
			next.total += twiceCost
		}
	}
	if last && e.hyphens > 0 {
		next.total += lastWordCost
	}
	if last && !e.first && width < firstLineIndent {
		next.total += shortLastCost
	}
	return next, true
}

// begin returns the first item of the line after a break: the space or the place it was
// broken at does not begin it.
func (f *fitter) begin(at int) int {
	for at < len(f.items) && !f.items[at].fixed && (f.items[at].kind == glue || f.items[at].kind == penalty) {
		at++
	}
	return at
}

// fitness tells tight, even, loose and very loose lines apart.
func fitness(ratio float64) int {
	switch {
	case ratio < -0.5:
		return 0
	case ratio <= 0.5:
		return 1
	case ratio <= 1:
		return 2
	}
	return 3
}
