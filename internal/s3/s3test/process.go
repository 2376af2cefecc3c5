package s3test

import (
	"os/exec"
	"runtime"
)

// start runs the command in a goroutine that waits for it. The goroutine keeps
// its thread, as the system ends the server when the thread that started it ends.
func (s *Server) start(cmd *exec.Cmd) error {
	dieWithParent(cmd)
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		s.process = cmd.Process
		started <- err
		if err == nil {
			cmd.Wait() // it is killed in the end, so its status says nothing
			close(s.done)
		}
	}()
	return <-started
}
