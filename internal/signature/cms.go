package signature

import (
	"math/big"
	"time"

	goasn1 "encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"redress/internal/certificate"
)

// Bounds on what one signature may hold.
const (
	maxCertificates = 64
	maxSigners      = 16
	maxAttributes   = 64
)

// The object identifiers of CMS (RFC 5652), ESS (RFC 5035) and RFC 3161.
const (
	idSignedData      = "1.2.840.113549.1.7.2"
	idData            = "1.2.840.113549.1.7.1"
	idContentType     = "1.2.840.113549.1.9.3"
	idMessageDigest   = "1.2.840.113549.1.9.4"
	idSigningTime     = "1.2.840.113549.1.9.5"
	idSigningCertV2   = "1.2.840.113549.1.9.16.2.47"
	idSignatureToken  = "1.2.840.113549.1.9.16.2.14"
	idTimestampedInfo = "1.2.840.113549.1.9.16.1.4"
)

var (
	context0 = asn1.Tag(0).Constructed().ContextSpecific()
	context1 = asn1.Tag(1).Constructed().ContextSpecific()
)

// container is a CMS SignedData (RFC 5652, 5.1).
type container struct {
	contentType  string
	content      []byte
	attached     bool
	certificates []*certificate.Certificate
	lists        []*certificate.List
	signers      []signerInfo
}

// signerInfo is one signer of a container (RFC 5652, 5.3).
type signerInfo struct {
	rawIssuer []byte // with serial, or
	serial    *big.Int
	keyID     []byte
	digest    []byte // AlgorithmIdentifier
	algorithm []byte // AlgorithmIdentifier
	signed    []byte // the signed attributes as they are hashed; nil when there are none
	signature []byte
	about     attributes // signed
	apart     attributes // not signed
}

// attributes are the values of each attribute, in DER.
type attributes map[string][]cryptobyte.String

// one returns the only value of an attribute.
func (a attributes) one(id string) (cryptobyte.String, bool) {
	if len(a[id]) != 1 {
		return nil, false
	}
	return a[id][0], true
}

func readID(from *cryptobyte.String, out *string) bool {
	var id goasn1.ObjectIdentifier
	ok := from.ReadASN1ObjectIdentifier(&id)
	*out = id.String()
	return ok
}

// readContainer reads a ContentInfo with SignedData in DER.
func readContainer(der []byte) (*container, *Fault) {
	input := cryptobyte.String(der)
	var info, outer, body cryptobyte.String
	var id string
	if !input.ReadASN1(&info, asn1.SEQUENCE) || !input.Empty() || !readID(&info, &id) {
		return nil, fault("malformed")
	}
	if id != idSignedData {
		return nil, fault("not_signature")
	}
	if !info.ReadASN1(&outer, context0) || !outer.ReadASN1(&body, asn1.SEQUENCE) {
		return nil, fault("malformed")
	}
	c := &container{}
	var version int
	if !body.ReadASN1Integer(&version) || !body.SkipASN1(asn1.SET) || !c.readContent(&body) ||
		!c.readCertificates(&body) || !c.readLists(&body) {
		return nil, fault("malformed")
	}
	var signers cryptobyte.String
	if !body.ReadASN1(&signers, asn1.SET) || !body.Empty() {
		return nil, fault("malformed")
	}
	for !signers.Empty() {
		s, ok := readSigner(&signers)
		if !ok || len(c.signers) == maxSigners {
			return nil, fault("malformed")
		}
		c.signers = append(c.signers, s)
	}
	if len(c.signers) == 0 {
		return nil, fault("no_signer")
	}
	return c, nil
}

func (c *container) readContent(body *cryptobyte.String) bool {
	var info, outer cryptobyte.String
	if !body.ReadASN1(&info, asn1.SEQUENCE) || !readID(&info, &c.contentType) ||
		!info.ReadOptionalASN1(&outer, &c.attached, context0) || !info.Empty() {
		return false
	}
	var content cryptobyte.String
	if c.attached && (!outer.ReadASN1(&content, asn1.OCTET_STRING) || !outer.Empty()) {
		return false
	}
	c.content = content
	return true
}

