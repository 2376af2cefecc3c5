// Package trust is whom the installation believes about signatures: the authorities whose
// certificates an administrator entered, until they are retired, and the lists of what
// those authorities took back. Nothing is fetched: what is not at hand is unknown.
package trust

import (
	"encoding/hex"
	"strings"
	"time"

	"redress/internal/certificate"
	"redress/internal/identity"
)

// Fingerprint is the SHA-256 of a certificate, as authorities publish it.
type Fingerprint [32]byte

// String returns the fingerprint in hexadecimal.
func (f Fingerprint) String() string { return strings.ToUpper(hex.EncodeToString(f[:])) }

// ParseFingerprint reads a fingerprint as it is printed, with or without colons and
// blanks; false for what is none.
func ParseFingerprint(s string) (f Fingerprint, ok bool) {
	raw, err := hex.DecodeString(Plain(s))
	if err != nil || len(raw) != len(f) {
		return f, false
	}
	return Fingerprint(raw), true
}

// Plain is a fingerprint, or a part of one, without what is put between its digits.
func Plain(s string) string { return strings.NewReplacer(":", "", " ", "").Replace(s) }

// Entry is who put something into the store, and when.
type Entry struct {
	By   identity.ID   // zero: the operator, from the command line
	Name identity.Name // of the administrator
	At   time.Time
}

// AuthorityID is the number of an authority in the store.
type AuthorityID int64

// Authority is one certificate that chains may lead to or pass.
type Authority struct {
	ID AuthorityID
	*certificate.Certificate
	Added   Entry
	Retired Entry  // zero: in use
	Reason  string // why it was retired
}

// NewAuthority returns the authority of a certificate that is to be stored.
func NewAuthority(c *certificate.Certificate) Authority { return Authority{Certificate: c} }

// Fingerprint names the certificate.
func (a Authority) Fingerprint() Fingerprint { return a.Certificate.Fingerprint() }

// Name is what the authority is called.
func (a Authority) Name() string { return a.Subject.Person() }

// Root reports whether chains end with it; those that others issued are only passed.
func (a Authority) Root() bool { return a.SelfIssued() }

// InUse reports whether the authority is believed about what was received at a time.
// What came in before it was retired stays as it was: that is told by the clock of the
// installation, not by the signer.
func (a Authority) InUse(at time.Time) bool {
	return a.Retired.At.IsZero() || at.Before(a.Retired.At)
}

// Standing is how an authority stands, as people are told it.
type Standing string

// The standings.
const (
	InForce  Standing = "in_force"
	NotYet   Standing = "not_yet" // its certificate is not in force yet
	RunOut   Standing = "run_out" // only what was signed before holds
	OutOfUse Standing = "retired" // by an administrator
)

// Standing says how the authority stands at a time.
func (a Authority) Standing(at time.Time) Standing {
	switch {
	case !a.InUse(at):
		return OutOfUse
	case at.Before(a.NotBefore):
		return NotYet
	case at.After(a.NotAfter):
		return RunOut
	}
	return InForce
}
