package complaint

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"strings"
)

// Code is the tracking code of a complaint: 20 decimal digits that only the
// complainant has. It is typed, never put in an address, a log or a letter.
type Code string

// CodeHash is what the store keeps of a code.
type CodeHash [32]byte

// Keys derives and checks codes. Its secret is the server's, kept outside the database.
type Keys struct{ secret []byte }

// NewKeys returns Keys over the server's secret.
func NewKeys(secret []byte) Keys { return Keys{secret: secret} }

// Code returns the code of the filing with that token. The same token gives the
// same code, so that a repeated request gets the same answer and nothing but a
// hash has to be stored.
func (k Keys) Code(token []byte) Code {
	sum := k.mac("redress/tracking-code", token)
	digits := make([]byte, 0, 20)
	for i := 0; len(digits) < 20; i++ {
		// Each block of 8 bytes gives four digits; the bias of 2^64 over 10^4 is below 10^-15.
		if i == 4 {
			sum, i = k.mac("redress/tracking-code/more", sum[:]), 0
		}
		n := binary.BigEndian.Uint64(sum[8*i:]) % 10_000
		digits = append(digits, byte('0'+n/1000), byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
	}
	return Code(digits)
}

// Hash returns what is stored of a code.
func (k Keys) Hash(c Code) CodeHash { return k.mac("redress/tracking-hash", []byte(c)) }

// Match reports, in constant time, whether the code is the one hashed.
func (k Keys) Match(c Code, stored CodeHash) bool {
	hash := k.Hash(c)
	return subtle.ConstantTimeCompare(hash[:], stored[:]) == 1
}

func (k Keys) mac(purpose string, data []byte) CodeHash {
	m := hmac.New(sha256.New, k.secret)
	m.Write([]byte(purpose))
	m.Write([]byte{0})
	m.Write(data)
	return CodeHash(m.Sum(nil))
}

// Groups returns the code in five groups of four, as it is shown and dictated.
func (c Code) Groups() []string {
	var groups []string
	for i := 0; i+4 <= len(c); i += 4 {
		groups = append(groups, string(c[i:i+4]))
	}
	return groups
}

// ParseCode reads a code as people type it, with spaces or dashes between groups.
// It returns false unless there are exactly 20 digits.
func ParseCode(s string) (Code, bool) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		if strings.ContainsRune(" \u00a0\t-–—", r) {
			return -1
		}
		return 'x'
	}, s)
	if len(digits) != 20 || strings.ContainsRune(digits, 'x') {
		return "", false
	}
	return Code(digits), true
}
