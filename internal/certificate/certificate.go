// Package certificate is who stands behind a key: certificates, the authorities that
// issued them, and what those authorities took back.
//
// It reads X.509 certificates (RFC 5280) by itself, since crypto/x509 does not know
// GOST keys (RFC 9215), and holds chains, revocation lists and stored OCSP answers
// against the time it is given. It asks nobody: what is not at hand is unknown.
package certificate

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Certificate is one X.509 certificate as far as a signature needs it.
type Certificate struct {
	Raw                   []byte
	Serial                *big.Int
	Subject, Issuer       Name
	RawSubject, RawIssuer []byte
	NotBefore, NotAfter   time.Time

	key       any // *rsa.PublicKey, *ecdsa.PublicKey or *gost.PublicKey; nil when unknown
	rawKey    []byte
	keyBits   []byte
	signed    []byte // what the issuer signed
	algorithm Algorithm
	unsound   *Fault // why the issuer's algorithm is not accepted
	signature []byte
	extensions
}

// extensions are the parts of RFC 5280, section 4.2, that decide something here.
type extensions struct {
	authority    bool
	pathLength   int // -1: no limit
	keyUsage     int // bits of RFC 5280, 4.2.1.3, the first one lowest; -1: not said
	purposes     []string
	purposeFixed bool // the purposes are marked critical
	unknown      string
	subjectKey   []byte
}

// The bits of key usage that are asked for.
const (
	usageSignature  = 1 << 0
	usageCommitment = 1 << 1
	usageCertSign   = 1 << 5
	usageCRLSign    = 1 << 6
)

// errShape says that the bytes are not what they should be.
var errShape = fmt.Errorf("not the shape of RFC 5280")

// Parse reads one certificate in DER.
func Parse(raw []byte) (*Certificate, error) {
	c := &Certificate{extensions: extensions{pathLength: -1, keyUsage: -1}}
	input := cryptobyte.String(raw)
	var whole, outer, body cryptobyte.String
	if !input.ReadASN1Element(&whole, asn1.SEQUENCE) || !input.Empty() {
		return nil, fmt.Errorf("reading a certificate: %w", errShape)
	}
	c.Raw = whole
	var signed cryptobyte.String
	if !whole.ReadASN1(&outer, asn1.SEQUENCE) || !outer.ReadASN1Element(&signed, asn1.SEQUENCE) {
		return nil, fmt.Errorf("reading a certificate: %w", errShape)
	}
	c.signed = signed
	var algorithm cryptobyte.String
	if !outer.ReadASN1Element(&algorithm, asn1.SEQUENCE) || !outer.ReadASN1BitStringAsBytes(&c.signature) || !outer.Empty() {
		return nil, fmt.Errorf("reading a certificate: %w", errShape)
	}
	if !signed.ReadASN1(&body, asn1.SEQUENCE) || !c.readBody(body, algorithm) {
		return nil, fmt.Errorf("reading a certificate: %w", errShape)
	}
	return c, nil
}

func (c *Certificate) readBody(body, outerAlgorithm cryptobyte.String) bool {
	var algorithm, issuer, validity, subject, key cryptobyte.String
	c.Serial = new(big.Int)
	if !body.SkipOptionalASN1(asn1.Tag(0).Constructed().ContextSpecific()) || !body.ReadASN1Integer(c.Serial) ||
		!body.ReadASN1Element(&algorithm, asn1.SEQUENCE) || !bytes.Equal(algorithm, outerAlgorithm) ||
		!body.ReadASN1Element(&issuer, asn1.SEQUENCE) || !body.ReadASN1(&validity, asn1.SEQUENCE) ||
		!body.ReadASN1Element(&subject, asn1.SEQUENCE) || !body.ReadASN1Element(&key, asn1.SEQUENCE) {
		return false
	}
	c.RawIssuer, c.RawSubject, c.rawKey = issuer, subject, key
	var fine [3]bool
	c.Issuer, fine[0] = readName(issuer)
	c.Subject, fine[1] = readName(subject)
	c.key, c.keyBits, fine[2] = readKey(key)
	if fine != [3]bool{true, true, true} || !readTime(&validity, &c.NotBefore) || !readTime(&validity, &c.NotAfter) || !validity.Empty() {
		return false
	}
	c.algorithm, c.unsound = ReadAlgorithm(algorithm, "")
	for _, tag := range []asn1.Tag{1, 2} { // unique identifiers, out of use
		if !body.SkipOptionalASN1(tag.ContextSpecific()) {
			return false
		}
	}
	var list cryptobyte.String
	var present bool
	if !body.ReadOptionalASN1(&list, &present, asn1.Tag(3).Constructed().ContextSpecific()) || !body.Empty() {
		return false
	}
	return !present || readExtensions(list, c.readExtension)
}

func readTime(from *cryptobyte.String, out *time.Time) bool {
	if from.PeekASN1Tag(asn1.UTCTime) {
		return from.ReadASN1UTCTime(out)
	}
	return from.ReadASN1GeneralizedTime(out)
}

