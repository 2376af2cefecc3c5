package internal

import (
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// domain is the law of imports: a domain package may import the standard library,
// golang.org/x and the packages above it in this list, and nothing else.
var domain = []string{"regulation", "calendar", "grammar", "identity", "attachment", "gost", "certificate", "signature", "keyring", "docket", "trust", "commission",
	"complaint", "deadline", "sitting", "ruling", "remand", "notice", "document", "publication",
	"vectors", // last: it holds all of them against examples, and none of them needs it
}

// adapters touch the world. They may import the domain, and never each other.
var adapters = map[string][]string{
	"postgres": {"migrations"},
	"mail":     {"internal/ics"},
	"embedpg":  nil, "jobs": nil, "keyfile": nil, "timestamp": nil, "token": nil, "s3": nil, "files": nil, "ics": nil, "pdf": nil, "docx": nil, "password": nil, "sniff": nil,
}

// worldly are packages of the standard library that have no place in the domain.
var worldly = []string{"net/http", "database/sql", "database/sql/driver", "os", "os/exec", "log", "log/slog", "html/template", "text/template"}

func imports(t *testing.T, dir string) []string {
	t.Helper()
	tagged := build.Default
	tagged.BuildTags = []string{"pkcs11"} // the law is for every build
	pkg, err := tagged.ImportDir(dir, 0)
	if err != nil {
		t.Fatalf("reading %s: %v", dir, err)
	}
	return pkg.Imports
}

func TestDomainImportsOnlyWhatStandsAboveIt(t *testing.T) {
	for i, name := range domain {
		if _, err := os.Stat(name); os.IsNotExist(err) {
			continue // a later part of the road
		}
		above := domain[:i]
		for _, path := range imports(t, name) {
			first, _, _ := strings.Cut(path, "/")
			switch {
			case slices.Contains(worldly, path):
				t.Errorf("%s imports %s: the world is at the edges", name, path)
			case strings.HasPrefix(path, "redress/internal/"):
				if !slices.Contains(above, strings.TrimPrefix(path, "redress/internal/")) {
					t.Errorf("%s imports %s, which does not stand above it", name, path)
				}
			case strings.HasPrefix(path, "golang.org/x/"), !strings.Contains(first, "."):
			default:
				t.Errorf("%s imports %s: the domain knows no third party", name, path)
			}
		}
	}
}

func TestAdaptersDoNotImportEachOther(t *testing.T) {
	for name, also := range adapters {
		if _, err := os.Stat(name); os.IsNotExist(err) {
			continue
		}
		for _, path := range imports(t, name) {
			own, ok := strings.CutPrefix(path, "redress/")
			if !ok || slices.Contains(also, own) || slices.Contains(domain, strings.TrimPrefix(own, "internal/")) {
				continue
			}
			t.Errorf("%s imports %s: adapters know only the domain", name, path)
		}
	}
}

func TestWebSeesNoStorage(t *testing.T) {
	for _, path := range imports(t, filepath.Join("..", "web")) {
		for _, hidden := range []string{"gorm.io", "github.com/minio", "github.com/jackc", "redress/internal/postgres", "redress/internal/s3", "redress/internal/files"} {
			if strings.HasPrefix(path, hidden) {
				t.Errorf("web imports %s", path)
			}
		}
	}
}

func TestNobodyImportsTheProgram(t *testing.T) {
	for _, dir := range append(slices.Clone(domain), "postgres", "jobs", "mail", "../web") {
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			continue
		}
		if slices.ContainsFunc(imports(t, dir), func(path string) bool { return strings.HasPrefix(path, "redress/cmd") }) {
			t.Errorf("%s imports the program", dir)
		}
	}
}
