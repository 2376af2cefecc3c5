package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// upload is a form with a file that is made while it is sent: no file of a run is ever
// in memory as a whole.
type upload struct {
	fields map[string]string
	name   string // of the field the file comes in
	serial int64  // makes every file another one
	size   int64
}

const boundary = "redress-bench-boundary-7f2093"

func (u upload) kind() string { return "multipart/form-data; boundary=" + boundary }

// body returns what is sent and its length.
func (u upload) body() (io.Reader, int64) {
	var head strings.Builder
	for _, name := range slices.Sorted(maps.Keys(u.fields)) {
		fmt.Fprintf(&head, "--%s\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", boundary, name, u.fields[name])
	}
	fmt.Fprintf(&head, "--%s\r\nContent-Disposition: form-data; name=%q; filename=\"снимок.pdf\"\r\nContent-Type: application/pdf\r\n\r\n", boundary, u.name)
	start := fmt.Sprintf("%%PDF-1.7\n%% %d\n", u.serial)
	tail := "\r\n--" + boundary + "--\r\n"
	file := io.LimitReader(io.MultiReader(strings.NewReader(start), &filler{}), u.size)
	return io.MultiReader(strings.NewReader(head.String()), file, strings.NewReader(tail)), int64(head.Len()) + u.size + int64(len(tail))
}

// block is what files are filled with: bytes that do not compress, the same in every run.
var block = func() []byte {
	b := make([]byte, 64<<10)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b) // never fails
	return bytes.ReplaceAll(b, []byte("--"), []byte("++"))
}()

// filler reads the block over and over.
type filler struct{ at int }

func (f *filler) Read(p []byte) (int, error) {
	n := copy(p, block[f.at:])
	f.at = (f.at + n) % len(block)
	return n, nil
}