// readCertificates takes what it can read: a certificate that it cannot is nobody's.
func (c *container) readCertificates(body *cryptobyte.String) bool {
	var set cryptobyte.String
	var present bool
	if !body.ReadOptionalASN1(&set, &present, context0) {
		return false
	}
	for n := 0; !set.Empty(); n++ {
		var one cryptobyte.String
		var tag asn1.Tag
		if !set.ReadAnyASN1Element(&one, &tag) || n == maxCertificates {
			return false
		}
		if read, err := certificate.Parse(one); err == nil {
			c.certificates = append(c.certificates, read)
		}
	}
	return true
}

func (c *container) readLists(body *cryptobyte.String) bool {
	var set cryptobyte.String
	var present bool
	if !body.ReadOptionalASN1(&set, &present, context1) {
		return false
	}
	for n := 0; !set.Empty(); n++ {
		var one cryptobyte.String
		var tag asn1.Tag
		if !set.ReadAnyASN1Element(&one, &tag) || n == maxCertificates {
			return false
		}
		if read, err := certificate.ParseList(one); err == nil {
			c.lists = append(c.lists, read)
		}
	}
	return true
}

func readSigner(from *cryptobyte.String) (s signerInfo, ok bool) {
	var body, digest, algorithm, name cryptobyte.String
	var version int
	if !from.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1Integer(&version) {
		return s, false
	}
	if body.PeekASN1Tag(asn1.SEQUENCE) {
		var issuer cryptobyte.String
		s.serial = new(big.Int)
		if !body.ReadASN1(&name, asn1.SEQUENCE) || !name.ReadASN1Element(&issuer, asn1.SEQUENCE) ||
			!name.ReadASN1Integer(s.serial) || !name.Empty() {
			return s, false
		}
		s.rawIssuer = issuer
	} else if !body.ReadASN1((*cryptobyte.String)(&s.keyID), asn1.Tag(0).ContextSpecific()) {
		return s, false
	}
	if !body.ReadASN1Element(&digest, asn1.SEQUENCE) {
		return s, false
	}
	var raw, set cryptobyte.String
	if body.PeekASN1Tag(context0) {
		if !body.ReadASN1Element(&raw, context0) {
			return s, false
		}
		// Hashed as a SET OF, not with the tag it bears here (RFC 5652, 5.4).
		s.signed = append([]byte{byte(asn1.SET)}, raw[1:]...)
		if !raw.ReadASN1(&set, context0) {
			return s, false
		}
		if s.about, ok = readAttributes(set); !ok {
			return s, false
		}
	}
	var present bool
	if !body.ReadASN1Element(&algorithm, asn1.SEQUENCE) ||
		!body.ReadASN1((*cryptobyte.String)(&s.signature), asn1.OCTET_STRING) ||
		!body.ReadOptionalASN1(&set, &present, context1) || !body.Empty() {
		return s, false
	}
	s.digest, s.algorithm = digest, algorithm
	if present {
		s.apart, ok = readAttributes(set)
		return s, ok
	}
	return s, true
}

// readAttributes reads attributes; a signed one that came twice would have two
// values, and is then taken for none (RFC 5652, 5.3).
func readAttributes(set cryptobyte.String) (attributes, bool) {
	all := attributes{}
	for n := 0; !set.Empty(); n++ {
		var one, values cryptobyte.String
		var id string
		if n == maxAttributes || !set.ReadASN1(&one, asn1.SEQUENCE) || !readID(&one, &id) ||
			!one.ReadASN1(&values, asn1.SET) || !one.Empty() {
			return nil, false
		}
		for !values.Empty() {
			var value cryptobyte.String
			var tag asn1.Tag
			if !values.ReadAnyASN1Element(&value, &tag) || len(all[id]) == maxAttributes {
				return nil, false
			}
			all[id] = append(all[id], value)
		}
	}
	return all, true
}

// claimed is the time that the signer's own computer wrote down.
func (s *signerInfo) claimed() (at time.Time, ok bool) {
	value, ok := s.about.one(idSigningTime)
	if !ok {
		return at, false
	}
	if value.PeekASN1Tag(asn1.UTCTime) {
		ok = value.ReadASN1UTCTime(&at)
	} else {
		ok = value.ReadASN1GeneralizedTime(&at)
	}
	return at, ok
}
