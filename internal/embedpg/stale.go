package embedpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// settleEarlier makes way for a new server when the process file of an earlier
// one is still there. We hold the lock of the folder, so whoever runs on it has
// lost its owner.
//
// The file itself is kept: in it PostgreSQL finds the shared memory of the
// earlier server, and refuses to start while anything of that server lives on.
func (s *Server) settleEarlier() error {
	file := filepath.Join(s.folder.data(), "postmaster.pid")
	said, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking for an earlier server: %w", err)
	}
	first, rest, _ := strings.Cut(string(said), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	switch {
	case err != nil || pid <= 1:
		// A half-written or foreign note tells PostgreSQL nothing.
		if err := os.Remove(file); err != nil {
			return fmt.Errorf("removing a broken process file: %w", err)
		}
		return nil
	case serves(pid, s.folder.data()):
		return s.endEarlier(pid)
	case alive(pid):
		err = s.adopt(file, rest)
	}
	s.endStrays()
	return err
}

// endStrays kills what a killed server has left: a backend that is busy does not
// notice that its server is gone, and PostgreSQL will not start beside it. What
// it was doing is rolled back when the next server replays the log.
func (s *Server) endStrays() {
	for range 100 {
		left := strays(s.folder.data())
		if len(left) == 0 {
			return
		}
		for _, pid := range left {
			s.log.Info("killing a process of an earlier PostgreSQL", "pid", pid)
			_ = syscall.Kill(pid, syscall.SIGKILL) // gone already is as good
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// endEarlier stops a server whose owner has died. Mostly it is stopping already.
func (s *Server) endEarlier(pid int) error {
	s.log.Info("stopping an earlier PostgreSQL", "pid", pid)
	for _, way := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{
		{syscall.SIGINT, time.Minute},
		{syscall.SIGQUIT, 10 * time.Second},
	} {
		if err := syscall.Kill(pid, way.signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stopping an earlier PostgreSQL, process %d: %w", pid, err)
		}
		for until := time.Now().Add(way.wait); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
			if !serves(pid, s.folder.data()) {
				return nil
			}
			select {
			case <-s.stopping:
				return nil
			default:
			}
		}
	}
	return fmt.Errorf("an earlier PostgreSQL, process %d, does not stop", pid)
}

// adopt writes our own number into the process file in place of one that now
// belongs to a stranger, as it happens after a restart of the machine or in a
// container. PostgreSQL would take the stranger for a server and refuse to start;
// its own parent it does not mind.
func (s *Server) adopt(file, rest string) error {
	part := file + ".part"
	err := os.WriteFile(part, []byte(strconv.Itoa(os.Getpid())+"\n"+rest), 0o600)
	if err != nil {
		return fmt.Errorf("correcting the process file: %w", err)
	}
	if err := s.account.own(part); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return fmt.Errorf("correcting the process file: %w", err)
	}
	return nil
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
