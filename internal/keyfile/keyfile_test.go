package keyfile

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"redress/internal/certificate"
	"redress/internal/keyring"
	"redress/internal/signature"
)

// file keeps a key under the passphrase, as the encoder writes it.
func file(t *testing.T, key crypto.Signer, how *pkcs12.Encoder) []byte {
	t.Helper()
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	template := &x509.Certificate{SerialNumber: big.NewInt(5), Subject: pkix.Name{CommonName: "Смирнов А. В."}, NotBefore: at.AddDate(-1, 0, 0), NotAfter: at.AddDate(1, 0, 0)}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := how.Encode(key, own, nil, "слово")
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// TestUnlock: a key opened by its passphrase signs, and by another opens nothing.
func TestUnlock(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	short, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		key crypto.Signer
		how *pkcs12.Encoder
	}{"RSA, old ciphers": {short, pkcs12.LegacyDES}, "RSA": {short, pkcs12.Modern}, "ECDSA": {curve, pkcs12.Modern}} {
		t.Run(name, func(t *testing.T) {
			kept := file(t, row.key, row.how)
			err := Unlock(kept, "слово", func(key crypto.Signer, chain []*certificate.Certificate) error {
				_, err := signature.Sign(signature.Hand{Key: key, Chain: chain}, bytes.NewReader([]byte("РЕШЕНИЕ")), at)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if err := Unlock(kept, "другое", nil); !errors.Is(err, keyring.ErrPassphrase) {
				t.Errorf("another passphrase: %v", err)
			}
		})
	}
	for name, raw := range map[string][]byte{"nothing": nil, "words": []byte("ключ"), "too large": make([]byte, 1<<20)} {
		if err := Unlock(raw, "слово", nil); !errors.Is(err, keyring.ErrUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRounds: a file that would keep the machine hashing is not begun.
func TestRounds(t *testing.T) {
	for name, row := range map[string]struct {
		raw  []byte
		want bool
	}{
		"eight million rounds": {[]byte{0x30, 0x08, 0x04, 1, 7, 0x02, 3, 0x7f, 0, 0}, false},
		"fewer than none":      {[]byte{0x30, 0x06, 0x04, 1, 7, 0x02, 1, 0x80}, false},
		"2048 rounds":          {[]byte{0x30, 0x07, 0x04, 1, 7, 0x02, 2, 8, 0}, true},
		"a large number alone": {[]byte{0x30, 0x05, 0x02, 3, 0x7f, 0, 0}, true},
	} {
		if got := quick(row.raw, 0); got != row.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
