package pdf

import (
	"fmt"
	"sync"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// faceID names one of the four faces of Liberation Serif. The value is the sum
// of the flags, so bold italic is bold+italic.
type faceID int

const (
	regular faceID = 0
	bold    faceID = 1
	italic  faceID = 2
)

const faceCount = 4

func (id faceID) name() string {
	return [faceCount]string{"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic"}[id]
}

// face is a parsed font: what layout measures by and what a subset is cut from.
// It is read-only and shared by all papers.
type face struct {
	id     faceID
	font   *sfnt.Font
	tables map[string][]byte // as they stand in the font file

	unitsPerEm int
	ascent     float64 // parts of the size, above the baseline
	descent    float64 // parts of the size, below the baseline, positive
	lineGap    float64
	capHeight  float64
	slant      float64 // degrees, negative when it leans to the right
	box        [4]int  // thousandths: left, bottom, right, top of the largest glyph
}

// interval is the distance between lines set without extra room, in parts of
// the size.
func (f *face) interval() float64 { return f.ascent + f.descent + f.lineGap }

// faces parses each face once, when a paper first asks for it.
var faces = [faceCount]func() (*face, error){
	sync.OnceValues(func() (*face, error) { return parseFace(regular, liberationserifregular.TTF) }),
	sync.OnceValues(func() (*face, error) { return parseFace(bold, liberationserifbold.TTF) }),
	sync.OnceValues(func() (*face, error) { return parseFace(italic, liberationserifitalic.TTF) }),
	sync.OnceValues(func() (*face, error) { return parseFace(bold|italic, liberationserifbolditalic.TTF) }),
}

func parseFace(id faceID, data []byte) (*face, error) {
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("reading the face %s: %w", id.name(), err)
	}
	f := &face{id: id, font: parsed, unitsPerEm: int(parsed.UnitsPerEm())}
	em := fixed.I(f.unitsPerEm)
	bounds, err := parsed.Bounds(nil, em, font.HintingNone)
	if err != nil {
		return nil, fmt.Errorf("reading the bounds of %s: %w", id.name(), err)
	}
	metrics, err := parsed.Metrics(nil, em, font.HintingNone)
	if err != nil {
		return nil, fmt.Errorf("reading the metrics of %s: %w", id.name(), err)
	}
	if f.tables, err = fontTables(data); err != nil {
		return nil, fmt.Errorf("reading the tables of %s: %w", id.name(), err)
	}
	part := func(v fixed.Int26_6) float64 { return float64(v) / float64(em) }
	f.ascent = part(metrics.Ascent)
	f.descent = part(metrics.Descent)
	f.lineGap = part(metrics.Height) - f.ascent - f.descent
	f.capHeight = part(metrics.CapHeight)
	f.slant = parsed.PostTable().ItalicAngle
	for i, v := range []fixed.Int26_6{bounds.Min.X, -bounds.Max.Y, bounds.Max.X, -bounds.Min.Y} {
		f.box[i] = int(1000 * part(v))
	}
	return f, nil
}
