package signature

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestSentences: every fault has its sentence, and no sentence is left without one.
func TestSentences(t *testing.T) {
	key := regexp.MustCompile(`fault\("([a-z_]+)"`)
	used := map[string]bool{"pdf_changed": true, "signed_twice": true}
	for _, folder := range []string{".", "../certificate"} {
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range key.FindAllSubmatch(raw, -1) {
				used[string(found[1])] = true
			}
		}
	}
	for one := range used {
		if sentences[one] == "" {
			t.Errorf("%s has no sentence", one)
		}
	}
	for one := range sentences {
		if !used[one] {
			t.Errorf("the sentence %s is said of nothing", one)
		}
	}
}
