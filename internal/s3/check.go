package s3

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

// checkTimeout is how long Check waits for an answer.
const checkTimeout = 5 * time.Second

// Check keeps the promise of attachment.Vault. It asks for a list, which the
// sweep must be able to read anyway; it writes nothing, as a bucket for evidence
// may keep for years whatever is written.
func (v *Vault) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	objects := v.client.ListObjectsIter(ctx, v.options.Bucket,
		minio.ListObjectsOptions{Prefix: v.options.Prefix, MaxKeys: 1, Recursive: true})
	for object := range objects {
		return v.explain(object.Err)
	}
	return v.explain(ctx.Err())
}

// explain says in one sentence what the operator has to put right.
func (v *Vault) explain(err error) error {
	if err == nil {
		return nil
	}
	o := v.options
	response := minio.ToErrorResponse(err)
	switch response.Code {
	case minio.NoSuchBucket:
		return fmt.Errorf("the bucket %q does not exist on the S3 server at %s: %w", o.Bucket, o.Endpoint, err)
	case minio.InvalidAccessKeyID, minio.SignatureDoesNotMatch, "XAdminUserNotFound": // the last is versitygw's
		return fmt.Errorf("the S3 server at %s does not accept the access key %q with its secret: %w", o.Endpoint, o.AccessKey, err)
	case minio.AccessDenied:
		return fmt.Errorf("the access key %q may not list the bucket %q on the S3 server at %s: %w", o.AccessKey, o.Bucket, o.Endpoint, err)
	case "RequestTimeTooSkewed":
		return fmt.Errorf("the clocks of this machine and of the S3 server at %s differ too much: %w", o.Endpoint, err)
	}
	if response.StatusCode == 0 || response.StatusCode == http.StatusServiceUnavailable {
		return fmt.Errorf("the S3 server at %s cannot be reached: %w", o.Endpoint, err)
	}
	return fmt.Errorf("the S3 server at %s refuses the bucket %q: %w", o.Endpoint, o.Bucket, err)
}
