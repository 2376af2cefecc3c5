package files

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/attachment/vaulttest"
)

func TestVault(t *testing.T) {
	vaulttest.Run(t, func(t *testing.T) attachment.Vault { return newVault(t) })
}

func newVault(t *testing.T) *Vault {
	t.Helper()
	v, err := New(filepath.Join(t.TempDir(), "attachments"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestFilesAreForTheOwnerOnly(t *testing.T) {
	v := newVault(t)
	if _, err := v.Put(t.Context(), attachment.NewKey(), strings.NewReader("scan"), 10); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(v.staging(), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("mode of %s = %v, want nothing for others", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestVaultSurvivesReopening(t *testing.T) {
	v := newVault(t)
	key := attachment.NewKey()
	stored, err := v.Put(t.Context(), key, strings.NewReader("scan"), 10)
	if err != nil {
		t.Fatal(err)
	}
	again, err := New(v.dir)
	if err != nil {
		t.Fatal(err)
	}
	rc, err := attachment.Open(t.Context(), again, attachment.Attachment{Key: key, Size: stored.Size, SHA256: stored.SHA256})
	if err != nil {
		t.Fatalf("Open() = %v, want nil", err)
	}
	rc.Close()
}

// A machine that stops during Put leaves the unfinished copy, which nobody can
// open and the sweep must find.
func TestUnfinishedFileIsSwept(t *testing.T) {
	v := newVault(t)
	key := attachment.NewKey()
	part := v.place(key) + unfinished
	if err := os.MkdirAll(filepath.Dir(part), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(part, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := v.Open(t.Context(), key); !errors.Is(err, attachment.ErrAbsent) {
		t.Errorf("Open() = %v, want ErrAbsent", err)
	}
	if got := old(t, v); !slices.Equal(got, []attachment.Key{key}) {
		t.Errorf("List() = %v, want %v", got, key)
	}
	if err := v.Delete(t.Context(), key); err != nil {
		t.Errorf("Delete() = %v, want nil", err)
	}
	if _, err := os.Stat(part); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat() after Delete() = %v, want absent", err)
	}
}

func TestForeignFilesAreLeftAlone(t *testing.T) {
	v := newVault(t)
	for _, name := range []string{"lost+found", "AB/notes.txt"} {
		path := filepath.Join(v.staging(), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := old(t, v); len(got) > 0 {
		t.Errorf("List() = %v, want none", got)
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	v := newVault(t)
	if err := os.RemoveAll(v.staging()); err != nil {
		t.Fatal(err)
	}
	if err := v.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "is absent") {
		t.Errorf("Check() without the folder = %v, want that it is absent", err)
	}
	_, err := v.Put(t.Context(), attachment.NewKey(), bytes.NewReader(nil), 1)
	if !errors.Is(err, attachment.ErrUnavailable) {
		t.Errorf("Put() without the folder = %v, want ErrUnavailable", err)
	}
	if err := os.WriteFile(v.staging(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "is not a folder") {
		t.Errorf("Check() with a file there = %v, want that it is not a folder", err)
	}
}

// A limit on the size of files breaks writing half-way, as a full disk does.
func TestFullDiskLeavesNothingAndIsNotTheSendersFault(t *testing.T) {
	v := newVault(t)
	key := attachment.NewKey()
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var usual syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &usual); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: usual.Max}); err != nil {
		t.Fatal(err)
	}
	_, err := v.Put(t.Context(), key, bytes.NewReader(make([]byte, 2<<20)), 4<<20)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &usual); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(err, attachment.ErrUnavailable) {
		t.Errorf("Put() = %v, want ErrUnavailable", err)
	}
	if left := old(t, v); len(left) > 0 {
		t.Errorf("List() = %v, want nothing left", left)
	}
}

func old(t *testing.T, v *Vault) []attachment.Key {
	t.Helper()
	var keys []attachment.Key
	for key, err := range v.List(t.Context(), time.Now().Add(time.Hour)) {
		if err != nil {
			t.Fatalf("List() = %v, want nil", err)
		}
		keys = append(keys, key)
	}
	return keys
}
