package signature

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
	"time"

	goasn1 "encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"redress/internal/certificate"
)

// Stamper obtains time stamps (RFC 3161): the token over the SHA-256 of what is
// stamped.
type Stamper interface {
	Stamp(imprint [32]byte) (token []byte, err error)
}

// Hand is what signs: a key that is held for this one act, its certificate and those
// up to the root, and a service of time stamps where there is one.
type Hand struct {
	Key     crypto.Signer
	Chain   []*certificate.Certificate
	Stamper Stamper // nil: none
}

// ErrStamp is that the service of time stamps did not answer, or not with a stamp.
var ErrStamp = errors.New("no time stamp came")

// ErrKey is that the key and the certificate do not belong together, or the key is of
// a kind that does not sign here.
var ErrKey = errors.New("the key does not fit the certificate")

// manner is how a kind of key signs.
type manner struct {
	digest       certificate.Digest
	hash         crypto.Hash
	digestID, id string
}

// mannerOf chooses the digest that fits the key (RFC 5754; for ECDSA as long as the
// key, RFC 5753).
func mannerOf(key crypto.PublicKey) (manner, error) {
	const sha256ID, sha384ID, sha512ID = "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"
	switch k := key.(type) {
	case *rsa.PublicKey:
		return manner{certificate.SHA256, crypto.SHA256, sha256ID, "1.2.840.113549.1.1.1"}, nil
	case *ecdsa.PublicKey:
		switch k.Params().BitSize {
		case 256:
			return manner{certificate.SHA256, crypto.SHA256, sha256ID, "1.2.840.10045.4.3.2"}, nil
		case 384:
			return manner{certificate.SHA384, crypto.SHA384, sha384ID, "1.2.840.10045.4.3.3"}, nil
		case 521:
			return manner{certificate.SHA512, crypto.SHA512, sha512ID, "1.2.840.10045.4.3.4"}, nil
		}
	}
	return manner{}, ErrKey
}

// Sign makes a signature apart from its paper: CAdES-BES in DER, with the chain but
// the root inside, CAdES-T when there is a service of time stamps (ETSI EN 319 122-1).
// A certificate that is not in force at that time signs nothing: that is a *Fault.
func Sign(by Hand, paper io.Reader, at time.Time) ([]byte, error) {
	return by.container(paper, at, true)
}

// container makes the CMS container. The time the signer states stands in it only
// where nothing else states it: in a PDF the dictionary does (ETSI EN 319 142-1, 6.3).
func (h Hand) container(paper io.Reader, at time.Time, stateTime bool) ([]byte, error) {
	if h.Key == nil || len(h.Chain) == 0 {
		return nil, ErrKey
	}
	own := h.Chain[0]
	if f := own.Usable(at); f != nil {
		return nil, f
	}
	m, err := mannerOf(h.Key.Public())
	if err != nil {
		return nil, err
	}
	sum := m.digest.New()
	if _, err = io.Copy(sum, paper); err != nil {
		return nil, fmt.Errorf("reading the paper to sign: %w", err)
	}
	about, err := signedAttributes(own, idData, sum.Sum(nil), at, stateTime)
	if err != nil {
		return nil, err
	}
	sum.Reset()
	sum.Write(about)
	digest := sum.Sum(nil)
	value, err := h.Key.Sign(rand.Reader, digest, m.hash)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	if !own.Made(m.digest, digest, value) {
		return nil, ErrKey
	}
	var token []byte
	if h.Stamper != nil {
		imprint := certificate.SHA256.New()
		imprint.Write(value)
		if token, err = h.Stamper.Stamp([32]byte(imprint.Sum(nil))); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrStamp, err)
		}
		if t, ok := stated(token); !ok || !t.covers(value) {
			return nil, fmt.Errorf("%w: what came is none over this signature", ErrStamp)
		}
	}
	return h.write(m, idData, nil, about, value, token)
}

// stated reads what a token says, unverified.
func stated(token []byte) (*stamp, bool) {
	box, f := readContainer(token)
	if f != nil {
		return nil, false
	}
	return readStated(box)
}

