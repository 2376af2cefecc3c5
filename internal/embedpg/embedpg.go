// Package embedpg runs a private PostgreSQL for a commission that has no
// database server of its own.
//
// It is a real PostgreSQL, started from the binaries installed on the machine,
// as a child of this process: it listens on a Unix socket only, belongs to one
// data folder and one owner, ends when its owner ends, however that happens, and
// is started again when it falls by itself.
package embedpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// ErrInUse says that another process owns the data folder.
var ErrInUse = errors.New("another Redress already runs a database in this folder")

// Options say where the database lives and how it is run.
type Options struct {
	Dir    string       // the data folder; created when missing
	BinDir string       // the folder of the PostgreSQL binaries; empty: search for them
	Test   bool         // give up durability for speed: for tests only
	Log    *slog.Logger // nil: slog.Default()
}

// Server is a running private PostgreSQL.
type Server struct {
	folder  folder
	account account
	bin     binaries
	test    bool
	log     *slog.Logger

	lock     *os.File
	socket   string // the folder of the Unix socket
	password string

	stopOnce sync.Once
	stopErr  error
	stopping chan struct{} // closed by Stop
	done     chan struct{} // closed when the supervisor has ended
	exits    chan error    // how the last child ended

	mu    sync.Mutex
	child *os.Process // nil while there is none
}

// Start makes the database in the data folder if there is none yet, starts the
// server and returns when it answers. The context bounds the start only; the
// server runs until Stop, or until this process ends.
//
// A folder with another owner is refused with ErrInUse, a machine without
// PostgreSQL with ErrNoBinaries, one with an unfit PostgreSQL with ErrVersion.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	f, err := openFolder(o.Dir)
	if err != nil {
		return nil, err
	}
	lock, err := f.lock()
	if err != nil {
		return nil, err
	}
	s := &Server{
		folder: f, test: o.Test, log: o.Log, lock: lock,
		stopping: make(chan struct{}), done: make(chan struct{}), exits: make(chan error, 1),
	}
	if err := s.prepare(ctx, o.BinDir); err != nil {
		f.dropSocketFolder()
		return nil, errors.Join(err, lock.Close())
	}
	go s.supervise() //nolint:contextcheck // the server outlives the context of its start
	if err := s.awaitReady(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// prepare does everything that comes before the server itself: binaries,
// account, the database files, the folder of the socket.
func (s *Server) prepare(ctx context.Context, binDir string) error {
	var err error
	if s.account, err = childAccount(s.folder.data()); err != nil {
		return err
	}
	if s.bin, err = findBinaries(ctx, binDir, s.folder.dataVersion()); err != nil {
		return err
	}
	if err := s.account.checkPassable(ctx, s.bin, s.folder.dir); err != nil {
		return err
	}
	if s.password, err = s.folder.password(s.account); err != nil {
		return err
	}
	if err := s.initialise(ctx); err != nil {
		return err
	}
	s.socket, err = s.folder.socketFolder(s.account)
	return err
}

// initialise makes the database files. They are made beside their final place
// and renamed, so that a start cut short never leaves half a database behind.
func (s *Server) initialise(ctx context.Context) error {
	if s.folder.dataVersion() != 0 {
		return nil
	}
	fresh := filepath.Join(s.folder.dir, "pg.init")
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("clearing an unfinished database: %w", err)
	}
	if err := s.account.mkdir(fresh); err != nil {
		return err
	}
	args := []string{
		"-D", fresh, "--username=" + userName, "--pwfile=" + s.folder.passwordFile(),
		"--auth=scram-sha-256", "--locale=C.UTF-8", "--encoding=UTF8", "--data-checksums",
	}
	if s.test {
		args = append(args, "--no-sync")
	}
	// initdb dies with this thread, see tie; so the thread waits for it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	out, err := s.account.command(ctx, s.bin.path("initdb"), s.folder.dir, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("making the database in %s: %w: %s", fresh, err, out)
	}
	if err := os.Rename(fresh, s.folder.data()); err != nil {
		return fmt.Errorf("putting the database in place: %w", err)
	}
	return syncFolder(s.folder.dir)
}

// URL returns the address of the database for pgx: a Unix socket and a password.
// It stays the same when the server is restarted.
func (s *Server) URL() string { return connectionURL(s.socket, s.password, databaseName) }

// Done returns a channel that is closed when the server has ended for good. A
// server that falls by itself is started again, so that happens after Stop only.
func (s *Server) Done() <-chan struct{} { return s.done }

// Stop ends the server: open transactions are rolled back, everything committed
// is on the disk. It returns when the server has ended, and may be called twice.
func (s *Server) Stop() error {
	s.stopOnce.Do(func() {
		close(s.stopping)
		s.stopErr = s.end()
		s.folder.dropSocketFolder()
		if err := s.lock.Close(); err != nil {
			s.stopErr = errors.Join(s.stopErr, fmt.Errorf("giving up the data folder: %w", err))
		}
	})
	return s.stopErr
}

// end asks the child to stop, more firmly each time. Even the last way loses
// nothing that was committed: the next start replays the log.
func (s *Server) end() error {
	for _, way := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{
		{syscall.SIGINT, time.Minute},       // fast shutdown
		{syscall.SIGQUIT, 10 * time.Second}, // immediate shutdown
		{syscall.SIGKILL, 10 * time.Second},
	} {
		s.signal(way.signal)
		select {
		case <-s.done:
			return nil
		case <-time.After(way.wait):
			s.log.Warn("PostgreSQL does not stop", "signal", way.signal.String())
		}
	}
	return fmt.Errorf("stopping PostgreSQL in %s: it did not end", s.folder.dir)
}
