package signature

import (
	"strings"
	"testing"
)

func TestDigestReadsBack(t *testing.T) {
	want := Digest{0xab, 1, 2}
	if got, err := ParseDigest(want.String()); err != nil || got != want {
		t.Errorf("ParseDigest(%q) = %v, %v", want, got, err)
	}
	for _, bad := range []string{"", "ab", strings.Repeat("g", 64), strings.Repeat("a", 63), strings.Repeat("a", 66), " " + want.String()} {
		if got, err := ParseDigest(bad); err == nil || got != (Digest{}) {
			t.Errorf("ParseDigest(%q) = %v, want an error", bad, got)
		}
	}
}
