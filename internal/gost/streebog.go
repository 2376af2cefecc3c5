package gost

import (
	"encoding/binary"
	"hash"
	"math/bits"
)

const blockSize = 64

// block is the 512-bit state as eight words, the word of the lowest bytes first.
type block [8]uint64

// streebog is the state of the hash function of RFC 6986.
type streebog struct {
	h, n, sum block
	rest      [blockSize]byte
	filled    int
	size      int
}

// New256 returns the hash function GOST R 34.11-2012 with a digest of 256 bits, in
// the byte order that certificates and signatures use.
func New256() hash.Hash { return newHash(32) }

// New512 returns the hash function GOST R 34.11-2012 with a digest of 512 bits, in
// the byte order that certificates and signatures use.
func New512() hash.Hash { return newHash(64) }

func newHash(size int) *streebog {
	s := &streebog{size: size}
	s.Reset()
	return s
}

// Reset begins a new message: the initial value is zero for 512 bits and made of
// bytes 01 for 256 (RFC 6986, section 5.1).
func (s *streebog) Reset() {
	*s = streebog{size: s.size}
	if s.size == 32 {
		for i := range s.h {
			s.h[i] = 0x0101010101010101
		}
	}
}

// Size is the length of the digest in bytes.
func (s *streebog) Size() int { return s.size }

// BlockSize is the length of a block in bytes.
func (s *streebog) BlockSize() int { return blockSize }

// Write adds p to the message; it never fails.
func (s *streebog) Write(p []byte) (int, error) {
	written := len(p)
	if s.filled > 0 {
		n := copy(s.rest[s.filled:], p)
		s.filled += n
		p = p[n:]
		if s.filled < blockSize {
			return written, nil
		}
		s.take(s.rest[:], blockSize*8)
		s.filled = 0
	}
	for len(p) >= blockSize {
		s.take(p[:blockSize], blockSize*8)
		p = p[blockSize:]
	}
	s.filled = copy(s.rest[:], p)
	return written, nil
}

// take adds one block with so many bits of the message (RFC 6986, section 9.2).
func (s *streebog) take(p []byte, length uint64) {
	m := load(p)
	compress(&s.h, &s.n, &m)
	add(&s.n, &block{length})
	add(&s.sum, &m)
}

// Sum appends the digest of what was written so far (RFC 6986, section 9.3).
func (s *streebog) Sum(in []byte) []byte {
	end := *s
	var last [blockSize]byte
	copy(last[:], s.rest[:s.filled])
	last[s.filled] = 1
	end.take(last[:], uint64(s.filled)*8)
	compress(&end.h, &block{}, &end.n)
	compress(&end.h, &block{}, &end.sum)
	var out [blockSize]byte
	for i, w := range end.h {
		binary.LittleEndian.PutUint64(out[8*i:], w)
	}
	return append(in, out[blockSize-s.size:]...)
}

func load(p []byte) (b block) {
	for i := range b {
		b[i] = binary.LittleEndian.Uint64(p[8*i:])
	}
	return b
}

// add is addition modulo 2^512.
func add(a, b *block) {
	var carry uint64
	for i := range a {
		a[i], carry = bits.Add64(a[i], b[i], carry)
	}
}

func xor(a, b *block) (c block) {
	for i := range a {
		c[i] = a[i] ^ b[i]
	}
	return c
}

// compress is the function g_N of RFC 6986, section 8.
func compress(h, n, m *block) {
	key := mix(xor(h, n))
	state := *m
	for i := range roundKeys {
		state = mix(xor(&state, &key))
		key = mix(xor(&key, &roundKeys[i]))
	}
	state = xor(&state, &key)
	state = xor(&state, h)
	*h = xor(&state, m)
}

// mix is the substitution, the permutation and the linear map in one pass over
// tables: byte j of word i comes from byte i of word j.
func mix(a block) (c block) {
	for i := range c {
		shift := 8 * i
		c[i] = tables[0][byte(a[0]>>shift)] ^ tables[1][byte(a[1]>>shift)] ^
			tables[2][byte(a[2]>>shift)] ^ tables[3][byte(a[3]>>shift)] ^
			tables[4][byte(a[4]>>shift)] ^ tables[5][byte(a[5]>>shift)] ^
			tables[6][byte(a[6]>>shift)] ^ tables[7][byte(a[7]>>shift)]
	}
	return c
}

// tables[j][v] is what byte j of a word with the value v adds to the result of the
// substitution and the linear map.
var tables = func() (t [8][256]uint64) {
	for j := range t {
		for v := range t[j] {
			for bit := range 8 {
				if substitution[v]>>bit&1 == 1 {
					t[j][v] ^= linear[63-8*j-bit]
				}
			}
		}
	}
	return t
}()
