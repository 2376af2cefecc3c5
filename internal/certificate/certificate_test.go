package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
)

const fixtures = "../signature/testdata/fixtures/certs"

var received = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// made is a certificate made for one test with its key.
type made struct {
	*x509.Certificate
	key *ecdsa.PrivateKey
}

// issue makes a certificate from the template; by nobody for a root.
func issue(t testing.TB, template *x509.Certificate, by *made) *made {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if template.NotAfter.IsZero() {
		template.NotBefore, template.NotAfter = received.AddDate(-1, 0, 0), received.AddDate(1, 0, 0)
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.Certificate, by.key
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return &made{c, key}
}

func (m *made) read(t testing.TB) *Certificate {
	t.Helper()
	c, err := Parse(m.Raw)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func named(name string, serial int64) *x509.Certificate {
	return &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}}
}

func authority(name string, serial int64) *x509.Certificate {
	c := named(name, serial)
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	return c
}

// TestChain: what leads to a trusted root, and what does not (RFC 5280, section 6).
func TestChain(t *testing.T) {
	root := issue(t, authority("Корень", 1), nil)
	narrow := authority("Узкий", 2)
	narrow.MaxPathLenZero = true
	between := issue(t, authority("Средний", 3), root)
	last := issue(t, narrow, root)
	tooDeep := issue(t, authority("Лишний", 4), last)
	notOne := named("Не центр", 5)
	notOne.KeyUsage = x509.KeyUsageDigitalSignature
	person := issue(t, notOne, root)
	old := named("Старый", 7)
	old.NotBefore, old.NotAfter = received.AddDate(-3, 0, 0), received.AddDate(-2, 0, 0)
	early := named("Ранний", 8)
	early.NotBefore, early.NotAfter = received.AddDate(0, 0, 1), received.AddDate(1, 0, 0)
	sealing := named("Для связи", 9)
	sealing.KeyUsage = x509.KeyUsageKeyAgreement
	strange := named("Особый", 10)
	strange.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3, 4}, Critical: true, Value: []byte{5, 0}}}
	for name, row := range map[string]struct {
		leaf   *made
		others []*made
		want   string
	}{
		"issued by the root":                      {issue(t, named("Лист", 20), root), nil, ""},
		"issued by one between":                   {issue(t, named("Лист", 21), between), []*made{between}, ""},
		"the one between is missing":              {issue(t, named("Лист", 22), between), nil, "issuer_unknown"},
		"4.2.1.9: too many between":               {issue(t, named("Лист", 23), tooDeep), []*made{last, tooDeep}, "path_too_long"},
		"4.2.1.9: issued by a person":             {issue(t, named("Лист", 24), person), []*made{person}, "not_authority"},
		"4.1.2.5: ran out":                        {issue(t, old, root), nil, "expired"},
		"4.1.2.5: not yet in force":               {issue(t, early, root), nil, "not_yet_valid"},
		"4.2.1.3: not for signing":                {issue(t, sealing, root), nil, "purpose_wrong"},
		"4.2: demands something unknown":          {issue(t, strange, root), nil, "extension_unknown"},
		"a false root of the same name":           {issue(t, named("Лист", 25), issue(t, authority("Корень", 1), nil)), nil, "issuer_false"},
		"a certificate that is itself its issuer": {issue(t, named("Сам", 26), nil), nil, "issuer_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			store := Store{Roots: []*Certificate{root.read(t)}}
			for _, other := range row.others {
				store.Others = append(store.Others, other.read(t))
			}
			_, f := row.leaf.read(t).Chain(store, received, Signing)
			if got := keyOf(f); got != row.want {
				t.Errorf("refused for %q, want %q", got, row.want)
			}
		})
	}
}

func keyOf(f *Fault) string {
	if f == nil {
		return ""
	}
	return f.Key
}

// TestTangle: a bundle of authorities of one name that issued one another costs a
// bounded number of checks.
func TestTangle(t *testing.T) {
	var all []*made
	for i := range 24 {
		var by *made
		if i > 0 {
			by = all[i-1]
		}
		all = append(all, issue(t, authority("Один", int64(i+1)), by))
	}
	store := Store{}
	for _, one := range all {
		store.Others = append(store.Others, one.read(t))
	}
	leaf := issue(t, named("Лист", 99), all[23]).read(t)
	start := time.Now()
	if _, f := leaf.Chain(store, received, Signing); f == nil || time.Since(start) > 2*time.Second {
		t.Errorf("%v after %v", f, time.Since(start))
	}
}

