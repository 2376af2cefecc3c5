// Package document holds every paper of the commission as one plain model: the
// commission's name at the head, the act, its date and number, the title of the
// text, the text itself in blocks, the signatures and the marks put below them.
//
// A paper says what stands on the sheet and in which order, never how a page
// is drawn: the same value becomes an archival PDF and an editable file. Dates,
// numbers and names are kept as they are printed, so a paper stored today reads
// the same in twenty years. The requisites follow ГОСТ Р 7.0.97-2025.
package document

import "time"

// Kind says which paper it is, in one word that a row of a database can carry.
type Kind string

// The papers of a complaint's way through the commission.
const (
	RulingKind  Kind = "ruling"  // решение, постановление
	MinutesKind Kind = "minutes" // протокол заседания
	LetterKind  Kind = "letter"  // письмо комиссии
	ExtractKind Kind = "extract" // выписка из протокола

	SupplementKind Kind = "supplement" // дополнение к протоколу
)

// Paper is one official paper, complete: whoever holds the value can draw it.
// The text fields hold what is printed and may be empty; what is empty takes no
// room on the sheet.
type Paper struct {
	Kind  Kind   `json:"kind,omitempty"`
	Lang  string `json:"lang,omitempty"`  // BCP 47; empty means "ru-RU"
	Title string `json:"title,omitempty"` // for catalogues and window titles; not printed

	Issuer  []string `json:"issuer,omitempty"`   // head lines in the case given, each on its own line
	Address string   `json:"address,omitempty"`  // reference data below the name
	ActName string   `json:"act_name,omitempty"` // «РЕШЕНИЕ», «ПРОТОКОЛ»
	Date    string   `json:"date,omitempty"`     // «08.08.2022» or «8 августа 2022 г.»
	Number  string   `json:"number,omitempty"`   // without the sign №
	Place   string   `json:"place,omitempty"`
	Subject string   `json:"subject,omitempty"` // заголовок к тексту

	Body       Body            `json:"body,omitempty"`
	Signatures []SignatureLine `json:"signatures,omitempty"`
	Marks      []ESignature    `json:"marks,omitempty"` // in the order of signing
	Copy       *CopyMark       `json:"copy,omitempty"`
	Footer     string          `json:"footer,omitempty"` // small print at the foot of every page
	Code       string          `json:"code,omitempty"`   // the address at which anybody checks the paper, as a QR code at the lower right of the first sheet

	// LongKept is set for papers kept longer than ten years, as rulings and
	// minutes are: the left margin grows from 20 to 30 mm, to be bound.
	LongKept bool `json:"long_kept,omitempty"`
	// Made is the legal instant of the paper. It is written into the file as its
	// date; zero leaves the date out, and no clock is read in its place.
	Made time.Time `json:"made,omitzero"`
}

// Language returns the paper's language, Russian unless another is named.
func (p Paper) Language() string {
	if p.Lang == "" {
		return "ru-RU"
	}
	return p.Lang
}

// NumberSign returns the number as it is printed, «№ 37», with a space that does
// not break; a paper without a number gives an empty string.
func (p Paper) NumberSign() string {
	if p.Number == "" {
		return ""
	}
	return "№\u00a0" + p.Number
}
