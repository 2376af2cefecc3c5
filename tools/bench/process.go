package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// The main goroutine starts every child and keeps its thread: a child is tied to the
// thread that made it, and must not end before the run does.
func init() { runtime.LockOSThread() }

// process is a server under measurement, ours or the floor.
type process struct {
	base  string // its address, "http://127.0.0.1:41234"
	log   string // the file it prints into
	cmd   *exec.Cmd
	ended chan struct{} // closed when it has ended
	err   error         // how, once it has
}

// How long a server may take to come up, and to stop before it is killed.
const (
	startTime = 2 * time.Minute
	stopTime  = 40 * time.Second
)

// launch starts a server that listens on a free port of loopback; args tells it so.
// Nothing of REDRESS_… reaches it but where PostgreSQL's programs are: a run must
// never meet the database of whoever starts it.
func launch(dir, program string, args func(listen string) []string) (*process, error) {
	listen, err := freePort()
	if err != nil {
		return nil, err
	}
	p := &process{base: "http://" + listen, log: filepath.Join(dir, filepath.Base(program)+".log"), ended: make(chan struct{})}
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening a log: %w", err)
	}
	defer log.Close()
	p.cmd = exec.Command(program, args(listen)...) //nolint:noctx // it is stopped by its id, gently first: see stop
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.SysProcAttr = tied()
	for _, each := range os.Environ() {
		if !strings.HasPrefix(each, "REDRESS_") || strings.HasPrefix(each, "REDRESS_PG_BIN=") {
			p.cmd.Env = append(p.cmd.Env, each)
		}
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// freePort returns an address of loopback where nobody listens.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // loopback answers at once
	if err != nil {
		return "", fmt.Errorf("finding a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// await returns when the address answers 200. The first answer that comes is taken: a
// server that listens before it is ready lets the request wait, and no time is lost.
func (p *process) await(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+path, nil)
		if err != nil {
			return fmt.Errorf("asking %s: %w", p.base, err)
		}
		response, err := client.Do(request)
		if err == nil {
			_, err = io.Copy(io.Discard, response.Body)
			response.Body.Close()
			if err == nil && response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-p.ended:
			return fmt.Errorf("%s ended before it answered: %w\n%s", p.cmd.Path, p.err, p.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer: %w\n%s", p.cmd.Path, ctx.Err(), p.lastWords())
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// lastWords returns the end of what the server printed.
func (p *process) lastWords() string {
	raw, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return string(raw[max(0, len(raw)-2000):])
}

// stop ends the server by its id: gently, then not.
func (p *process) stop() error {
	for _, way := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGTERM, stopTime}, {syscall.SIGKILL, 10 * time.Second}} {
		_ = p.cmd.Process.Signal(way.signal) // one that has ended already is what is wanted
		select {
		case <-p.ended:
			return nil
		case <-time.After(way.wait):
		}
	}
	return errors.New("a server did not end: " + p.cmd.Path)
}
