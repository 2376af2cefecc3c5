package identity

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"redress/internal/regulation"
)

// shelf keeps accounts in memory; its hashes are the passwords with a mark before.
type shelf struct {
	accounts    map[ID]Account
	invitations map[[32]byte]ID
	attempts    map[[32]byte]int
	hashed      int
	checked     int
}

func (s *shelf) AccountByLogin(_ context.Context, login string) (Account, error) {
	for _, a := range s.accounts {
		if a.Login == login {
			return a, nil
		}
	}
	return Account{}, ErrNotFound
}

func (s *shelf) Account(_ context.Context, person ID) (Account, error) {
	if a, ok := s.accounts[person]; ok {
		return a, nil
	}
	return Account{}, ErrNotFound
}

func (s *shelf) Invite(_ context.Context, person ID, login string, administrator bool, token [32]byte, _ time.Duration) error {
	s.accounts[person] = Account{Person: person, Login: login, Administrator: administrator}
	s.invitations[token] = person
	return nil
}

func (s *shelf) Invited(ctx context.Context, token [32]byte) (Account, error) {
	return s.Account(ctx, s.invitations[token])
}

func (s *shelf) TakeUp(_ context.Context, token [32]byte, password string) error {
	a, ok := s.accounts[s.invitations[token]]
	if !ok {
		return ErrNotFound
	}
	delete(s.invitations, token)
	a.Password = password
	s.accounts[a.Person] = a
	return nil
}

func (s *shelf) Attempt(_ context.Context, bucket [32]byte, limit int, _ time.Duration) (bool, error) {
	s.attempts[bucket]++
	return s.attempts[bucket] <= limit, nil
}

func (s *shelf) Hash(_ context.Context, password string) (string, error) {
	s.hashed++
	return "hash of " + password, nil
}

func (s *shelf) Check(_ context.Context, password, hash string) (bool, error) {
	s.checked++
	return hash == "hash of "+password, nil
}

const password = "correct horse battery"

// gateOf returns a gate with the chair (1), a closed account (2) and one whose
// invitation nobody took up (3).
func gateOf(t *testing.T) (*Gate, *shelf) {
	t.Helper()
	s := &shelf{invitations: map[[32]byte]ID{}, attempts: map[[32]byte]int{}, accounts: map[ID]Account{
		1: {Person: 1, Login: "chair", Password: "hash of " + password},
		2: {Person: 2, Login: "closed", Password: "hash of " + password, Disabled: true},
		3: {Person: 3, Login: "invited"},
	}}
	gate, err := NewGate(t.Context(), s, s)
	if err != nil {
		t.Fatal(err)
	}
	return gate, s
}

func keyOf(err error) string {
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return refusal.Key
	}
	return ""
}

func TestSignIn(t *testing.T) {
	for _, row := range []struct {
		name, login, password string
		want                  ID
	}{
		{"the right password", "chair", password, 1},
		{"the login as people type it", " Chair ", password, 1},
		{"a wrong password", "chair", "wrong", 0},
		{"an empty password", "chair", "", 0},
		{"an unknown login", "nobody", password, 0},
		{"a closed account", "closed", password, 0},
		{"an invitation not taken up", "invited", "", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			gate, store := gateOf(t)
			got, err := gate.SignIn(t.Context(), row.login, row.password, "192.0.2.1")
			if got != row.want || errors.Is(err, ErrNotSignedIn) != (row.want == 0) {
				t.Errorf("SignIn() = %v, %v, want %v", got, err, row.want)
			}
			if store.checked != 1 {
				t.Errorf("SignIn() checked %d hashes, want 1: the time would tell", store.checked)
			}
		})
	}
}

