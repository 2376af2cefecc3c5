//go:build pkcs11

package token

import (
	"bytes"
	"crypto/x509"
	"encoding/binary"
	"slices"

	"github.com/miekg/pkcs11"

	"redress/internal/certificate"
)

// maxChain bounds the way up from a certificate.
const maxChain = 8

// held is a certificate on the token.
type held struct {
	id, label []byte
	read      *certificate.Certificate
	key       any // its public key; nil: of a kind that Go does not know
}

func (s *session) certificates() ([]held, error) {
	found, err := s.objects(pkcs11.CKO_CERTIFICATE, pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509))
	if err != nil {
		return nil, err
	}
	var all []held
	for _, one := range found {
		raw := s.value(one, pkcs11.CKA_VALUE)
		read, err := certificate.Parse(raw)
		if err != nil {
			continue // not one that could sign
		}
		h := held{id: s.value(one, pkcs11.CKA_ID), label: s.value(one, pkcs11.CKA_LABEL), read: read}
		if known, err := x509.ParseCertificate(raw); err == nil {
			h.key = known.PublicKey
		}
		all = append(all, h)
	}
	// Of a certificate and the one it was renewed by, the newer signs.
	slices.SortStableFunc(all, func(a, b held) int { return b.read.NotAfter.Compare(a.read.NotAfter) })
	return all, nil
}

// key finds the key that signs, by its label or that of its certificate, or the only one.
func (s *session) key(label string) (*signer, []*certificate.Certificate, error) {
	known, err := s.certificates()
	if err != nil {
		return nil, nil, err
	}
	found, err := s.objects(pkcs11.CKO_PRIVATE_KEY, pkcs11.NewAttribute(pkcs11.CKA_SIGN, true))
	if err != nil {
		return nil, nil, err
	}
	type pair struct {
		handle pkcs11.ObjectHandle
		own    held
	}
	var all []pair
	gost := false
	for _, handle := range found {
		id, named := s.value(handle, pkcs11.CKA_ID), s.value(handle, pkcs11.CKA_LABEL)
		at := slices.IndexFunc(known, func(h held) bool { return len(id) > 0 && bytes.Equal(h.id, id) })
		called := label == "" || label == string(named) || at >= 0 && label == string(known[at].label)
		switch {
		case !called:
		case isGOST(s.value(handle, pkcs11.CKA_KEY_TYPE)):
			gost = true
		case at >= 0:
			all = append(all, pair{handle, known[at]})
		}
	}
	switch {
	case len(all) == 1:
		one := all[0]
		return &signer{session: s, handle: one.handle, public: one.own.key, each: isTrue(s.value(one.handle, pkcs11.CKA_ALWAYS_AUTHENTICATE))}, upwards(one.own, known), nil
	case len(all) == 0 && gost:
		return nil, nil, ErrGOST
	case len(all) == 0:
		return nil, nil, ErrKey
	}
	several := &Several{}
	for _, one := range all {
		name := s.value(one.handle, pkcs11.CKA_LABEL)
		if len(name) == 0 {
			name = one.own.label
		}
		several.Labels = append(several.Labels, string(name))
	}
	slices.Sort(several.Labels)
	return nil, nil, several
}

// upwards are the certificate and those of the token that issued it: what else lies there
// may be of other people.
func upwards(own held, known []held) []*certificate.Certificate {
	chain := []*certificate.Certificate{own.read}
	for len(chain) < maxChain {
		last := chain[len(chain)-1]
		at := slices.IndexFunc(known, func(h held) bool { return bytes.Equal(h.read.RawSubject, last.RawIssuer) })
		if last.SelfIssued() || at < 0 {
			break
		}
		chain = append(chain, known[at].read)
	}
	return chain
}

// The kinds of keys of GOST R 34.10: of PKCS #11, and with 512 bits of TC 26.
const (
	gost256 = pkcs11.CKK_GOSTR3410
	gost512 = 0xD4321003
)

func isGOST(kind []byte) bool {
	n := number(kind)
	return n == gost256 || n == gost512
}

// number reads a CK_ULONG, which is as long as the machine's words.
func number(raw []byte) uint64 {
	switch len(raw) {
	case 4:
		return uint64(binary.NativeEndian.Uint32(raw))
	case 8:
		return binary.NativeEndian.Uint64(raw)
	}
	return 0
}

func isTrue(raw []byte) bool { return len(raw) == 1 && raw[0] != 0 }
