package s3test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// gateway is the command that the server is built from; its version is pinned in
// tools/s3/go.mod.
const gateway = "github.com/versity/versitygw/cmd/versitygw"

// Binary returns the path of the S3 server: $REDRESS_VERSITYGW if set, else one
// built from tools/s3 into the user's cache. Building takes a minute or more,
// once a machine and version.
func Binary() (string, error) {
	if path := os.Getenv("REDRESS_VERSITYGW"); path != "" {
		return path, nil
	}
	module, err := moduleFolder()
	if err != nil {
		return "", err
	}
	tools := filepath.Join(module, "tools", "s3")
	sums, err := os.ReadFile(filepath.Join(tools, "go.sum"))
	if err != nil {
		return "", fmt.Errorf("reading the versions of the S3 server: %w", err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("looking for the user's cache: %w", err)
	}
	cache = filepath.Join(cache, "redress-tools")
	path := filepath.Join(cache, fmt.Sprintf("versitygw-%x", sha256.Sum256(sums))[:len("versitygw-")+12])
	return path, build(tools, path)
}

// build makes the binary at path unless it is there. Test packages run at the
// same time, so one builds and the others wait.
func build(tools, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("making the folder of tools: %w", err)
	}
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return fmt.Errorf("locking the build of the S3 server: %w", err)
	}
	defer lock.Close() // gives the lock back
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("locking the build of the S3 server: %w", err)
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	// From the module's folder, so that -modfile stands in for a go.mod that has
	// none of these requirements.
	cmd := exec.Command("go", "build", "-modfile="+filepath.Join(tools, "go.mod"), "-o", path+".new", gateway)
	cmd.Dir = filepath.Dir(filepath.Dir(tools))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the S3 server: %w\n%s", err, out)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("building the S3 server: %w", err)
	}
	return nil
}

// moduleFolder returns the folder of the checkout that the caller runs in.
func moduleFolder() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("looking for the checkout: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "tools", "s3", "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("looking for tools/s3/go.mod: not inside a checkout; set REDRESS_VERSITYGW to a built server")
		}
		dir = parent
	}
}
