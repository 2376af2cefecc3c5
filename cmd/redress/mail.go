package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"redress/internal/mail"
	"redress/internal/notice"
	"redress/internal/postgres"
)

// mailCommands are about the mail.
type mailCommands struct {
	Bounce bounceCommand `cmd:"" help:"Read a report on delivery (RFC 3464) from standard input, as a mail server pipes it, and put the letter that came back among those to deliver. Exit status: 0 taken in, also if it changes nothing; 65 no such report; 75 try again later."`
}

// What a mail server is told (sysexits of its pipes): the message is no report, or it
// should be piped once more.
const (
	dataStatus  = 65
	laterStatus = 75
)

// bounceCommand takes in what a mail server reports of a letter.
type bounceCommand struct{}

// Run takes in one report. It works beside a running service too.
func (bounceCommand) Run(ctx context.Context, c *Config) error {
	b, err := readBounce(os.Stdin)
	if err != nil {
		return err
	}
	err = withDatabase(ctx, c, func(db *postgres.DB) error {
		return bounced(ctx, os.Stdout, notice.NewService(db, nil, nil), b)
	})
	var told *exitCode
	if err != nil && !errors.As(err, &told) {
		return &exitCode{laterStatus, err}
	}
	return err
}

// readBounce reads a report. What is none will be none the next time.
func readBounce(r io.Reader) (notice.Bounce, error) {
	b, err := mail.ReadBounce(r)
	if err != nil {
		return b, &exitCode{dataStatus, err}
	}
	return b, nil
}

// bounced takes in a report that was read, and says what it changed.
func bounced(ctx context.Context, out io.Writer, letters *notice.Service, b notice.Bounce) error {
	changed, err := letters.Bounced(ctx, b)
	said := "the letter came back and waits for another way"
	switch {
	case errors.Is(err, notice.ErrNotFound):
		said = "no letter of ours went out under that Message-ID, nothing is changed"
	case err != nil:
		return err
	case !b.Failed:
		said = "the letter is still on its way or arrived, nothing is changed"
	case !changed:
		said = "that was known already, nothing is changed"
	}
	_, err = fmt.Fprintln(out, said)
	return err
}
