package document

import (
	"crypto/sha256"
	"errors"
	"slices"
	"time"

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
type File = signature.File

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
	HeldUntil  time.Time   // of a ruling with both signatures that has not gone out; else zero
}

// Latest is the PDF with all signatures that stand inside one: as it was printed while
// there is none.
func (p Printed) Latest() File {
	latest := p.PDF
	for _, s := range p.Signatures {
		if s.Inside != (File{}) {
			latest = s.Inside
		}
	}
	return latest
}

// SignedInside reports whether signatures stand inside a PDF.
func (p Printed) SignedInside() bool { return p.Latest() != p.PDF }

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
	HeldUntil time.Time            // when that is to follow instead, see Hold; else zero
}

// Proof is what stands for the signer's hand.
type Proof struct {
	Means       signature.Means
	Certificate signature.Certificate
	Raw         []byte // the signature's own bytes
	Inside      File   // the PDF with the signature in it
	Over        File   // the PDF that one was made of
}

// ByPassword is a signature by the password given again.
var ByPassword = Proof{Means: signature.Password}

// Sign puts one signature on the paper, over the digest the signer was shown. Only
// the presiding member and the secretary of the sitting sign, each once, and only
// the bytes that were printed, with a certificate of their own. The second
// signature on a ruling makes it signed and owes its letters.
func (p Printed) Sign(by identity.Actor, shown signature.Digest, with Proof, c *complaint.Complaint, respondent commission.Commission, at time.Time) (Signed, error) {
	about := identity.Matter{Commission: p.Commission}
	if c != nil {
		about = c.Matter()
	}
	role, who, err := p.place(by, shown, about)
	if err == nil {
		err = p.accepts(with, who)
	}
	if err != nil {
		return Signed{}, err
	}
	record := signature.Record{Role: role, Signer: by.ID, Name: who.Name, Title: who.Title, Ground: who.Ground,
		At: at, Digest: shown, Means: with.Means, Certificate: with.Certificate, Raw: with.Raw, Inside: with.Inside}
	p.Signatures = append(slices.Clone(p.Signatures), record)
	out := Signed{Paper: p, Record: record, Line: docket.Line{Act: "signature", By: by, Clause: regulation.SerialNumbers,
		Facts: docket.Facts{"paper": string(p.Kind), "number": p.Number, "role": string(role), "sha256": shown.String(), "ground": who.Ground}}}
	if with.Means != signature.Password {
		out.Line.Facts["certificate"], out.Line.Facts["signature"] = with.Certificate.Serial, signature.Digest(sha256.Sum256(with.Raw)).String()
	}
	if c == nil || !p.Whole() {
		return out, nil
	}
	return out.goOut(by, *c, respondent, at)
}

// place is where the actor signs the paper that was shown, and as whom.
func (p Printed) place(by identity.Actor, shown signature.Digest, about identity.Matter) (signature.Role, commission.Signatory, error) {
	err := by.MustAbout(identity.SignPaper, about, regulation.SerialNumbers)
	if errors.Is(err, identity.ErrForeign) {
		err = ErrNotFound
	}
	role, ok := p.Awaits(by.ID)
	switch {
	case err != nil:
	case p.Whole():
		err = regulation.Refuse(regulation.SerialNumbers, "paper_signed", nil)
	case !ok:
		err = regulation.Refuse(regulation.SerialNumbers, "not_signatory", nil)
	case shown != signature.Digest(p.PDF.SHA256):
		err = regulation.Refuse(regulation.SerialNumbers, "paper_changed", nil)
	}
	if role == signature.Secretary {
		return role, p.Secretary, err
	}
	return role, p.Presiding, err
}

// accepts refuses a signature by key that is not the officer's own, or is made of another
// state of the file.
func (p Printed) accepts(with Proof, who commission.Signatory) error {
	if with.Means == signature.Password {
		return nil
	}
	if !with.Certificate.Of(who.Name) {
		return regulation.Refuse(regulation.SerialNumbers, "certificate_of_other", regulation.Values{"Owner": with.Certificate.Owner.Person(), "Name": who.Name.Full()})
	}
	for _, other := range p.Signatures {
		if other.Means != signature.Password && other.Certificate.SamePerson(with.Certificate) {
			return regulation.Refuse(regulation.SerialNumbers, "signed_by_one", regulation.Values{"Owner": with.Certificate.Owner.Person()})
		}
	}
	if with.Inside != (File{}) && with.Over != p.Latest() {
		return errOvertaken
	}
	return nil
}

// errOvertaken refuses a PDF that was signed while somebody else signed it.
var errOvertaken = regulation.Refuse(regulation.SerialNumbers, "signed_meanwhile", nil)
