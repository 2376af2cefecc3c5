package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// longestPassphrase bounds a line that is no passphrase.
const longestPassphrase = 4096

// readPassphrase reads what opens a key: the first line of the file where one is named,
// else what is typed unseen at the terminal, else the first line of the input. It is never
// an argument or a variable, which other programs of the machine can read.
func readPassphrase(ctx context.Context, in *os.File, file, question string) (string, error) {
	if file != "" {
		from, err := os.Open(file) // #nosec G304 -- the signer names the file
		if err != nil {
			return "", err
		}
		defer from.Close()
		return firstLine(from)
	}
	terminal := int(in.Fd()) // #nosec G115 -- a file descriptor
	if !term.IsTerminal(terminal) {
		return firstLine(in)
	}
	return typed(ctx, terminal, question)
}

func firstLine(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, longestPassphrase+1)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading the passphrase: %w", err)
	}
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	switch {
	case line == "":
		return "", errors.New("the first line, where the passphrase or PIN is expected, is empty")
	case len(line) > longestPassphrase:
		return "", errors.New("the first line is too long for a passphrase")
	}
	return line, nil
}

// typed asks at the terminal. Ctrl+C leaves it as it was.
func typed(ctx context.Context, terminal int, question string) (string, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return "", fmt.Errorf("reading the passphrase: %w", err)
	}
	fmt.Fprintf(os.Stderr, "%s: ", question)
	defer fmt.Fprintln(os.Stderr)
	type answer struct {
		said []byte
		err  error
	}
	came := make(chan answer, 1)
	go func() {
		said, err := term.ReadPassword(terminal)
		came <- answer{said, err}
	}()
	select {
	case <-ctx.Done():
		_ = term.Restore(terminal, before)
		return "", errors.New("nothing was signed")
	case a := <-came:
		if a.err != nil {
			return "", fmt.Errorf("reading the passphrase: %w", a.err)
		}
		return string(a.said), nil
	}
}
