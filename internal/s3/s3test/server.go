// Package s3test runs a real S3 server beside a test or a demonstration, so that
// what is promised about attachments is tried on the protocol itself. It is no
// storage for a commission.
package s3test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"redress/internal/s3"
)

// Server is a running S3 server with one versioned, empty bucket.
type Server struct {
	Options s3.Options // what a vault needs to use the bucket
	process *os.Process
	done    chan struct{}
	output  *strings.Builder // read only when done is closed
}

// Start runs a server for the time of a test and returns how to reach it.
func Start(t testing.TB) s3.Options {
	t.Helper()
	server, err := Launch(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server.Options
}

// startTimeout is how long a server may take to answer.
const startTimeout = 20 * time.Second

// Launch runs a server on a free port of this machine, with its data in dir.
// Stop it in the end; it also dies with this process where the system can see
// to that.
func Launch(dir string) (*Server, error) {
	binary, err := Binary()
	if err != nil {
		return nil, err
	}
	for _, folder := range []string{"data", "versions"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			return nil, fmt.Errorf("making the folders of the S3 server: %w", err)
		}
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	server := &Server{
		Options: s3.Options{Endpoint: address, Bucket: "evidence", AccessKey: rand.Text(), SecretKey: rand.Text()},
		done:    make(chan struct{}),
		output:  new(strings.Builder),
	}
	cmd := exec.Command(binary, "--port", address, "--quiet", "posix",
		"--versioning-dir", filepath.Join(dir, "versions"), filepath.Join(dir, "data"))
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"),
		"ROOT_ACCESS_KEY=" + server.Options.AccessKey, "ROOT_SECRET_KEY=" + server.Options.SecretKey}
	cmd.Stdout, cmd.Stderr = server.output, server.output
	if err := server.start(cmd); err != nil {
		return nil, fmt.Errorf("starting the S3 server: %w", err)
	}
	if err := server.makeBucket(); err != nil {
		server.Stop()
		return nil, fmt.Errorf("waiting for the S3 server: %w\n%s", err, server.output)
	}
	return server, nil
}

// Stop kills the server, which has no chance to finish anything.
func (s *Server) Stop() {
	s.process.Kill()
	<-s.done
}

// makeBucket waits until the server answers.
func (s *Server) makeBucket() error {
	client, err := minio.New(s.Options.Endpoint, &minio.Options{
		Creds:      credentials.NewStaticV4(s.Options.AccessKey, s.Options.SecretKey, ""),
		Region:     "us-east-1",
		MaxRetries: 1,
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		err := client.MakeBucket(ctx, s.Options.Bucket, minio.MakeBucketOptions{})
		if err == nil || minio.ToErrorResponse(err).Code == minio.BucketAlreadyExists { // of an earlier launch
			return client.EnableVersioning(ctx, s.Options.Bucket)
		}
		select {
		case <-s.done:
			return errors.New("it ended")
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// freeAddress returns an address of this machine that nobody listens on.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("looking for a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
