// Package vaulttest holds the promises that every Vault of evidence keeps,
// wherever it keeps the files. An implementation is tested by running them all.
package vaulttest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"redress/internal/attachment"
)

// Run tests the promises on vaults that open returns. Each call of open gives an
// empty vault of its own.
func Run(t *testing.T, open func(t *testing.T) attachment.Vault) {
	// First and alone, as it watches the memory of the whole process.
	t.Run("a large file is never held in memory", func(t *testing.T) { streams(t, open(t)) })

	for name, promise := range map[string]func(*testing.T, attachment.Vault){
		"bytes come back as they were sent":                bytesBack,
		"of eight at once under one key exactly one wins":  oneWins,
		"a second file under a key changes nothing":        createOnly,
		"a file at the limit is kept":                      atLimit,
		"a file past the limit leaves nothing":             pastLimit,
		"a broken upload leaves nothing":                   brokenReader,
		"an upload that is given up leaves nothing":        cancelled,
		"a key that nobody used is absent":                 absent,
		"deleting twice is no error":                       deleteTwice,
		"a key that NewKey could not have made is refused": badKeys,
		"a list names the old keys only":                   listsOld,
		"a usable vault checks well":                       checks,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			promise(t, open(t))
		})
	}
}

const limit = 64 << 20

func bytesBack(t *testing.T, v attachment.Vault) {
	for _, size := range []int{0, 1, 4095, 64 << 10, 5<<20 - 1, 5 << 20, 5<<20 + 1, 17 << 20} {
		data := noise(size)
		stored := put(t, v, attachment.NewKey(), data)
		if stored.Size != int64(size) || stored.SHA256 != sha256.Sum256(data) {
			t.Errorf("Put(%d bytes) = %d bytes, %v; want %v", size, stored.Size, stored.SHA256, attachment.Digest(sha256.Sum256(data)))
		}
		holds(t, v, stored.Key, data)
	}
}

func oneWins(t *testing.T, v attachment.Vault) {
	const rivals = 8
	key := attachment.NewKey()
	var errs [rivals]error
	var files [rivals][]byte
	var start, end sync.WaitGroup
	start.Add(1)
	for i := range rivals {
		files[i] = noise(300<<10 + i)
		end.Go(func() {
			start.Wait()
			_, errs[i] = v.Put(t.Context(), key, bytes.NewReader(files[i]), limit)
		})
	}
	start.Done()
	end.Wait()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner >= 0:
			t.Fatalf("both %d and %d put a file under one key", winner, i)
		case err == nil:
			winner = i
		case !errors.Is(err, attachment.ErrExists):
			t.Errorf("Put() of a rival = %v, want ErrExists", err)
		}
	}
	if winner < 0 {
		t.Fatal("nobody put the file")
	}
	holds(t, v, key, files[winner])
}

func createOnly(t *testing.T, v attachment.Vault) {
	first := noise(1000)
	key := put(t, v, attachment.NewKey(), first).Key
	if _, err := v.Put(t.Context(), key, bytes.NewReader(noise(1000)), limit); !errors.Is(err, attachment.ErrExists) {
		t.Errorf("second Put() = %v, want ErrExists", err)
	}
	holds(t, v, key, first)
}

func atLimit(t *testing.T, v attachment.Vault) {
	data := noise(100_000)
	stored, err := v.Put(t.Context(), attachment.NewKey(), bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("Put() = %v, want nil", err)
	}
	holds(t, v, stored.Key, data)
}

func pastLimit(t *testing.T, v attachment.Vault) {
	key := attachment.NewKey()
	if _, err := v.Put(t.Context(), key, bytes.NewReader(noise(100_001)), 100_000); !errors.Is(err, attachment.ErrTooLarge) {
		t.Errorf("Put() = %v, want ErrTooLarge", err)
	}
	nothingUnder(t, v, key)
}

