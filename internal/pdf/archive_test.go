package pdf

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"redress/internal/document"
)

func TestPapersDeclareWhatTheyKeep(t *testing.T) {
	p := stored(t, "ruling")
	file := render(t, p)
	info := tool(t, file, "pdfinfo", "FILE")
	for _, want := range []string{"Tagged:          yes", "PDF version:     1.7", "JavaScript:      no", "Encrypted:       no", "CreationDate:"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	meta := tool(t, file, "pdfinfo", "-meta", "FILE")
	for _, want := range []string{"<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", ">" + p.Title + "<", "2026-09-12T18:42:00+07:00", ">ru-RU<"} {
		if !strings.Contains(meta, want) {
			t.Errorf("the metadata lack %q:\n%s", want, meta)
		}
	}
}

// basic returns the paper in the form of PDF/A-1b.
func basic(t *testing.T, p document.Paper) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := write(&file, p, checked); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// An independent checker accepts every kind of paper and refuses each broken one. It
// needs Java, so `make preflight` asks for it and says where its classes are.
func TestPreflight(t *testing.T) {
	classes := os.Getenv("REDRESS_PREFLIGHT")
	if classes == "" {
		t.Skip("`make preflight` runs this")
	}
	dir := t.TempDir()
	args := []string{"-cp", classes, "Preflight"}
	add := func(name string, file []byte) {
		path := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	good := map[string]document.Paper{"ruling": stored(t, "ruling"), "minutes": stored(t, "minutes"), "letter": letter(), "long": long(40), "nothing": {}}
	for name, p := range good {
		add(name, basic(t, p))
	}
	file := basic(t, stored(t, "ruling"))
	broken := map[string][]byte{
		"no-codes":   bytes.Replace(file, []byte("/CIDSet"), []byte("/CIDGet"), 1),
		"no-colours": bytes.Replace(file, []byte("/OutputIntents"), []byte("/OutputContent"), 1),
		"misnamed":   bytes.ReplaceAll(file, []byte("/Title <FEFF0420"), []byte("/Title <FEFF0421")),
		"no-face":    bytes.Replace(file, []byte("/FontFile2"), []byte("/FontFile7"), 1),
		"not-a-file": []byte("%PDF-1.4 and no more"),
	}
	for name, bad := range broken {
		if bytes.Equal(file, bad) {
			t.Fatalf("%s: nothing was broken", name)
		}
		add(name, bad)
	}
	out, err := exec.CommandContext(t.Context(), "java", args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	for name := range good {
		if strings.Contains(string(out), name+".pdf: ") {
			t.Errorf("%s is refused", name)
		}
	}
	for name := range broken {
		if !strings.Contains(string(out), name+".pdf: ") {
			t.Errorf("%s is accepted", name)
		}
	}
	if t.Failed() {
		t.Logf("%v\n%s", err, out)
	}
}
