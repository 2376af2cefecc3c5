package attachment

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"iter"
	"regexp"
	"time"
)

// What a Vault answers when it cannot do as asked. Other errors come from the
// reader it was given or from the context.
var (
	ErrAbsent      = errors.New("no file under this key")
	ErrExists      = errors.New("a file under this key already exists")
	ErrTooLarge    = errors.New("file is larger than the limit")
	ErrBadKey      = errors.New("not a storage key")
	ErrDamaged     = errors.New("file is not the one that was received")
	ErrUnavailable = errors.New("vault cannot be used now") // the same may succeed later
)

// Vault keeps the bytes of attachments. Nothing in it is ever changed: a file is
// put once, read, and deleted when it never became part of a complaint or the
// law wants it destroyed.
type Vault interface {
	// Put stores what r gives under a key that is not in use, and returns once
	// the bytes would survive a loss of power. It reads r as a stream. Whatever
	// the error, nothing can be read under the key afterwards; ErrExists means
	// the earlier file is untouched, ErrTooLarge that r had more than limit bytes.
	Put(ctx context.Context, key Key, r io.Reader, limit int64) (Stored, error)

	// Open returns the bytes under the key and their number, or ErrAbsent. The
	// bytes may have been damaged in storage: read them through Verified.
	Open(ctx context.Context, key Key) (io.ReadCloser, int64, error)

	// Delete removes the file. It is no error if there is none.
	Delete(ctx context.Context, key Key) error

	// List returns the keys last written before olderThan, remains of an
	// interrupted Put among them. It stops at the first error.
	List(ctx context.Context, olderThan time.Time) iter.Seq2[Key, error]

	// Check tells in one plain sentence why the vault cannot be used, or nil.
	Check(ctx context.Context) error
}

// Stored is what a Vault vouches for after Put.
type Stored struct {
	Key    Key
	Size   int64
	SHA256 Digest
}

// Key is where a file lies in a Vault. It is random, so that it says nothing of
// the complaint and cannot be guessed, and it never changes: the file stays
// where it was staged, and the row that names the key is what keeps it.
type Key string

// staging is the folder of every key.
const staging = "staging/"

var keyForm = regexp.MustCompile(`^` + staging + `[A-Z2-7]{26}$`)

// NewKey returns a key that nobody used before.
func NewKey() Key { return Key(staging + rand.Text()) }

// Valid reports whether NewKey could have made the key. A Vault answers any
// other with ErrBadKey, so no key can point outside it.
func (k Key) Valid() bool { return keyForm.MatchString(string(k)) }
