package document

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/ruling"
	"redress/internal/signature"
)

// CheckPath begins the address at which anybody checks a paper, after that of the service.
const CheckPath = "/verify/"

// codeBytes is how much of a code is left of what the key makes of a paper: nobody guesses
// eighty bits, and sixteen letters can be typed from the sheet.
const codeBytes = 10

// Codes makes the codes by which papers are checked: the same paper has the same code, and
// nobody without the key finds one.
type Codes struct {
	secret []byte
	base   string
}

// NewCodes returns the codes under a key of the server, for a service at the address people use.
func NewCodes(secret []byte, base string) Codes {
	return Codes{secret: secret, base: strings.TrimRight(base, "/")}
}

// Of is the address at which the paper is checked.
func (c Codes) Of(p Printed) string {
	mac := hmac.New(sha256.New, c.secret)
	_, _ = fmt.Fprintf(mac, "paper|%s|%d|%d|%d|%d|%s|%s|%d|%s", p.Kind, p.Commission, p.Ruling, p.Sitting, p.Complaint, p.Letter, p.Number, p.Edition, p.MadeAt.UTC().Format(time.RFC3339Nano))
	code := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:codeBytes])
	return c.base + CheckPath + strings.ToLower(code)
}

// ParseCode reads a code as somebody typed it, with blanks or hyphens between its letters;
// empty for what is none.
func ParseCode(typed string) string {
	code := strings.ToLower(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(strings.TrimSpace(typed)))
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(code))
	if err != nil || len(raw) != codeBytes {
		return ""
	}
	return code
}

// coded gives a paper the address at which it is checked.
func (p *Press) coded(printed Printed, paper Paper) Paper {
	paper.Code = p.codes.Of(printed)
	return paper
}

// Checked is what anybody is told of a paper: who issued it, when, who signed it and what
// became of it since; nothing of what it says.
type Checked struct {
	Issuer     string // the commission
	IssuerCode string
	Kind       Kind
	Number     string
	MadeAt     time.Time
	Zone       *time.Location // where the commission sits
	PDF, DOCX  attachment.Digest
	Kept       File // the PDF, to hold a signature against; it is shown to nobody
	Signatures []signature.Record
	Whole      bool            // it bears all its signatures
	Withdrawn  bool            // it holds no longer: withdrawn, or another edition stands for it
	Appeals    []ruling.Appeal // of a ruling: what became of complaints against it
	Public     string          // the key of the public copy of a ruling, "2026-37"; empty without one
	PublicCopy bool            // it was found by its public copy, from which personal data are left out
}

// Annulled returns the complaint by which a ruling was annulled or changed, if it was.
func (c Checked) Annulled() (ruling.Appeal, bool) {
	for _, a := range c.Appeals {
		if a.Upheld() {
			return a, true
		}
	}
	return ruling.Appeal{}, false
}

// Is says which file of the paper has the digest; false for neither.
func (c Checked) Is(digest attachment.Digest) bool {
	return digest == c.PDF || digest == c.DOCX || c.PublicCopy
}

// CheckStore finds papers for whoever checks them. What is not there is no fault: the list
// is empty.
type CheckStore interface {
	// CheckCode returns the papers with a code: the edition that holds first.
	CheckCode(ctx context.Context, code string) ([]Checked, error)
	// CheckNumber returns signed rulings with a number, of any commission, at most limit.
	CheckNumber(ctx context.Context, number string, limit int) ([]Checked, error)
	// CheckFile returns the papers one of whose files has one of the digests.
	CheckFile(ctx context.Context, digests ...attachment.Digest) ([]Checked, error)
}
