package s3

import (
	"testing"

	"redress/internal/attachment"
)

// newVault returns the vault or fails the test.
func newVault(t *testing.T, o Options) *Vault {
	t.Helper()
	v, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestNewRefusesAnEndpointWithAScheme(t *testing.T) {
	if _, err := New(Options{Endpoint: "https://s3.example.org/", Bucket: "evidence"}); err == nil {
		t.Error("New() = nil, want an error")
	}
}

func TestObjectsStandUnderThePrefix(t *testing.T) {
	v := newVault(t, Options{Endpoint: "s3.example.org", Bucket: "evidence", Prefix: "redress/"})
	key := attachment.NewKey()
	if got, want := v.object(key), "redress/"+string(key); got != want {
		t.Errorf("object() = %q, want %q", got, want)
	}
}
