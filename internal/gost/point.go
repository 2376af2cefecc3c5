package gost

import "math/big"

// point is a point in Jacobian coordinates: x/z², y/z³; z is zero at infinity.
type point struct{ x, y, z big.Int }

// field does arithmetic modulo p with numbers that it keeps for reuse.
type field struct {
	p, a *big.Int
	t    [8]big.Int
	quo  big.Int
}

// mul sets z to x·y modulo p.
func (f *field) mul(z, x, y *big.Int) {
	z.Mul(x, y)
	f.quo.QuoRem(z, f.p, z)
}

// sub sets z to x−y modulo p, for x and y below p.
func (f *field) sub(z, x, y *big.Int) {
	if z.Sub(x, y); z.Sign() < 0 {
		z.Add(z, f.p)
	}
}

// twice sets z to 2x modulo p, for x below p.
func (f *field) twice(z, x *big.Int) {
	if z.Lsh(x, 1); z.Cmp(f.p) >= 0 {
		z.Sub(z, f.p)
	}
}

// double sets p to 2p.
func (f *field) double(p *point) {
	if p.z.Sign() == 0 || p.y.Sign() == 0 {
		p.z.SetInt64(0)
		return
	}
	yy, s, m, t := &f.t[0], &f.t[1], &f.t[2], &f.t[3]
	f.mul(yy, &p.y, &p.y)
	f.mul(s, &p.x, yy)
	f.twice(s, s)
	f.twice(s, s) // s = 4xy²
	f.mul(t, &p.z, &p.z)
	f.mul(t, t, t)
	f.mul(t, t, f.a)
	f.mul(m, &p.x, &p.x)
	t.Add(t, m)
	f.twice(m, m)
	m.Add(m, t)
	f.quo.QuoRem(m, f.p, m) // m = 3x² + az⁴
	f.mul(&p.z, &p.z, &p.y)
	f.twice(&p.z, &p.z)
	f.mul(&p.x, m, m)
	f.twice(t, s)
	f.sub(&p.x, &p.x, t)
	f.mul(yy, yy, yy)
	f.twice(yy, yy)
	f.twice(yy, yy)
	f.twice(yy, yy) // 8y⁴
	f.sub(s, s, &p.x)
	f.mul(&p.y, m, s)
	f.sub(&p.y, &p.y, yy)
}

// add sets p to p+q.
func (f *field) add(p, q *point) {
	if q.z.Sign() == 0 {
		return
	}
	if p.z.Sign() == 0 {
		p.x.Set(&q.x)
		p.y.Set(&q.y)
		p.z.Set(&q.z)
		return
	}
	u1, u2, s1, s2, h, t := &f.t[0], &f.t[1], &f.t[2], &f.t[3], &f.t[4], &f.t[5]
	f.mul(t, &q.z, &q.z)
	f.mul(u1, &p.x, t)
	f.mul(t, t, &q.z)
	f.mul(s1, &p.y, t)
	f.mul(t, &p.z, &p.z)
	f.mul(u2, &q.x, t)
	f.mul(t, t, &p.z)
	f.mul(s2, &q.y, t)
	f.sub(h, u2, u1)
	f.sub(s2, s2, s1) // r
	if h.Sign() == 0 {
		if s2.Sign() == 0 {
			f.double(p)
		} else {
			p.z.SetInt64(0)
		}
		return
	}
	f.mul(&p.z, &p.z, &q.z)
	f.mul(&p.z, &p.z, h)
	f.mul(t, h, h)
	f.mul(u1, u1, t) // u1·h²
	f.mul(t, t, h)   // h³
	f.mul(&p.x, s2, s2)
	f.sub(&p.x, &p.x, t)
	f.sub(&p.x, &p.x, u1)
	f.sub(&p.x, &p.x, u1)
	f.sub(u1, u1, &p.x)
	f.mul(&p.y, s2, u1)
	f.mul(t, t, s1)
	f.sub(&p.y, &p.y, t)
}

// multiples are 0, 1 … 15 times the point x, y.
func (f *field) multiples(x, y *big.Int) *[16]point {
	var table [16]point
	table[1].x.Set(x)
	table[1].y.Set(y)
	table[1].z.SetInt64(1)
	for i := 2; i < len(table); i++ {
		f.add(&table[i], &table[i-1])
		f.add(&table[i], &table[1])
	}
	return &table
}

// combine returns the x coordinate of z1·P + z2·Q, P the base point and Q the point
// x, y; it is false at infinity. Both products are made in one pass, four bits a step.
func (c *Curve) combine(z1, z2, x, y *big.Int) (*big.Int, bool) {
	f := &field{p: c.p, a: c.a}
	base, key := f.multiples(c.x, c.y), f.multiples(x, y)
	var sum point
	for i := (max(z1.BitLen(), z2.BitLen()) + 3) / 4 * 4; i > 0; i -= 4 {
		for range 4 {
			f.double(&sum)
		}
		f.add(&sum, &base[nibble(z1, i-4)])
		f.add(&sum, &key[nibble(z2, i-4)])
	}
	if sum.z.Sign() == 0 {
		return nil, false
	}
	z := new(big.Int).ModInverse(&sum.z, c.p)
	z.Mul(z, z).Mul(z, &sum.x)
	return z.Mod(z, c.p), true
}

// nibble is the four bits of n from bit i on.
func nibble(n *big.Int, i int) uint {
	return n.Bit(i) | n.Bit(i+1)<<1 | n.Bit(i+2)<<2 | n.Bit(i+3)<<3
}
