// Package signature is what "the chair signed" means: who, in what office and on
// what ground, when, over exactly which bytes, and by what means.
//
// The means is the signer's password given again inside the application, or a
// cryptographic signature, apart from the paper or inside its PDF; the record then holds
// the certificate and the signature's own bytes.
package signature

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/certificate"
	"redress/internal/identity"
)

// Digest is the SHA-256 of the exact bytes that were signed.
type Digest [32]byte

// String returns the digest in hexadecimal.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// ParseDigest reads a digest from hexadecimal.
func ParseDigest(s string) (Digest, error) {
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != len(Digest{}) {
		return Digest{}, fmt.Errorf("reading a SHA-256 digest of %d characters", len(s))
	}
	return Digest(raw), nil
}

// Role is the capacity in which a paper is signed.
type Role string

// The two signatures a ruling and minutes bear.
const (
	Presiding Role = "presiding"
	Secretary Role = "secretary"
)

// Means is how a signature was made.
type Means string

// The means. PAdES stands in the PDF; what was made with a key that is kept here is given
// out apart from it as well.
const (
	Password Means = "password"
	Detached Means = "detached"
	PAdES    Means = "pades"
)

// Certificate names the certificate of a cryptographic signature.
type Certificate struct {
	Serial, Issuer      string
	Owner               certificate.Name
	NotBefore, NotAfter time.Time
}

// SamePerson reports whether both certificates are of one person: by the insurance number
// where both have one, else by everything they say of the owner.
func (c Certificate) SamePerson(other Certificate) bool {
	if c.Owner.SNILS != "" && other.Owner.SNILS != "" {
		return c.Owner.SNILS == other.Owner.SNILS
	}
	return c.Owner == other.Owner
}

// Of reports whether the certificate is of the person: surname, given name and patronymic
// as they are written, whatever the case of the letters, ё as е.
func (c Certificate) Of(person identity.Name) bool {
	return folded(c.Owner.Person()) == folded(person.Full())
}

func folded(name string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(name), "ё", "е")), " ")
}

// Record is one signature as it is kept for good.
type Record struct {
	Role        Role
	Signer      identity.ID
	Name        identity.Name
	Title       string // the office in the words of the signature line
	Ground      string // the order an acting chair signs on; empty otherwise
	At          time.Time
	Digest      Digest
	Means       Means
	Certificate Certificate // zero for a signature by password
	Raw         []byte      // the signature's own bytes; nil for a signature by password
	Inside      File        // the PDF with this signature and those before it inside; zero for none
}

// File is a file in the vault.
type File struct {
	Key    attachment.Key
	SHA256 attachment.Digest
	Size   int64
}
