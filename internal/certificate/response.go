package certificate

import (
	"bytes"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Bounds on a stored answer.
const (
	maxResponse = 1 << 20
	maxAnswers  = 256
)

// Response is a stored answer of an authority on single certificates (OCSP, RFC 6960).
type Response struct {
	ProducedAt   time.Time
	answers      []answer
	certificates []*Certificate
	signed       []byte
	signatureRaw []byte
	algorithm    Algorithm
	unsound      *Fault
}

// answer speaks of one certificate.
type answer struct {
	hash               Identifier
	nameHash, keyHash  []byte
	serial             *big.Int
	known              bool
	revoked            time.Time
	thisUpdate, nextUp time.Time
}

var (
	explicit0 = asn1.Tag(0).Constructed().ContextSpecific()
	explicit1 = asn1.Tag(1).Constructed().ContextSpecific()
)

// ParseResponse reads an OCSP answer in DER.
func ParseResponse(raw []byte) (*Response, error) {
	if len(raw) > maxResponse {
		return nil, fmt.Errorf("reading an OCSP answer of %d bytes: too large", len(raw))
	}
	input := cryptobyte.String(raw)
	var outer, wrapped, typed, inner, basic cryptobyte.String
	var status int
	var id Identifier
	if !input.ReadASN1(&outer, asn1.SEQUENCE) || !input.Empty() || !outer.ReadASN1Enum(&status) {
		return nil, fmt.Errorf("reading an OCSP answer: %w", errShape)
	}
	if status != 0 {
		return nil, fmt.Errorf("reading an OCSP answer: it says that there is none (%d)", status)
	}
	if !outer.ReadASN1(&wrapped, explicit0) || !wrapped.ReadASN1(&typed, asn1.SEQUENCE) || !id.read(&typed) ||
		id != "1.3.6.1.5.5.7.48.1.1" || !typed.ReadASN1(&inner, asn1.OCTET_STRING) || !inner.ReadASN1(&basic, asn1.SEQUENCE) {
		return nil, fmt.Errorf("reading an OCSP answer: %w", errShape)
	}
	r := &Response{}
	if !r.readBasic(basic) {
		return nil, fmt.Errorf("reading an OCSP answer: %w", errShape)
	}
	return r, nil
}

func (r *Response) readBasic(basic cryptobyte.String) bool {
	var signed, algorithm, body, certificates, all cryptobyte.String
	var present bool
	if !basic.ReadASN1Element(&signed, asn1.SEQUENCE) || !basic.ReadASN1Element(&algorithm, asn1.SEQUENCE) ||
		!basic.ReadASN1BitStringAsBytes(&r.signatureRaw) ||
		!basic.ReadOptionalASN1(&certificates, &present, explicit0) || present && !certificates.ReadASN1(&all, asn1.SEQUENCE) {
		return false
	}
	r.signed = signed
	r.algorithm, r.unsound = ReadAlgorithm(algorithm, "")
	for !all.Empty() {
		var one cryptobyte.String
		if !all.ReadASN1Element(&one, asn1.SEQUENCE) || len(r.certificates) == maxDepth {
			return false
		}
		if c, err := Parse(one); err == nil {
			r.certificates = append(r.certificates, c)
		}
	}
	var responder, answers cryptobyte.String
	var tag asn1.Tag
	if !signed.ReadASN1(&body, asn1.SEQUENCE) || !body.SkipOptionalASN1(explicit0) || !body.ReadAnyASN1(&responder, &tag) ||
		!body.ReadASN1GeneralizedTime(&r.ProducedAt) || !body.ReadASN1(&answers, asn1.SEQUENCE) {
		return false
	}
	for !answers.Empty() {
		var one cryptobyte.String
		if !answers.ReadASN1(&one, asn1.SEQUENCE) || len(r.answers) == maxAnswers {
			return false
		}
		a, ok := readAnswer(one)
		if !ok {
			return false
		}
		r.answers = append(r.answers, a)
	}
	return true
}

func readAnswer(from cryptobyte.String) (a answer, ok bool) {
	var id, hash, status, next cryptobyte.String
	var tag asn1.Tag
	var present bool
	a.serial = new(big.Int)
	if !from.ReadASN1(&id, asn1.SEQUENCE) || !id.ReadASN1Element(&hash, asn1.SEQUENCE) ||
		!id.ReadASN1((*cryptobyte.String)(&a.nameHash), asn1.OCTET_STRING) ||
		!id.ReadASN1((*cryptobyte.String)(&a.keyHash), asn1.OCTET_STRING) || !id.ReadASN1Integer(a.serial) ||
		!from.ReadAnyASN1(&status, &tag) || !from.ReadASN1GeneralizedTime(&a.thisUpdate) ||
		!from.ReadOptionalASN1(&next, &present, explicit0) || present && !next.ReadASN1GeneralizedTime(&a.nextUp) {
		return a, false
	}
	a.hash, _, ok = readIdentifier(hash)
	a.known = tag == asn1.Tag(0).ContextSpecific() || tag == explicit1
	if tag == explicit1 {
		ok = ok && status.ReadASN1GeneralizedTime(&a.revoked)
	}
	return a, ok
}

// names says whether the answer speaks of the certificate that the issuer issued.
func (a *answer) names(c, issuer *Certificate) bool {
	digest := func(raw []byte) []byte {
		if a.hash == "1.3.14.3.2.26" { // SHA-1 only names here
			return sha1Of(raw)
		}
		h := digests[a.hash].New()
		h.Write(raw)
		return h.Sum(nil)
	}
	return a.serial.Cmp(c.Serial) == 0 && (a.hash == "1.3.14.3.2.26" || digests[a.hash] != noDigest) &&
		bytes.Equal(a.nameHash, digest(issuer.RawSubject)) && bytes.Equal(a.keyHash, digest(issuer.keyBits))
}

// about finds what the answer says of a certificate at a time: revoked since when,
// zero for not. It is not found unless the issuer, or one whom the issuer entitled to
// answer (RFC 6960, 4.2.2.2), signed it.
func (r *Response) about(c, issuer *Certificate, at time.Time) (revoked time.Time, found bool) {
	for i := range r.answers {
		a := &r.answers[i]
		if a.known && a.names(c, issuer) && r.trusted(issuer) && (!a.revoked.IsZero() || current(at, a.thisUpdate, a.nextUp)) {
			return a.revoked, true
		}
	}
	return revoked, false
}

func (r *Response) trusted(issuer *Certificate) bool {
	if r.unsound != nil {
		return false
	}
	h := r.algorithm.Digest.New()
	h.Write(r.signed)
	digest := h.Sum(nil)
	if issuer.Verify(r.algorithm, digest, r.signatureRaw) == nil {
		return true
	}
	for _, c := range r.certificates {
		if bytes.Equal(c.RawIssuer, issuer.RawSubject) && c.goodFor(Responding) == nil && c.validAt(r.ProducedAt) == nil &&
			c.Verify(r.algorithm, digest, r.signatureRaw) == nil && c.signedBy(issuer) == nil {
			return true
		}
	}
	return false
}
