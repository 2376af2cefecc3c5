package pdf

// Lengths in this package are points, 1/72 of an inch, unless a name says
// otherwise; heights are counted downwards until a page is painted.
const mm = 72 / 25.4

// The sheet, by ГОСТ Р 7.0.97-2025: A4 with margins of at least 20 mm at the
// left (30 on papers kept longer than ten years), 10 at the right, 20 above and
// below, the number of the page in the middle of the upper margin, not nearer
// than 10 mm to the edge.
const (
	sheetWidth  = 210 * mm
	sheetHeight = 297 * mm

	leftMargin     = 20 * mm
	leftMarginKept = 30 * mm
	rightMargin    = 10 * mm
	topMargin      = 20 * mm
	bottomMargin   = 20 * mm
	edge           = 10 * mm // nothing is printed nearer to the upper or lower edge

	firstLineIndent = 12.5 * mm
	quoteIndent     = 12.5 * mm
)

// Sizes of type. The standard allows 12 to 14 in the text; reference data, marks
// and the footer are smaller.
const (
	textSize    = 14.0
	actSize     = 16.0
	tableSize   = 12.0
	addressSize = 10.0
	markSize    = 9.0
	footerSize  = 9.0
	pageNoSize  = 12.0
)

// Line spacing is counted as word processors count it: one interval is the
// height of the face itself. The standard allows 1 to 1.5.
const (
	textInterval  = 1.15
	smallInterval = 1.0
)

// Room in and around tables, signatures and their marks.
const (
	cellSide   = 1.8 * mm
	cellTop    = 0.8 * mm
	hairline   = 0.5
	handRoom   = 25 * mm // between the office and the name
	markGutter = 4 * mm
	markPad    = 2 * mm
)