func brokenReader(t *testing.T, v attachment.Vault) {
	// A multipart body that is cut short ends like this.
	for _, broken := range []error{io.ErrUnexpectedEOF, errors.New("connection reset")} {
		key := attachment.NewKey()
		r := io.MultiReader(bytes.NewReader(noise(6<<20)), failing{broken})
		if _, err := v.Put(t.Context(), key, r, limit); !errors.Is(err, broken) || errors.Is(err, attachment.ErrUnavailable) {
			t.Errorf("Put() = %v, want %v and no blame on the vault", err, broken)
		}
		nothingUnder(t, v, key)
	}
}

func cancelled(t *testing.T, v attachment.Vault) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	key := attachment.NewKey()
	r := io.MultiReader(bytes.NewReader(noise(1<<20)), acting(cancel), bytes.NewReader(noise(1<<20)))
	if _, err := v.Put(ctx, key, r, limit); !errors.Is(err, context.Canceled) {
		t.Errorf("Put() = %v, want %v", err, context.Canceled)
	}
	nothingUnder(t, v, key)
}

func absent(t *testing.T, v attachment.Vault) { nothingUnder(t, v, attachment.NewKey()) }

func deleteTwice(t *testing.T, v attachment.Vault) {
	key := put(t, v, attachment.NewKey(), noise(10)).Key
	for range 2 {
		if err := v.Delete(t.Context(), key); err != nil {
			t.Errorf("Delete() = %v, want nil", err)
		}
		nothingUnder(t, v, key)
	}
}

func badKeys(t *testing.T, v attachment.Vault) {
	good := attachment.NewKey()
	for _, key := range []attachment.Key{"", "staging/", "../" + good, "staging/../../etc/passwd", good + "/..", good + "\n", "kept/" + good} {
		if _, err := v.Put(t.Context(), key, bytes.NewReader(nil), limit); !errors.Is(err, attachment.ErrBadKey) {
			t.Errorf("Put(%q) = %v, want ErrBadKey", key, err)
		}
		if _, _, err := v.Open(t.Context(), key); !errors.Is(err, attachment.ErrBadKey) {
			t.Errorf("Open(%q) = %v, want ErrBadKey", key, err)
		}
		if err := v.Delete(t.Context(), key); !errors.Is(err, attachment.ErrBadKey) {
			t.Errorf("Delete(%q) = %v, want ErrBadKey", key, err)
		}
	}
}

func listsOld(t *testing.T, v attachment.Vault) {
	older := put(t, v, attachment.NewKey(), noise(10)).Key
	time.Sleep(1100 * time.Millisecond) // some servers keep whole seconds only
	moment := time.Now()
	time.Sleep(1100 * time.Millisecond)
	newer := put(t, v, attachment.NewKey(), noise(10)).Key

	for _, want := range []struct {
		olderThan    time.Time
		older, newer bool
	}{
		{moment.Add(-time.Hour), false, false},
		{moment, true, false},
		{moment.Add(time.Hour), true, true},
	} {
		got := list(t, v, want.olderThan)
		if got[older] != want.older || got[newer] != want.newer {
			t.Errorf("List(%v) = %v, want older %t, newer %t", want.olderThan, got, want.older, want.newer)
		}
	}
	for _, err := range v.List(t.Context(), moment.Add(time.Hour)) {
		if err != nil {
			t.Errorf("List() = %v", err)
		}
		break // a sweep may stop early
	}
}

func checks(t *testing.T, v attachment.Vault) {
	if err := v.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v, want nil", err)
	}
	if left := list(t, v, time.Now().Add(time.Hour)); len(left) > 0 {
		t.Errorf("Check() left %v", left)
	}
}

// noise returns bytes that differ each time and do not compress.
func noise(size int) []byte {
	seed := fmt.Appendf(nil, "%032d", rand.Uint64())
	data := make([]byte, size)
	rand.NewChaCha8([32]byte(seed)).Read(data)
	return data
}
