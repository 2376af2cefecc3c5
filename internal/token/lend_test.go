//go:build pkcs11

package token

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/miekg/pkcs11"

	"redress/internal/certificate"
	"redress/internal/signature"
)

const userPIN = "12345678"

var at = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// softhsm finds the module of SoftHSM 2, a token in software, and gives it an empty folder.
func softhsm(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("SOFTHSM2_MODULE"), "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so"} {
		if _, err := os.Stat(name); name == "" || err != nil {
			continue
		}
		dir := t.TempDir()
		settings := filepath.Join(dir, "softhsm2.conf")
		if err := os.WriteFile(settings, []byte("directories.tokendir = "+dir+"\nobjectstore.backend = file\nlog.level = ERROR\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("SOFTHSM2_CONF", settings)
		return name
	}
	t.Skip("SoftHSM 2 is not here")
	return ""
}

// maker puts objects on tokens.
type maker struct {
	t      *testing.T
	ctx    *pkcs11.Ctx
	handle pkcs11.SessionHandle
	serial int64
	issuer *x509.Certificate
	key    crypto.Signer
}

// fill makes tokens while the module is open, and closes it.
func fill(t *testing.T, module string, tokens map[string]func(*maker)) *certificate.Certificate {
	t.Helper()
	ctx := pkcs11.New(module)
	if ctx == nil {
		t.Fatalf("%s cannot be loaded", module)
	}
	defer ctx.Destroy()
	must(t, ctx.Initialize())
	defer func() { must(t, ctx.Finalize()) }()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	m := &maker{t: t, ctx: ctx, key: key}
	m.issuer = m.issue("Испытательный центр", key.Public(), at.AddDate(5, 0, 0))
	for label, with := range tokens {
		slots, err := ctx.GetSlotList(true)
		must(t, err)
		must(t, ctx.InitToken(slots[len(slots)-1], "87654321", label)) // the last is always a free one
		slots, err = ctx.GetSlotList(true)
		must(t, err)
		for _, id := range slots {
			if info, err := ctx.GetTokenInfo(id); err != nil || info.Label != label {
				continue
			}
			m.handle, err = ctx.OpenSession(id, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
			must(t, err)
			must(t, ctx.Login(m.handle, pkcs11.CKU_SO, "87654321"))
			must(t, ctx.InitPIN(m.handle, userPIN))
			must(t, ctx.Logout(m.handle))
			must(t, ctx.Login(m.handle, pkcs11.CKU_USER, userPIN))
			with(m)
			must(t, ctx.CloseSession(m.handle))
		}
	}
	root, err := certificate.Parse(m.issuer.Raw)
	must(t, err)
	return root
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *maker) issue(name string, key crypto.PublicKey, until time.Time) *x509.Certificate {
	m.t.Helper()
	m.serial++
	form := &x509.Certificate{SerialNumber: big.NewInt(m.serial), Subject: pkix.Name{CommonName: name}, NotBefore: at.AddDate(-1, 0, 0), NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature}
	by := m.issuer
	if by == nil {
		form.IsCA, form.BasicConstraintsValid, form.KeyUsage = true, true, x509.KeyUsageCertSign
		by = form
	}
	raw, err := x509.CreateCertificate(rand.Reader, form, by, key, m.key)
	must(m.t, err)
	made, err := x509.ParseCertificate(raw)
	must(m.t, err)
	return made
}

// put puts a certificate on the token.
func (m *maker) put(id byte, label string, c *x509.Certificate) {
	m.t.Helper()
	_, err := m.ctx.CreateObject(m.handle, []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE), pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, false), pkcs11.NewAttribute(pkcs11.CKA_ID, []byte{id}),
		pkcs11.NewAttribute(pkcs11.CKA_LABEL, label), pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, c.RawSubject), pkcs11.NewAttribute(pkcs11.CKA_VALUE, c.Raw)})
	must(m.t, err)
}

// generate has the token make a key, and returns the public half's handle.
func (m *maker) generate(id byte, label string, mechanism uint, public ...*pkcs11.Attribute) pkcs11.ObjectHandle {
	m.t.Helper()
	more := []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_ID, []byte{id}), pkcs11.NewAttribute(pkcs11.CKA_LABEL, label)}
	half, _, err := m.ctx.GenerateKeyPair(m.handle, []*pkcs11.Mechanism{pkcs11.NewMechanism(mechanism, nil)},
		append(append(public, more...), pkcs11.NewAttribute(pkcs11.CKA_VERIFY, true)),
		append(more[:3:3], pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true), pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true), pkcs11.NewAttribute(pkcs11.CKA_SIGN, true),
			pkcs11.NewAttribute(pkcs11.CKA_ALWAYS_AUTHENTICATE, strings.HasPrefix(label, "each"))))
	must(m.t, err)
	return half
}

