// Package signature is what "the chair signed" means: who, in what office and on
// what ground, when, over exactly which bytes, and by what means.
//
// In this version the means is the signer's password given again inside the
// application. The record already holds what a cryptographic signature adds: the
// certificate and the signature's own bytes.
package signature

import (
	"encoding/hex"
	"fmt"
	"time"

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

// The means. Detached and PAdES come with cryptographic signatures.
const (
	Password Means = "password"
	Detached Means = "detached"
	PAdES    Means = "pades"
)

// Certificate names the certificate of a cryptographic signature.
type Certificate struct {
	Serial, Owner, Issuer string
	NotBefore, NotAfter   time.Time
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
}
