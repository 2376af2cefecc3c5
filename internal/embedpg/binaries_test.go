package embedpg

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	installed := []binaries{{"/a", 15}, {"/b", 17}, {"/c", 16}}
	for _, row := range []struct {
		name  string
		found []binaries
		major int
		want  string
		err   error
	}{
		{"no data yet: the newest", installed, 0, "/b", nil},
		{"data are there: the version that wrote them", installed, 15, "/a", nil},
		{"data of a version that is gone", installed, 14, "", ErrVersion},
		{"too old", []binaries{{"/a", 14}}, 0, "", ErrVersion},
		{"nothing installed", nil, 0, "", ErrNoBinaries},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := choose(row.found, row.major)
			if got.dir != row.want || !errors.Is(err, row.err) {
				t.Errorf("choose() = %q, %v, want %q, %v", got.dir, err, row.want, row.err)
			}
		})
	}
}

func TestParseVersion(t *testing.T) {
	for _, row := range []struct {
		said string
		want int
	}{
		{"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", 15},
		{"postgres (PostgreSQL) 9.6.24\n", 9},
		{"postgres (PostgreSQL) 18beta1\n", 18},
	} {
		if got, err := parseVersion(row.said); got != row.want || err != nil {
			t.Errorf("parseVersion(%q) = %d, %v, want %d", row.said, got, err, row.want)
		}
	}
	if _, err := parseVersion("mysqld 8"); !errors.Is(err, ErrVersion) {
		t.Errorf("parseVersion of a stranger = %v, want ErrVersion", err)
	}
}

// fakeBinaries makes a folder whose postgres only tells its version.
func fakeBinaries(t *testing.T, major int) string {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + strconv.Itoa(major) + ".1'\n"
	for _, name := range []string{"postgres", "initdb"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRefusedBinaries(t *testing.T) {
	for _, row := range []struct {
		name, bin string
		err       error
		says      string
	}{
		{"none in the given folder", t.TempDir(), ErrNoBinaries, "apt-get install postgresql"},
		{"too old", fakeBinaries(t, 14), ErrVersion, "holds 14"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := Start(t.Context(), Options{Dir: filepath.Join(tempFolder(t), "data"), BinDir: row.bin})
			if !errors.Is(err, row.err) || !strings.Contains(err.Error(), row.says) {
				t.Errorf("Start() = %v, want %v saying %q", err, row.err, row.says)
			}
		})
	}
}