func (m *maker) attribute(of pkcs11.ObjectHandle, kind uint) []byte {
	m.t.Helper()
	read, err := m.ctx.GetAttributeValue(m.handle, of, []*pkcs11.Attribute{pkcs11.NewAttribute(kind, nil)})
	must(m.t, err)
	return read[0].Value
}

func (m *maker) rsa(id byte, label string) crypto.PublicKey {
	half := m.generate(id, label, pkcs11.CKM_RSA_PKCS_KEY_PAIR_GEN, pkcs11.NewAttribute(pkcs11.CKA_MODULUS_BITS, 2048), pkcs11.NewAttribute(pkcs11.CKA_PUBLIC_EXPONENT, []byte{1, 0, 1}))
	return &rsa.PublicKey{N: new(big.Int).SetBytes(m.attribute(half, pkcs11.CKA_MODULUS)), E: 65537}
}

func (m *maker) curve(id byte, label string, of elliptic.Curve, oid asn1.ObjectIdentifier) crypto.PublicKey {
	named, err := asn1.Marshal(oid)
	must(m.t, err)
	half := m.generate(id, label, pkcs11.CKM_EC_KEY_PAIR_GEN, pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, named))
	var point []byte
	_, err = asn1.Unmarshal(m.attribute(half, pkcs11.CKA_EC_POINT), &point)
	must(m.t, err)
	key, err := ecdsa.ParseUncompressedPublicKey(of, point)
	must(m.t, err)
	return key
}

var (
	p256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}
	p384 = asn1.ObjectIdentifier{1, 3, 132, 0, 34}
	p521 = asn1.ObjectIdentifier{1, 3, 132, 0, 35}
)

// give puts a key and its certificate on the token.
func (m *maker) give(id byte, label string, key crypto.PublicKey) {
	m.put(id, label, m.issue(label, key, at.AddDate(1, 0, 0)))
}

// TestLend: keys on a token sign papers, inside and apart, and the signatures hold.
func TestLend(t *testing.T) {
	module := softhsm(t)
	root := fill(t, module, map[string]func(*maker){"Рутокен": func(m *maker) {
		m.put(99, "authority", m.issuer)
		m.give(1, "RSA", m.rsa(1, "RSA"))
		m.give(2, "P-256", m.curve(2, "P-256", elliptic.P256(), p256))
		m.give(3, "P-384", m.curve(3, "P-384", elliptic.P384(), p384))
		m.give(4, "P-521", m.curve(4, "P-521", elliptic.P521(), p521))
		m.give(5, "each RSA", m.rsa(5, "each RSA"))
		renewed := m.curve(6, "renewed", elliptic.P256(), p256)
		m.put(6, "old", m.issue("old", renewed, at.AddDate(0, -1, 0)))
		m.put(6, "new", m.issue("renewed", renewed, at.AddDate(1, 0, 0)))
	}})
	pdf, err := os.ReadFile("../signature/testdata/paper.pdf")
	must(t, err)
	policy := signature.Policy{At: at, Roots: []*certificate.Certificate{root}}
	for _, label := range []string{"RSA", "P-256", "P-384", "P-521", "each RSA", "renewed"} {
		t.Run(label, func(t *testing.T) {
			asked := ""
			err := Lend(module, label, func(of string) (string, error) { asked = of; return userPIN, nil }, func(key crypto.Signer, chain []*certificate.Certificate) error {
				if len(chain) != 2 || !bytes.Equal(chain[1].Raw, root.Raw) {
					t.Errorf("a chain of %d", len(chain))
				}
				hand := signature.Hand{Key: key, Chain: chain}
				made, err := signature.Sign(hand, bytes.NewReader(pdf), at)
				must(t, err)
				apart, err := signature.Verify(made, bytes.NewReader(pdf), policy)
				if err != nil || !apart.Valid() || !apart.Signers[0].CAdES {
					t.Errorf("apart: %v, %v", apart.Failed(), err)
				}
				if made, err = signature.SignPDF(hand, pdf, "", at); err != nil {
					return err
				}
				inside := signature.VerifyPDF(made, policy)
				if !inside.Valid() || !inside.Signers[0].PAdES || inside.Signers[0].Owner.Person() != label {
					t.Errorf("inside: %v", inside.Failed())
				}
				return nil
			})
			if err != nil || asked != "Рутокен" {
				t.Errorf("asked for the PIN of %q: %v", asked, err)
			}
		})
	}
}

