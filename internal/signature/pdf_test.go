package signature

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

// append2 adds an update that rewrites one object of a PDF with a table of references.
func append2(t *testing.T, raw []byte, number int, body string) []byte {
	t.Helper()
	f, ok := openPDF(raw)
	if !ok {
		t.Fatal("the signed paper cannot be read")
	}
	u := &update{file: f, out: bytes.NewBuffer(bytes.Clone(raw)), next: f.size()}
	u.put(number, []byte(body))
	if !u.cross() {
		t.Fatal("the update cannot be written")
	}
	return u.out.Bytes()
}

// firstStream is a page's own stream of drawing.
func firstStream(t *testing.T, raw []byte) int {
	t.Helper()
	f, _ := openPDF(raw)
	page, _ := f.firstPage()
	ref, ok := f.dictOf(page)["Contents"].(pdfRef)
	if !ok {
		t.Fatal("the page has no stream")
	}
	return ref.number
}

// TestChangedPDF: whatever is done to a signed PDF afterwards is told.
func TestChangedPDF(t *testing.T) {
	a := newAuthority(t)
	paper := read(t, "testdata", "paper.pdf")
	once, twice := signTwice(t, a, paper)
	flip := func(at int) []byte {
		raw := bytes.Clone(once)
		raw[at] ^= 1
		return raw
	}
	page, _ := func() (pdfRef, bool) { f, _ := openPDF(once); return f.firstPage() }()
	visible := func() []byte {
		raw := bytes.Clone(twice)
		at := bytes.LastIndex(raw, []byte("/Rect[0 0 0 0]"))
		return append(append(raw[:at:at], "/Rect[0 0 9 9]"...), raw[at+len("/Rect[0 0 0 0]"):]...)
	}
	drawn := "<</Length 4>>\nstream\nq Q \nendstream"
	for _, row := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"a byte of the paper changed", flip(bytes.Index(once, []byte("stream")) + 20), "content_changed"},
		{"the drawing of the page exchanged by an update", append2(t, once, firstStream(t, once), drawn), "pdf_changed"},
		{"the page exchanged by an update", append2(t, once, page.number, "<</Type/Page/Rotate 90>>"), "pdf_changed"},
		{"the second signature draws on the page", visible(), "pdf_changed content_changed"},
		{"something after the end", append(bytes.Clone(once), "1 0 obj <<>> endobj"...), "pdf_unreadable"},
		{"cut off", once[:len(once)-40], "pdf_unreadable"},
		{"not signed", paper, "pdf_unsigned"},
		{"a range that leaves out more", bytes.Replace(once, []byte("/ByteRange [0 0"), []byte("/ByteRange [0 1"), 1), "pdf_range"},
		{"garbage", append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("[<<("), 1000)...), "pdf_unreadable"},
		{"more than 64 MB", append([]byte("%PDF-1.7\n"), make([]byte, 64<<20)...), "pdf_too_large"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := VerifyPDF(row.raw, a.policy(t))
			got := failures(r)
			slices.Sort(got)
			want := strings.Fields(row.want)
			slices.Sort(want)
			if r.Valid() || !slices.Equal(got, want) {
				t.Errorf("what failed: %v, want %v", got, want)
			}
		})
	}
}

// TestSuppliedLater: a part that the signed paper names and does not have cannot be
// supplied after signing.
func TestSuppliedLater(t *testing.T) {
	a := newAuthority(t)
	paper := read(t, "testdata", "paper.pdf")
	f, _ := openPDF(paper)
	page, _ := f.firstPage()
	source, _ := f.source(page.number)
	hollow := append2(t, paper, page.number, strings.Replace(string(source), "/Type", "/AF[999 0 R]/Type", 1))
	signed, err := SignPDF(a.hand(t, keys(t)["P-256"], 7, "Смирнов А. В."), hollow, "", received)
	if err != nil {
		t.Fatal(err)
	}
	if r := VerifyPDF(signed, a.policy(t)); !r.Valid() {
		t.Fatalf("as signed: %v", failures(r))
	}
	r := VerifyPDF(append2(t, signed, 999, "<</Late true>>"), a.policy(t))
	if got := failures(r); len(got) != 1 || got[0] != "pdf_changed" {
		t.Errorf("supplied later: %v", got)
	}
}

// TestSignedTwice: two signatures of one person are told as one person's.
func TestSignedTwice(t *testing.T) {
	a := newAuthority(t)
	by := a.hand(t, keys(t)["P-256"], 7, "Смирнов А. В.")
	raw := read(t, "testdata", "paper.pdf")
	for range 2 {
		var err error
		if raw, err = SignPDF(by, raw, "", received); err != nil {
			t.Fatal(err)
		}
	}
	r := VerifyPDF(raw, a.policy(t))
	if !r.Valid() || len(r.Signers) != 2 || r.Checks[len(r.Checks)-1].Why != "signed_twice" {
		t.Errorf("%v %v", failures(r), r.Checks)
	}
}

// TestPDFDates: the claimed time of a signature dictionary.
func TestPDFDates(t *testing.T) {
	want := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for _, s := range []string{"D:20261121090000Z", "D:20261121160000+07'00'", "D:20261121160000+07'00", "D:20261121090000"} {
		if got := pdfTime(s); !got.Equal(want) {
			t.Errorf("%s is read as %v", s, got)
		}
	}
	if !pdfTime("yesterday").IsZero() {
		t.Error("words are read as a time")
	}
}

func FuzzVerifyPDF(f *testing.F) {
	a := newAuthority(f)
	for _, name := range []string{"paper.pdf", "paper-streams.pdf"} {
		once, twice := signTwice(f, a, read(f, "testdata", name))
		f.Add(once)
		f.Add(twice)
	}
	f.Add([]byte("%PDF-1.7\n1 0 obj<</Length 1 0 R>>stream\n startxref 9 %%EOF"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if r := VerifyPDF(raw, Policy{At: received}); r.Valid() {
			t.Error("valid without a trusted authority")
		}
		if signed, err := SignPDF(Hand{}, raw, "", received); err == nil {
			t.Errorf("%d bytes are signed by nobody", len(signed))
		}
	})
}
