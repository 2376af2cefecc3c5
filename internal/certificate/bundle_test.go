package certificate

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"os"
	"testing"
	"time"
)

// handedOut is a bundle of two authorities as openssl crl2pkcs7 writes it.
func handedOut(t testing.TB) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/authorities.p7b")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestParseBundle: the files that authorities hand out are read, in each of their forms.
func TestParseBundle(t *testing.T) {
	one, two := mustRead(t, "rsa-ca.pem"), mustRead(t, "gost512-ca.pem")
	block, _ := pem.Decode(one)
	p7b := handedOut(t)
	for name, row := range map[string]struct {
		raw  []byte
		want int
	}{
		"one in PEM": {one, 1}, "two in PEM": {append(bytes.Clone(one), two...), 2}, "one in DER": {block.Bytes, 1},
		"a bundle in DER": {p7b, 2}, "a bundle in PEM": {pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: p7b}), 2},
		"words": {[]byte("words"), 0}, "nothing": {nil, 0}, "a key": {pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: block.Bytes}), 0},
		"a bundle cut off": {p7b[:len(p7b)-9], 0}, "a list": {mustRead(t, "rsa-ca.crl"), 0},
		"base64 alone": {[]byte(base64.StdEncoding.EncodeToString(block.Bytes)), 0},
		"too many":     {bytes.Repeat(append(one, '\n'), maxBundle+1), 0},
	} {
		all, err := ParseBundle(row.raw)
		if len(all) != row.want || (err == nil) != (row.want > 0) {
			t.Errorf("%s: %d certificates, %v; want %d", name, len(all), err, row.want)
		}
	}
}

// TestAuthority: roots and those between are told from persons, and one that was damaged from
// one that is whole.
func TestAuthority(t *testing.T) {
	for name, want := range map[string]string{"rsa-ca.pem": "", "gost512-ca.pem": "", "ecdsa-ca.pem": "", "rsa-chair.pem": "not_authority", "tsa.pem": "not_authority"} {
		all, err := ParseBundle(mustRead(t, name))
		if err != nil {
			t.Fatal(err)
		}
		f := all[0].Authority()
		if f == nil && want != "" || f != nil && f.Key != want {
			t.Errorf("%s: %v, want %q", name, f, want)
		}
		if all[0].SelfIssued() != (want == "") {
			t.Errorf("%s issued itself: %v", name, all[0].SelfIssued())
		}
	}
	block, _ := pem.Decode(mustRead(t, "ecdsa-ca.pem"))
	block.Bytes[len(block.Bytes)-1] ^= 1
	damaged, err := Parse(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if f := damaged.Authority(); f == nil || f.Key != "signature_wrong" {
		t.Errorf("a damaged root: %v", f)
	}
}

// TestListOfAuthority: a list is held against the key of its issuer, and counted.
func TestListOfAuthority(t *testing.T) {
	l, err := ParseList(mustRead(t, "rsa-ca.crl"))
	if err != nil {
		t.Fatal(err)
	}
	issuer, _ := ParseBundle(mustRead(t, "rsa-ca.pem"))
	namesake, _ := ParseBundle(mustRead(t, "rsa-false-ca.pem"))
	other, _ := ParseBundle(mustRead(t, "ecdsa-ca.pem"))
	for range 2 { // what was found to hold is remembered, and for that issuer alone
		if !l.IssuedBy(issuer[0]) || l.IssuedBy(namesake[0]) || l.IssuedBy(other[0]) || !l.NamesIssuer(namesake[0]) || l.NamesIssuer(other[0]) {
			t.Error("the list is taken for somebody else's")
		}
	}
	if n, whole := l.Count(); n != 1 || !whole || l.Partial() || l.Issuer.Person() != "Тестовый корневой УЦ (rsa)" {
		t.Errorf("%d entries, whole %v, of %s", n, whole, l.Issuer.Person())
	}
}

// BenchmarkStanding asks of a list as long as the store takes in.
func BenchmarkStanding(b *testing.B) {
	root := issue(b, authority("УЦ", 1), nil)
	leaf := issue(b, named("Иванов", 2), root)
	template := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: time.Now(), NextUpdate: time.Now().Add(time.Hour)}
	for i := range 500_000 {
		template.RevokedCertificateEntries = append(template.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: big.NewInt(1<<60 + int64(i)), RevocationTime: time.Now()})
	}
	raw, err := x509.CreateRevocationList(rand.Reader, template, root.Certificate, root.key)
	if err != nil {
		b.Fatal(err)
	}
	l, err := ParseList(raw)
	if err != nil {
		b.Fatal(err)
	}
	e, chain := Evidence{Lists: []*List{l}}, []*Certificate{leaf.read(b), root.read(b)}
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if known, f := e.Standing(chain, time.Now()); !known || f != nil {
			b.Fatal(known, f)
		}
	}
}

// FuzzParseBundle: whatever comes, nothing panics and it ends.
func FuzzParseBundle(f *testing.F) {
	for _, name := range []string{"rsa-ca.pem", "gost256-ca.pem", "rsa-ca.crl"} {
		raw := mustRead(f, name)
		block, _ := pem.Decode(raw)
		f.Add(raw)
		f.Add(block.Bytes)
	}
	f.Add(handedOut(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		all, _ := ParseBundle(raw)
		for _, c := range all {
			_ = c.Authority()
		}
		if l, err := ParseList(raw); err == nil {
			l.Count()
			for _, c := range all {
				l.IssuedBy(c)
			}
			_, _ = Evidence{Lists: []*List{l}}.Standing(all, time.Time{})
		}
	})
}
