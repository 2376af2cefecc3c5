package certificate

import (
	"bytes"
	"crypto/sha256"
)

// Fingerprint is the SHA-256 of the certificate in DER, by which authorities are
// compared with what they publish.
func (c *Certificate) Fingerprint() [sha256.Size]byte { return sha256.Sum256(c.Raw) }

// SelfIssued reports whether the certificate names itself as its issuer: with that a
// chain ends (RFC 5280, section 3.2).
func (c *Certificate) SelfIssued() bool { return bytes.Equal(c.RawSubject, c.RawIssuer) }

// Authority says why the certificate cannot stand for an authority; nil when it can. The
// signature of a root over itself proves nothing, and has to fit nevertheless where it
// can be checked: one that does not was damaged.
func (c *Certificate) Authority() *Fault {
	if f := c.mayIssue(0); f != nil {
		return f
	}
	if c.key == nil {
		return fault("key_unknown")
	}
	if f := c.signedBy(c); c.SelfIssued() && f != nil && f.Key != "digest_weak" {
		return f
	}
	return nil
}
