package embedpg

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Names inside the server. There is one user, Redress itself.
const (
	userName     = "redress"
	databaseName = "redress"
	port         = "5432" // only the name of the socket: nothing listens on it
)

// longestSocket is how long the path of a Unix socket may be.
const longestSocket = 107

// folder is the data folder: the lock, the password, the socket, and in pg the
// database itself.
type folder struct{ dir string }

// openFolder makes the data folder if needed. Root leaves it passable, as the
// server runs under another account; what is inside is closed to everyone else.
func openFolder(dir string) (folder, error) {
	if dir == "" {
		return folder{}, errors.New("no folder is given for the database")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return folder{}, fmt.Errorf("finding the data folder: %w", err)
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil { //nolint:gosec // another account passes through
			return folder{}, fmt.Errorf("making the data folder: %w", err)
		}
		mode := fs.FileMode(0o700)
		if os.Geteuid() == 0 {
			mode = 0o711
		}
		if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, fs.ErrExist) {
			return folder{}, fmt.Errorf("making the data folder: %w", err)
		}
		if err := os.Chmod(dir, mode); err != nil { // whatever the umask
			return folder{}, fmt.Errorf("opening the data folder: %w", err)
		}
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return folder{}, fmt.Errorf("finding the data folder: %w", err)
	}
	return folder{dir}, nil
}

func (f folder) data() string         { return filepath.Join(f.dir, "pg") }
func (f folder) passwordFile() string { return filepath.Join(f.dir, "password") }
func (f folder) socketLink() string   { return filepath.Join(f.dir, "socket") }

// dataVersion returns the major version that wrote the database, 0 if there is
// no database yet.
func (f folder) dataVersion() int {
	said, err := os.ReadFile(filepath.Join(f.data(), "PG_VERSION"))
	if err != nil {
		return 0
	}
	major, _ := strconv.Atoi(strings.TrimSpace(string(said)))
	return major
}

// lock makes this process the owner of the folder until the file is closed. The
// kernel closes it when the process dies, so a lock never outlives its owner.
func (f folder) lock() (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(f.dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the data folder: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("%s: %w", f.dir, ErrInUse)
	}
	return nil, fmt.Errorf("locking the data folder %s: %w", f.dir, err)
}

// password returns the password of the database, made at random for a new one.
func (f folder) password(a account) (string, error) {
	kept, err := os.ReadFile(f.passwordFile())
	if err == nil {
		return strings.TrimSpace(string(kept)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("reading the password of the database: %w", err)
	}
	if f.dataVersion() != 0 {
		return "", fmt.Errorf("the database in %s is there, its password %s is not: put the file back", f.data(), f.passwordFile())
	}
	password := rand.Text()
	part := f.passwordFile() + ".part"
	if err := writeDurably(part, password+"\n"); err != nil {
		return "", fmt.Errorf("keeping the password of the database: %w", err)
	}
	if err := a.own(part); err != nil { // initdb reads it
		return "", err
	}
	if err := os.Rename(part, f.passwordFile()); err != nil {
		return "", fmt.Errorf("keeping the password of the database: %w", err)
	}
	return password, nil
}

// socketFolder makes the folder for the Unix socket: inside the data folder, or
// when that makes the path too long, or PostgreSQL or pgx would misread it, in
// the temporary folder with a link to it in the data folder.
func (f folder) socketFolder(a account) (string, error) {
	f.dropSocketFolder()
	inside := f.socketLink()
	if socketFits(inside) {
		return inside, a.mkdir(inside)
	}
	for _, parent := range []string{os.TempDir(), "/tmp"} {
		dir, err := os.MkdirTemp(parent, "redress-pg-")
		if err != nil {
			return "", fmt.Errorf("making a folder for the socket: %w", err)
		}
		if !socketFits(dir) {
			_ = os.Remove(dir) // an empty folder left behind does no harm
			continue
		}
		if err := os.Symlink(dir, inside); err != nil {
			return "", fmt.Errorf("noting the folder of the socket: %w", err)
		}
		return dir, a.own(dir)
	}
	return "", fmt.Errorf("the path %s is too long for a socket", inside)
}

func socketFits(dir string) bool {
	return len(dir+"/.s.PGSQL."+port) <= longestSocket && !strings.ContainsAny(dir, `,"\`)
}

// dropSocketFolder removes what socketFolder made, also for an owner who died. If
// it cannot, the next socketFolder fails and says why.
func (f folder) dropSocketFolder() {
	if away, err := os.Readlink(f.socketLink()); err == nil && strings.HasPrefix(filepath.Base(away), "redress-pg-") {
		_ = os.RemoveAll(away)
	}
	_ = os.RemoveAll(f.socketLink())
}

func connectionURL(socket, password, database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(userName, password), Path: "/" + database,
		RawQuery: url.Values{"host": {socket}, "port": {port}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// writeDurably writes a secret that must not be lost in a power cut.
func writeDurably(path, text string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Sync(), file.Close())
}

// syncFolder makes a rename in dir outlive a power cut.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("syncing %s: %w", dir, err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("syncing %s: %w", dir, err)
	}
	return nil
}
