package document

import (
	"errors"
	"slices"
	"time"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/signature"
	"redress/internal/sitting"
)

// PaperID is a printed paper's number in the store.
type PaperID int64

// Template is the version of the builders in this package. It is stored with every
// paper; a paper printed by an older version stays as it is.
const Template = "2"

// File is one file of a printed paper in the vault.
type File struct {
	Key    attachment.Key
	SHA256 attachment.Digest
	Size   int64
}

// Printed is a paper as it was printed, with the signatures it bears. The digest
// of its PDF is what is signed.
type Printed struct {
	ID         PaperID
	Commission commission.ID
	Kind       Kind
	Letter     complaint.LetterKind // of a letter
	Wording    int                  // of a letter: the version of the commission's wording; zero: built in
	Ruling     ruling.ID            // of a ruling
	Complaint  complaint.ID         // of a ruling or a letter
	Ref        complaint.Ref        // of a ruling or a letter
	Sitting    sitting.ID           // of minutes; of a ruling the sitting that adopted it
	SittingNo  int
	Drawn      int    // of minutes: the version of the sitting, of those about to be kept the one they were drawn from
	Facts      Facts  // of minutes: what they state; nil of those printed before it was kept
	Number     string // of the ruling, or of the minutes
	MadeAt     time.Time
	PDF        File
	DOCX       File
	Presiding  commission.Signatory
	Secretary  commission.Signatory
	Signatures []signature.Record
	Edition    int         // of minutes: the first, or the one printed after earlier ones were withdrawn
	Withdrawn  *Withdrawal // before it bore both signatures; nil if it was not
}

// SignedAs returns the signature in a role.
func (p Printed) SignedAs(role signature.Role) (signature.Record, bool) {
	for _, s := range p.Signatures {
		if s.Role == role {
			return s, true
		}
	}
	return signature.Record{}, false
}

// Whole reports whether the paper bears all its signatures: a letter one, the rest both
//
func (p Printed) Whole() bool {
	if p.Kind == LetterKind {
		return len(p.Signatures) > 0
	}
	_, presiding := p.SignedAs(signature.Presiding)
	_, secretary := p.SignedAs(signature.Secretary)
	return presiding && secretary
}

// Awaits returns the role in which the person still has to sign.
func (p Printed) Awaits(person identity.ID) (signature.Role, bool) {
	if p.Kind == LetterKind || p.Withdrawn != nil { // a letter is signed when it is sent
		return "", false
	}
	for _, place := range []struct {
		role signature.Role
		who  commission.Signatory
	}{{signature.Presiding, p.Presiding}, {signature.Secretary, p.Secretary}} {
		if _, done := p.SignedAs(place.role); !done && place.who.Person == person {
			return place.role, true
		}
	}
	return "", false
}

// Signed is what follows from a signature.
type Signed struct {
	Paper     Printed
	Record    signature.Record
	Line      docket.Line          // of the sitting's chain
	Complaint *complaint.Complaint // moved to signed, when a ruling bears both signatures
	Step      docket.Line          // of the complaint's chain, with Complaint
	Letters   []notice.Letter      // owed with Complaint
}

// Sign puts one signature on the paper, over the digest the signer was shown. Only
// the presiding member and the secretary of the sitting sign, each once, and only
// the bytes that were printed. The second signature on a ruling makes it
// signed and owes its letters.
func (p Printed) Sign(by identity.Actor, shown signature.Digest, c *complaint.Complaint, respondent commission.Commission, at time.Time) (Signed, error) {
	about := identity.Matter{Commission: p.Commission}
	if c != nil {
		about = c.Matter()
	}
	err := by.MustAbout(identity.SignPaper, about, regulation.SerialNumbers)
	switch {
	case errors.Is(err, identity.ErrForeign):
		return Signed{}, ErrNotFound
	case err != nil:
		return Signed{}, err
	}
	role, ok := p.Awaits(by.ID)
	switch {
	case p.Whole():
		return Signed{}, regulation.Refuse(regulation.SerialNumbers, "paper_signed", nil)
	case !ok:
		return Signed{}, regulation.Refuse(regulation.SerialNumbers, "not_signatory", nil)
	case shown != signature.Digest(p.PDF.SHA256):
		return Signed{}, regulation.Refuse(regulation.SerialNumbers, "paper_changed", nil)
	}
	who := p.Presiding
	if role == signature.Secretary {
		who = p.Secretary
	}
	record := signature.Record{Role: role, Signer: by.ID, Name: who.Name, Title: who.Title, Ground: who.Ground,
		At: at, Digest: shown, Means: signature.Password}
	p.Signatures = append(slices.Clone(p.Signatures), record)
	out := Signed{Paper: p, Record: record, Line: docket.Line{Act: "signature", By: by, Clause: regulation.SerialNumbers,
		Facts: docket.Facts{"paper": string(p.Kind), "number": p.Number, "role": string(role), "sha256": shown.String(), "ground": who.Ground}}}
	if c == nil || !p.Whole() {
		return out, nil
	}
	signed, step, err := c.Sign(by, shown.String(), at)
	if err != nil {
		return Signed{}, err
	}
	out.Complaint, out.Step = &signed, step
	out.Letters = []notice.Letter{notice.ToComplainant(signed), notice.ToRespondent(signed, respondent)}
	return out, nil
}
