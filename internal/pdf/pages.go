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

// paginate cuts the column into pages of the height. Strips that keep together
// go over to the next page together, as long as they fit on one; the head of a
// table is set again on every page the table reaches. There is always one page.
func paginate(strips []strip, height float64) []page {
	pages := []page{nil}
	var y float64
	fresh := true // nothing but the head of a table stands on the page
	place := func(s strip) {
		if y > 0 {
			y += s.above
		}
		if fresh && s.rest {
			s.rules = slices.Concat(s.rules, s.grid.closing)
		}
		fresh = s.head
		last := len(pages) - 1
		pages[last] = append(pages[last], placed{s, y})
		y += s.height
	}
	turn := func(next strip) {
		pages = append(pages, nil)
		y, fresh = 0, true
		if next.grid != nil && !next.head {
			for _, h := range next.grid.head {
				place(h)
			}
		}
	}
	for i := 0; i < len(strips); {
		end, room := together(strips, i, height)
		if y > 0 && y+room > height+slack {
			turn(strips[i])
		}
		for _, s := range strips[i:end] {
			if y > 0 && y+s.above+s.height > height+slack {
				turn(s)
			}
			place(s)
		}
		i = end
	}
	return pages
}

// together returns the end of the strips that keep with the one at i, and the
// room they take below something else. What asks for more than a page to be kept
// together is let go strip by strip.
func together(strips []strip, i int, height float64) (end int, room float64) {
	for end = i; ; end++ {
		room += strips[end].above + strips[end].height
		if room > height+slack {
			return i + 1, strips[i].above + strips[i].height
		}
		if !strips[end].keep || end == len(strips)-1 {
			return end + 1, room
		}
	}
}
