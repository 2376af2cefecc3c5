package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // names keys, protects nothing
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"redress/internal/gost"
)

// Digest is a hash function that may protect a signature.
type Digest string

// The digests accepted.
const (
	SHA256   Digest = "SHA-256"
	SHA384   Digest = "SHA-384"
	SHA512   Digest = "SHA-512"
	GOST256  Digest = "GOST R 34.11-2012 (256)"
	GOST512  Digest = "GOST R 34.11-2012 (512)"
	noDigest Digest = ""
)

// New returns the hash function.
func (d Digest) New() hash.Hash {
	switch d {
	case SHA384:
		return sha512.New384()
	case SHA512:
		return sha512.New()
	case GOST256:
		return gost.New256()
	case GOST512:
		return gost.New512()
	case SHA256, noDigest:
	}
	return sha256.New()
}

func (d Digest) std() crypto.Hash {
	switch d {
	case SHA256:
		return crypto.SHA256
	case SHA384:
		return crypto.SHA384
	case SHA512:
		return crypto.SHA512
	case GOST256, GOST512, noDigest:
	}
	return 0 // refused by crypto/rsa
}

var digests = map[Identifier]Digest{
	"2.16.840.1.101.3.4.2.1": SHA256, "2.16.840.1.101.3.4.2.2": SHA384, "2.16.840.1.101.3.4.2.3": SHA512,
	"1.2.643.7.1.1.2.2": GOST256, "1.2.643.7.1.1.2.3": GOST512,
}

// weak are algorithms that no longer protect anything, by the name they are refused
// with: GOST R 34.10-2001 may not be used for signing since 2020.
var weak = map[Identifier]string{
	"1.2.840.113549.2.5": "MD5", "1.3.14.3.2.26": "SHA-1", "1.2.643.2.2.9": "GOST R 34.11-94", "2.16.840.1.101.3.4.2.4": "SHA-224",
	"1.2.840.113549.1.1.4": "MD5", "1.2.840.113549.1.1.5": "SHA-1", "1.3.14.3.2.29": "SHA-1", "1.2.840.10045.4.1": "SHA-1",
	"1.2.643.2.2.3": "GOST R 34.10-2001", "1.2.643.2.2.19": "GOST R 34.10-2001",
}

// family is how the signature is made, apart from the digest.
type family string

const (
	pkcs1 family = "RSA"
	pss   family = "RSA-PSS"
	curve family = "ECDSA"
	gostR family = "GOST R 34.10-2012"
)

// Algorithm is how a signature was made.
type Algorithm struct {
	family family
	Digest Digest
}

// String names the algorithm.
func (a Algorithm) String() string { return string(a.family) + ", " + string(a.Digest) }

var algorithms = map[Identifier]Algorithm{
	"1.2.840.113549.1.1.1": {pkcs1, noDigest}, "1.2.840.113549.1.1.11": {pkcs1, SHA256},
	"1.2.840.113549.1.1.12": {pkcs1, SHA384}, "1.2.840.113549.1.1.13": {pkcs1, SHA512},
	"1.2.840.10045.2.1": {curve, noDigest}, "1.2.840.10045.4.3.2": {curve, SHA256},
	"1.2.840.10045.4.3.3": {curve, SHA384}, "1.2.840.10045.4.3.4": {curve, SHA512},
	"1.2.643.7.1.1.1.1": {gostR, GOST256}, "1.2.643.7.1.1.3.2": {gostR, GOST256},
	"1.2.643.7.1.1.1.2": {gostR, GOST512}, "1.2.643.7.1.1.3.3": {gostR, GOST512},
}

// ReadDigest reads the AlgorithmIdentifier of a digest.
func ReadDigest(raw []byte) (Digest, *Fault) {
	id, _, ok := readIdentifier(raw)
	if !ok {
		return noDigest, fault("malformed")
	}
	if d, known := digests[id]; known {
		return d, nil
	}
	if name, bad := weak[id]; bad {
		return noDigest, fault("digest_weak", "digest", name)
	}
	return noDigest, fault("algorithm_unknown", "algorithm", string(id))
}

func readIdentifier(raw []byte) (id Identifier, parameters cryptobyte.String, ok bool) {
	input := cryptobyte.String(raw)
	var body cryptobyte.String
	ok = input.ReadASN1(&body, asn1.SEQUENCE) && input.Empty() && id.read(&body)
	return id, body, ok
}

// ReadAlgorithm reads the AlgorithmIdentifier of a signature. Where it does not name
// a digest itself, the one named apart counts; where both do they have to agree.
func ReadAlgorithm(raw []byte, apart Digest) (Algorithm, *Fault) {
	id, parameters, ok := readIdentifier(raw)
	if !ok {
		return Algorithm{}, fault("malformed")
	}
	a, known := algorithms[id]
	switch {
	case id == "1.2.840.113549.1.1.10":
		d, f := readPSS(parameters)
		if f != nil {
			return Algorithm{}, f
		}
		a = Algorithm{pss, d}
	case weak[id] != "":
		return Algorithm{}, fault("digest_weak", "digest", weak[id])
	case !known:
		return Algorithm{}, fault("algorithm_unknown", "algorithm", string(id))
	}
	if a.Digest == noDigest {
		a.Digest = apart
	}
	if a.Digest == noDigest || apart != noDigest && apart != a.Digest {
		return Algorithm{}, fault("algorithm_mismatch")
	}
	return a, nil
}

