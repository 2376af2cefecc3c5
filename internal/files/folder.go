package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"redress/internal/attachment"
)

// List keeps the promise of attachment.Vault. Names that are no keys are passed
// over: whoever put them there may want them.
func (v *Vault) List(ctx context.Context, olderThan time.Time) iter.Seq2[attachment.Key, error] {
	return func(yield func(attachment.Key, error) bool) {
		shards, err := os.ReadDir(v.staging())
		if err != nil {
			yield("", fmt.Errorf("listing attachments: %w", err))
			return
		}
		for _, shard := range shards {
			if err := ctx.Err(); err != nil {
				yield("", err)
				return
			}
			if !shard.IsDir() {
				continue
			}
			keys, err := oldKeys(filepath.Join(v.staging(), shard.Name()), olderThan)
			if err != nil {
				yield("", fmt.Errorf("listing attachments: %w", err))
				return
			}
			for _, key := range keys {
				if !yield(key, nil) {
					return
				}
			}
		}
	}
}

// oldKeys returns the keys of one folder, each once, though a file and its
// unfinished copy may both lie there.
func oldKeys(shard string, olderThan time.Time) ([]attachment.Key, error) {
	entries, err := os.ReadDir(shard)
	if err != nil {
		return nil, err
	}
	var keys []attachment.Key
	for _, entry := range entries {
		key := attachment.Key("staging/" + strings.TrimSuffix(entry.Name(), unfinished))
		if !key.Valid() || len(keys) > 0 && keys[len(keys)-1] == key {
			continue
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted since the folder was read
		}
		if err != nil {
			return nil, err
		}
		if info.ModTime().Before(olderThan) {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// Check keeps the promise of attachment.Vault by putting a file and deleting it.
func (v *Vault) Check(ctx context.Context) error {
	if info, err := os.Stat(v.staging()); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the folder for attachments %s is absent", v.dir)
	} else if err == nil && !info.IsDir() {
		return fmt.Errorf("the place for attachments %s is not a folder", v.staging())
	}
	key := attachment.NewKey()
	if _, err := v.Put(ctx, key, bytes.NewReader([]byte{0}), 1); err != nil {
		return fmt.Errorf("the folder for attachments %s cannot be written: %w", v.dir, err)
	}
	if err := v.Delete(ctx, key); err != nil {
		return fmt.Errorf("files cannot be deleted from the folder for attachments %s: %w", v.dir, err)
	}
	return nil
}

// makeShard makes a folder for files. A folder found there may have been made a
// moment ago by somebody who has not yet forced it to the disk, so the first use
// in each process does that again.
func (v *Vault) makeShard(dir string) error {
	if _, known := v.shards.Load(dir); known {
		return nil
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := syncFolder(filepath.Dir(dir)); err != nil {
		return err
	}
	v.shards.Store(dir, true)
	return nil
}

// syncFolder makes the names in a folder survive a loss of power.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
