package signature

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"time"

	"redress/internal/certificate"
)

// Bounds on the form of a PDF.
const (
	maxFields     = 256
	maxSignatures = 16
	maxCovered    = 128 << 20 // bytes that all signatures cover together
)

// pdfSignature is one signature dictionary (ISO 32000-1, 12.8.1) and what it covers.
type pdfSignature struct {
	kind    pdfName
	value   []byte // the CMS container
	signed  [2][]byte
	end     int // where the signed state of the file ends
	claimed time.Time
}

// VerifyPDF checks every signature of a signed PDF (ISO 32000-1, 12.8; ETSI EN
// 319 142-1) and what was added to the file after each.
func VerifyPDF(raw []byte, p Policy) Report {
	if len(raw) > MaxPDF {
		return refused(fault("pdf_too_large", "limit", "64 MB"))
	}
	file, ok := openPDF(raw)
	if !ok {
		return refused(fault("pdf_unreadable"))
	}
	if _, locked := file.trailer["Encrypt"]; locked {
		return refused(fault("pdf_encrypted"))
	}
	found, f := file.signatures()
	if f != nil {
		return refused(f)
	}
	p.effort = certificate.NewEffort(maxEffort)
	r := Report{Encoding: DER, Checks: []Check{{Name: CheckForm, OK: true}}, Signers: make([]Signer, len(found))}
	proved := map[int]time.Time{} // by the end of what a document time stamp covers
	for i := range found {
		if found[i].kind != "ETSI.RFC3161" {
			continue
		}
		s, at := found[i].stamp(p)
		if r.Signers[i] = s; s.Valid() {
			proved[found[i].end] = at
		}
	}
	for i := range found {
		one := &found[i]
		if one.kind != "ETSI.RFC3161" {
			r.Signers[i] = one.check(p, proved)
		}
		r.Signers[i].paper(file, one.end)
	}
	r.sayTwice()
	return r
}

