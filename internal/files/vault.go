// Package files keeps attachments on the local disk, for a commission that has
// one machine and no object storage.
//
// A file is written beside its place, forced to the disk, and then linked into
// its place, which fails if something is there. So a file under a key is always
// whole, and is never written twice.
package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"redress/internal/attachment"
)

// Vault is a folder of attachments.
type Vault struct {
	dir    string
	shards sync.Map // folders known to survive a loss of power
}

var _ attachment.Vault = (*Vault)(nil)

// unfinished is the ending of a file that is still being written, or was when
// the machine stopped.
const unfinished = ".part"

// New returns the vault in dir. It makes the folder if it is absent.
func New(dir string) (*Vault, error) {
	v := &Vault{dir: dir}
	if err := os.MkdirAll(v.staging(), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder for attachments: %w", err)
	}
	if err := syncFolder(dir); err != nil {
		return nil, fmt.Errorf("making the folder for attachments: %w", err)
	}
	return v, nil
}

// Put keeps the promise of attachment.Vault. A full or failing disk is
// attachment.ErrUnavailable.
func (v *Vault) Put(ctx context.Context, key attachment.Key, r io.Reader, limit int64) (attachment.Stored, error) {
	if !key.Valid() {
		return attachment.Stored{}, attachment.ErrBadKey
	}
	place := v.place(key)
	if err := v.makeShard(filepath.Dir(place)); err != nil {
		return attachment.Stored{}, unavailable("storing", key, err)
	}
	meter := attachment.NewMeter(ctx, r, limit)
	err := write(place, meter)
	switch {
	case err == nil:
		return meter.Stored(key), nil
	case meter.Err() != nil:
		return attachment.Stored{}, fmt.Errorf("reading what is put under %s: %w", key, meter.Err())
	case errors.Is(err, fs.ErrExist):
		return attachment.Stored{}, attachment.ErrExists
	}
	return attachment.Stored{}, unavailable("storing", key, err)
}

// write makes the file at place, or nothing.
func write(place string, r io.Reader) error {
	f, err := os.OpenFile(place+unfinished, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // what is left is swept
	_, err = io.Copy(f, r)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), place); err != nil {
		return err
	}
	if err := syncFolder(filepath.Dir(place)); err != nil {
		return errors.Join(err, os.Remove(place))
	}
	return nil
}

// Open keeps the promise of attachment.Vault.
func (v *Vault) Open(_ context.Context, key attachment.Key) (io.ReadCloser, int64, error) {
	if !key.Valid() {
		return nil, 0, attachment.ErrBadKey
	}
	f, err := os.Open(v.place(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, attachment.ErrAbsent
	}
	if err != nil {
		return nil, 0, unavailable("opening", key, err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, unavailable("opening", key, err)
	}
	return f, info.Size(), nil
}

// Delete keeps the promise of attachment.Vault. It also removes what an
// interrupted Put left.
func (v *Vault) Delete(_ context.Context, key attachment.Key) error {
	if !key.Valid() {
		return attachment.ErrBadKey
	}
	for _, name := range []string{v.place(key), v.place(key) + unfinished} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unavailable("deleting", key, err)
		}
	}
	return nil
}

func (v *Vault) staging() string { return filepath.Join(v.dir, "staging") }

// place spreads the files over a thousand folders by the first two of their
// random characters: staging/AB/ABCD….
func (v *Vault) place(key attachment.Key) string {
	name := strings.TrimPrefix(string(key), "staging/")
	return filepath.Join(v.staging(), name[:2], name)
}

func unavailable(doing string, key attachment.Key, err error) error {
	return fmt.Errorf("%s %s: %w: %w", doing, key, attachment.ErrUnavailable, err)
}
