package main

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
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/timestamp"
	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

// desk is where somebody signs: a folder with papers, and an authority that gives out keys.
type desk struct {
	t         *testing.T
	folder    string
	at        time.Time
	authority *x509.Certificate
	key       crypto.Signer
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, folder: t.TempDir(), at: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), key: curveKey(t)}
	d.authority = d.issue("Испытательный центр", d.key, func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	})
	d.put("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: d.authority.Raw}))
	d.put("letter.docx", []byte("Письмо"))
	paper, err := os.ReadFile("../../internal/signature/testdata/paper.pdf")
	if err != nil {
		t.Fatal(err)
	}
	d.put("ruling.pdf", paper)
	return d
}

func curveKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// issue gives out a certificate for a year; the first is the authority's own.
func (d *desk) issue(name string, key crypto.Signer, change func(*x509.Certificate)) *x509.Certificate {
	d.t.Helper()
	form := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: d.at.AddDate(0, -6, 0), NotAfter: d.at.AddDate(0, 6, 0)}
	change(form)
	by := d.authority
	if by == nil {
		by = form
	}
	raw, err := x509.CreateCertificate(rand.Reader, form, by, key.Public(), d.key)
	if err != nil {
		d.t.Fatal(err)
	}
	made, err := x509.ParseCertificate(raw)
	if err != nil {
		d.t.Fatal(err)
	}
	return made
}

// keyFile puts a key with its certificate into a file under the passphrase слово.
func (d *desk) keyFile(name string, key crypto.Signer, own *x509.Certificate) string {
	d.t.Helper()
	raw, err := pkcs12.Modern.Encode(key, own, []*x509.Certificate{d.authority}, "слово")
	if err != nil {
		d.t.Fatal(err)
	}
	return d.put(name, raw)
}

func (d *desk) path(name string) string { return filepath.Join(d.folder, name) }

func (d *desk) put(name string, raw []byte) string {
	d.t.Helper()
	if err := os.WriteFile(d.path(name), raw, 0o600); err != nil {
		d.t.Fatal(err)
	}
	return d.path(name)
}

// signs runs the command, and returns the status and what was said.
func (d *desk) signs(line signPaper, stamps, passphrase string) (int, string) {
	d.t.Helper()
	var out bytes.Buffer
	err := line.sign(stamps, func(string) (string, error) { return passphrase, nil }, &out, d.at)
	if err != nil {
		return exitStatus(err), err.Error()
	}
	return 0, out.String()
}

// verify holds a signature against the authority by the other command.
func (d *desk) verify(file, content string) (int, string) {
	d.t.Helper()
	line := verifySignature{Trust: []string{d.path("ca.pem")}, At: d.at.Add(time.Hour), Signature: file, Content: content}
	var out bytes.Buffer
	if err := line.verify(&out); err != nil {
		return exitStatus(err), out.String()
	}
	return 0, out.String()
}

func same(*x509.Certificate) {}

