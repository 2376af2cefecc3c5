package pdf

import "redress/internal/document"

// table sets a table: one strip for each row, more only for a row that is higher
// than a page.
func (c *column) table(t document.Table) {
	if len(t.Columns) == 0 {
		return
	}
	l := tableLayout{column: c, bare: t.Bare, edges: []float64{0}, set: setting{style: style{size: tableSize}, interval: smallInterval}}
	if t.Bare {
		l.set.style.size = textSize
	}
	for _, share := range t.Shares() {
		l.edges = append(l.edges, l.edges[len(l.edges)-1]+share*c.width)
	}
	l.grid = &grid{}
	if !t.Bare {
		l.grid.closing = []rule{{0, 0, c.width, 0}}
	}
	table := c.part("Table", "")
	c.owed = max(c.owed, 6)
	aligns := make([]document.Align, len(t.Columns))
	if t.Headed() {
		heads := make([]document.Cell, len(t.Columns))
		for i, column := range t.Columns {
			heads[i], aligns[i] = document.Cell{document.Bold(column.Head)}, document.Centre
		}
		row, parts := l.open(table, func(int) bool { return true }, "Column")
		head := l.row(heads, aligns, parts)
		head.keep, head.head = true, true
		l.grid.head = []strip{head}
		c.put(head)
		l.done(row, parts)
	}
	for i, column := range t.Columns {
		if aligns[i] = column.Align; aligns[i] == "" {
			aligns[i] = document.Left
		}
	}
	named := func(i int) bool { return i == 0 && !t.Headed() && len(t.Columns) > 1 }
	for _, cells := range t.Rows {
		tr, parts := l.open(table, named, "Row")
		row := l.row(cells, aligns, parts)
		if row.height+l.grid.headHeight() <= c.page {
			c.put(row)
		} else {
			for _, slice := range l.slices(row) {
				c.put(slice)
			}
		}
		l.done(tr, parts)
	}
	c.tree.done(table)
	c.owed = 8
}

// open starts the elements of a row and its cells, those that heads says being heads
// of the scope.
func (l *tableLayout) open(table *element, heads func(column int) bool, scope string) (row *element, cells []*element) {
	row = l.tree.start(table, &element{role: "TR"})
	cells = make([]*element, len(l.edges)-1)
	for i := range cells {
		cells[i] = &element{role: "TD"}
		if heads(i) {
			cells[i] = &element{role: "TH", attributes: "/A<</O/Table/Scope/" + scope + ">>"}
		}
		l.tree.start(row, cells[i])
	}
	return row, cells
}

// done says that a row and its cells are set.
func (l *tableLayout) done(row *element, cells []*element) {
	for _, e := range cells {
		l.tree.done(e)
	}
	l.tree.done(row)
}

type tableLayout struct {
	*column
	edges []float64 // of the columns, from the left; one more than there are columns
	set   setting
	grid  *grid
	bare  bool
}

// row sets the cells of one row side by side, each as its part of the text.
func (l *tableLayout) row(cells []document.Cell, aligns []document.Align, parts []*element) strip {
	row := strip{grid: l.grid, height: l.leading(l.set)}
	for i, cell := range cells {
		if i == len(aligns) {
			break
		}
		set := l.set
		set.align, set.left, set.right = aligns[i], l.edges[i]+cellSide, cellSide
		if l.bare && i == 0 {
			set.left = 0
		}
		set.style.tag = parts[i]
		lines := l.lines(l.items(cell, set.style), set, l.edges[i+1])
		for n := range lines {
			lines[n].baseline += cellTop
		}
		row.texts = append(row.texts, lines...)
		row.height = max(row.height, float64(len(lines))*l.leading(set))
	}
	row.height += 2 * cellTop
	if !l.bare {
		row.rules = append(l.sides(row.height), rule{0, 0, l.width, 0})
	}
	return row
}

// sides returns the upright lines of a row of the height.
func (l *tableLayout) sides(height float64) []rule {
	rules := make([]rule, 0, len(l.edges)+1)
	for _, x := range l.edges {
		rules = append(rules, rule{x, 0, x, height})
	}
	return rules
}

// slices divides a row between its lines, so that it can run over pages.
func (l *tableLayout) slices(row strip) []strip {
	leading := l.leading(l.set)
	count := int((row.height-2*cellTop)/leading + 0.5)
	slices := make([]strip, count)
	for i := range slices {
		slices[i] = strip{grid: l.grid, height: leading, rest: i > 0}
		if i == 0 || i == count-1 {
			slices[i].height += cellTop
		}
		if !l.bare {
			slices[i].rules = l.sides(slices[i].height)
			if i == 0 {
				slices[i].rules = append(slices[i].rules, rule{0, 0, l.width, 0})
			}
		}
	}
	for _, t := range row.texts {
		i := min(int((t.baseline-cellTop)/leading), count-1)
		t.baseline -= float64(i) * leading
		if i > 0 {
			t.baseline -= cellTop
		}
		slices[i].texts = append(slices[i].texts, t)
	}
	return slices
}
