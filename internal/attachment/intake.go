package attachment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"redress/internal/regulation"
)

// Intake receives the files of a complaint.
type Intake struct {
	Vault  Vault
	Sniff  Sniffer
	Limits Limits
}

// Receive takes one file from r into the Vault and returns it without an ID.
// What may not be attached is refused before anything of it is stored; a file
// that turns out too large on the way leaves nothing behind. The file is lost
// again, within a day, unless its key is saved in a row.
func (in Intake) Receive(ctx context.Context, name string, r io.Reader) (Attachment, error) {
	label := CleanName(name)
	kind, ok := in.Limits.kindOf(label)
	if !ok {
		return Attachment{}, refuse("file_type_forbidden", regulation.Values{"name": label})
	}
	// ReadAll, unlike ReadFull, does not take a broken upload for a short file.
	head, err := io.ReadAll(io.LimitReader(r, HeadBytes))
	if err != nil {
		return Attachment{}, fmt.Errorf("receiving the beginning of a file: %w", err)
	}
	if len(head) == 0 {
		return Attachment{}, refuse("file_empty", regulation.Values{"name": label})
	}
	if !kind.fits(in.Sniff(head), head) {
		return Attachment{}, refuse("file_type_mismatch", regulation.Values{"name": label})
	}
	stored, err := in.Vault.Put(ctx, NewKey(), io.MultiReader(bytes.NewReader(head), r), in.Limits.FileBytes)
	if errors.Is(err, ErrTooLarge) {
		return Attachment{}, refuse("file_too_large",
			regulation.Values{"name": label, "limit_mb": in.Limits.FileBytes >> 20})
	}
	if err != nil {
		return Attachment{}, fmt.Errorf("receiving a file: %w", err)
	}
	return Attachment{
		Key: stored.Key, Name: label, OriginalName: originalName(name), MediaType: kind.MediaType,
		Size: stored.Size, SHA256: stored.SHA256,
	}, nil
}
