// Package token signs with a key that never leaves the token or smart card it was made
// on, through the module of its maker (PKCS#11). It is in the program only when that is
// built with the tag pkcs11: modules are libraries of C.
package token

import (
	"crypto"
	"errors"
	"strings"

	"redress/internal/certificate"
)

// Act signs with a key of a token, its certificate and those above it.
type Act func(key crypto.Signer, chain []*certificate.Certificate) error

// PIN asks for the PIN of the token with this label.
type PIN func(label string) (string, error)

// What may be wrong with a token.
var (
	ErrAbsent = errors.New("this build has no support for tokens: build one with `make build TAGS=pkcs11`")
	ErrModule = errors.New("the module of the token cannot be loaded")
	ErrNone   = errors.New("there is no token")
	ErrKey    = errors.New("there is no key with its certificate on the token")
	ErrPIN    = errors.New("the PIN is not that of the token")
	ErrLocked = errors.New("the PIN was wrong too often, and the token has locked itself")
	// ErrGOST is that the key signs by GOST R 34.10, which no program in Go is certified for.
	ErrGOST = errors.New("the key on the token is a GOST key, which does not sign here: sign with the token's own program and bring the .sig")
)

// Several is that there is more than one token, or key on it, and none was named.
type Several struct{ Labels []string }

// Error names them.
func (s *Several) Error() string {
	return "there are several tokens or keys, name one by its label: " + strings.Join(s.Labels, ", ")
}
