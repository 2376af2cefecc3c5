//go:build !pkcs11

package token

// Lend returns ErrAbsent.
func Lend(_, _ string, _ PIN, _ Act) error { return ErrAbsent }
