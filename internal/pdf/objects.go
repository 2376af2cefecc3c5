package pdf

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
)

// ref is the number of an object in the file.
type ref int

func (r ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

// objects is a PDF file while it is written: numbered objects one after another,
// then the table of where each begins. Objects leave as soon as they are complete;
// the first fault of the writer is kept and told at the end.
type objects struct {
	out     *bufio.Writer
	at      int   // bytes written so far
	offsets []int // by number; 0 while only reserved
	packed  bytes.Buffer
	packer  *zlib.Writer
	err     error
}

func newObjects(w io.Writer, version string) *objects {
	f := &objects{out: bufio.NewWriter(w), offsets: []int{0}}
	f.packer = zlib.NewWriter(&f.packed)
	// The second line tells programs that move files that this one is not text.
	f.printf("%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n", version)
	return f
}

func (f *objects) printf(format string, args ...any) {
	n, err := fmt.Fprintf(f.out, format, args...)
	f.at += n
	if f.err == nil {
		f.err = err
	}
}

// reserve gives a number to an object that is written later.
func (f *objects) reserve() ref {
	f.offsets = append(f.offsets, 0)
	return ref(len(f.offsets) - 1)
}

// write puts a reserved object into the file.
func (f *objects) write(r ref, format string, args ...any) {
	f.offsets[r] = f.at
	f.printf("%d 0 obj\n", int(r))
	f.printf(format, args...)
	f.printf("\nendobj\n")
}

// add puts an object into the file under the next number.
func (f *objects) add(format string, args ...any) ref {
	r := f.reserve()
	f.write(r, format, args...)
	return r
}

// stream puts data into the file, compressed; entries are added to its
// dictionary.
func (f *objects) stream(entries string, data []byte) ref {
	f.packed.Reset()
	f.packer.Reset(&f.packed)
	_, err := f.packer.Write(data)
	if err == nil {
		err = f.packer.Close()
	}
	if err != nil && f.err == nil {
		f.err = fmt.Errorf("compressing a stream: %w", err)
	}
	return f.add("<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream", f.packed.Len(), entries, f.packed.Bytes())
}

// plain puts data into the file as it is, for readers that look into files they
// cannot unpack.
func (f *objects) plain(entries string, data []byte) ref {
	return f.add("<</Length %d%s>>\nstream\n%s\nendstream", len(data), entries, data)
}

// finish writes the table of objects. The identity is that of the paper, so the
// same paper gives the same file.
func (f *objects) finish(root, info ref, identity []byte) error {
	start := f.at
	f.printf("xref\n0 %d\n0000000000 65535 f \n", len(f.offsets))
	for _, at := range f.offsets[1:] {
		f.printf("%010d 00000 n \n", at)
	}
	f.printf("trailer\n<</Size %d/Root %v/Info %v/ID[<%X><%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets), root, info, identity, identity, start)
	if err := f.out.Flush(); f.err == nil {
		f.err = err
	}
	return f.err
}
