package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"redress/internal/embedpg"
	"redress/internal/postgres"
)

// All test programs of a user share one folder:
//
//	lock          held while anything is added or removed
//	template-…    a stopped server with a migrated database, by version and migrations
//	run-…         the copy that a test program works on; its file alive is locked
//	              as long as the program lives
//
// A test program has no last moment to tidy up in: a shell that outlives it
// removes its folder, and the next program sweeps what is left even so.

// staleAfter is how long a template is kept after its last use.
const staleAfter = 3 * 24 * time.Hour

// readyFolder returns a folder, for this program alone, with a migrated server
// ready to be started.
func readyFolder(ctx context.Context) (string, error) {
	parent, err := sharedFolder()
	if err != nil {
		return "", err
	}
	lock, err := lockFile(filepath.Join(parent, "lock"), syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	sweep(parent)
	key, err := templateKey(ctx)
	if err != nil {
		return "", err
	}
	kept := filepath.Join(parent, "template-"+key)
	if _, err := os.Stat(kept); errors.Is(err, os.ErrNotExist) {
		fresh, err := newRun(parent)
		if err != nil {
			return "", err
		}
		if err := makeTemplate(ctx, fresh); err != nil {
			return "", err
		}
		if err := os.Rename(fresh, kept); err != nil {
			return "", fmt.Errorf("keeping the template: %w", err)
		}
	}
	if err := os.Chtimes(kept, time.Time{}, time.Now()); err != nil {
		return "", fmt.Errorf("marking the template as used: %w", err)
	}
	run, err := newRun(parent)
	if err != nil {
		return "", err
	}
	// cp keeps the owner and the modes, which PostgreSQL insists on.
	out, err := exec.CommandContext(ctx, "cp", "-a", filepath.Join(kept, "data"), run).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("copying the template: %w: %s", err, out)
	}
	return run, removeAfterwards(run)
}

// removeAfterwards leaves behind a shell that waits for the end of this program,
// which closes the pipe, and of its server, and removes the folder.
func removeAfterwards(run string) error {
	shell := exec.Command("sh", "-c",
		`cat; for _ in $(seq 100); do [ -e "$1/data/pg/postmaster.pid" ] || break; sleep 0.1; done; rm -rf "$1"`, "sh", run)
	end, err := shell.StdinPipe()
	if err != nil {
		return fmt.Errorf("arranging the removal of %s: %w", run, err)
	}
	held = append(held, end)
	if err := shell.Start(); err != nil {
		return fmt.Errorf("arranging the removal of %s: %w", run, err)
	}
	return nil
}

// roomNeeded is the free memory a folder in memory must have.
const roomNeeded = 2 << 30

// fastFolder returns a temporary folder in memory where there is enough of it: a
// database is some 300 files, and making them takes ten times as long on a disk.
func fastFolder() string {
	const memory = "/dev/shm"
	var room syscall.Statfs_t
	if err := syscall.Statfs(memory, &room); err != nil || room.Bavail*uint64(room.Bsize) < roomNeeded {
		return os.TempDir()
	}
	return memory
}

// sharedFolder makes the common folder. Its name can be guessed, so one that
// somebody else has made is refused.
func sharedFolder() (string, error) {
	parent := filepath.Join(fastFolder(), "redress-pgtest-"+strconv.Itoa(os.Geteuid()))
	if err := os.Mkdir(parent, 0o711); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("making the folder of the tests: %w", err)
	}
	info, err := os.Lstat(parent)
	if err != nil {
		return "", fmt.Errorf("making the folder of the tests: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !ok || int(stat.Uid) != os.Geteuid() {
		return "", fmt.Errorf("the folder %s belongs to somebody else", parent)
	}
	return parent, nil
}

// templateKey names what a template depends on.
func templateKey(ctx context.Context) (string, error) {
	major, err := embedpg.Installed(ctx, os.Getenv("REDRESS_PG_BIN"))
	if err != nil {
		return "", err
	}
	digest, err := postgres.MigrationsDigest()
	if err != nil {
		return "", err
	}
	return strconv.Itoa(major) + "-" + digest[:16], nil
}

// newRun makes a folder that is swept once this program is gone. The lock stays
// with the process: the kernel lets go of it at the end.
func newRun(parent string) (string, error) {
	run, err := os.MkdirTemp(parent, "run-")
	if err != nil {
		return "", fmt.Errorf("making the folder of this run: %w", err)
	}
	if err := os.Chmod(run, 0o711); err != nil {
		return "", fmt.Errorf("opening the folder of this run: %w", err)
	}
	alive, err := lockFile(filepath.Join(run, "alive"), syscall.LOCK_EX)
	held = append(held, alive) // or the collector would close it
	return run, err
}

// held keeps what is open as long as this program lives.
var held []io.Closer

// sweep removes what dead programs left and templates nobody has used for days.
// What cannot be removed now is removed by the next sweep.
func sweep(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, entry := range entries {
		dir := filepath.Join(parent, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "run-"):
			if alive, err := lockFile(filepath.Join(dir, "alive"), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
				os.RemoveAll(dir)
				alive.Close()
			}
		case strings.HasPrefix(entry.Name(), "template-"):
			if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > staleAfter {
				os.RemoveAll(dir)
			}
		}
	}
}

func lockFile(path string, how int) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	if err := syscall.Flock(int(file.Fd()), how); err != nil {
		file.Close()
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	return file, nil
}
