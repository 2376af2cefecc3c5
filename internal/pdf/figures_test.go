package pdf

import (
	"io"
	"runtime"
	"testing"
)

// heap measures the most memory that drawing holds at once, beyond the paper itself.
type heap struct {
	most  uint64
	bytes int
	next  int
}

func (h *heap) Write(p []byte) (int, error) {
	if h.bytes += len(p); h.bytes >= h.next {
		h.next = h.bytes + 64<<10
		runtime.GC()
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		h.most = max(h.most, now.HeapAlloc)
	}
	return len(p), nil
}

// sectionsOf300 is how many sections of the long sample fill 300 pages.
const sectionsOf300 = 370

// TestLongPapersAreNotHeld holds drawing to what it promises: pages leave as they are
// drawn, so a paper a hundred times as long takes little more memory.
func TestLongPapersAreNotHeld(t *testing.T) {
	if testing.Short() {
		t.Skip("it draws 300 pages with a collection of garbage at each")
	}
	var held [3]uint64
	for i, sections := range []int{4, 37, sectionsOf300} {
		p := long(sections)
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		h := &heap{}
		if err := Render(h, p); err != nil {
			t.Fatal(err)
		}
		held[i] = h.most - min(h.most, before.HeapAlloc)
		t.Logf("%d sections: %d KB are held, %d KB written", sections, held[i]>>10, h.bytes>>10)
		runtime.KeepAlive(p)
	}
	if most := held[0] + 2<<20; held[2] > most {
		t.Errorf("300 pages hold %d KB, want at most %d", held[2]>>10, most>>10)
	}
}

// BenchmarkLong draws 300 pages: wanted are less than 3 s.
func BenchmarkLong(b *testing.B) {
	p := long(sectionsOf300)
	b.ReportAllocs()
	for b.Loop() {
		if err := Render(io.Discard, p); err != nil {
			b.Fatal(err)
		}
	}
}
