package s3

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/minio/minio-go/v7"

	"redress/internal/attachment"
)

// putMark is the metadata that tells whose Put made an object.
const putMark = "Put"

// Put keeps the promise of attachment.Vault.
//
// The file waits on the local disk first: only then are its size and digest
// known, which the server needs in order to confirm what it stored; and a broken
// upload never reaches the bucket. The waiting file has no name, so it is gone
// with the process.
//
// If the answer of the server is lost, the object may exist although Put failed.
// No row names it, and it is swept with the others.
func (v *Vault) Put(ctx context.Context, key attachment.Key, r io.Reader, limit int64) (attachment.Stored, error) {
	if !key.Valid() {
		return attachment.Stored{}, attachment.ErrBadKey
	}
	spool, err := os.CreateTemp(v.options.Spool, "redress-*")
	if err != nil {
		return attachment.Stored{}, unavailable("spooling", key, err)
	}
	defer spool.Close()
	defer func() { _ = os.Remove(spool.Name()) }() // where an open file cannot be removed
	_ = os.Remove(spool.Name())                    // elsewhere it ends with its last reader

	meter := attachment.NewMeter(ctx, r, limit)
	_, err = io.Copy(spool, meter)
	if meter.Err() != nil {
		return attachment.Stored{}, fmt.Errorf("reading what is put under %s: %w", key, meter.Err())
	}
	if err == nil {
		_, err = spool.Seek(0, io.SeekStart)
	}
	if err != nil {
		return attachment.Stored{}, unavailable("spooling", key, err)
	}
	stored := meter.Stored(key)
	if err := v.send(ctx, stored, spool); err != nil {
		return attachment.Stored{}, err
	}
	return stored, nil
}

// send makes the object and returns once the server has confirmed its bytes.
func (v *Vault) send(ctx context.Context, stored attachment.Stored, spool *os.File) error {
	mark, sum := rand.Text(), base64.StdEncoding.EncodeToString(stored.SHA256[:])
	options := minio.PutObjectOptions{
		DisableMultipart: true, // one request: all or nothing, one digest
		UserMetadata:     map[string]string{putMark: mark, "X-Amz-Checksum-Sha256": sum},
	}
	options.SetMatchETagExcept("*")
	info, err := v.client.PutObject(ctx, v.options.Bucket, v.object(stored.Key), spool, stored.Size, options)
	if err == nil && info.ChecksumSHA256 == sum {
		return nil
	}
	if err == nil {
		return v.confirm(ctx, stored)
	}
	// The answer to this request, or to one that was repeated after it, may have
	// been lost or cut short: a server that refuses early closes the connection.
	// So ask who made the object.
	object, absent := v.client.StatObject(ctx, v.options.Bucket, v.object(stored.Key), minio.StatObjectOptions{})
	switch {
	case absent == nil && object.UserMetadata[putMark] == mark:
		return v.confirm(ctx, stored)
	case absent == nil, code(err) == "ConditionalRequestConflict": // another Put is under way
		return attachment.ErrExists
	}
	return unavailable("storing", stored.Key, err)
}

// confirm reads back what a server stored without saying its digest, as old ones
// do, and deletes what is not the file that was sent.
func (v *Vault) confirm(ctx context.Context, stored attachment.Stored) error {
	body, _, err := v.Open(ctx, stored.Key)
	if err != nil {
		return fmt.Errorf("confirming: %w", err)
	}
	defer body.Close()
	_, err = io.Copy(io.Discard, attachment.Verified(body, stored.SHA256, stored.Size))
	if errors.Is(err, attachment.ErrDamaged) {
		err = errors.Join(err, v.Delete(ctx, stored.Key))
	}
	if err != nil {
		return unavailable("confirming", stored.Key, err)
	}
	return nil
}
