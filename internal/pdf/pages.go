package pdf

import "slices"

// placed is a strip at its place on a page, from the top of the text.
type placed struct {
	strip
	y float64
}

// page is what stands on one page between its margins.
type page []placed

// slack forgives what adding up many heights may lose.
const slack = 0.001

// pager cuts the column into pages while it grows, and hands every page on when
// the next begins: however long the paper is, a page and a little more is held.
// Strips that keep together go over to the next page together, as long as they fit
// on one; the head of a table is set again on every page the table reaches. There
// is always one page.
type pager struct {
	first  float64 // the height of the text on the first page
	height float64 // and on every other
	turned func(page)

	waiting []strip // not placed yet: what they keep with is not known
	page    page
	y       float64
	fresh   bool // nothing but the head of a table stands on the page
	later   bool // the page is not the first
}

// undecided is how many of the last strips may still be told to keep with what
// follows: signatures take two lines of the text with them.
const undecided = 2

// add takes one more strip.
func (g *pager) add(s strip) {
	g.waiting = append(g.waiting, s)
	g.settle(len(g.waiting) - undecided)
}

// keepLast tells the last strips to stay with what follows.
func (g *pager) keepLast() {
	for i := max(len(g.waiting)-undecided, 0); i < len(g.waiting); i++ {
		g.waiting[i].keep = true
	}
}

// finish places what is left and hands the last page on.
func (g *pager) finish() {
	for len(g.waiting) > 0 {
		g.settle(len(g.waiting))
		if len(g.waiting) > 0 {
			g.waiting[len(g.waiting)-1].keep = false // nothing follows
		}
	}
	g.turned(g.page)
}

// settle places the groups of waiting strips whose end lies before the limit.
func (g *pager) settle(limit int) {
	for limit > 0 {
		end, room := g.together(limit)
		if end == 0 {
			return
		}
		if len(g.page) > 0 && g.y+room > g.room()+slack {
			g.turn(g.waiting[0])
		}
		for _, s := range g.waiting[:end] {
			if len(g.page) > 0 && g.y+s.above+s.height > g.room()+slack {
				g.turn(s)
			}
			g.place(s)
		}
		g.waiting = slices.Delete(g.waiting, 0, end)
		limit -= end
	}
}

// together returns the end of the strips that keep with the first one waiting, and
// the room they take below something else; 0 if strips before the limit do not tell.
// What asks for more than a page to be kept together is let go strip by strip.
func (g *pager) together(limit int) (end int, room float64) {
	for i, s := range g.waiting[:limit] {
		room += s.above + s.height
		if room > g.height+slack {
			return 1, g.waiting[0].above + g.waiting[0].height
		}
		if !s.keep {
			return i + 1, room
		}
	}
	return 0, 0
}

// room is the height of the text on the page that is being filled.
func (g *pager) room() float64 {
	if g.later {
		return g.height
	}
	return g.first
}

func (g *pager) place(s strip) {
	if len(g.page) > 0 {
		g.y += s.above
	}
	if (len(g.page) == 0 || g.fresh) && s.rest {
		s.rules = slices.Concat(s.rules, s.grid.closing)
	}
	g.fresh = s.head
	g.page = append(g.page, placed{s, g.y})
	g.y += s.height
}

// turn begins a new page, with the head of the table that the next strip belongs to.
func (g *pager) turn(next strip) {
	g.turned(g.page)
	g.page, g.y, g.later = nil, 0, true
	if next.grid != nil && !next.head {
		for _, h := range next.grid.head {
			h.repeated = true
			g.place(h)
		}
	}
}
