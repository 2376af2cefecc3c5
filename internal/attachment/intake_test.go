package attachment_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"redress/internal/attachment"
	"redress/internal/regulation"
)

func nothingStored(t *testing.T, vault attachment.Vault) {
	t.Helper()
	for key, err := range vault.List(t.Context(), time.Now().Add(time.Hour)) {
		t.Errorf("List() has %s, %v; want nothing stored", key, err)
	}
}

func TestReceiveKeepsTheNameAndTheDigest(t *testing.T) {
	in := intake(t, attachment.DefaultLimits)
	raw := "C:\\Users\\Иван\\ре\u202Eшение\x00.pdf"
	got, err := in.Receive(t.Context(), raw, bytes.NewReader(pdf))
	if err != nil {
		t.Fatalf("Receive() = %v, want nil", err)
	}
	if !got.Key.Valid() {
		t.Errorf("Key = %q, want a valid one", got.Key)
	}
	got.Key = ""
	want := attachment.Attachment{
		Name: "решение.pdf", OriginalName: "C:\\Users\\Иван\\ре\u202Eшение\uFFFD.pdf",
		MediaType: "application/pdf", Size: int64(len(pdf)), SHA256: sha256.Sum256(pdf),
	}
	if got != want {
		t.Errorf("Receive() = %+v, want %+v", got, want)
	}
}

func TestReceiveRefusesTooLarge(t *testing.T) {
	in := intake(t, attachment.Limits{FileBytes: 1 << 20, Files: 20, TotalBytes: 20 << 20})
	data := append(bytes.Clone(pdf), make([]byte, 1<<20)...)
	_, err := in.Receive(t.Context(), "решение.pdf", bytes.NewReader(data))
	var refusal *regulation.Refusal
	if !errors.As(err, &refusal) || refusal.Key != "file_too_large" ||
		refusal.Values["name"] != "решение.pdf" || refusal.Values["limit_mb"] != int64(1) {
		t.Errorf("Receive() = %+v, want file_too_large with the name and 1 MB", err)
	}
	nothingStored(t, in.Vault)
	if _, err := in.Receive(t.Context(), "решение.pdf", bytes.NewReader(data[:1<<20])); err != nil {
		t.Errorf("Receive() at the limit = %v, want nil", err)
	}
}

// A cut connection is neither a short file nor the sender's mistake.
func TestReceiveOfABrokenUpload(t *testing.T) {
	for name, r := range map[string]io.Reader{
		"in the head":   io.MultiReader(bytes.NewReader(pdf), iotest.ErrReader(io.ErrUnexpectedEOF)),
		"past the head": io.MultiReader(bytes.NewReader(pdf), bytes.NewReader(make([]byte, 20<<10)), iotest.ErrReader(io.ErrUnexpectedEOF)),
	} {
		t.Run(name, func(t *testing.T) {
			in := intake(t, attachment.DefaultLimits)
			_, err := in.Receive(t.Context(), "a.pdf", r)
			var refusal *regulation.Refusal
			if !errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &refusal) {
				t.Errorf("Receive() = %v, want %v and no refusal", err, io.ErrUnexpectedEOF)
			}
			nothingStored(t, in.Vault)
		})
	}
}

func TestTogether(t *testing.T) {
	limits := attachment.Limits{FileBytes: 3 << 20, Files: 3, TotalBytes: 5 << 20}
	sized := func(sizes ...int64) (all []attachment.Attachment) {
		for _, size := range sizes {
			all = append(all, attachment.Attachment{Size: size})
		}
		return all
	}
	for _, row := range []struct {
		name string
		all  []attachment.Attachment
		want string
	}{
		{"none", nil, ""},
		{"as many as may be", sized(1, 1, 1), ""},
		{"one too many", sized(1, 1, 1, 1), "file_too_many"},
		{"as much as may be", sized(3<<20, 2<<20), ""},
		{"one byte too much", sized(3<<20, 2<<20, 1), "files_too_large"},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := limits.Together(row.all)
			var refusal *regulation.Refusal
			if errors.As(err, &refusal) != (row.want != "") || refusal != nil && refusal.Key != row.want {
				t.Errorf("Together() = %v, want %q", err, row.want)
			}
		})
	}
}
