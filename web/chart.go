package web

import (
	"context"
	"fmt"
	"strconv"

	"redress/internal/deadline"
	"redress/internal/regulation"
)

// A chart is drawn by the server: marks with their numbers written on them, on a
// field of 404 by 192, and the same numbers as a table below it.

// bar is one mark of a chart.
type bar struct{ X, Y, Width, Height string }

// chartText is one word on a chart.
type chartText struct {
	X, Y, Text string
	Middle     bool
}

// flowChart is what came in and what was decided, day by day.
type flowChart struct {
	Days           []deadline.Day
	Filed, Decided []bar
	Labels         []chartText // days, months, and the two lines of the grid
	Grid           []string    // heights of the grid's lines
	Says           string      // the chart in one sentence
}

// The frame of the flow chart: its floor, its height, and the room of a day.
const (
	chartFloor  = 150.0
	chartHeight = 112.0
	chartLeft   = 25.0
)

// point writes a length in the units of the chart.
func point(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// newFlowChart draws the days.
func newFlowChart(ctx context.Context, days []deadline.Day) flowChart {
	c := flowChart{Days: days}
	filed, decided, most := 0, 0, 0
	for _, d := range days {
		filed, decided, most = filed+d.Filed, decided+d.Decided, max(most, d.Filed, d.Decided)
	}
	c.Says = t(ctx, "chart.flow_says", "Days", len(days), "Filed", filed, "Decided", decided)
	top := max(2, most+most%2) // an even top has a whole middle
	for _, line := range []int{top / 2, top} {
		y := chartFloor - chartHeight*float64(line)/float64(top)
		c.Grid = append(c.Grid, point(y))
		c.Labels = append(c.Labels, chartText{X: "15", Y: point(y + 5), Text: strconv.Itoa(line)})
	}
	step := (404 - chartLeft) / float64(max(1, len(days)))
	mark := func(x float64, n int) bar {
		height := chartHeight * float64(n) / float64(top)
		return bar{X: point(x), Y: point(chartFloor - height), Width: point(step*0.36 - 1), Height: point(height)}
	}
	for i, d := range days {
		x := chartLeft + step*float64(i)
		if d.Filed > 0 {
			c.Filed = append(c.Filed, mark(x, d.Filed))
		}
		if d.Decided > 0 {
			c.Decided = append(c.Decided, mark(x+step*0.42, d.Decided))
		}
		c.Labels = append(c.Labels, chartText{X: point(x + step*0.38), Y: "168", Text: strconv.Itoa(d.On.Day()), Middle: true})
		if i == 0 || d.On.Day() == 1 {
			month := chartText{X: point(x), Y: "187", Text: t(ctx, "month_short."+strconv.Itoa(int(d.On.Month())))}
			c.Labels = append(c.Labels, month)
		}
	}
	return c
}

// share is a part of a whole.
type share struct {
	Name      string
	Part, Of  int
	Bar       bar
	Y, PartAt string // where the words stand
}

// percent writes the share in whole percents, empty where there is nothing to divide.
func (s share) percent(ctx context.Context) string {
	if s.Of == 0 {
		return t(ctx, "chart.none")
	}
	return t(ctx, "view.percent", "N", s.Part*100/s.Of)
}

// timelyChart is how many rulings came within the term, month by month.
type timelyChart struct {
	Months []share
	Says   string
}

// timelyChart draws the months.
func newTimelyChart(ctx context.Context, months []share) timelyChart {
	c := timelyChart{Months: months}
	part, of := 0, 0
	for i := range c.Months {
		m := &c.Months[i]
		part, of = part+m.Part, of+m.Of
		y := 24 + 34*i
		m.Y, m.PartAt = strconv.Itoa(y+12), "400"
		if m.Of > 0 {
			m.Bar = bar{X: "88", Y: strconv.Itoa(y), Width: point(float64(170*m.Part) / float64(m.Of)), Height: "14"}
		}
	}
	c.Says = t(ctx, "chart.timely_says", "Part", part, "Of", of)
	return c
}

// outcomeBar is how often one outcome was decided.
type outcomeBar struct {
	Outcome     regulation.Outcome
	Count       int
	Bar         bar
	NameY, NumY string
	NumX        string
	Pattern     string // "a" solid, "h" hatched, "b" plain: told apart without colour
}

// outcomeChart is how the complaints ended.
type outcomeChart struct {
	Bars []outcomeBar
	Says string
}

// newOutcomeChart draws the three outcomes.
func newOutcomeChart(ctx context.Context, counts map[regulation.Outcome]int) outcomeChart {
	var c outcomeChart
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	for i, outcome := range regulation.Outcomes {
		y := 24 + 50*i
		width := 350 * float64(counts[outcome]) / float64(most)
		c.Bars = append(c.Bars, outcomeBar{Outcome: outcome, Count: counts[outcome],
			Bar:   bar{X: "1", Y: strconv.Itoa(y), Width: fmt.Sprintf("%.1f", width), Height: "14"},
			NameY: strconv.Itoa(y - 8), NumY: strconv.Itoa(y + 12), NumX: fmt.Sprintf("%.1f", width+10), Pattern: string("ahb"[i%3])})
	}
	c.Says = t(ctx, "chart.outcomes_says", "Dismissed", counts[regulation.Dismiss], "Merits", counts[regulation.DecideOnMerits], "Remanded", counts[regulation.Remand])
	return c
}
