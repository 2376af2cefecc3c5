package s3test

import (
	"os/exec"
	"syscall"
)

// dieWithParent has the server killed when a test is.
func dieWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
