// Package attachment is about the evidence people attach to a complaint: a scan
// of the decision, photographs of a polling station, a recording.
//
// The bytes are evidence, so they are kept exactly as they were sent and named
// by their digest; a file that has changed since is never given out. What is
// taken is on a closed list, tested by the name of the file and by its content.
// A file goes into the Vault first and becomes part of a complaint only when a
// row names its key; files that no row names are swept away later.
package attachment

import (
	"context"
	"fmt"
	"io"
)

// ID is the number of an attachment.
type ID int64

// Attachment is one file of a complaint. Its bytes are in the Vault under Key.
type Attachment struct {
	ID           ID
	Key          Key
	Name         string // the cleaned label, safe to show and to save under
	OriginalName string // the label as it was sent; show it only escaped
	MediaType    string // fixed by the kind of file, never taken from the sender
	Size         int64
	SHA256       Digest
	Description  string // one line by the sender, may be empty
}

// Open returns the bytes of an attachment, checked on the way: reading fails
// with ErrDamaged before the last of them if they are not the bytes that were
// received. A file of another size is refused at once. The caller closes it.
func Open(ctx context.Context, vault Vault, a Attachment) (io.ReadCloser, error) {
	rc, size, err := vault.Open(ctx, a.Key)
	if err != nil {
		return nil, fmt.Errorf("opening attachment %d: %w", a.ID, err)
	}
	if size != a.Size {
		rc.Close()
		return nil, fmt.Errorf("opening attachment %d: %w: %d bytes, want %d", a.ID, ErrDamaged, size, a.Size)
	}
	return Verified(rc, a.SHA256, a.Size), nil
}
