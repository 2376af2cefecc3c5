package embedpg

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// helperVariable makes the test binary a mere owner of a database in the folder
// it names, for tests that kill owners.
const helperVariable = "REDRESS_TEST_OWNER_OF"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperVariable); dir != "" {
		own(dir)
	}
	os.Exit(m.Run())
}

// own starts a server, says where, and stops it when its input ends.
func own(dir string) {
	s, err := Start(context.Background(), Options{Dir: dir})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(s.pid(), s.URL())
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err := s.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// owner is a process of its own that runs a server.
type owner struct {
	cmd     *exec.Cmd
	input   io.Closer
	server  int // process of the database
	address string
}

// itself is the test program.
func itself(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func startOwner(t *testing.T, program, dir string, as *syscall.Credential) owner {
	t.Helper()
	cmd := exec.Command(program)
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), helperVariable+"="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	cmd.Stderr = t.Output()
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	o := owner{cmd: cmd, input: input}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the owner did not start: %v", err)
	}
	if _, err := fmt.Sscan(line, &o.server, &o.address); err != nil {
		t.Fatalf("the owner said %q: %v", line, err)
	}
	return o
}

func TestKilledOwnerLeavesNoServer(t *testing.T) {
	dir := filepath.Join(tempFolder(t), "data")
	o := startOwner(t, itself(t), dir, nil)
	execute(t, o.address, `CREATE TABLE kept AS SELECT 1 AS n`)
	if err := o.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	o.cmd.Wait()
	within(t, 10*time.Second, "the server is gone", func() bool { return !serves(o.server, filepath.Join(dir, "pg")) })
	s := start(t, dir)
	if got := ask[int](t, s.URL(), `SELECT n FROM kept`); got != 1 {
		t.Errorf("after a killed owner the row reads %d", got)
	}
}

// The next owner may come while the server of the killed one is still going.
func TestNextOwnerDoesNotWait(t *testing.T) {
	dir := filepath.Join(tempFolder(t), "data")
	for range 3 {
		o := startOwner(t, itself(t), dir, nil)
		if err := o.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		o.cmd.Wait()
	}
	s := start(t, dir)
	if got := ask[int](t, s.URL(), `SELECT 1`); got != 1 {
		t.Errorf("SELECT 1 = %d", got)
	}
}

// A server that outlived its owner (there is no Pdeathsig outside Linux) is
// stopped by the next owner.
func TestServerWithoutOwnerIsStopped(t *testing.T) {
	dir := filepath.Join(tempFolder(t), "data")
	s := start(t, dir)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	socket := tempFolder(t)
	if err := s.account.own(socket); err != nil {
		t.Fatal(err)
	}
	stray := s.account.command(t.Context(), s.bin.path("postgres"), dir, "-D", s.folder.data(),
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+socket)
	stray.SysProcAttr.Pdeathsig = 0
	if err := stray.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { gone <- stray.Wait() }()
	within(t, 10*time.Second, "the stray server is ready", s.folder.saysReady)
	again := start(t, dir)
	select {
	case err := <-gone:
		if err != nil {
			t.Errorf("the stray server did not shut down in order: %v", err)
		}
	case <-time.After(time.Second):
		t.Error("the stray server still runs")
	}
	if got := ask[int](t, again.URL(), `SELECT 1`); got != 1 {
		t.Errorf("SELECT 1 = %d", got)
	}
}

func TestKilledServerComesBack(t *testing.T) {
	s := start(t, filepath.Join(tempFolder(t), "data"))
	execute(t, s.URL(), `CREATE TABLE kept AS SELECT 1 AS n`)
	for range 2 {
		first := s.pid()
		killed := time.Now()
		if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		within(t, 20*time.Second, "the server answers again", func() bool {
			n, err := tryAsk[int](t.Context(), s.URL(), `SELECT n FROM kept`)
			return err == nil && n == 1 && s.pid() != first
		})
		t.Logf("back after %v", time.Since(killed).Round(time.Millisecond))
	}
}

