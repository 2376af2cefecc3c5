package gost

import (
	"bytes"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// TestStreebog: the examples of RFC 6986, section 10, and of the empty text, in the
// byte order of certificates.
func TestStreebog(t *testing.T) {
	digits := strings.Repeat("0123456789", 7)[:63]
	long, _ := hex.DecodeString("d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb")
	for _, row := range []struct{ name, text, short, full string }{
		{"M1: 63 bytes of digits", digits,
			"9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500",
			"1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48"},
		{"M2: more than a block", string(long),
			"9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50",
			"1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28"},
		{"the empty text", "",
			"3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb",
			"8e945da209aa869f0455928529bcae4679e9873ab707b55315f56ceb98bef0a7362f715528356ee83cda5f2aac4c6ad2ba3a715c1bcd81cb8e9f90bf4c1c1a8a"},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := New256()
			h.Write([]byte(row.text))
			if got := hex.EncodeToString(h.Sum(nil)); got != row.short {
				t.Errorf("256 bits: %s, want %s", got, row.short)
			}
			h = New512()
			for _, letter := range []byte(row.text) {
				h.Write([]byte{letter})
			}
			if got := hex.EncodeToString(h.Sum(nil)); got != row.full {
				t.Errorf("512 bits: %s, want %s", got, row.full)
			}
		})
	}
}

// sign makes a signature with the key d and the number k; in tests only.
func sign(c *Curve, d, k *big.Int, digest []byte) []byte {
	zero := new(big.Int)
	r, _ := c.combine(k, zero, c.x, c.y)
	r.Mod(r, c.q)
	e := little(digest)
	if e.Mod(e, c.q).Sign() == 0 {
		e.SetInt64(1)
	}
	s := new(big.Int).Mul(r, d)
	s.Add(s, e.Mul(e, k)).Mod(s, c.q)
	out := make([]byte, 2*c.Size())
	s.FillBytes(out[:c.Size()])
	r.FillBytes(out[c.Size():])
	return out
}

// public is the key that belongs to d.
func public(c *Curve, d *big.Int) []byte {
	f := &field{p: c.p, a: c.a}
	var sum, base point
	base.x.Set(c.x)
	base.y.Set(c.y)
	base.z.SetInt64(1)
	for i := d.BitLen() - 1; i >= 0; i-- {
		f.double(&sum)
		if d.Bit(i) == 1 {
			f.add(&sum, &base)
		}
	}
	z := new(big.Int).ModInverse(&sum.z, c.p)
	x, y := new(big.Int).Mul(z, z), new(big.Int).Mul(z, z)
	x.Mul(x, &sum.x).Mod(x, c.p)
	y.Mul(y, z).Mul(y, &sum.y).Mod(y, c.p)
	out := make([]byte, 2*c.Size())
	x.FillBytes(out[:c.Size()])
	y.FillBytes(out[c.Size():])
	slices.Reverse(out[:c.Size()])
	slices.Reverse(out[c.Size():])
	return out
}

// TestEveryCurve: the order of the base point is right, and a signature over every
// curve holds for its own digest and key alone.
func TestEveryCurve(t *testing.T) {
	d, _ := new(big.Int).SetString("7a929ade789bb9be10ed359dd39a72c11b60961f49397eee1d19ce9891ec3b28", 16)
	k, _ := new(big.Int).SetString("37105c9ada9a6a8bd8eb7bd1ca9a54e1ef0ab1d5e1e5f5cc4b9fd51a3d1c3a5b", 16)
	for oid, c := range curves {
		t.Run(oid+" "+c.Name, func(t *testing.T) {
			if _, finite := c.combine(c.q, new(big.Int), c.x, c.y); finite {
				t.Error("q times the base point is not infinity")
			}
			raw := public(c, d)
			key, ok := NewPublicKey(c, raw)
			if !ok {
				t.Fatal("the key is no point of the curve")
			}
			h := New256()
			if c.Size() == 64 {
				h = New512()
			}
			h.Write([]byte("РЕШЕНИЕ № 15/87-6"))
			digest := h.Sum(nil)
			signature := sign(c, d, k, digest)
			if !key.Verify(digest, signature) {
				t.Fatal("a right signature is refused")
			}
			for _, at := range []int{0, c.Size() - 1, c.Size(), 2*c.Size() - 1} {
				bad := bytes.Clone(signature)
				bad[at] ^= 1
				if key.Verify(digest, bad) {
					t.Errorf("byte %d of the signature changed, and it is accepted", at)
				}
			}
			digest[3] ^= 1
			if key.Verify(digest, signature) {
				t.Error("another digest is accepted")
			}
			raw[1] ^= 1
			if _, ok := NewPublicKey(c, raw); ok {
				t.Error("a key that is no point of the curve is accepted")
			}
			if key.Verify(digest, make([]byte, 2*c.Size())) || key.Verify(nil, nil) {
				t.Error("zeros or nothing is accepted")
			}
		})
	}
}

func BenchmarkVerify512(b *testing.B) { benchmark(b, "1.2.643.7.1.2.1.2.1") }
func BenchmarkVerify256(b *testing.B) { benchmark(b, "1.2.643.7.1.2.1.1.2") }

func benchmark(b *testing.B, oid string) {
	c, _ := CurveOf(oid)
	d, k := big.NewInt(0).Rsh(c.q, 3), big.NewInt(0).Rsh(c.q, 5)
	key, _ := NewPublicKey(c, public(c, d))
	digest := bytes.Repeat([]byte{7}, c.Size())
	signature := sign(c, d, k, digest)
	for b.Loop() {
		if !key.Verify(digest, signature) {
			b.Fatal("refused")
		}
	}
}

func BenchmarkStreebog(b *testing.B) {
	page := make([]byte, 64<<10)
	b.SetBytes(int64(len(page)))
	h := New256()
	for b.Loop() {
		h.Write(page)
	}
}