// TestSignPaper: what the command signs, the command that verifies accepts; a paper signed
// by one is signed by a second person.
func TestSignPaper(t *testing.T) {
	d := newDesk(t)
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curve := curveKey(t)
	chair := d.keyFile("chair.p12", long, d.issue("Смирнов А. В.", long, same))
	secretary := d.keyFile("secretary.p12", curve, d.issue("Ветрова И. А.", curve, same))
	for _, row := range []struct {
		name            string
		line            signPaper
		file, form, who string
	}{
		{"RSA, a PDF", signPaper{Key: chair, Paper: d.path("ruling.pdf")}, "ruling.pdf.signed.pdf", "PAdES", "Смирнов А. В."},
		{"ECDSA, after the other", signPaper{Key: secretary, Paper: d.path("ruling.pdf.signed.pdf"), Out: d.path("both.pdf")}, "both.pdf", "PAdES", "Ветрова И. А."},
		{"ECDSA, a PDF", signPaper{Key: secretary, Paper: d.path("ruling.pdf"), Out: d.path("own.pdf")}, "own.pdf", "PAdES", "Ветрова И. А."},
		{"RSA, apart", signPaper{Key: chair, Apart: true, Paper: d.path("ruling.pdf")}, "ruling.pdf.sig", "CAdES-BES", "Смирнов А. В."},
		{"ECDSA, no PDF", signPaper{Key: secretary, Paper: d.path("letter.docx")}, "letter.docx.sig", "CAdES-BES", "Ветрова И. А."},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, said := d.signs(row.line, "", "слово")
			if status != 0 || !strings.Contains(said, "Signature by "+row.who) || !strings.Contains(said, row.form) || !strings.Contains(said, "SIGNED: "+d.path(row.file)) {
				t.Fatalf("status %d: %s", status, said)
			}
			if strings.Contains(said, "trusted authority") || strings.Contains(said, "FAILED") {
				t.Errorf("more is said than was asked: %s", said)
			}
			content := row.line.Paper
			if row.form == "PAdES" {
				content = ""
			}
			if status, said = d.verify(d.path(row.file), content); status != 0 || !strings.Contains(said, "Signature by "+row.who) {
				t.Errorf("verify ends with %d: %s", status, said)
			}
		})
	}
}

// TestSignPaperRefuses: nothing is written where the signature would not hold, or would be
// written over something.
func TestSignPaperRefuses(t *testing.T) {
	d := newDesk(t)
	own, other := curveKey(t), curveKey(t)
	key := d.keyFile("key.p12", own, d.issue("Смирнов А. В.", own, same))
	old := d.keyFile("old.p12", own, d.issue("Смирнов А. В.", own, func(c *x509.Certificate) { c.NotAfter = d.at.AddDate(0, -1, 0) }))
	purpose := d.keyFile("purpose.p12", own, d.issue("Смирнов А. В.", own, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }))
	foreign := d.keyFile("foreign.p12", own, d.issue("Смирнов А. В.", other, same))
	paper := d.path("ruling.pdf")
	if status, said := d.signs(signPaper{Key: key, Paper: paper, Out: d.path("signed.pdf")}, "", "слово"); status != 0 {
		t.Fatal(said)
	}
	changed, err := os.ReadFile(d.path("signed.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(changed, []byte("/MediaBox"))
	changed[at+len("/MediaBox")+1]++
	down := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(down.Close)
	for _, row := range []struct {
		name               string
		line               signPaper
		stamps, passphrase string
		status             int
		words              string
	}{
		{"a wrong passphrase", signPaper{Key: key, Paper: paper}, "", "другое", 2, "the passphrase does not open the key file"},
		{"an expired certificate", signPaper{Key: old, Paper: paper}, "", "слово", 1, "The certificate of Смирнов А. В. ran out on 2026-10-21"},
		{"a certificate for other ends", signPaper{Key: purpose, Paper: paper}, "", "слово", 1, "is not meant for this"},
		{"another's certificate", signPaper{Key: foreign, Paper: paper}, "", "слово", 1, "does not fit"},
		{"what is there already", signPaper{Key: key, Paper: paper, Out: d.path("letter.docx")}, "", "слово", 2, "is there already"},
		{"no key file", signPaper{Key: d.path("none.p12"), Paper: paper}, "", "слово", 2, "no such file"},
		{"no key in the file", signPaper{Key: paper, Paper: paper}, "", "слово", 2, "cannot be read"},
		{"no paper", signPaper{Key: key, Paper: d.path("none.pdf")}, "", "слово", 2, "no such file"},
		{"a folder that is not there", signPaper{Key: key, Paper: paper, Out: d.path("none/x.pdf")}, "", "слово", 2, "no such file"},
		{"a damaged PDF", signPaper{Key: key, Paper: d.put("damaged.pdf", []byte("%PDF-1.7\n"))}, "", "слово", 2, "--apart signs it"},
		{"below a paper that was changed", signPaper{Key: key, Paper: d.put("changed.pdf", changed)}, "", "слово", 1, "The paper is not the one that was signed"},
		{"a service of time stamps that is away", signPaper{Key: key, Paper: paper}, down.URL, "слово", 2, "no time stamp came"},
		{"no address", signPaper{Key: key, Paper: paper}, "tsa", "слово", 2, "http"},
		{"a label without a token", signPaper{Key: key, Label: "Смирнов", Paper: paper}, "", "слово", 2, "--label"},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, said := d.signs(row.line, row.stamps, row.passphrase)
			if status != row.status || !strings.Contains(said, row.words) || strings.Contains(said, "{") {
				t.Errorf("status %d, want %d: %s", status, row.status, said)
			}
			if made, _ := filepath.Glob(d.path("*.pdf.signed.pdf")); len(made) > 0 {
				t.Errorf("%s is written", made)
			}
		})
	}
	if kept, _ := os.ReadFile(d.path("letter.docx")); string(kept) != "Письмо" {
		t.Error("a file was written over")
	}
}

