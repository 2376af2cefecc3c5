package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const storedRuling = "../../internal/document/testdata/ruling.json"

func TestPaperIsDrawnFromItsData(t *testing.T) {
	data, err := os.ReadFile(storedRuling)
	if err != nil {
		t.Fatal(err)
	}
	for ending, begins := range map[string]string{"pdf": "%PDF-", "docx": "PK", "html": "<!doctype html>"} {
		file := filepath.Join(t.TempDir(), "ruling."+ending)
		var out bytes.Buffer
		for _, r := range []renderCommand{{File: storedRuling, Out: file}, {File: "-", To: ending, Out: "-"}} {
			if err := r.render(bytes.NewReader(data), &out); err != nil {
				t.Fatalf("%s: %v", ending, err)
			}
		}
		written, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(strings.ToLower(string(written[:min(len(written), 32)])), strings.ToLower(begins)) || !bytes.Equal(written, out.Bytes()) {
			t.Errorf("%s: %d bytes that begin with %q, %d to the standard output", ending, len(written), written[:min(len(written), 16)], out.Len())
		}
	}
}

func TestPaperThatCannotBeDrawnIsTold(t *testing.T) {
	for name, row := range map[string]struct{ data, out, want string }{
		"no JSON":                  {"решение", "a.pdf", "not the stored data of a paper"},
		"another JSON":             {`{"schema": "redress/deadline-vectors/1"}`, "a.pdf", "unknown field"},
		"nothing":                  {"", "a.pdf", "not the stored data of a paper"},
		"null":                     {"null", "a.pdf", "nothing is to be printed"},
		"an empty paper":           {"{}", "a.html", "nothing is to be printed"},
		"a part of a newer time":   {`{"act_name":"РЕШЕНИЕ","body":[{"kind":"map","block":{}}]}`, "a.docx", `unknown kind "map"`},
		"two papers":               {`{"act_name":"РЕШЕНИЕ"} {"act_name":"РЕШЕНИЕ"}`, "a.pdf", "something follows"},
		"a code that is too long":  {`{"act_name":"РЕШЕНИЕ","code":"` + strings.Repeat("x", 5000) + `"}`, "a.docx", "QR code"},
		"a code on a page":         {`{"act_name":"РЕШЕНИЕ","code":"` + strings.Repeat("x", 5000) + `"}`, "a.html", "QR code"},
		"no way to draw it":        {`{"act_name":"РЕШЕНИЕ"}`, "a.odt", "add --to pdf, docx or html"},
		"a folder that is not one": {`{"act_name":"РЕШЕНИЕ"}`, "none/a.pdf", "no such file or directory"},
	} {
		dir := t.TempDir()
		err := renderCommand{File: "-", Out: filepath.Join(dir, row.out)}.render(strings.NewReader(row.data), nil)
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %s", name, err, row.want)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s: %v left behind, %v", name, left, err)
		}
	}
	if err := (renderCommand{File: "no such file", Out: "a.pdf"}).render(nil, nil); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("%v", err)
	}
}
