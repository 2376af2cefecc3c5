//go:build !linux

package main

import (
	"errors"
	"syscall"
)

var errLinux = errors.New("memory is read from /proc: only on Linux")

func tied() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func resident(int) (now, peak int64, err error) { return 0, 0, errLinux }

func forgetPeak(int) error { return errLinux }

func freeSpace(string) (int64, error) { return 0, errLinux }
