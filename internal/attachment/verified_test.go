package attachment

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func TestVerified(t *testing.T) {
	sent := []byte("votes for: 512")
	for _, row := range []struct {
		name   string
		stored string
		want   error
	}{
		{"the same bytes", "votes for: 512", nil},
		{"another last byte", "votes for: 513", ErrDamaged},
		{"another first byte", "Votes for: 512", ErrDamaged},
		{"a byte is missing", "votes for: 51", ErrDamaged},
		{"all are missing", "", ErrDamaged},
		{"a byte too many", "votes for: 5120", ErrDamaged},
	} {
		for _, chunk := range []int{1, 5, 14, 100} {
			t.Run(row.name, func(t *testing.T) {
				rc := io.NopCloser(bytes.NewReader([]byte(row.stored)))
				r := Verified(rc, sha256.Sum256(sent), int64(len(sent)))
				var got []byte
				var err error
				for err == nil {
					var n int
					p := make([]byte, chunk)
					n, err = r.Read(p)
					got = append(got, p[:n]...)
				}
				if err == io.EOF {
					err = nil
				}
				if !errors.Is(err, row.want) || row.want == nil && err != nil {
					t.Errorf("Read() = %v, want %v", err, row.want)
				}
				if row.want == nil != bytes.Equal(got, sent) {
					t.Errorf("Read() gave %q, a whole file only if it is the one sent", got)
				}
				if row.want != nil && len(got) >= len(sent) {
					t.Errorf("Read() gave all %d bytes, want the last chunk held back", len(got))
				}
			})
		}
	}
}

func TestVerifiedPassesAFault(t *testing.T) {
	r := Verified(io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF)), Digest{}, 10)
	for range 2 {
		if _, err := r.Read(make([]byte, 4)); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("Read() = %v, want %v", err, io.ErrUnexpectedEOF)
		}
	}
}

func TestAnyFlippedBitIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sent := rapid.SliceOfN(rapid.Byte(), 1, 500).Draw(t, "sent")
		stored := bytes.Clone(sent)
		stored[rapid.IntRange(0, len(sent)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		rc := io.NopCloser(iotest.HalfReader(bytes.NewReader(stored)))
		if _, err := io.ReadAll(Verified(rc, sha256.Sum256(sent), int64(len(sent)))); !errors.Is(err, ErrDamaged) {
			t.Fatalf("ReadAll() = %v, want ErrDamaged", err)
		}
	})
}

func TestVerifiedEmptyFile(t *testing.T) {
	if _, err := io.ReadAll(Verified(io.NopCloser(bytes.NewReader(nil)), sha256.Sum256(nil), 0)); err != nil {
		t.Errorf("ReadAll() = %v, want nil", err)
	}
}

func TestDigestText(t *testing.T) {
	want := Digest(sha256.Sum256([]byte("scan")))
	text, err := want.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var got Digest
	if err := got.UnmarshalText(text); err != nil || got != want {
		t.Errorf("UnmarshalText(%s) = %v, %v; want %v", text, got, err, want)
	}
	for _, bad := range []string{"", "00", want.String() + "0", "zz" + want.String()[2:]} {
		if _, err := ParseDigest(bad); err == nil {
			t.Errorf("ParseDigest(%q) = nil, want an error", bad)
		}
	}
}
