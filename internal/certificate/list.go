package certificate

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// maxList is the largest revocation list read.
const maxList = 32 << 20

// List is what an authority took back: a revocation list (RFC 5280, section 5).
type List struct {
	rawIssuer            []byte
	ThisUpdate           time.Time
	NextUpdate           time.Time // zero: not said
	entries              []byte
	partial              bool // speaks of some certificates or reasons only, or is not understood
	signed, signatureRaw []byte
	algorithm            Algorithm
	unsound              *Fault
}

// ParseList reads a revocation list in DER or PEM.
func ParseList(raw []byte) (*List, error) {
	if len(raw) > maxList {
		return nil, fmt.Errorf("reading a revocation list of %d bytes: too large", len(raw))
	}
	if block, _ := pem.Decode(raw); block != nil {
		raw = block.Bytes
	}
	l := &List{}
	input := cryptobyte.String(raw)
	var outer, signed, algorithm, body cryptobyte.String
	if !input.ReadASN1(&outer, asn1.SEQUENCE) || !input.Empty() ||
		!outer.ReadASN1Element(&signed, asn1.SEQUENCE) || !outer.ReadASN1Element(&algorithm, asn1.SEQUENCE) ||
		!outer.ReadASN1BitStringAsBytes(&l.signatureRaw) || !outer.Empty() {
		return nil, fmt.Errorf("reading a revocation list: %w", errShape)
	}
	l.signed = signed
	l.algorithm, l.unsound = ReadAlgorithm(algorithm, "")
	if !signed.ReadASN1(&body, asn1.SEQUENCE) || !l.readBody(body, algorithm) {
		return nil, fmt.Errorf("reading a revocation list: %w", errShape)
	}
	return l, nil
}

func (l *List) readBody(body, outerAlgorithm cryptobyte.String) bool {
	var algorithm, issuer, entries, extensions cryptobyte.String
	var version int
	if body.PeekASN1Tag(asn1.INTEGER) && !body.ReadASN1Integer(&version) ||
		!body.ReadASN1Element(&algorithm, asn1.SEQUENCE) || !bytes.Equal(algorithm, outerAlgorithm) ||
		!body.ReadASN1Element(&issuer, asn1.SEQUENCE) || !readTime(&body, &l.ThisUpdate) {
		return false
	}
	l.rawIssuer = issuer
	if (body.PeekASN1Tag(asn1.UTCTime) || body.PeekASN1Tag(asn1.GeneralizedTime)) && !readTime(&body, &l.NextUpdate) {
		return false
	}
	var present bool
	if !body.ReadOptionalASN1(&entries, &present, asn1.SEQUENCE) {
		return false
	}
	l.entries = entries
	if !body.ReadOptionalASN1(&extensions, &present, asn1.Tag(0).Constructed().ContextSpecific()) || !body.Empty() {
		return false
	}
	return !present || readExtensions(extensions, func(_ string, critical bool, _ cryptobyte.String) bool {
		l.partial = l.partial || critical // a part of a list, or one about others' certificates (5.2.4, 5.2.5)
		return true
	})
}

// revoked finds a serial number: when it was revoked, zero if it was not.
func (l *List) revoked(serial *big.Int) (at time.Time, ok bool) {
	entries := cryptobyte.String(l.entries)
	for !entries.Empty() {
		var entry cryptobyte.String
		var number big.Int
		if !entries.ReadASN1(&entry, asn1.SEQUENCE) || !entry.ReadASN1Integer(&number) {
			return at, false
		}
		if number.Cmp(serial) == 0 {
			ok = readTime(&entry, &at)
			return at, ok
		}
	}
	return time.Time{}, true
}

// trusted says whether the issuer of a certificate signed the list.
func (l *List) trusted(issuer *Certificate) bool {
	if !bytes.Equal(l.rawIssuer, issuer.RawSubject) || l.unsound != nil ||
		issuer.keyUsage >= 0 && issuer.keyUsage&usageCRLSign == 0 {
		return false
	}
	h := l.algorithm.Digest.New()
	h.Write(l.signed)
	return issuer.Verify(l.algorithm, h.Sum(nil), l.signatureRaw) == nil
}

// Evidence is what is known of revocations.
type Evidence struct {
	Lists     []*List
	Responses []*Response
}

// Standing says how a chain stands at the given time. A certificate revoked by then
// is a failure; known says whether for every one of them, the root apart, there was
// a list or an answer that held at that time.
func (e Evidence) Standing(chain []*Certificate, at time.Time) (known bool, revoked *Fault) {
	known = true
	for i := 0; i+1 < len(chain); i++ {
		c, issuer := chain[i], chain[i+1]
		fresh := false
		for _, l := range e.Lists {
			if !l.trusted(issuer) {
				continue
			}
			when, ok := l.revoked(c.Serial)
			switch {
			case !ok:
				continue
			case !when.IsZero() && !when.After(at):
				return true, fault("revoked", "owner", c.Subject.Person(), "when", moment(when))
			}
			fresh = fresh || !l.partial && current(at, l.ThisUpdate, l.NextUpdate)
		}
		for _, r := range e.Responses {
			when, found := r.about(c, issuer, at)
			if found && !when.IsZero() && !when.After(at) {
				return true, fault("revoked", "owner", c.Subject.Person(), "when", moment(when))
			}
			fresh = fresh || found
		}
		known = known && fresh
	}
	return known, nil
}

// current says whether a list or an answer speaks for a time: it was made after it,
// or was the last word then.
func current(at, this, next time.Time) bool {
	return this.After(at) || !next.IsZero() && !next.Before(at)
}
