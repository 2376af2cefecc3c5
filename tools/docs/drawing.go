package main

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"redress/internal/complaint"
)

// Measures of the drawing, in its own units.
const (
	boxWidth, boxHeight = 210, 52
	gap                 = 78 // between two boxes, room for the words beside an arrow
	lane                = 26 // between a box, or words, and the arrow that runs beside them
	lineHeight          = 17
	letter              = 8 // an average letter of the words, generously
	margin              = 24
)

// arrow is all acts that lead from one state to another.
type arrow struct {
	from, to int // places in the column
	acts     []string
}

// drawing is the states in one column, in the order a complaint meets them: the way
// forward runs straight down, ways back run on the left, what skips a state on the
// right. What leaves a complaint where it is stands in the table alone: there is too
// much of it for a drawing.
type drawing struct {
	w      words
	arrows []arrow
	left   int // x of the boxes
	out    strings.Builder
	labels strings.Builder // written last, over every arrow
}

// statesDrawing draws the table of states.
func statesDrawing(w words) string {
	d := &drawing{w: w}
	for _, m := range complaint.Moves() {
		for _, from := range m.From {
			if m.To == "" || m.To == from {
				continue
			}
			d.add(slices.Index(complaint.States, from), slices.Index(complaint.States, m.To), w.of("act", string(m.Act)))
		}
	}
	back, beside := d.lanes()
	d.left = margin + reach(back)
	right := d.left + boxWidth + reach(beside)
	for _, a := range d.arrows {
		if a.to == a.from+1 {
			right = max(right, d.left+boxWidth/2+12+width(a.acts))
		}
	}
	total := margin + gap + len(complaint.States)*(boxHeight+gap) - gap + margin
	d.head(right+margin, total)
	d.entry()
	for _, a := range d.arrows {
		if a.to == a.from+1 {
			d.down(a)
		}
	}
	for _, b := range back {
		d.back(b)
	}
	for _, b := range beside {
		d.beside(b)
	}
	for i, state := range complaint.States {
		d.box(i, state)
	}
	d.out.WriteString(d.labels.String() + "</svg>\n")
	return d.out.String()
}

func (d *drawing) add(from, to int, act string) {
	for i, a := range d.arrows {
		if a.from == from && a.to == to {
			d.arrows[i].acts = append(d.arrows[i].acts, act)
			return
		}
	}
	d.arrows = append(d.arrows, arrow{from, to, []string{act}})
}

// bend is an arrow that does not run straight down: how far from the boxes it runs,
// and how many others it runs around.
type bend struct {
	arrow
	distance, around int
}

// lanes divides the arrows that do not run straight down. The shortest run nearest to
// the boxes, a longer one around them and their words.
func (d *drawing) lanes() (back, beside []bend) {
	arrows := slices.Clone(d.arrows)
	slices.SortStableFunc(arrows, func(x, y arrow) int { return abs(x.to-x.from) - abs(y.to-y.from) })
	for _, a := range arrows {
		switch {
		case a.to < a.from:
			back = append(back, around(a, lane, back))
		case a.to > a.from+1:
			beside = append(beside, around(a, d.clear(a), beside))
		}
	}
	return back, beside
}

// clear is how far right an arrow must run that skips states: past the words beside
// the straight way.
func (d *drawing) clear(a arrow) int {
	far := lane
	for _, o := range d.arrows {
		if o.to == o.from+1 && o.from >= a.from && o.to <= a.to {
			far = max(far, 12+width(o.acts)-boxWidth/2+lane/2)
		}
	}
	return far
}

func around(a arrow, distance int, others []bend) bend {
	b := bend{arrow: a, distance: distance}
	for _, o := range others {
		apart := max(a.from, a.to) <= min(o.from, o.to) || max(o.from, o.to) <= min(a.from, a.to)
		if apart {
			continue
		}
		b.distance, b.around = max(b.distance, o.distance+width(o.acts)+lane), max(b.around, o.around+1)
	}
	return b
}

// reach is how far arrows and their words stand out beside the boxes.
func reach(bends []bend) int {
	far := 0
	for _, b := range bends {
		far = max(far, b.distance+8+width(b.acts))
	}
	return far
}

// aside is how far from the middle of a box an arrow leaves it: one that runs around
// others leaves nearer to the middle, and so crosses none.
func (b bend) aside() int { return max(4, 16-12*b.around) }

func abs(n int) int { return max(n, -n) }

// width is how much room a list of words takes, one under the other.
func width(lines []string) int {
	widest := 0
	for _, line := range lines {
		widest = max(widest, letter*len([]rune(line)))
	}
	return widest
}

// top is where the box of a place begins.
func top(place int) int { return margin + gap + place*(boxHeight+gap) }

func (d *drawing) print(format string, values ...any) { fmt.Fprintf(&d.out, format+"\n", values...) }

