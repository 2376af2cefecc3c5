package sitting_test

import (
	"errors"
	"io/fs"
	"os"
	"testing"

	"redress/internal/vectors"
)

func TestVoteVectors(t *testing.T) { runVectors(t, "testdata/votes.json") }

// TestSharedVoteVectors runs the vectors the rules are kept with, where that folder is.
func TestSharedVoteVectors(t *testing.T) {
	const shared = "../../../shared/domain/fixtures/votes.json"
	if _, err := os.Stat(shared); errors.Is(err, fs.ErrNotExist) {
		return
	}
	runVectors(t, shared)
}

func runVectors(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	results, err := vectors.Check(raw, vectors.NewWorld())
	if err != nil || len(results) < 45 {
		t.Fatalf("%s: %d vectors, %v; want at least 45", path, len(results), err)
	}
	for _, r := range results {
		t.Run(string(r.Rule)+" "+r.ID, func(t *testing.T) {
			if r.Err != nil {
				t.Error(r.Err)
			}
			for _, m := range r.Mismatches {
				t.Errorf("%s: computed %s, want %s", m.Field, m.Computed, m.Expected)
			}
		})
	}
}
