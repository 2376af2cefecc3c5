package signature

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"slices"
)

// Bounds on what is read as a signature. A signature with the paper inside is as
// large as the paper; deeper than this no signature is nested.
const (
	maxSignature = 32 << 20
	maxDepth     = 48
)

// Encoding is how the bytes of a signature were written down.
type Encoding string

// The encodings accepted.
const (
	DER    Encoding = "DER"
	BER    Encoding = "BER"
	PEM    Encoding = "PEM"
	Base64 Encoding = "base64"
)

// unwrap brings a signature to DER.
func unwrap(raw []byte) ([]byte, Encoding, *Fault) {
	if len(raw) > maxSignature {
		return nil, "", fault("too_large", "limit", "32 MB")
	}
	wrapped := Encoding("")
	text := bytes.TrimPrefix(bytes.TrimSpace(raw), []byte("\xef\xbb\xbf"))
	switch {
	case len(raw) == 0:
		return nil, "", fault("empty")
	case bytes.HasPrefix(text, []byte("-----BEGIN ")):
		block, _ := pem.Decode(text)
		if block == nil {
			return nil, "", fault("malformed")
		}
		wrapped, raw = PEM, block.Bytes
	case raw[0] != 0x30:
		plain := bytes.Map(func(r rune) rune {
			if r == '\r' || r == '\n' || r == ' ' || r == '\t' {
				return -1
			}
			return r
		}, text)
		decoded, err := base64.StdEncoding.AppendDecode(nil, plain)
		if err != nil {
			return nil, "", fault("not_signature")
		}
		wrapped, raw = Base64, decoded
	}
	r := rewriter{out: make([]byte, 0, len(raw))}
	rest, ok := r.element(raw, 0)
	if !ok || len(rest) > 0 {
		return nil, "", fault("malformed")
	}
	switch {
	case wrapped != "":
		return r.out, wrapped, nil
	case bytes.Equal(r.out, raw):
		return r.out, DER, nil
	}
	return r.out, BER, nil
}

// rewriter turns BER into DER as far as signatures use it: definite and shortest
// lengths, byte strings in one piece (X.690, 8.1.3.6, 8.7.3, 10.1, 10.2).
type rewriter struct{ out []byte }

const (
	tagOctets    = 0x04
	constructed  = 0x20
	indefinite   = -1
	highTag      = 0x1f
	maxLenOctets = 4
)

// head reads a tag and a length.
func head(in []byte) (tag byte, length int, rest []byte, ok bool) {
	if len(in) < 2 || in[0]&highTag == highTag {
		return 0, 0, nil, false
	}
	tag, first, rest := in[0], in[1], in[2:]
	switch {
	case first < 0x80:
		length = int(first)
	case first == 0x80:
		return tag, indefinite, rest, tag&constructed != 0
	default:
		n := int(first & 0x7f)
		if n > maxLenOctets || n > len(rest) {
			return 0, 0, nil, false
		}
		for _, b := range rest[:n] {
			length = length<<8 | int(b)
		}
		rest = rest[n:]
	}
	return tag, length, rest, length <= len(rest)
}

// element rewrites one element and returns what follows it.
func (r *rewriter) element(in []byte, depth int) (rest []byte, ok bool) {
	tag, length, in, ok := head(in)
	if !ok || depth > maxDepth {
		return nil, false
	}
	if tag&constructed == 0 {
		r.header(len(r.out), tag, length)
		r.out = append(r.out, in[:length]...)
		return in[length:], true
	}
	start := len(r.out)
	each := r.element
	if tag == tagOctets|constructed {
		tag, each = tagOctets, r.octets
	}
	rest, ok = children(in, length, depth, each)
	if !ok {
		return nil, false
	}
	r.header(start, tag, len(r.out)-start)
	return rest, true
}

// octets appends the bytes of a piece of a byte string.
func (r *rewriter) octets(in []byte, depth int) (rest []byte, ok bool) {
	tag, length, in, ok := head(in)
	if !ok || depth > maxDepth || tag&^constructed != tagOctets {
		return nil, false
	}
	if tag == tagOctets {
		r.out = append(r.out, in[:length]...)
		return in[length:], true
	}
	return children(in, length, depth, r.octets)
}

// children goes through what is inside, up to the length or the end mark.
func children(in []byte, length, depth int, each func([]byte, int) ([]byte, bool)) (rest []byte, ok bool) {
	inside := in
	if length != indefinite {
		inside = in[:length]
	}
	for {
		switch {
		case length != indefinite && len(inside) == 0:
			return in[length:], true
		case length == indefinite && len(inside) >= 2 && inside[0] == 0 && inside[1] == 0:
			return inside[2:], true
		}
		if inside, ok = each(inside, depth+1); !ok {
			return nil, false
		}
	}
}

// header puts a tag and the shortest length before what stands from start on.
func (r *rewriter) header(start int, tag byte, length int) {
	h := []byte{tag, byte(length)}
	if length >= 0x80 {
		h = []byte{tag, 0x80}
		for shift := 24; shift >= 0; shift -= 8 {
			if b := byte(length >> shift); b != 0 || len(h) > 2 {
				h = append(h, b)
			}
		}
		h[1] |= byte(len(h) - 2)
	}
	r.out = slices.Insert(r.out, start, h...)
}
