package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"redress/internal/notice"
)

// Folder keeps letters as files, for an installation without a mail server: a
// person opens them in a mail program and sends them.
type Folder struct{ dir string }

var _ notice.Sender = (*Folder)(nil)

// NewFolder returns the folder in dir. It makes the folder if it is absent.
func NewFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder for letters: %w", err)
	}
	return &Folder{dir: dir}, nil
}

// Send writes the letter to letter-NUMBER.eml, a call to call-NUMBER.eml, in place of an earlier copy of the
// same letter, and returns once it would survive a loss of power.
func (f *Folder) Send(_ context.Context, m notice.Message, open func(notice.Enclosure) ([]byte, error)) (string, error) {
	from, err := addressee(m.From.Email)
	if err != nil {
		from = "commission@" + nowhere
	}
	msg, id, err := compose(m, from, nowhere, open)
	if err != nil {
		return "", err
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		return "", fmt.Errorf("writing %s: %w", m.Key(), err)
	}
	if err := f.put(m.Key()+".eml", raw.Bytes()); err != nil {
		return "", fmt.Errorf("writing %s: %w", m.Key(), err)
	}
	return id, nil
}

// put makes the file with that name, or leaves what was there.
func (f *Folder) put(name string, raw []byte) error {
	file, err := os.CreateTemp(f.dir, "."+name+"-*.part") // readable by the owner alone
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // gone already when all went well
	_, err = file.Write(raw)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), filepath.Join(f.dir, name)); err != nil {
		return err
	}
	folder, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Check tells in one plain sentence why no letter can be put into the folder, or nil.
func (f *Folder) Check(context.Context) error {
	const trial = ".trial"
	if err := f.put(trial, nil); err != nil {
		return fmt.Errorf("the folder for letters %s cannot be written: %w", f.dir, err)
	}
	if err := os.Remove(filepath.Join(f.dir, trial)); err != nil {
		return fmt.Errorf("files cannot be deleted from the folder for letters %s: %w", f.dir, err)
	}
	return nil
}
