// Command bench measures Redress and prints each figure beside its floor: what a bare
// server reaches that does the same job without sign-in, rights or checks, in the same
// round on the same machine. It asserts nothing. docs/figures.md says how each figure
// is made; `make bench` runs it.
//
// The product is measured as people meet it: build/redress runs as a process of its
// own with a fresh demonstration, and is spoken to over HTTP. The floor is this very
// program started once more (see floor.go), so that for both sides the clients sit in
// one process and the server in another.
//
// Unlike the other tools it is no module of its own: it reaches into internal/embedpg,
// for the cluster that both sides share, and internal/pdf, to draw rulings without a
// server around them; and it must be built with the very versions that the product has.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// bench is one run.
type bench struct {
	binary string // of the product
	dir    string // everything of the run lies here, and is removed with it
	quick  bool
	table  table
}

// groups are the parts of a run in their order, by the names -only knows them by.
var groups = []struct {
	name    string
	measure func(*bench, context.Context) error
}{
	{"pdf", (*bench).measurePapers},
	{"start", (*bench).measureStart},
	{"signin", (*bench).measureSignIn},
	{"list", (*bench).measureLists},
	{"recompute", (*bench).measureRecompute},
	{"filing", (*bench).measureFiling},
	{"live", (*bench).measureLive},
	{"night", (*bench).measureNight},
	{"memory", (*bench).measureMemory},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	var names []string
	for _, g := range groups {
		names = append(names, g.name)
	}
	binary := flag.String("binary", "build/redress", "the `program` to measure; built first when it is absent")
	quick := flag.Bool("quick", false, "small counts: shows that everything works, the figures say little")
	only := flag.String("only", "", "measure only these, with commas between: "+strings.Join(names, ","))
	dir := flag.String("dir", os.TempDir(), "make the temporary `folder` in here; on the disk that is to be measured, 25 GB free in full")
	most := flag.Duration("timeout", time.Hour, "give up after this long")
	floorOn := flag.String("floor", "", "")
	flag.Parse()
	if *floorOn != "" {
		return serveFloor(*floorOn)
	}
	chosen := names
	if *only != "" {
		chosen = strings.Split(*only, ",")
	}
	for _, name := range chosen {
		if !slices.Contains(names, name) {
			return fmt.Errorf("-only knows %s, not %q", strings.Join(names, ", "), name)
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *most)
	defer cancel()
	return measure(ctx, *binary, *dir, *quick, chosen)
}

// measure runs the chosen groups. What was measured is printed even when the run ends
// early, and the folder is removed in any case.
func measure(ctx context.Context, binary, within string, quick bool, chosen []string) (err error) {
	b := &bench{quick: quick}
	if b.binary, err = filepath.Abs(binary); err != nil {
		return fmt.Errorf("finding %s: %w", binary, err)
	}
	if err := buildIfAbsent(ctx, b.binary); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp(within, "redress-bench-"); err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	if err := os.Chmod(b.dir, 0o711); err != nil { //nolint:gosec // G302: PostgreSQL runs as another user and must pass
		return fmt.Errorf("making a folder: %w", err)
	}
	defer b.table.print(quick)
	for _, g := range groups {
		if !slices.Contains(chosen, g.name) {
			continue
		}
		progress("measuring: " + g.name)
		if err := g.measure(b, ctx); err != nil {
			if cause := context.Cause(ctx); cause != nil {
				err = cause
			}
			return fmt.Errorf("%s: %w", g.name, err)
		}
	}
	return nil
}

// buildIfAbsent builds the product where it is not there yet. Run in the root of the
// repository, as make does.
func buildIfAbsent(ctx context.Context, binary string) error {
	if _, err := os.Stat(binary); err == nil {
		return nil
	}
	progress("building " + binary)
	out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/redress").CombinedOutput()
	if err != nil {
		return fmt.Errorf("building %s: %w: %s", binary, err, out)
	}
	return nil
}

// folder makes a folder of the run that PostgreSQL may pass.
func (b *bench) folder(name string) (string, error) {
	dir := filepath.Join(b.dir, name)
	if err := os.MkdirAll(dir, 0o711); err != nil { //nolint:gosec // G301: PostgreSQL runs as another user and must pass
		return "", fmt.Errorf("making a folder: %w", err)
	}
	return dir, nil
}

// pick returns the first where the run is quick, else the second.
func pick[T any](b *bench, quick, full T) T {
	if b.quick {
		return quick
	}
	return full
}

// progress tells whoever waits what is going on; the table alone goes to stdout.
func progress(what string) { fmt.Fprintln(os.Stderr, "bench: "+what) }