// readExtensions goes through a list of extensions, each of which may stand there
// once (RFC 5280, 4.2).
func readExtensions(from cryptobyte.String, each func(id string, critical bool, value cryptobyte.String) bool) bool {
	var list cryptobyte.String
	if !from.ReadASN1(&list, asn1.SEQUENCE) || !from.Empty() {
		return false
	}
	seen := map[string]bool{}
	for !list.Empty() {
		var one, value cryptobyte.String
		var id Identifier
		critical := false
		if !list.ReadASN1(&one, asn1.SEQUENCE) || !id.read(&one) ||
			one.PeekASN1Tag(asn1.BOOLEAN) && !one.ReadASN1Boolean(&critical) ||
			!one.ReadASN1(&value, asn1.OCTET_STRING) || !one.Empty() || seen[string(id)] || len(seen) > 64 {
			return false
		}
		seen[string(id)] = true
		if !each(string(id), critical, value) {
			return false
		}
	}
	return true
}

func (c *Certificate) readExtension(id string, critical bool, value cryptobyte.String) bool {
	switch id {
	case "2.5.29.19": // basic constraints
		var body cryptobyte.String
		if !value.ReadASN1(&body, asn1.SEQUENCE) || body.PeekASN1Tag(asn1.BOOLEAN) && !body.ReadASN1Boolean(&c.authority) {
			return false
		}
		return body.Empty() || body.ReadASN1Integer(&c.pathLength) && c.pathLength >= 0
	case "2.5.29.15": // key usage
		var flags []byte
		if !readFlags(&value, &flags) {
			return false
		}
		c.keyUsage = 0
		for bit := range min(16, 8*len(flags)) {
			c.keyUsage |= int(flags[bit/8]>>(7-bit%8)&1) << bit
		}
		return true
	case "2.5.29.37": // extended key usage
		c.purposeFixed = critical
		var body cryptobyte.String
		if !value.ReadASN1(&body, asn1.SEQUENCE) {
			return false
		}
		for !body.Empty() {
			var purpose Identifier
			if !purpose.read(&body) {
				return false
			}
			c.purposes = append(c.purposes, string(purpose))
		}
		return true
	case "2.5.29.14": // subject key identifier
		return value.ReadASN1((*cryptobyte.String)(&c.subjectKey), asn1.OCTET_STRING)
	case "2.5.29.17", "2.5.29.32": // other names, policies: they narrow nothing here
		return true
	}
	if critical && c.unknown == "" {
		c.unknown = id
	}
	return true
}

// readFlags reads a BIT STRING of any number of bits.
func readFlags(from *cryptobyte.String, out *[]byte) bool {
	var raw cryptobyte.String
	var unused uint8
	if !from.ReadASN1(&raw, asn1.BIT_STRING) || !raw.ReadUint8(&unused) || unused > 7 {
		return false
	}
	*out = raw
	return true
}

// ParseAll reads every certificate of a PEM file, or the one of a DER file.
func ParseAll(raw []byte) ([]*Certificate, error) {
	if !bytes.Contains(raw, []byte("-----BEGIN")) {
		one, err := Parse(raw)
		if err != nil {
			return nil, err
		}
		return []*Certificate{one}, nil
	}
	var all []*Certificate
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" && block.Type != "TRUSTED CERTIFICATE" {
			continue
		}
		one, err := Parse(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d: %w", len(all)+1, err)
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no certificate in it")
	}
	return all, nil
}

// Number is the serial number as authorities print it.
func (c *Certificate) Number() string {
	digits := strings.ToUpper(c.Serial.Text(16))
	if len(digits)%2 == 1 {
		digits = "0" + digits
	}
	return digits
}

// Key names the algorithm and size of the key in a few words.
func (c *Certificate) Key() string { return keyWords(c.key) }

// Named reports whether issuer and serial number are those of the certificate.
func (c *Certificate) Named(rawIssuer []byte, serial *big.Int) bool {
	return c.Serial.Cmp(serial) == 0 && bytes.Equal(c.RawIssuer, rawIssuer)
}

// Identified reports whether the identifier is that of the certificate's key, as its
// authority wrote it or as it is computed.
func (c *Certificate) Identified(id []byte) bool {
	return len(id) > 0 && (bytes.Equal(id, c.subjectKey) || bytes.Equal(id, sha1Of(c.keyBits)))
}

// Usable says why the certificate may not sign at the given time; nil when it may.
func (c *Certificate) Usable(at time.Time) *Fault {
	if f := c.validAt(at); f != nil {
		return f
	}
	return c.goodFor(Signing)
}

// Made reports whether the certificate's key made the signature, in the plain way
// of its kind.
func (c *Certificate) Made(d Digest, digest, signature []byte) bool {
	for _, way := range []family{pkcs1, curve, gostR} {
		if c.Verify(Algorithm{way, d}, digest, signature) == nil {
			return true
		}
	}
	return false
}
