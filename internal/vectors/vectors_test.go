package vectors

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata" // the commission's zone, wherever the test runs
)

// demo is where the invented papers, campaigns and commissions stand.
const demo = "../../cmd/redress/demo"

// demoWorld is the world the invented papers live in.
func demoWorld(t testing.TB) *World {
	t.Helper()
	world := NewWorld()
	if err := world.AddCampaigns(read(t, filepath.Join(demo, "campaigns.json"))); err != nil {
		t.Fatal(err)
	}
	if err := world.AddCommissions(strings.NewReader(string(read(t, filepath.Join(demo, "commissions-demo.csv"))))); err != nil {
		t.Fatal(err)
	}
	return world
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestPapers(t *testing.T) {
	world := demoWorld(t)
	for _, folder := range []string{demo, "../../../shared/domain/fixtures/complaints"} {
		paths, err := filepath.Glob(filepath.Join(folder, "c-*.json"))
		if err != nil || folder == demo && len(paths) < 30 {
			t.Fatalf("%s holds %d papers, %v", folder, len(paths), err)
		}
		for _, path := range paths {
			results, err := Check(read(t, path), world)
			if err != nil || len(results) != 1 {
				t.Fatalf("%s: %d results, %v", path, len(results), err)
			}
			report(t, results[0])
		}
	}
}

func report(t *testing.T, r Result) {
	t.Helper()
	t.Run(r.ID+" "+string(r.Rule), func(t *testing.T) {
		if r.Err != nil {
			t.Error(r.Err)
		}
		for _, m := range r.Mismatches {
			t.Errorf("%s: expected %s, computed %s", m.Field, m.Expected, m.Computed)
		}
	})
}