func (d *drawing) head(width, height int) {
	d.print(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="title desc">`, width, height, width, height)
	d.print(`<!-- Written by tools/docs. Change the code and run: make docs -->`)
	d.print(`<title id="title">The states of a complaint</title>`)
	d.print(`<desc id="desc">%s</desc>`, html.EscapeString(d.inWords()))
	d.print(`<style>
:root { color-scheme: light dark }
text { font: 14px system-ui, "Liberation Sans", sans-serif; fill: #1d2733 }
.name { font-size: 12px; fill: #56616e }
.act { paint-order: stroke; stroke: #fff; stroke-width: 6px; stroke-linejoin: round }
.box { fill: #fff; stroke: #56616e; stroke-width: 1.5 }
.owed { fill: #fdf6e3; stroke: #8a6100 }
.ended { fill: #e9f5ec; stroke: #23703a; stroke-width: 2.5 }
.way { fill: none; stroke: #56616e; stroke-width: 1.5 }
.tip { fill: #56616e }
.ground { fill: #fff }
@media (prefers-color-scheme: dark) {
text { fill: #e6eaef } .act { stroke: #14191f } .name { fill: #a8b2bd } .ground { fill: #14191f }
.box { fill: #1c232b; stroke: #a8b2bd } .owed { fill: #2e2713; stroke: #d9ac4a } .ended { fill: #15301d; stroke: #6cc287 }
.way { stroke: #a8b2bd } .tip { fill: #a8b2bd }
}
</style>`)
	d.print(`<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 10 5 0 10z"/></marker></defs>`)
	d.print(`<rect class="ground" width="%d" height="%d"/>`, width, height)
}

// inWords says what is drawn to whoever cannot see it.
func (d *drawing) inWords() string {
	var said []string
	for _, a := range d.arrows {
		said = append(said, fmt.Sprintf("%s to %s by %s", d.named(a.from), d.named(a.to), strings.Join(a.acts, " or ")))
	}
	return strings.Join(said, "; ") + "."
}

func (d *drawing) named(place int) string {
	return d.w.of("state", string(complaint.States[place]))
}

// box draws one state: its words, its name in the code, and whether a ruling is owed.
func (d *drawing) box(place int, state complaint.State) {
	class := "box"
	if state.Open() {
		class += " owed"
	}
	if !slices.ContainsFunc(d.arrows, func(a arrow) bool { return a.from == place }) {
		class += " ended"
	}
	middle, y := d.left+boxWidth/2, top(place)
	d.print(`<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="8"/>`, class, d.left, y, boxWidth, boxHeight)
	d.print(`<text x="%d" y="%d" text-anchor="middle">%s</text>`, middle, y+23, html.EscapeString(d.named(place)))
	d.print(`<text class="name" x="%d" y="%d" text-anchor="middle">%s</text>`, middle, y+41, html.EscapeString(string(state)))
}

// entry is the way in: filing has no state to come from.
func (d *drawing) entry() {
	x := d.left + boxWidth/2
	d.print(`<circle class="tip" cx="%d" cy="%d" r="6"/>`, x, margin+6)
	d.print(`<path class="way" d="M%d %dV%d" marker-end="url(#tip)"/>`, x, margin+12, top(0))
	d.beneath(x+12, margin+12, top(0), "start", []string{d.w.of("act", string(complaint.Filing))})
}

// down is an arrow to the next state.
func (d *drawing) down(a arrow) {
	x := d.left + boxWidth/2
	d.print(`<path class="way" d="M%d %dV%d" marker-end="url(#tip)"/>`, x, top(a.from)+boxHeight, top(a.to))
	d.beneath(x+12, top(a.from)+boxHeight, top(a.to), "start", a.acts)
}

// back is an arrow to an earlier state, on the left.
func (d *drawing) back(b bend) {
	x, from, to := d.left-b.distance, top(b.from)+boxHeight/2-b.aside(), top(b.to)+boxHeight/2+b.aside()
	d.print(`<path class="way" d="M%d %dH%dQ%d %d %d %dV%dQ%d %d %d %dH%d" marker-end="url(#tip)"/>`,
		d.left, from, x+8, x, from, x, from-8, to+8, x, to, x+8, to, d.left)
	d.beneath(x-8, to, from, "end", b.acts)
}

// beside is an arrow that skips a state, on the right.
func (d *drawing) beside(b bend) {
	edge := d.left + boxWidth
	x, from, to := edge+b.distance, top(b.from)+boxHeight-5, top(b.to)+boxHeight/2-b.aside()
	d.print(`<path class="way" d="M%d %dH%dQ%d %d %d %dV%dQ%d %d %d %dH%d" marker-end="url(#tip)"/>`,
		edge, from, x-8, x, from, x, from+8, to-8, x, to, x-8, to, edge)
	d.beneath(x+8, min(from, to), max(from, to), "start", b.acts)
}

// beneath writes words one under the other, in the middle between two heights.
func (d *drawing) beneath(x, above, below int, anchor string, lines []string) {
	y := (above+below)/2 - (len(lines)-1)*lineHeight/2 + 5
	for i, line := range lines {
		fmt.Fprintf(&d.labels, `<text class="act" x="%d" y="%d" text-anchor="%s">%s</text>`+"\n", x, y+i*lineHeight, anchor, html.EscapeString(line))
	}
}
