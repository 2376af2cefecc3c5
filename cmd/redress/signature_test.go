package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestVerifySignature: the command says in words what it found and ends with the
// status it promises, without a server or a database.
func TestVerifySignature(t *testing.T) {
	const fixtures = "../../internal/signature/testdata/fixtures"
	at := func(parts ...string) string { return filepath.Join(append([]string{fixtures}, parts...)...) }
	received := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		line   verifySignature
		status int
		words  string
	}{
		"a valid one": {verifySignature{Trust: []string{at("certs", "gost512-ca.pem")}, Content: at("document.txt"), Signature: at("sig", "gost512-chair.p7s")},
			0, "Signature by Смирнов Алексей Викторович"},
		"over a changed paper": {verifySignature{Trust: []string{at("certs", "rsa-ca.pem")}, Content: at("document-tampered.txt"), Signature: at("sig", "rsa-chair.p7s")},
			1, "FAILED The paper is not the one that was signed"},
		"revoked": {verifySignature{Trust: []string{at("certs", "rsa-ca.pem")}, CRL: []string{at("certs", "rsa-ca.crl")}, Content: at("document.txt"), Signature: at("sig", "rsa-other.p7s")},
			1, "FAILED The certificate of Посторонний Пётр Ильич was taken back on 2026-11-01"},
		"nobody is trusted":         {verifySignature{Content: at("document.txt"), Signature: at("sig", "rsa-chair.p7s")}, 1, "name one with --trust"},
		"certificate apart":         {verifySignature{Trust: []string{at("certs", "ecdsa-ca.pem")}, Certificate: []string{at("certs", "ecdsa-chair.pem")}, Content: at("document.txt"), Signature: at("sig", "ecdsa-chair-nocerts.p7s")}, 0, "VALID"},
		"a PDF without a signature": {verifySignature{Signature: "../../internal/signature/testdata/paper.pdf"}, 1, "There is no signature in the PDF."},
		"no such file":              {verifySignature{Signature: at("sig", "none.p7s")}, 2, ""},
		"no such paper":             {verifySignature{Content: at("none.txt"), Signature: at("sig", "rsa-chair.p7s")}, 2, ""},
		"a list that is none":       {verifySignature{CRL: []string{at("document.txt")}, Signature: at("sig", "rsa-chair.p7s")}, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			row.line.At = received
			var out bytes.Buffer
			err := row.line.verify(&out)
			status := 0
			if err != nil {
				status = exitStatus(err)
			}
			if status != row.status || !strings.Contains(out.String(), row.words) || strings.Contains(out.String(), "{") {
				t.Errorf("status %d (%v), want %d; words:\n%s", status, err, row.status, out.String())
			}
			if row.status == 2 {
				return
			}
			row.line.JSON = true
			out.Reset()
			err = row.line.verify(&out)
			var report struct{ Valid bool }
			if read := json.Unmarshal(out.Bytes(), &report); read != nil || report.Valid != (err == nil) {
				t.Errorf("for programs: %v, %s", read, out.String())
			}
		})
	}
	if got := exitStatus(errors.New("another command")); got != 1 {
		t.Errorf("any failure ends with %d", got)
	}
	large := filepath.Join(t.TempDir(), "large.p7s")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 100<<20); err != nil {
		t.Fatal(err)
	}
	line := verifySignature{Signature: large}
	if err := line.verify(&bytes.Buffer{}); exitStatus(err) != 2 || !strings.Contains(err.Error(), "larger than 64 MB") {
		t.Errorf("100 MB: %v", err)
	}
}
