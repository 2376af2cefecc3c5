package embedpg

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// ErrNotRunning says that no service runs over a data folder.
var ErrNotRunning = errors.New("no database runs in this folder")

// Running returns the address of the database that another program runs in a data
// folder, for tools that work beside the service. Whoever may read the folder's
// password may use it.
func Running(dir string) (string, error) {
	f := folder{dir: dir}
	raw, err := os.ReadFile(f.passwordFile())
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("%w: %s", ErrNotRunning, dir)
	}
	if err != nil {
		return "", fmt.Errorf("reading the password of the database: %w", err)
	}
	socket := f.socketLink()
	if away, err := os.Readlink(socket); err == nil {
		socket = away
	}
	if _, err := os.Stat(socket); err != nil {
		return "", fmt.Errorf("%w: %s", ErrNotRunning, dir)
	}
	return connectionURL(socket, strings.TrimSpace(string(raw)), databaseName), nil
}
