package signature

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/internal/certificate"
)

// own is the copy of the shared fixtures that these tests need.
const own = "testdata/fixtures"

// received is when the fixtures came in.
var received = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func read(t testing.TB, parts ...string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func certificates(t testing.TB, folder string, names ...string) []*certificate.Certificate {
	t.Helper()
	var all []*certificate.Certificate
	for _, name := range names {
		some, err := certificate.ParseAll(read(t, folder, "certs", name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, some...)
	}
	return all
}

// trusting is the policy of the fixtures: their true roots, at the moment they state.
func trusting(t testing.TB, folder string) Policy {
	t.Helper()
	return Policy{At: received, Roots: certificates(t, folder, "rsa-ca.pem", "ecdsa-ca.pem",
		"gost256-ca.pem", "gost256cpa-ca.pem", "gost256tca-ca.pem", "gost512-ca.pem")}
}

// verify checks a signature of the fixtures over a paper of theirs.
func verify(t testing.TB, p Policy, file, paper string) Report {
	t.Helper()
	r, err := Verify(read(t, own, "sig", file), bytes.NewReader(read(t, own, paper)), p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// failures are the keys of what did not hold.
func failures(r Report) []string {
	var keys []string
	all := r.Checks
	for _, s := range r.Signers {
		all = append(all, s.Checks...)
	}
	for _, c := range all {
		if !c.OK {
			keys = append(keys, c.Why)
		}
	}
	return keys
}

// TestExpected: every signature of the fixtures gives what they state of it, in the
// copy kept here and in the shared folder where there is one.
func TestExpected(t *testing.T) {
	for _, folder := range []string{own, "../../../shared/fixtures/signatures"} {
		if _, err := os.Stat(folder); err != nil {
			continue
		}
		t.Run(filepath.Base(folder), func(t *testing.T) { expected(t, folder) })
	}
}

func expected(t *testing.T, folder string) {
	var want struct {
		At         time.Time `json:"verify_at"`
		Signatures map[string]struct {
			File, Document, Encoding string
			Valid                    bool
			CAdES                    bool  `json:"cades_bes"`
			Tampered                 *bool `json:"valid_over_document_tampered"`
		}
	}
	if err := json.Unmarshal(read(t, folder, "expected.json"), &want); err != nil {
		t.Fatal(err)
	}
	p := trusting(t, folder)
	p.At = want.At
	for name, row := range want.Signatures {
		t.Run(name, func(t *testing.T) {
			raw := read(t, folder, row.File)
			r, err := Verify(raw, bytes.NewReader(read(t, folder, row.Document)), p)
			if err != nil {
				t.Fatal(err)
			}
			if r.Valid() != row.Valid || string(r.Encoding) != row.Encoding {
				t.Errorf("valid %v in %s, want %v in %s; what failed: %v", r.Valid(), r.Encoding, row.Valid, row.Encoding, failures(r))
			}
			for _, s := range r.Signers {
				if s.CAdES != row.CAdES {
					t.Errorf("CAdES-BES %v, want %v", s.CAdES, row.CAdES)
				}
			}
			if row.Tampered == nil {
				return
			}
			r, err = Verify(raw, bytes.NewReader(read(t, folder, "document-tampered.txt")), p)
			if err != nil || r.Valid() != *row.Tampered {
				t.Errorf("over the changed paper: valid %v (%v), want %v", r.Valid(), err, *row.Tampered)
			}
		})
	}
}

// TestWhy: each failure is told by the key of its own sentence.
func TestWhy(t *testing.T) {
	for _, row := range []struct{ file, paper, want string }{
		{"rsa-chair.p7s", "document-tampered.txt", "content_changed"},
		{"gost512-chair-noattr.p7s", "document-tampered.txt", "signature_wrong"},
		{"rsa-chair-attached.p7s", "document.txt", "content_inside"},
		{"ecdsa-chair-badsig.p7s", "document.txt", "signature_wrong"},
		{"gost256-chair-badsig.p7s", "document.txt", "signature_wrong"},
		{"gost512-chair-nocerts.p7s", "document.txt", "certificate_absent"},
		{"gost256-chair-swapped.p7s", "document.txt", "signature_wrong certificate_swapped issuer_false"},
		{"rsa-chair-swapped.p7s", "document.txt", "signature_wrong certificate_swapped issuer_false"},
		{"rsa-false.p7s", "document.txt", "issuer_false"},
		{"gost256-false.p7s", "document.txt", "issuer_false"},
		{"gost256tca-expired.p7s", "document.txt", "expired"},
		{"rsa-chair-sha1.p7s", "document.txt", "digest_weak"},
	} {
		t.Run(row.file, func(t *testing.T) {
			if got := strings.Join(failures(verify(t, trusting(t, own), row.file, row.paper)), " "); got != row.want {
				t.Errorf("what failed: %q, want %q", got, row.want)
			}
		})
	}
}

// TestSigner: who signed, by what and on whose word is told.
func TestSigner(t *testing.T) {
	r := verify(t, trusting(t, own), "gost512-chair.p7s", "document.txt")
	s := r.Signers[0]
	if s.Owner.Person() != "Смирнов Алексей Викторович" || s.Owner.Title != "Председатель ТИК" ||
		s.Owner.Organisation != "Территориальная избирательная комиссия Заречного района" ||
		s.Key != "GOST R 34.10-2012 512" || s.Issuer != "Тестовый корневой УЦ (gost512)" || s.AtBy != ByReceipt || s.Claimed.IsZero() {
		t.Errorf("the signer is told as %+v", s)
	}
}

// TestCertificateApart: a signature without its certificate holds once that is at hand.
func TestCertificateApart(t *testing.T) {
	for _, alg := range []string{"rsa", "ecdsa", "gost256", "gost512"} {
		p := trusting(t, own)
		p.Others = certificates(t, own, alg+"-chair.pem")
		if r := verify(t, p, alg+"-chair-nocerts.p7s", "document.txt"); !r.Valid() {
			t.Errorf("%s: %v", alg, failures(r))
		}
	}
}

// TestAttached: a signature with the paper inside holds where none lies beside it.
func TestAttached(t *testing.T) {
	for _, alg := range []string{"rsa", "ecdsa", "gost256tca", "gost512"} {
		r, err := Verify(read(t, own, "sig", alg+"-chair-attached.p7s"), nil, trusting(t, own))
		if err != nil || !r.Valid() {
			t.Errorf("%s: %v %v", alg, failures(r), err)
		}
	}
	r, _ := Verify(read(t, own, "sig", "rsa-chair.p7s"), nil, trusting(t, own))
	if got := failures(r); len(got) != 1 || got[0] != "content_missing" {
		t.Errorf("without the paper: %v", got)
	}
}

// TestRevoked: a certificate taken back by the time of receipt fails, one taken back
// later does not; a list of somebody else says nothing.
func TestRevoked(t *testing.T) {
	list, err := certificate.ParseList(read(t, own, "certs", "rsa-ca.crl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, file string
		at         time.Time
		failed     string
		why        string
	}{
		{"revoked on 1 November", "rsa-other.p7s", received, "revoked", "revoked"},
		{"before it was revoked", "rsa-other.p7s", received.AddDate(0, 0, -30), "", ""},
		{"not on the list", "rsa-chair.p7s", received, "", ""},
		{"another authority", "ecdsa-other.p7s", received, "", "revocation_unknown"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := trusting(t, own)
			p.At = row.at
			p.Evidence.Lists = []*certificate.List{list}
			r := verify(t, p, row.file, "document.txt")
			last := r.Signers[0].Checks[len(r.Signers[0].Checks)-1]
			if got := strings.Join(failures(r), " "); got != row.failed || last.Name != CheckRevocation || last.Why != row.why {
				t.Errorf("failed %q, last %+v", got, last)
			}
		})
	}
}

// TestTwoSigners: each is told apart, and one person signing twice is said.
func TestTwoSigners(t *testing.T) {
	r := verify(t, trusting(t, own), "rsa-ecdsa-two-signers.p7s", "document.txt")
	if len(r.Signers) != 2 || !r.Valid() || len(r.Checks) != 1 {
		t.Errorf("%d signers, valid %v, checks %v", len(r.Signers), r.Valid(), r.Checks)
	}
}

// TestBadInput: whatever is no signature gets a sentence of its own.
func TestBadInput(t *testing.T) {
	good := read(t, own, "sig", "rsa-chair.p7s")
	for _, row := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"nothing", nil, "empty"},
		{"more than 32 MB", make([]byte, 100<<20), "too_large"},
		{"words", []byte("это не подпись"), "not_signature"},
		{"a certificate", read(t, own, "certs", "rsa-chair.pem"), "malformed"},
		{"cut off", good[:len(good)/2], "malformed"},
		{"followed by something", append(bytes.Clone(good), 0), "malformed"},
		{"nested without end", bytes.Repeat([]byte{0x30, 0x80}, 1<<20), "malformed"},
		{"an empty list", []byte{0x30, 0}, "malformed"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, err := Verify(row.raw, strings.NewReader("paper"), trusting(t, own))
			if err != nil || r.Valid() || len(r.Checks) != 1 || r.Checks[0].Why != row.want {
				t.Errorf("%+v, %v; want %s", r, err, row.want)
			}
		})
	}
}

func write(t testing.TB, file string, raw []byte) {
	t.Helper()
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}
