package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
)

// ref is the number of an object in the file.
type ref int

func (r ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

// objects is a PDF file while it is written: numbered objects one after another,
// then the table of where each begins.
type objects struct {
	buf     bytes.Buffer
	offsets []int // by number; 0 while only reserved
	packer  *zlib.Writer
}

func newObjects() *objects {
	f := &objects{offsets: []int{0}}
	// The second line tells programs that move files that this one is not text.
	f.buf.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return f
}

// reserve gives a number to an object that is written later.
func (f *objects) reserve() ref {
	f.offsets = append(f.offsets, 0)
	return ref(len(f.offsets) - 1)
}

// write puts a reserved object into the file.
func (f *objects) write(r ref, format string, args ...any) {
	f.offsets[r] = f.buf.Len()
	fmt.Fprintf(&f.buf, "%d 0 obj\n", int(r))
	fmt.Fprintf(&f.buf, format, args...)
	f.buf.WriteString("\nendobj\n")
}

// add puts an object into the file under the next number.
func (f *objects) add(format string, args ...any) ref {
	r := f.reserve()
	f.write(r, format, args...)
	return r
}

// stream puts data into the file, compressed; entries are added to its
// dictionary.
func (f *objects) stream(entries string, data []byte) (ref, error) {
	var packed bytes.Buffer
	if f.packer == nil {
		f.packer = zlib.NewWriter(&packed)
	} else {
		f.packer.Reset(&packed)
	}
	if _, err := f.packer.Write(data); err != nil {
		return 0, fmt.Errorf("compressing a stream: %w", err)
	}
	if err := f.packer.Close(); err != nil {
		return 0, fmt.Errorf("compressing a stream: %w", err)
	}
	return f.add("<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream", packed.Len(), entries, packed.Bytes()), nil
}

// finish writes the table of objects and hands the file over. The identity is
// that of the paper, so the same paper gives the same file.
func (f *objects) finish(w io.Writer, root, info ref, identity []byte) error {
	start := f.buf.Len()
	fmt.Fprintf(&f.buf, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets))
	for _, at := range f.offsets[1:] {
		fmt.Fprintf(&f.buf, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&f.buf, "trailer\n<</Size %d/Root %v/Info %v/ID[<%X><%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets), root, info, identity, identity, start)
	_, err := w.Write(f.buf.Bytes())
	return err
}
