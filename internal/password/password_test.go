package password

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestHash(t *testing.T) {
	h := New()
	hash, err := h.Hash(t.Context(), "пятнадцать знаков и больше")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("Hash() = %q, want argon2id of 19 MiB and two passes", hash)
	}
	for _, row := range []struct {
		password string
		want     bool
	}{{"пятнадцать знаков и больше", true}, {"пятнадцать знаков и Больше", false}, {"", false}} {
		if got, err := h.Check(t.Context(), row.password, hash); got != row.want || err != nil {
			t.Errorf("Check(%q) = %v, %v, want %v", row.password, got, err, row.want)
		}
	}
	if again, err := h.Hash(t.Context(), "пятнадцать знаков и больше"); again == hash || err != nil {
		t.Errorf("the same password gave the same hash %q, %v: it has no salt of its own", again, err)
	}
	if _, err := h.Check(t.Context(), "что угодно", "не хеш"); err == nil {
		t.Error("what is no hash was checked")
	}
}

// Whoever gives up while all places are taken is not kept waiting.
func TestWaitingForAPlace(t *testing.T) {
	h := New()
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hash(ctx, "пароль"); !errors.Is(err, context.Canceled) {
		t.Errorf("Hash() = %v, want context.Canceled", err)
	}
	if _, err := h.Check(ctx, "пароль", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("Check() = %v, want context.Canceled", err)
	}
}