// A busy backend does not notice that its server was killed.
func TestKilledServerComesBackFromBusyWork(t *testing.T) {
	s := start(t, filepath.Join(tempFolder(t), "data"))
	execute(t, s.URL(), `CREATE FUNCTION busy() RETURNS void LANGUAGE plpgsql AS 'BEGIN LOOP END LOOP; END'`)
	ended := make(chan error, 1)
	go func() {
		_, err := tryAsk[any](t.Context(), s.URL(), `SELECT busy()`)
		ended <- err
	}()
	within(t, 5*time.Second, "the backend is busy", func() bool {
		return ask[int](t, s.URL(), `SELECT count(*)::int FROM pg_stat_activity WHERE query = 'SELECT busy()'`) == 1
	})
	if err := syscall.Kill(s.pid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Error("work without a server came to an end")
	}
	within(t, 20*time.Second, "the server answers again", func() bool {
		_, err := tryAsk[int](t.Context(), s.URL(), `SELECT 1`)
		return err == nil
	})
}

func TestStaleProcessFile(t *testing.T) {
	dir := filepath.Join(tempFolder(t), "data")
	s := start(t, dir)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	stranger := s.account.command(t.Context(), "/bin/sleep", "/", "600")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		stranger.Process.Kill()
		stranger.Wait()
	}()
	note := func(pid string) string {
		return pid + "\n" + s.folder.data() + "\n1700000000\n5432\n/nowhere\n\n  1234567  7654321\nready   \n"
	}
	for _, row := range []struct{ name, text string }{
		{"the number belongs to a stranger now", note(strconv.Itoa(stranger.Process.Pid))},
		{"the number belongs to nobody", note("4194303")},
		{"the number is ours", note(strconv.Itoa(os.Getpid()))},
		{"empty", ""},
		{"rubbish", "not a number\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			file := filepath.Join(s.folder.data(), "postmaster.pid")
			if err := os.WriteFile(file, []byte(row.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := s.account.own(file); err != nil {
				t.Fatal(err)
			}
			again := start(t, dir)
			if got := ask[int](t, again.URL(), `SELECT 1`); got != 1 {
				t.Errorf("SELECT 1 = %d", got)
			}
		})
	}
	if !alive(stranger.Process.Pid) {
		t.Error("the stranger was killed")
	}
}

// As root the tests above lend the server an account; this one is the ordinary
// case, where owner and server are the same user.
func TestOrdinaryUser(t *testing.T) {
	if os.Geteuid() != 0 {
		return // then every other test is this one
	}
	home := tempFolder(t)
	program := filepath.Join(home, "owner.test")
	body, err := os.ReadFile(itself(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, body, 0o755); err != nil {
		t.Fatal(err)
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.Atoi(nobody.Uid)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.Atoi(nobody.Gid)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(home, "own")
	if err := os.Mkdir(own, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(own, uid, gid); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(own, "data")
	for _, row := range []struct {
		name string
		end  func(o owner)
	}{
		{"stopped", func(o owner) { o.input.Close(); o.cmd.Wait() }},
		{"killed", func(o owner) { o.cmd.Process.Kill(); o.cmd.Wait() }},
		{"stopped again", func(o owner) { o.input.Close(); o.cmd.Wait() }},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := startOwner(t, program, dir, &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)})
			status, err := os.ReadFile("/proc/" + strconv.Itoa(o.server) + "/status")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(status), "Uid:\t"+nobody.Uid+"\t") {
				t.Errorf("the server does not run under nobody:\n%s", status)
			}
			if got := ask[string](t, o.address, `SELECT upper('ж')`); got != "Ж" {
				t.Errorf("upper('ж') = %q", got)
			}
			row.end(o)
			within(t, 10*time.Second, "the server is gone", func() bool { return !serves(o.server, filepath.Join(dir, "pg")) })
		})
	}
}

func within(t *testing.T, limit time.Duration, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(limit); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("not within %v: %s", limit, what)
}
