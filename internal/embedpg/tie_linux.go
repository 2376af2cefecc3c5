package embedpg

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// tie makes the kernel stop the child (a fast shutdown) when the thread that
// started it ends, so that not even kill -9 leaves a database running. That
// thread must be kept: whoever starts the child locks it and waits there.
func tie(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// serves reports whether the process is a database server on the folder data: it
// is a postgres that works inside it.
func serves(pid int, data string) bool {
	process := "/proc/" + strconv.Itoa(pid)
	cwd, err := os.Readlink(process + "/cwd")
	if err != nil || cwd != data {
		return false
	}
	program, err := os.Readlink(process + "/exe") // "… (deleted)" after an upgrade
	return err == nil && strings.HasPrefix(filepath.Base(program), "postgres")
}

// strays lists the processes of a server on the folder data.
func strays(data string) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var found []int
	for _, entry := range entries {
		if pid, err := strconv.Atoi(entry.Name()); err == nil && serves(pid, data) {
			found = append(found, pid)
		}
	}
	return found
}
