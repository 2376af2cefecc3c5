// Package s3 keeps attachments in any storage that speaks the S3 protocol, for a
// commission whose files must outlive one machine.
//
// Only the plain protocol is relied on: the server confirms the SHA-256 of what
// it stored, and refuses to store over a file that is there.
package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"redress/internal/attachment"
)

// Options say where the bucket is and who may use it.
type Options struct {
	Endpoint  string // host:port, without a scheme
	Bucket    string
	AccessKey string
	SecretKey string
	Region    string // "us-east-1" if empty
	Secure    bool   // HTTPS
	Prefix    string // put before every key, such as "redress/"; may be empty
	Spool     string // folder for files on their way, the system's own if empty
}

// Vault is a bucket of attachments, or the part of it under a prefix.
type Vault struct {
	options Options
	client  *minio.Client
}

var _ attachment.Vault = (*Vault)(nil)

// A citizen waits for the answer, so a server that is down must be told from a
// slow one within seconds.
const (
	dialTimeout = 2 * time.Second
	tries       = 3
)

// New returns the vault. It does not call the server: Check does.
func New(o Options) (*Vault, error) {
	if o.Region == "" {
		o.Region = "us-east-1" // asking the server for it would cost a request
	}
	transport, err := minio.DefaultTransport(o.Secure)
	if err != nil {
		return nil, fmt.Errorf("preparing the S3 client: %w", err)
	}
	transport.DialContext = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
	client, err := minio.New(o.Endpoint, &minio.Options{
		Creds:      credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""),
		Secure:     o.Secure,
		Region:     o.Region,
		Transport:  transport,
		MaxRetries: tries,
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the S3 client: %w", err)
	}
	return &Vault{options: o, client: client}, nil
}

// Open keeps the promise of attachment.Vault.
func (v *Vault) Open(ctx context.Context, key attachment.Key) (io.ReadCloser, int64, error) {
	if !key.Valid() {
		return nil, 0, attachment.ErrBadKey
	}
	// Core asks once; the ordinary call would ask for the size separately.
	body, info, _, err := minio.Core{Client: v.client}.GetObject(ctx, v.options.Bucket, v.object(key), minio.GetObjectOptions{})
	if code(err) == minio.NoSuchKey {
		return nil, 0, attachment.ErrAbsent
	}
	if err != nil {
		return nil, 0, unavailable("opening", key, err)
	}
	return body, info.Size, nil
}

// Delete keeps the promise of attachment.Vault. In a versioned bucket the bytes
// stay as an older version until the bucket's own rules remove them.
func (v *Vault) Delete(ctx context.Context, key attachment.Key) error {
	if !key.Valid() {
		return attachment.ErrBadKey
	}
	err := v.client.RemoveObject(ctx, v.options.Bucket, v.object(key), minio.RemoveObjectOptions{})
	if err != nil && code(err) != minio.NoSuchKey {
		return unavailable("deleting", key, err)
	}
	return nil
}

// List keeps the promise of attachment.Vault by the server's clock. Objects whose
// names are no keys are passed over: they are somebody else's.
func (v *Vault) List(ctx context.Context, olderThan time.Time) iter.Seq2[attachment.Key, error] {
	return func(yield func(attachment.Key, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		objects := v.client.ListObjectsIter(ctx, v.options.Bucket,
			minio.ListObjectsOptions{Prefix: v.options.Prefix + "staging/", Recursive: true})
		for object := range objects {
			if object.Err != nil {
				yield("", fmt.Errorf("listing attachments: %w", object.Err))
				return
			}
			key := attachment.Key(strings.TrimPrefix(object.Key, v.options.Prefix))
			if key.Valid() && object.LastModified.Before(olderThan) && !yield(key, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield("", err)
		}
	}
}

func (v *Vault) object(key attachment.Key) string { return v.options.Prefix + string(key) }

// code returns the S3 code of an error, "" if it has none.
func code(err error) string {
	var response minio.ErrorResponse
	if !errors.As(err, &response) {
		return ""
	}
	return response.Code
}

// unavailable wraps an error of the server or of the way to it; one of a caller
// who left is only passed on.
func unavailable(doing string, key attachment.Key, err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s %s: %w", doing, key, err)
	}
	return fmt.Errorf("%s %s: %w: %w", doing, key, attachment.ErrUnavailable, err)
}
