package pdf

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"redress/internal/document"
)

// stored reads one of the golden papers of the document package.
func stored(t testing.TB, name string) document.Paper {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "document", "testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var p document.Paper
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func render(t testing.TB, p document.Paper) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Render(&buf, p); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// tool runs a program on a drawn paper and returns what it prints.
func tool(t testing.TB, file []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is needed to check drawn papers: install poppler-utils and qpdf", name)
	}
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		if args[i] == "FILE" {
			args[i] = path
		}
	}
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// textOf returns what stands between the upper and the lower margin, in the
// order it was written.
func textOf(t testing.TB, file []byte) string {
	t.Helper()
	return tool(t, file, "pdftotext", "-raw", "-r", "72", "-x", "0", "-y", "50", "-W", "600", "-H", "745", "FILE", "-")
}

// words makes texts comparable: words parted by one space, and those parted at
// a hyphen by the end of a line joined again.
func words(s string) string {
	s = strings.ReplaceAll(s, "\u00ad\n", "")
	s = strings.ReplaceAll(s, "-\n", "-")
	return strings.Join(strings.Fields(s), " ")
}

func pageCount(t testing.TB, file []byte) int {
	t.Helper()
	return strings.Count(tool(t, file, "qpdf", "--json=1", "--json-key=pages", "FILE"), `"pageposfrom1"`)
}

// check holds a drawn paper against everything that must be true of each.
func check(t *testing.T, p document.Paper) []byte {
	t.Helper()
	file := render(t, p)
	if !bytes.Equal(file, render(t, p)) {
		t.Error("the same paper gave different bytes")
	}
	if out := tool(t, file, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf --check: %s", out)
	}
	if out := tool(t, file, "pdftoppm", "-r", "20", "-gray", "FILE", filepath.Join(t.TempDir(), "page")); out != "" {
		t.Errorf("pdftoppm complains: %s", out)
	}
	fonts := strings.Split(strings.TrimSpace(tool(t, file, "pdffonts", "FILE")), "\n")
	for _, font := range fonts[min(2, len(fonts)):] {
		if !strings.Contains(font, "CID TrueType") || !strings.Contains(font, "Identity-H       yes yes yes") {
			t.Errorf("pdffonts: not embedded, not a subset or without text: %s", font)
		}
	}
	return file
}

func TestPapers(t *testing.T) {
	for _, name := range []string{"ruling", "minutes"} {
		t.Run(name, func(t *testing.T) {
			p := stored(t, name)
			file := check(t, p)
			if got, want := words(textOf(t, file)), words(p.Plain()); got != want {
				t.Errorf("text of the file:\n%s\nwant:\n%s", got, want)
			}
			if most := 100_000; len(file) > most {
				t.Errorf("%d bytes, want at most %d", len(file), most)
			}
			info := tool(t, file, "pdfinfo", "FILE")
			for _, want := range []string{p.Title, strings.Join(p.Issuer, " "), "595.28 x 841.89 pts (A4)"} {
				if !strings.Contains(info, want) {
					t.Errorf("pdfinfo lacks %q:\n%s", want, info)
				}
			}
			t.Logf("%s: %d pages, %d bytes", name, pageCount(t, file), len(file))
		})
	}
}

func BenchmarkRuling(b *testing.B) {
	p := stored(b, "ruling")
	b.ReportAllocs()
	for b.Loop() {
		var buf bytes.Buffer
		if err := Render(&buf, p); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(buf.Len()))
	}
}
