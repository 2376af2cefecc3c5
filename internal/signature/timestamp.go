package signature

import (
	"bytes"
	"maps"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"redress/internal/certificate"
)

// maxTokens is how many time stamps of one signature are looked at.
const maxTokens = 8

// stamp is what a time stamp says: these bytes existed at that time (RFC 3161, 2.4.2).
type stamp struct {
	digest  certificate.Digest
	imprint []byte
	at      time.Time
}

func (t *stamp) covers(raw []byte) bool {
	h := t.digest.New()
	h.Write(raw)
	return bytes.Equal(h.Sum(nil), t.imprint)
}

// readStamp reads a token, or the answer of a service that holds one, and verifies it
// against the same roots at the time that it states.
func readStamp(raw []byte, p Policy) (*stamp, *Signer, *Fault) {
	der, _, f := unwrap(raw)
	if f != nil {
		return nil, nil, f
	}
	box, f := readContainer(tokenOf(der))
	if f != nil {
		return nil, nil, f
	}
	t, ok := readStated(box)
	if !ok {
		return nil, nil, fault("malformed")
	}
	if t.at.After(p.At) {
		return nil, nil, fault("timestamp_future")
	}
	p.At, p.Tokens = t.at, nil
	e := examination{box: box, policy: p, purpose: certificate.Timestamping}
	signer := e.signer(&box.signers[0])
	for _, c := range signer.Checks {
		if !c.OK {
			return nil, nil, &Fault{Key: c.Why, Values: c.Values}
		}
	}
	return t, &signer, nil
}

// tokenOf takes the token out of a TimeStampResp (RFC 3161, 2.4.2).
func tokenOf(der []byte) []byte {
	input := cryptobyte.String(der)
	var body, token cryptobyte.String
	if input.ReadASN1(&body, asn1.SEQUENCE) && body.SkipASN1(asn1.SEQUENCE) && body.ReadASN1Element(&token, asn1.SEQUENCE) && body.Empty() {
		return token
	}
	return der
}

func readStated(box *container) (*stamp, bool) {
	if box.contentType != idTimestampedInfo || len(box.signers) != 1 {
		return nil, false
	}
	input := cryptobyte.String(box.content)
	var info, imprint, algorithm, hash cryptobyte.String
	var version int
	var serial big.Int
	if !input.ReadASN1(&info, asn1.SEQUENCE) || !info.ReadASN1Integer(&version) || !info.SkipASN1(asn1.OBJECT_IDENTIFIER) ||
		!info.ReadASN1(&imprint, asn1.SEQUENCE) || !imprint.ReadASN1Element(&algorithm, asn1.SEQUENCE) ||
		!imprint.ReadASN1(&hash, asn1.OCTET_STRING) || !info.ReadASN1Integer(&serial) {
		return nil, false
	}
	digest, f := certificate.ReadDigest(algorithm)
	if f != nil {
		return nil, false
	}
	t := &stamp{digest: digest, imprint: hash}
	return t, readMoment(&info, &t.at)
}

// readMoment reads a GeneralizedTime that may have parts of a second, which
// cryptobyte does not know.
func readMoment(from *cryptobyte.String, at *time.Time) bool {
	var raw cryptobyte.String
	if !from.ReadASN1(&raw, asn1.GeneralizedTime) {
		return false
	}
	read, err := time.Parse("20060102150405Z0700", string(raw))
	*at = read.UTC()
	return err == nil
}

// stamped looks for the earliest time stamp over the signature value, inside or kept
// apart. One that does not hold proves nothing and takes nothing away: it is told, and
// the time of receipt counts.
func (e *examination) stamped(s *Signer, info *signerInfo) {
	inside := info.apart[idSignatureToken]
	tokens := append([][]byte{}, e.policy.Tokens...)
	for _, token := range inside {
		tokens = append(tokens, token)
	}
	if !e.proved.IsZero() {
		s.At, s.AtBy = e.proved, ByTimestamp
	}
	var useless *Fault
	for _, raw := range tokens[:min(len(tokens), maxTokens)] {
		t, _, f := readStamp(raw, e.policy)
		switch {
		case f != nil:
			useless = fault("timestamp_useless", "why", f.Key)
			maps.Copy(useless.Values, f.Values)
		case !t.covers(info.signature) && (len(e.whole) == 0 || !t.covers(e.whole)):
			useless = fault("timestamp_other")
		case s.AtBy != ByTimestamp || t.at.Before(s.At):
			s.At, s.AtBy = t.at, ByTimestamp
		}
	}
	switch {
	case s.AtBy == ByTimestamp:
		s.pass(CheckTime)
	case useless != nil:
		s.reserve(CheckTime, useless)
	default:
		s.reserve(CheckTime, fault("timestamp_absent"))
	}
}
