package signature

import (
	"bytes"
	"crypto/sha256"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"redress/internal/certificate"
)

// maxRevisions is how many states of a PDF are looked at: a paper with two signatures and
// their time stamps has five.
const maxRevisions = 8

// Revision is one state of a PDF: what stands up to where it ends.
type Revision struct {
	End    int
	Digest Digest // of the file up to there
}

// Revisions finds where the first states of a PDF may end, each with and without the end
// of its last line: what is signed begins with the file as it was (ISO 32000-1, 7.5.6).
func Revisions(raw []byte) []Revision {
	mark := []byte("%%EOF")
	var all []Revision
	h := sha256.New()
	written := 0
	to := func(end int) {
		h.Write(raw[written:end])
		written = end
		all = append(all, Revision{End: end, Digest: Digest(h.Sum(nil))})
	}
	for range maxRevisions {
		at := bytes.Index(raw[written:], mark)
		if at < 0 {
			break
		}
		end := written + at + len(mark)
		to(end)
		for _, b := range raw[end:min(end+2, len(raw))] {
			if b != '\r' && b != '\n' {
				break
			}
			end++
			to(end)
		}
	}
	return all
}

// OnlySigned says what was added to a PDF after an earlier state of it, unless that is
// signatures that draw nothing and their proofs; nil when it is.
func OnlySigned(raw []byte, end int) *Fault {
	if end == len(raw) {
		return nil
	}
	if len(raw) > MaxPDF {
		return fault("pdf_too_large", "limit", "64 MB")
	}
	now, ok1 := openPDF(raw)
	then, ok2 := openPDF(raw[:end])
	if !ok1 || !ok2 {
		return fault("pdf_unreadable")
	}
	return then.changedIn(now)
}

// Stated is the SHA-256 of the paper that a signature says it is of: computed where the
// paper lies inside, else as the first signer wrote it down; false where another digest was
// written down, or none.
func Stated(raw []byte) (Digest, bool) {
	der, _, f := unwrap(raw)
	if f != nil {
		return Digest{}, false
	}
	box, f := readContainer(der)
	if f != nil {
		return Digest{}, false
	}
	if box.attached {
		return sha256.Sum256(box.content), true
	}
	signer := box.signers[0]
	used, f := certificate.ReadDigest(signer.digest)
	value, stated := signer.about.one(idMessageDigest)
	var sum cryptobyte.String
	if f != nil || used != certificate.SHA256 || !stated || !value.ReadASN1(&sum, asn1.OCTET_STRING) || len(sum) != len(Digest{}) {
		return Digest{}, false
	}
	return Digest(sum), true
}