// write puts the container together (RFC 5652, 5.1), with the content inside unless
// that is nil.
func (h Hand) write(m manner, kind string, content, about, value, token []byte) ([]byte, error) {
	own := h.Chain[0]
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addID(b, idSignedData)
		b.AddASN1(context0, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) { addAlgorithm(b, m.digestID, false) })
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					addID(b, kind)
					if content != nil {
						b.AddASN1(context0, func(b *cryptobyte.Builder) { b.AddASN1OctetString(content) })
					}
				})
				b.AddASN1(context0, func(b *cryptobyte.Builder) {
					for _, raw := range h.inside() {
						b.AddBytes(raw)
					}
				})
				b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
					b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1Int64(1)
						addIssuerSerial(b, own.RawIssuer, own.Serial)
						addAlgorithm(b, m.digestID, false)
						b.AddBytes(append([]byte{byte(context0)}, about[1:]...))
						addAlgorithm(b, m.id, strings.HasPrefix(m.id, "1.2.840.113549"))
						b.AddASN1OctetString(value)
						if token != nil {
							b.AddASN1(context1, func(b *cryptobyte.Builder) {
								b.AddBytes(attribute(idSignatureToken, func(b *cryptobyte.Builder) { b.AddBytes(token) }))
							})
						}
					})
				})
			})
		})
	})
	return b.Bytes()
}

// inside are the certificates that travel with the signature, in the order of DER.
func (h Hand) inside() [][]byte {
	var all [][]byte
	for i, c := range h.Chain {
		if i == 0 || !bytes.Equal(c.RawSubject, c.RawIssuer) {
			all = append(all, c.Raw)
		}
	}
	slices.SortFunc(all, bytes.Compare)
	return slices.CompactFunc(all, bytes.Equal)
}

func addID(b *cryptobyte.Builder, dotted string) {
	var id goasn1.ObjectIdentifier
	for part := range strings.SplitSeq(dotted, ".") {
		n, _ := natural(part)
		id = append(id, n)
	}
	b.AddASN1ObjectIdentifier(id)
}

func addAlgorithm(b *cryptobyte.Builder, id string, null bool) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addID(b, id)
		if null {
			b.AddASN1NULL()
		}
	})
}

func addIssuerSerial(b *cryptobyte.Builder, rawIssuer []byte, serial *big.Int) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(rawIssuer)
		b.AddASN1BigInt(serial)
	})
}

// attribute is one attribute with one value.
func attribute(id string, value func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addID(b, id)
		b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) { value(b) })
	})
	return b.BytesOrPanic()
}

// signedAttributes are those of CAdES-BES, as the SET OF that is hashed.
func signedAttributes(own *certificate.Certificate, kind string, paper []byte, at time.Time, stateTime bool) ([]byte, error) {
	h := certificate.SHA256.New()
	h.Write(own.Raw)
	all := [][]byte{
		attribute(idContentType, func(b *cryptobyte.Builder) { addID(b, kind) }),
		attribute(idMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(paper) }),
		// RFC 5035, section 3: SHA-256 is the digest meant where none is named.
		attribute(idSigningCertV2, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1OctetString(h.Sum(nil))
						b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
								b.AddASN1(asn1.Tag(4).Constructed().ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes(own.RawIssuer) })
							})
							b.AddASN1BigInt(own.Serial)
						})
					})
				})
			})
		}),
	}
	if stateTime {
		all = append(all, attribute(idSigningTime, func(b *cryptobyte.Builder) {
			if at.UTC().Year() < 2050 { // RFC 5652, 11.3
				b.AddASN1UTCTime(at.UTC())
			} else {
				b.AddASN1GeneralizedTime(at.UTC())
			}
		}))
	}
	slices.SortFunc(all, bytes.Compare)
	var b cryptobyte.Builder
	b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
		for _, one := range all {
			b.AddBytes(one)
		}
	})
	return b.Bytes()
}
