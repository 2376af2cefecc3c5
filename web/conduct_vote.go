package web

import (
	"context"
	"strconv"
	"unicode/utf8"

	"redress/internal/regulation"
	"redress/internal/sitting"
)

// voteCount is one number of a result with its word.
type voteCount struct {
	Count int
	Name  string
}

// counts are the numbers of a result in the order they are read out. Who was
// present and did not vote is named only when there is somebody.
func counts(ctx context.Context, tally sitting.Tally) []voteCount {
	list := []voteCount{{tally.For, t(ctx, "count.for")}, {tally.Against, t(ctx, "count.against")}, {tally.Abstained, t(ctx, "count.abstain")}}
	if tally.NotVoting > 0 {
		list = append(list, voteCount{tally.NotVoting, t(ctx, "count.not_voting")})
	}
	return list
}

// arithmetic writes the sum of a vote, in the same words as the minutes have it:
// who was present, the votes, what was needed of what, the casting vote.
func arithmetic(ctx context.Context, r sitting.Result) string {
	n := r.Tally
	said := secrecy(ctx, n) + t(ctx, "sum.votes", "Present", n.Present, "For", n.For, "Against", n.Against, "Abstained", n.Abstained)
	if n.NotVoting > 0 {
		said += t(ctx, "sum.not_voting", "NotVoting", n.NotVoting)
	}
	said += ". "
	if r.Majority.Basis == regulation.OfSeats {
		said += t(ctx, "sum.of_seats", "Established", n.Established, "Needed", r.Needed)
	} else {
		said += t(ctx, "sum.of_present", "Present", n.Present, "Needed", r.Needed)
	}
	if r.Casting {
		said += " " + t(ctx, "sum.casting", "For", n.For, "Against", n.Against, "Choice", word(ctx, n.Presiding))
	}
	return said
}

// basisOf returns the number the majority is counted from.
func basisOf(r sitting.Result) int {
	if r.Majority.Basis == regulation.OfSeats {
		return r.Tally.Established
	}
	return r.Tally.Present
}

// The measures of the drawing of seats.
const (
	seatWide  = 21
	seatStep  = 26
	seatTop   = 24
	seatHigh  = 24
	lineGap   = 8   // more room where the line of the majority stands
	leastWide = 376 // so that few seats are not drawn huge
	labelLine = 18
)

// seat is one seat of the drawing.
type seat struct{ X, Kind string }

// seatLabel is a count under its seats.
type seatLabel struct {
	X, Y, Text string
	Soft       bool
}

// drawing is a vote as seats with the line of the majority.
type drawing struct {
	Wide, High   string
	Seats        []seat
	Line, Needed string // the line, and the words above it
	LineAt       string
	Anchor       string
	Labels       []seatLabel
	Name         string // the drawing in words
}

// drawingOf lays out the seats of a vote: for, against, the others present, the
// absent; the line stands after as many as are needed.
func drawingOf(ctx context.Context, r sitting.Result) drawing {
	n := r.Tally
	groups := []struct {
		kind, key string
		count     int
	}{{"a", "count.for", n.For}, {"h", "count.against", n.Against}, {"b", "count.abstain", n.Abstained},
		{"b", "count.not_voting", n.NotVoting}, {"ax", "count.absent", n.Established - n.Present}}
	all := max(n.Established, n.Present)
	wide := max(leastWide, all*seatStep+lineGap)
	d := drawing{Name: t(ctx, "seats.name", "Established", n.Established, "For", n.For, "Against", n.Against,
		"Abstained", n.Abstained+n.NotVoting, "Absent", n.Established-n.Present, "Needed", r.Needed)}
	place := func(i int) int {
		x := 2 + i*seatStep
		if i >= r.Needed {
			x += lineGap
		}
		return x
	}
	i, end, row := 0, 0, seatTop+seatHigh+labelLine+2
	for _, g := range groups {
		if g.count <= 0 {
			continue
		}
		text := t(ctx, g.key) + nbsp + strconv.Itoa(g.count)
		x, width := max(place(i), end), utf8.RuneCountInString(text)*8
		if x+width > wide {
			x, row = min(place(i), wide-width), row+labelLine
		}
		end = x + width + 8
		d.Labels = append(d.Labels, seatLabel{X: strconv.Itoa(x), Y: strconv.Itoa(row), Text: text, Soft: g.kind == "ax"})
		for range g.count {
			d.Seats = append(d.Seats, seat{X: strconv.Itoa(place(i)), Kind: g.kind})
			i++
		}
	}
	line := place(r.Needed-1) + seatWide + (place(r.Needed)-place(r.Needed-1)-seatWide)/2
	d.Line = "M" + strconv.Itoa(line) + " 16v40"
	d.LineAt, d.Anchor = strconv.Itoa(line), "middle"
	if line < 40 {
		d.LineAt, d.Anchor = "2", "start"
	}
	d.Needed = t(ctx, "seats.needed", "Needed", r.Needed)
	d.Wide, d.High = strconv.Itoa(wide), strconv.Itoa(row+6)
	return d
}
