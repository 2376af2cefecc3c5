//go:build pkcs11

package token

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"io"
	"math/big"

	"github.com/miekg/pkcs11"
)

// digests are those that a token signs, as DigestInfo names them (RFC 8017, 9.2): the
// others are too weak, or no signature here is made with them.
//
//exhaustive:ignore
var digests = map[crypto.Hash]asn1.ObjectIdentifier{
	crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1},
	crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2},
	crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
}

var errDigest = errors.New("the digest does not fit its algorithm, or the token does not sign it")

// signer is a key on the token. It is a crypto.Signer.
type signer struct {
	session *session
	handle  pkcs11.ObjectHandle
	public  crypto.PublicKey
	each    bool // every signature asks for the PIN anew
}

// Public returns the key of the certificate.
func (k *signer) Public() crypto.PublicKey { return k.public }

// Sign has the token sign a digest: RSA by PKCS #1 v1.5, ECDSA in DER (RFC 3279, 2.2.3).
func (k *signer) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	id, known := digests[opts.HashFunc()]
	if !known || len(digest) != opts.HashFunc().Size() {
		return nil, errDigest
	}
	switch k.public.(type) {
	case *rsa.PublicKey:
		if _, is := opts.(*rsa.PSSOptions); is {
			return nil, errDigest
		}
		info, err := asn1.Marshal(struct {
			Algorithm pkix.AlgorithmIdentifier
			Digest    []byte
		}{pkix.AlgorithmIdentifier{Algorithm: id, Parameters: asn1.NullRawValue}, digest})
		if err != nil {
			return nil, err
		}
		return k.raw(pkcs11.CKM_RSA_PKCS, info)
	case *ecdsa.PublicKey:
		// r and s, one after the other and as long as each other (PKCS #11, 6.3.1).
		both, err := k.raw(pkcs11.CKM_ECDSA, digest)
		if err != nil {
			return nil, err
		}
		if len(both) == 0 || len(both)%2 != 0 {
			return nil, errors.New("what the token returned is no ECDSA signature")
		}
		half := len(both) / 2
		return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(both[:half]), new(big.Int).SetBytes(both[half:])})
	}
	return nil, ErrKey
}

func (k *signer) raw(mechanism uint, what []byte) ([]byte, error) {
	s := k.session
	if err := s.ctx.SignInit(s.handle, []*pkcs11.Mechanism{pkcs11.NewMechanism(mechanism, nil)}, k.handle); err != nil {
		return nil, inWords(err, "signing on the token")
	}
	if k.each { // qualified keys often are so: CKA_ALWAYS_AUTHENTICATE
		if err := s.ctx.Login(s.handle, pkcs11.CKU_CONTEXT_SPECIFIC, s.pin); err != nil {
			return nil, inWords(err, "signing on the token")
		}
	}
	value, err := s.ctx.Sign(s.handle, what)
	return value, inWords(err, "signing on the token")
}
