// Package keyfile opens the file in which an officer keeps the key that signs: PKCS#12
// (RFC 7292) with an RSA or ECDSA key, under a passphrase, for one act.
package keyfile

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"redress/internal/certificate"
	"redress/internal/keyring"
)

// Bounds: a file with a key and a chain is small, and a passphrase that takes longer
// to be turned into a key keeps the machine busy rather than the key safe.
const (
	maxFile       = 256 << 10
	maxIterations = 2_000_000
	maxDepth      = 16
)

// Unlock opens the file and lends the key, its certificate and the others of the file
// to one act. The key is not kept after it. It returns keyring.ErrPassphrase or
// keyring.ErrUnreadable, or what the act returns.
func Unlock(raw []byte, passphrase string, act func(key crypto.Signer, chain []*certificate.Certificate) error) error {
	if len(raw) > maxFile || !quick(raw, 0) {
		return keyring.ErrUnreadable
	}
	key, own, others, err := pkcs12.DecodeChain(raw, passphrase)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return keyring.ErrPassphrase
	case err != nil:
		return fmt.Errorf("%w: %w", keyring.ErrUnreadable, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return keyring.ErrUnreadable
	}
	var chain []*certificate.Certificate
	for _, one := range append([]*x509.Certificate{own}, others...) {
		c, err := certificate.Parse(one.Raw)
		if err != nil {
			return fmt.Errorf("%w: %w", keyring.ErrUnreadable, err)
		}
		chain = append(chain, c)
	}
	return act(signer, chain)
}

// quick says whether no part of the file asks for too many rounds of hashing. The
// number of rounds is the integer after a salt, in the parameters of RFC 8018 (PBKDF2),
// RFC 7292 (appendix C) and of the file's own seal; none of it is encrypted.
func quick(raw []byte, depth int) bool {
	input := cryptobyte.String(raw)
	salted := false
	for !input.Empty() {
		var body cryptobyte.String
		var tag asn1.Tag
		if !input.ReadAnyASN1(&body, &tag) {
			return true // no ASN.1 any more: an encrypted part
		}
		if tag == asn1.INTEGER && salted && !few(body) {
			return false
		}
		salted = tag == asn1.OCTET_STRING
		if inside := tag&0x20 != 0 || salted; inside && depth < maxDepth && !quick(body, depth+1) {
			return false
		}
	}
	return true
}

func few(number []byte) bool {
	n := 0
	for _, b := range number {
		if n = n<<8 | int(b); n > maxIterations {
			return false
		}
	}
	return len(number) > 0 && number[0] < 0x80
}
