package signature

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
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/internal/certificate"
)

// authority is a root made for one test.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func newAuthority(t testing.TB) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := authority{key: key, cert: &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Испытательный центр"},
		NotBefore: received.AddDate(-1, 0, 0), NotAfter: received.AddDate(5, 0, 0), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, MaxPathLen: 1}}
	a.cert = reread(t, a, a.cert, key.Public())
	return a
}

func reread(t testing.TB, a authority, template *x509.Certificate, key any) *x509.Certificate {
	t.Helper()
	raw, err := x509.CreateCertificate(rand.Reader, template, a.cert, key, a.key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (a authority) read(t testing.TB, made *x509.Certificate) *certificate.Certificate {
	t.Helper()
	c, err := certificate.Parse(made.Raw)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// hand issues a certificate to a person with the key.
func (a authority) hand(t testing.TB, key crypto.Signer, serial int64, name string, more ...pkix.Extension) Hand {
	t.Helper()
	leaf := reread(t, a, &x509.Certificate{ExtraExtensions: more, SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name, ExtraNames: []pkix.AttributeTypeAndValue{
		{Type: asn1.ObjectIdentifier{1, 2, 643, 100, 3}, Value: fmt.Sprintf("1122334459%d", serial)}, {Type: asn1.ObjectIdentifier{1, 2, 643, 3, 131, 1, 1}, Value: "420500000000"},
		{Type: asn1.ObjectIdentifier{1, 2, 643, 100, 1}, Value: "1024200000000"}}},
		NotBefore: received.AddDate(0, -1, 0), NotAfter: received.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment}, key.Public())
	return Hand{Key: key, Chain: []*certificate.Certificate{a.read(t, leaf), a.read(t, a.cert)}}
}

func (a authority) policy(t testing.TB) Policy {
	return Policy{At: received, Roots: []*certificate.Certificate{a.read(t, a.cert)}}
}

// keys are one of each kind that signs here.
func keys(t testing.TB) map[string]crypto.Signer {
	t.Helper()
	all := map[string]crypto.Signer{}
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		all[curve.Params().Name] = key
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	all["RSA"] = key
	return all
}

// TestSign: what is signed here holds, is CAdES-BES and names the person; over another
// paper it fails.
func TestSign(t *testing.T) {
	a := newAuthority(t)
	paper := read(t, own, "document.txt")
	for name, key := range keys(t) {
		t.Run(name, func(t *testing.T) {
			raw, err := Sign(a.hand(t, key, 7, "Смирнов А. В."), bytes.NewReader(paper), received)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Verify(raw, bytes.NewReader(paper), a.policy(t))
			if err != nil || !r.Valid() || r.Encoding != DER || !r.Signers[0].CAdES || !r.Signers[0].Claimed.Equal(received) {
				t.Errorf("valid %v, %v, %v: %+v", r.Valid(), err, failures(r), r.Signers)
			}
			if s := r.Signers[0].Owner; s.SNILS != "11223344597" || s.INN != "420500000000" || s.OGRN != "1024200000000" {
				t.Errorf("the signer is told as %v", s)
			}
			if r, _ = Verify(raw, strings.NewReader("another"), a.policy(t)); r.Valid() {
				t.Error("another paper is accepted")
			}
		})
	}
}

// TestSignRefuses: a certificate that is not in force, and a key that is not its own,
// sign nothing.
func TestSignRefuses(t *testing.T) {
	a := newAuthority(t)
	made := keys(t)
	by := a.hand(t, made["RSA"], 7, "Смирнов А. В.")
	var f *Fault
	if _, err := Sign(by, strings.NewReader("x"), received.AddDate(2, 0, 0)); !errors.As(err, &f) || f.Key != "expired" {
		t.Errorf("after the certificate ran out: %v", err)
	}
	by.Key = made["P-256"]
	if _, err := Sign(by, strings.NewReader("x"), received); !errors.Is(err, ErrKey) {
		t.Errorf("with another key: %v", err)
	}
	if _, err := SignPDF(by, []byte("not a PDF"), "", received); !errors.Is(err, ErrNotSignable) {
		t.Errorf("no PDF: %v", err)
	}
}

// signTwice signs one of the papers here by two people, one after the other.
func signTwice(t testing.TB, a authority, paper []byte) (once, twice []byte) {
	t.Helper()
	made := keys(t)
	once, err := SignPDF(a.hand(t, made["RSA"], 7, "Смирнов А. В."), paper, "Решение принято", received)
	if err != nil {
		t.Fatal(err)
	}
	second := a.hand(t, made["P-384"], 8, "Ветрова И. А.")
	if twice, err = SignPDF(second, once, "", received.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return once, twice
}

// TestSignPDF: a paper signed by one and then by two keeps its bytes as the beginning,
// and every signature holds, in files with tables and with streams of references.
func TestSignPDF(t *testing.T) {
	a := newAuthority(t)
	for _, name := range []string{"paper.pdf", "paper-streams.pdf"} {
		t.Run(name, func(t *testing.T) {
			paper := read(t, "testdata", name)
			once, twice := signTwice(t, a, paper)
			if !bytes.HasPrefix(once, paper) || !bytes.HasPrefix(twice, once) {
				t.Error("the paper is not the beginning of what was signed")
			}
			r := VerifyPDF(once, a.policy(t))
			if !r.Valid() || len(r.Signers) != 1 || !r.Signers[0].PAdES || !r.Signers[0].Claimed.Equal(received) {
				t.Errorf("signed once: %v %v", failures(r), r.Signers)
			}
			r = VerifyPDF(twice, a.policy(t))
			if !r.Valid() || len(r.Signers) != 2 {
				t.Fatalf("signed twice: %v %v", failures(r), r.Signers)
			}
			last := r.Signers[0].Checks[len(r.Signers[0].Checks)-1]
			if last.Why != "pdf_added" || r.Signers[1].Checks[len(r.Signers[1].Checks)-1].Why != "" {
				t.Errorf("the first signature says %v", last)
			}
			accepted(t, twice)
		})
	}
}

// accepted asks the checkers that are installed: qpdf for the file, poppler for the
// signatures.
func accepted(t *testing.T, signed []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "signed.pdf")
	write(t, file, signed)
	if _, err := exec.LookPath("qpdf"); err == nil {
		if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil {
			t.Errorf("qpdf: %s", out)
		}
	}
	if _, err := exec.LookPath("pdfsig"); err == nil {
		out, _ := exec.Command("pdfsig", "-nocert", file).CombinedOutput()
		if n := strings.Count(string(out), "Signature is Valid"); n != 2 || !strings.Contains(string(out), "Total document signed") {
			t.Errorf("pdfsig accepts %d: %s", n, out)
		}
	}
}
