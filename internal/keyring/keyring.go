// Package keyring keeps the keys with which officers sign: the file each of them was given
// by an authority, locked under a passphrase that nobody but the officer knows, and opened
// for the time of one act.
package keyring

import (
	"bytes"
	"context"
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/crypto/argon2"

	"redress/internal/certificate"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// What may be wrong with a key file.
var (
	ErrPassphrase = errors.New("the passphrase does not open the key file")
	ErrUnreadable = errors.New("the key file cannot be read, or its key is of a kind that does not sign here")
	// ErrNone is that the officer keeps no key here.
	ErrNone = errors.New("no key is kept for the person")
)

// Key is what is known of an officer's key without its passphrase.
type Key struct {
	Certificate signature.Certificate
	AddedAt     time.Time
}

// Locked is a key file as it is stored.
type Locked struct {
	Salt []byte // 16 bytes
	File []byte
}

// Store keeps keys: one of a person at a time, and of those before it that they were here.
type Store interface {
	// SigningKey returns the person's key, or ErrNone.
	SigningKey(ctx context.Context, person identity.ID) (Key, Locked, error)
	// KeepSigningKey stores a key in place of the one before it, which is blotted out.
	KeepSigningKey(ctx context.Context, person identity.ID, k Key, l Locked) error
	// RemoveSigningKey blots out the person's key, or returns ErrNone.
	RemoveSigningKey(ctx context.Context, person identity.ID) error
	// SignatoryNumbers returns what is known of an officer; the zero Known for nothing.
	SignatoryNumbers(ctx context.Context, person identity.ID) (Known, error)
	// KeepSignatoryNumbers writes it down.
	KeepSignatoryNumbers(ctx context.Context, by, person identity.ID, k Known) error
	// Now returns the present instant.
	Now(ctx context.Context) (time.Time, error)
}

// Open opens a key file and lends its key and certificates, the owner's first, to one act.
// It returns ErrPassphrase or ErrUnreadable, or what the act returns.
type Open func(file []byte, passphrase string, act func(key crypto.Signer, chain []*certificate.Certificate) error) error

// Trust says what signatures are held against.
type Trust interface {
	Policy(ctx context.Context, at time.Time) (signature.Policy, error)
}

// Throttle counts an attempt on what is named and refuses it above the limit.
type Throttle func(ctx context.Context, what string, limit int, per time.Duration) error

// Attempts at a passphrase: whoever finds a screen unlocked does not get to guess.
const (
	attempts       = 10
	attemptsWithin = 15 * time.Minute
)

// Keyring locks and lends keys.
type Keyring struct {
	store    Store
	secret   []byte
	open     Open
	trust    Trust
	throttle Throttle
	stamper  signature.Stamper
}

// New returns the keyring over a store. secret is the server's: the database alone opens no
// key. stamper may be nil.
func New(store Store, secret []byte, open Open, trust Trust, throttle Throttle, stamper signature.Stamper) *Keyring {
	return &Keyring{store: store, secret: secret, open: open, trust: trust, throttle: throttle, stamper: stamper}
}

// Own returns the person's key, or ErrNone.
func (r *Keyring) Own(ctx context.Context, person identity.ID) (Key, error) {
	k, _, err := r.store.SigningKey(ctx, person)
	return k, err
}

// Add keeps an officer's key file, after a signature was made with it for a trial: a key
// whose signatures would not be accepted is refused, and why stands in *NotAccepted.
func (r *Keyring) Add(ctx context.Context, by identity.Actor, file []byte, passphrase string) error {
	if err := by.Must(identity.SignPaper, regulation.SerialNumbers); err != nil {
		return err
	}
	if err := r.guess(ctx, by.ID); err != nil {
		return err
	}
	now, err := r.store.Now(ctx)
	if err != nil {
		return err
	}
	var known signature.Certificate
	err = r.open(file, passphrase, func(key crypto.Signer, chain []*certificate.Certificate) error {
		known, err = r.try(ctx, signature.Hand{Key: key, Chain: chain}, by, now)
		return err
	})
	if err != nil {
		return inWords(err, "key_file")
	}
	l := Locked{Salt: make([]byte, 16)}
	_, _ = rand.Read(l.Salt) // never fails
	if l.File, err = r.lock(by.ID, passphrase, l.Salt, file); err != nil {
		return err
	}
	return r.store.KeepSigningKey(ctx, by.ID, Key{Certificate: known, AddedAt: now}, l)
}

// try makes a signature and checks it as every signature is checked.
func (r *Keyring) try(ctx context.Context, hand signature.Hand, by identity.Actor, now time.Time) (signature.Certificate, error) {
	policy, err := r.trust.Policy(ctx, now)
	if err != nil {
		return signature.Certificate{}, err
	}
	trial := []byte("Пробная подпись.")
	made, err := signature.Sign(hand, bytes.NewReader(trial), now)
	if err != nil {
		return signature.Certificate{}, err
	}
	report, err := signature.Verify(made, bytes.NewReader(trial), policy)
	if err != nil {
		return signature.Certificate{}, err
	}
	if !report.Valid() {
		return signature.Certificate{}, &signature.NotAccepted{Report: report}
	}
	own := report.Signers[0].Named()
	if !own.Of(by.Name) {
		return own, regulation.Refuse(regulation.SerialNumbers, "certificate_of_other", regulation.Values{"Owner": own.Owner.Person(), "Name": by.Name.Full()})
	}
	return own, r.Belongs(ctx, by.ID, own)
}

// Remove blots an officer's key out.
func (r *Keyring) Remove(ctx context.Context, by identity.Actor) error {
	return r.store.RemoveSigningKey(ctx, by.ID)
}

// Lend opens the person's key for one act.
func (r *Keyring) Lend(ctx context.Context, person identity.ID, passphrase string, act func(signature.Hand) error) error {
	_, locked, err := r.store.SigningKey(ctx, person)
	if errors.Is(err, ErrNone) {
		return regulation.Refuse(regulation.SerialNumbers, "no_key", nil)
	}
	if err != nil {
		return err
	}
	if err := r.guess(ctx, person); err != nil {
		return err
	}
	file, err := r.unlock(person, passphrase, locked)
	if err != nil {
		return inWords(err, "passphrase")
	}
	return inWords(r.open(file, passphrase, func(key crypto.Signer, chain []*certificate.Certificate) error {
		return act(signature.Hand{Key: key, Chain: chain, Stamper: r.stamper})
	}), "passphrase")
}

func (r *Keyring) guess(ctx context.Context, person identity.ID) error {
	return r.throttle(ctx, "passphrase/"+strconv.FormatInt(int64(person), 10), attempts, attemptsWithin)
}

// inWords says what is wrong with a key file; field is where what was typed is shown.
func inWords(err error, field string) error {
	var unusable *signature.Fault
	switch {
	case errors.Is(err, ErrPassphrase):
		return regulation.Missing(regulation.SerialNumbers, "passphrase", "wrong_passphrase")
	case errors.Is(err, ErrUnreadable), errors.Is(err, signature.ErrKey):
		return regulation.Missing(regulation.SerialNumbers, field, "key_unreadable")
	case errors.As(err, &unusable):
		return &signature.NotAccepted{Report: signature.Report{Checks: []signature.Check{{Name: signature.CheckChain, Why: unusable.Key, Values: unusable.Values}}}}
	}
	return err
}

// lock seals a key file under the passphrase and the key of the server (AES-256-GCM), for
// the one person alone.
func (r *Keyring) lock(person identity.ID, passphrase string, salt, file []byte) ([]byte, error) {
	seal, err := r.seal(passphrase, salt)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, seal.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return seal.Seal(nonce, nonce, file, owner(person)), nil
}

func (r *Keyring) unlock(person identity.ID, passphrase string, l Locked) ([]byte, error) {
	seal, err := r.seal(passphrase, l.Salt)
	if err != nil {
		return nil, err
	}
	if len(l.File) < seal.NonceSize() {
		return nil, ErrUnreadable
	}
	nonce, sealed := l.File[:seal.NonceSize()], l.File[seal.NonceSize():]
	file, err := seal.Open(nil, nonce, sealed, owner(person))
	if err != nil {
		return nil, ErrPassphrase
	}
	return file, nil
}

func owner(person identity.ID) []byte {
	return []byte("signing key of person " + strconv.FormatInt(int64(person), 10))
}

// What it costs to try a passphrase (RFC 9106, 4: the second recommended choice).
const (
	rounds   = 3
	memoryKB = 64 << 10
	lanes    = 4
)

func (r *Keyring) seal(passphrase string, salt []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, argon2.IDKey([]byte(passphrase), salt, rounds, memoryKB, lanes, 32), r.secret, "redress signing key", 32)
	if err != nil {
		return nil, fmt.Errorf("making the lock of a key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("making the lock of a key: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("making the lock of a key: %w", err)
	}
	return gcm, nil
}
