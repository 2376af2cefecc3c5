package certificate

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"math/big"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// maxList is the largest revocation list read.
const maxList = 32 << 20

// List is what an authority took back: a revocation list (RFC 5280, section 5).
type List struct {
	Raw                  []byte // in DER
	Issuer               Name
	rawIssuer            []byte
	ThisUpdate           time.Time
	NextUpdate           time.Time // zero: not said
	entries              []byte
	partial              bool // speaks of some certificates or reasons only, or is not understood
	signed, signatureRaw []byte
	algorithm            Algorithm
	unsound              *Fault
	vouched              atomic.Pointer[Certificate] // the issuer whose signature was found to hold last
}

// ParseList reads a revocation list in DER or PEM.
func ParseList(raw []byte) (*List, error) {
	if len(raw) > maxList {
		return nil, fmt.Errorf("reading a revocation list of %d bytes: too large", len(raw))
	}
	if block, _ := pem.Decode(raw); block != nil {
		raw = block.Bytes
	}
	l := &List{Raw: raw}
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
	var named bool
	if l.Issuer, named = readName(issuer); !named {
		return false
	}
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
	var b cryptobyte.Builder
	b.AddASN1BigInt(serial)
	whole, err := b.Bytes()
	var wanted cryptobyte.String
	if input := cryptobyte.String(whole); err != nil || !input.ReadASN1(&wanted, asn1.INTEGER) {
		return at, false
	}
	entries := cryptobyte.String(l.entries)
	for !entries.Empty() {
		var entry, number cryptobyte.String
		if !entries.ReadASN1(&entry, asn1.SEQUENCE) || !entry.ReadASN1(&number, asn1.INTEGER) || !shortest(number) {
			return at, false
		}
		if bytes.Equal(number, wanted) {
			ok = readTime(&entry, &at)
			return at, ok
		}
	}
	return time.Time{}, true
}

// shortest reports whether a whole number is written in its only way (X.690, 8.3.2).
func shortest(number []byte) bool {
	if len(number) < 2 {
		return len(number) == 1
	}
	padded := number[0] == 0 && number[1] < 0x80 || number[0] == 0xff && number[1] >= 0x80
	return !padded
}

// Count is how many certificates the list names; false where it cannot be read to its end.
func (l *List) Count() (n int, ok bool) {
	entries := cryptobyte.String(l.entries)
	for ; !entries.Empty(); n++ {
		var entry cryptobyte.String
		var at time.Time
		if !entries.ReadASN1(&entry, asn1.SEQUENCE) || !entry.SkipASN1(asn1.INTEGER) || !readTime(&entry, &at) {
			return n, false
		}
	}
	return n, true
}

// Partial reports whether the list speaks of some certificates only: who is not on it may
// have been revoked all the same.
func (l *List) Partial() bool { return l.partial }

// NamesIssuer reports whether the list names the certificate's owner as its issuer.
func (l *List) NamesIssuer(c *Certificate) bool { return bytes.Equal(l.rawIssuer, c.RawSubject) }

// IssuedBy says whether the owner of a certificate signed the list. What was found to hold is
// remembered: a list of many megabytes is hashed once.
func (l *List) IssuedBy(issuer *Certificate) bool {
	if !l.NamesIssuer(issuer) || l.unsound != nil || issuer.keyUsage >= 0 && issuer.keyUsage&usageCRLSign == 0 {
		return false
	}
	if known := l.vouched.Load(); known != nil && bytes.Equal(known.Raw, issuer.Raw) {
		return true
	}
	h := l.algorithm.Digest.New()
	h.Write(l.signed)
	if issuer.Verify(l.algorithm, h.Sum(nil), l.signatureRaw) != nil {
		return false
	}
	l.vouched.Store(issuer)
	return true
}

// Evidence is what is known of revocations.
type Evidence struct {
	Lists     []*List
	Responses []*Response
	Effort    *Effort
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
			if !l.NamesIssuer(issuer) {
				continue
			}
			if !e.Effort.spend() {
				return false, fault("chain_tangled")
			}
			if !l.IssuedBy(issuer) {
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
