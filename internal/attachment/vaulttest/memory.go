package vaulttest

import (
	"io"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"redress/internal/attachment"
)

// roomForStreaming is how much the heap may grow while a file eight times as
// large passes through.
const roomForStreaming = 8 << 20

func streams(t *testing.T, v attachment.Vault) {
	put(t, v, attachment.NewKey(), noise(1)) // connections and buffers made once
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	runtime.GC()
	before := heap()

	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
				most = max(most, heap())
			}
		}
	}()
	started := time.Now()
	_, err := v.Put(t.Context(), attachment.NewKey(), io.LimitReader(rand.NewChaCha8([32]byte{}), limit), limit)
	took := time.Since(started)
	close(done)
	most := <-peak
	if err != nil {
		t.Fatalf("Put() = %v, want nil", err)
	}
	grown := int64(most) - int64(before)
	t.Logf("64 MiB in %v, heap grew by %d KiB at most", took.Round(time.Millisecond), grown>>10)
	if grown > roomForStreaming {
		t.Errorf("heap grew by %d bytes, want at most %d", grown, roomForStreaming)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
