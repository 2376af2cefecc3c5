package attachment

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
)

// Verified returns rc with its bytes checked as they pass. Whoever reads it to
// the end has exactly size bytes of the wanted digest; if they are not, the last
// chunk is held back and reading fails with ErrDamaged, so that a damaged file
// is never taken for a whole one.
func Verified(rc io.ReadCloser, want Digest, size int64) io.ReadCloser {
	return &verified{rc: rc, want: want, left: size, hash: sha256.New()}
}

type verified struct {
	rc   io.ReadCloser
	want Digest
	left int64
	hash hash.Hash
	err  error // what every later Read returns
}

func (v *verified) Read(p []byte) (int, error) {
	if v.err != nil {
		return 0, v.err
	}
	if len(p) == 0 {
		return 0, nil
	}
	if v.left == 0 {
		return 0, v.finish()
	}
	if int64(len(p)) > v.left {
		p = p[:v.left]
	}
	n, err := v.rc.Read(p)
	v.hash.Write(p[:n])
	v.left -= int64(n)
	switch {
	case v.left == 0:
		if !errors.Is(v.finish(), io.EOF) {
			return 0, v.err
		}
		return n, nil
	case err == io.EOF:
		v.err = fmt.Errorf("%w: %d bytes are missing", ErrDamaged, v.left)
		return 0, v.err
	case err != nil:
		v.err = err
	}
	return n, err
}

// finish decides once all expected bytes have passed.
func (v *verified) finish() error {
	v.err = io.EOF
	if got := Digest(v.hash.Sum(nil)); got != v.want {
		v.err = fmt.Errorf("%w: digest is %s, want %s", ErrDamaged, got, v.want)
		return v.err
	}
	var one [1]byte
	switch _, err := io.ReadFull(v.rc, one[:]); {
	case err == nil:
		v.err = fmt.Errorf("%w: there are surplus bytes", ErrDamaged)
	case err != io.EOF:
		v.err = err
	}
	return v.err
}

func (v *verified) Close() error { return v.rc.Close() }
