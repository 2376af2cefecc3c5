// Package gost checks signatures made with the Russian algorithms: the hash function
// GOST R 34.11-2012 (Streebog, RFC 6986) and the signature GOST R 34.10-2012
// (RFC 7091) over the curves of RFC 4357 and RFC 7836.
//
// It never signs: math/big does not hide a key from who can measure time. A GOST
// signature is made by the signer's own token and brought as a file.
package gost

import (
	"math/big"
	"slices"
)

// Curve is one elliptic curve y² = x³ + ax + b modulo p, with the base point x, y of
// the prime order q.
type Curve struct {
	Name             string
	p, q, a, b, x, y *big.Int
}

func newCurve(name string, numbers ...string) *Curve {
	read := make([]*big.Int, len(numbers))
	for i, number := range numbers {
		read[i], _ = new(big.Int).SetString(number, 16)
	}
	return &Curve{Name: name, p: read[0], q: read[1], a: read[2], b: read[3], x: read[4], y: read[5]}
}

// CurveOf finds a curve by its object identifier in dotted form.
func CurveOf(oid string) (*Curve, bool) {
	c, ok := curves[oid]
	return c, ok
}

// Size is the length of a coordinate in bytes: 32 or 64.
func (c *Curve) Size() int { return (c.p.BitLen() + 7) / 8 }

// PublicKey is a point of a curve.
type PublicKey struct {
	Curve *Curve
	x, y  *big.Int
}

// NewPublicKey reads a key as certificates carry it, x then y, each in little-endian
// order (RFC 9215, section 4). It is false when that is no point of the curve.
func NewPublicKey(curve *Curve, raw []byte) (*PublicKey, bool) {
	size := curve.Size()
	if len(raw) != 2*size {
		return nil, false
	}
	x, y := little(raw[:size]), little(raw[size:])
	if x.Cmp(curve.p) >= 0 || y.Cmp(curve.p) >= 0 {
		return nil, false
	}
	right := new(big.Int).Mul(x, x)
	right.Add(right, curve.a).Mul(right, x).Add(right, curve.b).Mod(right, curve.p)
	left := new(big.Int).Mul(y, y)
	return &PublicKey{Curve: curve, x: x, y: y}, left.Mod(left, curve.p).Cmp(right) == 0
}

func little(raw []byte) *big.Int {
	turned := slices.Clone(raw)
	slices.Reverse(turned)
	return new(big.Int).SetBytes(turned)
}

// Verify reports whether the signature is the key's over the digest (RFC 7091,
// section 6.2). The digest enters the equation in little-endian order; the signature
// is s then r, each in big-endian order (RFC 9215, section 2).
func (k *PublicKey) Verify(digest, signature []byte) bool {
	size := k.Curve.Size()
	if len(digest) != size || len(signature) != 2*size {
		return false
	}
	q := k.Curve.q
	s, r := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
	if s.Sign() == 0 || r.Sign() == 0 || s.Cmp(q) >= 0 || r.Cmp(q) >= 0 {
		return false
	}
	e := little(digest)
	if e.Mod(e, q).Sign() == 0 {
		e.SetInt64(1)
	}
	v := e.ModInverse(e, q)
	z1 := s.Mul(s, v)
	z1.Mod(z1, q)
	z2 := v.Mul(v, new(big.Int).Sub(q, r))
	z2.Mod(z2, q)
	x, finite := k.Curve.combine(z1, z2, k.x, k.y)
	return finite && x.Mod(x, q).Cmp(r) == 0
}
