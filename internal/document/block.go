package document

// Block is a part of the text: one of Paragraph, Heading, Numbered, Quote, Table.
// The set is closed, so whoever draws a paper can handle every case.
type Block interface {
	kind() string    // the tag a stored block is read back by
	lines() []string // its text in reading order, for Plain
}

// Body is the text of a paper from its first block to the last.
type Body []Block

// Align says where lines of text stand. The empty value leaves it to the custom
// of the block: text is justified, cells of a table stand at the left.
type Align string

// The places a line can stand.
const (
	Left    Align = "left"
	Centre  Align = "centre"
	Right   Align = "right"
	Justify Align = "justify"
)

// Run is a stretch of text in one type. A line feed in it starts a new line of
// the same paragraph; U+00A0 holds two words together; U+00AD allows a break.
type Run struct {
	Text   string `json:"text,omitempty"`
	Bold   bool   `json:"bold,omitempty"`
	Italic bool   `json:"italic,omitempty"`
}

// Text returns plain text.
func Text(s string) Run { return Run{Text: s} }

// Bold returns text in bold type.
func Bold(s string) Run { return Run{Text: s, Bold: true} }

// Italic returns text in italic type.
func Italic(s string) Run { return Run{Text: s, Italic: true} }

// Paragraph is running text.
type Paragraph struct {
	Runs         []Run   `json:"runs,omitempty"`
	Align        Align   `json:"align,omitempty"`
	NoIndent     bool    `json:"no_indent,omitempty"`      // without the first-line indent of 12.5 mm
	KeepWithNext bool    `json:"keep_with_next,omitempty"` // its last lines stay on the page of the next block
	SpaceBefore  float64 `json:"space_before,omitempty"`   // points
}

// P returns an ordinary paragraph: justified, the first line indented.
func P(runs ...Run) Paragraph { return Paragraph{Runs: runs} }

// Heading opens a part of the text and stays on the page of what follows. Level
// 1 stands in the middle of the line, level 2 at the indent.
type Heading struct {
	Level int    `json:"level,omitempty"`
	Text  string `json:"text,omitempty"`
}

// Numbered is a clause of the text under its own number. The number is printed
// as it is given, «1.», «1.1.» or «1)»; nothing counts anew.
type Numbered struct {
	Number string `json:"number,omitempty"`
	Runs   []Run  `json:"runs,omitempty"`
}

// Quote is somebody else's text given word for word, moved in from the left.
type Quote struct {
	Runs []Run `json:"runs,omitempty"`
}

// Table is text in rows and columns. Its head is printed again on every page the
// table reaches, unless no column has one.
type Table struct {
	Columns []Column `json:"columns,omitempty"`
	Rows    [][]Cell `json:"rows,omitempty"`
	Bare    bool     `json:"bare,omitempty"` // no lines are drawn: a list of particulars
}

// Column is one column of a table. Width is its share of the width of the text
// in any unit, the same for all columns; columns without one share equally.
type Column struct {
	Width float64 `json:"width,omitempty"`
	Align Align   `json:"align,omitempty"`
	Head  string  `json:"head,omitempty"`
}

// Cell is the text of one place in a table.
type Cell []Run

// C returns a cell of plain text.
func C(s string) Cell { return Cell{Text(s)} }

// Headed reports whether any column of the table has a head.
func (t Table) Headed() bool {
	for _, c := range t.Columns {
		if c.Head != "" {
			return true
		}
	}
	return false
}

// leastShare keeps a column wide enough for a letter between its lines.
const leastShare = 0.05

// Shares returns the width of each column as a part of one. The shares add up to
// one, whatever unit the columns were given in, and none is too narrow to hold a
// letter.
func (t Table) Shares() []float64 {
	shares := make([]float64, len(t.Columns))
	var given, total float64
	for _, c := range t.Columns {
		given += max(c.Width, 0)
	}
	for i, c := range t.Columns {
		shares[i] = 1 / float64(len(shares))
		if given > 0 {
			shares[i] = max(c.Width/given, min(leastShare, shares[i]))
		}
		total += shares[i]
	}
	for i := range shares {
		shares[i] /= total
	}
	return shares
}

func (Paragraph) kind() string { return "paragraph" }
func (Heading) kind() string   { return "heading" }
func (Numbered) kind() string  { return "numbered" }
func (Quote) kind() string     { return "quote" }
func (Table) kind() string     { return "table" }
