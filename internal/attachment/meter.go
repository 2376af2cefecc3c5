package attachment

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
)

// Meter counts and hashes a file on its way into a Vault. It is the half of Put
// that all vaults share.
type Meter struct {
	ctx   context.Context
	r     io.Reader
	limit int64
	size  int64
	hash  hash.Hash
	err   error
}

// NewMeter returns a reader of what r gives. It fails with ErrTooLarge past the
// limit and with the error of ctx once that is done.
func NewMeter(ctx context.Context, r io.Reader, limit int64) *Meter {
	return &Meter{ctx: ctx, r: r, limit: limit, hash: sha256.New()}
}

// Read reads on, never more than one byte past the limit.
func (m *Meter) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	if m.err = m.ctx.Err(); m.err != nil {
		return 0, m.err
	}
	if room := m.limit - m.size + 1; int64(len(p)) > room {
		p = p[:room]
	}
	n, err := m.r.Read(p)
	m.size += int64(n)
	if m.size > m.limit {
		m.err = fmt.Errorf("%w of %d bytes", ErrTooLarge, m.limit)
		return 0, m.err
	}
	m.hash.Write(p[:n])
	m.err = err
	return n, err
}

// Err returns why the file could not be read to its end, or nil if it was or if
// reading has not finished. It tells a broken upload from a broken vault.
func (m *Meter) Err() error {
	if errors.Is(m.err, io.EOF) {
		return nil
	}
	return m.err
}

// Stored describes the bytes read so far.
func (m *Meter) Stored(key Key) Stored {
	return Stored{Key: key, Size: m.size, SHA256: Digest(m.hash.Sum(nil))}
}
