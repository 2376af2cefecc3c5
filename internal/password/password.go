// Package password keeps members' passwords as argon2id hashes. Only a few are
// computed at once, so that a crowd at the sign-in form cannot eat the memory.
package password

import (
	"context"
	"fmt"
	"runtime"

	"github.com/alexedwards/argon2id"
)

// Hasher makes and checks hashes. The zero Hasher is not usable, see New.
type Hasher struct {
	slots  chan struct{}
	params *argon2id.Params
}

// New returns a hasher with the parameters advised by OWASP for argon2id (19 MiB,
// two passes), that works on as many hashes at once as there are processors.
func New() *Hasher {
	return &Hasher{
		slots:  make(chan struct{}, runtime.GOMAXPROCS(0)),
		params: &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
	}
}

// Hash returns the hash of a password with a salt of its own.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	hash, err := argon2id.CreateHash(password, h.params)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return hash, nil
}

// Check reports whether the password is the one hashed.
func (h *Hasher) Check(ctx context.Context, password, hash string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("checking a password: %w", err)
	}
	return match, nil
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hasher) leave() { <-h.slots }
