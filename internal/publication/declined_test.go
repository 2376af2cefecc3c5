package publication

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"redress/internal/document"
	"redress/internal/grammar"
	"redress/internal/identity"
)

// TestDeclinedNamesAreRemoved: in whatever case a paper says the complainant's name, the
// surname does not stay in the public copy.
func TestDeclinedNamesAreRemoved(t *testing.T) {
	file, err := os.Open("../grammar/testdata/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		name, _, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "? "), "|")
		if name = strings.TrimSpace(name); name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		parsed := grammar.Parse(name)
		d := grammar.Decline(parsed, "")
		for _, c := range grammar.Cases {
			for _, said := range []string{d.Full(c), d.Short(c)} {
				paper := document.Paper{Subject: "О жалобе № 2026-0110 " + said + " на решение"}
				found, err := Propose(paper, Known{Complainant: identity.Name(parsed)})
				if err != nil {
					t.Fatal(err)
				}
				public, _, err := Redact(paper, found, nil)
				if err != nil {
					t.Fatal(err)
				}
				surname := d.Surname[c]
				if grammar.Readable(surname) && strings.Contains(public.Subject, surname) && len([]rune(surname)) > 2 {
					t.Errorf("%s, %s: %q stays as %q", name, c, said, public.Subject)
				}
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
