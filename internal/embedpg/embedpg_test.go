package embedpg

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// tempFolder is t.TempDir that the account of the server can pass, too.
func tempFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "redress-embedpg-") //nolint:usetesting // the folder above t.TempDir is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start starts a server with full durability and stops it after the test.
func start(t *testing.T, dir string) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	began := time.Now()
	s, err := Start(ctx, Options{Dir: dir, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %v", time.Since(began).Round(time.Millisecond))
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// ask runs one query that returns one value.
func ask[T any](t *testing.T, address, query string) T {
	t.Helper()
	v, err := tryAsk[T](t.Context(), address, query)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func tryAsk[T any](ctx context.Context, address, query string) (v T, err error) {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return v, err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, query).Scan(&v)
	return v, err
}

func TestDataOutliveARestart(t *testing.T) {
	dir := filepath.Join(tempFolder(t), "data")
	s := start(t, dir)
	ask[int](t, s.URL(), `WITH made AS (SELECT 1) SELECT count(*)::int FROM made`)
	execute(t, s.URL(), `CREATE TABLE kept AS SELECT 'Жалоба' AS word`)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.Done():
	default:
		t.Error("Done() is open after Stop")
	}
	if err := s.Stop(); err != nil {
		t.Errorf("second Stop() = %v, want nil", err)
	}

	began := time.Now()
	s = start(t, dir)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the second start took %v, want less than 2 s", took)
	}
	if got := ask[string](t, s.URL(), `SELECT word FROM kept`); got != "Жалоба" {
		t.Errorf("after a restart the row reads %q", got)
	}
}

func execute(t *testing.T, address, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestSettings(t *testing.T) {
	s := start(t, filepath.Join(tempFolder(t), "data"))
	for _, row := range []struct{ name, query, want string }{
		{"commits are durable", `SHOW synchronous_commit`, "on"},
		{"writes are forced to the disk", `SHOW fsync`, "on"},
		{"pages are checked", `SHOW data_checksums`, "on"},
		{"there is no TCP", `SHOW listen_addresses`, ""},
		{"time is UTC", `SHOW timezone`, "UTC"},
		{"the password is kept as scram", `SELECT left(rolpassword, 13) FROM pg_authid WHERE rolname = 'redress'`, "SCRAM-SHA-256"},
		{"Russian capitals", `SELECT upper('жалоба')`, "ЖАЛОБА"},
		{"Russian words", `SELECT (to_tsvector('russian', 'Жалобы') @@ to_tsquery('russian', 'жалоба'))::text`, "true"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := ask[string](t, s.URL(), row.query); got != row.want {
				t.Errorf("%s = %q, want %q", row.query, got, row.want)
			}
		})
	}

	t.Run("the password is closed to others", func(t *testing.T) {
		info, err := os.Stat(s.folder.passwordFile())
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("mode of the password file = %v, want 0600", info.Mode().Perm())
		}
	})
	t.Run("nobody enters without the password", func(t *testing.T) {
		if _, err := tryAsk[int](t.Context(), connectionURL(s.socket, "guess", databaseName), `SELECT 1`); err == nil {
			t.Error("a wrong password was let in")
		}
	})
}

func TestSecondOwnerIsRefused(t *testing.T) {
	dir := filepath.Join(tempFolder(t), "data")
	s := start(t, dir)
	_, err := Start(t.Context(), Options{Dir: dir})
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("second Start() = %v, want ErrInUse", err)
	}
	if !strings.Contains(err.Error(), dir) {
		t.Errorf("the refusal %q does not name %s", err, dir)
	}
	if got := ask[int](t, s.URL(), `SELECT 1`); got != 1 {
		t.Errorf("the first owner was disturbed: %d", got)
	}
}

func TestLongPath(t *testing.T) {
	dir := filepath.Join(tempFolder(t), strings.Repeat("комиссия-", 9), "data")
	s := start(t, dir)
	address, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	socket := address.Query().Get("host")
	if strings.HasPrefix(socket, dir) {
		t.Fatalf("the socket is in %s, which is too long for one", socket)
	}
	conn, err := net.Dial("unix", filepath.Join(socket, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(socket); !os.IsNotExist(err) {
		t.Errorf("the folder of the socket is still there after Stop: %v", err)
	}
}

func TestClosedFolderIsNamed(t *testing.T) {
	if os.Geteuid() != 0 {
		return // a folder closed to us is refused by the system itself
	}
	closed := filepath.Join(tempFolder(t), "closed")
	if err := os.MkdirAll(filepath.Join(closed, "inner"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Dir: filepath.Join(closed, "inner", "data")})
	if err == nil || !strings.Contains(err.Error(), closed+" is closed") {
		t.Errorf("Start() = %v, want a refusal that names %s", err, closed)
	}
}

func TestFailedStartExplainsItself(t *testing.T) {
	dir := filepath.Join(tempFolder(t), "data")
	s := start(t, dir)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.folder.data(), "postgresql.auto.conf"), []byte("work_mem = 'much'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "work_mem") {
		t.Errorf("Start() = %v, want the complaint of PostgreSQL about work_mem", err)
	}
}