// TestSignPaperWithTimeStamp: a stamp that holds is put in, one made with another key is
// not taken.
func TestSignPaperWithTimeStamp(t *testing.T) {
	d := newDesk(t)
	own, clock := curveKey(t), curveKey(t)
	key := d.keyFile("key.p12", own, d.issue("Смирнов А. В.", own, same))
	service := d.issue("Служба меток", clock, func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: []byte("\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x08")}}
	})
	stamps := func(by crypto.Signer) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			raw, _ := io.ReadAll(r.Body)
			asked, err := timestamp.ParseRequest(raw)
			if err != nil {
				t.Error(err)
				return
			}
			stamp := timestamp.Timestamp{HashAlgorithm: crypto.SHA256, HashedMessage: asked.HashedMessage, Time: d.at.Add(time.Second), Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: true}
			answer, err := stamp.CreateResponseWithOpts(service, by, crypto.SHA256)
			if err != nil {
				t.Error(err)
			}
			_, _ = w.Write(answer)
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	for _, apart := range []bool{false, true} {
		line := signPaper{Key: key, Apart: apart, Paper: d.path("ruling.pdf")}
		if status, said := d.signs(line, stamps(own), "слово"); status != 2 || !strings.Contains(said, "time stamp") {
			t.Errorf("a forged stamp: status %d: %s", status, said)
		}
		if status, said := d.signs(line, stamps(clock), "слово"); status != 0 || !strings.Contains(said, "2026-11-21 09:00:01 UTC, by a time stamp") {
			t.Errorf("status %d: %s", status, said)
		}
	}
	for file, content := range map[string]string{"ruling.pdf.signed.pdf": "", "ruling.pdf.sig": d.path("ruling.pdf")} {
		if status, said := d.verify(d.path(file), content); status != 0 || !strings.Contains(said, "by a time stamp") {
			t.Errorf("%s: verify ends with %d: %s", file, status, said)
		}
	}
}

// TestReadPassphrase: the first line of a file, or of the input, is taken as it stands.
func TestReadPassphrase(t *testing.T) {
	d := newDesk(t)
	for name, row := range map[string]struct{ raw, want, words string }{
		"a line":              {"слово и ещё \n", "слово и ещё ", ""},
		"a line of Windows":   {"слово\r\nдалее\n", "слово", ""},
		"without its end":     {"слово", "слово", ""},
		"nothing":             {"", "", "is empty"},
		"an empty first line": {"\nслово\n", "", "is empty"},
		"too much":            {strings.Repeat("x", 5000), "", "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			file := d.put("passphrase", []byte(row.raw))
			in, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			for _, named := range []string{file, ""} {
				got, err := readPassphrase(t.Context(), in, named, "")
				if got != row.want || (err != nil) != (row.words != "") || err != nil && !strings.Contains(err.Error(), row.words) {
					t.Errorf("%q, %v", got, err)
				}
			}
		})
	}
	if _, err := readPassphrase(t.Context(), os.Stdin, d.path("none"), ""); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no such file: %v", err)
	}
}
