package signature

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"redress/internal/certificate"
)

// clock is a service of time stamps for tests.
type clock struct {
	Hand
	at time.Time
}

func (a authority) clock(t testing.TB, at time.Time) clock {
	t.Helper()
	purpose, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	return clock{a.hand(t, keys(t)["P-256"], 9, "Служба времени", pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: purpose}), at}
}

// Stamp makes a token.
func (c clock) Stamp(imprint [32]byte) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		addID(b, "1.2.3.4.1")
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			addAlgorithm(b, "2.16.840.1.101.3.4.2.1", true)
			b.AddASN1OctetString(imprint[:])
		})
		b.AddASN1Int64(77)
		b.AddASN1(cbasn1.GeneralizedTime, func(b *cryptobyte.Builder) { b.AddBytes([]byte(c.at.UTC().Format("20060102150405.5Z"))) })
	})
	content := b.BytesOrPanic()
	h := certificate.SHA256.New()
	h.Write(content)
	about, err := signedAttributes(c.Chain[0], idTimestampedInfo, h.Sum(nil), c.at, true)
	if err != nil {
		return nil, err
	}
	h.Reset()
	h.Write(about)
	value, err := c.Key.Sign(rand.Reader, h.Sum(nil), crypto.SHA256)
	if err != nil {
		return nil, err
	}
	m, err := mannerOf(c.Key.Public())
	if err != nil {
		return nil, err
	}
	return c.write(m, idTimestampedInfo, content, about, value, nil)
}

// broken is a service that answers with something else.
type broken struct{}

func (broken) Stamp([32]byte) ([]byte, error) { return []byte("503"), nil }

// TestTimestamp: a verified time stamp keeps a signature valid after the certificate
// ran out; one that is later than the receipt or of nobody's trust does not.
func TestTimestamp(t *testing.T) {
	a, stranger := newAuthority(t), newAuthority(t)
	paper := read(t, own, "document.txt")
	late := received.AddDate(2, 0, 0)
	for _, row := range []struct {
		name    string
		stamper Stamper
		failed  string
		why     string
	}{
		{"stamped in time", a.clock(t, received.Add(time.Hour)), "", ""},
		{"not stamped", nil, "expired", "timestamp_absent"},
		{"stamped after the receipt", a.clock(t, late.Add(time.Hour)), "expired", "timestamp_useless"},
		{"stamped by a service nobody trusts", stranger.clock(t, received), "expired", "timestamp_useless"},
	} {
		t.Run(row.name, func(t *testing.T) {
			by := a.hand(t, keys(t)["RSA"], 7, "Смирнов А. В.")
			by.Stamper = row.stamper
			raw, err := Sign(by, bytes.NewReader(paper), received)
			if err != nil {
				t.Fatal(err)
			}
			p := a.policy(t)
			p.At = late
			r, err := Verify(raw, bytes.NewReader(paper), p)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(failures(r), " "); got != row.failed {
				t.Errorf("what failed: %q, want %q", got, row.failed)
			}
			for _, c := range r.Signers[0].Checks {
				if c.Name == CheckTime && c.Why != row.why {
					t.Errorf("the time: %q, want %q", c.Why, row.why)
				}
			}
			signed, err := SignPDF(by, read(t, "testdata", "paper.pdf"), "", received)
			if err != nil {
				t.Fatal(err)
			}
			if pdf := VerifyPDF(signed, p); strings.Join(failures(pdf), " ") != row.failed {
				t.Errorf("the PDF: %v", failures(pdf))
			}
		})
	}
	by := a.hand(t, keys(t)["RSA"], 7, "Смирнов А. В.")
	by.Stamper = broken{}
	var f *Fault
	if raw, err := Sign(by, bytes.NewReader(paper), received); err == nil || errors.As(err, &f) {
		t.Errorf("a broken service: %d bytes, %v", len(raw), err)
	}
}

// TestStampApart: the time stamp of the fixtures holds, and belongs to the paper, not
// to a signature over it: the time of receipt goes on counting.
func TestStampApart(t *testing.T) {
	token := read(t, own, "sig", "document.tsr")
	p := trusting(t, own)
	p.At = received.Add(time.Minute)
	s, signer, f := readStamp(token, p)
	if f != nil || !s.covers(read(t, own, "document.txt")) || s.covers([]byte("another")) || signer.Owner.CommonName != "Тестовая служба штампов времени" {
		t.Errorf("%+v %+v %v", s, signer, f)
	}
	p.Tokens = [][]byte{token}
	r := verify(t, p, "rsa-chair.p7s", "document.txt")
	if s := r.Signers[0]; !r.Valid() || s.AtBy != ByReceipt || !strings.Contains(Check{Why: "timestamp_other"}.Words(), "something else") {
		t.Errorf("%v %+v", failures(r), s)
	}
}

func FuzzStamp(f *testing.F) {
	f.Add(read(f, own, "sig", "document.tsr"))
	p := trusting(f, own)
	p.Roots = nil
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, _, fault := readStamp(raw, p); fault == nil {
			t.Error("a time stamp holds without a trusted authority")
		}
	})
}
