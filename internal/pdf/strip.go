package pdf

// strip is a slice of the paper across the whole width that is never divided: a
// line of text, a row of a table, a signature, a frame. A paper is first laid
// out as one long column of strips and then cut into pages between them.
type strip struct {
	height float64
	above  float64 // room before it, given up at the top of a page
	keep   bool    // stands on the same page as the strip that follows
	texts  []placedLine
	rules  []rule
	frames []frame
	grid   *grid // the table it is a row of
	head   bool  // it is a row of the table's head
	rest   bool  // it goes on with a row that began in the strip before

	repeated bool // it stands in the text once, and is drawn again
}

// placedLine is a line of text at its place in a strip.
type placedLine struct {
	line
	x        float64 // from the left edge of the text
	baseline float64 // from the top of the strip
}

// rule is a straight line, measured from the top left corner of the strip.
type rule struct{ x1, y1, x2, y2 float64 }

// frame is a rectangle with round corners, measured like a rule.
type frame struct{ x, y, width, height, radius float64 }

// grid is what the rows of one table share: the head that is repeated on every
// page, and the line that closes the table wherever a page ends and opens it again
// where a row was divided.
type grid struct {
	head    []strip
	closing []rule // measured from the edge of the first or last row on a page
}

// headHeight is the room the head takes on a page.
func (g *grid) headHeight() float64 {
	var h float64
	for _, s := range g.head {
		h += s.height
	}
	return h
}
