// Command redress is the whole of Redress in one program: it serves the pages, does
// the work behind them, and checks afterwards that nothing was changed.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // commissions have zones wherever the program runs

	"github.com/alecthomas/kong"
)

// commands is the command line.
type commands struct {
	Config

	Serve   serveCommand   `cmd:"" help:"Serve the pages and do the work behind them."`
	Ready   readyCommand   `cmd:"" help:"Ask a running service whether it is ready; exit status 0 if it is."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to the form this version needs, and stop."`
	DB      dbCommand      `cmd:"" name:"db" help:"Print the command that opens the database."`
	Docket  docketCommands `cmd:"" help:"The record nobody can quietly change."`
	Admin   adminCommands  `cmd:"" help:"Administrators."`
	Rules   rulesCommands  `cmd:"" name:"regulation" help:"The rules: hold them against examples, see how a date or a vote comes about."`
	Papers  paperCommands  `cmd:"" name:"document" help:"Papers: draw one from its stored data."`
	Import  importCommands `cmd:"" help:"Take in files of commissions and members."`
	Names   namesCommands  `cmd:"" help:"Names and dates in the cases that papers need."`
	Mail    mailCommands   `cmd:"" help:"Letters that come back."`
	Show    configCommand  `cmd:"" name:"config" help:"Print the settings in force, without secrets."`

	Signature signatureCommands `cmd:"" help:"Electronic signatures: check or make one without a server."`
	Trust     trustCommands     `cmd:"" help:"The trust store: authorities whose word on signatures is believed."`
}

func main() {
	var line commands
	parsed := kong.Parse(&line, kong.Name("redress"), kong.UsageOnError(),
		kong.Exit(func(code int) { os.Exit(min(code, 2)) }), // 2: not understood
		kong.Description("Complaints about election commissions, from filing to a signed ruling."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	err := line.settle()
	if err == nil {
		err = parsed.Run(&line.Config)
	}
	if err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "redress:", err)
		os.Exit(exitStatus(err)) //nolint:gocritic // stop was called
	}
}
