package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"redress/internal/regulation"
)

// ErrNotFound says there is no such account or invitation.
var ErrNotFound = errors.New("account not found")

// ErrNotSignedIn says that login and password do not belong together. Unknown
// login, wrong password and closed account look the same and take the same time.
var ErrNotSignedIn = errors.New("not signed in")

// LeastPassword is the least length of a password in letters, without a second factor.
const LeastPassword = 15

// Account is how a person signs in.
type Account struct {
	Person        ID
	Name          Name
	Login         string
	Password      string // the argon2id hash; empty until the invitation is taken up
	Administrator bool
	Disabled      bool
}

// AccountStore keeps accounts, invitations and counts of attempts.
type AccountStore interface {
	// AccountByLogin and Account return ErrNotFound for none.
	AccountByLogin(ctx context.Context, login string) (Account, error)
	Account(ctx context.Context, person ID) (Account, error)
	// Invite makes an account, if the person has none, and an invitation to it.
	Invite(ctx context.Context, person ID, login string, administrator bool, token [32]byte, life time.Duration) error
	// Invited returns whose the invitation is, or ErrNotFound if it is used or expired.
	Invited(ctx context.Context, token [32]byte) (Account, error)
	// TakeUp sets the first password and uses the invitation up.
	TakeUp(ctx context.Context, token [32]byte, password string) error
	// Attempt counts one attempt and reports whether it is within the limit.
	Attempt(ctx context.Context, bucket [32]byte, limit int, per time.Duration) (bool, error)
}

// Passwords makes and checks hashes of passwords, slowly.
type Passwords interface {
	Hash(ctx context.Context, password string) (string, error)
	Check(ctx context.Context, password, hash string) (bool, error)
}

// Gate is where people prove who they are.
type Gate struct {
	store     AccountStore
	passwords Passwords
	decoy     string // a hash that nobody's password has, checked for unknown logins
}

// NewGate returns the gate. It makes one hash, which takes a moment.
func NewGate(ctx context.Context, store AccountStore, passwords Passwords) (*Gate, error) {
	decoy, err := passwords.Hash(ctx, rand.Text())
	if err != nil {
		return nil, err
	}
	return &Gate{store: store, passwords: passwords, decoy: decoy}, nil
}

// Limits of attempts: of sign-ins for one account and from one network.
const (
	signInsOfAccount   = 10
	signInsFromNetwork = 50
	signInWindow       = 15 * time.Minute

	// Signatures have a count of their own: a chair signs many papers after a sitting,
	// and strangers who try a login must not keep its owner from signing.
	signaturesOfPerson = 60
)

// SignIn returns who signs in. network is the address the request came from. Too
// many attempts are refused for a while, never for good.
func (g *Gate) SignIn(ctx context.Context, login, password, network string) (ID, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	if err := g.Throttle(ctx, "sign-in/account/"+login, signInsOfAccount, signInWindow); err != nil {
		return 0, err
	}
	if err := g.Throttle(ctx, "sign-in/network/"+network, signInsFromNetwork, signInWindow); err != nil {
		return 0, err
	}
	account, err := g.store.AccountByLogin(ctx, login)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return 0, err
	}
	return g.prove(ctx, account, password)
}

// prove returns whose the account is if the password is its own. It takes the same
// time for an account that does not exist.
func (g *Gate) prove(ctx context.Context, account Account, password string) (ID, error) {
	hash := account.Password
	if hash == "" {
		hash = g.decoy
	}
	match, err := g.passwords.Check(ctx, password, hash)
	if err != nil {
		return 0, err
	}
	if !match || account.Person == 0 || account.Disabled || account.Password == "" {
		return 0, ErrNotSignedIn
	}
	return account.Person, nil
}

// Confirm checks the password of somebody already signed in, before a signature.
func (g *Gate) Confirm(ctx context.Context, person ID, password string) error {
	account, err := g.store.Account(ctx, person)
	if err != nil {
		return err
	}
	if err := g.Throttle(ctx, "signature/"+strconv.FormatInt(int64(person), 10), signaturesOfPerson, signInWindow); err != nil {
		return err
	}
	_, err = g.prove(ctx, account, password)
	if errors.Is(err, ErrNotSignedIn) {
		return regulation.Missing(regulation.SerialNumbers, "password", "wrong_password")
	}
	return err
}

// Throttle counts an attempt on what is named and refuses it above the limit.
func (g *Gate) Throttle(ctx context.Context, what string, limit int, per time.Duration) error {
	ok, err := g.store.Attempt(ctx, sha256.Sum256([]byte(what)), limit, per)
	if err != nil {
		return err
	}
	if !ok {
		return regulation.Refuse("", "too_many_attempts", regulation.Values{"Minutes": int(per / time.Minute)})
	}
	return nil
}

// InvitationLife is how long an invitation can be taken up.
const InvitationLife = 7 * 24 * time.Hour

// Invite invites a person to set a password and returns the secret part of the link.
func (g *Gate) Invite(ctx context.Context, person ID, login string, administrator bool) (string, error) {
	token := rand.Text()
	login = strings.ToLower(strings.TrimSpace(login))
	return token, g.store.Invite(ctx, person, login, administrator, invitation(token), InvitationLife)
}

// Invited returns whose the invitation is.
func (g *Gate) Invited(ctx context.Context, token string) (Account, error) {
	return g.store.Invited(ctx, invitation(token))
}

// TakeUp sets the first password by an invitation. Without a valid one it says so at
// once: a hash is slow to make, and strangers do not get one.
func (g *Gate) TakeUp(ctx context.Context, token, password, again string) error {
	if _, err := g.store.Invited(ctx, invitation(token)); err != nil {
		return err
	}
	switch n := utf8.RuneCountInString(password); {
	case n < LeastPassword:
		return &regulation.Refusal{Field: "password", Key: "password_short", Values: regulation.Values{"Least": LeastPassword}}
	case n > 200:
		return &regulation.Refusal{Field: "password", Key: "password_long"}
	case password != again:
		return &regulation.Refusal{Field: "again", Key: "passwords_differ"}
	}
	hash, err := g.passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return g.store.TakeUp(ctx, invitation(token), hash)
}

// NewInvitation returns the secret part of a link and what a store keeps of it.
func NewInvitation() (token string, hash [32]byte) {
	token = rand.Text()
	return token, invitation(token)
}

// invitation hashes the token of a link, for a store that keeps no secrets.
func invitation(token string) [32]byte {
	return sha256.Sum256([]byte("redress/invitation/" + hex.EncodeToString([]byte(token))))
}
