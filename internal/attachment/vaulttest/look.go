package vaulttest

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"redress/internal/attachment"
)

// put stores data and fails the test if it cannot be stored.
func put(t *testing.T, v attachment.Vault, key attachment.Key, data []byte) attachment.Stored {
	t.Helper()
	stored, err := v.Put(t.Context(), key, bytes.NewReader(data), limit)
	if err != nil {
		t.Fatalf("Put(%d bytes) = %v, want nil", len(data), err)
	}
	if stored.Key != key {
		t.Errorf("Put() stored under %s, want %s", stored.Key, key)
	}
	return stored
}

// holds fails the test unless the vault has exactly these bytes under the key.
func holds(t *testing.T, v attachment.Vault, key attachment.Key, want []byte) {
	t.Helper()
	rc, size, err := v.Open(t.Context(), key)
	if err != nil {
		t.Fatalf("Open() = %v, want nil", err)
	}
	defer rc.Close()
	got, err := io.ReadAll(rc)
	if err != nil {
		t.Fatalf("reading what was stored: %v", err)
	}
	if size != int64(len(want)) || !bytes.Equal(got, want) {
		t.Errorf("Open() = %d bytes, told %d, equal %t; want %d", len(got), size, bytes.Equal(got, want), len(want))
	}
}

// nothingUnder fails the test if the vault has anything under the key.
func nothingUnder(t *testing.T, v attachment.Vault, key attachment.Key) {
	t.Helper()
	rc, _, err := v.Open(t.Context(), key)
	if err == nil {
		rc.Close()
	}
	if !errors.Is(err, attachment.ErrAbsent) {
		t.Errorf("Open() = %v, want ErrAbsent", err)
	}
	if list(t, v, time.Now().Add(time.Hour))[key] {
		t.Errorf("List() has %s, want nothing left", key)
	}
}

// list returns the keys older than a moment.
func list(t *testing.T, v attachment.Vault, olderThan time.Time) map[attachment.Key]bool {
	t.Helper()
	keys := make(map[attachment.Key]bool)
	for key, err := range v.List(t.Context(), olderThan) {
		if err != nil {
			t.Fatalf("List() = %v, want nil", err)
		}
		if keys[key] {
			t.Errorf("List() names %s twice", key)
		}
		keys[key] = true
	}
	return keys
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// acting is an empty reader that does something when it is read.
type acting func()

func (act acting) Read([]byte) (int, error) {
	act()
	return 0, io.EOF
}