func TestSignInIsThrottled(t *testing.T) {
	gate, _ := gateOf(t)
	for range signInsOfAccount {
		if _, err := gate.SignIn(t.Context(), "chair", "wrong", "192.0.2.1"); !errors.Is(err, ErrNotSignedIn) {
			t.Fatalf("SignIn() = %v, want ErrNotSignedIn", err)
		}
	}
	if _, err := gate.SignIn(t.Context(), "CHAIR", password, "192.0.2.2"); keyOf(err) != "too_many_attempts" {
		t.Errorf("SignIn() after %d attempts = %v, want a refusal", signInsOfAccount, err)
	}
	if err := gate.Confirm(t.Context(), 1, password); err != nil {
		t.Errorf("R-085: strangers at the gate keep the chair from signing: %v", err)
	}
	gate, _ = gateOf(t)
	for i := range signInsFromNetwork {
		if _, err := gate.SignIn(t.Context(), "login"+string(rune('a'+i)), "wrong", "192.0.2.1"); !errors.Is(err, ErrNotSignedIn) {
			t.Fatalf("SignIn() = %v, want ErrNotSignedIn", err)
		}
	}
	if _, err := gate.SignIn(t.Context(), "chair", password, "192.0.2.1"); keyOf(err) != "too_many_attempts" {
		t.Errorf("SignIn() from a network of many attempts = %v, want a refusal", err)
	}
	if got, err := gate.SignIn(t.Context(), "chair", password, "192.0.2.9"); err != nil || got != 1 {
		t.Errorf("SignIn() from another network = %v, %v, want 1", got, err)
	}
}

func TestConfirmBeforeASignature(t *testing.T) {
	gate, _ := gateOf(t)
	if err := gate.Confirm(t.Context(), 1, "wrong"); keyOf(err) != "wrong_password" {
		t.Errorf("R-085: Confirm() = %v, want a refusal", err)
	}
	if err := gate.Confirm(t.Context(), 2, password); keyOf(err) != "wrong_password" {
		t.Errorf("R-085: Confirm() of a closed account = %v, want a refusal", err)
	}
	if err := gate.Confirm(t.Context(), 9, password); !errors.Is(err, ErrNotFound) {
		t.Errorf("R-085: Confirm() of nobody = %v, want ErrNotFound", err)
	}
	for range signaturesOfPerson - 1 {
		if err := gate.Confirm(t.Context(), 1, password); err != nil {
			t.Fatalf("R-085: Confirm() = %v: a chair signs many papers after a sitting", err)
		}
	}
	if err := gate.Confirm(t.Context(), 1, password); keyOf(err) != "too_many_attempts" {
		t.Errorf("R-085: Confirm() = %v, want a refusal", err)
	}
}

func TestInvitationIsTakenUpOnce(t *testing.T) {
	gate, store := gateOf(t)
	token, err := gate.Invite(t.Context(), 7, " Secretary ", false)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := gate.Invited(t.Context(), token); err != nil || a.Person != 7 || a.Login != "secretary" {
		t.Errorf("Invited() = %+v, %v, want person 7", a, err)
	}
	if _, kept := store.invitations[[32]byte([]byte(token + strings.Repeat(" ", 32))[:32])]; kept {
		t.Error("the store keeps the token itself")
	}
	if err := gate.TakeUp(t.Context(), token, password, password); err != nil {
		t.Fatal(err)
	}
	if got, err := gate.SignIn(t.Context(), "secretary", password, "192.0.2.1"); err != nil || got != 7 {
		t.Errorf("SignIn() = %v, %v, want 7", got, err)
	}
	hashed := store.hashed
	if err := gate.TakeUp(t.Context(), token, password, password); !errors.Is(err, ErrNotFound) {
		t.Errorf("TakeUp() again = %v, want ErrNotFound", err)
	}
	if _, err := gate.Invited(t.Context(), "guess"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Invited() of a guess = %v, want ErrNotFound", err)
	}
	if store.hashed != hashed {
		t.Error("TakeUp() made a hash for a stranger")
	}
}

func TestPasswordRules(t *testing.T) {
	for _, row := range []struct{ name, password, again, want string }{
		{"one letter short", strings.Repeat("ж", LeastPassword-1), strings.Repeat("ж", LeastPassword-1), "password_short"},
		{"just long enough, in letters", strings.Repeat("ж", LeastPassword), strings.Repeat("ж", LeastPassword), ""},
		{"too long", strings.Repeat("a", 201), strings.Repeat("a", 201), "password_long"},
		{"typed differently", password, password + " ", "passwords_differ"},
		{"empty", "", "", "password_short"},
	} {
		t.Run(row.name, func(t *testing.T) {
			gate, _ := gateOf(t)
			token, err := gate.Invite(t.Context(), 7, "secretary", false)
			if err != nil {
				t.Fatal(err)
			}
			if err := gate.TakeUp(t.Context(), token, row.password, row.again); keyOf(err) != row.want {
				t.Errorf("TakeUp() = %v, want %q", err, row.want)
			}
		})
	}
}
