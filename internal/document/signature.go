package document

import (
	"time"

	"redress/internal/calendar"
	"redress/internal/signature"
)

// SignatureLine is the requisite «подпись»: the office at the left, initials and
// surname at the right, room for the hand between them.
type SignatureLine struct {
	Office string `json:"office,omitempty"`
	Name   string `json:"name,omitempty"`
}

// ESignature is the mark of an electronic signature, drawn in a frame below the
// signature lines. Every field is printed as given; an empty one has no line.
type ESignature struct {
	Owner  string `json:"owner,omitempty"`  // whose certificate it is
	Office string `json:"office,omitempty"` // the owner's office in the commission
	Serial string `json:"serial,omitempty"` // number of the certificate
	Valid  string `json:"valid,omitempty"`  // «с 01.02.2026 по 01.05.2027»
	Digest string `json:"digest,omitempty"` // of what was signed, as the reader may compare it
	At     string `json:"at,omitempty"`     // when it was signed
}

// Marks are the marks of the signatures by key that a copy on paper bears: the sheet shows
// what the file holds (ГОСТ Р 7.0.97-2025, requisite 23).
func (p Printed) Marks(zone *time.Location) []ESignature {
	var marks []ESignature
	for _, s := range p.Signatures {
		if c := s.Certificate; s.Means != signature.Password {
			marks = append(marks, ESignature{Owner: s.Name.Full(), Office: s.Title, Serial: c.Serial, At: dayAndClock(s.At, zone),
				Valid: "с " + digits(calendar.On(c.NotBefore, zone)) + " по " + digits(calendar.On(c.NotAfter, zone))})
		}
	}
	return marks
}

// Lines returns the lines of the mark from top to bottom. The first says that
// the paper is signed electronically and is set in bold.
func (s ESignature) Lines() []string {
	owner := s.Owner
	if owner != "" && s.Office != "" {
		owner += ", "
	}
	owner += s.Office
	lines := []string{"ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ\u00a0ПОДПИСЬЮ"}
	for _, field := range []struct{ name, value string }{
		{"Сертификат", s.Serial},
		{"Владелец", owner},
		{"Действителен", s.Valid},
		{"Подписано", s.At},
		{"Отпечаток", s.Digest},
	} {
		if field.value != "" {
			lines = append(lines, field.name+": "+field.value)
		}
	}
	return lines
}

// CopyMark is the requisite «отметка о заверении копии».
type CopyMark struct {
	Word   string `json:"word,omitempty"` // «Верно»
	Office string `json:"office,omitempty"`
	Name   string `json:"name,omitempty"`
	Date   string `json:"date,omitempty"` // with the time where the law asks for it
	Kept   string `json:"kept,omitempty"` // where the original is, on a copy for another body
}
