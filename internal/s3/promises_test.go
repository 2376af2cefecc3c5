package s3_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/attachment/vaulttest"
	"redress/internal/s3"
	"redress/internal/s3/s3test"
)

func TestVault(t *testing.T) {
	options := s3test.Start(t)
	vaulttest.Run(t, func(t *testing.T) attachment.Vault {
		own := options
		own.Prefix = rand.Text() + "/"
		return open(t, own)
	})
}

// open returns the vault or fails the test.
func open(t *testing.T, o s3.Options) *s3.Vault {
	t.Helper()
	v, err := s3.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	good := s3test.Start(t)
	for _, row := range []struct {
		wrong string
		spoil func(*s3.Options)
		want  string
	}{
		{"nothing", func(*s3.Options) {}, ""},
		{"bucket", func(o *s3.Options) { o.Bucket = "nowhere" }, `the bucket "nowhere" does not exist on the S3 server`},
		{"access key", func(o *s3.Options) { o.AccessKey = "STRANGER" }, `does not accept the access key "STRANGER" with its secret`},
		{"secret", func(o *s3.Options) { o.SecretKey = "guess" }, "does not accept the access key"},
		{"endpoint", func(o *s3.Options) { o.Endpoint = "127.0.0.1:1" }, "the S3 server at 127.0.0.1:1 cannot be reached"},
		{"security", func(o *s3.Options) { o.Secure = true }, "cannot be reached"},
	} {
		t.Run(row.wrong, func(t *testing.T) {
			o := good
			row.spoil(&o)
			started := time.Now()
			err := open(t, o).Check(t.Context())
			switch {
			case row.want == "" && err != nil:
				t.Errorf("Check() = %v, want nil", err)
			case row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)):
				t.Errorf("Check() = %v, want %q", err, row.want)
			}
			if took := time.Since(started); took > 5*time.Second {
				t.Errorf("Check() took %v, want under 5 s", took)
			}
		})
	}
}

func TestServerThatIsDownIsToldQuickly(t *testing.T) {
	v := open(t, s3.Options{Endpoint: "127.0.0.1:1", Bucket: "evidence", AccessKey: "a", SecretKey: "b"})
	started := time.Now()
	_, err := v.Put(t.Context(), attachment.NewKey(), strings.NewReader("scan"), 10)
	if !errors.Is(err, attachment.ErrUnavailable) {
		t.Errorf("Put() = %v, want ErrUnavailable", err)
	}
	if _, _, err := v.Open(t.Context(), attachment.NewKey()); !errors.Is(err, attachment.ErrUnavailable) {
		t.Errorf("Open() = %v, want ErrUnavailable", err)
	}
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("Put() and Open() took %v, want under 5 s", took)
	}
}

// What Put acknowledged is there after the server was killed and started again.
func TestFilesSurviveAKilledServer(t *testing.T) {
	dir := t.TempDir()
	first, err := s3test.Launch(dir)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := open(t, first.Options).Put(t.Context(), attachment.NewKey(), strings.NewReader("scan"), 10)
	first.Stop()
	if err != nil {
		t.Fatalf("Put() = %v, want nil", err)
	}
	second, err := s3test.Launch(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Stop()
	kept := attachment.Attachment{Key: stored.Key, Size: stored.Size, SHA256: stored.SHA256}
	rc, err := attachment.Open(t.Context(), open(t, second.Options), kept)
	if err != nil {
		t.Fatalf("Open() = %v, want nil", err)
	}
	rc.Close()
}
