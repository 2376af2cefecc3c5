package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"redress/internal/commission"
	"redress/internal/embedpg"
	"redress/internal/identity"
	"redress/internal/postgres"
)

// readyCommand asks a running service whether it is ready.
type readyCommand struct{}

// Run returns an error unless the service answers that it is ready.
func (readyCommand) Run(ctx context.Context, c *Config) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	address := strings.Replace(c.Listen, "0.0.0.0:", "127.0.0.1:", 1)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("asking %s: %w", address, err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking %s: %w", address, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s is not ready: status %d", address, response.StatusCode)
	}
	return nil
}

// migrateCommand brings the database to the form this version needs.
type migrateCommand struct{}

// Run migrates and stops.
func (migrateCommand) Run(ctx context.Context, c *Config) error {
	return withDatabase(ctx, c, func(*postgres.DB) error { return nil })
}

// withDatabase opens the database, migrated, for one piece of work: the operator's,
// the embedded one of a service that runs now, or the embedded one by itself.
func withDatabase(ctx context.Context, c *Config, work func(*postgres.DB) error) error {
	db, server, err := openDatabase(ctx, c, c.logger())
	if errors.Is(err, embedpg.ErrInUse) {
		db, err = besideService(ctx, c)
	}
	if err != nil {
		return err
	}
	err = work(db)
	db.Close()
	if server != nil {
		err = errors.Join(err, server.Stop())
	}
	return err
}

// besideService opens the embedded database of a service that runs now.
func besideService(ctx context.Context, c *Config) (*postgres.DB, error) {
	url, err := embedpg.Running(filepath.Join(c.Data, "database"))
	if err != nil {
		return nil, err
	}
	return postgres.Open(ctx, url, c.logger())
}

// dbCommand prints how to open the database by hand.
type dbCommand struct{}

// Run prints the command; the embedded database answers while the service runs.
func (dbCommand) Run(c *Config) error {
	if c.DatabaseURL != "" {
		_, err := fmt.Println("psql \"$REDRESS_DATABASE_URL\"")
		return err
	}
	folder := filepath.Join(c.Data, "database")
	if _, err := os.Stat(filepath.Join(folder, "password")); err != nil {
		return fmt.Errorf("no database in %s yet: start `redress serve` first", folder)
	}
	_, err := fmt.Printf("PGPASSWORD=\"$(cat %[1]s/password)\" psql -h %[1]s/socket -U redress redress\n", folder)
	return err
}

// configCommand prints the settings in force.
type configCommand struct{}

// Run prints each setting; of a secret only whether it is set.
func (configCommand) Run(c *Config) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, line := range c.lines() {
		if _, err := fmt.Fprintf(table, "%s\t%s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	return table.Flush()
}

// adminCommands are about administrators.
type adminCommands struct {
	Invite inviteCommand `cmd:"" help:"Invite an administrator: print a link to set a password with."`
}

// inviteCommand makes an administrator's account.
type inviteCommand struct {
	Login string `arg:"" help:"What the administrator will sign in with."`
	Name  string `arg:"" help:"Full name, \"Surname Given Patronymic\"."`
}

// Run prints the link. It works beside a running service too.
func (i inviteCommand) Run(ctx context.Context, c *Config) error {
	return withDatabase(ctx, c, func(db *postgres.DB) error {
		token, err := commission.NewSetup(db).InviteAdministrator(ctx, identity.Console, identity.ParseName(i.Name), i.Login)
		if err != nil {
			return err
		}
		_, err = fmt.Printf("Open this link within %d days to set a password:\n%s/invitation/%s\n", int(identity.InvitationLife.Hours()/24), c.BaseURL, token)
		return err
	})
}

// docketCommands are about the docket.
type docketCommands struct {
	Verify verifyCommand `cmd:"" help:"Walk all chains and say what was changed, is missing or stands in the wrong order; exit status 1 if anything."`
}

// verifyCommand checks the docket.
type verifyCommand struct{}

// Run prints every fault found and the count of what was walked.
func (verifyCommand) Run(ctx context.Context, c *Config) error {
	return withDatabase(ctx, c, func(db *postgres.DB) error {
		v, err := db.VerifyDocket(ctx)
		if err != nil {
			return err
		}
		for _, f := range v.Faults {
			fmt.Printf("%s\t%d\t%s\t%s\n", f.Chain, f.Seq, f.Kind, f.Note)
		}
		fmt.Printf("%d chains, %d entries, %d faults\n", v.Chains, v.Entries, len(v.Faults))
		if len(v.Faults) > 0 {
			return errors.New("the docket is not what was written")
		}
		return nil
	})
}
