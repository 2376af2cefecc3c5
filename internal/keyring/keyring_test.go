package keyring

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"testing"
	"time"

	"redress/internal/certificate"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// shelf is a store of one officer.
type shelf struct {
	Store
	key    Key
	locked Locked
	known  Known
}

func (s *shelf) SigningKey(context.Context, identity.ID) (Key, Locked, error) {
	if s.locked.File == nil {
		return Key{}, Locked{}, ErrNone
	}
	return s.key, s.locked, nil
}

func (s *shelf) SignatoryNumbers(context.Context, identity.ID) (Known, error) { return s.known, nil }

func (s *shelf) KeepSignatoryNumbers(_ context.Context, _, _ identity.ID, k Known) error {
	s.known = k
	return nil
}

// patient lets everybody try, and counts.
type patient int

func (p *patient) throttle(context.Context, string, int, time.Duration) error {
	*p++
	return nil
}

func keyOf(err error) string {
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return refusal.Key
	}
	return ""
}

// TestLockedKeys: what is stored opens by the passphrase, for its owner, on this server.
func TestLockedKeys(t *testing.T) {
	file := []byte("файл ключа, как его выдал удостоверяющий центр")
	store, tries := &shelf{}, patient(0)
	open := func(got []byte, _ string, act func(crypto.Signer, []*certificate.Certificate) error) error {
		if !bytes.Equal(got, file) {
			return ErrUnreadable
		}
		return act(nil, nil)
	}
	ring := New(store, []byte("the key of the server"), open, nil, tries.throttle, nil)
	lend := func(r *Keyring, person identity.ID, passphrase string) error {
		return r.Lend(t.Context(), person, passphrase, func(signature.Hand) error { return nil })
	}
	if err := lend(ring, 7, "фраза"); keyOf(err) != "no_key" || tries != 0 {
		t.Errorf("a key that is not there: %v after %d attempts", err, tries)
	}
	salt := []byte("0123456789abcdef")
	locked, err := ring.lock(7, "фраза", salt, file)
	if err != nil {
		t.Fatal(err)
	}
	store.locked = Locked{Salt: salt, File: locked}
	for _, row := range []struct {
		name       string
		ring       *Keyring
		person     identity.ID
		passphrase string
		key        string
	}{
		{"its owner", ring, 7, "фраза", ""},
		{"another passphrase", ring, 7, "Фраза", "wrong_passphrase"},
		{"no passphrase", ring, 7, "", "wrong_passphrase"},
		{"put beside another person", ring, 8, "фраза", "wrong_passphrase"},
		{"the database taken elsewhere", New(store, []byte("another key"), open, nil, tries.throttle, nil), 7, "фраза", "wrong_passphrase"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if err := lend(row.ring, row.person, row.passphrase); keyOf(err) != row.key || (err == nil) != (row.key == "") {
				t.Errorf("Lend() = %v, want %q", err, row.key)
			}
		})
	}
	if tries != 5 {
		t.Errorf("%d attempts were counted, want 5", tries)
	}
	store.locked.File = []byte("short")
	if err := lend(ring, 7, "фраза"); keyOf(err) != "key_unreadable" {
		t.Errorf("a damaged row: %v", err)
	}
}

// TestNumbers: the control digits are those of published examples, and what is known of an
// officer is compared with the certificate.
func TestNumbers(t *testing.T) {
	store := &shelf{}
	ring := New(store, []byte("the key of the server"), nil, nil, nil, nil)
	administrator := identity.Actor{ID: 1, Office: identity.Administrator}
	for _, row := range []struct {
		name string
		n    Numbers
		key  string
	}{
		{"all right", Numbers{"112-233-445 95", "500100732259", "1027700132195"}, ""},
		{"none", Numbers{}, ""},
		{"a slip in the insurance number", Numbers{SNILS: "112-233-445 96"}, "state_number_wrong"},
		{"letters", Numbers{SNILS: "112-233-44O 95"}, "state_number_wrong"},
		{"a slip in the taxpayer number", Numbers{INN: "500100732258"}, "state_number_wrong"},
		{"of an organisation", Numbers{INN: "7707083893"}, "state_number_wrong"},
		{"a slip in the state number", Numbers{OGRN: "1027700132196"}, "state_number_wrong"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if err := ring.Note(t.Context(), administrator, 7, row.n); keyOf(err) != row.key {
				t.Errorf("Note() = %v, want %q", err, row.key)
			}
		})
	}
	if err := ring.Note(t.Context(), identity.Actor{ID: 2, Office: identity.Chair}, 7, Numbers{}); err == nil {
		t.Error("a chair writes down numbers")
	}
	if err := ring.Note(t.Context(), administrator, 7, Numbers{"11223344595", "500100732259", "1027700132195"}); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(store.known.SNILS, []byte("112233445")) || len(store.known.SNILS) != 32 {
		t.Errorf("the insurance number is stored open: %x", store.known.SNILS)
	}
	right := certificate.Name{SNILS: "11223344595", INN: "500100732259", OGRN: "1027700132195"}
	for _, row := range []struct {
		name   string
		change func(*certificate.Name)
		key    string
	}{
		{"the officer's own", func(*certificate.Name) {}, ""},
		{"of a namesake", func(n *certificate.Name) { n.SNILS = "08765430300" }, "certificate_number_other"},
		{"without an insurance number", func(n *certificate.Name) { n.SNILS = "" }, "certificate_number_other"},
		{"another taxpayer", func(n *certificate.Name) { n.INN = "" }, "certificate_number_other"},
		{"given for another post", func(n *certificate.Name) { n.OGRN = "1037739085636" }, "certificate_number_other"},
	} {
		t.Run(row.name, func(t *testing.T) {
			owner := right
			row.change(&owner)
			if err := ring.Belongs(t.Context(), 7, signature.Certificate{Owner: owner}); keyOf(err) != row.key || (err == nil) != (row.key == "") {
				t.Errorf("Belongs() = %v, want %q", err, row.key)
			}
		})
	}
}