// TestResponse: stored answers count when the issuer or one it entitled signed them,
// and for their own time (RFC 6960).
func TestResponse(t *testing.T) {
	root := issue(t, authority("Корень", 1), nil)
	leaf := issue(t, named("Лист", 2), root)
	entitled := named("Отвечающий", 3)
	entitled.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
	responder := issue(t, entitled, root)
	anybody := issue(t, named("Кто-то", 4), root)
	for name, row := range map[string]struct {
		by      *made
		status  int
		since   time.Time
		next    time.Duration
		known   bool
		revoked bool
	}{
		"good, by the issuer":        {root, ocsp.Good, time.Time{}, time.Hour, true, false},
		"good, by one entitled":      {responder, ocsp.Good, time.Time{}, time.Hour, true, false},
		"good, by anybody":           {anybody, ocsp.Good, time.Time{}, time.Hour, false, false},
		"good, but out of date":      {root, ocsp.Good, time.Time{}, -time.Hour, false, false},
		"the authority does not say": {root, ocsp.Unknown, time.Time{}, time.Hour, false, false},
		"taken back before":          {responder, ocsp.Revoked, received.AddDate(0, 0, -3), time.Hour, true, true},
		"taken back later":           {responder, ocsp.Revoked, received.AddDate(0, 0, 3), time.Hour, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			template := ocsp.Response{Status: row.status, SerialNumber: leaf.SerialNumber, ThisUpdate: received.AddDate(0, 0, -1),
				NextUpdate: received.Add(row.next), RevokedAt: row.since, IssuerHash: crypto.SHA256}
			if row.by != root {
				template.Certificate = row.by.Certificate
			}
			raw, err := ocsp.CreateResponse(root.Certificate, row.by.Certificate, template, row.by.key)
			if err != nil {
				t.Fatal(err)
			}
			r, err := ParseResponse(raw)
			if err != nil {
				t.Fatal(err)
			}
			known, f := Evidence{Responses: []*Response{r}}.Standing([]*Certificate{leaf.read(t), root.read(t)}, received)
			if known != row.known || (f != nil) != row.revoked {
				t.Errorf("known %v, %v", known, f)
			}
		})
	}
}

// TestNames: the numbers of a person and an organisation are told apart.
func TestNames(t *testing.T) {
	n := Name{}
	n.take("1.2.643.3.131.1.1", "004205000000")
	n.take("1.2.643.100.3", "11223344595")
	n.take("2.5.4.4", "Смирнов")
	n.take("2.5.4.42", "Алексей Викторович")
	if n.INN != "" || n.OrganisationINN != "4205000000" || n.Person() != "Смирнов Алексей Викторович" {
		t.Errorf("%+v", n)
	}
	if got := text([]byte{4, 0x1c, 4, 0x38, 4, 0x40}, 30); got != "Мир" {
		t.Errorf("two bytes a letter are read as %q", got)
	}
	if got := text([]byte("А\u202eБ\n"), 12); got != "А\ufffdБ\ufffd" {
		t.Errorf("letters that turn the line are read as %q", got)
	}
}

func seeds(f *testing.F, pattern string) {
	files, err := filepath.Glob(filepath.Join(fixtures, pattern))
	if err != nil || len(files) == 0 {
		f.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		if block, _ := pem.Decode(raw); block != nil {
			raw = block.Bytes
		}
		f.Add(raw)
	}
}

func FuzzParse(f *testing.F) {
	seeds(f, "*.pem")
	root, err := ParseAll(mustRead(f, "rsa-ca.pem"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := Parse(raw)
		if err != nil {
			return
		}
		if chain, fault := c.Chain(Store{Roots: root}, received, Signing); fault == nil && len(chain) == 0 {
			t.Error("a chain without links")
		}
	})
}

func mustRead(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(fixtures, name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func FuzzParseList(f *testing.F) {
	seeds(f, "*.crl")
	f.Fuzz(func(t *testing.T, raw []byte) {
		if l, err := ParseList(raw); err == nil {
			if _, ok := l.revoked(big.NewInt(1003)); !ok && len(l.entries) == 0 {
				t.Error("an empty list cannot be searched")
			}
		}
	})
}

func FuzzParseResponse(f *testing.F) {
	root := issue(f, authority("Корень", 1), nil)
	raw, err := ocsp.CreateResponse(root.Certificate, root.Certificate, ocsp.Response{Status: ocsp.Good, SerialNumber: big.NewInt(2),
		ThisUpdate: received, NextUpdate: received.AddDate(0, 0, 1)}, root.key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	c := root.read(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if r, err := ParseResponse(raw); err == nil {
			if _, found := r.about(c, c, received); found && len(r.answers) == 0 {
				t.Error("an answer is found where there is none")
			}
		}
	})
}
