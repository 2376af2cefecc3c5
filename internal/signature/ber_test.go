package signature

import (
	"bytes"
	"path/filepath"
	"testing"
)

// loosen turns DER into BER: no lengths for what holds others, long byte strings in
// pieces of two, other lengths longer than they need be.
func loosen(t *testing.T, der []byte) []byte {
	t.Helper()
	var out []byte
	for len(der) > 0 {
		tag, length, rest, ok := head(der)
		if !ok || length == indefinite {
			t.Fatal("the fixture is no DER")
		}
		inside := rest[:length]
		der = rest[length:]
		switch {
		case tag&constructed != 0:
			out = append(append(append(out, tag, 0x80), loosen(t, inside)...), 0, 0)
		case tag == tagOctets && length > 4:
			out = append(out, tagOctets|constructed, 0x80, tagOctets, 1, inside[0], tagOctets|constructed, 0x80)
			out = append(append(out, tagOctets, 0x83, 0, byte((length-1)>>8), byte(length-1)), inside[1:]...)
			out = append(out, 0, 0, 0, 0)
		default:
			out = append(append(out, tag, 0x82, byte(length>>8), byte(length)), inside...)
		}
	}
	return out
}

// TestBER: a signature written down in BER is the same signature.
func TestBER(t *testing.T) {
	files, _ := filepath.Glob(own + "/sig/*-chair.p7s")
	if len(files) < 6 {
		t.Fatalf("%d fixtures", len(files))
	}
	for _, file := range files {
		der := read(t, file)
		r, err := Verify(loosen(t, der), bytes.NewReader(read(t, own, "document.txt")), trusting(t, own))
		if err != nil || !r.Valid() || r.Encoding != BER {
			t.Errorf("%s: %s, %v, %v", file, r.Encoding, failures(r), err)
		}
	}
}

func FuzzUnwrap(f *testing.F) {
	f.Add(read(f, own, "sig", "rsa-chair.p7s"))
	f.Add(read(f, own, "sig", "gost256-chair.pem"))
	f.Add(read(f, own, "sig", "gost256-chair.b64"))
	f.Add([]byte{0x30, 0x80, 0x24, 0x80, 0x04, 1, 'a', 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, raw []byte) {
		der, _, fault := unwrap(raw)
		if fault != nil {
			return
		}
		again, encoding, fault := unwrap(der)
		if fault != nil || encoding != DER || !bytes.Equal(again, der) {
			t.Errorf("%x is rewritten as %x, and that is no DER", raw, der)
		}
	})
}
