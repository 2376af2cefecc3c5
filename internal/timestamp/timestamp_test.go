package timestamp

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/timestamp"
)

// authority is a service of time stamps that answers as the row says.
func authority(t *testing.T, answer func(*timestamp.Request) (int, []byte)) *Service {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		asked, err := timestamp.ParseRequest(raw)
		if err != nil || r.Header.Get("Content-Type") != "application/timestamp-query" {
			t.Errorf("RFC 3161, 3.4: the request is %x, %v", raw, err)
			return
		}
		status, said := answer(asked)
		w.Header().Set("Content-Type", "application/timestamp-reply")
		w.WriteHeader(status)
		_, _ = w.Write(said)
	}))
	t.Cleanup(server.Close)
	s, err := New(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStamp(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	form := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Служба меток"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	imprint := sha256.Sum256([]byte("подпись"))
	granted := func(asked *timestamp.Request) (int, []byte) {
		if !bytes.Equal(asked.HashedMessage, imprint[:]) || !asked.Certificates {
			t.Errorf("asked for a stamp over %x, certificates %v", asked.HashedMessage, asked.Certificates)
		}
		stamp := timestamp.Timestamp{HashAlgorithm: crypto.SHA256, HashedMessage: asked.HashedMessage, Time: now, Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: true}
		answer, err := stamp.CreateResponseWithOpts(own, key, crypto.SHA256)
		if err != nil {
			t.Error(err)
		}
		return http.StatusOK, answer
	}
	refusal, err := timestamp.CreateErrorResponse(timestamp.Rejection, timestamp.SystemFailure)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name   string
		answer func(*timestamp.Request) (int, []byte)
		fails  string
	}{
		{"granted", granted, ""},
		{"refused", func(*timestamp.Request) (int, []byte) { return http.StatusOK, refusal }, "refuses, status 2"},
		{"broken", func(*timestamp.Request) (int, []byte) { return http.StatusBadGateway, nil }, "answers 502"},
		{"no answer", func(*timestamp.Request) (int, []byte) { return http.StatusOK, []byte("<html>") }, "the answer is none"},
		{"endless", func(*timestamp.Request) (int, []byte) { return http.StatusOK, make([]byte, maxAnswer+2) }, "the answer is none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			token, err := authority(t, row.answer).Stamp(imprint)
			if row.fails != "" {
				if err == nil || !strings.Contains(err.Error(), row.fails) {
					t.Errorf("Stamp() = %v, want %q", err, row.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if read, err := timestamp.Parse(token); err != nil || !bytes.Equal(read.HashedMessage, imprint[:]) {
				t.Errorf("Stamp() = %+v, %v", read, err)
			}
		})
	}
}

func TestAddress(t *testing.T) {
	for _, address := range []string{"", "tsa.example", "ftp://tsa.example", "http://"} {
		if _, err := New(address); err == nil {
			t.Errorf("New(%q) is taken", address)
		}
	}
}
