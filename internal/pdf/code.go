package pdf

import (
	"fmt"

	"rsc.io/qr"

	"redress/internal/document"
)

// Sizes of the code. The quiet zone is four cells wide (ISO/IEC 18004, 5.3.8); to the
// right and below, the margin of the sheet is wider than that.
const (
	codeSize  = 20 * mm
	leastCell = 0.4 * mm // what a telephone still reads from paper
	quietZone = 4
)

// code is the requisite «графический код»: the address at which anybody checks the
// paper, at the lower right of the first sheet.
type code struct {
	cells *qr.Code
	cell  float64 // the side of one
	part  *element

	words string // read aloud in its place
}

// newCode prepares the code of a paper that has one. The standard error correction
// lets a tenth of it be stained.
func newCode(p document.Paper) (*code, error) {
	if p.Code == "" {
		return nil, nil
	}
	cells, err := qr.Encode(p.Code, qr.M)
	if err != nil {
		return nil, fmt.Errorf("drawing the code of a paper: %w", err)
	}
	return &code{words: p.CodeWords(), cells: cells, cell: max(codeSize/float64(cells.Size), leastCell)}, nil
}

// size is the side of the whole code.
func (k *code) size() float64 { return k.cell * float64(k.cells.Size) }

// room is what the code takes from the foot of the text, its quiet zone above it
// included.
func (k *code) room() float64 { return k.size() + quietZone*k.cell }

// code paints the code with its lower right corner at the point, row by row.
func (p *painter) code(k *code, x, y float64) {
	p.enter(k.part, y)
	x -= k.size()
	for row := range k.cells.Size {
		for from := 0; from < k.cells.Size; from++ {
			to := from
			for to < k.cells.Size && k.cells.Black(to, row) {
				to++
			}
			if to > from {
				p.op("re", x+float64(from)*k.cell, y+float64(k.cells.Size-1-row)*k.cell, float64(to-from)*k.cell, k.cell)
				from = to
			}
		}
	}
	p.op("f")
}

// figure is the code as it is read aloud: by its address.
func (k *code) figure(x, y float64) *element {
	box := []byte("/A<</O/Layout/Placement/Block/BBox[")
	for _, v := range []float64{x - k.size(), y, x, y + k.size()} {
		box = append(appendNumber(box, v), ' ')
	}
	return &element{role: "Figure", attributes: "/Alt " + textString(k.words) + string(box) + "]>>"}
}
