package embedpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// oldest is the oldest PostgreSQL that will do: migrations and tests use what
// came with it.
const oldest = 15

// ErrNoBinaries says that PostgreSQL is not installed.
var ErrNoBinaries = errors.New("PostgreSQL is not installed: install it (apt-get install postgresql), " +
	"or set REDRESS_PG_BIN to the folder that holds postgres and initdb")

// ErrVersion says that the PostgreSQL found is not one that can be used.
var ErrVersion = errors.New("unfit version of PostgreSQL")

// binaries is one installed PostgreSQL.
type binaries struct {
	dir   string
	major int
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// Installed returns the major version of PostgreSQL that a new database would be
// made with, given the folder of the binaries or, when that is empty, a search.
func Installed(ctx context.Context, binDir string) (int, error) {
	bin, err := findBinaries(ctx, binDir, 0)
	return bin.major, err
}

// findBinaries chooses an installed PostgreSQL. Files written by one major
// version are readable by that version only, so when there are data already
// (major is not 0) nothing else will do; otherwise the newest wins.
func findBinaries(ctx context.Context, dir string, major int) (binaries, error) {
	candidates := []string{dir}
	if dir == "" {
		candidates = searchPlaces()
	}
	var found []binaries
	for _, c := range candidates {
		if !runnable(c, "postgres") || !runnable(c, "initdb") {
			continue
		}
		out, err := exec.CommandContext(ctx, filepath.Join(c, "postgres"), "--version").Output()
		if err != nil {
			return binaries{}, fmt.Errorf("asking %s/postgres for its version: %w", c, err)
		}
		v, err := parseVersion(string(out))
		if err != nil {
			return binaries{}, err
		}
		found = append(found, binaries{dir: c, major: v})
	}
	if len(found) == 0 && dir != "" {
		return binaries{}, fmt.Errorf("no postgres and initdb in %s: %w", dir, ErrNoBinaries)
	}
	return choose(found, major)
}

// choose takes the installation that fits data of the given major version, or
// the newest when there are no data yet.
func choose(found []binaries, major int) (binaries, error) {
	if len(found) == 0 {
		return binaries{}, ErrNoBinaries
	}
	newest := slices.MaxFunc(found, func(a, b binaries) int { return a.major - b.major })
	if newest.major < oldest {
		return binaries{}, fmt.Errorf("%w: PostgreSQL %d or newer is needed, %s holds %d",
			ErrVersion, oldest, newest.dir, newest.major)
	}
	if major == 0 {
		return newest, nil
	}
	for _, b := range found {
		if b.major == major {
			return b, nil
		}
	}
	return binaries{}, fmt.Errorf("%w: the data were written by PostgreSQL %d, and only %d was found (in %s): "+
		"install version %d too, or carry the data over with pg_dump", ErrVersion, major, newest.major, newest.dir, major)
}

// searchPlaces lists the folders where packages put PostgreSQL, and last the one
// on the PATH.
func searchPlaces() []string {
	var places []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		matches, _ := filepath.Glob(pattern) // the only error is a bad pattern
		places = append(places, matches...)
	}
	// PostgreSQL finds its own files beside its binary, so a link will not do.
	if path, err := exec.LookPath("postgres"); err == nil {
		if target, err := filepath.EvalSymlinks(path); err == nil {
			places = append(places, filepath.Dir(target))
		}
	}
	return places
}

func runnable(dir, program string) bool {
	info, err := os.Stat(filepath.Join(dir, program))
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// parseVersion reads the major version out of what "postgres --version" says.
func parseVersion(said string) (int, error) {
	m := versionPattern.FindStringSubmatch(said)
	if m == nil {
		return 0, fmt.Errorf("%w: cannot tell it from %q", ErrVersion, said)
	}
	return strconv.Atoi(m[1])
}