// readPSS reads the parameters of RSASSA-PSS (RFC 4055, 3.1). What is left out means
// SHA-1, which is refused; the mask has to use the same digest.
func readPSS(from cryptobyte.String) (Digest, *Fault) {
	var body, hashed, mask cryptobyte.String
	var hasHash, hasMask bool
	if !from.ReadASN1(&body, asn1.SEQUENCE) ||
		!body.ReadOptionalASN1(&hashed, &hasHash, asn1.Tag(0).Constructed().ContextSpecific()) ||
		!body.ReadOptionalASN1(&mask, &hasMask, asn1.Tag(1).Constructed().ContextSpecific()) {
		return noDigest, fault("malformed")
	}
	if !hasHash || !hasMask {
		return noDigest, fault("digest_weak", "digest", "SHA-1")
	}
	d, f := ReadDigest(hashed)
	if f != nil {
		return noDigest, f
	}
	id, of, ok := readIdentifier(mask)
	if !ok || id != "1.2.840.113549.1.1.8" {
		return noDigest, fault("algorithm_unknown", "algorithm", string(id))
	}
	if masked, f := ReadDigest(of); f != nil || masked != d {
		return noDigest, fault("algorithm_mismatch")
	}
	return d, nil
}

// readKey reads a SubjectPublicKeyInfo; a key of an unknown kind is nil and no error.
func readKey(raw cryptobyte.String) (key any, bits []byte, ok bool) {
	whole := []byte(raw)
	var body, algorithm cryptobyte.String
	if !raw.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1Element(&algorithm, asn1.SEQUENCE) || !body.ReadASN1BitStringAsBytes(&bits) {
		return nil, nil, false
	}
	id, parameters, ok := readIdentifier(algorithm)
	if !ok {
		return nil, nil, false
	}
	if algorithms[id].family == gostR {
		return readGOST(parameters, bits, algorithms[id].Digest), bits, true
	}
	parsed, err := x509.ParsePKIXPublicKey(whole)
	if err != nil {
		return nil, bits, true
	}
	return parsed, bits, true
}

// readGOST reads a key of RFC 9215, section 4.2.
func readGOST(parameters cryptobyte.String, bits []byte, d Digest) any {
	var body, raw cryptobyte.String
	var set Identifier
	inner := cryptobyte.String(bits)
	if !parameters.ReadASN1(&body, asn1.SEQUENCE) || !set.read(&body) || !inner.ReadASN1(&raw, asn1.OCTET_STRING) {
		return nil
	}
	c, known := gost.CurveOf(string(set))
	if !known || (c.Size() == 64) != (d == GOST512) {
		return nil
	}
	key, ok := gost.NewPublicKey(c, raw)
	if !ok {
		return nil
	}
	return key
}

func keyWords(key any) string {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return bitsWords("RSA", k.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA " + k.Curve.Params().Name
	case *gost.PublicKey:
		return bitsWords("GOST R 34.10-2012", 8*k.Curve.Size())
	}
	return ""
}

// Verify holds a signature over a digest against the key of the certificate.
func (c *Certificate) Verify(a Algorithm, digest, signature []byte) *Fault {
	right := false
	switch key := c.key.(type) {
	case *rsa.PublicKey:
		if n := key.N.BitLen(); n < 2048 || n > 8192 {
			return fault("key_size", "key", keyWords(key))
		}
		switch a.family {
		case pkcs1:
			right = rsa.VerifyPKCS1v15(key, a.Digest.std(), digest, signature) == nil
		case pss:
			right = rsa.VerifyPSS(key, a.Digest.std(), digest, signature, nil) == nil
		case curve, gostR:
			return fault("algorithm_mismatch")
		}
	case *ecdsa.PublicKey:
		if a.family != curve {
			return fault("algorithm_mismatch")
		}
		if key.Params().BitSize < 256 {
			return fault("key_size", "key", keyWords(key))
		}
		right = ecdsa.VerifyASN1(key, digest, signature)
	case *gost.PublicKey:
		if a.family != gostR {
			return fault("algorithm_mismatch")
		}
		right = key.Verify(digest, signature)
	default:
		return fault("key_unknown")
	}
	if !right {
		return fault("signature_wrong")
	}
	return nil
}

// signedBy holds what an authority signed against its certificate.
func (c *Certificate) signedBy(issuer *Certificate) *Fault {
	if c.unsound != nil {
		return c.unsound
	}
	h := c.algorithm.Digest.New()
	h.Write(c.signed)
	return issuer.Verify(c.algorithm, h.Sum(nil), c.signature)
}

func sha1Of(raw []byte) []byte {
	sum := sha1.Sum(raw) //nolint:gosec // names keys, protects nothing
	return sum[:]
}
