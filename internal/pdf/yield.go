package pdf

import (
	"slices"
	"strings"
)

// yielding returns items of which every stretch between two breaks fits the room. Where
// one does not, what belongs together is let go, and a word longer than a line is
// divided: as a Russian word, after the signs of an address, or anywhere.
func (s *setter) yielding(items []item, room float64) []item {
	out := make([]item, 0, len(items))
	chain := 0 // where the stretch begins in out
	var width float64
	settle := func() {
		if width > room {
			out = append(out[:chain], relaxed(out[chain:])...)
		}
		chain, width = len(out), 0
	}
	for i, it := range items {
		switch {
		case it.kind == stop, it.kind == penalty, it.kind == glue && !it.fixed:
			settle()
			out = append(out, it)
			chain = len(out)
		case it.kind == glue:
			width += it.width - it.shrink
			out = append(out, it)
		case it.width <= room:
			width += it.width
			out = append(out, it)
		default:
			settle()
			if chain > 0 && out[chain-1].kind != glue && out[chain-1].kind != stop {
				out = append(out, item{kind: penalty, style: it.style, cost: relaxedCost})
			}
			out = append(out, s.cut(it, alone(items, i), room)...)
			chain = len(out)
		}
	}
	settle()
	return out
}

// relaxed lets a stretch break at its spaces and between its boxes.
func relaxed(items []item) []item {
	out := make([]item, 0, len(items))
	for i, it := range items {
		if it.kind == glue {
			it.fixed, it.cost = false, relaxedCost
		} else if i > 0 && items[i-1].kind == box {
			out = append(out, item{kind: penalty, style: it.style, cost: relaxedCost})
		}
		out = append(out, it)
	}
	return out
}

// cut divides a word that is wider than the room.
func (s *setter) cut(it item, whole bool, room float64) []item {
	if whole {
		parts := s.divided(nil, it)
		hyphen := s.width("\u00ad", it.style)
		if !slices.ContainsFunc(parts, func(p item) bool { return p.kind == box && p.width+hyphen > room }) {
			return parts
		}
	}
	var parts []item
	part := func(text string) {
		if len(parts) > 0 {
			parts = append(parts, item{kind: penalty, style: it.style, cost: relaxedCost})
		}
		piece := it
		piece.text, piece.width = text, s.width(text, it.style)
		parts = append(parts, piece)
	}
	from, after := 0, 0 // of what is not yet in a part: its first byte, and the byte after its last sign of an address
	var width float64
	for at, r := range it.text {
		letter := s.width(string(r), it.style)
		for width += letter; width > room && at > from; width = s.width(it.text[from:at], it.style) + letter {
			end := at
			if after > from {
				end = after
			}
			part(it.text[from:end])
			from = end
		}
		if strings.ContainsRune("/.?&=_@:", r) {
			after = at + 1
		}
	}
	part(it.text[from:])
	return parts
}
