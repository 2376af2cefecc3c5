package deadline_test

import (
	"errors"
	"io/fs"
	"os"
	"testing"
	_ "time/tzdata" // the commission's zone, wherever the test runs

	"redress/internal/vectors"
)

func TestVectors(t *testing.T) { runVectors(t, "testdata/deadlines.json") }

// TestSharedVectors runs the vectors the rules are kept with, where that folder is.
func TestSharedVectors(t *testing.T) {
	const shared = "../../../shared/domain/fixtures/deadlines.json"
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
	if err != nil || len(results) < 49 {
		t.Fatalf("%s: %d vectors, %v; want at least 49", path, len(results), err)
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
