package signature

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"testing"
)

// TestRevisions: the paper that was signed is found at the beginning of the signed one, and
// what was added is told.
func TestRevisions(t *testing.T) {
	a := newAuthority(t)
	paper := read(t, "testdata", "paper.pdf")
	once, twice := signTwice(t, a, paper)
	is := func(state []byte) func(Revision) bool {
		return func(r Revision) bool { return r.End == len(state) && r.Digest == Digest(sha256.Sum256(state)) }
	}
	found := Revisions(twice)
	for name, state := range map[string][]byte{"the paper": paper, "signed once": once, "signed twice": twice} {
		if !slices.ContainsFunc(found, is(state)) {
			t.Errorf("%s is not found among %d states", name, len(found))
		}
	}
	if all := Revisions(bytes.Repeat([]byte("%%EOF\r\n"), 1000)); len(all) != 3*maxRevisions {
		t.Errorf("%d states of many, want %d", len(all), 3*maxRevisions)
	}
	if Revisions([]byte("no end")) != nil {
		t.Error("a file without an end has states")
	}
	for name, state := range map[string][]byte{"the paper": paper, "signed once": once, "signed twice": twice} {
		if f := OnlySigned(twice, len(state)); f != nil {
			t.Errorf("after %s: %v", name, f)
		}
	}
	changed, _ := signTwice(t, a, append2(t, paper, firstStream(t, paper), "<</Length 4>>\nstream\nq Q \nendstream"))
	if r := VerifyPDF(changed, a.policy(t)); !r.Valid() {
		t.Errorf("a paper changed before it was signed: %v", failures(r))
	}
	if f := OnlySigned(changed, len(paper)); f == nil || f.Key != "pdf_changed" {
		t.Errorf("a paper changed before it was signed counts as only signed: %v", f)
	}
	if f := OnlySigned(append(bytes.Clone(once), "tail"...), len(paper)); f == nil || f.Key != "pdf_unreadable" {
		t.Errorf("with something after its end: %v", f)
	}
}

// TestStated: the digest of the paper is found where SHA-256 was used, or the paper is inside.
func TestStated(t *testing.T) {
	of := Digest(sha256.Sum256(read(t, own, "document.txt")))
	for file, want := range map[string]bool{"rsa-chair.p7s": true, "ecdsa-chair-plain.p7s": true, "gost512-chair-attached.p7s": true,
		"gost512-chair.p7s": false, "rsa-chair-noattr.p7s": false, "rsa-chair-sha1.p7s": false, "document.tsr": false} {
		if got, ok := Stated(read(t, own, "sig", file)); ok != want || ok && got != of {
			t.Errorf("%s states %v, %v", file, got, ok)
		}
	}
}

// TestHeavy: what all signatures of a PDF cover together is bounded.
func TestHeavy(t *testing.T) {
	if tooHeavy([]pdfSignature{{end: MaxPDF}, {end: MaxPDF}}) || !tooHeavy([]pdfSignature{{end: MaxPDF}, {end: MaxPDF}, {end: 1}}) {
		t.Error("the bound is not where it should be")
	}
}
