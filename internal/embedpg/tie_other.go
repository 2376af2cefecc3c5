//go:build !linux

package embedpg

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// tie does nothing: only Linux stops a child together with its parent. A server
// left behind elsewhere is stopped by the next start on its folder.
func tie(*syscall.SysProcAttr) {}

// serves reports whether the process is a database server on the folder data.
func serves(pid int, data string) bool {
	out, err := exec.Command("ps", "-p", strconv.Itoa(pid), "-o", "args=").Output()
	return err == nil && strings.Contains(string(out), "-D "+data+" ")
}

// strays lists nothing: elsewhere the processes of a killed server are waited for.
func strays(string) []int { return nil }