// signatures finds the signature fields of the form, in the order of what they cover.
func (f *pdfFile) signatures() ([]pdfSignature, *Fault) {
	form := f.dictOf(f.dictOf(f.trailer["Root"])["AcroForm"])
	queue := slices.Clone(f.arrayOf(form["Fields"]))
	var all []pdfSignature
	seen := map[any]bool{}
	for n := 0; n < len(queue); n++ {
		if n == maxFields {
			return nil, fault("pdf_unreadable")
		}
		if ref, is := queue[n].(pdfRef); is {
			if seen[ref] {
				continue
			}
			seen[ref] = true
		}
		field := f.dictOf(queue[n])
		queue = append(queue, f.arrayOf(field["Kids"])...)
		if field["FT"] != pdfName("Sig") || field["V"] == nil {
			continue
		}
		one, fault := f.signature(f.dictOf(field["V"]))
		if fault != nil {
			return nil, fault
		}
		if !slices.ContainsFunc(all, func(s pdfSignature) bool { return s.end == one.end }) {
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		return nil, fault("pdf_unsigned")
	}
	if len(all) > maxSignatures {
		return nil, fault("pdf_unreadable")
	}
	if tooHeavy(all) {
		return nil, fault("pdf_heavy", "limit", "128 MB")
	}
	slices.SortFunc(all, func(a, b pdfSignature) int { return a.end - b.end })
	return all, nil
}

// tooHeavy reports whether the signatures cover more together than is hashed for one report.
func tooHeavy(all []pdfSignature) bool {
	covered := 0
	for i := range all {
		covered += all[i].end
	}
	return covered > maxCovered
}

// signature reads one dictionary. What is signed has to be the file from its first
// byte on, with nothing left out but the signature value itself: whatever stood in a
// wider gap could be exchanged unseen.
func (f *pdfFile) signature(dict pdfDict) (s pdfSignature, _ *Fault) {
	contents, ok := dict["Contents"].(pdfString)
	parts := f.arrayOf(dict["ByteRange"])
	var at [4]int
	if !ok || contents.end == 0 || len(parts) != len(at) {
		return s, fault("pdf_range")
	}
	for i := range at {
		if at[i], ok = asNumber(parts[i]); !ok {
			return s, fault("pdf_range")
		}
	}
	if at[0] != 0 || at[1] != contents.start || at[2] != contents.end || at[3] > len(f.raw)-at[2] || f.raw[contents.start] != '<' {
		return s, fault("pdf_range")
	}
	s.end = at[2] + at[3]
	s.signed = [2][]byte{f.raw[:at[1]], f.raw[at[2]:s.end]}
	s.value = []byte(contents.value)
	s.kind, _ = dict["SubFilter"].(pdfName)
	if date, is := dict["M"].(pdfString); is {
		s.claimed = pdfTime(date.value)
	}
	// The value is padded with zeros to the room that was kept for it.
	var r rewriter
	if rest, ok := r.element(s.value, 0); ok && len(bytes.Trim(rest, "\x00")) == 0 {
		s.value = s.value[:len(s.value)-len(rest)]
	}
	return s, nil
}

// pdfTime reads a date of ISO 32000-1, 7.9.4; zero when it is none.
func pdfTime(s string) time.Time {
	for _, layout := range []string{"D:20060102150405Z07'00'", "D:20060102150405Z07'00", "D:20060102150405Z", "D:20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

func (s *pdfSignature) content() (io.Reader, error) {
	return io.MultiReader(bytes.NewReader(s.signed[0]), bytes.NewReader(s.signed[1])), nil
}

// check holds a person's signature against the policy; the earliest time stamp of the
// document that covers it counts as one of its own.
func (s *pdfSignature) check(p Policy, proved map[int]time.Time) Signer {
	failed := Signer{Claimed: s.claimed, Checks: []Check{}}
	if s.kind != "ETSI.CAdES.detached" && s.kind != "adbe.pkcs7.detached" {
		failed.take(CheckForm, fault("pdf_kind", "kind", fmt.Sprintf("%.40q", string(s.kind))))
		return failed
	}
	der, _, f := unwrap(s.value)
	var box *container
	if f == nil {
		box, f = readContainer(der)
	}
	if f == nil && len(box.signers) != 1 {
		f = fault("pdf_signers")
	}
	if f != nil {
		failed.take(CheckForm, f)
		return failed
	}
	e := examination{box: box, policy: p, purpose: certificate.Signing, content: s.content}
	for end, at := range proved {
		if end > s.end && (e.proved.IsZero() || at.Before(e.proved)) {
			e.proved = at
		}
	}
	signer := e.signer(&box.signers[0])
	signer.container = s.value
	signer.PAdES = signer.CAdES && s.kind == "ETSI.CAdES.detached"
	if signer.Claimed.IsZero() {
		signer.Claimed = s.claimed
	}
	return signer
}

// stamp checks a time stamp of the document (ETSI EN 319 142-1, 5.4.3).
func (s *pdfSignature) stamp(p Policy) (Signer, time.Time) {
	t, signer, f := readStamp(s.value, p)
	if f == nil {
		h := t.digest.New()
		h.Write(s.signed[0])
		h.Write(s.signed[1])
		if !bytes.Equal(h.Sum(nil), t.imprint) {
			f = fault("content_changed")
		}
	}
	if f != nil {
		failed := Signer{DocumentTime: true, Checks: []Check{}}
		failed.take(CheckTime, f)
		return failed, time.Time{}
	}
	signer.DocumentTime, signer.At, signer.AtBy, signer.CAdES = true, t.at, ByTimestamp, false
	return *signer, t.at
}

// paper says whether anything but further signatures was added after the state of the
// file that was signed.
func (s *Signer) paper(file *pdfFile, end int) {
	if end == len(file.raw) {
		s.pass(CheckPaper)
		return
	}
	then, ok := openPDF(file.raw[:end])
	if !ok {
		s.take(CheckPaper, fault("pdf_changed", "object", "startxref"))
		return
	}
	if f := then.changedIn(file); f != nil {
		s.take(CheckPaper, f)
		return
	}
	s.reserve(CheckPaper, fault("pdf_added"))
}
