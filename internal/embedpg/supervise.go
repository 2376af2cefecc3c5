package embedpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// How long to wait before a server that fell is started again.
const (
	firstPause  = 100 * time.Millisecond
	longestWait = 5 * time.Second
	calm        = time.Minute // a server that held so long starts from firstPause
)

// supervise runs the server, and runs it again when it falls, until Stop. It
// never gives up: a full disk may be cleared an hour later. Its thread is kept
// from other work, as the child lives as long as the thread does (see tie).
func (s *Server) supervise() {
	runtime.LockOSThread()
	defer close(s.done)
	pause := firstPause
	for {
		began := time.Now()
		err := s.runOnce()
		select {
		case <-s.stopping:
			return
		default:
		}
		s.log.Error("PostgreSQL ended by itself", "fault", err, "again_in", pause)
		select { // the starter may be waiting to hear of it
		case s.exits <- err:
		default:
		}
		if time.Since(began) > calm {
			pause = firstPause
		}
		select {
		case <-s.stopping:
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longestWait)
	}
}

// runOnce starts the server and waits until it ends; that it ended is a fault.
func (s *Server) runOnce() error {
	if err := s.settleEarlier(); err != nil {
		return err
	}
	// Nothing runs here now, so whatever lies in the socket folder is left over;
	// mostly nothing does.
	_ = os.Remove(filepath.Join(s.socket, ".s.PGSQL."+port))
	_ = os.Remove(filepath.Join(s.socket, ".s.PGSQL."+port+".lock"))
	out := &output{log: s.log}
	cmd := s.account.command(context.Background(), s.bin.path("postgres"), s.folder.dir, s.arguments()...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.WaitDelay = 2 * time.Second // stray backends may hold the pipe
	s.mu.Lock()
	select {
	case <-s.stopping:
		s.mu.Unlock()
		return nil
	default:
	}
	err := cmd.Start()
	if err == nil {
		s.child = cmd.Process
	}
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	err = cmd.Wait()
	s.mu.Lock()
	s.child = nil
	s.mu.Unlock()
	if err == nil {
		err = errors.New("it was stopped from outside")
	}
	return fmt.Errorf("running PostgreSQL in %s: %w%s", s.folder.data(), err, out.lastWords())
}

// signal sends a signal to the server, if there is one.
func (s *Server) signal(sig syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.child == nil {
		return
	}
	if err := s.child.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.log.Warn("signalling PostgreSQL", "signal", sig.String(), "fault", err)
	}
}

// pid returns the process of the server, 0 while there is none.
func (s *Server) pid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.child == nil {
		return 0
	}
	return s.child.Pid
}

// arguments are the settings that are not for anybody to change: given on the
// command line they win over postgresql.conf and ALTER SYSTEM. Everything else
// may be tuned in pg/postgresql.conf.
//
// What the server logs may hold words of a complaint, so it logs no statements,
// no details and no errors of clients: those come back to the client anyway.
func (s *Server) arguments() []string {
	settings := []string{
		"listen_addresses=",
		"unix_socket_directories=" + strconv.Quote(s.socket),
		"unix_socket_permissions=0700",
		"port=" + port,
		"password_encryption=scram-sha-256",
		"timezone=UTC",
		"log_timezone=UTC",
		"lc_messages=C",
		"logging_collector=off",
		"log_destination=stderr",
		"log_line_prefix=",
		"log_min_messages=log",
		"log_min_error_statement=panic",
		"log_statement=none",
		"log_error_verbosity=terse",
	}
	if s.test {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "max_connections=400", "shared_buffers=64MB",
			"autovacuum=off", "jit=off")
	} else {
		settings = append(settings, "fsync=on", "synchronous_commit=on", "full_page_writes=on")
	}
	args := []string{"-D", s.folder.data()}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	return args
}
