package embedpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// account is the one the database server runs under. PostgreSQL refuses to run
// as root, so root lends it another.
type account struct {
	name     string
	uid, gid int
	lent     bool
}

// childAccount chooses the account: our own; for root, the owner of the database
// files when there are some, else postgres, else nobody.
func childAccount(data string) (account, error) {
	if os.Geteuid() != 0 {
		return account{name: strconv.Itoa(os.Geteuid()), uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	var info syscall.Stat_t
	if err := syscall.Stat(data, &info); err == nil && info.Uid != 0 {
		return account{name: strconv.Itoa(int(info.Uid)), uid: int(info.Uid), gid: int(info.Gid), lent: true}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			return account{}, fmt.Errorf("reading the account %s: %w", name, err)
		}
		gid, err := strconv.Atoi(u.Gid)
		if err != nil {
			return account{}, fmt.Errorf("reading the account %s: %w", name, err)
		}
		return account{name: name, uid: uid, gid: gid, lent: true}, nil
	}
	return account{}, errors.New("PostgreSQL does not run as root, and the machine has neither " +
		"an account postgres nor nobody: run Redress under an ordinary account")
}

// command makes a command that runs in dir under the account, ends with this
// process, and hears nothing of the terminal: Ctrl-C is for us alone, the
// database goes last. The environment is fixed, so that no PGDATA or PGOPTIONS
// of somebody's shell has a say.
func (a account) command(ctx context.Context, program, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	if libs := os.Getenv("LD_LIBRARY_PATH"); libs != "" {
		cmd.Env = append(cmd.Env, "LD_LIBRARY_PATH="+libs)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if a.lent {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	tie(cmd.SysProcAttr)
	return cmd
}

// mkdir makes a folder for the account alone.
func (a account) mkdir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("making a folder for PostgreSQL: %w", err)
	}
	return a.own(dir)
}

// own gives a file or folder to the account.
func (a account) own(path string) error {
	if !a.lent {
		return nil
	}
	if err := os.Chown(path, a.uid, a.gid); err != nil {
		return fmt.Errorf("giving %s to the account %s: %w", path, a.name, err)
	}
	return nil
}

// checkPassable makes sure that the account can reach dir, and names the folder
// on the way that is closed to it. It tries, rather than reads permission bits,
// so that access lists and the like are honoured too.
func (a account) checkPassable(ctx context.Context, bin binaries, dir string) error {
	if a.enter(ctx, bin, dir) == nil {
		return nil
	}
	if err := a.enter(ctx, bin, "/"); err != nil {
		return fmt.Errorf("running %s under the account %s: %w", bin.path("postgres"), a.name, err)
	}
	way := ""
	for part := range strings.SplitSeq(strings.TrimPrefix(dir, "/"), "/") {
		way += "/" + part
		err := a.enter(ctx, bin, way)
		if errors.Is(err, fs.ErrPermission) {
			return fmt.Errorf("the folder %s is closed to the account %s, under which PostgreSQL runs: "+
				"open it (chmod o+x %s) or choose another data folder", way, a.name, way)
		}
		if err != nil {
			return fmt.Errorf("entering %s under the account %s: %w", way, a.name, err)
		}
	}
	return nil
}

// enter runs something harmless in dir under the account.
func (a account) enter(ctx context.Context, bin binaries, dir string) error {
	return a.command(ctx, bin.path("postgres"), filepath.Clean(dir), "--version").Run()
}