// TestLendRefuses: what is not clear is asked about, never guessed, and what the token
// refuses is told in words.
func TestLendRefuses(t *testing.T) {
	module := softhsm(t)
	fill(t, module, map[string]func(*maker){
		"first": func(m *maker) {
			m.give(1, "chair", m.curve(1, "", elliptic.P256(), p256))
			m.give(2, "secretary", m.curve(2, "", elliptic.P256(), p256))
			m.curve(3, "no certificate", elliptic.P256(), p256)
		},
		"second": func(m *maker) {
			m.give(1, "deputy", m.curve(1, "deputy", elliptic.P256(), p256))
		},
		"gost": func(m *maker) {
			// GostR3410-2001-CryptoPro-A and its hash; SoftHSM keeps such a key even where it cannot use it.
			_, err := m.ctx.CreateObject(m.handle, []*pkcs11.Attribute{
				pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_PRIVATE_KEY), pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, pkcs11.CKK_GOSTR3410),
				pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true), pkcs11.NewAttribute(pkcs11.CKA_SIGN, true),
				pkcs11.NewAttribute(pkcs11.CKA_ID, []byte{1}), pkcs11.NewAttribute(pkcs11.CKA_VALUE, bytes.Repeat([]byte{7}, 32)),
				pkcs11.NewAttribute(pkcs11.CKA_GOSTR3410_PARAMS, []byte{6, 7, 0x2a, 0x85, 3, 2, 2, 0x23, 1}), pkcs11.NewAttribute(pkcs11.CKA_GOSTR3411_PARAMS, []byte{6, 7, 0x2a, 0x85, 3, 2, 2, 0x1e, 1})})
			must(m.t, err)
		},
	})
	refused, errSeveral := errors.New("the act refuses"), errors.New("several")
	for _, row := range []struct {
		name, label, pin, words string
		want                    error
	}{
		{"several tokens", "", userPIN, "first", errSeveral},
		{"several keys", "first", userPIN, "chair, secretary", errSeveral},
		{"a token by its label", "second", userPIN, "", refused},
		{"a key by the label of its certificate", "secretary", userPIN, "", refused},
		{"a key on one of the tokens", "deputy", userPIN, "", refused},
		{"nobody's label", "chairman", userPIN, "chairman", ErrNone},
		{"a GOST key", "gost", userPIN, "bring the .sig", ErrGOST},
		{"a wrong PIN", "second", "00000000", "", ErrPIN},
		{"a PIN that is too short", "second", "1", "", ErrPIN},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := Lend(module, row.label, func(string) (string, error) { return row.pin, nil }, func(crypto.Signer, []*certificate.Certificate) error { return refused })
			var several *Several
			if errors.As(err, &several) {
				err = fmt.Errorf("%w: %w", errSeveral, err)
			}
			if !errors.Is(err, row.want) || !strings.Contains(fmt.Sprint(err), row.words) {
				t.Errorf("%v, want %v", err, row.want)
			}
		})
	}
	if err := Lend(module, "second", func(string) (string, error) { return "", refused }, nil); !errors.Is(err, refused) {
		t.Errorf("no PIN is given: %v", err)
	}
}

// TestLendWithoutToken: no module, and no token, are told apart.
func TestLendWithoutToken(t *testing.T) {
	module := softhsm(t)
	if err := Lend(module, "", nil, nil); !errors.Is(err, ErrNone) {
		t.Errorf("no token: %v", err)
	}
	if err := Lend(filepath.Join(t.TempDir(), "none.so"), "", nil, nil); !errors.Is(err, ErrModule) {
		t.Errorf("no module: %v", err)
	}
	fill(t, module, map[string]func(*maker){"empty": func(*maker) {}})
	if err := Lend(module, "", func(string) (string, error) { return userPIN, nil }, nil); !errors.Is(err, ErrKey) {
		t.Errorf("an empty token: %v", err)
	}
}
