package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// words are the sentences of the English catalogue by their keys.
type words map[string]string

// english reads the English catalogue. Sentences that count something have no place in
// a table and are left out.
func english(root string) (words, error) {
	names, err := filepath.Glob(filepath.Join(root, "web", "locales", "en*.json"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no English catalogue under %s", root)
	}
	all := words{}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var sentences map[string]any
		if err := json.Unmarshal(raw, &sentences); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		for key, sentence := range sentences {
			if text, ok := sentence.(string); ok {
				all[key] = text
			}
		}
	}
	return all, nil
}

// of returns the words of a key, or its plain name, "prepare sitting", where the
// catalogue has none.
func (w words) of(area, name string) string {
	if text := w[area+"."+name]; text != "" {
		return text
	}
	return strings.ReplaceAll(name, "_", " ")
}
